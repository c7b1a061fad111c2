import { refusal } from '../graphErrors';
import { asText } from '../json';
import type { JsonObject } from '../json';
import { variablesOf } from '../templateTypes';
import type { TemplateButton } from '../templateTypes';
import {
	invalid,
	onlyKeys,
	optionalText,
	requireArray,
	requireNumber,
	requireObject,
	requireText,
} from './checks';
import { refuseCount, refuseFormat, valueOf } from './templateParameters';

interface ButtonKind {
	/** `sub_type` of the component that gives its value. */
	subType: string;
	/** True when a message without a value for it is refused. */
	needsValue(button: TemplateButton): boolean;
	check?(parameters: JsonObject[], button: TemplateButton, index: number): void;
}

/** Longest one-time code, in characters. */
const LONGEST_CODE = 15;
const LONGEST_COUPON = 20;
const LONGEST_PAYLOAD = 256;
const LONGEST_CALL_PAYLOAD = 512;

const FLOW_ACTION = new Set(['flow_token', 'flow_action_data']);
const CATALOG_ACTION = new Set(['thumbnail_product_retailer_id']);
const MPM_ACTION = new Set(['thumbnail_product_retailer_id', 'sections']);

/** Products in all sections together. */
const MOST_PRODUCTS = 30;

/** The `action` of the one parameter that such a button takes. */
function actionOf(parameters: JsonObject[], index: number, keys: ReadonlySet<string>): JsonObject {
	const [{ type, action }] = parameters;
	if (parameters.length > 1) throw refuseCount(`button ${index}`, parameters.length, 1);
	if (type !== 'action') {
		throw refuseFormat(`buttons: Button at index ${index}`, 'ACTION', asText(type).toUpperCase());
	}
	const given = requireObject(action, `button ${index} action`);
	onlyKeys(given, `button ${index} action`, keys);
	return given;
}

function checkSections(sections: unknown[]): void {
	let products = 0;
	for (const entry of sections) {
		const section = requireObject(entry, 'section');
		requireText(section.title, "section['title']", 24);
		const items = requireArray(section.product_items, "section['product_items']", 1, MOST_PRODUCTS);
		for (const item of items) {
			const { product_retailer_id } = requireObject(item, 'product_items');
			requireText(product_retailer_id, "product_items['product_retailer_id']");
		}
		products += items.length;
	}
	if (products > MOST_PRODUCTS) {
		throw invalid(`The sections have ${products} products, at most ${MOST_PRODUCTS} are allowed.`);
	}
}

/** The template buttons that take a value when they are sent. A new one is one entry. */
const KINDS: Readonly<Record<string, ButtonKind>> = {
	QUICK_REPLY: {
		subType: 'quick_reply',
		needsValue: () => false,
		check([parameter], _button, index) {
			requireText(parameter.payload ?? parameter.text, `button ${index} payload`, LONGEST_PAYLOAD);
		},
	},
	URL: {
		subType: 'url',
		needsValue: (button) => variablesOf(button.url).length > 0,
		check(parameters, button, index) {
			const expected = variablesOf(button.url).length;
			if (parameters.length !== expected) {
				throw refuseCount(`buttons: Button at index ${index}`, parameters.length, expected);
			}
			const value = valueOf(`buttons: Button at index ${index}`, parameters[0]);
			if (button.url?.includes('otp_type=') && value.length > LONGEST_CODE) {
				throw invalid(`The code has more than ${LONGEST_CODE} characters.`);
			}
		},
	},
	COPY_CODE: {
		subType: 'copy_code',
		needsValue: () => true,
		check([parameter], _button, index) {
			requireText(parameter.coupon_code, `button ${index} coupon_code`, LONGEST_COUPON);
		},
	},
	FLOW: {
		subType: 'flow',
		needsValue: () => false,
		check(parameters, _button, index) {
			const action = actionOf(parameters, index, FLOW_ACTION);
			optionalText(action.flow_token, `button ${index} flow_token`);
			if (action.flow_action_data !== undefined) {
				requireObject(action.flow_action_data, `button ${index} flow_action_data`);
			}
		},
	},
	CATALOG: {
		subType: 'catalog',
		needsValue: () => false,
		check(parameters, _button, index) {
			const action = actionOf(parameters, index, CATALOG_ACTION);
			requireText(action.thumbnail_product_retailer_id, `button ${index} thumbnail`);
		},
	},
	MPM: {
		subType: 'mpm',
		needsValue: () => true,
		check(parameters, _button, index) {
			const action = actionOf(parameters, index, MPM_ACTION);
			requireText(action.thumbnail_product_retailer_id, `button ${index} thumbnail`);
			checkSections(requireArray(action.sections, `button ${index} sections`, 1, 10));
		},
	},
	VOICE_CALL: {
		subType: 'voice_call',
		needsValue: () => false,
		check(parameters, _button, index) {
			for (const { type, ...parameter } of parameters) {
				if (type === 'ttl_minutes') {
					requireNumber(parameter.ttl_minutes, `button ${index} ttl_minutes`, 1, 43_200);
				} else if (type === 'payload') {
					requireText(parameter.payload, `button ${index} payload`, LONGEST_CALL_PAYLOAD);
				} else {
					throw refuseFormat(`buttons: Button at index ${index}`, 'PAYLOAD', asText(type));
				}
			}
		},
	},
	ORDER_DETAILS: { subType: 'order_details', needsValue: () => true },
};

/**
 * Checks the `button` components of a message against the template's buttons.
 *
 * @throws GraphFailure 131008 for a value that is missing, 132000 for one too many, 132012 for a
 * place or a `sub_type` that the template does not have.
 */
export function checkButtons(expected: TemplateButton[], given: JsonObject[]): void {
	const answered = new Set<number>();
	for (const component of given) {
		const index = Number(component.index);
		const button = expected[index];
		const kind = button && KINDS[button.type.toUpperCase()];
		const subType = requireText(component.sub_type, "button['sub_type']").toLowerCase();
		if (component.index === undefined || !kind || kind.subType !== subType) {
			throw refusal(
				132012,
				`buttons: The template has no ${subType} button at index ${String(component.index)}`,
			);
		}
		if (answered.has(index)) throw invalid(`The button at index ${index} is given twice.`);
		answered.add(index);
		const parameters = requireArray(component.parameters, "button['parameters']", 1, 10).map(
			(parameter) => requireObject(parameter, "button['parameters']"),
		);
		kind.check?.(parameters, button, index);
	}
	for (const [index, button] of expected.entries()) {
		const type = button.type.toUpperCase();
		if (!answered.has(index) && KINDS[type]?.needsValue(button)) {
			throw refusal(
				131008,
				`buttons: Button at index ${index} of type ${type} requires a parameter`,
			);
		}
	}
}
