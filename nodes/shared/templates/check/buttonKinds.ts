import { LIMITS } from '../../messages/limits';
import type { TemplateButton } from '../types';
import type { Context } from './context';
import { isFilled } from './examples';
import type { Findings } from './finding';
import { checkOtp } from './otp';
import { checkLength } from './texts';
import { checkUrl } from './url';

/** What is asked of one kind of button. */
export interface ButtonKind {
	/** As the form calls it. */
	name: string;
	/** How many a template may have. Where Meta's page has no figure: 1, as its samples do. Default: 1. */
	most?: number;
	/** Who words it: the builder, Meta (in so many words, or in the reader's language), or either. */
	label: 'own' | 'optional' | { fixed: string };
	/** Meta describes it for marketing templates only. */
	isForMarketing?: true;
	/** What else it needs. */
	check?: (button: TemplateButton, findings: Findings, context: Context) => void;
}

/** The kinds of buttons, by type: a new one is a line here. Source: Meta's "Template components". */
export const BUTTON_KINDS: Readonly<Record<string, ButtonKind>> = {
	QUICK_REPLY: { name: 'Quick Reply', most: LIMITS.templateButtons, label: 'own' },
	URL: { name: 'Link', most: LIMITS.templateUrlButtons, label: 'own', check: checkUrl },
	PHONE_NUMBER: { name: 'Phone Number', label: 'own', check: checkPhoneNumber },
	COPY_CODE: { name: 'Copy Code', label: 'optional', isForMarketing: true, check: checkCopyCode },
	OTP: { name: 'One-Time Code', label: 'optional', check: checkOtp },
	FLOW: { name: 'Flow', label: 'own', check: checkFlow },
	CATALOG: { name: 'Catalog', label: { fixed: 'View catalog' }, isForMarketing: true },
	MPM: { name: 'Multi-Product', label: 'optional', isForMarketing: true },
	SPM: { name: 'Single Product', label: { fixed: 'View' }, isForMarketing: true },
	VOICE_CALL: { name: 'Voice Call', label: 'own' },
	REQUEST_CONTACT_INFO: { name: 'Request Contact Info', label: 'optional' },
	ORDER_DETAILS: { name: 'Order Details', label: 'optional' },
};

function checkPhoneNumber({ phone_number: number }: TemplateButton, findings: Findings): void {
	if (!isFilled(number) || !/^\+?[\d\s().-]*\d[\d\s().-]*$/.test(number)) {
		findings.error(
			'phone-number',
			isFilled(number) ? 'the phone number is none' : 'there is no phone number',
			'Give it with country code and digits, such as +15550100001.',
		);
		return;
	}
	checkLength(findings.within('Phone number'), number, LIMITS.templatePhoneNumber);
}

/** Meta's samples give the code as a text, and as a list of one. */
function checkCopyCode({ example }: TemplateButton, findings: Findings, context: Context): void {
	const code: unknown = Array.isArray(example) ? example[0] : example;
	if (!isFilled(code)) {
		findings.error('code-missing', 'there is no example of the code', 'Give one as the example.');
		return;
	}
	checkLength(
		findings.within('Code'),
		code,
		context.hasOffer ? LIMITS.offerCode : LIMITS.couponCode,
	);
}

function checkFlow(button: TemplateButton, findings: Findings): void {
	const given = ['flow_id', 'flow_name', 'flow_json'].filter((field) => isFilled(button[field]));
	if (given.length === 1) return;
	findings.error(
		'flow',
		given.length === 0 ? 'it names no Flow' : `it names the Flow by ${given.join(' and ')}`,
		'Give either the ID of the Flow, its name or its JSON.',
	);
}
