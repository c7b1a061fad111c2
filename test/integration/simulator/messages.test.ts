import { closeAll, graph, send, sendText, startManual } from './support';

afterEach(closeAll);

const REQUIRED = 131008;
const INVALID = 131009;

test('an accepted text is answered with the wa_id and a wamid, and stands in the ledger', async () => {
	const simulator = await startManual();
	const answer = await send(simulator, {
		type: 'text',
		text: { body: 'Grüße 🎉' },
		biz_opaque_callback_data: 'order 7',
	});
	expect(answer.status).toBe(200);
	expect(answer.headers.get('content-type')).toBe('application/json; charset=UTF-8');
	expect(answer.body).toEqual({
		messaging_product: 'whatsapp',
		contacts: [{ input: '+12025550150', wa_id: '12025550150' }],
		messages: [{ id: expect.stringMatching(/^wamid\.[A-Za-z0-9+/=]+$/) }],
	});
	expect(simulator.ledger.accepted).toHaveLength(1);
	expect(simulator.ledger.find(answer.body.messages[0].id)).toMatchObject({
		to: '+12025550150',
		waId: '12025550150',
		type: 'text',
		bizOpaqueCallbackData: 'order 7',
		connectionId: 1,
		payload: { text: { body: 'Grüße 🎉' } },
	});
});

test('a text may have 4,096 code points, however many bytes they take, and not one more', async () => {
	const simulator = await startManual();
	expect((await sendText(simulator, '🎉'.repeat(4_096))).status).toBe(200);
	const refused = await sendText(simulator, '🎉'.repeat(4_097));
	expect(refused).toMatchObject({ status: 400, body: { error: { code: 100 } } });
	expect(simulator.ledger.refused).toMatchObject([{ code: 100, recipient: '+12025550150' }]);
});

test.each([
	['no messaging_product', { messaging_product: undefined }, 100],
	['no recipient', { to: undefined }, REQUIRED],
	['no text', { text: undefined }, REQUIRED],
	['an empty text', { text: { body: '' } }, REQUIRED],
	['a key that text does not have', { text: { body: 'x', colour: 'red' } }, 100],
	['a type that does not exist', { type: 'telegram' }, 131051],
	['a name that only looks like a type', { type: 'constructor' }, 131051],
	['a number with letters', { to: '+1 202 CALL ME' }, 100],
	['a number with dots', { to: '+1.202.555.0150' }, 100],
	['a number of 16 digits', { to: '+1234567890123456' }, 100],
	['the sender itself', { to: '+1 (202) 555-0101' }, 131021],
	['a user ID of a wrong form', { to: undefined, recipient: 'user.9373' }, INVALID],
	['too much opaque data', { biz_opaque_callback_data: 'x'.repeat(513) }, 100],
	['a context without an id', { context: {} }, REQUIRED],
	['an image without id and link', { type: 'image', image: {} }, REQUIRED],
	['three code points too many in a caption', { type: 'image', image: image(1_027) }, 100],
	['four reply buttons', { type: 'interactive', interactive: buttons(4) }, INVALID],
	['a context on a reaction', reactionWithContext(), INVALID],
])('a message with %s is refused', async (_what, change, code) => {
	const simulator = await startManual();
	const answer = await send(simulator, { type: 'text', text: { body: 'Hello' }, ...change });
	expect(answer.status).toBe(400);
	expect(answer.body.error).toMatchObject({
		code,
		type: 'OAuthException',
		fbtrace_id: expect.any(String),
	});
	expect(simulator.ledger.accepted).toHaveLength(0);
});

function image(captionLength: number): object {
	return { link: 'https://shop.example/a.jpg', caption: 'x'.repeat(captionLength) };
}

function buttons(count: number): object {
	return {
		type: 'button',
		body: { text: 'Which?' },
		action: {
			buttons: Array.from({ length: count }, (_, index) => ({
				type: 'reply',
				reply: { id: `b${index}`, title: `Button ${index}` },
			})),
		},
	};
}

function reactionWithContext(): object {
	return {
		type: 'reaction',
		reaction: { message_id: 'wamid.x', emoji: '👍' },
		context: { message_id: 'wamid.x' },
	};
}

test.each([
	['image', image(1_024)],
	['interactive', buttons(3)],
	['location', { latitude: '52.5', longitude: 13.4, name: 'Workshop' }],
	['reaction', { message_id: 'wamid.x', emoji: '👍' }],
	['contacts', [{ name: { formatted_name: 'Zoé' } }]],
])('a whole %s is accepted', async (type, content) => {
	const simulator = await startManual();
	expect((await send(simulator, { type, [type]: content })).status).toBe(200);
});

test('a number without + gets the calling code of the business in front', async () => {
	const simulator = await startManual();
	const answer = await sendText(simulator, 'Hello', { to: '(202) 555-0150' });
	expect(answer.body.contacts).toEqual([{ input: '(202) 555-0150', wa_id: '12025550150' }]);
	const surprising = await sendText(simulator, 'Hallo', { to: '4915155550150' });
	expect(surprising.body.contacts[0].wa_id).toBe('14915155550150');
});

test('a message to a user ID is answered with it and without a wa_id; `to` wins over it', async () => {
	const simulator = await startManual();
	const userId = 'US.13491208655302741918';
	const text = { type: 'text', text: { body: 'Hello' }, recipient: userId };
	const byId = await send(simulator, { ...text, to: undefined });
	expect(byId.body.contacts).toEqual([{ input: userId, user_id: userId }]);
	const both = await send(simulator, text);
	expect(both.body.contacts).toEqual([{ input: '+12025550150', wa_id: '12025550150' }]);
});

test("a person's message can be marked as read, with a typing indicator", async () => {
	const simulator = await startManual();
	const { id } = simulator.inbound({ from: '+12025550150', text: 'Anyone there?' });
	const path = `${simulator.account.phoneNumberIds.standard}/messages`;
	const body = {
		messaging_product: 'whatsapp',
		status: 'read',
		message_id: id,
		typing_indicator: { type: 'text' },
	};
	expect((await graph(simulator, 'POST', path, { body })).body).toEqual({ success: true });
	expect(simulator.ledger.reads).toMatchObject([{ messageId: id, typing: true }]);
	const unknown = await graph(simulator, 'POST', path, {
		body: { ...body, message_id: 'wamid.0' },
	});
	expect(unknown.body.error.code).toBe(INVALID);
});

test('the 24-hour window: free-form is refused outside it, templates are not', async () => {
	const simulator = await startManual({ enforceWindow: 'refuse' });
	expect((await sendText(simulator, 'Hello')).body.error.code).toBe(131047);
	const template = { name: 'hello_world', language: { code: 'en_US' } };
	expect((await send(simulator, { type: 'template', template })).status).toBe(200);

	simulator.inbound({ from: '+12025550150', text: 'Hi' });
	simulator.clock.advance(24 * 60 * 60 * 1_000 - 1);
	expect((await sendText(simulator, 'Still there?')).status).toBe(200);
	simulator.clock.advance(1);
	expect((await sendText(simulator, 'And now?')).body.error.code).toBe(131047);
});

test('the window can also be reported afterwards, as a failed status', async () => {
	const simulator = await startManual({ enforceWindow: 'failLater' });
	expect((await sendText(simulator, 'Hello')).status).toBe(200);
	expect(simulator.ledger.accepted[0]).toMatchObject({
		status: 'failed',
		failure: { code: 131047 },
	});
});
