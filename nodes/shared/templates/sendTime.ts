import type { JsonObject } from '../graph/answer';
import { ValidationError } from '../graph/errors';
import { checkText, LIMITS } from '../messages/limits';
import type { MessageContent } from '../messages/types';
import { excerpt } from '../text';
import { linkOrId } from './linkOrId';
import { currencyParameter, dateTimeParameter, type Money } from './parameters';

/** A template of the account: Meta tells them apart by name and language together. */
export interface TemplateReference {
	name: string;
	/** Language or locale code, e.g. "en" or "pt_BR". */
	language: string;
}

/**
 * What a header's or a body's parameter is given; an image, by link or media ID, only in a header. `name` is for
 * templates with named variables only.
 */
export type TemplateVariable = { name?: string } & (
	{ text: string } | { money: Money } | { date: string } | { image: string }
);

/** What a button of the template is given at send time; `index` counts the template's buttons from 0. */
export type ButtonValue = { index: number } & (
	{ subType: 'quick_reply'; payload: string } | { subType: 'url'; text: string }
);

/** The values that one message puts into a template. */
export interface TemplateValues {
	header?: TemplateVariable[];
	body?: TemplateVariable[];
	buttons?: ButtonValue[];
}

/**
 * Reads `name|language`, e.g. "order_update|en_US".
 * @throws ValidationError when it is something else
 */
export function parseTemplateReference(value: string): TemplateReference {
	const [, name, language] =
		/^([a-z0-9_]+)\|([a-z]{2,3}(?:[_-][A-Za-z]{2,4})?)$/.exec(value.trim()) ?? [];
	if (name === undefined || language === undefined || name.length > LIMITS.templateName) {
		throw new ValidationError(
			'Template',
			value.trim() === ''
				? 'No template is chosen'
				: `"${excerpt(value)}" does not name a template`,
			'Choose it from the list, or give its name and language as name|language, such as order_update|en_US.',
		);
	}
	// Webhooks write "en-US", the API takes "en_US" only.
	return { name, language: language.replace('-', '_') };
}

/** The message that sends a template with these components. */
export function templateContent(
	{ name, language }: TemplateReference,
	components: JsonObject[],
): MessageContent {
	return {
		type: 'template',
		template: { name, language: { code: language }, ...(components.length ? { components } : {}) },
	};
}

/**
 * A template message with values that were written by hand, place by place.
 * @throws ValidationError when a value is missing or too long, or two values claim one place
 */
export function templateMessage(
	reference: TemplateReference,
	values: TemplateValues,
): MessageContent {
	return templateContent(reference, valueComponents(values));
}

/**
 * The components of such a message.
 * @throws ValidationError when a value is missing or too long, or two values claim one place
 */
export function valueComponents(values: TemplateValues): JsonObject[] {
	const components: JsonObject[] = [];
	if (values.header?.length) {
		components.push({
			type: 'header',
			parameters: parameters('Header', values.header, LIMITS.templateHeaderText),
		});
	}
	if (values.body?.length) {
		components.push({
			type: 'body',
			parameters: parameters('Body', values.body, LIMITS.textBody),
		});
	}
	components.push(...buttonComponents(values.buttons ?? []));
	return components;
}

function parameters(place: string, variables: TemplateVariable[], limit: number): JsonObject[] {
	const named = variables.filter((variable) => variable.name);
	if (named.length > 0 && named.length < variables.length) {
		throw new ValidationError(
			`${place} Parameters`,
			`Some parameters of the ${place.toLowerCase()} have a name and some have none`,
			'A template has either named or numbered variables: name all parameters or none.',
		);
	}
	if (new Set(named.map((variable) => variable.name)).size < named.length) {
		throw new ValidationError(
			`${place} Parameters`,
			`Two parameters of the ${place.toLowerCase()} have the same name`,
			'Give each variable of the template once.',
		);
	}
	return variables.map((variable, position) => {
		const { name } = variable;
		const { type, ...value } = parameter(
			`${place} Variable {{${name ?? position + 1}}}`,
			variable,
			limit,
		);
		return { type, ...(name ? { parameter_name: name } : {}), ...value };
	});
}

function parameter(field: string, variable: TemplateVariable, limit: number): JsonObject {
	if ('money' in variable) return currencyParameter(field, variable.money);
	if ('date' in variable) return dateTimeParameter(field, variable.date);
	if ('image' in variable) return { type: 'image', image: linkOrId(field, variable.image) };
	checkText(field, variable.text, limit);
	return { type: 'text', text: variable.text };
}

function buttonComponents(buttons: ButtonValue[]): JsonObject[] {
	const taken = new Set<number>();
	return buttons.map((button) => {
		const { index } = button;
		if (!Number.isInteger(index) || index < 0 || index >= LIMITS.templateButtons) {
			throw new ValidationError(
				'Button Index',
				`A button has the index ${index}`,
				`Buttons are counted from 0 to ${LIMITS.templateButtons - 1}, in the order of the template.`,
			);
		}
		if (taken.has(index)) {
			throw new ValidationError(
				'Button Index',
				`Two buttons have the index ${index}`,
				'Give each button of the template once, counted from 0.',
			);
		}
		taken.add(index);
		return {
			type: 'button',
			sub_type: button.subType,
			index: String(index),
			parameters: [buttonParameter(button)],
		};
	});
}

function buttonParameter(button: ButtonValue): JsonObject {
	if (button.subType === 'url') {
		checkText(`Text of Button ${button.index}`, button.text, LIMITS.url);
		return { type: 'text', text: button.text };
	}
	checkText(`Payload of Button ${button.index}`, button.payload, LIMITS.quickReplyPayload);
	return { type: 'payload', payload: button.payload };
}
