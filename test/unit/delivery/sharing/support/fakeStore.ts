import type { Clock } from '../../../../../nodes/shared/clock';
import { BOOK, CLOSE_HOST, OPEN_HOST } from '../../../../../nodes/shared/delivery/sharing/scripts';
import { type Script, type Store, StoreAwayError } from '../../../../../nodes/shared/store/store';

/** Milliseconds by which the store's clock is ahead of everybody else's. */
const AHEAD_MS = 3_600_000;
/** Milliseconds that a request takes to the store, and the reply back. */
const WAY_MS = 1;

/** What a process asked for, as the script gets it; times by the clock of the test. */
export interface BookCall {
	at: number;
	me: string;
	ceiling: number;
	late: Array<{ place: number; at: number }>;
	wanted: Array<{ recipient: string; account: string; isCharged: boolean }>;
}

/** What becomes of a request: undefined, it is answered. */
export interface Trouble {
	/** Milliseconds until it fails. */
	afterMs: number;
	/** The script ran, only its reply was lost. */
	hasRun?: boolean;
}

export interface NumberState {
	learnedAt: number;
	pausedUntil: number;
	error?: string;
	isTooFast?: boolean;
	reduced?: { to: number; calmFrom: number };
}

export interface HostState {
	openUntil: number;
	failedProbes?: number;
	verdict?: { error: string; at: number };
	/** How many it gives a slot to at once; default 0 before `openUntil`, 1 after it. */
	slots?: number;
}

export interface AccountState {
	learnedAt: number;
	pausedUntil?: number;
	pausedBy?: string;
	verdict?: { because: string; error: string; at: number };
}

/**
 * A store in which only slots at a plain rate, and a host's state, are kept: what else it says is set by the test. Times in it are by a
 * clock that is an hour ahead; the test gives and reads them by its own.
 */
export class FakeStore implements Store {
	readonly id = 'fake';
	readonly books: BookCall[] = [];
	/** Other scripts, by what they are about. */
	readonly notes: Array<{ script: Script; key: string; args: string[] }> = [];
	trouble?: (request: number) => Trouble | undefined;
	/** Until when a recipient (by its key) gets nothing. */
	deferredUntil?: (recipient: string, asked: number) => number | undefined;
	number?: NumberState;
	host?: HostState;
	/** By the account's name. */
	readonly accounts = new Map<string, AccountState>();
	private requests = 0;
	private readonly slots = new Map<string, { at: number; count: number }>();
	private readonly processes = new Map<string, Set<string>>();
	private readonly ceilings = new Map<string, { least: number; until: number }>();

	constructor(private readonly clock: Clock) {}

	/** It refuses every request at once from now on; `back` ends it. */
	goAway(trouble: Trouble = { afterMs: 1 }): void {
		this.trouble = () => trouble;
	}

	comeBack(): void {
		this.trouble = undefined;
	}

	async run(
		script: Script,
		keys: readonly string[],
		args: ReadonlyArray<string | number>,
	): Promise<unknown> {
		const trouble = this.trouble?.(this.requests++);
		if (trouble) {
			if (trouble.hasRun) this.execute(script, keys, args);
			await this.wait(trouble.afterMs);
			throw new StoreAwayError('test');
		}
		await this.wait(WAY_MS);
		const reply = this.execute(script, keys, args);
		await this.wait(WAY_MS);
		return reply;
	}

	private execute(script: Script, keys: readonly string[], args: ReadonlyArray<string | number>) {
		const texts = args.map(String);
		for (const text of texts) {
			if (/^(NaN|-?Infinity|undefined)$/.test(text))
				throw new Error(`"${text}" in a script's args`);
		}
		if (script === BOOK) return this.book(keys, texts);
		this.notes.push({ script, key: keys[0], args: texts });
		if (script === CLOSE_HOST) this.host = undefined;
		if (script === OPEN_HOST) {
			this.host = { openUntil: Number(texts[0]) - AHEAD_MS, failedProbes: Number(texts[1]) };
		}
		return 1;
	}

	private book([number, , , , ...others]: readonly string[], args: readonly string[]): unknown {
		const now = this.clock.now();
		const [me, ceiling, accountCount, lateCount, quietMs] = args;
		const accounts = others.slice(0, Number(accountCount));
		const rest = args.slice(5);
		const late = pairs(rest.splice(0, 2 * Number(lateCount)));
		const asked = pairs(rest);
		const wanted = others.slice(accounts.length).map((recipient, index) => ({
			recipient,
			account: accounts[Number(asked[index][0])],
			isCharged: asked[index][1] === '1',
		}));
		this.books.push({
			at: now,
			me,
			ceiling: Number(ceiling),
			late: late.map(([place, at]) => ({ place: Number(place), at: Number(at) - AHEAD_MS })),
			wanted,
		});

		const held = this.number && this.number.pausedUntil > now ? this.number.pausedUntil : now;
		const slots = this.slots.get(number) ?? { at: -Infinity, count: 0 };
		this.slots.set(number, slots);
		if (Number(quietMs) > 0) slots.at = Math.max(slots.at, now + Number(quietMs));
		const rate = this.ceilingOf(number, Number(ceiling), now);
		const interval = Math.max(1_024 / rate, 1_010 / Math.max(1, Math.floor(rate)));
		let left = held > now ? 0 : this.slotsOfHost(now);
		const granted = wanted.flatMap(({ recipient, account, isCharged }) => {
			const until = isCharged ? undefined : this.deferredUntil?.(recipient, this.books.length);
			if (until !== undefined && until > now) return [-1, written(until)];
			const isPaused = (this.accountOf(account)?.pausedUntil ?? -Infinity) > now;
			if (left <= 0 || isPaused) return [-2, ''];
			left--;
			slots.at = Math.max(slots.at, now);
			const slot = [slots.count++, written(slots.at)];
			slots.at += interval;
			return slot;
		});
		const poll = this.host ? Math.max(this.host.openUntil, now + 500) : now;
		return [
			written(now),
			written(Math.max(held, poll)),
			this.numberNews(),
			this.hostNews(),
			accounts.map((account) => this.accountNews(account)),
			granted,
			this.processesOf(number, me).size,
		];
	}

	private processesOf(number: string, me: string): Set<string> {
		const processes = this.processes.get(number) ?? new Set();
		this.processes.set(number, processes);
		return processes.add(me);
	}

	private slotsOfHost(now: number): number {
		if (!this.host) return Infinity;
		return this.host.slots ?? (this.host.openUntil > now ? 0 : 1);
	}

	/** The lowest that was asked for lately. */
	private ceilingOf(number: string, ceiling: number, now: number): number {
		const known = this.ceilings.get(number);
		if (known && known.least < ceiling && known.until > now) return known.least;
		this.ceilings.set(number, { least: ceiling, until: now + 5_000 });
		return ceiling;
	}

	private accountOf(key: string): AccountState | undefined {
		return this.accounts.get(key.slice(key.lastIndexOf(':') + 1));
	}

	private numberNews(): unknown {
		if (!this.number) return null;
		const { learnedAt, pausedUntil, error = '', isTooFast, reduced } = this.number;
		return [
			written(learnedAt),
			written(pausedUntil),
			error,
			isTooFast ? '1' : '0',
			reduced ? String(reduced.to) : null,
			reduced ? written(reduced.calmFrom) : null,
		];
	}

	private hostNews(): unknown {
		if (!this.host) return null;
		const { openUntil, failedProbes = 0, verdict } = this.host;
		return [
			written(openUntil),
			String(failedProbes),
			verdict?.error ?? null,
			verdict ? written(verdict.at) : null,
		];
	}

	private accountNews(key: string): unknown {
		const account = this.accountOf(key);
		if (!account) return null;
		const { learnedAt, pausedUntil, pausedBy, verdict } = account;
		return [
			written(learnedAt),
			pausedUntil === undefined ? null : written(pausedUntil),
			pausedBy ?? null,
			verdict?.because ?? null,
			verdict?.error ?? null,
			verdict ? written(verdict.at) : null,
		];
	}

	private async wait(ms: number): Promise<void> {
		await new Promise<void>((resolve) => this.clock.after(ms, resolve));
	}
}

function written(time: number): string {
	return (time + AHEAD_MS).toFixed(3);
}

function pairs(texts: readonly string[]): Array<[string, string]> {
	return Array.from({ length: texts.length / 2 }, (_, index) => [
		texts[2 * index],
		texts[2 * index + 1],
	]);
}
