import { payloadOf, refusalOf, useSimulator } from './support';

useSimulator();

describe('options of any message', () => {
	const text = { messageType: 'text', textBody: 'Hello' };

	it('quote the message that is answered and carry data for the status webhooks', async () => {
		expect(
			await payloadOf(
				{
					...text,
					options: {
						replyToMessageId: '={{ $json.messages[0].id }}',
						callbackData: '={{ $json.order }}',
					},
				},
				{ messages: [{ id: 'wamid.A' }], order: 4711 },
			),
		).toEqual({
			type: 'text',
			text: { body: 'Hello' },
			context: { message_id: 'wamid.A' },
			biz_opaque_callback_data: '4711',
		});
	});

	it('hold for templates too', async () => {
		expect(
			await payloadOf({
				operation: 'sendTemplate',
				template: { __rl: true, mode: 'id', value: 'hello_world|en_US' },
				options: { callbackData: 'x' },
			}),
		).toMatchObject({ type: 'template', biz_opaque_callback_data: 'x' });
	});

	it('do not quote with a reaction', async () => {
		expect(
			await payloadOf({
				messageType: 'reaction',
				reactionMessageId: 'wamid.A',
				emoji: '👍',
				options: { replyToMessageId: 'wamid.A' },
			}),
		).not.toHaveProperty('context');
	});

	it('are refused where the data is too long', async () => {
		expect(await refusalOf({ ...text, options: { callbackData: 'x'.repeat(513) } })).toMatch(
			/^Callback Data has 513 characters, Meta allows 512/,
		);
	});
});
