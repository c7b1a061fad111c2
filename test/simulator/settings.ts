import type { TemplateCategory } from './templateTypes';

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

/** A decision of the review that is made by rule; all that it names must hold. */
export interface ReviewRule {
	/** A part of the template's name. */
	name?: string;
	/** A part of one of its texts, whatever the case. */
	text?: string;
	category?: TemplateCategory;
	/** What then happens: it is refused for a reason, or taken for another category. */
	then: { reject: string } | { category: TemplateCategory };
}

/** How templates are reviewed, and how many of them there may be (reference §2, §3). */
export interface TemplateSettings {
	/** `auto` decides by the rules once `reviewMs` have passed; `manual` waits for a command. */
	review: 'auto' | 'manual';
	/** Milliseconds from a creation or an edit to the decision. */
	reviewMs: number;
	/** The first that fits decides; a template that none fits is approved. */
	rules: ReviewRule[];
	/** Templates that an account may have: 250 when Meta has not verified the business. */
	limit: number;
	creationsPerHour: number;
	/** Edits of an approved template. */
	editsPerDay: number;
	editsPer30Days: number;
	/** Days for which the name of an approved template stays taken after its deletion. */
	nameLockDays: number;
	/** Messages that each of two templates must have been sent in, to be compared. */
	compareMinimum: number;
	/** How webhooks write `en_US`: as it is, or as `en-US`. */
	webhookLanguage: 'asIs' | 'dashed';
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
	/**
	 * Management calls that an app may make for an account in an hour: 200, or 5,000 with a
	 * registered number (`byNumbers`, reference §7).
	 */
	managementCallsPerHour: 'byNumbers' | 'unlimited' | number;
	templates: TemplateSettings;
	webhooks: WebhookSettings;
}

/** A partial change of the settings; nested objects are merged. */
export type SettingsPatch = Partial<
	Omit<SimulatorSettings, 'webhooks' | 'templates' | 'statusDelaysMs'> & {
		webhooks: Partial<WebhookSettings>;
		templates: Partial<TemplateSettings>;
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
		managementCallsPerHour: 'byNumbers',
		templates: {
			review: 'auto',
			reviewMs: 1_500,
			rules: [
				{ name: 'reject', then: { reject: 'INVALID_FORMAT' } },
				{ category: 'UTILITY', text: 'discount', then: { category: 'MARKETING' } },
			],
			limit: 6_000,
			creationsPerHour: 100,
			editsPerDay: 1,
			editsPer30Days: 10,
			nameLockDays: 30,
			compareMinimum: 1_000,
			webhookLanguage: 'asIs',
		},
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

const MERGED = new Set(['webhooks', 'templates', 'statusDelaysMs']);

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
