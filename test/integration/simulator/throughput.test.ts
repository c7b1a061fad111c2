import type { Simulator } from '../../simulator';
import { closeAll, sendText, startManual } from './support';

afterEach(closeAll);

/** Sends to a different person each time, so that no pair limit is met. */
async function sendMany(simulator: Simulator, from: string, count: number): Promise<number[]> {
	const answers = await Promise.all(
		Array.from({ length: count }, (_, index) =>
			sendText(simulator, 'Hello', { from, to: `+1202556${String(index).padStart(4, '0')}` }),
		),
	);
	return answers.map(({ body }) => body.error?.code ?? 200);
}

test.each([
	['standard', 80],
	['coexistence', 20],
	['high', 1_000],
] as const)(
	'the %s number takes %i messages in a sliding second and no more',
	async (name, rate) => {
		const simulator = await startManual();
		const from = simulator.account.phoneNumberIds[name];
		expect(new Set(await sendMany(simulator, from, rate))).toEqual(new Set([200]));
		simulator.clock.advance(999);
		expect(await sendMany(simulator, from, 1)).toEqual([130429]);
		simulator.clock.advance(1);
		expect(await sendMany(simulator, from, 1)).toEqual([200]);
		expect(simulator.ledger.refusedWith(130429)).toBe(1);
		expect(simulator.peaksPerSecond[from]).toBe(rate + 1);
	},
);

test('a throttled call is HTTP 400 in the envelope of Meta', async () => {
	const simulator = await startManual({ throughput: 0 });
	const answer = await sendText(simulator, 'Hello');
	expect(answer.status).toBe(400);
	expect(answer.body.error).toMatchObject({
		message: '(#130429) Rate limit hit',
		type: 'OAuthException',
		code: 130429,
		error_data: { messaging_product: 'whatsapp' },
	});
});

test('with the limit lifted the most in a sliding second is still counted', async () => {
	const simulator = await startManual({ throughput: 'unlimited' });
	const from = simulator.account.phoneNumberIds.coexistence;
	await sendMany(simulator, from, 30);
	simulator.clock.advance(500);
	await sendMany(simulator, from, 30);
	simulator.clock.advance(500);
	await sendMany(simulator, from, 10);
	expect(simulator.peaksPerSecond[from]).toBe(60);
	expect(simulator.ledger.refused).toHaveLength(0);
});

test('what people write counts for the number as well', async () => {
	const simulator = await startManual();
	const phoneNumberId = simulator.account.phoneNumberIds.coexistence;
	for (let count = 0; count < 5; count++) {
		simulator.inbound({ phoneNumberId, from: '+12025550150', text: 'Hi' });
	}
	const codes = await sendMany(simulator, phoneNumberId, 20);
	expect(codes.filter((code) => code === 130429)).toHaveLength(5);
});

test('a pair has 45 messages at once, then one every 6 seconds', async () => {
	const simulator = await startManual();
	const from = simulator.account.phoneNumberIds.high;
	const pair = async (): Promise<number> => {
		const { body } = await sendText(simulator, 'Hello', { from });
		return body.error?.code ?? 200;
	};
	const burst = await Promise.all(Array.from({ length: 46 }, pair));
	expect(burst.filter((code) => code === 200)).toHaveLength(45);
	expect(burst.filter((code) => code === 131056)).toHaveLength(1);
	simulator.clock.advance(5_999);
	expect(await pair()).toBe(131056);
	simulator.clock.advance(1);
	expect(await pair()).toBe(200);
	expect(await pair()).toBe(131056);
	expect((await sendText(simulator, 'Hello', { from, to: '+12025550151' })).status).toBe(200);
});
