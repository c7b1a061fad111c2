import type { IncomingMessage, ServerResponse } from 'node:http';

import type { IWebhookFunctions } from 'n8n-workflow';

/** n8n's types are Express's, which are not installed here; no more is needed than what Node has. */
interface Exchange {
	/** `rawBody` is the body as it came over the wire; n8n keeps none of multipart bodies. */
	getRequestObject(): IncomingMessage & { rawBody?: unknown };
	getResponseObject(): ServerResponse;
}

/** What came to a webhook. */
export function requestOf(context: IWebhookFunctions): IncomingMessage & { rawBody?: unknown } {
	return (context as Exchange).getRequestObject();
}

/** What a webhook answers with, where n8n is not to do it. */
export function responseOf(context: IWebhookFunctions): ServerResponse {
	return (context as Exchange).getResponseObject();
}
