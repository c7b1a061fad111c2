import type { BusinessAccount } from './account';
import { GraphFailure } from './graphErrors';
import { Quota } from './quota';
import type { SimulatorSettings } from './settings';

const HOUR_MS = 60 * 60 * 1_000;

/** Management calls per hour, app and account, without and with a registered number (§7). */
const WITHOUT_NUMBER = 200;
const WITH_NUMBER = 5_000;

/** Graph tells how much of a limit is used "after enough calls"; from half of it on, here. */
const TOLD_FROM_PERCENT = 50;

/** Counts the calls that manage an account, each app by itself, over a sliding hour. */
export class ManagementCalls {
	private readonly calls = new Quota(HOUR_MS);

	/**
	 * Counts a call.
	 *
	 * @returns the header that tells how much is used, once that is worth telling.
	 * @throws GraphFailure 80007 over the limit; such a call is not counted.
	 */
	count(
		waba: BusinessAccount,
		appId: string,
		settings: SimulatorSettings,
		now: number,
	): Record<string, string> {
		const limit = limitOf(waba, settings.managementCallsPerHour);
		if (limit === Infinity) return {};
		const key = `${appId}:${waba.id}`;
		if (this.calls.count(key, now) >= limit) {
			throw tooManyCalls(waba.id, this.calls.untilOneIsForgotten(key, now));
		}
		this.calls.add(key, now);
		const percent = Math.floor((this.calls.count(key, now) / limit) * 100);
		return percent < TOLD_FROM_PERCENT ? {} : usageHeader(waba.id, percent, 0);
	}

	clear(): void {
		this.calls.clear();
	}
}

function limitOf(
	waba: BusinessAccount,
	setting: SimulatorSettings['managementCallsPerHour'],
): number {
	if (typeof setting === 'number') return setting;
	if (setting === 'unlimited') return Infinity;
	const isRegistered = waba.phoneNumbers.some(({ status }) => status === 'CONNECTED');
	return isRegistered ? WITH_NUMBER : WITHOUT_NUMBER;
}

/**
 * 80007 with the header that says when it is over.
 *
 * @param waitMs milliseconds until one more call is allowed; the header has whole minutes.
 */
export function tooManyCalls(wabaId: string, waitMs: number, what?: string): GraphFailure {
	return new GraphFailure(80007, {
		message:
			`(#80007) There have been too many ${what ?? 'calls from this app'} to this WhatsApp ` +
			'Business Account. Wait a bit and try again.',
		headers: usageHeader(wabaId, 100, Math.ceil(waitMs / 60_000)),
	});
}

function usageHeader(wabaId: string, percent: number, minutes: number): Record<string, string> {
	const usage = {
		type: 'whatsapp',
		call_count: percent,
		total_cputime: 0,
		total_time: 0,
		estimated_time_to_regain_access: minutes,
	};
	return { 'x-business-use-case-usage': JSON.stringify({ [wabaId]: [usage] }) };
}
