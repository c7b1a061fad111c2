import { ctaUrlMessage } from '../../../../nodes/shared/messages/interactive/ctaUrl';
import { flowMessage, type Flow } from '../../../../nodes/shared/messages/interactive/flow';
import { voiceCallMessage } from '../../../../nodes/shared/messages/interactive/voiceCall';
import { expectLimit, refusal } from '../support';

const frame = { body: 'a' };

describe('a link button', () => {
	const url = 'https://example.com';

	it('has a text of up to 20 characters', () => {
		expectLimit('Button Text', 20, (text) => ctaUrlMessage(frame, { text, url }));
	});

	it.each(['', 'example.com', 'tel:+1650', 'mailto:a@example.com'])('does not open %j', (other) => {
		expect(refusal(() => ctaUrlMessage(frame, { text: 'a', url: other })).field).toBe('Button URL');
	});
});

describe('a flow', () => {
	const start = { from: 'message' } as const;
	const build = (flow: Partial<Flow>) =>
		flowMessage(frame, { flow: { id: '1' }, button: 'Go', start, ...flow });

	it('has a button of up to 30 characters', () => {
		expectLimit('Flow Button Text', 30, (button) => build({ button }));
	});

	it('is named by an ID or a name', () => {
		expect(refusal(() => build({ flow: { id: ' ' } })).field).toBe('Flow ID');
		expect(refusal(() => build({ flow: { name: '' } })).field).toBe('Flow Name');
	});

	it('names its first screen without data', () => {
		expect(build({ start: { ...start, screen: 'A' } }).interactive).toMatchObject({
			action: { parameters: { flow_action_payload: { screen: 'A' } } },
		});
	});

	it('leaves out what was not said', () => {
		expect(build({ token: ' ' }).interactive).toMatchObject({
			action: {
				parameters: {
					flow_message_version: '3',
					flow_id: '1',
					flow_cta: 'Go',
					flow_action: 'navigate',
				},
			},
		});
	});

	it('is refused with empty data', () => {
		expect(refusal(() => build({ start: { ...start, screen: 'A', data: {} } })).field).toBe(
			'Data for the First Screen',
		);
	});

	it('is refused with data for no screen', () => {
		expect(refusal(() => build({ start: { ...start, data: { a: 1 } } })).field).toBe(
			'First Screen',
		);
	});
});

describe('a call button', () => {
	const minutes = 'Button Works For (Minutes)';

	it('has a text of up to 20 characters', () => {
		expectLimit('Button Text', 20, (text) => voiceCallMessage(frame, { text }));
	});

	it('has a payload of up to 512 characters', () => {
		expectLimit('Payload', 512, (payload) => voiceCallMessage(frame, { payload }));
	});

	it.each([1, 43_200])('works for %i minutes', (count) => {
		expect(() => voiceCallMessage(frame, { minutes: count })).not.toThrow();
	});

	it.each([0, 43_201, 1.5, NaN])('does not work for %d minutes', (count) => {
		expect(refusal(() => voiceCallMessage(frame, { minutes: count })).field).toBe(minutes);
	});
});
