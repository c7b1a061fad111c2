import type { Body } from './support';
import { closeAll, graph, startManual } from './support';

afterEach(closeAll);

test('phone numbers come with the fields that were asked for, and id', async () => {
	const simulator = await startManual();
	const { businessAccountId, phoneNumberIds } = simulator.account;
	const fields = 'display_phone_number,verified_name,throughput{level},is_on_biz_app';
	const path = `${businessAccountId}/phone_numbers?fields=${encodeURIComponent(fields)}`;
	const { body } = await graph(simulator, 'GET', path);
	expect(body.data).toHaveLength(4);
	expect(body.data[1]).toEqual({
		id: phoneNumberIds.high,
		display_phone_number: '+1 202-555-0102',
		verified_name: 'Cedar & Loom Campaigns',
		throughput: { level: 'HIGH' },
		is_on_biz_app: false,
	});
});

test('one phone number can be read by its id', async () => {
	const simulator = await startManual();
	const { lowQuality } = simulator.account.phoneNumberIds;
	const fields = 'quality_rating,status,whatsapp_business_manager_messaging_limit,platform_type';
	const { body } = await graph(simulator, 'GET', `${lowQuality}?fields=${fields}`);
	expect(body).toEqual({
		id: lowQuality,
		quality_rating: 'RED',
		status: 'CONNECTED',
		whatsapp_business_manager_messaging_limit: 'TIER_250',
		platform_type: 'CLOUD_API',
	});
});

test('cursors lead through all templates once, forth and back', async () => {
	const simulator = await startManual();
	const { account } = simulator;
	const edge = `${account.businessAccountId}/message_templates?fields=name,language&limit=5`;
	const ids: string[] = [];
	let page = (await graph(simulator, 'GET', edge)).body;
	const first = page;
	for (;;) {
		ids.push(...page.data.map(({ id }) => String(id)));
		if (!page.paging.next) break;
		page = (await graph(simulator, 'GET', `${edge}&after=${page.paging.cursors.after}`)).body;
	}
	expect(ids).toEqual([...account.templates.keys()]);
	const back = await graph(simulator, 'GET', `${edge}&before=${page.paging.cursors.before}`);
	expect(back.body.paging.next).toBeDefined();
	expect(first.paging.previous).toBeUndefined();
});

test('the address of the next page can be fetched as it is', async () => {
	const simulator = await startManual();
	const edge = `${simulator.account.businessAccountId}/message_templates?limit=5`;
	const { body } = await graph(simulator, 'GET', edge);
	const next = (await (await fetch(body.paging.next ?? '')).json()) as Body;
	expect(next.data).toHaveLength(5);
	expect(next.data[0].id).not.toBe(body.data[0].id);
});

test('a cursor that was not handed out is refused with 131059', async () => {
	const simulator = await startManual();
	const edge = `${simulator.account.businessAccountId}/message_templates`;
	const answer = await graph(simulator, 'GET', `${edge}?after=made-up`);
	expect(answer).toMatchObject({ status: 400, body: { error: { code: 131059 } } });
});

test.each([
	['status=PAUSED,PENDING', ['winter_sale', 'loyalty_points']],
	['category=AUTHENTICATION', ['sign_in_code']],
	['language=de', ['order_shipped']],
	['name=shipped&language=en_US', ['order_shipped']],
	['content=spring%20collection', ['spring_collection']],
	['name_or_content=autumn', ['autumn_letter']],
	['name=nothing_like_it', []],
])('templates are filtered by %s', async (filter, names) => {
	const simulator = await startManual();
	const edge = `${simulator.account.businessAccountId}/message_templates?fields=name&${filter}`;
	const { body } = await graph(simulator, 'GET', edge);
	expect(body.data.map(({ name }) => name)).toEqual(names);
	expect(body).not.toHaveProperty('paging.next');
});

test('a template can be read by its id', async () => {
	const simulator = await startManual();
	const [id] = simulator.account.templates.keys();
	const { body } = await graph(simulator, 'GET', `${id}?fields=name,status,components`);
	expect(body).toMatchObject({ id, name: 'hello_world', status: 'APPROVED' });
});
