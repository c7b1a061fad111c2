import fc from 'fast-check';
import {
	type CountryCode,
	getCountries,
	getExampleNumber,
	type PhoneNumber,
} from 'libphonenumber-js';
import examples from 'libphonenumber-js/examples.mobile.json';

import { ValidationError } from '../../../nodes/shared/graph/errors';
import { composeMessage } from '../../../nodes/shared/messages/message';
import { parseRecipient, recipientKey } from '../../../nodes/shared/messages/recipient';
import { thrownBy } from '../../support/graph';

/** The number that is read, "refused", or an error that should not be. */
function read(value: unknown, country?: string): string {
	try {
		return recipientKey(parseRecipient(value, country));
	} catch (error) {
		if (error instanceof ValidationError) return 'refused';
		throw error;
	}
}

function refusalOf(value: unknown, country?: string): ValidationError {
	const error = thrownBy(() => parseRecipient(value, country));
	if (!(error instanceof ValidationError)) throw error;
	return error;
}

const GERMAN = '+4915123456789';
const AMERICAN = '+16505551234';

describe('a number with its country code', () => {
	it.each([
		['United States', '+16505551234', AMERICAN],
		['United States', '+1 650 555 1234', AMERICAN],
		['United States', '+1 (650) 555-1234', AMERICAN],
		['United States', '+1 650‑555‑1234', AMERICAN],
		['United States', '+1–650–555–1234', AMERICAN],
		['United States', '+1 650−555−1234', AMERICAN],
		['United States', '+1.650.555.1234', AMERICAN],
		['United States', '+1/650/555/1234', AMERICAN],
		['United States', '(+1) 650 555 1234', AMERICAN],
		['United States', '+ 1 650 555 1234', AMERICAN],
		['United States', '001 650 555 1234', AMERICAN],
		['United States', '00 1 650 555 1234', AMERICAN],
		['United States', '16505551234', AMERICAN],
		['United States', '1 650 555 1234', AMERICAN],
		['United States', '1-650-555-1234', AMERICAN],
		['United States', '1 (650) 555-1234', AMERICAN],
		['United States', 16505551234, AMERICAN],
		['a space that does not break', '+1\u00a0650\u00a0555\u00a01234', AMERICAN],
		['a narrow space', '+1\u202f650\u202f555\u202f1234', AMERICAN],
		['marks of direction around it', '\u202a+1 650 555 1234\u202c', AMERICAN],
		['marks of direction within', '+1\u200e 650\u200f 555 1234', AMERICAN],
		['isolates around it', '\u2068+16505551234\u2069', AMERICAN],
		['a byte order mark', '\ufeff+16505551234', AMERICAN],
		['spaces of no width', '+1\u200b650\u200b555\u200b1234', AMERICAN],
		['soft hyphens', '+1\u00ad650\u00ad555\u00ad1234', AMERICAN],
		['white space around it', '\t +16505551234 \r\n', AMERICAN],
		['wide digits', '＋１６５０５５５１２３４', AMERICAN],
		['wide brackets and dash', '＋１（６５０）５５５－１２３４', AMERICAN],
		['Germany', '+49 151 23456789', GERMAN],
		['Germany', '+49 (0) 151 23456789', GERMAN],
		['Germany', '+49 (0)151/23456789', GERMAN],
		['Germany', '0049 151 23456789', GERMAN],
		['Germany', '0049 (0) 151-23456789', GERMAN],
		['Germany', '4915123456789', GERMAN],
		['Germany', 4915123456789, GERMAN],
		['Arabic-Indic digits', '+٤٩١٥١٢٣٤٥٦٧٨٩', GERMAN],
		['Persian digits', '+۴۹۱۵۱۲۳۴۵۶۷۸۹', GERMAN],
		['Brazil with the 9', '+55 11 91234-5678', '+5511912345678'],
		['Brazil with the 9', '5511912345678', '+5511912345678'],
		['Brazil without the 9', '+55 31 9876-5432', '+553198765432'],
		['Brazil without the 9, as webhooks write it', '553198765432', '+553198765432'],
		['Mexico', '+52 55 1234 5678', '+525512345678'],
		['Mexico', '525512345678', '+525512345678'],
		['Mexico, older form', '+52 1 55 1234 5678', '+5215512345678'],
		['Mexico, as webhooks write it', '5215512345678', '+5215512345678'],
		['Argentina', '+54 9 11 2345-6789', '+5491123456789'],
		['Argentina, as webhooks write it', '5491123456789', '+5491123456789'],
		['India', '+91 98765 43210', '+919876543210'],
		['India', '919876543210', '+919876543210'],
		['India', 919876543210, '+919876543210'],
		['Israel', '+972 (0)54-123-4567', '+972541234567'],
		['Israel', '972541234567', '+972541234567'],
		['Italy, mobile', '+39 333 123 4567', '+393331234567'],
		['Italy, a zero that belongs to it', '+39 06 1234 5678', '+390612345678'],
		['Italy, a zero that belongs to it', '0039 06 12345678', '+390612345678'],
		['Italy, a zero that belongs to it', '390612345678', '+390612345678'],
		['Ivory Coast, a zero that belongs to it', '+225 07 01 23 45 67', '+2250701234567'],
		['Ivory Coast, a zero that belongs to it', '2250701234567', '+2250701234567'],
		['Singapore', '+65 8123 4567', '+6581234567'],
		['Great Britain', '+44 (0) 7400 123456', '+447400123456'],
		['France', '+33 (0)6 12 34 56 78', '+33612345678'],
		['Russia', '+7 (912) 345-67-89', '+79123456789'],
		['a test number of Meta', '+1 555 010 0001', '+15550100001'],
		['a test number of Meta', '+1 555-010-0001', '+15550100001'],
		['a test number of Meta', '15550100001', '+15550100001'],
		['a test number of Meta', 15551234567, '+15551234567'],
	])('of %s is read: %j', (_, value, expected) => {
		expect(read(value)).toBe(expected);
	});

	it('means the same with any default country', () => {
		for (const country of ['US', 'DE', 'IT', 'BR']) {
			expect(read('+49 151 23456789', country)).toBe(GERMAN);
			expect(read('0049 151 23456789', country)).toBe(GERMAN);
		}
	});
});

describe('numbers of every country', () => {
	const numbers = getCountries().flatMap((country): Array<[CountryCode, PhoneNumber]> => {
		const number = getExampleNumber(country, examples);
		return number ? [[country, number]] : [];
	});

	/** Those that are read as another number than theirs. */
	const misread = (write: (country: CountryCode, number: PhoneNumber) => [unknown, string?]) =>
		numbers.flatMap(([country, number]) => {
			const [value, defaultCountry] = write(country, number);
			const result = read(value, defaultCountry);
			return result === number.number ? [] : [`${country}: ${String(value)} -> ${result}`];
		});

	it('are more than 200', () => {
		expect(numbers.length).toBeGreaterThan(200);
	});

	it('are read with + as they are usually grouped', () => {
		expect(misread((_, number) => [number.formatInternational()])).toEqual([]);
	});

	it('are read with 00', () => {
		expect(misread((_, number) => [number.number.replace('+', '00')])).toEqual([]);
	});

	/** Eleven digits or more; with fewer it could be a national number of another country. */
	const isLong = ({ number }: PhoneNumber): boolean => number.length > 11;

	it('are read as webhooks write them, when they are longer than a national number', () => {
		const write = (_: CountryCode, number: PhoneNumber): [unknown] => [
			isLong(number) ? number.number.slice(1) : number.number,
		];
		expect(misread(write)).toEqual([]);
	});

	it('are read as JSON numbers, when they are longer than a national number', () => {
		const write = (_: CountryCode, number: PhoneNumber): [unknown] => [
			isLong(number) ? Number(number.number) : number.number,
		];
		expect(misread(write)).toEqual([]);
	});

	it('are refused without + when they are no longer than a national number', () => {
		const short = numbers.filter(([, number]) => !isLong(number));
		expect(short.length).toBeGreaterThan(20);
		expect(short.map(([, number]) => read(number.number.slice(1)))).toEqual(
			short.map(() => 'refused'),
		);
	});

	it('are read in their national writing with their country as the default', () => {
		expect(misread((country, number) => [number.formatNational(), country])).toEqual([]);
	});

	// DE, ID and XK get their country code twice, and the message goes to a stranger.
	it('are read as webhooks write them also with their country as the default', () => {
		expect(misread((country, number) => [number.number.slice(1), country])).toEqual([]);
	});

	// "(201) 555-0123" went to Egypt, "131 2345 6789" of China to Chicago.
	it('are never read as a stranger’s in their national writing without a default country', () => {
		const strangers = misread((_, number) => [number.formatNational()]);
		expect(strangers.filter((line) => !line.endsWith('-> refused'))).toEqual([]);
	});
});

describe('a number without country code', () => {
	it.each([
		'650 555 1234',
		'(650) 555-1234',
		'650-555-1234',
		'6505551234',
		6505551234,
		'0151 23456789',
		'015123456789',
		'0151/23456789',
		'06 12 34 56 78',
		'07400 123456',
		'054-123-4567',
		'(11) 91234-5678',
		'8 (912) 345-67-89',
		'555-010-0001',
		'011 49 151 23456789',
		'112',
		'8123 4567',
	])('is refused with a hint: %j', (value) => {
		const { field, message, fix } = refusalOf(value);
		expect(field).toBe('Recipient’s Phone Number');
		expect(message).toContain(String(value));
		expect(fix).toMatch(/country code/);
		expect(fix).toMatch(/Default Country/);
	});

	// The first two digits of an area code were taken for a country code.
	it.each([
		['Connecticut, not Norway', '(475) 955-1234'],
		['Arkansas, not Norway', '479-955-1234'],
		['Vancouver, not Malaysia', '604 555 1234'],
		['Los Angeles, not Belgium', '(323) 555-1234'],
		['Texas, not Budapest', '361-555-1234'],
		['Bogotá, not Belgium', '321 1234567'],
		['Beijing, not Chicago', '131 2345 6789'],
	])('is refused when its grouping shows that it has none: %s', (_, value) => {
		expect(read(value)).toBe('refused');
	});

	it.each([
		['650 555 1234', 'US', AMERICAN],
		['(650) 555-1234', 'US', AMERICAN],
		[6505551234, 'US', AMERICAN],
		['011 49 151 23456789', 'US', GERMAN],
		['0151 23456789', 'DE', GERMAN],
		['0151 23456789', 'de', GERMAN],
		['0151 23456789', ' DE ', GERMAN],
		['(0151) 23456789', 'DE', GERMAN],
		[15123456789, 'DE', GERMAN],
		['333 123 4567', 'IT', '+393331234567'],
		['06 1234 5678', 'IT', '+390612345678'],
		['07 01 23 45 67', 'CI', '+2250701234567'],
		['(11) 91234-5678', 'BR', '+5511912345678'],
		['011 91234-5678', 'BR', '+5511912345678'],
		['98765 43210', 'IN', '+919876543210'],
		['054-123-4567', 'IL', '+972541234567'],
		['8123 4567', 'SG', '+6581234567'],
		['55 1234 5678', 'MX', '+525512345678'],
		['8 (912) 345-67-89', 'RU', '+79123456789'],
		['٠١٥١ ٢٣٤٥٦٧٨٩', 'DE', GERMAN],
	])('is read in its default country: %j in %s', (value, country, expected) => {
		expect(read(value, country)).toBe(expected);
	});

	it.each([
		['12', 'DE'],
		['555-010-0001', 'US'],
		['0151 2345678901234', 'DE'],
	])('is refused where its country has no such number: %j in %s', (value, country) => {
		expect(refusalOf(value, country).message).toContain(country);
	});

	it.each([undefined, ''])('has no country when the default is %j', (country) => {
		expect(read('0151 23456789', country)).toBe('refused');
	});

	it.each(['XX', 'Germany', '49', '+49', 'D', '__proto__', 'constructor', 'toString'])(
		'is refused with a default country that is none: %j',
		(country) => {
			expect(refusalOf('0151 23456789', country).field).toBe('Default Country');
		},
	);
});

describe('what is not one number', () => {
	it.each([
		['nothing', ''],
		['nothing', '   '],
		['nothing', '\u00a0\n'],
		['only marks', '\u200e\u200f'],
		['null', null],
		['undefined', undefined],
		['true', true],
		['an object', { phone: GERMAN }],
		['a list', [GERMAN]],
		['a function', () => GERMAN],
		['a symbol', Symbol('x')],
		['a bigint', 4915123456789n],
		['zero', 0],
		['minus zero', -0],
		['a negative number', -4915123456789],
		['a part of a number', 49151234567.89],
		['a number beyond all digits', 1e21],
		['a rounded number', 2 ** 53],
		['NaN', NaN],
		['infinity', Infinity],
		['a word', 'mum'],
		['a word number', '+1 800 FLOWERS'],
		['a Cyrillic word', 'мама'],
		['a number of a spreadsheet', '4.91512E+12'],
		['an e-mail address', 'mum@example.com'],
		['a mail-like ID', '4915123456789@c.us'],
		['an unresolved expression', '{{ $json.phone }}'],
		['undefined, written', 'undefined'],
		['null, written', 'null'],
		['an object, written', '[object Object]'],
		['a +', '+'],
		['two +', '++4915123456789'],
		['a + and 00', '+004915123456789'],
		['a + within', '+49 151 +23456789'],
		['only punctuation', '(-) .'],
		['a country code alone', '+49'],
		['too few digits', '+49 12'],
		['too many digits', '+49 151 23456789012345'],
		['a country code of nobody', '+999 123 456 789'],
		['a zero as country code', '+0151 23456789'],
		['two numbers', '+49 151 23456789, +49 151 23456780'],
		['two numbers', '+49 151 23456789 +49 151 23456780'],
		['two numbers', '+4915123456789\n+4915123456780'],
		['an extension', '+1 650 555 1234 x56'],
		['an extension', '+1 650 555 1234 ext. 56'],
		['an extension', '+1 650 555 1234;ext=56'],
		['an extension', '+43 664 1234567 #5'],
		['an extension', '+43 664 1234567,,5'],
	])('is refused: %s (%j)', (_, value) => {
		expect(read(value)).toBe('refused');
	});

	// What follows the number was taken for more of its digits, so that another phone rang.
	it.each([
		['an extension', '436641234567#5'],
		['an extension', '436641234567,5'],
		['an extension', '436641234567;5'],
		['an extension', '436641234567*5'],
		['a second number', '43664123456 / 7'],
		['a second number', '436641234567|5'],
		['a second number', '43664+1234567'],
		['a decimal', '436641234567.0'],
		['a decimal', '+436641234567.0'],
		['a decimal', '436641234567.00'],
		['a decimal comma', '436641234567,0'],
	])('is not sent to a longer number: %s (%j)', (_, value) => {
		const correct = value.replace(/[.,]0+$/, '').replace(/^\+?/, '+');
		// A whole number that was written as a decimal may also be read as what it is.
		const allowed = /[.,]0+$/.test(value) ? ['refused', correct] : ['refused'];
		expect(allowed).toContain(read(value));
	});

	// Digits of other scripts were dropped between those of ours.
	it.each(['43664٢1234567', '43664۲1234567', '43664२1234567'])(
		'is not sent to a shorter number: %j',
		(value) => {
			expect(['refused', '+4366421234567']).toContain(read(value));
		},
	);
});

describe('a business-scoped user ID', () => {
	it.each([
		'US.13491208655302741918',
		'DE.abcDEF123',
		'BR.1',
		`IN.${'a'.repeat(128)}`,
		'US.ENT.11815799212886844830',
		`US.ENT.${'9'.repeat(128)}`,
	])('is the recipient, not a number: %s', (id) => {
		expect(parseRecipient(id)).toEqual({ recipient: id });
		expect(parseRecipient(` ${id}\n`, 'DE')).toEqual({ recipient: id });
	});

	it.each([
		'us.13491208655302741918',
		'USA.13491208655302741918',
		'U.13491208655302741918',
		'US13491208655302741918',
		'US.',
		'US. 134912',
		'US.134-912',
		'US.ENT.',
		'US.XYZ.134912',
		'US.134912.',
		`US.${'a'.repeat(129)}`,
		'US.134912 DE.134912',
		'13491208655302741918',
		'@username',
	])('is none: %s', (id) => {
		expect(read(id)).toBe('refused');
	});

	it('is shown in the hint for whoever wrote something else', () => {
		expect(refusalOf('mum').fix).toContain('US.13491208655302741918');
	});
});

// A search that went back and forth in it would take hours, and end with the time of the test.
describe('a long text', () => {
	it.each([
		['digits', '1'],
		['letters', 'a'],
		['zeros', '0'],
		['spaces and digits', ' 1'],
		['plus signs', '+'],
		['brackets', '('],
		['marks', '\u200e'],
		['ligatures that grow', '\ufdfa'],
		['wide digits', '１'],
	])('of a million %s is refused in few words', (_, piece) => {
		for (const start of ['', '+49', '00', 'US.']) {
			const { message } = refusalOf(start + piece.repeat(1_000_000 / piece.length));
			// The whole text came back in the message.
			expect(message.length).toBeLessThan(500);
		}
	});
});

describe('whatever is given', () => {
	const OUTCOME = /^(?:refused|\+[1-9]\d{4,16}|[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128})$/;
	const digits = fc.string({
		unit: fc.constantFrom(...'0123456789٢۴１+-.,;#*/()[] \u00a0\u202a\u200e'),
		maxLength: 25,
	});
	const country = fc.option(fc.constantFrom('US', 'DE', 'BR', 'IT', 'xx', ''), { nil: undefined });

	it('ends in a number with +, a user ID or a ValidationError', () => {
		const anything = fc.oneof(
			digits,
			fc.anything(),
			fc.string({ unit: 'binary' }),
			fc.double(),
			fc.maxSafeInteger(),
		);
		fc.assert(
			fc.property(anything, country, (value, defaultCountry) => {
				expect(read(value, defaultCountry)).toMatch(OUTCOME);
			}),
			{ numRuns: 3000 },
		);
	});

	it('is read again as itself', () => {
		fc.assert(
			fc.property(digits, country, (value, defaultCountry) => {
				const once = read(value, defaultCountry);
				if (once === 'refused') return;
				expect(read(once)).toBe(once);
				expect(read(once, 'US')).toBe(once);
			}),
			{ numRuns: 3000 },
		);
	});
});

describe('a message', () => {
	it.each([{ to: GERMAN }, { recipient: 'US.134912' }])(
		'has exactly one of `to` and `recipient`: %j',
		(recipient) => {
			expect(composeMessage(recipient, { type: 'text', text: { body: 'Hi' } })).toEqual({
				messaging_product: 'whatsapp',
				recipient_type: 'individual',
				type: 'text',
				text: { body: 'Hi' },
				...recipient,
			});
		},
	);

	it('has one key for one person, however written', () => {
		const writings = ['+49 151 23456789', '0049 (0)151 23456789', '4915123456789', 4915123456789];
		const keys = writings.map((value) => recipientKey(parseRecipient(value)));
		expect(new Set(keys)).toEqual(new Set([GERMAN]));
		expect(recipientKey({ recipient: 'US.134912' })).toBe('US.134912');
	});
});
