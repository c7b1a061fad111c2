/** How the simulator delivers webhooks to a callback. */
export interface WebhookSettings {
	/** Added before every delivery, in milliseconds. */
	delayMs: number;
	/** Up to this many updates travel in one POST; Meta sends at most 1,000. */
	batchSize: number;
	/** How long an update waits for others to fill its batch, in milliseconds. */
	batchWaitMs: number;
	/** Every nth delivery is sent a second time; 0 sends none twice. */
	duplicateEvery: number;
	/** Every nth delivery is held until the one after it has left; 0 keeps the order. */
	swapEvery: number;
	/** Waits before the 2nd, 3rd … attempt of a refused delivery, in milliseconds. */
	retryDelaysMs: number[];
	/** A callback that has not answered after this many milliseconds counts as failed. */
	timeoutMs: number;
}

/** A number's `pair limit`: Meta allows one message per 6 s to one person, and bursts of 45. */
export interface PairLimit {
	burst: number;
	/** Milliseconds until one message of the budget is given back. */
	refillMs: number;
}

export interface SimulatorSettings {
	/** Every answer of the Graph API waits this long, in milliseconds. */
	latencyMs: number;
	/** `byLevel` is what the number's level allows; a number is messages per second for all. */
	throughput: 'byLevel' | 'unlimited' | number;
	pairLimit: 'unlimited' | PairLimit;
	/**
	 * What happens to a free-form message when the person has not written for 24 hours: `false`
	 * lets it through, `refuse` answers 131047, `failLater` accepts it and reports it as failed.
	 */
	enforceWindow: false | 'refuse' | 'failLater';
	/**
	 * Whether a message may name any media ID, or only one of a file that is there and was uploaded on
	 * its number.
	 */
	mediaIds: 'any' | 'known';
	/** How far an accepted message gets by itself; further steps are a person's, on the page. */
	autoStatuses: 'off' | 'sent' | 'delivered' | 'read';
	/** Milliseconds from acceptance to each status. */
	statusDelaysMs: { sent: number; delivered: number; read: number };
	/** Meta's app setting "Require App Secret": every call then needs `appsecret_proof`. */
	requireAppSecret: boolean;
	/** Value of the `X-App-Usage` header (percentages); null leaves it out. */
	appUsage: Record<string, unknown> | null;
	/** Value of the `X-Business-Use-Case-Usage` header; null leaves it out. */
	businessUseCaseUsage: Record<string, unknown> | null;
	webhooks: WebhookSettings;
}

/** A partial change of the settings; nested objects are merged. */
export type SettingsPatch = Partial<
	Omit<SimulatorSettings, 'webhooks' | 'statusDelaysMs'> & {
		webhooks: Partial<WebhookSettings>;
		statusDelaysMs: Partial<SimulatorSettings['statusDelaysMs']>;
	}
>;

/** The settings a new simulator starts with: Meta's limits on, nothing slow, nothing broken. */
export function defaultSettings(): SimulatorSettings {
	return {
		latencyMs: 0,
		throughput: 'byLevel',
		pairLimit: { burst: 45, refillMs: 6_000 },
		enforceWindow: false,
		mediaIds: 'any',
		autoStatuses: 'delivered',
		statusDelaysMs: { sent: 150, delivered: 700, read: 3_000 },
		requireAppSecret: false,
		appUsage: null,
		businessUseCaseUsage: null,
		webhooks: {
			delayMs: 0,
			batchSize: 1,
			batchWaitMs: 0,
			duplicateEvery: 0,
			swapEvery: 0,
			// Meta retries for days with a growing pause; a simulator's patience is shorter.
			retryDelaysMs: [1_000, 5_000, 30_000, 120_000, 600_000],
			timeoutMs: 20_000,
		},
	};
}

/**
 * Changes the settings in place.
 *
 * @throws RangeError when the patch names a setting that does not exist: a misspelt one would
 * otherwise leave a limit on that a test believes to be off.
 */
export function applySettings(settings: SimulatorSettings, patch: SettingsPatch): void {
	merge(settings as unknown as Record<string, unknown>, patch, '');
}

const MERGED = new Set(['webhooks', 'statusDelaysMs']);

function merge(target: Record<string, unknown>, patch: Record<string, unknown>, path: string) {
	for (const [name, value] of Object.entries(patch)) {
		if (!Object.hasOwn(target, name)) throw new RangeError(`There is no setting "${path}${name}"`);
		if (MERGED.has(name)) {
			merge(target[name] as Record<string, unknown>, value as Record<string, unknown>, `${name}.`);
		} else if (value !== undefined) {
			target[name] = value;
		}
	}
}
