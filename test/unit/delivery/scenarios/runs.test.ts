import { CancelledError, ValidationError } from '../../../../nodes/shared/graph/errors';
import { pairLimit, serviceDown, tooFast, undeliverable } from '../support/errors';
import { aSender } from '../support/meta';
import { failed, Scene, sent } from '../support/scene';

describe('runs that share a number', () => {
	it('take turns, so ten messages do not wait behind a campaign', async () => {
		const scene = new Scene();
		const campaign = scene.run(scene.meta.batch(4_000, undefined, 'campaign'));
		await scene.clock.advance(5_000);
		const { summary } = await scene.finish(scene.meta.batch(10, undefined, 'ten'));
		expect(summary.durationMs).toBeLessThan(400);
		expect((await scene.clock.finish(campaign)).summary.sent).toBe(4_000);
	});

	it('get equal parts of it', async () => {
		const scene = new Scene();
		const runs = ['a', 'b', 'c', 'd'].map((name) =>
			scene.run(scene.meta.batch(1_000, undefined, name)),
		);
		await scene.clock.advance(10_000);
		for (const name of ['a', 'b', 'c', 'd']) {
			expect(scene.meta.of(name).length).toBeGreaterThan(190);
			expect(scene.meta.of(name).length).toBeLessThan(200);
		}
		await scene.clock.finish(Promise.all(runs));
	});

	it('with high priority go first, and leave a tenth to the others', async () => {
		const scene = new Scene();
		const normal = scene.run(scene.meta.batch(300, undefined, 'normal'));
		await scene.clock.advance(1_000);
		const before = scene.meta.calls.length;
		const high = scene.run(scene.meta.batch(360, undefined, 'high'), { priority: 'high' });
		await scene.clock.finish(high);
		const meanwhile = scene.meta.calls.slice(before);
		const others = meanwhile.filter(({ batch }) => batch === 'normal').length;
		expect(others).toBeGreaterThanOrEqual(38);
		expect(others).toBeLessThanOrEqual(45);
		await scene.clock.finish(normal);
	});

	it('with a one-time code do not wait behind a retry of another run to the same person', async () => {
		const scene = new Scene({
			answer: ({ batch }) => (batch === 'campaign' ? serviceDown() : undefined),
			random: () => 0.99,
		});
		const campaign = scene.run(scene.meta.batch(1, () => ({ recipient: 'one' }), 'campaign'));
		await scene.clock.advance(200);
		const code = scene.meta.batch(1, () => ({ recipient: 'one' }), 'code');
		const { summary } = await scene.finish(code, { priority: 'high' });
		expect(summary.durationMs).toBeLessThan(200);
		await scene.clock.finish(campaign);
	});
});

describe('what is in flight', () => {
	it('follows rate and latency', async () => {
		const scene = new Scene({ latencyMs: 400 });
		await scene.finish(scene.meta.batch(2_000));
		expect(scene.meta.mostInFlight).toBeGreaterThanOrEqual(31);
		expect(scene.meta.mostInFlight).toBeLessThanOrEqual(40);
		expect(scene.times()[1_999]).toBeLessThan(25_800);
	});

	it('stops growing when Meta stalls', async () => {
		const scene = new Scene({
			latencyMs: ({ sinceStart }) => (sinceStart < 5_000 ? 50 : 60_000),
		});
		const done = scene.run(scene.meta.batch(2_000));
		await scene.clock.advance(30_000);
		expect(scene.meta.inFlight).toBe(16);
		await scene.clock.finish(done);
	});

	it('is enough for slow answers', async () => {
		const scene = new Scene({ latencyMs: 3_000 });
		await scene.finish(scene.meta.batch(4_000));
		expect(scene.times()[3_999]).toBeLessThan(58_000);
	});
});

describe('messages', () => {
	it('are read and built when their turn nears', async () => {
		const scene = new Scene();
		const done = scene.run(scene.meta.batch(2_000));
		for (let second = 0; second < 10; second++) {
			await scene.clock.advance(1_000);
			expect(scene.meta.read.batch).toBeLessThanOrEqual(scene.meta.calls.length + 16);
		}
		await scene.clock.finish(done);
		expect(scene.meta.read.batch).toBe(2_000);
	});

	it('are read several in a row, before those that are ready run out', async () => {
		const scene = new Scene();
		const batch = scene.meta.batch(2_000);
		/** How many had left when each was read. */
		const leftBefore: number[] = [];
		await scene.finish({
			...batch,
			address(index) {
				leftBefore[index] = scene.meta.calls.length;
				return batch.address(index);
			},
		});
		expect(new Set(leftBefore).size).toBeLessThan(2_000 / 10);
		expect(leftBefore.every((left, index) => index === 0 || left < index)).toBe(true);
	});

	it('are read past a number that stands still, up to a limit', async () => {
		const scene = new Scene({
			answer: ({ phoneNumberId, attempt }) =>
				phoneNumberId === '1' && attempt === 1 ? tooFast({ retryAfterMs: 30_000 }) : undefined,
		});
		const batch = scene.meta.batch(20_000, (index) => ({
			sender: aSender({ phoneNumberId: index < 5_000 ? '1' : '2', rate: 1_000 }),
		}));
		const done = scene.run(batch);
		await scene.clock.advance(15_000);
		expect(
			scene.meta.calls.filter(({ phoneNumberId }) => phoneNumberId === '2').length,
		).toBeGreaterThan(10_000);
		const ready = (scene.meta.read.batch ?? 0) - scene.meta.calls.length;
		expect(ready).toBeLessThanOrEqual(8_192);
		await scene.clock.finish(done);
	});

	it('of one number after the other are not all read at once', async () => {
		const scene = new Scene({ answer: () => tooFast({ retryAfterMs: 30_000 }) });
		const cancel = new AbortController();
		const done = scene.run(scene.meta.batch(20_000), { signal: cancel.signal });
		await scene.clock.advance(15_000);
		expect(scene.meta.read.batch).toBeGreaterThan(8_000);
		expect(scene.meta.read.batch).toBeLessThan(8_300);
		cancel.abort();
		await scene.clock.finish(done);
	});

	it('that are answered at once leave timers their turn', async () => {
		const scene = new Scene();
		const sender = aSender({ rate: Infinity });
		let built = 0;
		let builtAtTimer = 0;
		scene.clock.after(1, () => (builtAtTimer = built));
		const { summary } = await scene.finish({
			size: 5_000,
			address: (index) => ({ sender, recipient: `r${index}` }),
			send: async () => await Promise.resolve(++built),
		});
		expect(summary.sent).toBe(5_000);
		expect(builtAtTimer).toBeGreaterThan(0);
		expect(builtAtTimer).toBeLessThan(1_100);
	});

	it('are not read on while their one number is paused', async () => {
		const sender = aSender();
		const scene = new Scene({
			answer: ({ index, attempt }) =>
				index === 0 && attempt === 1 ? tooFast({ retryAfterMs: 30_000 }) : undefined,
		});
		const batch = scene.meta.batch(2_000, () => ({ sender }), 'batch', { sender });
		const done = scene.run(batch);
		await scene.clock.advance(20_000);
		expect(scene.meta.read.batch).toBeLessThan(40);
		await scene.clock.finish(done);
	});

	it('that cannot be addressed fail alone, without a call', async () => {
		const scene = new Scene();
		const batch = scene.meta.batch(10);
		const invalid = new ValidationError('Recipient', 'No number', 'Give one');
		const { outcomes } = await scene.finish({
			...batch,
			address: (index) => {
				if (index === 3) throw invalid;
				return batch.address(index);
			},
		});
		expect(sent(outcomes)).toHaveLength(9);
		expect(outcomes[3]).toEqual({
			status: 'failed',
			error: invalid,
			attempts: 0,
			waitedMs: 0,
			phoneNumberId: undefined,
		});
	});

	it('are none in an empty batch', async () => {
		const scene = new Scene();
		const { outcomes, summary } = await scene.finish(scene.meta.batch(0));
		expect(outcomes).toEqual([]);
		expect(summary).toMatchObject({ total: 0, ratePerSecond: 0 });
	});

	it('tell how they travelled', async () => {
		const scene = new Scene({
			answer: ({ index, attempt }) => (index === 1 && attempt === 1 ? serviceDown() : undefined),
		});
		const { outcomes } = await scene.finish(scene.meta.batch(2));
		expect(outcomes[0]).toEqual({
			status: 'sent',
			value: 'wamid.batch.0',
			phoneNumberId: '100',
			attempts: 1,
			waitedMs: 0,
			sentAt: scene.start,
		});
		const second = scene.meta.calls.filter(({ index }) => index === 1)[1];
		expect(outcomes[1]).toMatchObject({
			attempts: 2,
			sentAt: Math.round(second.at),
			waitedMs: Math.round(second.sinceStart),
		});
	});
});

describe('cancelling', () => {
	it('lets nothing new leave, and awaits what is in flight', async () => {
		const scene = new Scene({ latencyMs: 300 });
		const cancel = new AbortController();
		const done = scene.run(scene.meta.batch(500), { signal: cancel.signal });
		await scene.clock.advance(2_000);
		cancel.abort();
		const calls = scene.meta.calls.length;
		const { outcomes, summary } = await scene.clock.finish(done);
		expect(scene.meta.calls).toHaveLength(calls);
		expect(summary.durationMs).toBeLessThanOrEqual(2_300);
		expect(sent(outcomes)).toHaveLength(calls);
		expect(outcomes[499]).toMatchObject({ status: 'failed', attempts: 0 });
		expect(outcomes[499]).toHaveProperty('error.because', 'cancelled');
		expect(scene.clock.pending).toBe(0);
	});

	it('ends what waits for a retry, with what Meta said', async () => {
		const scene = new Scene({ answer: () => serviceDown(), random: () => 0.99 });
		const cancel = new AbortController();
		const done = scene.run(scene.meta.batch(1), { signal: cancel.signal });
		await scene.clock.advance(500);
		cancel.abort();
		const { outcomes } = await scene.clock.finish(done);
		expect(outcomes[0]).toMatchObject({ attempts: 1 });
		expect(outcomes[0]).toHaveProperty('error.code', 131016);
	});

	it('does not retry what comes back afterwards', async () => {
		const scene = new Scene({ latencyMs: 1_000, answer: () => serviceDown() });
		const cancel = new AbortController();
		const done = scene.run(scene.meta.batch(1), { signal: cancel.signal });
		await scene.clock.advance(500);
		cancel.abort();
		await scene.clock.finish(done);
		expect(scene.meta.calls).toHaveLength(1);
	});

	it('aborts calls that are not answered within five seconds', async () => {
		const scene = new Scene();
		const cancel = new AbortController();
		const batch = scene.meta.batch(1);
		const done = scene.run(
			{
				...batch,
				send: async (_index, { signal }) =>
					await new Promise<string>((_resolve, reject) => {
						signal?.addEventListener('abort', () => reject(new CancelledError(true)));
					}),
			},
			{ signal: cancel.signal },
		);
		await scene.clock.advance(100);
		cancel.abort();
		const { outcomes, summary } = await scene.clock.finish(done);
		expect(summary.durationMs).toBe(5_100);
		expect(outcomes[0]).toMatchObject({ status: 'failed', attempts: 1, mayHaveBeenSent: true });
	});

	it('before the start sends nothing', async () => {
		const scene = new Scene();
		const { outcomes } = await scene.finish(scene.meta.batch(3), { signal: AbortSignal.abort() });
		expect(failed(outcomes)).toHaveLength(3);
		expect(scene.meta.read.batch).toBeUndefined();
		expect(scene.clock.pending).toBe(0);
	});

	it('leaves other runs alone', async () => {
		const scene = new Scene();
		const cancel = new AbortController();
		const done = scene.run(scene.meta.batch(300, undefined, 'a'), { signal: cancel.signal });
		const other = scene.run(scene.meta.batch(300, undefined, 'b'));
		await scene.clock.advance(1_000);
		cancel.abort();
		await scene.clock.finish(done);
		const { summary } = await scene.clock.finish(other);
		expect(summary.sent).toBe(300);
		expect(summary.durationMs).toBeLessThan(4_800);
	});
});

describe('stop mode', () => {
	it('stops what has not left at the first failure, and awaits what is in flight', async () => {
		const scene = new Scene({
			latencyMs: 200,
			answer: ({ index }) => (index === 20 ? undeliverable() : undefined),
		});
		const { outcomes } = await scene.finish(scene.meta.batch(300), { onFailure: 'stop' });
		const calls = scene.meta.calls.length;
		expect(calls).toBeLessThan(45);
		expect(sent(outcomes)).toHaveLength(calls - 1);
		expect(outcomes[20]).toMatchObject({ status: 'failed', attempts: 1 });
		expect(outcomes[20]).toHaveProperty('error.code', 131026);
		expect(outcomes[299]).toMatchObject({ status: 'failed', attempts: 0 });
		expect(outcomes[299]).toHaveProperty('error.because', 'stopped');
		expect(outcomes[299]).toHaveProperty('error.cause.code', 131026);
	});

	it('waits for the retries before it calls it a failure', async () => {
		const scene = new Scene({
			answer: ({ index, attempt }) => (index === 2 && attempt < 5 ? serviceDown() : undefined),
		});
		const { summary } = await scene.finish(scene.meta.batch(100), { onFailure: 'stop' });
		expect(summary.sent).toBe(100);
	});

	it('says which message failed when the token is dead', async () => {
		const { deadToken } = await import('../support/errors');
		const scene = new Scene({ answer: ({ index }) => (index === 2 ? deadToken() : undefined) });
		const { outcomes } = await scene.finish(scene.meta.batch(100), { onFailure: 'stop' });
		expect(outcomes[2]).toHaveProperty('error.code', 190);
		expect(outcomes[99]).toHaveProperty('error.because', 'stopped');
		expect(outcomes[99]).toHaveProperty('error.cause.code', 190);
	});

	it('stops at a message that cannot be addressed', async () => {
		const scene = new Scene();
		const batch = scene.meta.batch(100);
		const { outcomes } = await scene.finish(
			{
				...batch,
				address: (index) => {
					if (index === 50) throw new ValidationError('Recipient', 'No number', 'Give one');
					return batch.address(index);
				},
			},
			{ onFailure: 'stop' },
		);
		expect(outcomes[50]).toHaveProperty('error.kind', 'validation');
		expect(sent(outcomes).length).toBeGreaterThan(30);
		expect(sent(outcomes).length).toBeLessThanOrEqual(50);
		expect(failed(outcomes).filter(({ attempts }) => attempts > 0)).toEqual([]);
	});
});

describe('a longest wait', () => {
	it('gives up what has not left by then, unsent, and says so', async () => {
		const scene = new Scene();
		const { outcomes, summary } = await scene.finish(scene.meta.batch(1_000), {
			maxWaitMs: 5_000,
		});
		expect(summary.durationMs).toBeLessThan(5_100);
		expect(sent(outcomes).length).toBeGreaterThan(385);
		expect(outcomes[999]).toMatchObject({ status: 'failed', attempts: 0, waitedMs: 5_000 });
		expect(outcomes[999]).toHaveProperty('error.because', 'max-wait');
	});

	it('does not wait for what would be too late', async () => {
		const scene = new Scene({
			answer: ({ index }) => (index === 10 ? tooFast({ retryAfterMs: 60_000 }) : undefined),
		});
		const { outcomes, summary } = await scene.finish(scene.meta.batch(300), {
			maxWaitMs: 30_000,
		});
		expect(summary.durationMs).toBeLessThan(500);
		expect(outcomes[10]).toHaveProperty('error.code', 130429);
		expect(outcomes[299]).toHaveProperty('error.because', 'max-wait');
	});

	it('gives up a recipient whose budget comes too late, and sends to the others', async () => {
		const scene = new Scene({ latencyMs: 10 });
		const batch = scene.meta.batch(200, (index) => ({
			recipient: index < 60 ? 'hot' : `cold-${index}`,
		}));
		const { outcomes, summary } = await scene.finish(batch, { maxWaitMs: 5_000 });
		expect(summary.sent).toBe(45 + 140);
		expect(summary.durationMs).toBeLessThan(4_900);
		expect(outcomes[59]).toHaveProperty('error.because', 'max-wait');
	});

	it('keeps Meta’s answer for what was tried', async () => {
		const scene = new Scene({ answer: () => pairLimit() });
		const { outcomes } = await scene.finish(scene.meta.batch(1), { maxWaitMs: 10_000 });
		expect(outcomes[0]).toMatchObject({ attempts: 3 });
		expect(outcomes[0]).toHaveProperty('error.code', 131056);
	});

	it('may be longer than a timer can be', async () => {
		const scene = new Scene();
		const { summary } = await scene.finish(scene.meta.batch(3), { maxWaitMs: 1e11 });
		expect(summary.sent).toBe(3);
	});
});
