import type { IWebhookFunctions } from 'n8n-workflow';

/** What a webhook reads of n8n's request; n8n's own types want those of express, which nobody else here needs. */
export interface WebhookRequest {
	headers: Record<string, string | string[] | undefined>;
	/** The body as it came over the wire; n8n keeps none of multipart bodies. */
	rawBody?: unknown;
}

/** What a webhook does with n8n's response. */
export interface WebhookResponse {
	status(code: number): WebhookResponse;
	setHeader(name: string, value: string): void;
	end(body?: string): void;
}

export function requestOf(context: IWebhookFunctions): WebhookRequest {
	return context.getRequestObject() as WebhookRequest;
}

export function responseOf(context: IWebhookFunctions): WebhookResponse {
	return context.getResponseObject() as WebhookResponse;
}
