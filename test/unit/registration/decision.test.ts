import fc from 'fast-check';

import {
	decide,
	type Decision,
	type Holder,
	type Intent,
	type Situation,
} from '../../../nodes/WhatsAppTrigger/registration/decision';

const HOLDERS: Holder[] = ['empty', 'production', 'test', 'sibling', 'stranger'];

const decided = (situation: Partial<Situation> & Pick<Situation, 'intent' | 'holder'>): string => {
	const decision: Decision = decide({ takeOver: false, borrowProduction: false, ...situation });
	return decision.do === 'refuse' ? `refuse: ${decision.because}` : decision.do;
};

type Row = [Intent, Record<Holder, string>];

test.each<Row>([
	[
		'activate',
		{
			empty: 'set',
			production: 'nothing',
			test: 'set',
			sibling: 'refuse: sibling',
			stranger: 'refuse: stranger',
		},
	],
	[
		'startTest',
		{
			empty: 'borrow',
			production: 'refuse: production',
			test: 'borrow',
			sibling: 'refuse: sibling',
			stranger: 'refuse: stranger',
		},
	],
])('%s, without options', (intent, expected) => {
	for (const holder of HOLDERS) {
		expect([holder, decided({ intent, holder })]).toEqual([holder, expected[holder]]);
	}
});

test.each<[Intent, Holder]>([
	['deactivate', 'production'],
	['endTest', 'test'],
])('%s acts on what is its own only', (intent, own) => {
	for (const holder of HOLDERS) {
		// A test URL is left behind when n8n is killed.
		const isOwn = holder === own || (intent === 'deactivate' && holder === 'test');
		expect([holder, decided({ intent, holder, before: 'empty' })]).toEqual([
			holder,
			isOwn ? 'clear' : 'nothing',
		]);
	}
});

test('Take Over replaces what is not ours, on activation alone', () => {
	const takeOver = true;
	for (const holder of ['sibling', 'stranger'] as const) {
		expect(decided({ intent: 'activate', holder, takeOver })).toBe('takeOver');
		expect(decided({ intent: 'startTest', holder, takeOver })).toBe(`refuse: ${holder}`);
	}
	expect(decided({ intent: 'activate', holder: 'empty', takeOver })).toBe('set');
});

test('a test borrows from production where the option says so', () => {
	expect(decided({ intent: 'startTest', holder: 'production', borrowProduction: true })).toBe(
		'borrow',
	);
});

test.each<[Situation['before'], string, string]>([
	['empty', 'clear', 'clear'],
	['production', 'giveBack', 'clear'],
	['sibling', 'clear', 'giveBack'],
	['stranger', 'clear', 'clear'],
	[undefined, 'giveBack', 'clear'],
])('what stood there before was %s', (before, afterTest, afterProduction) => {
	expect(decided({ intent: 'endTest', holder: 'test', before })).toBe(afterTest);
	expect(decided({ intent: 'deactivate', holder: 'production', before })).toBe(afterProduction);
});

/** A slot at Meta, one node with its n8n, and others who set the slot too. */
class Story {
	slot: Holder = 'empty';

	isActive = false;

	memory: { production?: Situation['before']; test?: Situation['before'] } = {};

	isListening = false;

	/** Whether the test that is under way found production on. */
	foundProduction = false;

	constructor(private readonly options: { takeOver: boolean; borrowProduction: boolean }) {}

	act(intent: Intent): void {
		const isTest = intent === 'startTest' || intent === 'endTest';
		const key = isTest ? 'test' : 'production';
		const decision = decide({
			intent,
			holder: this.slot,
			before: this.memory[key],
			...this.options,
		});
		switch (decision.do) {
			case 'set':
			case 'takeOver':
			case 'borrow':
				if (isTest && this.slot !== 'test') this.foundProduction = this.slot === 'production';
				// A second test knows nothing of the first one.
				if (this.slot !== 'test') this.memory[key] = this.slot;
				else if (isTest) delete this.memory[key];
				this.slot = isTest ? 'test' : 'production';
				break;
			case 'clear':
				this.slot = 'empty';
				break;
			case 'giveBack':
				// Meta verifies production only while the workflow is active.
				if (isTest) this.slot = this.isActive ? 'production' : 'empty';
				else this.slot = this.memory.production as Holder;
				break;
		}
		if (intent === 'activate') this.isActive = decision.do !== 'refuse';
		if (intent === 'startTest') this.isListening = decision.do !== 'refuse';
		if (intent === 'deactivate') this.isActive = false;
		if (intent === 'endTest') this.isListening = this.foundProduction = false;
		if (intent === 'deactivate' || intent === 'endTest') delete this.memory[key];
	}

	/** n8n is killed: tests are forgotten, production is not. */
	kill(): void {
		this.isListening = this.foundProduction = false;
		delete this.memory.test;
	}
}

const steps = fc.array(
	fc.constantFrom<Intent | 'kill' | 'stranger' | 'sibling' | 'nobody'>(
		'activate',
		'deactivate',
		'startTest',
		'endTest',
		'kill',
		'stranger',
		'sibling',
		'nobody',
	),
	{ maxLength: 25 },
);
const options = fc.record({ takeOver: fc.boolean(), borrowProduction: fc.boolean() });

/** Runs a story; `check` sees the slot before and after each step of the node. */
function tell(
	given: { takeOver: boolean; borrowProduction: boolean },
	all: string[],
	check: (story: Story, step: Intent, before: Holder, foundProduction: boolean) => void,
): void {
	const story = new Story(given);
	for (const step of all) {
		if (step === 'kill') story.kill();
		else if (step === 'nobody') story.slot = 'empty';
		else if (step === 'stranger' || step === 'sibling') story.slot = step;
		else {
			// n8n does not activate twice, nor end what it did not start.
			if (step === 'activate' && story.isActive) continue;
			if (step === 'endTest' && !story.isListening) continue;
			const { slot, foundProduction } = story;
			story.act(step as Intent);
			check(story, step as Intent, slot, foundProduction);
		}
	}
}

test('whatever happens, what is not ours is replaced only by an activation with Take Over', () => {
	fc.assert(
		fc.property(options, steps, (given, all) => {
			tell(given, all, (story, step, before) => {
				if (before !== 'sibling' && before !== 'stranger') return;
				if (step === 'activate' && given.takeOver) expect(story.slot).toBe('production');
				else expect(story.slot).toBe(before);
			});
		}),
		{ numRuns: 2_000 },
	);
});

test('whatever happens, a test that found production on leaves it on', () => {
	fc.assert(
		fc.property(options, steps, (given, all) => {
			tell(given, all, (story, step, before, foundProduction) => {
				if (step !== 'endTest' || before !== 'test' || !foundProduction) return;
				expect(story.slot).toBe(story.isActive ? 'production' : 'empty');
			});
		}),
		{ numRuns: 2_000 },
	);
});

test('whatever happened, an activation that is not refused leaves production on, its end off', () => {
	fc.assert(
		fc.property(options, steps, (given, all) => {
			tell(given, all, (story, step) => {
				if (step === 'activate' && story.isActive) expect(story.slot).toBe('production');
				if (step === 'deactivate') expect(['production', 'test']).not.toContain(story.slot);
			});
		}),
		{ numRuns: 2_000 },
	);
});
