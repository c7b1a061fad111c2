/**
 * Who stands in a callback slot, seen from one trigger node: nobody, the node's own production or test
 * URL, another workflow of the same n8n, or someone else.
 */
export type Holder = 'empty' | 'production' | 'test' | 'sibling' | 'stranger';

/** What n8n asks for: activation and its end, "Listen for test event" and its end. */
export type Intent = 'activate' | 'deactivate' | 'startTest' | 'endTest';

export interface Situation {
	intent: Intent;
	holder: Holder;
	/** Who stood there before this node, as far as it is remembered. */
	before?: Exclude<Holder, 'test'>;
	/** The option "Take Over". */
	takeOver: boolean;
	/** The option "Borrow Callback for Tests". */
	borrowProduction: boolean;
}

export type Decision =
	/** Leave the slot as it is. */
	| { do: 'nothing' }
	/** Put our URL in; nobody else's was there. */
	| { do: 'set' }
	/** Put our URL in place of somebody else's, as the builder asked for. */
	| { do: 'takeOver' }
	/** Put our test URL in, until the test is over. */
	| { do: 'borrow' }
	/** Empty the slot. */
	| { do: 'clear' }
	/** Put in who was there before; empty the slot when Meta does not find them any more. */
	| { do: 'giveBack' }
	/** Touch nothing, and say why. */
	| { do: 'refuse'; because: 'sibling' | 'stranger' | 'production' };

const NOTHING: Decision = { do: 'nothing' };

/**
 * What may be done to a slot. What is not ours stays, unless the builder said "Take Over"; a test takes
 * from nobody else at all, and gives production back what is production's.
 */
export function decide(situation: Situation): Decision {
	const { intent, holder } = situation;
	switch (intent) {
		case 'activate':
			return onActivation(situation);
		case 'startTest':
			return onTestStart(situation);
		case 'deactivate':
			// A test URL of ours is one that an n8n left behind which was killed.
			return holder === 'production' || holder === 'test' ? leave(situation) : NOTHING;
		case 'endTest':
			return holder === 'test' ? leave(situation) : NOTHING;
	}
}

function onActivation({ holder, takeOver }: Situation): Decision {
	switch (holder) {
		case 'production':
			return NOTHING;
		case 'empty':
		case 'test':
			return { do: 'set' };
		case 'sibling':
		case 'stranger':
			return takeOver ? { do: 'takeOver' } : { do: 'refuse', because: holder };
	}
}

function onTestStart({ holder, borrowProduction }: Situation): Decision {
	switch (holder) {
		case 'empty':
		// Another test of the same node, or the remains of one.
		case 'test':
			return { do: 'borrow' };
		case 'production':
			return borrowProduction ? { do: 'borrow' } : { do: 'refuse', because: holder };
		// What is borrowed from somebody else cannot be given back for sure: Meta wants their verify token.
		case 'sibling':
		case 'stranger':
			return { do: 'refuse', because: holder };
	}
}

function leave({ intent, before }: Situation): Decision {
	if (intent === 'endTest') {
		// When nothing is remembered, production is tried: the test must not end with production off.
		return before === 'production' || before === undefined ? { do: 'giveBack' } : { do: 'clear' };
	}
	return before === 'sibling' ? { do: 'giveBack' } : { do: 'clear' };
}
