import type { JsonObject } from '../../../../nodes/shared/graph/answer';
import { checkTemplate, type Finding } from '../../../../nodes/shared/templates/check';

/** A sample's handle, as the resumable upload gives it. */
export const HANDLE = '4::aW1hZ2UvcG5n:ARZ0';

/** A draft with a body and what is given; nothing is wrong with it. */
export const draft = (components: unknown[] = [], rest: JsonObject = {}): JsonObject => ({
	name: 'order_update',
	language: 'en_US',
	category: 'MARKETING',
	components: [body('Thank you for your order.'), ...components],
	...rest,
});

/** The same without the body. */
export const only = (...components: unknown[]): JsonObject => ({ ...draft(), components });

export const body = (text: string, ...examples: string[]): JsonObject => ({
	type: 'BODY',
	text,
	...(examples.length ? { example: { body_text: [examples] } } : {}),
});
export const header = (text: string, ...examples: string[]): JsonObject => ({
	type: 'HEADER',
	format: 'TEXT',
	text,
	...(examples.length ? { example: { header_text: examples } } : {}),
});
export const media = (format: string, handle: string | undefined = HANDLE): JsonObject => ({
	type: 'HEADER',
	format,
	example: { header_handle: [handle] },
});
export const footer = (text: string): JsonObject => ({ type: 'FOOTER', text });
export const buttons = (...list: unknown[]): JsonObject => ({ type: 'BUTTONS', buttons: list });
export const reply = (text = 'Yes'): JsonObject => ({ type: 'QUICK_REPLY', text });
export const link = (url = 'https://shop.example/orders', more: JsonObject = {}): JsonObject => ({
	type: 'URL',
	text: 'Open',
	url,
	...more,
});
export const call = (number = '+15550100001'): JsonObject => ({
	type: 'PHONE_NUMBER',
	text: 'Call',
	phone_number: number,
});
export const code = (example: unknown = 'SAVE10'): JsonObject => ({ type: 'COPY_CODE', example });
export const offer = (text = 'Until Sunday'): JsonObject => ({
	type: 'LIMITED_TIME_OFFER',
	limited_time_offer: { text, has_expiration: true },
});
export const card = (...parts: unknown[]): JsonObject => ({
	components: parts.length ? parts : [media('IMAGE'), body('A lamp.'), buttons(reply('More'))],
});
export const carousel = (...cards: unknown[]): JsonObject => ({ type: 'CAROUSEL', cards });
export const app = (n = 1): JsonObject => ({
	package_name: `com.example.app${n}`,
	signature_hash: 'K8aAINcGX7x',
});
export const otp = (more: JsonObject = {}): JsonObject => ({
	type: 'OTP',
	otp_type: 'COPY_CODE',
	...more,
});

/** An authentication template; `parts` in place of its button. */
export const authentication = (...parts: unknown[]): JsonObject => ({
	...draft(),
	category: 'AUTHENTICATION',
	components: [{ type: 'BODY', add_security_recommendation: true }, ...parts],
});

/** "severity place: rule" of each finding. */
export const found = (written: JsonObject): string[] =>
	checkTemplate(written).map(
		({ severity, place, rule }: Finding) => `${severity} ${place}: ${rule}`,
	);
