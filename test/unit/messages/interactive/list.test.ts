import { listMessage, type ListSection } from '../../../../nodes/shared/messages/interactive/list';
import { expectLimit, refusal, times } from '../support';

const build = (sections: ListSection[], button = 'Choose') =>
	listMessage({ body: 'a' }, button, sections);

const rows = (count: number, from = 0) => times(count, (i) => ({ title: `Row ${from + i}` }));

describe('a list', () => {
	it('has a body of up to 4,096 characters', () => {
		expectLimit('Body Text', 4096, (body) => listMessage({ body }, 'a', [{ rows: rows(1) }]));
	});

	it('has a button of up to 20 characters', () => {
		expectLimit('List Button Text', 20, (button) => build([{ rows: rows(1) }], button));
	});

	it('has up to ten rows in one section', () => {
		expect(() => build([{ rows: rows(10) }])).not.toThrow();
		expect(refusal(() => build([{ rows: rows(11) }])).message).toBe(
			'The number of rows in all sections together is 11, Meta allows up to 10',
		);
	});

	it('has up to ten rows over all sections', () => {
		const sections = (second: number) => [
			{ title: 'A', rows: rows(6) },
			{ title: 'B', rows: rows(second, 6) },
		];
		expect(() => build(sections(4))).not.toThrow();
		expect(refusal(() => build(sections(5))).field).toBe('Rows');
	});

	it('has up to ten sections', () => {
		const sections = (count: number) =>
			times(count, (i) => ({ title: `Section ${i}`, rows: rows(1, i) }));
		expect(() => build(sections(10))).not.toThrow();
		expect(refusal(() => build(sections(11))).field).toBe('Sections');
		expect(refusal(() => build([])).message).toBe('There are no sections');
	});

	it('has no section without rows', () => {
		expect(
			refusal(() =>
				build([
					{ title: 'A', rows: rows(1) },
					{ title: 'B', rows: [] },
				]),
			).message,
		).toBe('Section 2 has no rows');
	});
});

describe('a section', () => {
	it('has a title of up to 24 characters', () => {
		expectLimit('Title of Section 1', 24, (title) => build([{ title, rows: rows(1) }]));
	});

	it('needs a title only where there are several', () => {
		expect(() => build([{ rows: rows(1) }])).not.toThrow();
		expect(
			refusal(() => build([{ title: 'A', rows: rows(1) }, { rows: rows(1, 1) }])).message,
		).toBe('Title of Section 2 is empty');
	});
});

describe('a row', () => {
	const row = (part: object) => build([{ rows: [{ title: 'a', ...part }] }]);

	it('has a title of up to 24 characters', () => {
		expectLimit('Title of Row 1 of Section 1', 24, (title) => row({ title }));
	});

	it('has a description of up to 72 characters', () => {
		expectLimit('Description of Row 1 of Section 1', 72, (description) => row({ description }));
	});

	it('has an ID of up to 200 characters', () => {
		expectLimit('ID of Row 1 of Section 1', 200, (id) => row({ id }));
	});

	it('has an ID of its own in the whole list', () => {
		expect(
			refusal(() =>
				build([
					{ title: 'A', rows: [{ title: 'a', id: '1' }] },
					{ title: 'B', rows: [{ title: 'b', id: '1' }] },
				]),
			).message,
		).toBe('Row ID “1” is used twice');
	});
});
