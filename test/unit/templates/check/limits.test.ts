import type { JsonObject } from '../../../../nodes/shared/graph/answer';
import { checkTemplate } from '../../../../nodes/shared/templates/check';
import {
	app,
	authentication,
	body,
	buttons,
	call,
	card,
	carousel,
	code,
	draft,
	footer,
	found,
	header,
	link,
	media,
	offer,
	only,
	otp,
	reply,
} from './drafts';

/** One code point, two UTF-16 units. */
const letters = (length: number) => '𝒙'.repeat(length);
const times = <T>(length: number, make: (index: number) => T): T[] =>
	Array.from({ length }, (_, index) => make(index));
const ttl = (category: string) => (seconds: number) => ({
	...(category === 'AUTHENTICATION' ? authentication(buttons(otp())) : draft()),
	category,
	message_send_ttl_seconds: seconds,
});
const cardWith = (text: string) => card(media('IMAGE'), body(text), buttons(reply()));

/** The most (or least) that Meta allows, and what makes a template with so many. */
const MOST: Array<[finding: string, most: number, make: (n: number) => JsonObject]> = [
	['Name: too-long', 512, (n) => draft([], { name: 'a'.repeat(n) })],
	['Header: too-long', 60, (n) => draft([header(letters(n))])],
	['Body: too-long', 1024, (n) => only(body(letters(n)))],
	['Body: too-long', 600, (n) => only(body(letters(n)), offer())],
	['Footer: too-long', 60, (n) => draft([footer(letters(n))])],
	[
		'Buttons: too-many-buttons',
		10,
		(n) => draft([buttons(...times(n - 1, () => reply()), link())]),
	],
	['Buttons: too-many-of-kind', 2, (n) => draft([buttons(...times(n, () => link()))])],
	['Buttons: too-many-of-kind', 1, (n) => draft([buttons(...times(n, () => call()))])],
	['Button 1: too-long', 25, (n) => draft([buttons(reply(letters(n)))])],
	['Button 1: too-long', 25, (n) => draft([buttons(link(undefined, { text: letters(n) }))])],
	['Button 1: too-long', 25, (n) => draft([buttons({ ...call(), text: letters(n) })])],
	[
		'Button 1, link: too-long',
		2000,
		(n) => draft([buttons(link(`https://a.example/${'x'.repeat(n - 18)}`))]),
	],
	['Button 1, phone number: too-long', 20, (n) => draft([buttons(call(`+${'1'.repeat(n - 1)}`))])],
	['Button 1, code: too-long', 20, (n) => draft([buttons(code(letters(n)))])],
	['Button 1, code: too-long', 15, (n) => draft([offer(), buttons(code([letters(n)]))])],
	['Limited-time offer: too-long', 16, (n) => draft([offer(letters(n))])],
	['Carousel: card-count', 10, (n) => draft([carousel(...times(n, () => card()))])],
	['Card 1, body: too-long', 160, (n) => draft([carousel(cardWith(letters(n)), cardWith('A'))])],
	[
		'Card 1, buttons: too-many-buttons',
		2,
		(n) => {
			const list = () => buttons(...times(n, () => reply()));
			return draft([carousel(card(media('IMAGE'), list()), card(media('IMAGE'), list()))]);
		},
	],
	[
		'Button 1: too-many-apps',
		5,
		(n) => authentication(buttons(otp({ otp_type: 'ONE_TAP', supported_apps: times(n, app) }))),
	],
	['Button 1: too-long', 25, (n) => authentication(buttons(otp({ text: letters(n) })))],
	[
		'Button 1, autofill text: too-long',
		25,
		(n) => authentication(buttons(otp({ autofill_text: letters(n) }))),
	],
	[
		'Footer: code-expiry',
		90,
		(n) => authentication({ type: 'FOOTER', code_expiration_minutes: n }, buttons(otp())),
	],
	['Validity: validity', 900, ttl('AUTHENTICATION')],
	['Validity: validity', 43_200, ttl('UTILITY')],
	['Validity: validity', 2_592_000, ttl('MARKETING')],
	// Two variables besides the words: the last that 5 and 7 words allow.
	[
		'Body: too-dense',
		2,
		(n) => only(body(`a ${times(n, (i) => `{{${i + 1}}} b`).join(' ')} c d`, ...times(n, String))),
	],
];

const LEAST: typeof MOST = [
	['Carousel: card-count', 2, (n) => draft([carousel(...times(n, () => card()))])],
	[
		'Footer: code-expiry',
		1,
		(n) => authentication({ type: 'FOOTER', code_expiration_minutes: n }, buttons(otp())),
	],
	['Validity: validity', 30, ttl('AUTHENTICATION')],
	['Validity: validity', 30, ttl('UTILITY')],
	['Validity: validity', 43_200, ttl('MARKETING')],
];

/** Each card of two has as many buttons, so that each is found once. */
const firsts = (written: JsonObject) => found(written).filter((line) => !line.includes('Card 2'));

describe("Meta's limits", () => {
	it.each(MOST)('%s: %d and no more', (finding, most, make) => {
		expect(found(make(most))).toEqual([]);
		expect(firsts(make(most + 1))).toEqual([`error ${finding}`]);
	});

	it.each(LEAST)('%s: %d and no less', (finding, least, make) => {
		expect(found(make(least))).toEqual([]);
		expect(found(make(least - 1))).toEqual([`error ${finding}`]);
	});

	it('are said with what to take away', () => {
		const [finding] = checkTemplate(draft([footer('x'.repeat(63))]));
		expect(finding).toEqual({
			severity: 'error',
			place: 'Footer',
			rule: 'too-long',
			message: '63 characters, Meta allows 60',
			fix: 'Shorten it by 3.',
		});
	});
});
