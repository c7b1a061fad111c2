import type { JsonObject } from './json';
import type { World } from './world';

/** Records of each kind that one answer holds unless `limit` says otherwise. */
const DEFAULT_LIMIT = 1_000;

/** What `GET /_simulator/state` answers: how things stand, in numbers. */
export function stateView(world: World): JsonObject {
	const { account, ledger, settings, faults, clock } = world;
	return {
		now: clock.now(),
		clock: clock.mode,
		settings,
		account: {
			app: account.app,
			businessAccountId: account.businessAccountId,
			phoneNumberIds: account.phoneNumberIds,
			accessToken: account.accessToken,
			standbyAccessToken: account.standbyAccessToken,
			expiredAccessToken: account.expiredAccessToken,
			noMessagingAccessToken: account.noMessagingAccessToken,
			callback: account.appCallback ?? null,
			fields: [...account.appFields],
			phoneNumbers: [...account.phoneNumbers.values()],
			templates: [...account.templates.values()].map(
				({ id, name, language, status, category }) => ({
					id,
					name,
					language,
					status,
					category,
				}),
			),
			tokens: [...account.tokens.values()],
		},
		faults: faults.list(),
		counts: {
			accepted: ledger.accepted.length,
			refused: ledger.refused.length,
			deliveries: ledger.deliveries.length,
			reads: ledger.reads.length,
		},
		refusedByCode: countByCode(world),
		connections: { ...ledger.connections },
		peaksPerSecond: world.throughput.peaks(),
		webhooksIdle: world.webhooks.idle,
	};
}

function countByCode({ ledger }: World): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const { code } of ledger.refused) counts[String(code)] = (counts[String(code)] ?? 0) + 1;
	return counts;
}

/**
 * What `GET /_simulator/ledger` answers: records in order of time.
 *
 * `since` leaves out the first n of each kind, `limit` bounds each kind, `kind` asks for one only.
 */
export function ledgerView({ ledger }: World, query: URLSearchParams): JsonObject {
	const since = numberOf(query, 'since', 0);
	const limit = numberOf(query, 'limit', DEFAULT_LIMIT);
	const kind = query.get('kind');
	const { accepted, refused, deliveries, reads } = ledger;
	const answer: JsonObject = {};
	for (const [name, records] of Object.entries({ accepted, refused, deliveries, reads })) {
		if (kind !== null && kind !== name) continue;
		answer[name] = (records as unknown[]).slice(since, since + limit);
		answer[`${name}Total`] = records.length;
	}
	return answer;
}

function numberOf(query: URLSearchParams, name: string, fallback: number): number {
	const text = query.get(name);
	if (text === null) return fallback;
	const value = Number(text);
	if (!Number.isInteger(value) || value < 0) throw new RangeError(`"${name}" must be a number`);
	return value;
}
