import { fingerprint } from './secrets';

/** How long a token that Meta refused is passed over, in ms; a mistake of Meta's then heals itself. */
const MEMORY_MS = 60 * 60 * 1000;

/** Credentials in one n8n are counted in tens; the bound only keeps a mistake from growing. */
const MAX_TOKENS = 1000;

/**
 * The tokens that Meta answered with 190, as fingerprints: while a token is rotated, the whole process
 * goes over to its successor after the first refusal, not after one for each message.
 */
export class DeadTokens {
	/** Milliseconds for which a token is remembered. */
	protected readonly memoryMs = MEMORY_MS;
	private readonly until = new Map<string, number>();

	/** @param nowMs milliseconds since the Unix epoch */
	add(token: string, nowMs: number): void {
		const name = fingerprint(token);
		this.until.delete(name);
		const [oldest] = this.until.keys();
		if (this.until.size >= MAX_TOKENS && oldest !== undefined) this.until.delete(oldest);
		this.until.set(name, nowMs + this.memoryMs);
	}

	/** The first token not known to be dead, or the very first when all are: Meta then says so itself. */
	firstAlive(tokens: string[], nowMs: number): string {
		return tokens.find((token) => (this.until.get(fingerprint(token)) ?? 0) <= nowMs) ?? tokens[0];
	}
}

/** Of this process. */
export const deadTokens = new DeadTokens();
