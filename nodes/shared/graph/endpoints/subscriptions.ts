import { isObject, objectsIn, type JsonObject } from '../answer';
import type { CallOptions, GraphClient } from '../client';
import { getPage } from './page';

/** A place that webhooks are sent to, and what Meta must name there to be let in. */
export interface Callback {
	url: string;
	verifyToken: string;
}

/** What an app gets of WhatsApp: an app has one callback, and one list of fields for all its accounts. */
export interface AppSubscription {
	callbackUrl: string;
	/** Webhook fields, e.g. "messages". */
	fields: string[];
}

/** An app that gets the webhooks of an account. */
export interface SubscribedApp {
	appId: string;
	/** Where they go instead of to the app's callback. */
	overrideUrl?: string;
}

const OBJECT = 'whatsapp_business_account';

/** The app's subscription: `GET /{app-id}/subscriptions`; undefined when it never had a callback. */
export async function getAppSubscription(
	client: GraphClient,
	appId: string,
): Promise<AppSubscription | undefined> {
	const { data } = await client.get([appId, 'subscriptions'], { asApp: appId });
	const all = objectsIn(data);
	const found = all.find(({ object }) => object === OBJECT);
	if (!found || typeof found.callback_url !== 'string') return undefined;
	const fields = Array.isArray(found.fields) ? (found.fields as unknown[]) : [];
	return { callbackUrl: found.callback_url, fields: fields.map(nameOf).filter(Boolean) };
}

/**
 * Sets the app's callback and its fields: `POST /{app-id}/subscriptions`. Meta first calls the URL.
 * @param fields all of them: whether Meta adds to those there were, or replaces them, it does not say
 */
export async function subscribeApp(
	client: GraphClient,
	appId: string,
	{ url, verifyToken }: Callback,
	fields: string[],
): Promise<void> {
	const body = {
		object: OBJECT,
		callback_url: url,
		verify_token: verifyToken,
		fields: fields.join(','),
		include_values: true,
	};
	await client.post([appId, 'subscriptions'], body, { asApp: appId, secrets: [verifyToken] });
}

/** Takes callback and fields away from the app: `DELETE /{app-id}/subscriptions`. */
export async function unsubscribeApp(client: GraphClient, appId: string): Promise<void> {
	await client.delete([appId, 'subscriptions'], { query: { object: OBJECT }, asApp: appId });
}

/** The apps that get the account's webhooks: `GET /{waba-id}/subscribed_apps`. */
export async function listSubscribedApps(
	client: GraphClient,
	businessAccountId: string,
): Promise<SubscribedApp[]> {
	const { entries } = await getPage(client, [businessAccountId, 'subscribed_apps'], {});
	return entries.map((entry) => {
		const app = isObject(entry.whatsapp_business_api_data) ? entry.whatsapp_business_api_data : {};
		return { appId: String(app.id), overrideUrl: textOf(entry.override_callback_uri) };
	});
}

/**
 * Lets the credential's app have the account's webhooks: `POST /{waba-id}/subscribed_apps`.
 * @param override where they go instead of to the app's callback; without one, an override there is goes
 */
export async function subscribeToAccount(
	client: GraphClient,
	businessAccountId: string,
	override?: Callback,
): Promise<void> {
	const body = override ? overrideOf(override) : {};
	await client.post([businessAccountId, 'subscribed_apps'], body, secretsOf(override));
}

/** The number's own callback: `GET /{phone-number-id}?fields=webhook_configuration`. */
export async function getPhoneOverride(
	client: GraphClient,
	phoneNumberId: string,
): Promise<string | undefined> {
	return textOf((await callbacksOf(client, phoneNumberId)).phone_number);
}

/**
 * Where the number's messages go: `GET /{phone-number-id}?fields=webhook_configuration`. Meta looks at the
 * number's own callback first, then at the account's, then at the app's.
 * @returns undefined when none of them is set
 */
export async function getCallback(
	client: GraphClient,
	phoneNumberId: string,
): Promise<string | undefined> {
	const callbacks = await callbacksOf(client, phoneNumberId);
	const { phone_number: own, whatsapp_business_account: account, application: app } = callbacks;
	return textOf(own) ?? textOf(account) ?? textOf(app);
}

async function callbacksOf(client: GraphClient, phoneNumberId: string): Promise<JsonObject> {
	const query = { fields: 'webhook_configuration' };
	const { webhook_configuration: callbacks } = await client.get([phoneNumberId], { query });
	return isObject(callbacks) ? callbacks : {};
}

/** Sets the number's own callback, or takes it away: `POST /{phone-number-id}`. */
export async function setPhoneOverride(
	client: GraphClient,
	phoneNumberId: string,
	override?: Callback,
): Promise<void> {
	const configuration = override ? overrideOf(override) : { override_callback_uri: '' };
	const body = { webhook_configuration: configuration };
	await client.post([phoneNumberId], body, secretsOf(override));
}

function overrideOf({ url, verifyToken }: Callback): JsonObject {
	return { override_callback_uri: url, verify_token: verifyToken };
}

/** Meta may quote a call that it refuses. */
function secretsOf(override: Callback | undefined): Pick<CallOptions, 'secrets'> {
	return override ? { secrets: [override.verifyToken] } : {};
}

/** Meta names fields with their version; older answers hold the names alone. */
function nameOf(field: unknown): string {
	return textOf(isObject(field) ? field.name : field) ?? '';
}

function textOf(value: unknown): string | undefined {
	return typeof value === 'string' && value !== '' ? value : undefined;
}
