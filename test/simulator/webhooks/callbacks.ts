import { randomInt } from 'node:crypto';
import type { Callback } from '../account';
import { GraphFailure } from '../graphErrors';
import type { World } from '../world';
import { FIELDS, OVERRIDABLE } from './fields';
import type { Update } from './payloads';

/**
 * Where an update goes: the number's override, the account's, or the app's callback. Nowhere when the
 * app gets nothing of the account, or nothing of this field.
 */
export function callbackFor(world: World, update: Update): Callback | undefined {
	const { account } = world;
	if (!account.businessAccounts.get(update.wabaId)?.isSubscribed) return undefined;
	if (!account.appFields.has(update.field)) return undefined;
	if (OVERRIDABLE.has(update.field)) {
		const phone = account.phoneNumbers.get(update.phoneNumberId ?? '');
		const override = phone?.callback ?? account.businessAccounts.get(update.wabaId)?.callback;
		if (override) return override;
	}
	return account.appCallback;
}

/**
 * Sets the app's callback for all that there is, of all accounts, as a person can in the App Dashboard;
 * undefined takes it away.
 *
 * @throws GraphFailure 2200 when it is to prove itself and does not.
 */
export async function setAppCallback(
	world: World,
	callback: Callback | undefined,
	verify = true,
): Promise<void> {
	if (callback && verify) await verifyCallback(world, callback);
	const { account } = world;
	account.appCallback = callback;
	account.appFields = new Set(callback ? FIELDS : []);
	if (!callback) return;
	for (const waba of account.businessAccounts.values()) waba.isSubscribed = true;
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
