import { closeAll, control, graph, send, startManual } from './support';
import { CODE, create, PLAIN } from './templateSupport';

afterEach(closeAll);

describe('the list', () => {
	test.each([
		['status=PAUSED,DISABLED', ['winter_sale', 'autumn_letter']],
		['status=["PAUSED"]', ['winter_sale']],
		['category=authentication', ['sign_in_code']],
		['language=es_MX,fr', ['cita_confirmada', 'loyalty_points']],
		['name=order', ['order_confirmed', 'order_shipped', 'order_shipped']],
		['content=linen', []],
		['content=Call us', ['appointment_reminder']],
		['content=natural dyes', ['workshop_carousel']],
		['name_or_content=sale', ['winter_sale', 'flash_sale']],
		['quality_score=RED', ['winter_sale', 'autumn_letter']],
		['name=order&language=de', ['order_shipped']],
	])('filtered by %s', async (query, names) => {
		const simulator = await startManual();
		const path = `${simulator.account.businessAccountId}/message_templates?fields=name&${query}`;
		const { data } = (await graph(simulator, 'GET', path)).body;
		expect(data.map(({ name }) => name)).toEqual(names);
	});

	test('counts in its summary what was found and what there is', async () => {
		const simulator = await startManual({ templates: { limit: 250 } });
		const summary = 'total_count,message_template_count,message_template_limit';
		const path = `${simulator.account.businessAccountId}/message_templates`;
		const { body } = await graph(simulator, 'GET', `${path}?status=PAUSED&summary=${summary}`);
		expect(body.summary).toEqual({
			total_count: 1,
			message_template_count: simulator.account.templates.size,
			message_template_limit: 250,
		});
	});

	test('1,000 templates come once each, also when some go and come meanwhile', async () => {
		const simulator = await startManual();
		const { account, templates } = simulator;
		for (let index = 0; index < 1_000; index++) account.addTemplate({ name: `bulk_${index}` });
		const edge = `${account.businessAccountId}/message_templates?fields=name&name=bulk_&limit=100`;
		const names: unknown[] = [];
		let after = '';
		for (let page = 0; page < 10; page++) {
			const { body } = await graph(simulator, 'GET', `${edge}${after}`);
			names.push(...body.data.map(({ name }) => name));
			after = `&after=${body.paging.cursors.after}`;
			if (page === 0) templates.delete(templates.find('bulk_99'));
		}
		expect(names).toEqual(Array.from({ length: 1_000 }, (_, index) => `bulk_${index}`));
	});
});

test('an upsert creates the languages that are missing and edits the others', async () => {
	const simulator = await startManual();
	const { account } = simulator;
	const upsert = (fields: object) =>
		graph(simulator, 'POST', `${account.businessAccountId}/upsert_message_templates`, {
			body: { name: 'sign_in_code', category: 'AUTHENTICATION', components: CODE, ...fields },
		});
	const { id } = simulator.templates.find('sign_in_code');
	const { body } = await upsert({ languages: ['en_US', 'de'] });
	expect(body.data).toEqual([
		{ id, status: 'PENDING', language: 'en_US' },
		{ id: simulator.templates.find('sign_in_code', 'de').id, status: 'PENDING', language: 'de' },
	]);
	expect((await upsert({ languages: ['fr'], category: 'UTILITY' })).status).toBe(400);
	const half = await upsert({ name: 'half', languages: ['fr', 'xx'] });
	expect(half.status).toBe(400);
	expect(() => simulator.templates.find('half', 'fr')).toThrow(RangeError);
});

test('a preview has Meta’s texts in each language', async () => {
	const simulator = await startManual();
	const query =
		'category=AUTHENTICATION&languages=en_US,de&add_security_recommendation=true' +
		'&code_expiration_minutes=5&button_types=OTP';
	const path = `${simulator.account.businessAccountId}/message_template_previews?${query}`;
	expect((await graph(simulator, 'GET', path)).body.data).toMatchObject([
		{
			language: 'en_US',
			footer: expect.stringContaining('5 minutes'),
			buttons: [{ text: 'Copy code' }],
		},
		{ language: 'de', body: expect.stringContaining('{{1}}') },
	]);
	const wrong = await graph(simulator, 'GET', path.replace('minutes=5', 'minutes=91'));
	expect(wrong.status).toBe(400);
});

describe('the library', () => {
	test.each([
		['search=parcel', 2],
		['language=de', 1],
		['topic=payments', 1],
		['usecase=FEEDBACK_SURVEY', 1],
		['industry=FINANCIAL_SERVICES', 2],
		['search=parcel&language=en_US', 1],
	])('is searched by %s', async (query, count) => {
		const simulator = await startManual();
		const { data } = (await graph(simulator, 'GET', `message_template_library?${query}`)).body;
		expect(data).toHaveLength(count);
	});

	const FROM_LIBRARY = {
		name: 'late_parcel',
		library_template_name: 'parcel_delayed_1',
		components: undefined,
		library_template_button_inputs: [
			{
				type: 'URL',
				url: {
					base_url: 'https://shop.example/track/{{1}}',
					url_suffix_example: 'https://shop.example/track/CL-1',
				},
			},
		],
	};

	test('gives templates that are approved at once, with the builder’s buttons', async () => {
		const simulator = await startManual();
		const { body } = await create(simulator, FROM_LIBRARY);
		expect(body.status).toBe('APPROVED');
		const fields = 'library_template_name,components';
		expect((await graph(simulator, 'GET', `${body.id}?fields=${fields}`)).body).toMatchObject({
			library_template_name: 'parcel_delayed_1',
			components: [
				{ type: 'HEADER' },
				{ type: 'BODY', text: expect.stringContaining('{{3}}') },
				{ buttons: [{ text: 'Track the parcel', url: 'https://shop.example/track/{{1}}' }] },
			],
		});
	});

	test.each([
		['an entry that is not there', { library_template_name: 'nothing' }],
		['a language that it does not have', { language: 'fr' }],
		['no button inputs', { library_template_button_inputs: undefined }],
		['components as well', { components: [PLAIN] }],
	])('refuses %s', async (_what, fields) => {
		const simulator = await startManual();
		expect((await create(simulator, { ...FROM_LIBRARY, ...fields })).status).toBe(400);
	});
});

test('migrating copies the approved templates that the other account lacks', async () => {
	const simulator = await startManual();
	const { account, templates } = simulator;
	account.addBusinessAccount({ id: '300', name: 'Second' });
	account.addTemplate({ name: 'hello_world' }, '300');
	account.addToken({ value: 'EAAboth', granularTargets: undefined });
	const ids = ['order_shipped', 'hello_world', 'winter_sale'].map(
		(name) => templates.find(name).id,
	);
	const answer = await graph(simulator, 'POST', '300/migrate_message_templates', {
		token: 'EAAboth',
		body: { source_waba_id: account.businessAccountId, template_ids: [...ids, '1'] },
	});
	expect(answer.body).toEqual({
		migrated_templates: [templates.find('order_shipped', 'en_US', '300').id],
		failed_templates: {
			[ids[1]]: expect.any(String),
			[ids[2]]: expect.any(String),
			1: expect.any(String),
		},
	});
	// A token without rights over the source learns nothing of it.
	const stranger = await graph(
		simulator,
		'POST',
		`${account.businessAccountId}/migrate_message_templates`,
		{
			body: { source_waba_id: '300' },
		},
	);
	expect(stranger.body.error.error_subcode).toBe(33);
});

describe('figures', () => {
	const DAY = 24 * 60 * 60;

	const template = (name: string, components: object[] = []) => ({
		type: 'template',
		template: { name, language: { code: 'en_US' }, components },
	});

	test('count what was sent, delivered, read and pressed, by day', async () => {
		const simulator = await startManual({ autoStatuses: 'off' });
		const { account, clock, ledger } = simulator;
		const names = ['first_name', 'day', 'time'];
		const parameters = names.map((name) => ({ type: 'text', text: 'x', parameter_name: name }));
		const reminder = template('appointment_reminder', [{ type: 'body', parameters }]);
		for (let count = 0; count < 3; count++) await send(simulator, reminder);
		simulator.setStatus(ledger.accepted[0].id, 'sent');
		simulator.setStatus(ledger.accepted[1].id, 'read');
		await control(simulator, 'POST', 'press', {
			conversation: `${account.phoneNumberIds.standard}:12025550150`,
			messageId: ledger.accepted[1].id,
			index: 0,
		});
		const { id } = simulator.templates.find('appointment_reminder');
		const today = Math.floor(clock.now() / 1_000 / DAY) * DAY;
		const read = (query: string) =>
			graph(simulator, 'GET', `${account.businessAccountId}/template_analytics?${query}`);
		const query = `start=${today - DAY}&end=${today + DAY}&granularity=daily&template_ids=[${id}]`;
		expect((await read(query)).body.data).toEqual([
			{
				granularity: 'DAILY',
				product_type: 'cloud_api',
				data_points: [
					{
						template_id: id,
						start: today - DAY,
						end: today,
						sent: 0,
						delivered: 0,
						read: 0,
						clicked: [],
					},
					{
						template_id: id,
						start: today,
						end: today + DAY,
						sent: 2,
						delivered: 1,
						read: 1,
						clicked: [{ type: 'quick_reply_button', button_content: 'Keep it', count: 1 }],
					},
				],
			},
		]);
		const sentOnly = (await read(`${query}&metric_types=SENT`)).body.data[0];
		expect(sentOnly.data_points).toContainEqual({
			template_id: id,
			start: today,
			end: today + DAY,
			sent: 2,
		});
		const old = `start=${today - 92 * DAY}&end=${today}&granularity=daily&template_ids=[${id}]`;
		expect((await read(old)).status).toBe(400);
		expect((await read(query.replace(id, '1'))).status).toBe(400);
	});

	test('of two templates are compared once both were sent often enough', async () => {
		const simulator = await startManual({ templates: { compareMinimum: 2 } });
		const { account, clock } = simulator;
		account.addTemplate({ name: 'other' });
		const [one, other] = ['hello_world', 'other'].map((name) => simulator.templates.find(name).id);
		const end = Math.floor(clock.now() / 1_000) + 60;
		const compare = (days: number) =>
			graph(
				simulator,
				'GET',
				`${one}/compare?template_ids=[${other}]&start=${end - days * DAY}&end=${end}`,
			);
		expect((await compare(7)).body.error.error_user_msg).toContain('at least 2');
		for (const name of ['hello_world', 'other', 'other', 'hello_world', 'other']) {
			await send(simulator, template(name));
		}
		expect((await compare(7)).body.data).toContainEqual({
			metric: 'MESSAGE_SENDS',
			type: 'NUMBER_VALUES',
			number_values: [
				{ key: one, value: 2 },
				{ key: other, value: 3 },
			],
		});
		expect((await compare(8)).status).toBe(400);
	});
});
