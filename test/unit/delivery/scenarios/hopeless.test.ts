import { UnexpectedAnswerError } from '../../../../nodes/shared/graph/errors';
import {
	deadToken,
	graphError,
	lockedAccount,
	refusedConnection,
	serviceDown,
} from '../support/errors';
import { aSender } from '../support/meta';
import { failed, Scene, sent } from '../support/scene';

describe.each([
	['a dead token', 'token', deadToken()],
	['a locked account', 'account', lockedAccount()],
	['a policy block', 'account', graphError(368, 403)],
	['an unpaid account', 'account', graphError(131042)],
])('%s', (_name, because, error) => {
	it('fails all waiting messages of the account at once, without a call', async () => {
		const scene = new Scene({ answer: ({ index }) => (index >= 10 ? error : undefined) });
		const { outcomes, summary } = await scene.finish(scene.meta.batch(1_000));
		expect(summary.durationMs).toBeLessThan(400);
		expect(sent(outcomes)).toHaveLength(10);
		expect(outcomes[10]).toMatchObject({ status: 'failed', error, attempts: 1 });
		expect(scene.meta.calls.length).toBeLessThan(20);
		const unsent = outcomes.slice(scene.meta.calls.length);
		for (const outcome of unsent) {
			expect(outcome).toMatchObject({ status: 'failed', attempts: 0 });
			expect(outcome).toHaveProperty('error.because', because);
			expect(outcome).toHaveProperty('error.cause', error);
		}
	});
});

describe('an account that is given up', () => {
	it('takes along all runs and numbers of it, and nobody else', async () => {
		const scene = new Scene({
			answer: ({ batch, index }) => (batch === 'a' && index === 5 ? deadToken() : undefined),
		});
		const run = (name: string, more: Parameters<typeof aSender>[0]) =>
			scene.run(scene.meta.batch(200, () => ({ sender: aSender(more) }), name));
		const [a, b, c] = await scene.clock.finish(
			Promise.all([
				run('a', { phoneNumberId: '1' }),
				run('b', { phoneNumberId: '2' }),
				run('c', { phoneNumberId: '2', account: 'other' }),
			]),
		);
		expect(a.summary.failedBy).toMatchObject({ '190': 1 });
		expect(b.summary.failedBy['not-sent:token']).toBeGreaterThan(150);
		expect(c.summary.sent).toBe(200);
	});

	it('answers for each message of another run in stop mode once', async () => {
		const scene = new Scene({
			latencyMs: 200,
			answer: ({ batch }) => (batch === 'a' ? deadToken() : undefined),
		});
		const a = scene.run(scene.meta.batch(20, undefined, 'a'));
		const b = scene.run(scene.meta.batch(60, undefined, 'b'), { onFailure: 'stop' });
		const [, { summary }] = await scene.clock.finish(Promise.all([a, b]));
		expect(summary.sent + summary.failed).toBe(60);
		expect(summary.failedBy).toEqual({
			'not-sent:token': 1,
			'not-sent:stopped': summary.failed - 1,
		});
	});

	it('is told apart within one run', async () => {
		const scene = new Scene({
			answer: ({ index }) => (index === 4 ? deadToken() : undefined),
		});
		const batch = scene.meta.batch(400, (index) => ({
			sender: aSender({ account: index % 2 ? 'alive' : 'dead' }),
		}));
		const { outcomes, summary } = await scene.finish(batch);
		const alive = outcomes.filter((_, index) => index % 2);
		expect(sent(alive)).toHaveLength(200);
		expect(summary.failedBy['not-sent:token']).toBeGreaterThan(180);
	});

	it('is not even read further when the batch has one sender', async () => {
		const scene = new Scene({ answer: () => deadToken() });
		const sender = aSender();
		const batch = scene.meta.batch(10_000, () => ({ sender }), 'batch', { sender });
		const { summary } = await scene.finish(batch);
		expect(summary.failed).toBe(10_000);
		expect(scene.meta.read.batch).toBeLessThan(40);
	});

	it('may be tried again by a later run, with one call', async () => {
		const scene = new Scene({ answer: () => lockedAccount() });
		await scene.finish(scene.meta.batch(100, undefined, 'first'));
		const { summary } = await scene.finish(scene.meta.batch(100, undefined, 'second'));
		expect(scene.meta.of('second')).toHaveLength(1);
		expect(summary.failedBy).toEqual({ '131031': 1, 'not-sent:account': 99 });
	});

	it('is as good as new once a call of a later run is answered', async () => {
		let isLocked = true;
		const scene = new Scene({ answer: () => (isLocked ? lockedAccount() : undefined) });
		await scene.finish(scene.meta.batch(100, undefined, 'first'));
		isLocked = false;
		const { summary } = await scene.finish(scene.meta.batch(160, undefined, 'second'));
		expect(summary.sent).toBe(160);
		expect(summary.durationMs).toBeLessThan(2_300);
	});

	it('is told to messages that wait for their next try', async () => {
		const scene = new Scene({
			answer: ({ index }) => {
				if (index === 0) return serviceDown();
				return index === 30 ? deadToken() : undefined;
			},
			random: () => 0.99,
		});
		const { outcomes } = await scene.finish(scene.meta.batch(100));
		expect(outcomes[0]).toMatchObject({ status: 'failed', attempts: 1 });
		expect(outcomes[0]).toHaveProperty('error.because', 'token');
	});

	it('leaves no trace ten minutes later', async () => {
		const scene = new Scene({ answer: () => deadToken() });
		await scene.finish(scene.meta.batch(10));
		expect(scene.dispatcher.size.accounts).toBe(1);
		await scene.forget();
		expect(scene.dispatcher.size).toMatchObject({ accounts: 0, lanes: 0, hosts: 0 });
	});
});

describe('a host in trouble', () => {
	it('is left alone after ten failures in a row, until one probe is answered', async () => {
		const scene = new Scene({
			answer: ({ sinceStart }) =>
				sinceStart > 1_000 && sinceStart < 20_000 ? serviceDown() : undefined,
		});
		const { summary } = await scene.finish(scene.meta.batch(2_000));
		expect(summary.sent).toBe(2_000);
		const during = scene.times().filter((time) => time > 2_000 && time < 20_000);
		// Probes after 1, 2, 4, 8, 16 s.
		expect(during.length).toBeLessThanOrEqual(5);
		expect(summary.timeMs.breaker).toBeGreaterThan(15_000);
		const after = scene.times().filter((time) => time >= 36_000);
		expect(after.length).toBeGreaterThan(1_000);
	});

	it('holds back every number on it, and no other host', async () => {
		const scene = new Scene({
			latencyMs: 10,
			answer: ({ batch, sinceStart }) =>
				batch !== 'other' && sinceStart < 10_000 ? serviceDown() : undefined,
		});
		const run = (name: string, phoneNumberId: string, host?: string) =>
			scene.run(
				scene.meta.batch(
					100,
					() => ({ sender: { ...aSender({ phoneNumberId }), ...(host && { host }) } }),
					name,
				),
			);
		const [a, b, other] = await scene.clock.finish(
			Promise.all([run('a', '1'), run('b', '2'), run('other', '1', 'https://other.test')]),
		);
		expect(a.summary.sent + b.summary.sent).toBe(200);
		expect(other.summary.durationMs).toBeLessThan(1_500);
		const calls = [...scene.meta.of('a'), ...scene.meta.of('b')];
		expect(calls.filter((call) => call.sinceStart < 10_000).length).toBeLessThan(20);
	});

	it('counts gateways and refused connections', async () => {
		for (const error of [new UnexpectedAnswerError('', 502), refusedConnection()]) {
			const scene = new Scene({ latencyMs: 5, answer: () => error });
			const done = scene.run(scene.meta.batch(500));
			await scene.clock.advance(900);
			expect(scene.meta.calls.length).toBeLessThan(15);
			await scene.clock.finish(done);
		}
	});

	it('does not hang a run for ever: what waits is given up, unsent, after some minutes', async () => {
		const scene = new Scene({ answer: () => refusedConnection() });
		const { outcomes, summary } = await scene.finish(scene.meta.batch(1_000));
		expect(summary.durationMs).toBeGreaterThan(200_000);
		expect(summary.durationMs).toBeLessThan(400_000);
		expect(outcomes[999]).toMatchObject({ status: 'failed', attempts: 0 });
		expect(outcomes[999]).toHaveProperty('error.because', 'unreachable');
		expect(outcomes[999]).toHaveProperty('error.cause.kind', 'network');
		expect(failed(outcomes)).toHaveLength(1_000);
		expect(scene.meta.calls.length).toBeLessThan(40);
	});

	it('is found out by one call for a run that comes later', async () => {
		const scene = new Scene({ answer: () => refusedConnection() });
		await scene.finish(scene.meta.batch(100, undefined, 'first'));
		const { summary } = await scene.finish(scene.meta.batch(100, undefined, 'second'));
		expect(scene.meta.of('second')).toHaveLength(1);
		expect(summary.durationMs).toBeLessThan(61_000);
		expect(summary.failedBy).toEqual({ network: 1, 'not-sent:unreachable': 99 });
	});

	it('is not what 20 % failures are', async () => {
		let seed = 3;
		const scene = new Scene({
			answer: () =>
				(seed = (seed * 16_807) % 2_147_483_647) % 5 === 0 ? serviceDown() : undefined,
		});
		const { summary } = await scene.finish(scene.meta.batch(2_000));
		expect(summary.timeMs.breaker).toBe(0);
		expect(summary.sent).toBeGreaterThan(1_990);
	});
});
