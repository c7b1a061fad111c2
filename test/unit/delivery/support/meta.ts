import type { Clock } from '../../../../nodes/shared/clock';
import type { Address, Attempt, Batch, Sender } from '../../../../nodes/shared/delivery';

/** One call that arrived. */
export interface Call {
	/** Of which batch. */
	batch: string;
	index: number;
	/** 1 for the first try. */
	attempt: number;
	recipient: string;
	phoneNumberId: string;
	host: string;
	at: number;
	/** Milliseconds between the start of the test and `at`. */
	sinceStart: number;
	/** Undefined while it is on its way. */
	endedAt?: number;
	accepted: boolean;
	signal?: AbortSignal;
}

export interface MessageSpec {
	recipient?: string;
	sender?: Sender;
	spread?: Sender[];
}

export interface MetaOptions {
	/** Milliseconds that a call takes. */
	latencyMs?: number | ((call: Call) => number);
	/** What a call ends with: an error, or undefined when it is accepted. */
	answer?: (call: Call) => unknown;
}

export const HOST = 'https://graph.test';

export function aSender(more: Partial<Sender> = {}): Sender {
	return { phoneNumberId: '100', host: HOST, account: 'a', rate: 80, ...more };
}

/** What the dispatcher sends to: remembers every call, answers as it is told. */
export class Meta {
	readonly calls: Call[] = [];
	inFlight = 0;
	mostInFlight = 0;
	/** How often an address was asked for, by batch. */
	readonly read: Record<string, number> = {};
	private readonly startedAt: number;

	constructor(
		private readonly clock: Clock,
		private readonly options: MetaOptions = {},
	) {
		this.startedAt = clock.now();
	}

	/** A batch of messages to as many recipients, unless told otherwise. */
	batch(
		size: number,
		spec: (index: number) => MessageSpec = () => ({}),
		name = 'batch',
		more: Partial<Batch<string>> = {},
	): Batch<string> {
		const sender = aSender();
		const address = (index: number): Address => ({
			sender,
			recipient: `${name}-${index}`,
			...spec(index),
		});
		return {
			size,
			address: (index) => {
				this.read[name] = (this.read[name] ?? 0) + 1;
				return address(index);
			},
			send: async (index, attempt) =>
				await this.call(name, index, address(index).recipient, attempt),
			...more,
		};
	}

	/** Calls of one batch, or all. */
	of(batch: string): Call[] {
		return this.calls.filter((call) => call.batch === batch);
	}

	get accepted(): Call[] {
		return this.calls.filter((call) => call.accepted);
	}

	private async call(
		batch: string,
		index: number,
		recipient: string,
		{ number, sender, signal }: Attempt,
	): Promise<string> {
		const call: Call = {
			batch,
			index,
			attempt: number,
			recipient,
			phoneNumberId: sender.phoneNumberId,
			host: sender.host,
			at: this.clock.now(),
			sinceStart: this.clock.now() - this.startedAt,
			accepted: false,
			signal,
		};
		this.calls.push(call);
		this.mostInFlight = Math.max(this.mostInFlight, ++this.inFlight);
		const { latencyMs = 50, answer } = this.options;
		const latency = typeof latencyMs === 'function' ? latencyMs(call) : latencyMs;
		await new Promise<void>((resolve) => this.clock.after(latency, resolve));
		this.inFlight--;
		call.endedAt = this.clock.now();
		const error = answer?.(call);
		if (error !== undefined) throw error as Error;
		call.accepted = true;
		return `wamid.${batch}.${index}`;
	}
}

/** The most calls that any stretch of `windowMs` milliseconds holds, both ends included. */
export function mostWithin(times: number[], windowMs: number): number {
	let most = 0;
	let first = 0;
	for (let last = 0; last < times.length; last++) {
		while (times[last] - times[first] > windowMs) first++;
		most = Math.max(most, last - first + 1);
	}
	return most;
}

/** Whether Meta's budget of a recipient (45, one more every 6 s) would have had room for each call. */
export function keepsPairBudget(times: number[]): boolean {
	let budget = 45;
	let at = times[0] ?? 0;
	for (const time of times) {
		budget = Math.min(45, budget + (time - at) / 6_000);
		at = time;
		if (budget < 1 - 1e-9) return false;
		budget -= 1;
	}
	return true;
}

/** Calls grouped by a property. */
export function groupBy(calls: Call[], key: (call: Call) => string): Map<string, Call[]> {
	const groups = new Map<string, Call[]>();
	for (const call of calls) {
		const group = groups.get(key(call));
		if (group) group.push(call);
		else groups.set(key(call), [call]);
	}
	return groups;
}
