import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { jsons, sendTo, templateIs, useSimulator } from './support';

const simulator = useSimulator();

beforeAll(() => {
	const template = { name: 'spring_letter', category: 'MARKETING' } as const;
	simulator().account.addTemplate(template);
	const synced = Date.now() + 600_000;
	simulator().account.addTemplate({ ...template, name: 'new_letter', marketingSyncedAt: synced });
});

const people = (count: number): IDataObject[] =>
	Array.from({ length: count }, (_, i) => ({ phone: `+1202555${1000 + i}` }));

const send = async (name: string, options: INodeParameters, count = 1) =>
	await sendTo(simulator(), people(count), {
		operation: 'sendTemplate',
		template: templateIs(`${name}|en_US`),
		options,
	});

const endpoints = () => simulator().ledger.accepted.map(({ endpoint }) => endpoint);

const deliveries = (run: Awaited<ReturnType<typeof send>>) =>
	jsons(run).map(({ delivery }) => delivery as IDataObject);

it('is not used without the option, and not by Send', async () => {
	const run = await send('spring_letter', {});
	await sendTo(simulator(), people(1), { options: { marketingMessages: 'strict' } });
	expect(endpoints()).toEqual(['messages', 'messages']);
	expect(deliveries(run)[0]).not.toHaveProperty('endpoint');
});

it.each([
	['fallback', 'CLOUD_API_FALLBACK'],
	['strict', 'STRICT'],
])('takes a marketing template as %s', async (marketingMessages, policy) => {
	const run = await send('spring_letter', { marketingMessages });
	const [{ endpoint, payload }] = simulator().ledger.accepted;
	expect(endpoint).toBe('marketing_messages');
	expect(payload).toMatchObject({ type: 'template', to: '+12025551000', product_policy: policy });
	expect(payload).not.toHaveProperty('message_activity_sharing');
	expect(deliveries(run)[0]).toMatchObject({ endpoint: 'marketing_messages' });
});

it.each([true, false])('is told whether to share what people do: %s', async (sharing) => {
	await send('spring_letter', {
		marketingMessages: 'strict',
		messageActivitySharing: sharing,
	});
	expect(simulator().ledger.accepted[0].payload.message_activity_sharing).toBe(sharing);
});

it.each(['hello_world', 'new_letter'])(
	'turns %s away, which goes the other way where that is wanted',
	async (name) => {
		const fallback = await send(name, { marketingMessages: 'fallback' });
		expect(deliveries(fallback)[0]).toMatchObject({ endpoint: 'messages', attempts: 1 });
		expect(simulator().ledger.accepted[0].payload).not.toHaveProperty('product_policy');
		const strict = await send(name, { marketingMessages: 'strict' });
		expect(jsons(strict)[0].details).toMatchObject({ kind: 'graph-api' });
		expect(endpoints()).toEqual(['messages']);
	},
);

it('is not asked again for a template that it turned away', async () => {
	const items = people(30);
	const run = await sendTo(simulator(), items, {
		operation: 'sendTemplate',
		template: templateIs('hello_world|en_US'),
		// One at a time, so that the first answer is known to all others.
		recipientPhoneNumber: '+12025551000',
		options: { marketingMessages: 'fallback' },
	});
	expect(deliveries(run)).toHaveLength(30);
	expect(simulator().ledger.accepted).toHaveLength(30);
	expect(simulator().ledger.refusedWith(134100)).toBe(1);
});

it('gets one more try where the template is unavailable, before the other way', async () => {
	simulator().faults.add({
		match: { edge: 'marketing_messages' },
		action: { error: { code: 134102 } },
	});
	const run = await send('spring_letter', { marketingMessages: 'fallback' });
	expect(deliveries(run)[0]).toMatchObject({ endpoint: 'messages', attempts: 2 });
	expect(simulator().ledger.refusedWith(134102)).toBe(2);
});

it('is not gone around where Meta spares the person', async () => {
	simulator().faults.add({
		match: { edge: 'marketing_messages' },
		action: { error: { code: 131049 } },
	});
	const run = await send('spring_letter', { marketingMessages: 'fallback' });
	expect(jsons(run)[0].details).toMatchObject({ code: 131049 });
	expect(endpoints()).toEqual([]);
});

it('is paced and retried as other messages are', async () => {
	simulator().faults.add({ next: 1, action: { error: { code: 131016, status: 500 } } });
	const run = await send('spring_letter', { marketingMessages: 'strict' });
	expect(deliveries(run)[0]).toMatchObject({ endpoint: 'marketing_messages', attempts: 2 });
});
