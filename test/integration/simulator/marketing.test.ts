import { closeAll, graph, startManual } from './support';

afterEach(closeAll);

async function start() {
	const simulator = await startManual({ autoStatuses: 'off' });
	simulator.account.addTemplate({ name: 'spring_letter', category: 'MARKETING' });
	const post = (fields: object) =>
		graph(simulator, 'POST', `${simulator.account.phoneNumberIds.high}/marketing_messages`, {
			body: { messaging_product: 'whatsapp', to: '+12025550150', ...fields },
		});
	return { simulator, post };
}

const template = (name: string) => ({
	type: 'template',
	template: { name, language: { code: 'en_US' } },
});

test('a marketing template is taken, and priced as such', async () => {
	const { simulator, post } = await start();
	await simulator.setCallback(
		{ url: 'http://127.0.0.1:9/nobody', verifyToken: 'x' },
		{ verify: false },
	);
	const { body } = await post({
		...template('spring_letter'),
		product_policy: 'STRICT',
		message_activity_sharing: true,
	});
	expect(simulator.ledger.find(body.messages[0].id)?.endpoint).toBe('marketing_messages');
	simulator.setStatus(body.messages[0].id, 'sent');
	await simulator.until(() => simulator.ledger.deliveries.length > 0);
	expect(simulator.ledger.deliveries[0].body).toContain('"category":"marketing_lite"');
});

test.each([
	['another category', template('hello_world'), 134100],
	['another kind of message', { type: 'text', text: { body: 'Hello' } }, 131055],
	['a policy that there is not', { ...template('spring_letter'), product_policy: 'MAYBE' }, 100],
	['a template that is not there', template('no_letter'), 132001],
])('%s is refused', async (_, fields, code) => {
	const { simulator, post } = await start();
	expect((await post(fields)).body.error).toMatchObject({ code });
	expect(simulator.ledger.accepted).toEqual([]);
});

test('a new template is ready after a while', async () => {
	const { simulator, post } = await start();
	simulator.account.addTemplate({
		name: 'new_letter',
		category: 'MARKETING',
		marketingSyncedAt: simulator.clock.now() + 600_000,
	});
	expect((await post(template('new_letter'))).body.error).toMatchObject({ code: 134101 });
	simulator.clock.advance(600_000);
	expect((await post(template('new_letter'))).status).toBe(200);
});
