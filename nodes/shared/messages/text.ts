import { checkText, LIMITS } from './limits';
import type { MessageContent } from './types';

/**
 * A text message.
 * @param previewUrl whether WhatsApp shows a preview of the first link
 * @throws ValidationError when the body is empty or too long
 */
export function textMessage(body: string, previewUrl: boolean): MessageContent {
	checkText('Text Body', body, LIMITS.textBody);
	return { type: 'text', text: { body, ...(previewUrl ? { preview_url: true } : {}) } };
}
