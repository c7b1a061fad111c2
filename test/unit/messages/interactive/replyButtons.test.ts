import { replyButtonsMessage } from '../../../../nodes/shared/messages/interactive/replyButtons';
import { expectLimit, refusal, times } from '../support';

const frame = { body: 'a' };

const build = (buttons: Array<{ title: string; id?: string }>) =>
	replyButtonsMessage(frame, buttons);

describe('reply buttons', () => {
	it('are one to three', () => {
		const buttons = (count: number) => times(count, (i) => ({ title: `Button ${i}` }));
		expect(() => build(buttons(3))).not.toThrow();
		expect(refusal(() => build(buttons(4))).message).toBe(
			'The number of buttons is 4, Meta allows up to 3',
		);
		expect(refusal(() => build([])).message).toBe('There are no buttons');
	});

	it('have titles of up to 20 characters', () => {
		expectLimit('Title of Button 1', 20, (title) => build([{ title }]));
	});

	it('have IDs of up to 256 characters', () => {
		expectLimit('ID of Button 1', 256, (id) => build([{ title: 'a', id }]));
	});

	it('answer with their title where they have no ID', () => {
		expect(build([{ title: 'Yes', id: ' ' }]).interactive).toMatchObject({
			action: { buttons: [{ type: 'reply', reply: { id: 'Yes', title: 'Yes' } }] },
		});
	});

	it('differ in their titles', () => {
		expect(
			refusal(() =>
				build([
					{ title: 'Yes', id: '1' },
					{ title: 'Yes', id: '2' },
				]),
			).message,
		).toBe('Button Title “Yes” is used twice');
	});

	it('differ in their IDs', () => {
		expect(
			refusal(() =>
				build([
					{ title: 'Yes', id: '1' },
					{ title: 'No', id: '1' },
				]),
			).field,
		).toBe('Button ID');
	});

	it('are named by their place', () => {
		expect(refusal(() => build([{ title: 'a' }, { title: '' }])).field).toBe('Title of Button 2');
	});
});
