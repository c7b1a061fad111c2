import { adviceFor, catalogue, type RetryClass } from '../../../nodes/shared/graph/errorCatalogue';

const span = (first: number, last: number): number[] =>
	Array.from({ length: last - first + 1 }, (_, i) => first + i);

/** Codes that Meta documents or was seen to answer, written down apart from the catalogue. */
const REFERENCE = [
	...[0, 1, 2, 3, 4, 10, 33, 100, 190, 368, 613, 80007],
	...span(200, 299),
	...[130429, 130472, 130497, 131000, 131005, 131008, 131009, 131016, 131020, 131021, 131026],
	...[131030, 131031, 131035, 131036, 131037, 131041, 131042, 131044, 131045, 131047, 131048],
	...[131049, 131050, 131051, 131052, 131053, 131055, 131056, 131057, 131059, 131060, 131062],
	...[131063, 131064],
	...span(131201, 131215),
	...[132000, 132001, 132005, 132007, 132008, 132012, 132015, 132016, 132018, 132068, 132069],
	...[133000, 133004, 133005, 133006, 133008, 133009, 133010, 133015, 133016],
	...[134011, 134100, 134101, 134102, 134103, 135000, 137000],
	...span(138000, 138025),
	...span(139000, 139006),
	...span(139100, 139103),
	...span(147001, 147005),
	...[1752041, 2046, 2047, 2388001, 2388012, 2388019, 2388040, 2388047, 2388072, 2388073],
	...[2388091, 2388093, 2388103, 2388293, 2388299, 2494100],
	...span(2494164, 2494179),
	...[2593079, 2593085, 2593107, 2593108],
];

/** Those that are not of class 'never'; all others of the reference are. */
const CLASSES: Record<Exclude<RetryClass, 'never'>, number[]> = {
	token: [0, 102, 190],
	account: [368, 131031, 131042, 131044],
	transient: [2, 131016, 131208, 134102, 139103],
	brief: [1, 131000, 135000],
	throughput: [130429],
	pair: [131056],
	quota: [4, 17, 341, 613, 80007, 80008, 138013],
	maintenance: [131057, 133004, 2494100],
	later: [
		...[131048, 131049, 132015, 132069, 133015, 133016, 134101, 2388023, 2593079],
		...[138002, 138003, 138004, 138005, 138009, 138012],
	],
};

describe('the error catalogue', () => {
	const covers = (code: number) =>
		catalogue.some(({ first, last }) => first <= code && code <= last);

	it('has every code of the reference', () => {
		expect(REFERENCE.filter((code) => !covers(code))).toEqual([]);
	});

	it('answers a code of the reference from its own line, whatever the HTTP status', () => {
		const moved = REFERENCE.filter((code) => adviceFor(code, 400) !== adviceFor(code, 500));
		expect(moved).toEqual([]);
	});

	it('is sorted by code', () => {
		const firsts = catalogue.map(({ first }) => first);
		expect(firsts).toEqual([...firsts].sort((a, b) => a - b));
	});

	it('has each code once, apart from the rules for spans', () => {
		const keys = catalogue.map(({ first, last, subcode }) => `${first}-${last}/${subcode}`);
		expect(new Set(keys).size).toBe(keys.length);
	});

	it('gives every line a title of its own', () => {
		const titles = catalogue.map(({ title }) => title);
		expect(titles.filter((title, i) => titles.indexOf(title) !== i)).toEqual([]);
	});

	it('writes titles that begin with a capital, end without a period and fit a line', () => {
		const odd = catalogue.filter(({ title }) => !/^[A-Z0-9].{5,58}[^.!?:,\s]$/.test(title));
		expect(odd.map(({ title }) => title)).toEqual([]);
	});

	it('says what happened rather than "error"', () => {
		const empty = /\b(errors?|problems?|failures?|mistakes?)\b/i;
		expect(catalogue.filter(({ title }) => empty.test(title))).toEqual([]);
	});

	it('ends every advice with a period', () => {
		expect(catalogue.filter(({ whatToDo }) => !/\S\.$/.test(whatToDo))).toEqual([]);
	});

	it('advises in one or two sentences', () => {
		const sentences = (text: string) => text.split(/\.(?:\s|$)/).filter(Boolean).length;
		expect(catalogue.filter(({ whatToDo }) => sentences(whatToDo) > 2)).toEqual([]);
	});
});

describe('retry classes', () => {
	it.each(Object.entries(CLASSES))('%s holds its codes', (retry, codes) => {
		expect(codes.filter((code) => adviceFor(code, 400).retry !== retry)).toEqual([]);
	});

	it('holds no other code of the reference in one that is retried or stops what waits', () => {
		const elsewhere = new Set(Object.values(CLASSES).flat());
		const others = REFERENCE.filter((code) => !elsewhere.has(code));
		expect(others.filter((code) => adviceFor(code, 400).retry !== 'never')).toEqual([]);
	});

	it.each([3, 131045, 133000])('never retries %i, though it comes as HTTP 500', (code) => {
		expect(adviceFor(code, 500).retry).toBe('never');
	});

	it('never retries a missing permission, whatever the status', () => {
		expect(adviceFor(200, 403).retry).toBe('never');
		expect(adviceFor(299, 500).retry).toBe('never');
	});
});

describe('subcodes', () => {
	it('tells an unknown object (100/33) from a wrong parameter (100)', () => {
		expect(adviceFor(100, 400, 33).title).toBe('Unknown ID, or no access to it');
		expect(adviceFor(100, 400).title).toBe('Parameter not valid');
	});

	it('does not take 33 under another code for an unknown object', () => {
		expect(adviceFor(190, 401, 33)).toBe(adviceFor(190, 401));
	});

	it('finds the code proper in the subcode of a 100', () => {
		expect(adviceFor(100, 400, 2388299)).toBe(adviceFor(2388299, 400));
	});

	it('does not take a subcode of the Graph API for a code', () => {
		expect(adviceFor(100, 400, 368)).toBe(adviceFor(100, 400));
	});

	it('stays with the code when the subcode is in no table', () => {
		expect(adviceFor(100, 400, 2999999)).toBe(adviceFor(100, 400));
	});
});

describe('codes in no table', () => {
	it('slows the number down on HTTP 429', () => {
		expect(adviceFor(999999, 429).retry).toBe('throughput');
	});

	it.each([500, 502, 503])('takes HTTP %i for trouble at Meta', (status) => {
		expect(adviceFor(999999, status).retry).toBe('transient');
	});

	it('does not declare the token dead on HTTP 401 alone', () => {
		expect(adviceFor(999999, 401).retry).toBe('never');
	});

	it.each([400, 401, 403, 404])('does not retry HTTP %i and points to the details', (status) => {
		const { retry, whatToDo } = adviceFor(999999, status);
		expect(retry).toBe('never');
		expect(whatToDo).toContain('details Meta gave');
	});

	it('answers even a code that is no number', () => {
		expect(adviceFor(NaN, 400).title).toBe('Meta refused the request');
	});
});

it('hands out advice that nobody can change for the others', () => {
	expect(Object.isFrozen(adviceFor(131026, 400))).toBe(true);
});
