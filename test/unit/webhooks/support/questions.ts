import type { OpenQuestion, OpenQuestions } from '../../../../nodes/shared/webhooks/openQuestions';
import { VirtualClock } from '../../delivery/support/virtualClock';

export const NUMBER = '106540352242922';
export const PERSON = '+12025550150';

export const person = { phoneNumberId: NUMBER, people: [PERSON] };

/** An open question to {@link PERSON}, for a minute. */
export function question(
	questionId: string,
	now: number,
	more: Partial<OpenQuestion> = {},
): OpenQuestion {
	return {
		key: { executionId: '12', nodeId: 'node', signature: 'cd'.repeat(32), questionId },
		...person,
		messageId: `wamid.${questionId}`,
		until: now + 60_000,
		...more,
	};
}

/**
 * What holds for open questions wherever they are kept.
 * @param fresh makes an empty place, with as many that look into it
 */
export function itKnowsOpenQuestions(fresh: (clock: VirtualClock) => OpenQuestions[]): void {
	let clock: VirtualClock;
	let asking: OpenQuestions;
	let answering: OpenQuestions;

	beforeEach(() => {
		clock = new VirtualClock();
		const all = fresh(clock);
		[asking, answering] = [all[0], all[all.length - 1]];
	});

	const add = async (id: string, more?: Partial<OpenQuestion>) => {
		await asking.add(question(id, clock.now(), more));
		await clock.advance(1);
	};
	const found = async (quotedId?: string, by = person) =>
		(await answering.find({ ...by, quotedId }))?.questionId;

	it('are found with all that wakes the execution', async () => {
		await add('a');
		expect(await answering.find(person)).toEqual(question('a', 0).key);
	});

	it.each([
		['another person', { ...person, people: ['+12025550199'] }],
		['another number', { ...person, phoneNumberId: '999' }],
		['nobody', { ...person, people: [] }],
	])('are not found by %s', async (_, by) => {
		await add('a');
		expect(await found(undefined, by)).toBeUndefined();
	});

	it('are answered by quoting them, the latest also without', async () => {
		await add('a');
		await add('b');
		expect(await found('wamid.a')).toBe('a');
		expect(await found('wamid.b')).toBe('b');
		expect(await found('wamid.other')).toBeUndefined();
		expect(await found()).toBe('b');
	});

	it('are the latest over all IDs of a person', async () => {
		await add('a', { people: ['US.1'] });
		await add('b', { people: [PERSON] });
		await add('c', { people: ['US.1', PERSON] });
		const by = { ...person, people: [PERSON, 'US.1'] };
		expect(await found(undefined, by)).toBe('c');
		await answering.remove('c', by);
		expect(await found(undefined, by)).toBe('b');
		await answering.remove('b', by);
		expect(await found(undefined, by)).toBe('a');
	});

	it('are answered once', async () => {
		await add('a');
		await answering.remove('a', person);
		expect(await found()).toBeUndefined();
	});

	it('are forgotten when nobody waits any more', async () => {
		await add('open', { until: clock.now() + 120_000 });
		await add('over');
		expect(await found()).toBe('over');
		await clock.advance(60_000);
		expect(await found()).toBe('open');
		await clock.advance(60_000);
		expect(await found()).toBeUndefined();
	});
}
