/** Meta's hosts: the Graph API and where media are downloaded from. */
const META_HOST = /(?:^|\.)(?:facebook\.com|fbsbx\.com|fbcdn\.net|whatsapp\.net)$/;

/**
 * Whether an access token may go to this address: to Meta over https, and to where the credential says.
 * @param ownOrigin of the credential's Base URL
 */
export function mayHaveToken(url: URL, ownOrigin: string): boolean {
	if (url.origin === ownOrigin) return true;
	return url.protocol === 'https:' && META_HOST.test(url.hostname);
}
