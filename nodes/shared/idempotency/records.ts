/**
 * A memory that knows only which entries it was given: n8n's, of what a node has seen. To ask it is to write into
 * it, and it is one row, read and written as a whole: of two processes that write at once, one writes in vain.
 */
export interface Records {
	/**
	 * All of these are there afterwards.
	 * @param most entries that are kept; the oldest make room
	 * @returns those that were there before
	 */
	record(entries: readonly string[], most: number): Promise<ReadonlySet<string>>;
	remove(entries: readonly string[]): Promise<void>;
}

/** Milliseconds by which it is known when a key was claimed. */
const PERIOD_MS = 3 * 3_600_000;

/**
 * The entries of one key. To look for one is to add it, and a crash may leave it: so each state is chosen in such
 * a way that whatever is added to it by looking makes it no more than a claim.
 *
 * | state | `touched` | `open` | `claimed` | `period` |
 * |---|---|---|---|---|
 * | new | | | | |
 * | looked up | ✓ | ✓ | | ✓ |
 * | claimed | ✓ | ✓ | ✓ | ✓ |
 * | sent | ✓ | | ✓ | ✓ |
 *
 * What is claimed is confirmed by taking `open` away. A key none of whose `period`s is young enough is new.
 */
export interface EntriesOfKey {
	touched: string;
	open: string;
	claimed: string;
	/** Of the present. */
	period: string;
	/** Those before it that are young enough, the youngest first. */
	formerPeriods: string[];
}

/** @param rememberMs for at least so long; at most for six hours more, three where it is a multiple of three hours */
export function entriesOf(id: string, now: number, rememberMs: number): EntriesOfKey {
	const present = Math.floor(now / PERIOD_MS);
	const periodOf = (number: number) => `${number} ${id}`;
	return {
		touched: `touched ${id}`,
		open: `open ${id}`,
		claimed: `claimed ${id}`,
		period: periodOf(present),
		formerPeriods: Array.from({ length: Math.ceil(rememberMs / PERIOD_MS) }, (_, back) =>
			periodOf(present - 1 - back),
		),
	};
}

/** What came out about a key, and what must be taken away again. */
export interface Finding {
	state: 'new' | 'claimed' | 'sent';
	/** What looking has added, or what has expired. */
	undo: string[];
}

/** What a first look asks for. */
export function firstLook({ touched, open, period }: EntriesOfKey): string[] {
	return [touched, open, period];
}

/** Whether the first look was enough: nobody ever touched the key. */
export function isUntouched({ touched }: EntriesOfKey, before: ReadonlySet<string>): boolean {
	return !before.has(touched);
}

/** What a second look asks for. @param before of the first */
export function secondLook(entries: EntriesOfKey, before: ReadonlySet<string>): string[] {
	const { claimed, period, formerPeriods } = entries;
	return before.has(period) ? [claimed] : [claimed, ...formerPeriods];
}

/**
 * What two looks have found.
 * @param first what was there before the first
 * @param second what was there before the second
 */
export function findingOf(
	{ open, claimed, period, formerPeriods }: EntriesOfKey,
	first: ReadonlySet<string>,
	second: ReadonlySet<string>,
): Finding {
	const wasPresent = first.has(period);
	const added = wasPresent ? [] : formerPeriods.filter((former) => !second.has(former));
	if (!second.has(claimed)) return { state: 'new', undo: [claimed, ...added] };
	const isYoung = wasPresent || added.length < formerPeriods.length;
	if (!isYoung) return { state: 'new', undo: [claimed, ...added] };
	// It is no younger for having been looked up.
	if (!wasPresent) added.push(period);
	if (first.has(open)) return { state: 'claimed', undo: added };
	return { state: 'sent', undo: [open, ...added] };
}

/** What a claim asks for. Once it is there, the key is claimed. */
export function claimOf({ touched, open, claimed, period }: EntriesOfKey): string[] {
	return [touched, open, claimed, period];
}

/** What a claim has found. @param before what was there; `new`: the claim is ours */
export function claimFinding(
	{ open, claimed, period }: EntriesOfKey,
	before: ReadonlySet<string>,
): Finding {
	if (!before.has(claimed)) return { state: 'new', undo: [] };
	const undo = before.has(period) ? [] : [period];
	if (before.has(open)) return { state: 'claimed', undo };
	return { state: 'sent', undo: [open, ...undo] };
}
