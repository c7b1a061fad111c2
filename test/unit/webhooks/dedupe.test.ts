import fc from 'fast-check';

import {
	isBusy,
	SeenInProcess,
	type Busy,
	type Claim,
} from '../../../nodes/shared/webhooks/dedupe';
import type { Identity } from '../../../nodes/shared/webhooks/event';
import { eventsOf } from '../../../nodes/shared/webhooks/events';
import { VirtualClock } from '../delivery/support/virtualClock';
import {
	change,
	delivery,
	numberChange,
	oneMessage,
	oneStatus,
	OTHER_NUMBER,
	textMessage,
} from './support/deliveries';

const DAY_MS = 24 * 60 * 60_000;

const thing = (name: string): Identity => ({ thing: name, state: '', later: [] });
const identitiesOf = (body: Record<string, unknown>) =>
	eventsOf(body).map(({ identity }) => identity);

function claimed(answer: Claim | Busy): Claim {
	if (isBusy(answer)) throw new Error('It is held by another');
	return answer;
}

const newOnes = (claim: Claim) => claim.sightings.map(({ isNew }) => isNew);

describe('an event', () => {
	let clock: VirtualClock;
	let seen: SeenInProcess;

	/** Whether each was new; all are taken over. */
	const take = (identities: Identity[], scope = 'trigger') => {
		const claim = claimed(seen.claim(scope, identities));
		claim.confirm();
		return claim.sightings;
	};

	beforeEach(() => {
		clock = new VirtualClock();
		seen = new SeenInProcess(clock);
	});

	it('is new once', () => {
		expect(take([thing('a')])).toEqual([{ isNew: true, isStale: false }]);
		expect(take([thing('a'), thing('b')]).map(({ isNew }) => isNew)).toEqual([false, true]);
	});

	it('that stands twice in a delivery is new once', () => {
		expect(take([thing('a'), thing('a')]).map(({ isNew }) => isNew)).toEqual([true, false]);
	});

	it('that was not taken over is new again', () => {
		claimed(seen.claim('trigger', [thing('a')])).release();
		expect(take([thing('a')])[0].isNew).toBe(true);
	});

	it('is released no more once it was taken over, nor the other way round', () => {
		const first = claimed(seen.claim('trigger', [thing('a')]));
		first.confirm();
		first.release();
		expect(take([thing('a')])[0].isNew).toBe(false);
		const second = claimed(seen.claim('trigger', [thing('b')]));
		second.release();
		second.confirm();
		expect(take([thing('b')])[0].isNew).toBe(true);
	});

	it('is remembered for 7 days', async () => {
		take([thing('a')]);
		await clock.advance(7 * DAY_MS - 1_000);
		expect(take([thing('a')])[0].isNew).toBe(false);
		await clock.advance(1_000);
		expect(take([thing('a')])[0].isNew).toBe(true);
	});

	it('of one trigger is not that of another', () => {
		take([thing('a')], 'one');
		expect(take([thing('a')], 'other')[0].isNew).toBe(true);
	});

	it('that another delivery holds is waited for, and nothing is claimed meanwhile', async () => {
		const first = claimed(seen.claim('trigger', [thing('a')]));
		const second = seen.claim('trigger', [thing('b'), thing('a')]);
		expect(isBusy(second)).toBe(true);
		expect(newOnes(claimed(seen.claim('trigger', [thing('b')])))).toEqual([true]);
		first.release();
		await (second as Busy).freed;
		expect(newOnes(claimed(seen.claim('trigger', [thing('a')])))).toEqual([true]);
	});

	it('is forgotten when more came after it than are kept', () => {
		seen = new SeenInProcess(clock, 3);
		for (const name of ['a', 'b', 'c', 'd']) take([thing(name)]);
		expect(seen.size).toBe(3);
		expect(take([thing('b'), thing('c'), thing('d')]).some(({ isNew }) => isNew)).toBe(false);
		expect(take([thing('a')])[0].isNew).toBe(true);
	});

	it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
		['a message', textMessage('wamid.1', 'one'), textMessage('wamid.1', 'two')],
		['a status', oneStatus({ status: 'sent' }), oneStatus({ status: 'sent', pricing: {} })],
		[
			'a template event',
			delivery(change('template_category_update', { message_template_id: 1 })),
			delivery(change('template_category_update', { message_template_id: 1 })),
		],
		[
			'a call',
			delivery(numberChange('calls', { calls: [{ id: 'c', event: 'connect' }] })),
			delivery(numberChange('calls', { calls: [{ id: 'c', event: 'connect', extra: 1 }] })),
		],
	])('is recognised: %s', (_, one, again) => {
		take(identitiesOf(one));
		expect(take(identitiesOf(again))).toEqual([{ isNew: false, isStale: false }]);
	});

	it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
		['another message', textMessage('wamid.1'), textMessage('wamid.2')],
		['a reaction', textMessage('wamid.1'), oneMessage({ id: 'wamid.2', type: 'reaction' })],
		['the next status', oneStatus({ status: 'sent' }), oneStatus({ status: 'read' })],
		[
			'the status of another participant',
			oneStatus({ status: 'read', recipient_participant_id: '1' }),
			oneStatus({ status: 'read', recipient_participant_id: '2' }),
		],
		[
			'the status of the message that one got',
			textMessage('wamid.out-1'),
			oneStatus({ status: 'sent' }),
		],
		[
			'another template event',
			delivery(change('template_category_update', { message_template_id: 1 })),
			delivery(change('template_category_update', { message_template_id: 2 })),
		],
		[
			'the same for another number',
			delivery(numberChange('messages', { messages: [{ id: 'a' }] })),
			delivery(numberChange('messages', { messages: [{ id: 'a' }] }, OTHER_NUMBER)),
		],
		[
			'the end of a call',
			delivery(numberChange('calls', { calls: [{ id: 'c', event: 'connect' }] })),
			delivery(numberChange('calls', { calls: [{ id: 'c', event: 'terminate' }] })),
		],
	])('is told from %s', (_, one, other) => {
		take(identitiesOf(one));
		expect(take(identitiesOf(other))[0].isNew).toBe(true);
	});

	it('of the same content at another time is another', () => {
		const body = () => delivery(change('account_update', { event: 'X' })) as { entry: object[] };
		const later = body();
		later.entry = later.entry.map((entry) => ({ ...entry, time: 1_780_000_001 }));
		take(identitiesOf(body()));
		expect(take(identitiesOf(later as never))[0].isNew).toBe(true);
	});

	it.each<[string[], boolean[]]>([
		[
			['sent', 'delivered', 'read', 'played'],
			[false, false, false, false],
		],
		[
			['delivered', 'sent', 'read'],
			[false, true, false],
		],
		[
			['read', 'delivered', 'sent'],
			[false, true, true],
		],
		[
			['played', 'read'],
			[false, true],
		],
		[
			['failed', 'sent', 'delivered', 'read'],
			[false, true, true, true],
		],
		[
			['sent', 'failed'],
			[false, false],
		],
		[
			['read', 'unheard-of'],
			[false, false],
		],
	])('that is a status is stale once a later one was seen: %j', (statuses, stale) => {
		const seenStale = statuses.map(
			(status) => take(identitiesOf(oneStatus({ status })))[0].isStale,
		);
		expect(seenStale).toEqual(stale);
	});

	it('that is a status is stale after a later one in the same delivery, not before', () => {
		const statuses = ['read', 'sent'].map((status) => ({ id: 'wamid.out-1', status }));
		const body = delivery(numberChange('messages', { statuses }));
		expect(take(identitiesOf(body)).map(({ isStale }) => isStale)).toEqual([false, true]);
	});

	it('is passed on once, whatever comes twice, fails or overtakes', async () => {
		const aDelivery = fc.record({
			events: fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 4 }),
			fate: fc.constantFrom('taken', 'failed', 'pending'),
			waitMs: fc.integer({ min: 0, max: DAY_MS / 24 }),
		});
		await fc.assert(
			fc.asyncProperty(fc.array(aDelivery, { maxLength: 40 }), async (deliveries) => {
				clock = new VirtualClock();
				seen = new SeenInProcess(clock);
				const takenOver: number[] = [];
				const pending: Array<{ claim: Claim; events: number[] }> = [];
				const endPending = () => {
					for (const { claim, events } of pending.splice(0)) {
						claim.confirm();
						takenOver.push(...events);
					}
				};
				const accept = (events: number[], fate: string) => {
					let answer = seen.claim(
						'trigger',
						events.map((event) => thing(String(event))),
					);
					if (isBusy(answer)) {
						endPending();
						answer = seen.claim(
							'trigger',
							events.map((event) => thing(String(event))),
						);
					}
					const claim = claimed(answer);
					const fresh = events.filter((_, index) => claim.sightings[index].isNew);
					if (fate === 'failed') return claim.release();
					if (fate === 'pending') return void pending.push({ claim, events: fresh });
					claim.confirm();
					takenOver.push(...fresh);
				};
				for (const { events, fate, waitMs } of deliveries) {
					await clock.advance(waitMs);
					accept(events, fate);
				}
				endPending();
				// What had failed comes again.
				for (const { events } of deliveries) accept(events, 'taken');
				const all = new Set(deliveries.flatMap(({ events }) => events));
				expect(takenOver.sort((a, b) => a - b)).toEqual([...all].sort((a, b) => a - b));
			}),
			{ numRuns: 300 },
		);
	});
});
