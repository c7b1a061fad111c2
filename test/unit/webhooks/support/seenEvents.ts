import fc from 'fast-check';

import {
	isBusy,
	type Busy,
	type Claim,
	type SeenEvents,
	type Sighting,
} from '../../../../nodes/shared/webhooks/dedupe';
import type { Identity } from '../../../../nodes/shared/webhooks/event';
import { eventsOf } from '../../../../nodes/shared/webhooks/events';
import {
	change,
	delivery,
	numberChange,
	oneMessage,
	oneStatus,
	OTHER_NUMBER,
	textMessage,
} from './deliveries';

/** An event without a state. */
export const thing = (name: string): Identity => ({ thing: name, state: '', later: [] });

const identitiesOf = (body: Record<string, unknown>) =>
	eventsOf(body).map(({ identity }) => identity);

/** Claims as a delivery does: another one that holds them is waited for. */
export async function claim(
	seen: SeenEvents,
	events: Identity[],
	scope = 'trigger',
): Promise<Claim> {
	for (;;) {
		const answer = await seen.claim(scope, events);
		if (!isBusy(answer)) return answer;
		await answer.freed;
	}
}

/** All are taken over. */
export async function take(
	seen: SeenEvents,
	events: Identity[],
	scope = 'trigger',
): Promise<Sighting[]> {
	const { sightings, confirm } = await claim(seen, events, scope);
	confirm();
	return sightings;
}

export const newOnes = (sightings: Sighting[]): boolean[] => sightings.map(({ isNew }) => isNew);

/**
 * What holds for every memory of events, wherever it is kept.
 * @param fresh makes an empty one
 * @param runs of the property: what asks a server takes longer
 */
export function itRemembersEvents(fresh: () => SeenEvents, runs: number): void {
	let seen: SeenEvents;

	beforeEach(() => {
		seen = fresh();
	});

	it('is new once', async () => {
		expect(await take(seen, [thing('a')])).toEqual([{ isNew: true, isStale: false }]);
		expect(newOnes(await take(seen, [thing('a'), thing('b')]))).toEqual([false, true]);
	});

	it('that stands twice in a delivery is new once', async () => {
		expect(newOnes(await take(seen, [thing('a'), thing('a')]))).toEqual([true, false]);
	});

	it('that was not taken over is new again', async () => {
		(await claim(seen, [thing('a')])).release();
		expect(newOnes(await take(seen, [thing('a')]))).toEqual([true]);
	});

	it('is released no more once it was taken over, nor the other way round', async () => {
		const first = await claim(seen, [thing('a')]);
		first.confirm();
		first.release();
		expect(newOnes(await take(seen, [thing('a')]))).toEqual([false]);
		const second = await claim(seen, [thing('b')]);
		second.release();
		second.confirm();
		expect(newOnes(await take(seen, [thing('b')]))).toEqual([true]);
	});

	it('of one trigger is not that of another', async () => {
		await take(seen, [thing('a')], 'one');
		expect(newOnes(await take(seen, [thing('a')], 'other'))).toEqual([true]);
	});

	it('that another delivery holds is waited for, and nothing is claimed meanwhile', async () => {
		const first = await claim(seen, [thing('a')]);
		const second = await seen.claim('trigger', [thing('b'), thing('a')]);
		expect(isBusy(second)).toBe(true);
		expect(newOnes((await claim(seen, [thing('b')])).sightings)).toEqual([true]);
		first.release();
		await (second as Busy).freed;
		expect(newOnes((await claim(seen, [thing('a')])).sightings)).toEqual([true]);
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
	])('is recognised: %s', async (_, one, again) => {
		await take(seen, identitiesOf(one));
		expect(await take(seen, identitiesOf(again))).toEqual([{ isNew: false, isStale: false }]);
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
	])('is told from %s', async (_, one, other) => {
		await take(seen, identitiesOf(one));
		expect(newOnes(await take(seen, identitiesOf(other)))).toEqual([true]);
	});

	it('of the same content at another time is another', async () => {
		const body = () => delivery(change('account_update', { event: 'X' })) as { entry: object[] };
		const later = body();
		later.entry = later.entry.map((entry) => ({ ...entry, time: 1_780_000_001 }));
		await take(seen, identitiesOf(body()));
		expect(newOnes(await take(seen, identitiesOf(later as never)))).toEqual([true]);
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
	])('that is a status is stale once a later one was seen: %j', async (statuses, stale) => {
		const found: boolean[] = [];
		for (const status of statuses) {
			found.push((await take(seen, identitiesOf(oneStatus({ status }))))[0].isStale);
		}
		expect(found).toEqual(stale);
	});

	it('that is a status is stale after a later one in the same delivery, not before', async () => {
		const statuses = ['read', 'sent'].map((status) => ({ id: 'wamid.out-1', status }));
		const body = delivery(numberChange('messages', { statuses }));
		const sightings = await take(seen, identitiesOf(body));
		expect(sightings.map(({ isStale }) => isStale)).toEqual([false, true]);
	});

	it('is passed on once, whatever comes twice, fails or overtakes', async () => {
		const aDelivery = fc.record({
			events: fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 4 }),
			fate: fc.constantFrom('taken', 'failed', 'pending'),
		});
		await fc.assert(
			fc.asyncProperty(fc.array(aDelivery, { maxLength: 40 }), async (deliveries) => {
				seen = fresh();
				const takenOver: number[] = [];
				const pending: Array<{ claim: Claim; events: number[] }> = [];
				const endPending = () => {
					for (const each of pending.splice(0)) {
						each.claim.confirm();
						takenOver.push(...each.events);
					}
				};
				const accept = async (events: number[], fate: string) => {
					const identities = events.map((event) => thing(String(event)));
					let answer = await seen.claim('trigger', identities);
					if (isBusy(answer)) {
						endPending();
						answer = await claim(seen, identities);
					}
					const { sightings, confirm, release } = answer;
					const fresh = events.filter((_, index) => sightings[index].isNew);
					if (fate === 'failed') return release();
					if (fate === 'pending') return void pending.push({ claim: answer, events: fresh });
					confirm();
					takenOver.push(...fresh);
				};
				for (const { events, fate } of deliveries) await accept(events, fate);
				endPending();
				// What had failed comes again.
				for (const { events } of deliveries) await accept(events, 'taken');
				const all = new Set(deliveries.flatMap(({ events }) => events));
				expect(takenOver.sort((a, b) => a - b)).toEqual([...all].sort((a, b) => a - b));
			}),
			{ numRuns: runs },
		);
	});
}
