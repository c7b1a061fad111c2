import { ValidationError } from '../../../nodes/shared/graph/errors';
import { checkText, codePoints } from '../../../nodes/shared/messages/limits';
import { textMessage } from '../../../nodes/shared/messages/text';
import { thrownBy } from '../../support/graph';

const LIMIT = 4096;

function refusalOf(body: string): ValidationError {
	const error = thrownBy(() => textMessage(body, false));
	if (!(error instanceof ValidationError)) throw error;
	return error;
}

/** Whole signs up to a number of code points; the rest is filled up with "x". */
const filled = (sign: string, points: number) => {
	const size = codePoints(sign);
	return sign.repeat(Math.floor(points / size)) + 'x'.repeat(points % size);
};

describe('length', () => {
	it.each([
		['', 0],
		['a', 1],
		['ä', 1],
		['a\u0308', 2],
		['👋', 1],
		['👋🏽', 2],
		['👨‍👩‍👧', 5],
		['🇩🇪', 2],
		['\ud83d', 1],
		['\r\n', 2],
	])('of %j is %i code points', (text, expected) => {
		expect(codePoints(text)).toBe(expected);
	});
});

describe('the body of a text', () => {
	it.each([
		['letters', 'a'],
		['emoji', '👋'],
		['emoji with a skin', '👋🏽'],
		['a family', '👨‍👩‍👧'],
		['combining signs', 'a\u0308'],
		['Arabic', 'م'],
		['lone surrogates', '\ud83d'],
		['line breaks', 'a\n'],
	])('may have 4,096 code points of %s, and not one more', (_, sign) => {
		const body = filled(sign, LIMIT);
		expect(textMessage(body, false)).toEqual({ type: 'text', text: { body } });
		const error = refusalOf(`${body}x`);
		expect(error.message).toBe('Text Body has 4097 characters, Meta allows 4096');
		expect(error.fix).toBe('Shorten it by 1, or send it in several messages.');
		expect(error.field).toBe('Text Body');
	});

	it.each(['', ' ', '\n\t', '\u00a0', '\u2003\u3000', '\ufeff'])('is not empty: %j', (body) => {
		expect(refusalOf(body).message).toBe('Text Body is empty');
	});

	it.each([' a ', '\na\n', '0', '*bold*', '<b>', '\u202eabc'])('stays as it is: %j', (body) => {
		expect(textMessage(body, false)).toEqual({ type: 'text', text: { body } });
	});

	it('is not quoted when it is too long', () => {
		expect(refusalOf('a'.repeat(1_000_000)).message.length).toBeLessThan(200);
	});

	it('has a preview only when asked for', () => {
		expect(textMessage('https://example.com', true)).toEqual({
			type: 'text',
			text: { body: 'https://example.com', preview_url: true },
		});
		expect(textMessage('https://example.com', false).text).not.toHaveProperty('preview_url');
	});
});

describe('checkText', () => {
	it('holds at the limit and not beyond it', () => {
		expect(() => checkText('Field', '👋'.repeat(60), 60)).not.toThrow();
		expect(() => checkText('Field', `${'👋'.repeat(60)}a`, 60)).toThrow(ValidationError);
	});

	it('names the field', () => {
		expect(thrownBy(() => checkText('Footer', ' ', 60))).toMatchObject({
			field: 'Footer',
			message: 'Footer is empty',
		});
	});
});
