import { systemClock, type Clock } from '../clock';
import type { GraphClient } from './client';
import { DEFAULT_THROUGHPUT, getPhoneNumber, throughputOf } from './endpoints/phoneNumbers';

/** What sending needs to know of a number. */
export interface NumberFacts {
	/** Messages per second that Meta allows it. */
	throughput: number;
	/** Its quality rating is RED: Meta is about to restrict it. */
	flagged: boolean;
}

/** Meta raises a number's throughput now and then; asking costs one management call. */
const KNOWN_FOR_MS = 60 * 60 * 1000;

/** After a look-up that failed. */
const GUESSED_FOR_MS = 60 * 1000;

/** Numbers in one n8n are counted in tens; the bound only keeps a mistake from growing. */
const MAX_NUMBERS = 1000;

const UNKNOWN: NumberFacts = { throughput: DEFAULT_THROUGHPUT, flagged: false };

interface Entry {
	facts: Promise<NumberFacts>;
	until: number;
}

/** The facts of each number, asked for once an hour and shared by all executions. */
export class NumberFactsCache {
	private readonly known = new Map<string, Entry>();

	constructor(
		private readonly clock: Clock,
		private readonly most = MAX_NUMBERS,
	) {}

	/** The default where Meta does not tell: that is no reason not to send. */
	async of(client: GraphClient, phoneNumberId: string): Promise<NumberFacts> {
		const key = keyOf(client, phoneNumberId);
		const entry = this.known.get(key);
		if (entry && entry.until > this.clock.now()) return await entry.facts;
		this.known.delete(key);
		const [oldest] = this.known.keys();
		if (this.known.size >= this.most) this.known.delete(oldest);
		const fresh: Entry = {
			facts: ask(client, phoneNumberId).catch(() => {
				// What is wrong shows when the first message is sent, which has a better place to say so.
				fresh.until = this.clock.now() + GUESSED_FOR_MS;
				return UNKNOWN;
			}),
			until: this.clock.now() + KNOWN_FOR_MS,
		};
		this.known.set(key, fresh);
		return await fresh.facts;
	}

	/** Meta throttled the number: what is known of it may be out of date. */
	forget(client: GraphClient, phoneNumberId: string): void {
		this.known.delete(keyOf(client, phoneNumberId));
	}
}

async function ask(client: GraphClient, phoneNumberId: string): Promise<NumberFacts> {
	const phoneNumber = await getPhoneNumber(client, phoneNumberId);
	return {
		throughput: throughputOf(phoneNumber),
		flagged: phoneNumber.quality_rating === 'RED',
	};
}

function keyOf(client: GraphClient, phoneNumberId: string): string {
	return `${client.host} ${phoneNumberId}`;
}

/** Of this process. */
export const numberFacts = new NumberFactsCache(systemClock);
