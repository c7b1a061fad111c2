import { payloadOf, refusalOf, useSimulator } from './support';

useSimulator();

describe('location', () => {
	it('is sent with name and address, as pasted from n8n’s own node', async () => {
		expect(
			await payloadOf({
				messageType: 'location',
				longitude: -122.425332,
				latitude: 37.758056,
				additionalFields: { nameAndAddress: { name: 'META HQ', address: '1 Hacker Way' } },
			}),
		).toEqual({
			type: 'location',
			location: {
				latitude: 37.758056,
				longitude: -122.425332,
				name: 'META HQ',
				address: '1 Hacker Way',
			},
		});
	});

	it('takes its numbers and its name from the item, also as texts', async () => {
		expect(
			await payloadOf(
				{
					messageType: 'location',
					longitude: '={{ $json.place.lng }}',
					latitude: '={{ $json.place.lat }}',
					additionalFields: { nameAndAddress: { name: '={{ $json.place.name }}' } },
				},
				{ place: { lng: '13.4', lat: 0, name: 'Null' } },
			),
		).toEqual({ type: 'location', location: { latitude: 0, longitude: 13.4, name: 'Null' } });
	});

	it('is refused where a number was never filled in', async () => {
		expect(await refusalOf({ messageType: 'location', longitude: 13.4 })).toMatch(
			/^Latitude is empty/,
		);
	});
});

describe('reaction', () => {
	const messageId = 'wamid.HBgLMTY1MDU1NTEyMzQVAgASGBI=';

	it('puts an emoji to a message of the item', async () => {
		expect(
			await payloadOf(
				{
					messageType: 'reaction',
					reactionMessageId: '={{ $json.messages[0].id }}',
					emoji: '👍🏽',
				},
				{ messages: [{ id: messageId }] },
			),
		).toEqual({ type: 'reaction', reaction: { message_id: messageId, emoji: '👍🏽' } });
	});

	it('is removed by an empty emoji, only where asked for', async () => {
		const parameters = { messageType: 'reaction', reactionMessageId: messageId };
		expect(await payloadOf({ ...parameters, reactionAction: 'remove' })).toEqual({
			type: 'reaction',
			reaction: { message_id: messageId, emoji: '' },
		});
	});

	it('is refused where its emoji comes out empty', async () => {
		expect(
			await refusalOf({
				messageType: 'reaction',
				reactionMessageId: messageId,
				emoji: '={{ $json.none }}',
			}),
		).toMatch(/^Emoji is empty/);
	});
});

describe('custom JSON', () => {
	it('is sent as it is written', async () => {
		expect(
			await payloadOf({
				messageType: 'raw',
				messageJson: '{ "type": "text", "text": { "body": "Hello" } }',
			}),
		).toEqual({ type: 'text', text: { body: 'Hello' } });
	});

	it('may be an object of the item', async () => {
		expect(
			await payloadOf(
				{ messageType: 'raw', messageJson: '={{ $json.message }}' },
				{ message: { type: 'text', text: { body: 'Hello' } } },
			),
		).toEqual({ type: 'text', text: { body: 'Hello' } });
	});

	it('may have expressions inside of it', async () => {
		expect(
			await payloadOf(
				{
					messageType: 'raw',
					messageJson: '={ "type": "text", "text": { "body": {{ JSON.stringify($json.say) }} } }',
				},
				{ say: 'A "quoted"\nword' },
			),
		).toEqual({ type: 'text', text: { body: 'A "quoted"\nword' } });
	});

	it('is refused with the place of the mistake where it is no JSON', async () => {
		expect(await refusalOf({ messageType: 'raw', messageJson: '{ "type": text }' })).toMatch(
			/^Message \(JSON\) is no valid JSON: Unexpected token/,
		);
	});

	it('is refused where it names another recipient', async () => {
		const message = { to: '+12025559999', type: 'text', text: { body: 'Hello' } };
		expect(await refusalOf({ messageType: 'raw', messageJson: JSON.stringify(message) })).toMatch(
			/^Message \(JSON\) holds to/,
		);
	});
});
