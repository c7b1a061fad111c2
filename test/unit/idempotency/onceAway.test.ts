import { KeyClaimedError, KeysAwayError } from '../../../nodes/shared/idempotency/errors';
import { Once } from '../../../nodes/shared/idempotency/once';
import { SharedKeys } from '../../../nodes/shared/idempotency/sharedKeys';
import type { MessageKey } from '../../../nodes/shared/idempotency/sentKeys';
import { StoreAwayError, type Script, type Store } from '../../../nodes/shared/store/store';
import { VirtualClock } from '../delivery/support/virtualClock';

const key = (name = 'A'): MessageKey => ({ host: 'h', phoneNumberIds: ['1'], key: name });
const FIRST = { answer: {}, phoneNumberId: '1', sentAt: 0 };

/** A Redis that knows what the scripts of keys want, in so far as each stands for one key. */
class KeyStore implements Store {
	readonly id = 'fake';
	readonly values = new Map<string, string>();
	asked = 0;
	/** What to do instead of an answer: with `ran`, its reply is lost. */
	trouble?: 'away' | 'ran';

	async run({ source }: Script, keys: readonly string[], args: readonly (string | number)[]) {
		this.asked++;
		await Promise.resolve();
		if (this.trouble === 'away') throw new StoreAwayError('test');
		const answer = keys.map((name, place) => this.answer(source, name, args.map(String), place));
		if (this.trouble === 'ran') throw new StoreAwayError('test');
		return answer;
	}

	private answer(source: string, name: string, args: string[], place: number) {
		const value = this.values.get(name) ?? null;
		if (source.includes('MGET')) return value;
		if (source.includes("'DEL'")) {
			if (value?.startsWith(args[0])) this.values.delete(name);
			return null;
		}
		if (args.length > 3 && args[1].startsWith(args[2])) {
			if (value !== null && !value.startsWith(args[2])) return value;
			this.values.set(name, args[1]);
			return '';
		}
		this.values.set(name, args[2 + place]);
		return null;
	}
}

function setUp() {
	const clock = new VirtualClock();
	const store = new KeyStore();
	const run = (sendUnknown = false) =>
		new Once(new SharedKeys(store, 3_600_000, 1, clock), sendUnknown, clock);
	return { clock, store, once: run(), run };
}

const thrownBy = async (promise: Promise<unknown>) =>
	await promise.then(
		() => undefined,
		(error: unknown) => error as KeysAwayError,
	);

describe('a look-up while the store is away', () => {
	it('waits for it', async () => {
		const { clock, store, once } = setUp();
		store.trouble = 'away';
		const begun = once.begin(0, key());
		await clock.advance(4_700);
		store.trouble = undefined;
		expect(await clock.finish(begun)).toBeUndefined();
		expect(await once.claim(0)).toBeUndefined();
	});

	it('fails after 5 s, and each that comes then at once, until it is back', async () => {
		const { clock, store, once } = setUp();
		store.trouble = 'away';
		const before = clock.now();
		const first = once.begin(0, key());
		await clock.advance(3_000);
		const second = once.begin(1, key('B'));
		for (const begun of [first, second]) {
			expect(await clock.finish(thrownBy(begun))).toBeInstanceOf(KeysAwayError);
			expect(clock.now() - before).toBe(5_000);
		}
		expect(await thrownBy(once.begin(2, key('C')))).toBeInstanceOf(KeysAwayError);
		store.trouble = undefined;
		await once.begin(3, key('D'));
		store.trouble = 'away';
		const later = once.begin(4, key('E'));
		await clock.advance(1_000);
		store.trouble = undefined;
		expect(await clock.finish(later)).toBeUndefined();
	});

	it('ends with its message', async () => {
		const { clock, store, once } = setUp();
		store.trouble = 'away';
		const begun = once.begin(0, key());
		await clock.advance(400);
		once.settled(0, false);
		const { asked } = store;
		expect(await clock.finish(begun)).toBeUndefined();
		await clock.advance(60_000);
		expect(store.asked).toBe(asked);
	});
});

describe('a claim while the store is away', () => {
	it('says when to try again, for 5 s', async () => {
		const { clock, store, once } = setUp();
		await once.begin(0, key());
		store.trouble = 'away';
		const error = await thrownBy(once.claim(0));
		expect(error).toBeInstanceOf(KeysAwayError);
		expect(error?.againAfterMs).toBeGreaterThan(0);
		await clock.advance(4_999);
		expect((await thrownBy(once.claim(0)))?.againAfterMs).toBeGreaterThan(0);
		await clock.advance(1);
		expect((await thrownBy(once.claim(0)))?.againAfterMs).toBeUndefined();
	});

	it('whose reply was lost is made again', async () => {
		const { store, once } = setUp();
		await once.begin(0, key());
		store.trouble = 'ran';
		await thrownBy(once.claim(0));
		store.trouble = undefined;
		expect(await once.claim(0)).toBeUndefined();
		once.settled(0, true);
		await once.finish();
		// It was posted: a claim that was lost before is nothing to take back.
		expect(store.values.size).toBe(1);
	});

	it('whose reply was lost is taken back in the end where nothing was posted', async () => {
		const { store, once, run } = setUp();
		await once.begin(0, key());
		store.trouble = 'ran';
		await thrownBy(once.claim(0));
		store.trouble = undefined;
		once.settled(0, false);
		expect(store.values.size).toBe(1);
		await once.finish();
		expect(store.values.size).toBe(0);
		expect(await run().begin(0, key())).toBeUndefined();
	});

	it('that somebody else has by then is not', async () => {
		const { store, once, run } = setUp();
		await once.begin(0, key());
		store.trouble = 'away';
		await thrownBy(once.claim(0));
		store.trouble = undefined;
		once.settled(0, false);
		const other = run();
		await other.begin(0, key());
		await other.claim(0);
		await once.finish();
		expect(await thrownBy(run().begin(0, key()))).toBeInstanceOf(KeyClaimedError);
	});

	it('is released in the end where that failed', async () => {
		const { store, once } = setUp();
		await once.begin(0, key());
		await once.claim(0);
		store.trouble = 'away';
		once.settled(0, false);
		await Promise.resolve();
		await new Promise((resolve) => setImmediate(resolve));
		store.trouble = undefined;
		await once.finish();
		expect(store.values.size).toBe(0);
	});
});

describe('a claim that expired before the next call', () => {
	it('is made again', async () => {
		const { store, once, run } = setUp();
		await once.begin(0, key());
		await once.claim(0);
		store.values.clear();
		expect(await once.claim(0)).toBeUndefined();
		expect(await thrownBy(run().begin(0, key()))).toBeInstanceOf(KeyClaimedError);
	});

	it('is somebody else’s, or their message was sent: nothing is posted', async () => {
		const { store, once, run } = setUp();
		await once.begin(0, key());
		await once.claim(0);
		store.values.clear();
		const other = run();
		await other.begin(0, key());
		await other.claim(0);
		expect(await thrownBy(once.claim(0))).toBeInstanceOf(KeyClaimedError);
		other.confirm(0, FIRST);
		await other.finish();
		expect(await once.claim(0)).toEqual({ state: 'sent', first: FIRST });
	});
});
