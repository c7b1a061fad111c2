import { randomBytes } from 'node:crypto';

import type { IBinaryKeyData } from 'n8n-workflow';

import { countCalls, draft, jsons, manager, ORDER, useSimulator } from './support';

const simulator = useSimulator();

const bytes = randomBytes(200_000);
const FILE: IBinaryKeyData = {
	data: { data: bytes.toString('base64'), mimeType: 'image/png', fileName: 'coat.png' },
};
const withHeader = (name = 'order_sent') => ({
	...ORDER,
	name,
	components: [{ type: 'HEADER', format: 'IMAGE' }, ...ORDER.components],
});

const upsert = async (
	templates: object[],
	{ binary = FILE, more = {} }: { binary?: IBinaryKeyData; more?: object } = {},
) =>
	jsons(
		await manager(
			simulator(),
			{
				operation: 'upsert',
				...draft({}),
				templateJson: '={{ JSON.stringify($json) }}',
				jsonSampleFields: 'data',
				...more,
			},
			{
				items: templates.map((template) => ({ ...template })),
				binary: templates.map(() => binary),
			},
		),
	);
const watchUploads = () =>
	simulator().faults.add({
		match: { kind: 'sampleUploads' },
		every: Infinity,
		action: { delay: 0 },
	});
const handleOf = (name: string) =>
	(simulator().templates.find(name).components[0].example as { header_handle: string[] })
		.header_handle[0];

it('uploads a file of the item, and shows it in the header', async () => {
	expect(await upsert([withHeader()])).toMatchObject([{ changed: 'created' }]);
	// The simulator's link to a sample ends as its handle does: with the length.
	expect(handleOf('order_sent')).toMatch(new RegExp(`:${bytes.length}$`));
});

it('uploads a file once for all templates that show it', async () => {
	const uploads = watchUploads();
	const results = await upsert([withHeader('one'), withHeader('two')]);
	expect(results.map(({ changed }) => changed)).toEqual(['created', 'created']);
	expect(uploads.matched).toBe(1);
	expect(handleOf('two')).toBe(handleOf('one'));
});

it('goes on with a cut upload, and creates the template once', async () => {
	const cut = simulator().faults.add({
		match: { kind: 'sampleUploads' },
		next: 1,
		action: { close: 'after', keptBytes: 50_000 },
	});
	expect(await upsert([withHeader()])).toMatchObject([{ changed: 'created' }]);
	expect(cut.matched).toBe(2);
});

it('uploads nothing for a template that stands already', async () => {
	await upsert([withHeader()]);
	const uploads = watchUploads();
	expect(await upsert([withHeader()])).toMatchObject([{ changed: 'unchanged' }]);
	expect(uploads.matched).toBe(0);
});

it('uploads nothing to check', async () => {
	const uploads = watchUploads();
	const more = { options: { checkOnly: true } };
	expect(await upsert([withHeader()], { more })).toMatchObject([
		{ valid: true, wouldBe: 'created' },
	]);
	expect(uploads.matched).toBe(0);
});

it('uploads nothing for a template that Meta would refuse', async () => {
	const calls = countCalls(simulator());
	expect(await upsert([{ ...withHeader(), category: 'SPAM' }])).toMatchObject([
		{ details: { kind: 'validation' } },
	]);
	expect(calls.matched).toBe(0);
});

it('says at which place a file is wrong', async () => {
	const binary = { data: { ...FILE.data, mimeType: 'image/gif' } };
	expect(await upsert([withHeader()], { binary })).toMatchObject([
		{ error: 'Header: A sample cannot be of the type “image/gif”' },
	]);
});
