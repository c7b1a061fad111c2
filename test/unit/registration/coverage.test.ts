import { coverageOf } from '../../../nodes/WhatsAppTrigger/registration/coverage';
import type { Holder } from '../../../nodes/WhatsAppTrigger/registration/decision';

const OURS: Holder[] = ['empty', 'production', 'test'];
const OTHERS: Holder[] = ['sibling', 'stranger'];

test.each([...OURS, ...OTHERS])('what the app is subscribed to is enough: %s', (holder) => {
	expect(coverageOf(['messages'], { holder, fields: ['calls', 'messages'] })).toEqual({
		do: 'nothing',
	});
});

test.each([...OURS, 'sibling' as const])('what is missing is subscribed: %s', (holder) => {
	expect(coverageOf(['messages', 'calls'], { holder, fields: ['messages'] })).toEqual({
		do: 'subscribe',
		missing: ['calls'],
	});
});

test("what is missing on a stranger's app is named", () => {
	expect(coverageOf(['messages', 'calls'], { holder: 'stranger', fields: [] })).toEqual({
		do: 'refuse',
		because: 'unsubscribed',
		fields: ['messages', 'calls'],
	});
});

test.each(OTHERS)('what comes to the app alone is refused when it is not ours: %s', (holder) => {
	const fields = ['messages', 'message_template_status_update', 'account_update'];
	expect(coverageOf(fields, { holder, fields })).toEqual({
		do: 'refuse',
		because: 'appOnly',
		fields: ['message_template_status_update', 'account_update'],
	});
});
