import { Dispatcher, fastPolicy, useDispatcher } from '../../../nodes/shared/delivery';
import { chosen, countCalls, hints, jsons, manager, useSimulator } from './support';

const simulator = useSimulator();

const add = (name: string, facts: object = {}) =>
	simulator().account.addTemplate({ name, ...facts });

describe('Get', () => {
	it.each([
		['by name', () => 'winter|en_US'],
		['by ID', () => simulator().templates.find('winter').id],
	])('looks a template up %s', async (_how, reference) => {
		add('winter_sale');
		const { id } = add('winter', {
			category: 'MARKETING',
			status: 'REJECTED',
			rejected_reason: 'PROMOTIONAL',
			components: [
				{ type: 'HEADER', format: 'IMAGE' },
				{ type: 'BODY', text: 'Coats are here.' },
				{ type: 'BUTTONS', buttons: [{ type: 'QUICK_REPLY', text: 'Show me' }] },
			],
		});
		const run = await manager(simulator(), { operation: 'get', ...chosen(reference()) });
		expect(jsons(run)).toEqual([
			{
				id,
				name: 'winter',
				language: 'en_US',
				category: 'MARKETING',
				status: 'REJECTED',
				rejectedReason: 'PROMOTIONAL',
				header: 'IMAGE',
				body: 'Coats are here.',
				buttons: ['Show me'],
			},
		]);
	});

	it('gives all that Meta has when it is not to be simplified', async () => {
		add('winter');
		const run = await manager(simulator(), {
			operation: 'get',
			simplify: false,
			...chosen('winter|en_US'),
		});
		expect(jsons(run)[0]).toMatchObject({ components: expect.any(Array), health_status: {} });
	});

	it.each([
		['winter|en_US', 'The account has no template winter in en_US'],
		['winter', '“winter” does not name a template'],
		[' ', 'No template is chosen'],
	])('says that %p is no template', async (reference, error) => {
		const run = await manager(simulator(), { operation: 'get', ...chosen(reference) });
		expect(jsons(run)[0]).toMatchObject({ error, details: { kind: 'validation' } });
	});

	it('says when it had to wait for Meta', async () => {
		add('winter');
		useDispatcher(new Dispatcher({ policy: { ...fastPolicy, baseMs: 20 } }));
		const error = { code: 80007 };
		simulator().faults.add({ match: { kind: 'any' }, next: 1, action: { error } });
		const run = await manager(simulator(), { operation: 'get', ...chosen('winter|en_US') });
		expect(jsons(run)).toHaveLength(1);
		expect(hints(run)).toEqual(['Meta takes no more calls for now: going on after 1 s']);
	});

	it('wants an account in the credential', async () => {
		const { error } = await manager(
			simulator(),
			{ operation: 'get', ...chosen('winter|en_US') },
			{ credential: { accessToken: 'x', baseUrl: simulator().url }, onError: undefined },
		);
		expect(error?.message).toMatch(/^The credential names no WhatsApp Business Account/);
	});
});

describe('Get Many', () => {
	const list = async (parameters: object, items = [{}]) =>
		await manager(simulator(), { operation: 'getAll', ...parameters }, { items });
	const names = async (parameters: object) => jsons(await list(parameters)).map(({ name }) => name);

	it('lists 1,000 templates once each, and starts again where a cursor went bad', async () => {
		for (let n = 0; n < 1_000; n++) add(`many_${n}`);
		const parameters = { returnAll: true, filters: { name: 'many_' } };
		const all = await names(parameters);
		expect(all).toEqual(Array.from({ length: 1_000 }, (_, n) => `many_${n}`));
		const { faults } = simulator();
		faults.add({ match: { kind: 'any' }, next: 3, action: { delay: 0 } });
		const error = { code: 131059, status: 400 };
		const bad = faults.add({ match: { kind: 'any' }, next: 1, action: { error } });
		expect(await names(parameters)).toEqual(all);
		expect(bad.fired).toBe(1);
	});

	it('reads no page beyond the limit', async () => {
		for (let n = 0; n < 120; n++) add(`many_${n}`);
		const calls = countCalls(simulator());
		expect(await names({ filters: { name: 'many_' } })).toHaveLength(50);
		expect(await names({ limit: 3, filters: { name: 'many_' } })).toHaveLength(3);
		expect(calls.matched).toBe(2);
	});

	it('filters by all that is given', async () => {
		add('one_a', { status: 'REJECTED', category: 'MARKETING', language: 'de' });
		add('one_b', { quality_score: { score: 'RED' } });
		add('one_c', { components: [{ type: 'BODY', text: 'Needle in a haystack.' }] });
		const one = async (filters: object) => await names({ filters: { name: 'one_', ...filters } });
		expect(await one({})).toHaveLength(3);
		expect(await one({ status: ['REJECTED', 'PAUSED'] })).toEqual(['one_a']);
		expect(await one({ category: ['MARKETING'] })).toEqual(['one_a']);
		expect(await one({ language: ['de'] })).toEqual(['one_a']);
		expect(await one({ quality: ['RED'] })).toEqual(['one_b']);
		expect(await one({ content: 'needle' })).toEqual(['one_c']);
		expect(await one({ content: 'needle', status: ['REJECTED'] })).toEqual([]);
	});

	it('pairs what it lists with the item that asked', async () => {
		add('one_a');
		add('one_b');
		const parameters = { filters: { name: '={{ $json.name }}' } };
		const { outputs } = await list(parameters, [{ name: 'one_' }, { name: 'one_b' }]);
		expect(outputs[0].map(({ json, pairedItem }) => [json.name, pairedItem])).toEqual([
			['one_a', { item: 0 }],
			['one_b', { item: 0 }],
			['one_b', { item: 1 }],
		]);
	});
});

it('previews the words of an authentication template', async () => {
	const run = await manager(simulator(), {
		operation: 'preview',
		languages: ['en_US', 'de'],
		codeExpirationMinutes: 5,
	});
	expect(jsons(run)).toEqual([
		expect.objectContaining({ language: 'en_US', footer: expect.stringContaining('5') }),
		expect.objectContaining({ language: 'de' }),
	]);
});

describe('Compare', () => {
	const compare = async () =>
		jsons(
			await manager(simulator(), {
				operation: 'compare',
				...chosen('one|en_US'),
				otherTemplate: { __rl: true, mode: 'name', value: 'two|en_US' },
				days: 7,
			}),
		)[0];

	it('says how two templates fared', async () => {
		simulator().configure({ templates: { compareMinimum: 0 } });
		const ids = ['one', 'two'].map((name) => add(name).id);
		expect(await compare()).toEqual({
			days: 7,
			templates: ids.map((id, index) => ({
				id,
				name: ['one', 'two'][index],
				language: 'en_US',
				blockRank: index + 1,
				messageSends: 0,
				topBlockReason: 'UNKNOWN_BLOCK_REASON',
			})),
		});
	});

	it("gives Meta's reason when there is too little to compare", async () => {
		add('one');
		add('two');
		expect(await compare()).toMatchObject({ error: 'Not Enough Data (code 100)' });
	});
});
