import type { Clock } from '../clock';
import { DeadTokens } from '../graph/deadTokens';
import { fingerprint } from '../graph/secrets';
import { Script, type Store } from './store';

/** KEYS: a token. ARGV: milliseconds. */
const ADD = new Script(`return redis.call('SET', KEYS[1], 'dead', 'PX', ARGV[1])`);

/** KEYS: tokens. Replies for each: milliseconds for which it counts as dead; negative when it does not. */
const LOOK_UP = new Script(`
local left = {}
for i, key in ipairs(KEYS) do left[i] = redis.call('PTTL', key) end
return left
`);

/** The dead tokens of several processes: kept in a store by their fingerprints. */
export class SharedDeadTokens extends DeadTokens {
	constructor(
		private readonly store: Store,
		private readonly clock: Clock,
	) {
		super();
	}

	override add(token: string, nowMs: number): void {
		super.add(token, nowMs);
		// A process that is not told learns it from Meta.
		this.store.run(ADD, [keyOf(token)], [this.memoryMs]).catch(() => undefined);
	}

	/** Learns which of these tokens other processes found dead; nothing where the store is away. */
	async refresh(tokens: readonly string[]): Promise<void> {
		try {
			const left = (await this.store.run(LOOK_UP, tokens.map(keyOf), [])) as number[];
			const now = this.clock.now();
			for (const [index, token] of tokens.entries()) {
				if (left[index] > 0) super.add(token, now - this.memoryMs + left[index]);
			}
		} catch {
			// Then they are found out by a call each.
		}
	}
}

function keyOf(token: string): string {
	return `dead-token:${fingerprint(token)}`;
}
