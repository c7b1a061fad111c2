import { DataDeduplicationService } from 'n8n-core';

import { MemoryDeduplicator } from '../../support/deduplicator';
import { deliveries, detailsOf, itSendsOnce, orders, useOrders } from './idempotencyCases';
import { jsons } from './support';

const memory = new MemoryDeduplicator();

beforeAll(async () => await DataDeduplicationService.init(memory));
beforeEach(() => memory.clear());

const inN8n = useOrders();
const { simulator, send } = inN8n;

describe("keys in n8n's database", () => {
	const accepted = () => simulator().ledger.accepted;

	itSendsOnce(inN8n, false);

	it('what a crash leaves claimed is reported, not sent', async () => {
		const crash = new Error('gone');
		memory.broken.remove = crash;
		expect(deliveries(await send(orders(1)))[0]).toMatchObject({ idempotency: 'not recorded' });
		memory.broken = {};
		expect(detailsOf(await send(orders(1)))[0]).toMatchObject({ mayHaveBeenSent: true });
		expect(accepted()).toHaveLength(1);
	});

	it('nothing is sent while the database is away', async () => {
		memory.broken.record = new Error('no disk');
		const run = await send(orders(2));
		expect(detailsOf(run)[0]).toMatchObject({ kind: 'keys-away', cause: 'no disk', attempts: 0 });
		expect(accepted()).toEqual([]);
		memory.broken = {};
		await send(orders(2));
		expect(accepted()).toHaveLength(2);
	});

	it('nothing is sent from a workflow that the database does not have', async () => {
		memory.broken.record = new Error('SQLITE_CONSTRAINT: FOREIGN KEY constraint failed');
		const [details] = detailsOf(await send(orders(1)));
		expect(details.cause).toMatch(/never saved/);
		expect(accepted()).toEqual([]);
	});

	it('two executions at once send each message once', async () => {
		const runs = await Promise.all([send(orders(30)), send(orders(30))]);
		expect(accepted()).toHaveLength(30);
		for (const run of runs) {
			for (const details of detailsOf(run).filter(({ kind }) => kind !== undefined)) {
				expect(details).toMatchObject({ mayHaveBeenSent: true });
			}
		}
	});

	it.each([
		['a workflow that was never saved', 1, { workflowId: '' }, 'never saved'],
		['more items than n8n remembers', 10_001, {}, 'There are 10,001 items'],
	])('refuses %s', async (_, count, more, why) => {
		const run = await send(orders(count), {}, more);
		expect(run.error?.message).toContain(why);
		expect(accepted()).toEqual([]);
	});

	it('asks and records in few rounds', async () => {
		await send(orders(200));
		expect(accepted()).toHaveLength(200);
		// One by one it would be four for each.
		expect(memory.writes).toBeLessThan(400);
	});
});

describe('the key', () => {
	it.each([
		['', 'A-0'],
		['own', 'own'],
	])('travels as callback data where these are “%s”', async (callbackData, expected) => {
		await send(orders(1), { options: { callbackData } });
		expect(simulator().ledger.accepted[0].bizOpaqueCallbackData).toBe(expected);
	});

	it('of more than 512 characters is refused unsent', async () => {
		const run = await send([{ ...orders(1)[0], order: 'x'.repeat(513) }]);
		expect(jsons(run)[0].error).toMatch(/^Idempotency Key/);
		expect(simulator().ledger.accepted).toEqual([]);
	});

	it('is shown, and claims nothing, in a dry run', async () => {
		const run = await send(orders(1), { options: { dryRun: true } });
		expect(jsons(run)[0]).toMatchObject({
			idempotencyKey: 'A-0',
			request: { biz_opaque_callback_data: 'A-0' },
		});
		expect(memory.writes).toBe(0);
	});

	it.each([
		['warns', [{ phone: '+12025551000' }, ...orders(1)], [/^The Idempotency Key of 1 of the/]],
		['does not warn', orders(1), []],
	])('%s of further runs', async (_, items, hints) => {
		const { run } = await send(items, {}, { retryOnFail: true });
		const given = run.data.resultData.runData.Node[0].hints ?? [];
		expect(given.filter(({ type }) => type === 'warning')).toEqual(
			hints.map((message): unknown =>
				expect.objectContaining({ message: expect.stringMatching(message) }),
			),
		);
	});

	it('is remembered for a number of hours in its range', async () => {
		const run = await send(orders(1), { options: { idempotencyHours: 0 } });
		expect(run.error?.message).toContain('Remember Idempotency Keys (Hours) is 0');
	});
});
