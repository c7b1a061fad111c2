import { checkRecipientTakes } from '../../../nodes/shared/messages/groups';
import { composeMessage } from '../../../nodes/shared/messages/message';
import { parseGroup, recipientKey, recipientOf } from '../../../nodes/shared/messages/recipient';
import { refusal } from './support';

const group = parseGroup(' Z3JvdXA= ');
const person = { to: '+16505551234' };

describe('a group', () => {
	it('is named by its ID', () => {
		expect(composeMessage(group, { type: 'text', text: { body: 'a' } })).toMatchObject({
			recipient_type: 'group',
			to: 'Z3JvdXA=',
		});
	});

	it('is a recipient of its own for order and pair limit', () => {
		const looksLikeUserId = parseGroup('US.ENT.1.2');
		expect(recipientKey(group)).not.toBe('Z3JvdXA=');
		expect(recipientOf(recipientKey(group))).toEqual(group);
		expect(recipientOf(recipientKey(looksLikeUserId))).toEqual(looksLikeUserId);
	});

	it.each(['', '+16505551234', 'US.13491208655302741918', 'a b', '12036304@g.us'])(
		'is not %j',
		(id) => {
			expect(refusal(() => parseGroup(id)).field).toBe('Group ID');
		},
	);
});

describe('what groups take', () => {
	it.each([
		'text',
		'image',
		'video',
		'audio',
		'document',
		'sticker',
		'template',
		'pin',
		'newer than this',
	])('%s', (type) => {
		expect(() => checkRecipientTakes(group, { type })).not.toThrow();
	});

	it.each(['location', 'contacts', 'reaction', 'interactive'])('not %s', (type) => {
		expect(refusal(() => checkRecipientTakes(group, { type })).field).toBe('Message Type');
		expect(() => checkRecipientTakes(person, { type })).not.toThrow();
	});

	const template = (...components: object[]) => ({ type: 'template', template: { components } });
	const header = (type: string) => ({ type: 'header', parameters: [{ type }] });

	it.each([
		['a header of text', header('text')],
		['a header of a picture', header('image')],
		['values of its body', { type: 'body', parameters: [] }],
		['a value of its button', { type: 'button', sub_type: 'url', parameters: [] }],
	])('a template with %s', (_, component) => {
		expect(() => checkRecipientTakes(group, template(component))).not.toThrow();
	});

	it.each([
		['carousel', { type: 'carousel', cards: [] }],
		['limited time offer', { type: 'LIMITED_TIME_OFFER' }],
		['header of the type location', header('location')],
		['header of the type product', header('product')],
	])('no template with a %s', (part, component) => {
		const error = refusal(() => checkRecipientTakes(group, template(component)));
		expect(error.message).toBe(`A group takes no template with a ${part}`);
		expect(() => checkRecipientTakes(person, template(component))).not.toThrow();
	});

	it('pins, which nobody else takes', () => {
		expect(refusal(() => checkRecipientTakes(person, { type: 'pin' })).field).toBe(
			'Recipient Type',
		);
	});
});
