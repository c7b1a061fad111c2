import { hash, randomUUID } from 'node:crypto';

import type { Clock } from '../../clock';
import type { Script, Store } from '../../store/store';
import type { Verdict } from '../account';
import type {
	AccountNews,
	Answer,
	Ask,
	Commons,
	HostNews,
	Note,
	NumberKey,
	NumberNews,
	Slot,
} from './commons';
import { readError, writeError } from './errorText';
import {
	BOOK,
	CLOSE_HOST,
	CONDEMN_ACCOUNT,
	HOLD_ACCOUNT,
	HOLD_NUMBER,
	HOLD_RECIPIENT,
	OPEN_HOST,
} from './scripts';
import { ServerClock } from './serverClock';

/** A text of Redis, or nothing. */
type Field = string | null;
type Reply = [
	now: string,
	askAt: string,
	number: Field[] | null,
	host: Field[] | null,
	accounts: Array<Field[] | null>,
	slots: Array<string | number>,
	processes: number,
];

/** What lanes share, kept in a store: scripts decide there, by its clock. */
export class StoreCommons implements Commons {
	/** By which the scripts tell processes apart. */
	private readonly me = randomUUID();
	private readonly time = new ServerClock();

	constructor(
		private readonly store: Store,
		private readonly clock: Clock,
	) {}

	async book({ number, ceiling, accounts, wanted, late, quietMs }: Ask): Promise<Answer> {
		const { host } = number;
		const keys = [
			numberKey(number),
			`${numberKey(number)}:late`,
			`${numberKey(number)}:processes`,
			hostKey(host),
			...accounts.map((account) => accountKey(host, account)),
			...wanted.map(({ recipient }) => recipientKey(number, recipient)),
		];
		const args = [
			this.me,
			finite(ceiling),
			accounts.length,
			late.length,
			quietMs,
			...late.flatMap(({ place, at }) => [place, this.written(at)]),
			...wanted.flatMap(({ account, isCharged }) => [account, isCharged ? 1 : 0]),
		];
		const sentAt = this.clock.now();
		const reply = (await this.store.run(BOOK, keys, args)) as Reply;
		const [now, askAt, numberNews, hostNews, accountNews, slots, processes] = reply;
		this.time.learn(sentAt, this.clock.now(), Number(now));
		return {
			slots: wanted.map((_, index) => this.slotOf(slots[2 * index], slots[2 * index + 1])),
			askAt: this.read(askAt),
			number: this.numberNews(numberNews),
			host: this.hostNews(hostNews),
			accounts: accounts.map((_, index) => this.accountNews(accountNews[index])),
			processes,
		};
	}

	async note(note: Note): Promise<boolean> {
		// Nobody knows yet what time it is there.
		if (!this.time.isKnown) return false;
		const { script, key, args } = this.told(note);
		return await this.store.run(script, [key], args).then(
			() => true,
			() => false,
		);
	}

	private told(note: Note): { script: Script; key: string; args: Array<string | number> } {
		switch (note.about) {
			case 'number': {
				const { number, ceiling, departedAt, until, error, isTooFast } = note;
				const times = [this.written(departedAt), this.written(until)];
				return {
					script: HOLD_NUMBER,
					key: numberKey(number),
					args: [finite(ceiling), ...times, writeError(error), isTooFast ? 1 : 0],
				};
			}
			case 'recipient': {
				const { number, recipient, until } = note;
				const key = recipientKey(number, recipient);
				return { script: HOLD_RECIPIENT, key, args: [this.written(until)] };
			}
			case 'quota': {
				const { host, account, departedAt, until, error } = note;
				const args = [this.written(departedAt), this.written(until), writeError(error)];
				return { script: HOLD_ACCOUNT, key: accountKey(host, account), args };
			}
			case 'verdict': {
				const { host, account, departedAt, because, error } = note;
				const args = [this.written(departedAt), because, writeError(error)];
				return { script: CONDEMN_ACCOUNT, key: accountKey(host, account), args };
			}
			case 'host': {
				const { host, openUntil, failedProbes, error } = note;
				const verdict = error === undefined ? '' : writeError(error);
				return {
					script: OPEN_HOST,
					key: hostKey(host),
					args: [this.written(openUntil), failedProbes, verdict],
				};
			}
			case 'host-back':
				return { script: CLOSE_HOST, key: hostKey(note.host), args: [] };
		}
	}

	private slotOf(place: unknown, time: unknown): Slot | { freeAt: number } | undefined {
		if (Number(place) >= 0) return { place: Number(place), at: this.read(time) };
		return Number(place) === -1 ? { freeAt: this.read(time) } : undefined;
	}

	private numberNews(fields: Field[] | null): NumberNews | undefined {
		if (!fields) return undefined;
		const [learnedAt, pausedUntil, pausedBy, tooFast, to, calmFrom] = fields;
		return {
			learnedAt: this.read(learnedAt),
			pausedUntil: this.read(pausedUntil),
			error: readError(pausedBy),
			isTooFast: tooFast === '1',
			reduced: to === null ? undefined : { to: Number(to), calmFrom: this.read(calmFrom) },
		};
	}

	private hostNews(fields: Field[] | null): HostNews | undefined {
		if (!fields) return undefined;
		const [openUntil, failedProbes, by, at] = fields;
		return {
			openUntil: this.read(openUntil),
			failedProbes: Number(failedProbes),
			verdict: at === null ? undefined : this.verdict('unreachable', by, at),
		};
	}

	private accountNews(fields: Field[] | null): AccountNews | undefined {
		if (!fields) return undefined;
		const [learnedAt, pausedUntil, pausedBy, because, by, at] = fields;
		return {
			learnedAt: this.read(learnedAt),
			pausedUntil: pausedUntil === null ? -Infinity : this.read(pausedUntil),
			pausedBy: readError(pausedBy),
			verdict: because === null ? undefined : this.verdict(because as Verdict['because'], by, at),
		};
	}

	private verdict(because: Verdict['because'], by: Field, at: Field): HostNews['verdict'] {
		return { because, error: readError(by), at: this.read(at) };
	}

	private read(time: unknown): number {
		return this.time.toLocal(Number(time));
	}

	private written(time: number): string {
		return this.time.toServer(time).toFixed(3);
	}
}

/** Lua reads no Infinity. */
function finite(rate: number): number {
	return Math.min(rate, Number.MAX_SAFE_INTEGER);
}

function numberKey({ host, phoneNumberId }: NumberKey): string {
	return `number:${host}:${phoneNumberId}`;
}

function hostKey(host: string): string {
	return `host:${host}`;
}

function accountKey(host: string, account: string): string {
	return `account:${host}:${account}`;
}

/**
 * The recipient is not stored in clear. A digest hides no phone number from who can run through all of them:
 * Redis itself must be kept from strangers.
 */
function recipientKey(number: NumberKey, recipient: string): string {
	return `pair:${hash('sha1', `${numberKey(number)} ${recipient}`, 'base64url')}`;
}
