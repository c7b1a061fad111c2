import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Whether Meta signed these bytes: `X-Hub-Signature-256` is "sha256=" and the hex HMAC-SHA256 of the
 * body as it came over the wire, keyed with the app secret. Takes the same time for every wrong signature.
 * @param body the raw bytes; JSON that was parsed and written again has another signature
 * @param signature the header's value
 * @param appSecrets those accepted: the app secret and, while rotating, the one before; empty ones never match
 */
export function isSignedBy(
	body: Buffer,
	signature: string | undefined,
	appSecrets: string[],
): boolean {
	const [, hex] = /^sha256=([0-9a-f]{64})$/i.exec(signature ?? '') ?? [];
	if (hex === undefined) return false;
	const given = Buffer.from(hex, 'hex');
	return appSecrets
		.filter((secret) => secret !== '')
		.some((secret) => timingSafeEqual(createHmac('sha256', secret).update(body).digest(), given));
}

/** The value of `X-Hub-Signature-256` for these bytes, as Meta writes it. */
export function signatureOf(body: Buffer, appSecret: string): string {
	return `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`;
}
