import { customMessage } from '../../../nodes/shared/messages/custom';
import { refusal } from './support';

describe('a custom message', () => {
	it.each([
		{ type: 'text', text: { body: 'a' } },
		{ type: 'contacts', contacts: [] },
		{ type: 'tomorrow', tomorrow: {}, context: { message_id: 'wamid.A' } },
	])('stays as it is: %j', (message) => {
		expect(customMessage(message)).toEqual(message);
	});

	it.each([undefined, null, 'text', 7, [], [{ type: 'text' }]])('is no %j', (value) => {
		expect(refusal(() => customMessage(value)).message).toBe('Message (JSON) is no object');
	});

	it.each([{}, { type: '' }, { type: 7 }, { text: {} }])('is refused without type: %j', (value) => {
		expect(refusal(() => customMessage(value)).message).toBe('Message (JSON) has no type');
	});

	it.each([
		{ type: 'text' },
		{ type: 'text', text: 'Hello' },
		{ type: 'text', text: null },
		{ type: 'type' },
		{ type: 'constructor' },
	])('is refused without the part of its type: %j', (value) => {
		expect(refusal(() => customMessage(value)).message).toMatch(/no part of that name/);
	});

	it.each(['messaging_product', 'recipient_type', 'to', 'recipient'])(
		'is refused where it names %s',
		(key) => {
			expect(refusal(() => customMessage({ type: 'text', text: {}, [key]: 'x' })).message).toBe(
				`Message (JSON) holds ${key}`,
			);
		},
	);
});
