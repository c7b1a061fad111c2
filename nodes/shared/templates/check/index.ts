import { isObject, type JsonObject } from '../../graph/answer';
import { ValidationError } from '../../graph/errors';
import { excerpt } from '../../text';
import { normaliseDraft, type TemplateDraft } from '../draft';
import type { TemplateComponent } from '../types';
import { checkBody } from './body';
import { checkButtons } from './buttons';
import { checkCarousel } from './carousel';
import type { ComponentRule, Context } from './context';
import { checkEnvelope } from './envelope';
import { type Finding, Findings } from './finding';
import { checkFooter } from './footer';
import { checkHeader } from './header';
import { checkLimitedTimeOffer } from './limitedTimeOffer';
import { checkWording } from './wording';

export type { Finding } from './finding';

interface Part {
	place: string;
	check: ComponentRule;
	/** Authentication templates have it too. */
	inAuthentication?: true;
	/** Its rule names the places of what it holds: "Button 2", "Card 1". */
	isGroup?: true;
}

/** The parts of a template by type: a new one is a line here. */
const PARTS: Readonly<Record<string, Part>> = {
	HEADER: { place: 'Header', check: checkHeader },
	BODY: { place: 'Body', check: checkBody, inAuthentication: true },
	FOOTER: { place: 'Footer', check: checkFooter, inAuthentication: true },
	BUTTONS: { place: 'Buttons', check: checkButtons, inAuthentication: true, isGroup: true },
	CAROUSEL: { place: 'Carousel', check: checkCarousel, isGroup: true },
	LIMITED_TIME_OFFER: { place: 'Limited-time offer', check: checkLimitedTimeOffer },
	CALL_PERMISSION_REQUEST: { place: 'Call permission request', check: () => {} },
};

/**
 * Everything about a template that Meta would refuse (errors) or tends to (warnings), in the order of its
 * parts. Texts are counted in code points. Sources: Meta's "Template components", "Template management",
 * "Time-to-live" and the pages of the kinds of templates; what rests on less is said at its rule.
 * @param written in Meta's form, as somebody wrote it: nothing about it is taken for granted
 */
export function checkTemplate(written: JsonObject): Finding[] {
	const draft = normaliseDraft(written);
	const findings = new Findings();
	checkEnvelope(draft, findings);
	if (draft.library_template_name === undefined) checkComponents(draft, findings);
	return findings.list;
}

/**
 * @returns the warnings
 * @throws ValidationError with all errors in it
 */
export function assertTemplate(written: JsonObject): Finding[] {
	return assertSound(checkTemplate(written));
}

/**
 * @param findings of a template
 * @returns the same, when all are warnings
 * @throws ValidationError with all errors in it
 */
export function assertSound(findings: Finding[]): Finding[] {
	const errors = findings.filter(({ severity }) => severity === 'error');
	if (errors.length === 0) return findings;
	const [first] = errors;
	if (errors.length === 1) {
		throw new ValidationError('Template', `${first.place}: ${first.message}`, first.fix);
	}
	throw new ValidationError(
		'Template',
		`Meta would refuse the template for ${errors.length} reasons`,
		errors
			.map(({ place, message, fix }, index) => `${index + 1}. ${place}: ${message}. ${fix}`)
			.join(' '),
	);
}

function checkComponents(draft: TemplateDraft, findings: Findings): void {
	const given: unknown = draft.components;
	if (!Array.isArray(given)) {
		findings.error(
			'components',
			'its components are no list',
			'Give them as a list of objects, each with a type.',
		);
		return;
	}
	const components = given.filter(isObject) as TemplateComponent[];
	const has = (type: string) => components.some((component) => component.type === type);
	const context: Context = {
		category: draft.category,
		isNamed: draft.parameter_format === 'NAMED',
		hasOffer: has('LIMITED_TIME_OFFER'),
		inCard: false,
	};
	given.forEach((component: unknown, index) => {
		if (isObject(component) && typeof component.type === 'string') return;
		findings
			.within(`Component ${index + 1}`)
			.error('type-missing', 'there is no type', 'Give the type, such as BODY.');
	});
	if (!has('BODY')) {
		findings.within('Body').error('body-missing', 'missing', 'Add a body: every template has one.');
	}
	if (context.category === 'AUTHENTICATION' && !has('BUTTONS')) {
		findings
			.within('Buttons')
			.error('buttons-missing', 'missing', 'Add one button, of the type OTP, for the code.');
	}
	const seen = new Set<string>();
	for (const component of components) {
		if (typeof component.type !== 'string') continue;
		checkComponent(component, findings, context, seen);
	}
}

function checkComponent(
	component: TemplateComponent,
	findings: Findings,
	context: Context,
	seen: Set<string>,
): void {
	const { type } = component;
	if (!Object.hasOwn(PARTS, type)) {
		findings.warn(
			'component-unknown',
			`“${excerpt(type)}” is no part of a template that is known here`,
			'Check the spelling; it goes to Meta unchecked.',
		);
		return;
	}
	const { place, check, inAuthentication, isGroup } = PARTS[type];
	const here = findings.within(place);
	if (seen.has(type)) {
		here.error('twice', 'there are two of them', 'Leave one.');
		return;
	}
	seen.add(type);
	if (context.category === 'AUTHENTICATION' && !inAuthentication) {
		here.error(
			'not-in-authentication',
			'an authentication template has none',
			'Leave it out: such a template has body, footer and one button.',
		);
		return;
	}
	check(component, isGroup ? findings : here, context);
	if (context.category === 'UTILITY') checkWording(component, here);
}
