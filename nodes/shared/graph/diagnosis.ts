import { debugToken, type AccessTokenFacts } from './endpoints/accessToken';
import { listPhoneNumbers, type PhoneNumber } from './endpoints/phoneNumbers';
import type { GraphClient } from './client';
import { BAD_PARAMETER } from './errorCodes';
import { GraphApiError } from './errors';
import type { GraphSettings } from './settings';

/** What a credential is worth, for the person who typed it in. */
export interface Diagnosis {
	ok: boolean;
	/** One or two sentences: what is wrong and where to put it right, or what was found. */
	message: string;
}

/** What the nodes need; source: Meta's page "Access tokens". */
const SCOPES = ['whatsapp_business_messaging', 'whatsapp_business_management'];

/**
 * Tries a credential from the outside in: the token, its scopes, its app, the app secret, the account.
 * The first link that is broken is the answer.
 * @throws errors of the Graph client that say nothing of the credential, e.g. NetworkError
 */
export async function diagnose(
	client: GraphClient,
	settings: GraphSettings,
	nowMs: number,
): Promise<Diagnosis> {
	let facts: AccessTokenFacts;
	try {
		facts = await debugToken(client);
	} catch (error) {
		if (!(error instanceof GraphApiError) || isOfMeta(error)) throw error;
		return { ok: false, message: whyNotDebugged(error, settings) };
	}
	const broken = whyTokenFails(facts, settings, nowMs);
	if (broken) return { ok: false, message: broken };
	return await tryAccount(client, settings, facts, nowMs);
}

/** Meta's own trouble says nothing of the credential. */
function isOfMeta({ advice }: GraphApiError): boolean {
	return ['transient', 'throughput', 'quota', 'maintenance'].includes(advice.retry);
}

/** Wrong proof of the app secret; Meta has no code of its own for it. */
function isWrongProof(error: GraphApiError): boolean {
	return error.code === BAD_PARAMETER && /appsecret_proof/i.test(error.facts.title);
}

function whyNotDebugged(error: GraphApiError, settings: GraphSettings): string {
	const asApp = Boolean(settings.appId && settings.appSecret);
	if (isWrongProof(error)) {
		return `The App Secret does not belong to the app of this token. Copy it from the app's dashboard › App settings › Basic. ${quote(error)}`;
	}
	if (asApp && error.code === BAD_PARAMETER) {
		return `The access token belongs to another app than ${settings.appId}. Generate it for this app, or correct the App ID. ${quote(error)}`;
	}
	if (asApp) {
		return `App ID and App Secret do not belong together. Copy both from the app's dashboard › App settings › Basic. ${quote(error)}`;
	}
	return `Meta does not accept the access token. Generate a new one in Business settings › System users. ${quote(error)}`;
}

function whyTokenFails(
	facts: AccessTokenFacts,
	settings: GraphSettings,
	nowMs: number,
): string | undefined {
	const generate = 'Generate a new one in Business settings › System users.';
	if (facts.expiresAt !== undefined && facts.expiresAt <= nowMs) {
		return `The access token expired on ${date(facts.expiresAt)}. ${generate}`;
	}
	if (!facts.isValid) {
		const because = facts.error?.message ? ` Meta says: “${facts.error.message}”.` : '';
		return `The access token is no longer valid.${because} ${generate}`;
	}
	if (settings.appId && facts.appId && facts.appId !== settings.appId) {
		return `The access token belongs to the app ${named(facts.application, facts.appId)}, not to ${settings.appId}. Correct the App ID, or generate the token for that app.`;
	}
	const missing = SCOPES.filter((scope) => !facts.scopes.includes(scope));
	if (missing.length > 0) {
		return `The access token lacks ${missing.length > 1 ? 'the permissions' : 'the permission'} ${missing.join(' and ')}. Generate it again in Business settings › System users with both permissions ticked.`;
	}
	return undefined;
}

async function tryAccount(
	client: GraphClient,
	settings: GraphSettings,
	facts: AccessTokenFacts,
	nowMs: number,
): Promise<Diagnosis> {
	const { businessAccountId } = settings;
	const reachable = facts.businessAccountIds.filter((id, at, ids) => ids.indexOf(id) === at);
	if (!businessAccountId) {
		const hint = reachable.length ? ` This token reaches ${reachable.join(', ')}.` : '';
		return {
			ok: false,
			message: `The WhatsApp Business Account ID is missing: lists of numbers and templates need it.${hint}`,
		};
	}
	try {
		const { phoneNumbers } = await listPhoneNumbers(client, businessAccountId);
		return { ok: true, message: describe(facts, phoneNumbers, nowMs) };
	} catch (error) {
		if (!(error instanceof GraphApiError) || isOfMeta(error)) throw error;
		if (isWrongProof(error)) return { ok: false, message: whyNotDebugged(error, settings) };
		const hint = reachable.length
			? ` It reaches ${reachable.join(', ')}.`
			: ' Assign the account to the system user in Business settings › WhatsApp accounts.';
		return {
			ok: false,
			message: `The WhatsApp Business Account ${businessAccountId} cannot be reached with this token.${hint} ${quote(error)}`,
		};
	}
}

function describe(facts: AccessTokenFacts, phoneNumbers: PhoneNumber[], nowMs: number): string {
	const numbers = phoneNumbers.map(({ id, display_phone_number: number, verified_name: name }) =>
		named(name, number ?? id),
	);
	const days = facts.expiresAt && Math.floor((facts.expiresAt - nowMs) / 86_400_000);
	return [
		facts.application && `Connected to the app ${facts.application}.`,
		numbers.length ? `Numbers: ${numbers.join(', ')}.` : 'The account has no phone number yet.',
		facts.expiresAt && `The token expires on ${date(facts.expiresAt)}, in ${days} days.`,
	]
		.filter(Boolean)
		.join(' ');
}

function quote({ facts }: GraphApiError): string {
	return `Meta says: “${facts.details ?? facts.title}” (code ${facts.code}).`;
}

function named(name: string | undefined, id: string): string {
	return name ? `${name} (${id})` : id;
}

function date(ms: number): string {
	return `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
