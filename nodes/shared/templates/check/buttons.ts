import { isObject } from '../../graph/answer';
import { LIMITS } from '../../messages/limits';
import { excerpt } from '../../text';
import type { TemplateButton } from '../types';
import { BUTTON_KINDS, type ButtonKind } from './buttonKinds';
import { checkMarketingOnly, type ComponentRule, type Context, isAuthentication } from './context';
import type { Findings } from './finding';
import { checkLength, checkNoVariables, checkPlain, requiredText } from './texts';

/** `parent`: a place for the buttons as a whole, and for each of them. */
export const checkButtons: ComponentRule = (component, parent, context) => {
	const all = parent.within('Buttons');
	const buttons: unknown[] = Array.isArray(component.buttons) ? component.buttons : [];
	if (buttons.length === 0) {
		all.error('buttons-missing', 'there are none', 'Add a button, or leave this part out.');
		return;
	}
	checkCounts(all, buttons.filter(isObject) as TemplateButton[], context);
	buttons.forEach((button, index) =>
		checkButton(button, parent.within(`Button ${index + 1}`), context),
	);
};

function checkCounts(findings: Findings, buttons: TemplateButton[], context: Context): void {
	const most = context.inCard ? LIMITS.templateCardButtons : LIMITS.templateButtons;
	if (buttons.length > most) {
		findings.error(
			'too-many-buttons',
			`${buttons.length} of them, Meta allows ${most}`,
			`Take away ${buttons.length - most}.`,
		);
	}
	for (const [type, { most: mostOfKind = 1, name }] of Object.entries(BUTTON_KINDS)) {
		const count = buttons.filter((button) => button.type === type).length;
		if (count <= mostOfKind) continue;
		findings.error(
			'too-many-of-kind',
			`${count} buttons of the kind “${name}”, Meta allows ${mostOfKind}`,
			`Take away ${count - mostOfKind} of them.`,
		);
	}
	if (isScattered(buttons)) {
		findings.error(
			'quick-replies-scattered',
			'quick replies stand between other buttons',
			'Put all quick replies together, before or behind the other buttons.',
		);
	}
	if (isAuthentication(context) && !buttons.some(({ type }) => type === 'OTP')) {
		findings.error('otp-missing', 'there is no button for the one-time code', OTP_FIX);
	}
}

const OTP_FIX = 'Give an authentication template exactly one button, of the type OTP.';

function isScattered(buttons: TemplateButton[]): boolean {
	const starts = buttons.filter(
		({ type }, index) => type === 'QUICK_REPLY' && buttons[index - 1]?.type !== 'QUICK_REPLY',
	);
	return starts.length > 1;
}

function checkButton(button: unknown, findings: Findings, context: Context): void {
	if (!isObject(button) || typeof button.type !== 'string' || button.type === '') {
		findings.error('type-missing', 'there is no type', 'Give the type, such as QUICK_REPLY.');
		return;
	}
	const { type } = button;
	if (!Object.hasOwn(BUTTON_KINDS, type)) {
		findings.warn(
			'button-unknown',
			`“${excerpt(type)}” is no kind of button that is known here`,
			'Check the spelling; the button goes to Meta unchecked.',
		);
		return;
	}
	const kind = BUTTON_KINDS[type];
	if (isAuthentication(context) !== (type === 'OTP')) {
		findings.error(
			'button-category',
			isAuthentication(context)
				? `an authentication template has no button of the kind “${kind.name}”`
				: 'a button for a one-time code belongs to authentication templates',
			isAuthentication(context) ? OTP_FIX : 'Set the category to Authentication, or remove it.',
		);
		return;
	}
	if (kind.isForMarketing) {
		checkMarketingOnly(findings, context, `a button of the kind “${kind.name}”`, false);
	}
	checkLabel(button as TemplateButton, kind, findings);
	kind.check?.(button as TemplateButton, findings, context);
}

function checkLabel({ text }: TemplateButton, kind: ButtonKind, findings: Findings): void {
	if (kind.label === 'own') {
		requiredText(findings, text, LIMITS.templateButtonText);
	} else if (typeof text === 'string') {
		checkLength(findings, text, LIMITS.templateButtonText);
		if (typeof kind.label === 'object' && text !== kind.label.fixed) {
			findings.warn(
				'fixed-label',
				`Meta writes “${kind.label.fixed}” on it`,
				`Write “${kind.label.fixed}”, or leave the text out.`,
			);
		}
	}
	if (typeof text !== 'string') return;
	checkNoVariables(findings, text);
	checkPlain(findings, text);
}
