import type { Clock } from '../clock';
import { Batches } from './batches';
import {
	claimFinding,
	claimOf,
	entriesOf,
	findingOf,
	firstLook,
	isUntouched,
	secondLook,
	type EntriesOfKey,
	type Finding,
	type Records,
} from './records';
import {
	digestOf,
	type Claimed,
	type Hold,
	type MessageKey,
	type SentBefore,
	type SentKeys,
} from './sentKeys';

/**
 * Messages of one node that are remembered: as many items as n8n's Remove Duplicates remembers unless it is told
 * otherwise. Each takes three entries of 27 bytes, and the whole of them, up to 0.8 MB, is read and written for
 * each round. With all places taken a message costs n8n 1.3 ms of CPU (measured with n8n's own code on one of two
 * slow cores, its database left out): more would hold up everything else.
 */
export const MOST_RECORDED = 10_000;
const MOST_ENTRIES = 3 * MOST_RECORDED;
/** Keys in one round: what is taken away is looked for one by one in all entries, while all of n8n stands still. */
const MOST_AT_ONCE = 100;

/** What is asked about a key, or said of it. */
interface Request {
	id: string;
	what: 'look' | 'claim' | 'confirm' | 'release';
	entries: EntriesOfKey;
}

/** Requests of all executions of a node in this process, by the node: what is under way or waits for it. */
const rounds = new Map<string, Batches<Request, Finding['state']>>();

/**
 * Sent keys in a memory such as n8n's own: for the executions of one node. What Meta answered isn't kept there, nor
 * when. Between executions of one process a key is claimed once. Between processes it is not certain: two that
 * write in the same moment may both get it, or one undo what the other wrote.
 */
export class RecordedKeys implements SentKeys {
	/**
	 * @param node names the node in this process
	 * @param rememberMs from the claim
	 */
	constructor(
		private readonly records: Records,
		private readonly node: string,
		private readonly rememberMs: number,
		private readonly clock: Clock,
	) {}

	async lookUp(key: MessageKey): Promise<SentBefore | Claimed | { state: 'new' }> {
		return { state: await this.ask('look', this.entriesOf(key)) };
	}

	async claim(key: MessageKey, takeOver: boolean): Promise<Hold | SentBefore | Claimed> {
		const entries = this.entriesOf(key);
		const state = await this.ask('claim', entries);
		if (state === 'sent' || (state === 'claimed' && !takeOver)) return { state };
		return {
			state: 'held',
			wasClaimed: state === 'claimed',
			confirm: async () => void (await this.ask('confirm', entries)),
			release: async () => void (await this.ask('release', entries)),
		};
	}

	private entriesOf({ host, phoneNumberIds, key }: MessageKey): EntriesOfKey {
		// Other nodes have entries of their own, so the numbers of a spread may change.
		const sender = phoneNumberIds.length === 1 ? phoneNumberIds[0] : 'several';
		return entriesOf(digestOf(host, sender, key), this.clock.now(), this.rememberMs);
	}

	private async ask(what: Request['what'], entries: EntriesOfKey): Promise<Finding['state']> {
		// Kept by nobody: what is idle may be made anew.
		for (const [node, round] of rounds) if (round.isIdle) rounds.delete(node);
		let round = rounds.get(this.node);
		if (!round) {
			round = new Batches((requests) => answerAll(this.records, requests), MOST_AT_ONCE);
			rounds.set(this.node, round);
		}
		return await round.ask({ id: entries.touched, what, entries });
	}
}

/** Of two requests for one key the second must see what became of the first. */
async function answerAll(records: Records, requests: Request[]): Promise<Finding['state'][]> {
	const states = new Map<Request, Finding['state']>();
	for (let rest = requests; rest.length > 0;) {
		const wave = new Map<string, Request>();
		for (const request of rest) if (!wave.has(request.id)) wave.set(request.id, request);
		const now = [...wave.values()];
		for (const [request, state] of await answerWave(records, now)) states.set(request, state);
		rest = rest.filter((request) => !states.has(request));
	}
	return requests.map((request) => states.get(request) as Finding['state']);
}

/** One round for keys that are all different: at most two looks, and what they added taken away again. */
async function answerWave(
	records: Records,
	requests: Request[],
): Promise<Map<Request, Finding['state']>> {
	const states = new Map<Request, Finding['state']>();
	const undo: string[] = [];
	const conclude = (request: Request, finding: Finding) => {
		states.set(request, finding.state);
		undo.push(...finding.undo);
	};
	const first = await recordAll(
		records,
		requests.flatMap(({ what, entries }) => {
			if (what === 'look') return firstLook(entries);
			return what === 'claim' ? claimOf(entries) : [];
		}),
	);
	const touched: Request[] = [];
	for (const request of requests) {
		const { what, entries } = request;
		if (what === 'confirm') conclude(request, { state: 'sent', undo: [entries.open] });
		else if (what === 'release') conclude(request, { state: 'new', undo: claimOf(entries) });
		else if (what === 'claim') conclude(request, claimFinding(entries, first));
		else if (isUntouched(entries, first)) conclude(request, { state: 'new', undo: [] });
		else touched.push(request);
	}
	const second = await recordAll(
		records,
		touched.flatMap(({ entries }) => secondLook(entries, first)),
	);
	for (const request of touched) conclude(request, findingOf(request.entries, first, second));
	if (undo.length > 0) await records.remove(undo);
	return states;
}

async function recordAll(records: Records, entries: string[]): Promise<ReadonlySet<string>> {
	if (entries.length === 0) return new Set();
	// What looking adds is soon gone: nothing old must make room for it.
	return await records.record(entries, MOST_ENTRIES + entries.length);
}
