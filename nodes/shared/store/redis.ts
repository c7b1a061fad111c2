import { isIP } from 'node:net';

import { createClient, DisconnectsClientError } from '@redis/client';

import { systemClock, type Clock } from '../clock';
import { fingerprint } from '../graph/secrets';
import type { RedisSettings } from './settings';
import { RETRY_MS, type Script, type Store, StoreAwayError } from './store';

/** Milliseconds that a connection, and a reply, may take before the store counts as away. */
const CONNECT_MS = 2_000;
const REPLY_MS = 2_000;
const NO_REPLY = `no reply in ${REPLY_MS / 1_000} s`;
/**
 * What a server answers that became a replica, or has lost its primary: for good over this connection, while a new
 * one may lead to the new primary. Redis 6 tells what a script met in words of its own. LOADING is none of these: it
 * ends by itself.
 */
const NOT_PRIMARY = /(^|-)(READONLY|MASTERDOWN) /;
/** Milliseconds after which nobody tries any more to reach a store that nobody asks. */
const FORGET_MS = 60_000;

/**
 * A Redis, or what speaks its protocol (Valkey, KeyDB): one connection for the process, opened at the first
 * use, and opened again by itself. While it is down nothing is queued: what would wait fails at once.
 */
export class RedisStore implements Store {
	readonly id: string;
	private client?: Client;
	/** Settles when the connection stands, or could not be made. */
	private opening?: Promise<void>;
	/** Runs until it is tried again to reach one that said nothing. */
	private pause?: NodeJS.Timeout;
	private trouble = 'it was never reached';
	private askedAt: number;

	constructor(
		private readonly settings: RedisSettings,
		private readonly clock: Clock = systemClock,
	) {
		this.id = idOf(settings);
		this.askedAt = clock.now();
	}

	/** When it was last asked, in milliseconds of its clock. */
	get usedAt(): number {
		return this.askedAt;
	}

	async run(
		script: Script,
		keys: readonly string[],
		args: ReadonlyArray<string | number>,
	): Promise<unknown> {
		this.askedAt = this.clock.now();
		const client = await this.connected();
		const rest = [
			String(keys.length),
			...keys.map((key) => this.settings.prefix + key),
			...args.map(String),
		];
		try {
			return await this.reply(client, ['EVALSHA', script.sha1, ...rest]);
		} catch (error) {
			if (!isUnknownScript(error)) throw this.away(error);
		}
		try {
			return await this.reply(client, ['EVAL', script.source, ...rest]);
		} catch (error) {
			throw this.away(error);
		}
	}

	/** Asks whether it is there. @throws StoreAwayError */
	async ping(): Promise<void> {
		this.askedAt = this.clock.now();
		const client = await this.connected();
		try {
			await this.reply(client, ['PING']);
		} catch (error) {
			throw this.away(error);
		}
	}

	/** Ends the connection; the next use opens another. */
	close(): void {
		clearTimeout(this.pause);
		this.pause = undefined;
		this.client?.destroy();
		this.client = undefined;
		this.opening = undefined;
	}

	/** Waits for the first connection; while it is tried to get it back, fails at once. */
	private async connected(): Promise<Client> {
		if (!this.client?.isOpen && !this.pause) this.opening = this.open();
		if (!this.client?.isReady) await this.opening;
		if (this.client?.isReady) return this.client;
		throw new StoreAwayError(this.trouble);
	}

	private open(): Promise<void> {
		const client = makeClient(this.settings, () => this.isWanted());
		// Nobody waits for n8n's end because of a connection that is kept for later.
		client.unref();
		this.client = client;
		return new Promise((resolve) => {
			let silence: NodeJS.Timeout | undefined;
			const settle = () => {
				clearTimeout(silence);
				resolve();
			};
			client.on('ready', settle);
			let isSilent = false;
			client.on('error', (error: Error) => {
				this.trouble = isSilent ? NO_REPLY : this.wordsOf(error);
				settle();
			});
			// Who takes a connection and then says nothing would be waited for without an end.
			client.on('connect', () => {
				silence = setTimeout(() => {
					isSilent = true;
					this.trouble = NO_REPLY;
					this.openLater(client);
				}, REPLY_MS);
			});
			// Why is told by the event.
			client.connect().catch(settle);
		});
	}

	private openLater(client: Client): void {
		client.destroy();
		if (this.client !== client) return;
		this.pause = setTimeout(() => {
			this.pause = undefined;
			if (this.isWanted()) void this.open();
		}, RETRY_MS);
		this.pause.unref();
	}

	private isWanted(): boolean {
		return this.clock.now() - this.askedAt < FORGET_MS;
	}

	/** @throws an Error of Redis, or one of our own when no reply came in time */
	private async reply(client: Client, command: string[]): Promise<unknown> {
		let timer: NodeJS.Timeout | undefined;
		const tooLate = new Promise<never>((_, reject) => {
			timer = setTimeout(() => {
				reject(new Error(NO_REPLY));
				// It may never answer again, as behind a router that forgot the connection.
				if (this.client === client) this.close();
			}, REPLY_MS);
		});
		try {
			return await Promise.race([client.sendCommand(command), tooLate]);
		} catch (error) {
			// Of several replies the first has ended it.
			if (isNotPrimary(error) && client.isOpen) this.openLater(client);
			throw error;
		} finally {
			clearTimeout(timer);
		}
	}

	private away(error: unknown): StoreAwayError {
		// We have ended the connection ourselves: why is known.
		if (!(error instanceof DisconnectsClientError)) this.trouble = this.wordsOf(error);
		return new StoreAwayError(this.trouble);
	}

	private wordsOf(error: unknown): string {
		return wordsOf(error, this.settings.password);
	}
}

/** The same for settings that reach the same Redis in the same way. */
export function idOf(settings: RedisSettings): string {
	return fingerprint(JSON.stringify(settings));
}

type Client = ReturnType<typeof makeClient>;

function makeClient(
	{ host, port, tls, username, password, database }: RedisSettings,
	isWanted: () => boolean,
) {
	return createClient({
		// Understood by every server; nothing of the newer protocol is needed.
		RESP: 2,
		maintNotifications: 'disabled',
		username,
		password,
		database,
		disableOfflineQueue: true,
		socket: {
			host,
			port,
			// Of a host that is an address no name is asked for.
			...(tls ? { tls: true, ...(isIP(host) === 0 ? { servername: host } : {}) } : {}),
			connectTimeout: CONNECT_MS,
			reconnectStrategy: (retries) =>
				// 50 ms at first, then twice as many each time.
				isWanted() && Math.min(RETRY_MS, 50 * 2 ** Math.min(retries, 10)),
		},
	});
}

function isNotPrimary(error: unknown): boolean {
	return error instanceof Error && NOT_PRIMARY.test(error.message);
}

function isUnknownScript(error: unknown): boolean {
	return error instanceof Error && error.message.startsWith('NOSCRIPT');
}

/**
 * What is said of an error. Of several addresses that were tried, Node says nothing in the error of all.
 * @param password is not in it, also where the server repeats it
 */
function wordsOf(error: unknown, password: string | undefined): string {
	if (error instanceof AggregateError && error.errors.length > 0) {
		return wordsOf(error.errors[0], password);
	}
	const words = error instanceof Error && error.message ? error.message : String(error);
	// Who knows no AUTH repeats what came with it: the password, or its first 128 characters.
	const [said] = words.split(', with args');
	// OpenSSL's end with the line.
	return (password ? said.replaceAll(password, '…') : said).trim();
}
