import { isObject, type JsonObject } from '../../graph/answer';
import { ValidationError } from '../../graph/errors';
import { compact } from '../../messages/checks';
import { LIMITS } from '../../messages/limits';
import { excerpt } from '../../text';
import { checkParameterText } from '../parameters';
import {
	wrongKind,
	type SlotKind,
	type SlotValues,
	type TemplatePart,
	type TemplateSlot,
} from '../slot';
import type { TemplateButton } from '../types';
import { variablesIn } from '../variables';
import { CODE } from './authentication';
import { sectionsOf } from './sections';
import { asExample, labelled } from './texts';

/** Where a button stands. */
export interface ButtonPlace {
	/** Counted from 0 among all buttons of the template or the card. */
	index: number;
	/** Begins the IDs, e.g. "card_0_"; "" outside of cards. */
	prefix: string;
	/** Begins the names, e.g. "Card 1 "; "" outside of cards. */
	title: string;
	/** Of the template: "MARKETING", "UTILITY", "AUTHENTICATION". */
	category: string;
	/** Next to a limited-time offer codes are shorter. */
	hasOffer: boolean;
}

type Kind = (button: TemplateButton, place: ButtonPlace) => TemplatePart | undefined;

/** The kinds of buttons that a message may say something about; a new one is one more entry. */
const KINDS: Record<string, Kind> = {
	QUICK_REPLY: quickReply,
	URL: (button, place) => (isCode(button, place) ? code(place) : url(button, place)),
	OTP: (_button, place) => code(place),
	COPY_CODE: copyCode,
	FLOW: flow,
	CATALOG: catalog,
	MPM: products,
	VOICE_CALL: voiceCall,
	ORDER_DETAILS: orderDetails,
};

/** A button's part; nothing where it is the same in every message. */
export function buttonPart(button: TemplateButton, place: ButtonPlace): TemplatePart | undefined {
	const kind = button.type.toUpperCase();
	return Object.hasOwn(KINDS, kind) ? KINDS[kind](button, place) : undefined;
}

/** A slot of the button: "button_1_url", "Button “Track the parcel” URL". */
function slotOf(
	{ text, type }: TemplateButton,
	{ index, prefix, title }: ButtonPlace,
	[id, word]: [id: string, word: string],
	more: { hint?: string; example?: string; kind?: SlotKind; required?: boolean },
): TemplateSlot {
	return {
		id: `${prefix}button_${index}_${id}`,
		name: `${title}Button “${text || type}” ${word}`,
		// What is to be filled in comes first: n8n's panel cuts long labels.
		label: labelled(`${title}${word} of “${text || type}”`, more.hint ?? '', more.example),
		kind: more.kind ?? 'text',
		required: more.required ?? false,
	};
}

function component(
	subType: string,
	{ index }: ButtonPlace,
	...parameters: JsonObject[]
): JsonObject {
	return { type: 'button', sub_type: subType, index: String(index), parameters };
}

function quickReply(button: TemplateButton, place: ButtonPlace): TemplatePart {
	const hint = 'what a tap sends back to you';
	const payload = slotOf(button, place, ['payload', 'Payload'], { hint });
	return {
		place: `button ${place.index}`,
		slots: [payload],
		compose(values) {
			const text = values.optionalText(payload, LIMITS.quickReplyPayload);
			return text === undefined
				? undefined
				: component('quick_reply', place, { type: 'payload', payload: text });
		},
	};
}

/** Meta lists the buttons of authentication templates as links with the code in them. */
function isCode({ url = '' }: TemplateButton, { category }: ButtonPlace): boolean {
	return category.toUpperCase() === 'AUTHENTICATION' || url.includes('otp_type=');
}

function code(place: ButtonPlace): TemplatePart {
	return {
		place: `button ${place.index}`,
		slots: [CODE],
		compose: (values) =>
			component('url', place, { type: 'text', text: values.text(CODE, LIMITS.oneTimeCode) }),
	};
}

function url(button: TemplateButton, place: ButtonPlace): TemplatePart | undefined {
	const address = button.url ?? '';
	const [variable] = variablesIn(address);
	if (variable === undefined) return undefined;
	const [beginning] = address.split('{{');
	const [whole] = Array.isArray(button.example) ? (button.example as unknown[]) : [button.example];
	const example = asExample(whole);
	const suffix = slotOf(button, place, ['url', 'URL'], {
		hint: `what follows after ${beginning}`,
		example: example?.startsWith(beginning) ? example.slice(beginning.length) : example,
		required: true,
	});
	return {
		place: `button ${place.index}`,
		slots: [suffix],
		compose(values) {
			const text = values.text(suffix, Math.max(1, LIMITS.url - beginning.length));
			checkParameterText(suffix.name, text);
			// A template's own beginning is not said twice: the link would be https://a/https://a/x.
			if (beginning !== '' && text.startsWith(beginning)) {
				throw new ValidationError(
					suffix.name,
					`${suffix.name} begins with ${excerpt(beginning)}, which the template says already`,
					'Give only what follows after it.',
				);
			}
			return component('url', place, { type: 'text', text });
		},
	};
}

function copyCode(button: TemplateButton, place: ButtonPlace): TemplatePart {
	const [example] = Array.isArray(button.example)
		? (button.example as unknown[])
		: [button.example];
	const limit = place.hasOffer ? LIMITS.offerCode : LIMITS.couponCode;
	const coupon = slotOf(button, place, ['code', 'Code'], {
		hint: `up to ${limit} characters`,
		example: asExample(example),
		required: true,
	});
	return {
		place: `button ${place.index}`,
		slots: [coupon],
		compose: (values) =>
			component('copy_code', place, {
				type: 'coupon_code',
				coupon_code: values.text(coupon, limit),
			}),
	};
}

function flow(button: TemplateButton, place: ButtonPlace): TemplatePart {
	const token = slotOf(button, place, ['flow_token', 'Flow Token'], {
		hint: 'comes back with the answer',
	});
	const data = slotOf(button, place, ['flow_data', 'Flow Data'], {
		hint: 'JSON for the first screen',
		kind: 'json',
	});
	return {
		place: `button ${place.index}`,
		slots: [token, data],
		compose(values) {
			const flow_action_data = objectOf(values, data);
			// Meta's own default; a flow button without its component is refused by some accounts.
			const flow_token = values.optionalText(token) ?? 'unused';
			return component('flow', place, {
				type: 'action',
				action: compact({ flow_token, flow_action_data }),
			});
		},
	};
}

function thumbnailOf(button: TemplateButton, place: ButtonPlace, required: boolean): TemplateSlot {
	const hint = required
		? 'whose picture stands above'
		: 'whose picture stands above; without it, the first one of the catalog';
	return slotOf(button, place, ['thumbnail', 'Thumbnail Product ID'], { hint, required });
}

function catalog(button: TemplateButton, place: ButtonPlace): TemplatePart {
	const thumbnail = thumbnailOf(button, place, false);
	return {
		place: `button ${place.index}`,
		slots: [thumbnail],
		compose(values) {
			const product = values.optionalText(thumbnail)?.trim();
			return product === undefined
				? undefined
				: component('catalog', place, {
						type: 'action',
						action: { thumbnail_product_retailer_id: product },
					});
		},
	};
}

function products(button: TemplateButton, place: ButtonPlace): TemplatePart {
	const thumbnail = thumbnailOf(button, place, true);
	const sections = slotOf(button, place, ['sections', 'Products'], {
		hint: 'titles and product IDs, or sections as Meta writes them in JSON',
		example: 'Popular: SKU1, SKU2; New: SKU3',
		required: true,
	});
	return {
		place: `button ${place.index}`,
		slots: [thumbnail, sections],
		compose: (values) =>
			component('mpm', place, {
				type: 'action',
				action: {
					thumbnail_product_retailer_id: values.text(thumbnail).trim(),
					sections: sectionsOf(values, sections),
				},
			}),
	};
}

function voiceCall(button: TemplateButton, place: ButtonPlace): TemplatePart {
	const ttl = slotOf(button, place, ['ttl', 'Minutes'], {
		hint: `for which it works, up to ${LIMITS.callMinutes.toLocaleString('en-US')}`,
		kind: 'number',
	});
	const payload = slotOf(button, place, ['payload', 'Payload'], {
		hint: 'comes back with the call',
	});
	return {
		place: `button ${place.index}`,
		slots: [ttl, payload],
		compose(values) {
			const minutes = values.number(ttl, [1, LIMITS.callMinutes]);
			const text = values.optionalText(payload, LIMITS.callPayload);
			const parameters: JsonObject[] = [];
			if (minutes !== undefined) parameters.push({ type: 'ttl_minutes', ttl_minutes: minutes });
			if (text !== undefined) parameters.push({ type: 'payload', payload: text });
			return parameters.length > 0 ? component('voice_call', place, ...parameters) : undefined;
		},
	};
}

function orderDetails(button: TemplateButton, place: ButtonPlace): TemplatePart {
	const order = slotOf(button, place, ['order', 'Order'], {
		hint: 'order_details as Meta writes it, in JSON',
		kind: 'json',
		required: true,
	});
	return {
		place: `button ${place.index}`,
		slots: [order],
		compose(values) {
			const order_details = objectOf(values, order);
			if (!order_details) values.text(order);
			return component('order_details', place, { type: 'action', action: { order_details } });
		},
	};
}

function objectOf(values: SlotValues, slot: TemplateSlot): JsonObject | undefined {
	const value = values.any(slot);
	if (value === undefined || isObject(value)) return value;
	throw wrongKind(slot, 'no object', 'an object in { braces }, as JSON');
}
