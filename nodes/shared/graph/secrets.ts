import { createHash, createHmac } from 'node:crypto';

import { ValidationError } from './errors';

/**
 * Meta's proof that whoever holds the token also knows the app secret: hex HMAC-SHA256 of the token,
 * keyed with the secret. Goes into the query as `appsecret_proof`.
 * Source: Graph API guide "Secure Graph API Calls".
 */
export function appSecretProof(appSecret: string, accessToken: string): string {
	return createHmac('sha256', appSecret).update(accessToken).digest('hex');
}

/** @param without what cannot be done, e.g. "answers cannot be trusted" */
export function noAppSecret(without: string): ValidationError {
	return new ValidationError(
		'App Secret',
		`The credential has no app secret, without which ${without}`,
		'Copy it from the App Dashboard › App settings › Basic into the credential.',
	);
}

/** A short name for a secret by which it can be recognised, but not found out. */
export function fingerprint(secret: string): string {
	return createHash('sha256').update(secret).digest('hex').slice(0, 16);
}
