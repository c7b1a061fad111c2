import { systemClock, type Clock } from '../clock';
import type { GraphClient } from './client';
import { DEFAULT_THROUGHPUT, getPhoneNumber, throughputOf } from './endpoints/phoneNumbers';

/** Meta raises a number's throughput now and then; asking costs one management call. */
const KNOWN_FOR_MS = 60 * 60 * 1000;

/** After a look-up that failed. */
const GUESSED_FOR_MS = 60 * 1000;

/** Numbers in one n8n are counted in tens; the bound only keeps a mistake from growing. */
const MAX_NUMBERS = 1000;

/** What each number may send, asked for once an hour and shared by all executions. */
export class ThroughputCache {
	private readonly known = new Map<string, { rate: Promise<number>; until: number }>();

	constructor(private readonly clock: Clock) {}

	/** Messages per second; the default where Meta does not tell, since that is no reason not to send. */
	async rateOf(client: GraphClient, phoneNumberId: string): Promise<number> {
		const key = `${client.host} ${phoneNumberId}`;
		const entry = this.known.get(key);
		if (entry && entry.until > this.clock.now()) return await entry.rate;
		const [oldest] = this.known.keys();
		if (this.known.size >= MAX_NUMBERS && oldest !== undefined) this.known.delete(oldest);
		const fresh = { rate: this.ask(client, phoneNumberId, key), until: this.expiry(KNOWN_FOR_MS) };
		this.known.set(key, fresh);
		return await fresh.rate;
	}

	private async ask(client: GraphClient, phoneNumberId: string, key: string): Promise<number> {
		try {
			return throughputOf(await getPhoneNumber(client, phoneNumberId));
		} catch {
			// What is wrong shows when the first message is sent, with a better place to say so.
			const entry = this.known.get(key);
			if (entry) entry.until = this.expiry(GUESSED_FOR_MS);
			return DEFAULT_THROUGHPUT;
		}
	}

	private expiry(ms: number): number {
		return this.clock.now() + ms;
	}
}

/** Of this process. */
export const throughputs = new ThroughputCache(systemClock);
