/** What a fault rule does to a request. */
export type FaultAction =
	/** Answers a Graph error in Meta's envelope. */
	| {
			error: {
				code: number;
				status?: number;
				message?: string;
				details?: string;
				subcode?: number;
				isTransient?: boolean;
				headers?: Record<string, string>;
			};
			accepted?: boolean;
	  }
	/** Answers anything, such as a proxy's HTML page. */
	| {
			http: { status: number; body?: string; headers?: Record<string, string> };
			accepted?: boolean;
	  }
	/**
	 * Ends the connection: `before` the message is accepted, or `after` it is in the ledger. With
	 * `reset` by a TCP reset, which callers see as ECONNRESET. `after` an upload, only the first
	 * `keptBytes` of what was sent have arrived.
	 */
	| { close: 'before' | 'after'; reset?: boolean; keptBytes?: number }
	/** Keeps the caller waiting, in milliseconds; then answers. `forever` never answers. */
	| { stall: number | 'forever'; accepted?: boolean }
	/** Answers as usual, this many milliseconds later. */
	| { delay: number }
	/** Accepts the message and reports it as failed in a status webhook. */
	| { fail: { code: number; details?: string } }
	/** Answers in a way that breaks HTTP or JSON. */
	| { raw: RawAnswer; accepted?: boolean };

/**
 * - `truncatedJson`: a well-formed HTTP answer whose JSON stops in the middle
 * - `cutBody`: a `Content-Length` longer than what is sent before the socket closes
 * - `empty`: 200 with no body
 * - `huge`: 50 MB of JSON
 * - `{ bytes }`: exactly these bytes, then the socket closes
 */
export type RawAnswer = 'truncatedJson' | 'cutBody' | 'empty' | 'huge' | { bytes: string };

/**
 * - `messages`: `POST /{phone-number-id}/messages`, read marks excepted; what a rule is for by default
 * - `uploads`: `POST /{phone-number-id}/media`
 * - `sampleUploads`: `POST /upload:…`, of a template's sample
 * - `downloads`: a file from the file host
 */
export type CallKind = 'messages' | 'uploads' | 'sampleUploads' | 'downloads';

export interface FaultMatch {
	/** `any` is every call, also those that are none of the kinds. */
	kind?: CallKind | 'any';
	/** Only where messages are posted, e.g. `marketing_messages`. */
	edge?: string;
	phoneNumberId?: string;
	/** A person's number in digits, or a business-scoped user ID. */
	recipient?: string;
}

/** A rule without `next`, `every` and `probability` fires on every match. */
export interface FaultRule {
	match?: FaultMatch;
	/** Fires on the next n matches, then never again. */
	next?: number;
	/** Fires on every nth match. */
	every?: number;
	/** Fires with this probability, 0 to 1, the same way for the same seed. */
	probability?: number;
	seed?: number;
	action: FaultAction;
}

/** A rule in force. */
export interface ActiveFault {
	readonly id: string;
	readonly rule: FaultRule;
	/** Requests that matched. */
	readonly matched: number;
	/** Requests that it acted on. */
	readonly fired: number;
}

interface MutableFault {
	id: string;
	rule: FaultRule;
	matched: number;
	fired: number;
	random: () => number;
}

/** What a rule is matched against. */
export interface FaultTarget {
	kind: CallKind | undefined;
	edge?: string;
	phoneNumberId: string | undefined;
	recipients: readonly (string | undefined)[];
}

/** A small repeatable generator (mulberry32), so that a seed names one sequence of faults. */
export function seededRandom(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

/** The rules in force. The first that fires on a request decides; the others only count it. */
export class Faults {
	private rules: MutableFault[] = [];

	private sequence = 0;

	/** Puts a rule in force. The handle that it returns keeps counting, also after `clear`. */
	add(rule: FaultRule): ActiveFault {
		if (!rule || typeof rule.action !== 'object' || rule.action === null) {
			throw new RangeError('A fault rule needs an action');
		}
		const fault: MutableFault = {
			id: `fault-${++this.sequence}`,
			rule,
			matched: 0,
			fired: 0,
			random: seededRandom(rule.seed ?? 1),
		};
		this.rules.push(fault);
		return fault;
	}

	/** Every rule in force with its counters. */
	list(): ActiveFault[] {
		return this.rules.map(({ id, rule, matched, fired }) => ({ id, rule, matched, fired }));
	}

	/** Takes one rule out of force; false when there is none with this id. */
	remove(id: string): boolean {
		const before = this.rules.length;
		this.rules = this.rules.filter((fault) => fault.id !== id);
		return this.rules.length < before;
	}

	/** Takes all rules out of force. */
	clear(): void {
		this.rules = [];
	}

	/** The rule that acts on a request, if any. */
	pick(target: FaultTarget): ActiveFault | undefined {
		let chosen: MutableFault | undefined;
		for (const fault of this.rules) {
			if (!matches(fault.rule.match ?? {}, target)) continue;
			fault.matched++;
			if (chosen === undefined && fires(fault)) {
				fault.fired++;
				chosen = fault;
			}
		}
		return chosen;
	}
}

function matches(match: FaultMatch, target: FaultTarget): boolean {
	const kind = match.kind ?? 'messages';
	if (kind !== 'any' && kind !== target.kind) return false;
	if (match.edge !== undefined && match.edge !== target.edge) return false;
	if (match.phoneNumberId !== undefined && match.phoneNumberId !== target.phoneNumberId) {
		return false;
	}
	return match.recipient === undefined || target.recipients.includes(match.recipient);
}

function fires({ rule, matched, fired, random }: MutableFault): boolean {
	if (rule.next !== undefined) return fired < rule.next;
	if (rule.every !== undefined) return matched % rule.every === 0;
	if (rule.probability !== undefined) return random() < rule.probability;
	return true;
}
