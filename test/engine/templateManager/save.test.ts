import { Dispatcher, fastPolicy, useDispatcher } from '../../../nodes/shared/delivery';
import { WhatsAppSend } from '../../../nodes/WhatsAppSend/WhatsAppSend.node';
import { DEFAULT_ACCOUNT } from '../../simulator';
import { credentialFor } from '../support/credential';
import { runNode } from '../support/runNode';
import {
	BODY,
	chosen,
	countCalls,
	draft,
	hints,
	jsons,
	manager,
	ORDER,
	useSimulator,
} from './support';

const simulator = useSimulator();

const save = async (template: object, operation = 'upsert', more = {}) =>
	await manager(simulator(), { operation, ...draft(template), ...more });
const one = async (...given: Parameters<typeof save>) => jsons(await save(...given))[0];
const standing = () => simulator().templates.find('order_sent');
const withBody = (text: string) => ({ ...ORDER, components: [{ ...BODY, text }] });
const RETEXTED = withBody('Your order {{1}} is on its way to us.');

describe('Create', () => {
	it('submits the template, and says how it stands', async () => {
		expect(await one(ORDER, 'create')).toEqual({
			changed: 'created',
			id: standing().id,
			name: 'order_sent',
			language: 'en_US',
			category: 'UTILITY',
			status: 'PENDING',
			warnings: [],
		});
		expect(standing().components).toEqual([BODY]);
	});

	it('refuses before Meta is asked, with everything that is wrong', async () => {
		const calls = countCalls(simulator());
		const json = await one(
			{ ...ORDER, name: 'Order', components: [{ ...BODY, example: {} }] },
			'create',
		);
		expect(json).toMatchObject({
			error: 'Meta would refuse the template for 2 reasons',
			details: { kind: 'validation', attempts: 0 },
		});
		expect(calls.matched).toBe(0);
	});

	it('refuses all when one is wrong, unless the node goes on', async () => {
		const items = [{ text: 'Your table is ready. See you soon.' }, { text: '' }];
		const parameters = {
			operation: 'create',
			defineTemplate: 'json',
			templateJson:
				'={{ JSON.stringify({ name: "table_" + $itemIndex, language: "en_US", category: "UTILITY", components: [{ type: "BODY", text: $json.text }] }) }}',
		};
		const stopped = await manager(simulator(), parameters, { items, onError: 'stopWorkflow' });
		expect(stopped.error?.message).toMatch(/^Body: .* \[item 1\]$/);
		expect(() => simulator().templates.find('table_0')).toThrow();
		const [first, second] = jsons(await manager(simulator(), parameters, { items }));
		expect(first).toMatchObject({ changed: 'created', name: 'table_0' });
		expect(second).toMatchObject({ error: expect.stringMatching(/^Body: /) });
	});

	it("gives Meta's own words where it refuses", async () => {
		await save(ORDER, 'create');
		expect(await one(ORDER, 'create')).toMatchObject({
			error: 'Content in This Language Already Exists (code 100)',
			details: {
				subcode: 2388024,
				userMessage: expect.stringContaining('There is already en_US content'),
				whatToDo: expect.stringContaining('Create or Update'),
			},
		});
	});

	it('recognises its own template when the answer was lost', async () => {
		simulator().faults.add({ match: { kind: 'any' }, next: 1, action: { close: 'after' } });
		expect(await one(ORDER, 'create')).toMatchObject({ changed: 'created', id: standing().id });
	});

	it('passes on what Meta tends to reject, and that it chose another category', async () => {
		const run = await save(
			{
				...ORDER,
				allow_category_change: true,
				components: [
					{ ...BODY, text: 'Your order {{1}} is sent. Get a discount on the next one!' },
				],
			},
			'create',
		);
		const [json] = jsons(run);
		expect(json).toMatchObject({ category: 'MARKETING' });
		const places = (json.warnings as { place: string }[]).map(({ place }) => place);
		expect(places).toEqual(['Body', 'Category']);
		expect(hints(run)).toEqual([
			expect.stringMatching(/^Body: .*Category: Meta made it MARKETING instead of UTILITY\./),
		]);
	});

	it('waits while the calls of the hour are used up, and says so', async () => {
		useDispatcher(new Dispatcher({ policy: { ...fastPolicy, baseMs: 20 } }));
		const error = { code: 80007 };
		simulator().faults.add({ match: { kind: 'any' }, next: 1, action: { error } });
		const run = await save(ORDER, 'create');
		expect(jsons(run)[0]).toMatchObject({ changed: 'created' });
		expect(hints(run)).toEqual([
			expect.stringMatching(/^\d+ s lost while the calls of the account were used up$/),
		]);
	});

	it('fails when Meta asks for a longer wait than is allowed', async () => {
		simulator().configure({ templates: { creationsPerHour: 1 } });
		await save({ ...ORDER, name: 'first' }, 'create');
		const run = await save({ ...ORDER, name: 'second' }, 'create', { options: { maxWait: 1 } });
		expect(jsons(run)[0]).toMatchObject({
			error: expect.stringContaining('too many template creations'),
			details: { code: 80007, retryAfterMs: 3_600_000 },
		});
	});
});

describe('Create or Update', () => {
	it('does nothing the second time, and says so', async () => {
		expect(await one(ORDER)).toMatchObject({ changed: 'created', differences: [] });
		const { id } = simulator().templates.approve(standing().id);
		const calls = countCalls(simulator());
		expect(await one(ORDER)).toEqual({
			changed: 'unchanged',
			id,
			name: 'order_sent',
			language: 'en_US',
			category: 'UTILITY',
			status: 'APPROVED',
			differences: [],
			warnings: [],
		});
		expect(calls.matched).toBe(1);
	});

	it('edits one changed word in one call, and says which', async () => {
		await save(ORDER);
		simulator().templates.approve(standing().id);
		const calls = countCalls(simulator());
		expect(await one(RETEXTED)).toMatchObject({
			changed: 'updated',
			status: 'PENDING',
			differences: [
				{
					place: 'Body',
					change: 'changed',
					field: 'text',
					from: BODY.text,
					to: 'Your order {{1}} is on its way to us.',
				},
			],
		});
		// Looked up, edited, and its new status read.
		expect(calls.matched).toBe(3);
		expect(simulator().templates.edits.count(standing().id, simulator().clock.now())).toBe(1);
	});

	it('knows what it did when the answer was lost', async () => {
		await save(ORDER);
		simulator().templates.approve(standing().id);
		const { id } = standing();
		let calls = 0;
		const fault = simulator().faults.add({
			match: { kind: 'any' },
			every: 2,
			action: { close: 'after' },
		});
		const json = await one(RETEXTED);
		calls = fault.fired;
		expect(calls).toBeGreaterThan(0);
		expect(json).toMatchObject({ changed: 'updated', id, differences: [{ place: 'Body' }] });
		expect(simulator().templates.edits.count(id, simulator().clock.now())).toBe(1);
	});

	it('does not ask Meta for what it forbids', async () => {
		await save(ORDER);
		simulator().templates.approve(standing().id);
		const calls = countCalls(simulator());
		expect(await one({ ...ORDER, category: 'MARKETING' })).toMatchObject({
			error: expect.stringContaining('Meta does not change the category of an approved template'),
			details: { kind: 'validation' },
		});
		expect(calls.matched).toBe(1);
	});

	it('does not ask Meta for a second edit of an approved template within a day', async () => {
		await save(ORDER);
		simulator().templates.approve(standing().id);
		await save(RETEXTED);
		simulator().templates.approve(standing().id);
		const calls = countCalls(simulator());
		expect(await one(ORDER)).toMatchObject({
			error: expect.stringContaining('was edited once within 24 hours'),
		});
		expect(calls.matched).toBe(1);
	});

	it('edits what was rejected as often as it takes', async () => {
		await save(ORDER);
		for (const template of [RETEXTED, ORDER]) {
			simulator().templates.reject(standing().id);
			expect(await one(template)).toMatchObject({ changed: 'updated', status: 'PENDING' });
		}
	});

	it('waits for no review', async () => {
		await save(ORDER);
		expect(await one(RETEXTED)).toMatchObject({
			error: expect.stringContaining('is PENDING'),
			details: { whatToDo: 'Wait until Meta has decided on it, then try again.' },
		});
	});

	it('keeps the order of items for one template', async () => {
		const run = await manager(
			simulator(),
			{
				operation: 'upsert',
				defineTemplate: 'json',
				templateJson: '={{ JSON.stringify($json) }}',
			},
			{ items: [ORDER, ORDER, { ...ORDER, language: 'de' }] },
		);
		expect(jsons(run).map(({ changed }) => changed)).toEqual(['created', 'unchanged', 'created']);
	});

	it('lets Send Template see the new variables at once', async () => {
		await save(ORDER);
		simulator().templates.approve(standing().id);
		const send = async (values: object) => {
			const { outputs } = await runNode(new WhatsAppSend(), {
				parameters: {
					resource: 'message',
					operation: 'sendTemplate',
					phoneNumberId: DEFAULT_ACCOUNT.phoneNumberIds.high,
					recipientPhoneNumber: '+12025550150',
					...chosen('order_sent|en_US'),
					templateValues: { mappingMode: 'defineBelow', value: { ...values } },
				},
				items: [{}],
				credential: credentialFor(simulator()),
				onError: 'continueRegularOutput',
			});
			return outputs[0][0].json;
		};
		expect(await send({ body_1: 'CL-1' })).toHaveProperty('messages');
		await save({
			...ORDER,
			components: [
				{
					type: 'BODY',
					text: 'Your order {{1}} reaches you on {{2}} at the latest.',
					example: { body_text: [['CL-2048', 'Friday']] },
				},
			],
		});
		simulator().templates.approve(standing().id);
		expect(await send({ body_1: 'CL-1' })).toMatchObject({
			error: expect.stringMatching(/^Body \{\{2\}\} is empty/),
		});
		expect(await send({ body_1: 'CL-1', body_2: 'Friday' })).toHaveProperty('messages');
	});
});

describe('Update', () => {
	const update = async (value: string, changes: object) =>
		jsons(
			await manager(simulator(), { operation: 'update', ...chosen(value), ...draft(changes) }),
		)[0];

	it.each([
		['by name', () => 'order_sent|en_US'],
		['by ID', () => standing().id],
	])('edits a template %s, of which only what changes is given', async (_how, reference) => {
		await save(ORDER);
		simulator().templates.approve(standing().id);
		expect(await update(reference(), { components: RETEXTED.components })).toMatchObject({
			changed: 'updated',
			name: 'order_sent',
			differences: [{ place: 'Body', field: 'text' }],
		});
	});

	it('leaves the parts alone when only the validity is given', async () => {
		await save(ORDER);
		simulator().templates.approve(standing().id);
		const change = { message_send_ttl_seconds: 600 };
		expect(await update('order_sent|en_US', change)).toMatchObject({
			changed: 'updated',
			differences: [{ place: 'Validity', to: 600 }],
		});
		expect(standing().components).toEqual([BODY]);
	});

	it('does not take one template for another', async () => {
		await save(ORDER);
		simulator().templates.approve(standing().id);
		expect(await update('order_sent|en_US', { ...RETEXTED, language: 'de' })).toMatchObject({
			error:
				'The template that is chosen is order_sent (en_US), the one that is described order_sent (de)',
		});
	});

	it('takes the new content from the form, which asks for neither name nor category', async () => {
		await save(ORDER);
		simulator().templates.approve(standing().id);
		const run = await manager(simulator(), {
			operation: 'update',
			...chosen('order_sent|en_US'),
			bodyText: 'Your parcel is on its way to you.',
		});
		expect(jsons(run)[0]).toMatchObject({
			changed: 'updated',
			name: 'order_sent',
			category: 'UTILITY',
			differences: [{ place: 'Body' }],
		});
	});

	it('changes the category of a rejected template when the form names another', async () => {
		await save(ORDER);
		simulator().templates.reject(standing().id);
		const run = await manager(simulator(), {
			operation: 'update',
			...chosen('order_sent|en_US'),
			category: 'MARKETING',
			bodyText: BODY.text,
			bodyTextExamples: { example: [{ value: 'CL-2048' }] },
		});
		expect(jsons(run)[0]).toMatchObject({
			changed: 'updated',
			category: 'MARKETING',
			differences: [{ place: 'Category', from: 'UTILITY', to: 'MARKETING' }],
		});
	});

	it('creates nothing', async () => {
		expect(await update('order_sent|en_US', { components: [BODY] })).toMatchObject({
			error: 'The account has no template order_sent in en_US',
		});
	});
});

describe('Check Only', () => {
	const check = async (template: object, operation = 'upsert') =>
		await save(template, operation, { options: { checkOnly: true } });

	it('shows the request, and changes nothing', async () => {
		const run = await check(ORDER, 'create');
		expect(jsons(run)[0]).toEqual({
			checkOnly: true,
			valid: true,
			wouldBe: 'created',
			findings: [],
			request: ORDER,
		});
		expect(hints(run)).toEqual([expect.stringMatching(/^Check Only is on: nothing was sent/)]);
		expect(() => standing()).toThrow();
	});

	it('shows what an edit would change', async () => {
		await save(ORDER);
		simulator().templates.approve(standing().id);
		expect(jsons(await check(RETEXTED))[0]).toMatchObject({
			wouldBe: 'updated',
			differences: [{ place: 'Body' }],
			request: { components: RETEXTED.components },
		});
		expect(jsons(await check(ORDER))[0]).toMatchObject({ valid: true, wouldBe: 'unchanged' });
		expect(standing().components).toEqual([BODY]);
	});

	it('gives all findings instead of failing', async () => {
		const [json] = jsons(await check({ ...ORDER, name: 'Order', components: [] }));
		expect(json).toMatchObject({ valid: false, wouldBe: 'refused' });
		const rules = (json.findings as { rule: string }[]).map(({ rule }) => rule);
		expect(rules).toEqual(expect.arrayContaining(['body-missing']));
		expect(rules.length).toBeGreaterThan(1);
	});

	it('says what Meta forbids', async () => {
		await save(ORDER);
		expect(jsons(await check(RETEXTED))[0]).toMatchObject({
			valid: false,
			wouldBe: 'refused',
			because: expect.stringContaining('is PENDING'),
		});
	});
});

it('has nothing to do without items', async () => {
	const run = await manager(simulator(), { operation: 'upsert', ...draft(ORDER) }, { items: [] });
	expect(run.error).toBeUndefined();
	expect(() => standing()).toThrow();
});
