import { ValidationError } from './errors';

/** The oldest version that Meta still answers is v21.0 (until 21 January 2027); v26.0 is current. */
export const DEFAULT_GRAPH_API_VERSION = 'v26.0';
export const DEFAULT_BASE_URL = 'https://graph.facebook.com';

/** What the credential holds, as the user typed it. */
export interface GraphCredential {
	accessToken: string;
	standbyAccessToken?: string;
	appId?: string;
	appSecret?: string;
	businessAccountId?: string;
	graphApiVersion?: string;
	baseUrl?: string;
}

/** A credential that was checked: nothing in it can surprise a request. */
export interface GraphSettings {
	/** In the order in which they are tried: the token, then its successor. */
	accessTokens: string[];
	appId?: string;
	appSecret?: string;
	businessAccountId?: string;
	/** e.g. "v26.0" */
	version: string;
	/** Origin and path before the version, without a final slash. */
	baseUrl: string;
}

/**
 * A field of a credential, without the white space of copy and paste; "" where there is nothing.
 *
 * Nothing that was typed is repeated in an error: secrets are pasted into the wrong field now and then.
 */
export function typed(value: unknown): string {
	// An expression may give a number.
	return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}

/**
 * Checks a credential and takes the white space of copy and paste off.
 * @throws ValidationError naming the credential's field; never with a secret in it
 */
export function readSettings(credential: GraphCredential): GraphSettings {
	const accessToken = token('Access Token', credential.accessToken);
	if (!accessToken) {
		throw new ValidationError(
			'Access Token',
			'The credential has no access token',
			'Create a System User token in Meta Business Settings › System users and paste it into the credential.',
		);
	}
	const standby = token('Standby Access Token', credential.standbyAccessToken);
	return {
		accessTokens: standby && standby !== accessToken ? [accessToken, standby] : [accessToken],
		appId: objectId('App ID', credential.appId),
		appSecret: typed(credential.appSecret) || undefined,
		businessAccountId: objectId('WhatsApp Business Account ID', credential.businessAccountId),
		version: version(credential.graphApiVersion),
		baseUrl: baseUrl(credential.baseUrl),
	};
}

function token(field: string, value: string | undefined): string | undefined {
	const trimmed = typed(value);
	if (!trimmed) return undefined;
	if (!/^[\x21-\x7e]+$/.test(trimmed)) {
		throw new ValidationError(
			field,
			`The ${field} has white space or special characters in it`,
			'Copy the token again: it is one word of letters and digits.',
		);
	}
	return trimmed;
}

function objectId(field: string, value: string | undefined): string | undefined {
	const trimmed = typed(value);
	if (!trimmed) return undefined;
	if (!/^\d+$/.test(trimmed)) {
		throw new ValidationError(
			field,
			`The ${field} is not a number`,
			'IDs of Meta consist of digits only.',
		);
	}
	return trimmed;
}

function version(value: string | undefined): string {
	const trimmed = typed(value).replace(/^\//, '') || DEFAULT_GRAPH_API_VERSION;
	if (!/^v\d+\.\d+$/.test(trimmed)) {
		throw new ValidationError(
			'Graph API Version',
			'The Graph API Version is not written as Meta writes it',
			`Versions look like ${DEFAULT_GRAPH_API_VERSION}.`,
		);
	}
	return trimmed;
}

/** Over plain http the token could be read on the way, so it must not leave this machine. */
function baseUrl(value: string | undefined): string {
	const trimmed = typed(value) || DEFAULT_BASE_URL;
	const invalid = (message: string, fix: string) => new ValidationError('Base URL', message, fix);
	let url: URL;
	try {
		url = new URL(trimmed);
	} catch {
		throw invalid('The Base URL is not a URL', `Meta's own is ${DEFAULT_BASE_URL}.`);
	}
	if (url.username || url.password || url.search || url.hash) {
		throw invalid(
			'The Base URL has more than a host and a path',
			`Meta's own is ${DEFAULT_BASE_URL}.`,
		);
	}
	if (/\/v\d+\.\d+\/*$/.test(url.pathname)) {
		throw invalid('The Base URL has the version in it', 'The version has a field of its own.');
	}
	if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
		throw invalid(
			'The Base URL would send the access token unencrypted',
			'Use https. Plain http is allowed only for localhost and other loopback addresses.',
		);
	}
	return (url.origin + url.pathname).replace(/\/+$/, '');
}

function isLoopback(hostname: string): boolean {
	return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
