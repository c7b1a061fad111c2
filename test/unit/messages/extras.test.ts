import { withExtras } from '../../../nodes/shared/messages/extras';
import { expectLimit, refusal } from './support';

const text = { type: 'text', text: { body: 'a' } };

describe('a quote', () => {
	it('names the message that is answered', () => {
		expect(withExtras(text, { replyTo: ' wamid.A ' })).toEqual({
			...text,
			context: { message_id: 'wamid.A' },
		});
	});

	it.each([undefined, '', ' '])('is left out where it is %j', (replyTo) => {
		expect(withExtras(text, { replyTo })).toEqual(text);
	});

	it.each(['reaction', 'pin'])('is refused with a %s', (type) => {
		const content = { type, [type]: {} };
		expect(refusal(() => withExtras(content, { replyTo: 'wamid.A' })).field).toBe(
			'Reply to Message ID',
		);
		expect(withExtras(content, {})).toEqual(content);
	});
});

describe('callback data', () => {
	it('has up to 512 characters', () => {
		expectLimit('Callback Data', 512, (callbackData) => withExtras(text, { callbackData }));
	});

	it('goes with reactions too', () => {
		expect(withExtras({ type: 'reaction' }, { callbackData: 'x' })).toEqual({
			type: 'reaction',
			biz_opaque_callback_data: 'x',
		});
	});
});
