import type { MessageContent } from '../../shared/messages/types';
import type { Choice } from '../../shared/n8n/fields';
import type { ItemParameters } from '../../shared/n8n/itemParameters';

/** A kind of message: its entry in "Message Type", its fields, and what it makes of them. */
export interface MessageKind extends Choice {
	/** @throws ValidationError when the fields break a limit of Meta's */
	build(parameters: ItemParameters): MessageContent;
}
