import { closeAll, control, graph, startCallback, startManual } from './support';
import {
	approved,
	body,
	create,
	DAY,
	HOUR,
	MANUAL,
	sendIt,
	told,
	withCallback,
} from './templateSupport';

afterEach(closeAll);

describe('review', () => {
	test('comes by itself after a while; then the template can be sent', async () => {
		const simulator = await startManual();
		const callback = await withCallback(simulator);
		const { id } = (await create(simulator)).body;
		expect((await sendIt(simulator)).status).toBe(404);
		simulator.clock.advance(simulator.settings.templates.reviewMs);
		expect((await sendIt(simulator)).status).toBe(200);
		expect((await told(simulator, callback))[0]).toEqual({
			field: 'message_template_status_update',
			value: {
				event: 'APPROVED',
				reason: 'NONE',
				message_template_id: Number(id),
				message_template_name: 'fresh',
				message_template_language: 'en_US',
				message_template_category: 'UTILITY',
			},
		});
	});

	test('refuses by rule, with the reason on the template and in the webhook', async () => {
		const simulator = await startManual();
		const callback = await withCallback(simulator);
		const { id } = (await create(simulator, { name: 'please_reject' })).body;
		simulator.clock.advance(simulator.settings.templates.reviewMs);
		const fields = 'status,rejected_reason';
		expect((await graph(simulator, 'GET', `${id}?fields=${fields}`)).body).toEqual({
			id,
			status: 'REJECTED',
			rejected_reason: 'INVALID_FORMAT',
		});
		expect((await told(simulator, callback))[0].value).toMatchObject({
			event: 'REJECTED',
			reason: 'INVALID_FORMAT',
			rejection_info: { reason: 'INVALID_FORMAT', recommendation: expect.any(String) },
		});
	});

	test('by a rule of one’s own, by what the text says', async () => {
		const rules = [{ text: 'PRIZE', then: { reject: 'SCAM' } }];
		const simulator = await startManual({ templates: { rules } });
		const { id } = (await create(simulator, { components: [body('Your prize is here.')] })).body;
		simulator.clock.advance(simulator.settings.templates.reviewMs);
		expect(simulator.account.templates.get(id)).toMatchObject({ rejected_reason: 'SCAM' });
	});

	test('waits for a command where it is by hand', async () => {
		const simulator = await startManual(MANUAL);
		const { id } = (await create(simulator)).body;
		simulator.clock.advance(30 * DAY);
		expect(simulator.account.templates.get(id)?.status).toBe('PENDING');
		await control(simulator, 'POST', 'templates/reject', { id, reason: 'PROMOTIONAL' });
		expect(simulator.templates.find('fresh')).toMatchObject({
			status: 'REJECTED',
			rejected_reason: 'PROMOTIONAL',
		});
		await control(simulator, 'POST', 'templates/approve', { id });
		expect(simulator.templates.find('fresh').rejected_reason).toBeUndefined();
		expect((await sendIt(simulator)).status).toBe(200);
	});

	test('does not undo what was decided meanwhile', async () => {
		const simulator = await startManual();
		const { id } = (await create(simulator)).body;
		simulator.templates.disable(id);
		simulator.clock.advance(DAY);
		expect(simulator.templates.find('fresh').status).toBe('DISABLED');
	});

	const DISCOUNT = { components: [body('Here is your discount for today.')] };

	test('takes it for another category where that is allowed', async () => {
		const simulator = await startManual();
		const { body: answer } = await create(simulator, { ...DISCOUNT, allow_category_change: true });
		expect(answer.category).toBe('MARKETING');
		simulator.clock.advance(simulator.settings.templates.reviewMs);
		expect(simulator.templates.find('fresh')).toMatchObject({
			status: 'APPROVED',
			category: 'MARKETING',
			previous_category: 'UTILITY',
		});
	});

	test('refuses a wrong category where it is not', async () => {
		const simulator = await startManual();
		expect((await create(simulator, DISCOUNT)).body.category).toBe('UTILITY');
		simulator.clock.advance(simulator.settings.templates.reviewMs);
		expect(simulator.templates.find('fresh').rejected_reason).toBe('INCORRECT_CATEGORY');
	});
});

describe('an approved template', () => {
	test('is paused for 3 hours, then for 6, then disabled', async () => {
		const simulator = await startManual(MANUAL);
		const callback = await withCallback(simulator);
		const id = await approved(simulator);
		const { templates, clock } = simulator;
		for (const hours of [3, 6]) {
			templates.pause(id);
			// A delivery under way would run into its time-out when hours pass.
			await simulator.webhooksSettled();
			clock.advance(hours * HOUR - 1);
			expect(templates.find('fresh').status).toBe('PAUSED');
			clock.advance(1);
			expect(templates.find('fresh').status).toBe('APPROVED');
			await simulator.webhooksSettled();
		}
		templates.pause(id);
		const values = (await told(simulator, callback)).map(({ value }) => value);
		expect(values.slice(1)).toMatchObject([
			{ event: 'PAUSED', other_info: { title: 'FIRST_PAUSE' } },
			{ event: 'APPROVED' },
			{ event: 'PAUSED', other_info: { title: 'SECOND_PAUSE' } },
			{ event: 'APPROVED' },
			{ event: 'DISABLED', disable_info: { disable_date: Math.floor(clock.now() / 1_000) } },
		]);
	});

	test('stays in a pause for pacing until it is unpaused', async () => {
		const simulator = await startManual(MANUAL);
		const id = await approved(simulator);
		const unpause = async () => (await graph(simulator, 'POST', `${id}/unpause`)).body;
		expect(await unpause()).toMatchObject({ success: false, reason: expect.any(String) });
		simulator.templates.pause(id);
		expect(await unpause()).toMatchObject({ success: false, reason: expect.any(String) });
		simulator.templates.pause(id, 'RATE_LIMITING_PAUSE');
		simulator.clock.advance(DAY);
		expect(simulator.templates.find('fresh').status).toBe('PAUSED');
		expect(await unpause()).toEqual({ success: true });
		expect((await sendIt(simulator)).status).toBe(200);
	});

	test('changes its quality', async () => {
		const simulator = await startManual(MANUAL);
		const callback = await withCallback(simulator);
		const id = await approved(simulator);
		await control(simulator, 'POST', 'templates/quality', { id, score: 'YELLOW' });
		expect(simulator.templates.find('fresh').quality_score?.score).toBe('YELLOW');
		expect((await told(simulator, callback))[1]).toMatchObject({
			field: 'message_template_quality_update',
			value: { previous_quality_score: 'UNKNOWN', new_quality_score: 'YELLOW' },
		});
	});

	test('changes its category, announced a day ahead', async () => {
		const simulator = await startManual(MANUAL);
		const callback = await withCallback(simulator);
		const id = await approved(simulator);
		const at = Math.floor((simulator.clock.now() + DAY) / 1_000);
		simulator.templates.setCategory(id, 'MARKETING', DAY);
		expect(simulator.templates.find('fresh')).toMatchObject({
			category: 'UTILITY',
			correct_category: 'MARKETING',
		});
		await simulator.webhooksSettled();
		simulator.clock.advance(DAY);
		expect(simulator.templates.find('fresh').category).toBe('MARKETING');
		expect((await told(simulator, callback)).slice(1)).toMatchObject([
			{
				field: 'template_category_update',
				value: {
					new_category: 'UTILITY',
					correct_category: 'MARKETING',
					category_update_timestamp: at,
				},
			},
			{ value: { previous_category: 'UTILITY', new_category: 'MARKETING' } },
		]);
	});

	test('its webhooks go to the app’s callback, also where the account has its own', async () => {
		const simulator = await startManual(MANUAL);
		const callback = await withCallback(simulator);
		const own = await startCallback();
		const { account } = simulator;
		account.accountOf(account.businessAccountId).callback = { url: own.url, verifyToken: 'x' };
		simulator.configure({ templates: { webhookLanguage: 'dashed' } });
		await approved(simulator);
		expect((await told(simulator, callback))[0].value.message_template_language).toBe('en-US');
		expect(own.received).toHaveLength(0);
	});

	test('is archived, taken out again, and deleted after 28 days in there', async () => {
		const simulator = await startManual(MANUAL);
		const id = await approved(simulator);
		const { businessAccountId } = simulator.account;
		const move = async (where: string, ids: string) =>
			(
				await graph(simulator, 'POST', `${businessAccountId}/message_templates/${where}`, {
					body: { hsm_ids: ids },
				})
			).body;
		expect(await move('archive', `${id},1`)).toEqual({
			archived_templates: [id],
			failed_templates: { 1: expect.any(String) },
		});
		expect((await sendIt(simulator)).status).toBe(404);
		expect(await move('unarchive', id)).toMatchObject({ unarchived_templates: [id] });
		expect((await sendIt(simulator)).status).toBe(200);
		await move('archive', id);
		simulator.clock.advance(28 * DAY);
		expect(simulator.account.templates.has(id)).toBe(false);
	});
});
