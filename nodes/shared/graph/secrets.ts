import { createHash, createHmac } from 'node:crypto';

/**
 * Meta's proof that whoever holds the token also knows the app secret: hex HMAC-SHA256 of the token,
 * keyed with the secret. Goes into the query as `appsecret_proof`.
 * Source: Graph API guide "Secure Graph API Calls".
 */
export function appSecretProof(appSecret: string, accessToken: string): string {
	return createHmac('sha256', appSecret).update(accessToken).digest('hex');
}

/** A short name for a secret by which it can be recognised, but not found out. */
export function fingerprint(secret: string): string {
	return createHash('sha256').update(secret).digest('hex').slice(0, 16);
}
