import type { Holder } from './decision';

/**
 * Fields that the callback of a number or a business account takes over; all others always go to the
 * app's (Meta's page "Override", 28 June 2026).
 */
const OVERRIDABLE = new Set([
	'account_settings_update',
	'calls',
	'consumer_profile',
	'group_lifecycle_update',
	'group_participants_update',
	'group_settings_update',
	'group_status_update',
	'history',
	'message_echoes',
	'messages',
	'messaging_handovers',
	'smb_app_state_sync',
	'smb_message_echoes',
]);

/** Where an app's webhooks go, and which. */
export interface AppState {
	/** Whose the app's callback is, seen from this node. */
	holder: Holder;
	/** The fields that the app is subscribed to. */
	fields: readonly string[];
}

export type Coverage =
	/** All that is wanted is sent. */
	| { do: 'nothing' }
	/** Subscribe the app to these, and leave its callback where it is; an app that has none gets ours. */
	| { do: 'subscribe'; missing: string[] }
	/** Meta sends these to the app's callback only, and that is somebody else's. */
	| { do: 'refuse'; because: 'appOnly'; fields: string[] }
	/** The app is not subscribed to these, and its callback is somebody else's to change. */
	| { do: 'refuse'; because: 'unsubscribed'; fields: string[] };

/**
 * Whether Meta will send the fields that a node with a callback below the app's wants, and what to do
 * about those that it will not.
 */
export function coverageOf(wanted: readonly string[], { holder, fields }: AppState): Coverage {
	const isOurs = holder === 'empty' || holder === 'production' || holder === 'test';
	const appOnly = wanted.filter((field) => !OVERRIDABLE.has(field));
	if (appOnly.length > 0 && !isOurs) return { do: 'refuse', because: 'appOnly', fields: appOnly };
	const missing = wanted.filter((field) => !fields.includes(field));
	if (missing.length === 0) return { do: 'nothing' };
	// A sibling proves itself to Meta with a token that this n8n knows.
	return isOurs || holder === 'sibling'
		? { do: 'subscribe', missing }
		: { do: 'refuse', because: 'unsubscribed', fields: missing };
}
