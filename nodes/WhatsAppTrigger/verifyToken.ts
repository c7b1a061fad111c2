import {
	NodeHelpers,
	type ICredentialDataDecryptedObject,
	type IHookFunctions,
	type IWebhookFunctions,
} from 'n8n-workflow';

import { secretOf } from '../shared/n8n/connection';
import { verifyTokenFor } from '../shared/webhooks/verification';

/** The last part of the URL, by which it is known as one of ours. */
export const WEBHOOK_PATH = 'whatsapp';

/**
 * The token that Meta names when it asks for proof: the credential's, or else one made from app secret and
 * path. "" when the credential has neither. The same for the production and the test URL.
 */
export function verifyTokenOf(
	context: IHookFunctions | IWebhookFunctions,
	credential: ICredentialDataDecryptedObject,
): string {
	const own = secretOf(credential.verifyToken);
	if (own !== '') return own;
	const appSecret = secretOf(credential.appSecret);
	if (appSecret === '') return '';
	const { id } = context.getWorkflow();
	const path = NodeHelpers.getNodeWebhookPath(id ?? '', context.getNode(), WEBHOOK_PATH);
	return verifyTokenFor(appSecret, path);
}
