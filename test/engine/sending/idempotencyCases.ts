import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { systemClock } from '../../../nodes/shared/clock';
import { Dispatcher, fastPolicy, useDispatcher } from '../../../nodes/shared/delivery';
import type { NodeRun, NodeRunOptions } from '../support/runNode';
import { jsons, phoneNumberIds, sendTo, templateIs, useSimulator } from './support';

/** One item an order, each for another person. */
export const orders = (count: number): IDataObject[] =>
	Array.from({ length: count }, (_, i) => ({ phone: `+1202555${1000 + i}`, order: `A-${i}` }));

export type SendOrders = (
	items: IDataObject[],
	parameters?: INodeParameters,
	more?: Partial<NodeRunOptions>,
) => Promise<NodeRun>;

export const deliveries = (run: NodeRun): IDataObject[] =>
	jsons(run).map(({ delivery }) => (delivery ?? {}) as IDataObject);

export const detailsOf = (run: NodeRun): IDataObject[] =>
	jsons(run).map(({ details }) => (details ?? {}) as IDataObject);

const idOf = ({ messages }: IDataObject): string | undefined =>
	(messages as Array<{ id: string }> | undefined)?.[0].id;

const numberIs = (value: string): INodeParameters => ({ __rl: true, mode: 'id', value });

export interface Orders {
	simulator: ReturnType<typeof useSimulator>;
	send: SendOrders;
}

/** Sends items that have an order number, by which they are recognised. */
export function useOrders(more: () => Partial<NodeRunOptions> = () => ({})): Orders {
	const simulator = useSimulator();
	const send: SendOrders = async (items, { options, ...parameters } = {}, others = {}) =>
		await sendTo(
			simulator(),
			items,
			{
				...parameters,
				options: { idempotencyKey: '={{ $json.order }}', ...(options as INodeParameters) },
			},
			{ ...more(), ...others },
		);
	return { simulator, send };
}

/** Tests that hold wherever keys are kept. @param keepsAnswers so that a second run has the first's */
export function itSendsOnce({ simulator, send }: Orders, keepsAnswers: boolean): void {
	const accepted = () => simulator().ledger.accepted;

	it('a second run sends nothing again, and answers with the first answers where they are kept', async () => {
		const first = await send(orders(40));
		const firstEndedAt = Math.round(systemClock.now());
		const calls = simulator().faults.add({ match: { kind: 'messages' }, action: { delay: 0 } });
		const second = await send(orders(45), { options: { outputSummary: true } });
		expect(calls.matched).toBe(5);
		expect(accepted()).toHaveLength(45);
		expect(deliveries(second)[0]).toMatchObject({ attempts: 0, alreadySent: true });
		expect(jsons(second).slice(0, 40).map(idOf)).toEqual(
			jsons(first).map((json) => (keepsAnswers ? idOf(json) : undefined)),
		);
		if (keepsAnswers) {
			const { sentAt, phoneNumberId } = deliveries(first)[0];
			const toldAt = Date.parse(deliveries(second)[0].sentAt as string);
			expect(toldAt).toBeGreaterThanOrEqual(Date.parse(sentAt as string));
			expect(toldAt).toBeLessThanOrEqual(firstEndedAt);
			expect(deliveries(second)[0]).toMatchObject({ phoneNumberId });
		} else {
			expect(deliveries(second)[0].firstAnswer).toMatch(/^Not kept/);
		}
		expect(deliveries(second)[40]).not.toHaveProperty('alreadySent');
		expect(jsons(second)[45].summary).toMatchObject({ sent: 5, alreadySent: 40, total: 45 });
		expect(second.run.data.resultData.runData.Node[0].hints?.[0].message).toMatch(
			/^5 sent in .*; 40 were sent before/,
		);
	});

	it.each([true, false])(
		'of several items with one key the first is sent, and answers for all: order kept %s',
		async (keepOrder) => {
			const items = orders(30).map((item, place) => ({ ...item, order: `B-${place % 3}` }));
			const run = await send(items, { options: { keepOrder } });
			expect(accepted()).toHaveLength(3);
			const ids = jsons(run).map(idOf);
			expect(new Set(ids.slice(0, 3)).size).toBe(3);
			expect(ids).toEqual(ids.map((_, place) => ids[place % 3]));
			expect(deliveries(run).filter(({ alreadySent }) => alreadySent)).toHaveLength(27);
		},
	);

	it('what was refused is sent by the next run', async () => {
		simulator().faults.add({ next: 1, action: { error: { code: 131026 } } });
		expect(detailsOf(await send(orders(1)))[0]).toMatchObject({ code: 131026 });
		expect(deliveries(await send(orders(1)))[0]).not.toHaveProperty('alreadySent');
		expect(accepted()).toHaveLength(1);
	});

	it('the next item with the key is sent where the first was refused', async () => {
		simulator().faults.add({ next: 1, action: { error: { code: 131026 } } });
		const run = await send([0, 1].map((i) => ({ ...orders(2)[i], order: 'C' })));
		expect(detailsOf(run)[0]).toMatchObject({ code: 131026 });
		expect(idOf(jsons(run)[1])).toBeDefined();
		expect(accepted()).toHaveLength(1);
	});

	it('a retry keeps its claim', async () => {
		simulator().faults.add({ next: 1, action: { error: { code: 131016, status: 500 } } });
		expect(deliveries(await send(orders(1)))[0]).toMatchObject({ attempts: 2 });
	});

	it('what may have been sent is not sent again, unless that is asked for', async () => {
		simulator().faults.add({ next: 1, action: { close: 'before' } });
		expect(detailsOf(await send(orders(1)))[0]).toMatchObject({ mayHaveBeenSent: true });
		const second = await send(orders(1));
		expect(detailsOf(second)[0]).toMatchObject({
			kind: 'unknown-outcome',
			attempts: 0,
			mayHaveBeenSent: true,
			whatToDo: expect.stringContaining('Send Again'),
		});
		expect(accepted()).toEqual([]);
		const third = await send(orders(1), { options: { unknownOutcome: 'resend' } });
		expect(deliveries(third)[0]).toMatchObject({ attempts: 1, possibleDuplicate: true });
		expect(deliveries(await send(orders(1)))[0]).toMatchObject({ alreadySent: true });
		expect(accepted()).toHaveLength(1);
	});

	it('the template for a closed window has the key of its message', async () => {
		simulator().configure({ enforceWindow: 'refuse' });
		const instead = {
			ifWindowClosed: 'template',
			windowTemplate: templateIs('hello_world|en_US'),
		};
		const items = [0, 1, 2].map((i) => ({ ...orders(3)[i], order: i < 2 ? 'D' : 'E' }));
		const first = await send(items, instead);
		expect(accepted().map(({ type }) => type)).toEqual(['template', 'template']);
		expect(deliveries(first)[0]).toMatchObject({ sentInstead: 'template' });
		expect(idOf(jsons(first)[1])).toBe(idOf(jsons(first)[0]));
		const second = await send(items, instead);
		expect(deliveries(second).map(({ alreadySent }) => alreadySent)).toEqual([true, true, true]);
		expect(accepted()).toHaveLength(2);
	});

	it('a key holds for its sender', async () => {
		await send(orders(1));
		await send(orders(1), { phoneNumberId: numberIs(phoneNumberIds.standard) });
		expect(accepted().map(({ phoneNumberId }) => phoneNumberId)).toEqual([
			phoneNumberIds.high,
			phoneNumberIds.standard,
		]);
	});

	it('of several numbers to spread over a key holds for all, also when one is added', async () => {
		const spread = (...phoneNumberIds: string[]) => ({ senderMode: 'spread', phoneNumberIds });
		const { high, standard, coexistence } = phoneNumberIds;
		await send(orders(20), spread(high, standard));
		useDispatcher(new Dispatcher({ policy: fastPolicy }));
		const second = await send(orders(20), spread(coexistence, standard, high));
		expect(deliveries(second).every(({ alreadySent }) => alreadySent)).toBe(true);
		expect(accepted()).toHaveLength(20);
	});
}
