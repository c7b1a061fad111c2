import type { Simulator } from '../../simulator';
import { closeAll, graph, startManual } from './support';
import {
	approved,
	body,
	buttons,
	create,
	DAY,
	edit,
	HOUR,
	MANUAL,
	PLAIN,
	sendIt,
	told,
	withCallback,
} from './templateSupport';

afterEach(closeAll);

const remove = (simulator: Simulator, query: string) =>
	graph(simulator, 'DELETE', `${simulator.account.businessAccountId}/message_templates?${query}`);

describe('an edit', () => {
	test('replaces the components, tells about them, and is reviewed', async () => {
		const simulator = await startManual();
		const callback = await withCallback(simulator);
		const id = await approved(simulator);
		const url = { type: 'URL', text: 'Map', url: 'https://a.example/map' };
		const components = [body('Your table waits for you.'), buttons(url)];
		expect((await edit(simulator, id, { components })).body).toEqual({ success: true });
		expect((await graph(simulator, 'GET', id)).body).toMatchObject({
			status: 'PENDING',
			components,
		});
		simulator.clock.advance(simulator.settings.templates.reviewMs);
		expect((await told(simulator, callback)).slice(1)).toMatchObject([
			{
				field: 'message_template_components_update',
				value: {
					message_template_element: 'Your table waits for you.',
					message_template_buttons: [
						{ message_template_button_type: 'URL', message_template_button_text: 'Map' },
					],
				},
			},
			{ value: { event: 'APPROVED' } },
		]);
	});

	test('leaves the messages that were sent as they were', async () => {
		const simulator = await startManual(MANUAL);
		const id = await approved(simulator);
		await sendIt(simulator);
		await edit(simulator, id);
		expect(simulator.ledger.accepted[0].template?.components).toEqual([PLAIN]);
	});

	test('of an approved template is allowed once in 24 hours, ten times in 30 days', async () => {
		const simulator = await startManual(MANUAL);
		const id = await approved(simulator);
		for (let count = 0; count < 10; count++) {
			expect((await edit(simulator, id)).status).toBe(200);
			simulator.templates.approve(id);
			simulator.clock.advance(DAY - 1);
			expect((await edit(simulator, id)).body.error.error_user_msg).toContain('24 hours');
			simulator.clock.advance(1);
		}
		expect((await edit(simulator, id)).body.error.error_user_msg).toContain('30 days');
		simulator.clock.advance(20 * DAY);
		expect((await edit(simulator, id)).status).toBe(200);
	});

	test('of a rejected one is allowed at any time, category included', async () => {
		const simulator = await startManual(MANUAL);
		const { id } = (await create(simulator)).body;
		for (const category of ['MARKETING', 'UTILITY']) {
			simulator.templates.reject(id);
			expect((await edit(simulator, id, { category })).status).toBe(200);
			expect(simulator.templates.find('fresh')).toMatchObject({ category, status: 'PENDING' });
		}
	});

	test.each([
		['while it waits for review', 'PENDING', {}, 'not PENDING'],
		['of a disabled one', 'DISABLED', {}, 'not DISABLED'],
		['of an approved one’s category', 'APPROVED', { category: 'MARKETING' }, 'approved'],
		['of the name', 'APPROVED', { name: 'other' }, '"name"'],
		['with nothing in it', 'APPROVED', { components: undefined }, 'nothing to change'],
		['that breaks a rule', 'APPROVED', { components: [body('{{1}}', 'x')] }, 'start or the end'],
	] as const)('%s is refused', async (_what, status, fields, expected) => {
		const simulator = await startManual(MANUAL);
		const id = await approved(simulator);
		simulator.templates.setStatus(id, status);
		const answer = await edit(simulator, id, fields);
		expect(answer.status).toBe(400);
		const { message, error_user_msg } = answer.body.error;
		expect(`${message} ${error_user_msg}`).toContain(expected);
		expect(simulator.templates.find('fresh').components).toEqual([PLAIN]);
	});
});

describe('deleting', () => {
	test('by name takes all languages, with an id only that one', async () => {
		const simulator = await startManual();
		const { id } = simulator.templates.find('order_shipped', 'de');
		expect((await remove(simulator, `name=order_shipped&hsm_id=${id}`)).body.success).toBe(true);
		expect(simulator.templates.find('order_shipped').language).toBe('en_US');
		expect(simulator.account.templates.has(id)).toBe(false);
		await create(simulator, { name: 'order_shipped', language: 'fr' });
		await remove(simulator, 'name=order_shipped');
		const left = [...simulator.account.templates.values()].map(({ name }) => name);
		expect(left).not.toContain('order_shipped');
	});

	test('keeps the name of an approved one taken for 30 days', async () => {
		const simulator = await startManual(MANUAL);
		await approved(simulator);
		await remove(simulator, 'name=fresh');
		simulator.clock.advance(30 * DAY - 1);
		expect((await create(simulator)).body.error.error_subcode).toBe(2388023);
		expect((await create(simulator, { language: 'de' })).status).toBe(200);
		simulator.clock.advance(1);
		expect((await create(simulator)).status).toBe(200);
	});

	test('frees the name of one that was never approved', async () => {
		const simulator = await startManual(MANUAL);
		await create(simulator);
		await remove(simulator, 'name=fresh');
		expect((await create(simulator)).status).toBe(200);
	});

	test('is refused for one that is not there, or not of this name, or disabled', async () => {
		const simulator = await startManual();
		const { id } = simulator.templates.find('hello_world');
		const unknown = await remove(simulator, 'name=nobody');
		expect(unknown.body.error.error_subcode).toBe(2593002);
		const mismatch = await remove(simulator, `name=order_shipped&hsm_id=${id}`);
		expect(mismatch.body.error.error_subcode).toBe(2593002);
		const disabled = await remove(simulator, 'name=autumn_letter');
		expect(disabled.body.error.error_user_msg).toContain('Disabled');
		expect((await remove(simulator, '')).status).toBe(400);
	});
});

describe('limits', () => {
	test('100 creations in an hour, then 80007 with the minutes to wait', async () => {
		const simulator = await startManual({ templates: { creationsPerHour: 2 } });
		await create(simulator, { name: 'a' });
		simulator.clock.advance(20 * 60_000);
		await create(simulator, { name: 'b' });
		const refused = await create(simulator, { name: 'c' });
		expect(refused.body.error.code).toBe(80007);
		const usage = JSON.parse(refused.headers.get('x-business-use-case-usage') ?? '{}') as object;
		expect(usage).toEqual({
			[simulator.account.businessAccountId]: [
				expect.objectContaining({ estimated_time_to_regain_access: 40 }),
			],
		});
		simulator.clock.advance(40 * 60_000);
		expect((await create(simulator, { name: 'c' })).status).toBe(200);
	});

	test('a refused creation does not count', async () => {
		const simulator = await startManual({ templates: { creationsPerHour: 1 } });
		await create(simulator, { name: 'Wrong' });
		expect((await create(simulator)).status).toBe(200);
	});

	test('as many templates as an account may have', async () => {
		const simulator = await startManual();
		const limit = simulator.account.templates.size + 1;
		simulator.configure({ templates: { limit } });
		await create(simulator, { name: 'a' });
		expect((await create(simulator, { name: 'b' })).body.error.error_subcode).toBe(2388019);
	});

	test('management calls in an hour, told about from half of them on', async () => {
		const simulator = await startManual({ managementCallsPerHour: 4 });
		const { businessAccountId } = simulator.account;
		const list = () => graph(simulator, 'GET', `${businessAccountId}/message_templates?limit=1`);
		const counts: unknown[] = [];
		for (let call = 0; call < 4; call++) {
			counts.push((await list()).headers.get('x-business-use-case-usage'));
		}
		expect(counts[0]).toBeNull();
		expect(counts[1]).toContain('"call_count":50');
		const refused = await graph(simulator, 'GET', simulator.templates.find('hello_world').id);
		expect(refused.body.error.code).toBe(80007);
		expect(refused.headers.get('x-business-use-case-usage')).toContain('access":60');
		expect((await sendIt(simulator, 'hello_world')).status).toBe(200);
		simulator.clock.advance(HOUR);
		expect((await list()).status).toBe(200);
	});

	test('an account without a registered number has 200 calls', async () => {
		const simulator = await startManual();
		const { id } = simulator.account.addBusinessAccount({ id: '300', name: 'Second' });
		simulator.account.addToken({ value: 'EAAboth', granularTargets: undefined });
		const list = () => graph(simulator, 'GET', `${id}/message_templates`, { token: 'EAAboth' });
		for (let call = 0; call < 200; call++) await list();
		expect((await list()).body.error.code).toBe(80007);
	});
});
