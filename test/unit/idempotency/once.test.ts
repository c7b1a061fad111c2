import { KeyClaimedError, KeysAwayError } from '../../../nodes/shared/idempotency/errors';
import { Once } from '../../../nodes/shared/idempotency/once';
import type { MessageKey, SentBefore, SentKeys } from '../../../nodes/shared/idempotency/sentKeys';

const KEY: MessageKey = { host: 'https://graph.facebook.com', phoneNumberIds: ['1'], key: 'A' };
const FIRST = { answer: { messages: [{ id: 'wamid.1' }] }, phoneNumberId: '1', sentAt: 0 };
const SENT: SentBefore = { state: 'sent', first: FIRST };

/** Keys of one process. Fails to confirm as often as told. */
class Keys implements SentKeys {
	readonly states = new Map<string, 'claimed' | SentBefore>();
	failures = 0;

	lookUp({ key }: MessageKey): ReturnType<SentKeys['lookUp']> {
		const state = this.states.get(key) ?? { state: 'new' as const };
		return Promise.resolve(state === 'claimed' ? { state } : state);
	}

	async claim(key: MessageKey, takeOver: boolean): ReturnType<SentKeys['claim']> {
		const found = await this.lookUp(key);
		if (found.state === 'sent' || (found.state === 'claimed' && !takeOver)) return found;
		this.states.set(key.key, 'claimed');
		return {
			state: 'held',
			wasClaimed: found.state === 'claimed',
			confirm: async (first) => {
				if (this.failures-- > 0) throw new Error('away');
				this.states.set(key.key, await Promise.resolve({ state: 'sent', first }));
			},
			release: async () => {
				await Promise.resolve();
				this.states.delete(key.key);
			},
		};
	}
}

const begin = (sendUnknown = false) => {
	const keys = new Keys();
	return { keys, once: new Once(keys, sendUnknown) };
};

/** All the way of a message that Meta accepts. */
const send = async (once: Once, item: number) => {
	const before = (await once.begin(item, KEY)) ?? (await once.claim(item));
	if (!before) once.confirm(item, FIRST);
	once.settled(item, true);
	return before;
};

it('the second message with a key waits for the answer of the first', async () => {
	const { once } = begin();
	await once.begin(0, KEY);
	const second = once.begin(1, KEY);
	await once.claim(0);
	once.confirm(0, FIRST);
	once.settled(0, true);
	expect(await second).toEqual(SENT);
});

it('it goes on itself when the first was given up before its call', async () => {
	const { once } = begin();
	await once.begin(0, KEY);
	const second = once.begin(1, KEY);
	once.settled(0, false);
	expect(await second).toBeUndefined();
});

it('it goes on after a claim was taken back, and finds none', async () => {
	const { once } = begin();
	await once.begin(0, KEY);
	await once.claim(0);
	const second = once.begin(1, KEY);
	once.settled(0, false);
	expect(await second).toBeUndefined();
	expect(await once.claim(1)).toBeUndefined();
});

it('one that was given up while it waited holds up nobody', async () => {
	const { once } = begin();
	await once.begin(0, KEY);
	const second = once.begin(1, KEY);
	const third = once.begin(2, KEY);
	once.settled(1, false);
	once.settled(0, false);
	await second;
	expect(await third).toBeUndefined();
});

it('it may have been sent when the first may have been', async () => {
	const { once } = begin();
	await once.begin(0, KEY);
	await once.claim(0);
	const second = once.begin(1, KEY);
	once.settled(0, true);
	await expect(second).rejects.toBeInstanceOf(KeyClaimedError);
});

it('it is sent, and may be a duplicate, where that is asked for', async () => {
	const { once } = begin(true);
	await once.begin(0, KEY);
	await once.claim(0);
	once.settled(0, true);
	expect(await send(once, 1)).toBeUndefined();
	expect(once.mayBeDuplicate(1)).toBe(true);
	expect(once.mayBeDuplicate(0)).toBe(false);
});

it('what another worker sent or claimed since it was looked up is not sent', async () => {
	const { once, keys } = begin();
	await once.begin(0, KEY);
	keys.states.set('A', 'claimed');
	await expect(once.claim(0)).rejects.toBeInstanceOf(KeyClaimedError);
	const other = begin();
	await other.once.begin(0, KEY);
	other.keys.states.set('A', SENT);
	expect(await other.once.claim(0)).toEqual(SENT);
});

it.each([
	[1, false],
	[2, true],
])('a record that failed is tried once more: %d failures', async (failures, isUnrecorded) => {
	const { once, keys } = begin();
	keys.failures = failures;
	await send(once, 0);
	await once.finish();
	expect(once.isUnrecorded(0)).toBe(isUnrecorded);
	expect(keys.states.get('A')).toEqual(isUnrecorded ? 'claimed' : SENT);
});

it.each(['lookUp', 'claim'] as const)('nobody knows while %s fails', async (what) => {
	const { once, keys } = begin();
	const why = new Error('away');
	jest.spyOn(keys, what).mockRejectedValue(why);
	const error: unknown = await send(once, 0).catch((thrown: unknown) => thrown);
	expect(error).toBeInstanceOf(KeysAwayError);
	expect((error as Error).cause).toBe(why);
});

it('messages without a key have nothing to do with it', async () => {
	const { once } = begin();
	expect(await once.claim(0)).toBeUndefined();
	once.confirm(0, FIRST);
	once.settled(0, false);
	await once.finish();
	expect(once.isUnrecorded(0)).toBe(false);
});
