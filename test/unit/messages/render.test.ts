import { renderMessage } from '../../../nodes/shared/messages/render';
import type { MessageContent } from '../../../nodes/shared/messages/types';

const interactive = (type: string, action: object, frame: object = {}): MessageContent => ({
	type: 'interactive',
	interactive: { type, ...frame, action },
});
const reply = (title: string) => ({ type: 'reply', reply: { id: 'x', title } });

const link = 'https://example.com/a.jpg';
const url = 'https://example.com';

it.each<[string, MessageContent, string[]]>([
	['a text', { type: 'text', text: { body: 'Hello\nyou' } }, ['Hello', 'you']],
	[
		'an image with its caption',
		{ type: 'image', image: { link, caption: 'A cedar' } },
		[`[Image: ${link}]`, 'A cedar'],
	],
	['a video', { type: 'video', video: { id: '7' } }, ['[Video: 7]']],
	[
		'a document by its name',
		{ type: 'document', document: { id: '7', filename: 'bill.pdf' } },
		['[Document: bill.pdf]'],
	],
	['audio', { type: 'audio', audio: { id: '7' } }, ['[Audio: 7]']],
	['a voice note', { type: 'audio', audio: { id: '7', voice: true } }, ['[Voice note: 7]']],
	['a sticker', { type: 'sticker', sticker: { id: '7' } }, ['[Sticker: 7]']],
	[
		'a location',
		{ type: 'location', location: { latitude: 1.5, longitude: 0, name: 'Null' } },
		['[Location: Null, 1.5, 0]'],
	],
	[
		'contacts',
		{
			type: 'contacts',
			contacts: [
				{ name: { formatted_name: 'Ada' }, phones: [{ phone: '+1 650 555 1234' }] },
				{ name: { formatted_name: 'Bob' } },
			],
		},
		['[Contact: Ada, +1 650 555 1234]', '[Contact: Bob]'],
	],
	['a reaction', { type: 'reaction', reaction: { emoji: '👍' } }, ['[Reaction] 👍']],
	['its removal', { type: 'reaction', reaction: { emoji: '' } }, ['[Reaction removed]']],
	['a pin', { type: 'pin', pin: { type: 'unpin', message_id: 'w' } }, ['[Unpin: w]']],
	[
		'a template of which nothing more is known',
		{ type: 'template', template: { name: 'hello', language: { code: 'en' } } },
		['[Template: hello (en)]'],
	],
	[
		'reply buttons in their frame',
		interactive(
			'button',
			{ buttons: [reply('Yes'), reply('No')] },
			{
				header: { type: 'text', text: 'Order 7' },
				body: { text: 'All right?' },
				footer: { text: 'Cedar & Loom' },
			},
		),
		['Order 7', 'All right?', 'Cedar & Loom', '[Yes]', '[No]'],
	],
	[
		'a list',
		interactive('list', {
			button: 'Choose',
			sections: [{ title: 'Sizes', rows: [{ title: 'S', description: 'small' }, { title: 'M' }] }],
		}),
		['[Choose]', 'Sizes', '- S: small', '- M'],
	],
	[
		'a link below a picture',
		interactive(
			'cta_url',
			{ name: 'cta_url', parameters: { display_text: 'Open', url } },
			{ header: { type: 'image', image: { link } } },
		),
		[`[Image: ${link}]`, `[Open] ${url}`],
	],
	['a Flow', interactive('flow', { name: 'flow', parameters: { flow_cta: 'Begin' } }), ['[Begin]']],
	[
		'products',
		interactive('product_list', {
			sections: [{ title: 'Throws', product_items: [{ product_retailer_id: 'p1' }] }],
		}),
		['Throws', '[Product: p1]'],
	],
	[
		'cards',
		interactive('carousel', {
			cards: [
				{
					header: { type: 'image', image: { link } },
					body: { text: 'One' },
					action: { name: 'cta_url', parameters: { display_text: 'Open', url } },
				},
				{ action: { product_retailer_id: 'p2' } },
			],
		}),
		['[Card 1]', `[Image: ${link}]`, 'One', `[Open] ${url}`, '[Card 2]', '[Product: p2]'],
	],
	[
		'what has nothing to tap but its name',
		interactive(
			'location_request_message',
			{ name: 'send_location' },
			{ body: { text: 'Where?' } },
		),
		['Where?', '[location_request_message]'],
	],
	['a type that is newer than this', { type: 'hologram', hologram: {} }, ['[hologram]']],
])('%s', (_, content, lines) => {
	expect(renderMessage(content)).toBe(lines.join('\n'));
});
