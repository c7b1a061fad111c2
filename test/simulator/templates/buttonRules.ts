import { isObject } from '../json';
import type { JsonObject } from '../json';
import { variablesOf } from '../templateTypes';
import type { TemplateButton, TemplateCategory } from '../templateTypes';
import { lacks, listOf, notAllowed, textOf, typed } from './refusals';

/** Lengths in code points and counts of buttons (reference §2, §3.2). */
const TEXT = 25;
const URL_LENGTH = 2_000;
const PHONE_LENGTH = 20;
const COUPON_LENGTH = 20;
const MOST_BUTTONS = 10;

interface ButtonRule {
	/** How many of them one template may have. */
	most: number;
	/** False when it may stand without a text, or has one of its own. */
	needsText?: boolean;
	/** Categories that it is for; all but AUTHENTICATION when not given. */
	categories?: readonly TemplateCategory[];
	check?(button: JsonObject): void;
}

const MARKETING_ONLY = ['MARKETING'] as const;

/** The buttons that a template may be created with. A new one is one entry. */
const RULES: Readonly<Record<string, ButtonRule>> = {
	QUICK_REPLY: { most: 10 },
	URL: { most: 2, check: checkUrl },
	PHONE_NUMBER: {
		most: 1,
		check(button) {
			const number = textOf(button, 'phone_number', 'BUTTONS', PHONE_LENGTH);
			if (!/^\+?[\d\s()-]+$/.test(number)) throw notAllowed(`${number} is not a phone number.`);
		},
	},
	COPY_CODE: {
		most: 1,
		needsText: false,
		check({ example }) {
			const code: unknown = Array.isArray(example) ? example[0] : example;
			textOf({ example: code }, 'example', 'BUTTONS', COUPON_LENGTH);
		},
	},
	FLOW: {
		most: 1,
		check(button) {
			const given = ['flow_id', 'flow_name', 'flow_json'].filter((name) => button[name]);
			if (given.length === 0) throw lacks('BUTTONS', 'flow_id');
			if (given.length > 1) throw notAllowed(`Give one of ${given.join(' and ')}, not both.`);
		},
	},
	CATALOG: { most: 1, categories: MARKETING_ONLY },
	MPM: { most: 1, categories: MARKETING_ONLY },
	SPM: { most: 1, categories: MARKETING_ONLY },
	VOICE_CALL: { most: 1 },
	REQUEST_CONTACT_INFO: { most: 1, needsText: false },
	ORDER_DETAILS: { most: 1 },
};

function checkUrl(button: JsonObject): void {
	const url = textOf(button, 'url', 'BUTTONS', URL_LENGTH);
	const variables = variablesOf(url);
	const plain = url.replace(/\{\{\s*[^{}\s]+\s*\}\}$/, 'x');
	if (!URL.canParse(plain) || !/^https?:$/.test(new URL(plain).protocol)) {
		throw notAllowed(`${url} is not a valid URL.`);
	}
	if (plain.includes('{{') || variables.length > 1) {
		throw notAllowed('A URL may have one variable, and that at its end.');
	}
	if (variables.length === 0) return;
	const { example } = button;
	const value: unknown = Array.isArray(example) && example.length === 1 ? example[0] : undefined;
	if (typeof value !== 'string' || value === '') throw lacks('BUTTONS', 'example');
}

/**
 * Checks the buttons of a template, or of one card of its carousel.
 *
 * @returns them with their types in capitals, as Graph lists them.
 */
export function checkButtons(
	value: unknown,
	category: TemplateCategory,
	most = MOST_BUTTONS,
): TemplateButton[] {
	const listed = listOf(value, "components['buttons']").map((entry) => typed(entry, 'buttons'));
	if (listed.length === 0) throw lacks('BUTTONS', 'buttons');
	if (listed.length > most) throw notAllowed(`There may be ${most} buttons, not ${listed.length}.`);
	const counts: Record<string, number> = {};
	for (const { type, value: button } of listed) {
		const rule = Object.hasOwn(RULES, type) ? RULES[type] : undefined;
		if (!rule) throw notAllowed(`${type} is not a button that this template can have.`);
		if (rule.categories && !rule.categories.includes(category)) {
			throw notAllowed(`A button of type ${type} needs category ${rule.categories.join(', ')}.`);
		}
		if (rule.needsText !== false || isFilled(button.text)) textOf(button, 'text', 'BUTTONS', TEXT);
		rule.check?.(button);
		counts[type] = (counts[type] ?? 0) + 1;
		if (counts[type] > rule.most) {
			throw notAllowed(`There may be ${rule.most} buttons of type ${type}.`);
		}
	}
	checkGrouping(listed.map(({ type }) => type));
	return listed.map(({ type, value: button }) => ({ ...button, type }));
}

function isFilled(value: unknown): boolean {
	return value !== undefined && value !== null && value !== '';
}

/** Quick replies stand together, before or after all others. */
function checkGrouping(types: string[]): void {
	const changes = types.filter(
		(type, index) => index > 0 && (type === 'QUICK_REPLY') !== (types[index - 1] === 'QUICK_REPLY'),
	);
	if (changes.length > 1) {
		throw notAllowed('Quick reply buttons must be grouped together, apart from the others.');
	}
}

/** What is left of a button for telling whether two cards are alike. */
export function kindsOf(buttons: unknown): string {
	return (Array.isArray(buttons) ? buttons : [])
		.map((button) => (isObject(button) ? String(button.type) : ''))
		.join(',');
}
