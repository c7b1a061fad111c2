import { closeAll, send, startManual } from './support';

afterEach(closeAll);

const text = { type: 'text', text: { body: 'Hello' } };

async function start() {
	const simulator = await startManual({ autoStatuses: 'off' });
	const [group] = simulator.account.groups.values();
	const post = (fields: object, from = group.phoneNumberId) =>
		send(simulator, { recipient_type: 'group', ...fields }, { from, to: group.id });
	return { simulator, group, post };
}

test('a message to a group is answered with its ID', async () => {
	const { group, post } = await start();
	const { body } = await post(text);
	expect(body).toMatchObject({
		contacts: [{ input: group.id, wa_id: group.id }],
		messages: [{ group_id: group.id }],
	});
});

test('its statuses name the group, and no person', async () => {
	const { simulator, group, post } = await start();
	await simulator.setCallback(
		{ url: 'http://127.0.0.1:9/nobody', verifyToken: 'x' },
		{ verify: false },
	);
	const { body } = await post(text);
	simulator.setStatus(body.messages[0].id, 'delivered');
	await simulator.until(() => simulator.ledger.deliveries.length > 0);
	const webhook = JSON.parse(simulator.ledger.deliveries[0].body) as {
		entry: Array<{ changes: Array<{ value: Record<string, unknown> }> }>;
	};
	const { value } = webhook.entry[0].changes[0];
	expect(value).not.toHaveProperty('contacts');
	expect(value.statuses).toMatchObject([{ recipient_id: group.id, recipient_type: 'group' }]);
	expect(value.statuses).not.toMatchObject([{ recipient_user_id: expect.anything() }]);
});

test.each([
	['a location', { type: 'location', location: { latitude: 1, longitude: 2 } }, 131051],
	['a group as individual', { ...text, recipient_type: 'individual' }, 131009],
	['an individual as group', { ...text, to: '+12025550150' }, 131041],
	['a pin without days', { type: 'pin', pin: { type: 'pin', message_id: 'wamid.A' } }, 131008],
	[
		'a pin for 31 days',
		{ type: 'pin', pin: { type: 'pin', message_id: 'wamid.A', expiration_days: 31 } },
		131009,
	],
])('%s is refused', async (_, fields, code) => {
	const { post } = await start();
	expect((await post(fields)).body.error).toMatchObject({ code });
});

test('a group is not there for another number', async () => {
	const { simulator, post } = await start();
	const { standard } = simulator.account.phoneNumberIds;
	expect((await post(text, standard)).body.error).toMatchObject({ code: 131041 });
});

test('a pin is refused outside of groups', async () => {
	const { simulator } = await start();
	const { body } = await send(simulator, {
		type: 'pin',
		pin: { type: 'unpin', message_id: 'wamid.A' },
	});
	expect(body.error).toMatchObject({ code: 131051 });
});
