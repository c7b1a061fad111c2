import { eventsOf } from '../../../nodes/shared/webhooks/events';
import { isWanted, type EventFilter } from '../../../nodes/shared/webhooks/filters';
import { asksToStop, DEFAULT_OPT_OUT_KEYWORDS } from '../../../nodes/shared/webhooks/optOut';
import {
	change,
	delivery,
	message,
	numberChange,
	NUMBER,
	oneMessage,
	oneStatus,
	OTHER_NUMBER,
	textMessage,
	WABA,
} from './support/deliveries';

/** When the fixtures' messages are 10 minutes old. */
const NOW = (1_780_000_100 + 600) * 1_000;

/** One of each kind that filters look at, in one delivery. */
const MIXED = delivery(
	numberChange('messages', { messages: [message({ id: 'text', type: 'text' })] }),
	numberChange('messages', { messages: [message({ id: 'image', type: 'image' })] }, OTHER_NUMBER),
	numberChange('messages', { statuses: [{ id: 'sent', status: 'sent' }] }),
	numberChange('messages', { statuses: [{ id: 'read', status: 'read' }] }, OTHER_NUMBER),
	change('flows', { event: 'flow', flow_id: 'flow' }),
	change('brand_new_field', { event: 'X' }),
);

const wanted = (filter: EventFilter, body: Record<string, unknown> = MIXED, now = NOW) =>
	eventsOf(body)
		.filter((event) => isWanted(event, filter, now))
		.map(({ event }) => event.id ?? event.kind);

describe('a filter', () => {
	it.each<[EventFilter, string[]]>([
		[{ choices: [] }, []],
		[{ choices: ['messages'] }, ['text', 'image']],
		[{ choices: ['statuses'] }, ['sent', 'read']],
		[{ choices: ['messages', 'flows'] }, ['text', 'image', 'flow']],
		[{ choices: ['everything'] }, ['text', 'image', 'sent', 'read', 'flow', 'other']],
		[{ choices: ['everything'], phoneNumberIds: [NUMBER] }, ['text', 'sent', 'flow', 'other']],
		[{ choices: ['messages', 'flows'], businessAccountId: WABA }, ['text', 'image', 'flow']],
		[{ choices: ['messages', 'flows'], businessAccountId: '310000000000009' }, []],
		[
			{ choices: ['everything'], messageTypes: ['image'] },
			['image', 'sent', 'read', 'flow', 'other'],
		],
		[{ choices: ['everything'], statuses: ['read'] }, ['text', 'image', 'read', 'flow', 'other']],
		[{ choices: ['messages'], messageTypes: ['text'], phoneNumberIds: [OTHER_NUMBER] }, []],
	])('judges each event by itself: %j', (filter, expected) => {
		expect(wanted(filter)).toEqual(expected);
	});

	it.each<[number, string[]]>([
		[600_000, ['wamid.1']],
		[599_999, []],
	])('drops what is older than %i ms', (maxAgeMs, expected) => {
		expect(wanted({ choices: ['messages'], maxAgeMs }, textMessage('wamid.1'))).toEqual(expected);
	});

	it('lets pass what has no time', () => {
		const body = delivery(numberChange('messages', { messages: [{ id: 'a' }] })) as {
			entry: Array<Record<string, unknown>>;
		};
		for (const entry of body.entry) delete entry.time;
		expect(wanted({ choices: ['messages'], maxAgeMs: 1 }, body)).toEqual(['a']);
	});
});

describe('an opt-out', () => {
	const asks = (body: Record<string, unknown>, keywords = DEFAULT_OPT_OUT_KEYWORDS) =>
		eventsOf(body).map((event) => asksToStop(event, keywords));

	it.each(['STOP', ' stop! ', 'Unsubscribe.', 'opt-out', 'Opt  out', 'ｓｔｏｐ'])(
		'is %j',
		(text) => {
			expect(asks(textMessage('a', text))).toEqual([true]);
		},
	);

	it.each(['Please do not stop', 'stop it', 'nonstop', '!!!', '', 'stop '.repeat(50)])(
		'is not %j',
		(text) => {
			expect(asks(textMessage('a', text))).toEqual([false]);
		},
	);

	it('is a tapped button too', () => {
		const button = { payload: 'x', text: 'Stop promotions' };
		expect(asks(oneMessage({ type: 'button', button }))).toEqual([true]);
	});

	it('is said in words of one’s own', () => {
		expect(asks(textMessage('a', 'Abmelden!'), ['abmelden'])).toEqual([true]);
		expect(asks(textMessage('a', 'stop'), ['abmelden'])).toEqual([false]);
		expect(asks(textMessage('a', '!'), ['', '?'])).toEqual([false]);
	});

	it('is nothing but a message', () => {
		expect(asks(oneStatus({ status: 'stop' }))).toEqual([false]);
	});
});
