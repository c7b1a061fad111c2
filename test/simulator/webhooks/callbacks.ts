import { randomInt } from 'node:crypto';
import type { Callback } from '../account';
import { GraphFailure } from '../graphErrors';
import type { World } from '../world';
import type { Update } from './payloads';

/** Fields that an override may take over; all others always go to the app's callback (§5.5). */
const OVERRIDABLE = new Set([
	'messages',
	'message_echoes',
	'calls',
	'consumer_profile',
	'messaging_handovers',
	'group_lifecycle_update',
	'group_participants_update',
	'group_settings_update',
	'group_status_update',
	'smb_message_echoes',
	'smb_app_state_sync',
	'history',
	'account_settings_update',
]);

/** Where an update goes: the number's override, the account's, or the app's callback. */
export function callbackFor(world: World, update: Update): Callback | undefined {
	const { account } = world;
	if (OVERRIDABLE.has(update.field)) {
		const phone = account.phoneNumbers.get(update.phoneNumberId ?? '');
		const override = phone?.callback ?? account.businessAccounts.get(update.wabaId)?.callback;
		if (override) return override;
	}
	return account.appCallback;
}

/**
 * Asks a callback to prove itself, as Meta does before it takes one: GET with `hub.mode`,
 * `hub.challenge` and `hub.verify_token`, to be answered with the challenge.
 *
 * @throws GraphFailure 2200 when it does not.
 */
export async function verifyCallback(world: World, callback: Callback): Promise<void> {
	const challenge = String(randomInt(1_000_000_000, 2_000_000_000));
	const url = new URL(callback.url);
	url.searchParams.set('hub.mode', 'subscribe');
	url.searchParams.set('hub.challenge', challenge);
	url.searchParams.set('hub.verify_token', callback.verifyToken);
	const controller = new AbortController();
	const cancel = world.clock.after(world.settings.webhooks.timeoutMs, () => controller.abort());
	let problem: string | undefined;
	try {
		const answer = await fetch(url, { signal: controller.signal, redirect: 'manual' });
		const text = await answer.text();
		if (answer.status !== 200) problem = `HTTP Status Code = ${answer.status}`;
		else if (text !== challenge) problem = 'the answer is not the value of hub.challenge';
	} catch (error) {
		problem = error instanceof Error ? error.message : String(error);
	} finally {
		cancel();
	}
	if (problem !== undefined) {
		throw new GraphFailure(2200, {
			message: `(#2200) Callback verification failed with the following errors: ${problem}`,
		});
	}
}
