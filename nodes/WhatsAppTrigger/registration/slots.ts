import type { GraphClient } from '../../shared/graph/client';
import {
	getAppSubscription,
	getPhoneOverride,
	listSubscribedApps,
	setPhoneOverride,
	subscribeApp,
	subscribeToAccount,
	unsubscribeApp,
	type Callback,
} from '../../shared/graph/endpoints/subscriptions';
import { OVERRIDE_LIMIT } from './address';

/** Where a callback can be set: the number's goes before the business account's, and that before the app's. */
export type Level = 'phoneNumber' | 'businessAccount' | 'app';

/** One place for one URL at Meta; can be kept as JSON. */
export interface SlotId {
	level: Level;
	/** Meta's ID of the number, the account or the app. */
	id: string;
}

export interface Slot {
	/** For sentences, e.g. "the phone number 106540352242922". */
	name: string;
	/** Longest URL in characters. */
	limit?: number;
	/** The URL that stands there. */
	read: () => Promise<string | undefined>;
	/**
	 * Meta calls the URL before it takes it.
	 * @param fields that the app must be subscribed to; only its own slot knows them
	 */
	set: (callback: Callback, fields: readonly string[]) => Promise<void>;
	clear: () => Promise<void>;
}

/** @param appId the credential's app, whose callbacks these are: other apps have slots of their own */
export function slotOf(client: GraphClient, { level, id }: SlotId, appId: string): Slot {
	switch (level) {
		case 'phoneNumber':
			return {
				name: `the phone number ${id}`,
				limit: OVERRIDE_LIMIT,
				read: async () => await getPhoneOverride(client, id),
				set: async (callback) => await setPhoneOverride(client, id, callback),
				clear: async () => await setPhoneOverride(client, id),
			};
		case 'businessAccount':
			return {
				name: `the business account ${id}`,
				limit: OVERRIDE_LIMIT,
				read: async () => {
					const apps = await listSubscribedApps(client, id);
					return apps.find((app) => app.appId === appId)?.overrideUrl;
				},
				set: async (callback) => await subscribeToAccount(client, id, callback),
				clear: async () => await subscribeToAccount(client, id),
			};
		case 'app':
			return {
				name: `the app ${id}`,
				read: async () => (await getAppSubscription(client, id))?.callbackUrl,
				set: async (callback, fields) => {
					const before = (await getAppSubscription(client, id))?.fields ?? [];
					await subscribeApp(client, id, callback, [...new Set([...before, ...fields])]);
				},
				clear: async () => await unsubscribeApp(client, id),
			};
	}
}
