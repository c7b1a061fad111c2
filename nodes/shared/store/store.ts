import { createHash } from 'node:crypto';

import { WhatsAppError } from '../graph/errors';

/** A Lua script that Redis runs in one piece: nothing comes between its reads and its writes. */
export class Script {
	/** By which Redis knows it once it has seen it. */
	readonly sha1: string;

	constructor(readonly source: string) {
		this.sha1 = createHash('sha1').update(source).digest('hex');
	}
}

/** Where several n8n processes keep what they know together. */
export interface Store {
	/** The same for what is reached in the same way, passwords included; no secret in it. */
	readonly id: string;
	/**
	 * Runs a script.
	 * @param keys as `KEYS`; the store puts its prefix before each
	 * @param args as `ARGV`: Lua gets texts
	 * @returns Redis' reply: integers as numbers, texts, lists of both, `null`
	 * @throws StoreAwayError when no reply came: the script may have run all the same
	 */
	run(
		script: Script,
		keys: readonly string[],
		args: ReadonlyArray<string | number>,
	): Promise<unknown>;
}

/**
 * Milliseconds between two tries to reach a store that is away, at most: of its connection, and of those who wait
 * for it. In twice as many all have noticed that it is back.
 */
export const RETRY_MS = 500;

/** Milliseconds for which messages that need the store wait for one that is away, before they fail. */
export const PATIENCE_MS = 5_000;

/** What to do while the store cannot be reached. */
export type WhenAway = 'continue' | 'fail';

/** State shared between processes, as the credential asks for it. */
export interface SharedState {
	store: Store;
	/** `continue`: each process goes on by itself, with its share of a number's rate. */
	whenAway: WhenAway;
	/** Between how many processes a number's rate is divided meanwhile. */
	processes: number;
}

/** In Node's words: no authority that it knows has signed the certificate. */
export const UNTRUSTED = /self-signed certificate|unable to (verify|get) .*certificate/;

/** Whom a process trusts is settled when it starts: what passes in the credential's test may fail in a worker. */
export const HOW_TO_TRUST =
	'If the authority that signed it is your own, start each process of n8n with the environment variable NODE_EXTRA_CA_CERTS set to the path of its certificate';

/** The shared store does not answer, or not as it should. */
export class StoreAwayError extends WhatsAppError {
	readonly kind = 'store-away';

	/** @param why in Redis' or the system's words; never with the password in it */
	constructor(readonly why: string) {
		const fix = UNTRUSTED.test(why) ? `. ${HOW_TO_TRUST}` : '';
		super(`The Redis that the credential names cannot be used (${why})${fix}`);
	}
}
