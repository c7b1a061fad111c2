import { ValidationError } from './errors';
import { appSecretProof } from './secrets';
import { readSettings, type GraphCredential } from './settings';
import { mayHaveToken } from './tokenHosts';

/**
 * What a request of somebody else's making needs to carry.
 * @param url absolute, or below `baseUrl`
 * @throws ValidationError when the host is neither Meta's nor the credential's: no token goes there
 */
export function signForHttpRequest(
	credential: GraphCredential,
	url: string | undefined,
	baseUrl?: string,
): { headers: Record<string, string>; query: Record<string, string> } {
	const settings = readSettings(credential);
	const target = parseUrl(url, baseUrl);
	const ownOrigin = new URL(settings.baseUrl).origin;
	if (!mayHaveToken(target, ownOrigin)) {
		throw new ValidationError(
			'URL',
			`This credential's token is not sent to ${target.host}`,
			`Call ${ownOrigin} or another host of Meta's.`,
		);
	}
	const [accessToken] = settings.accessTokens;
	const { appSecret } = settings;
	return {
		headers: { authorization: `Bearer ${accessToken}` },
		query: appSecret ? { appsecret_proof: appSecretProof(appSecret, accessToken) } : {},
	};
}

function parseUrl(url: string | undefined, baseUrl: string | undefined): URL {
	try {
		return new URL(url ?? '', baseUrl);
	} catch {
		throw new ValidationError('URL', 'The URL has no host', 'Give it whole, with https://.');
	}
}
