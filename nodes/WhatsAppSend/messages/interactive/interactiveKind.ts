import type { Frame, FrameRule } from '../../../shared/messages/interactive/frame';
import type { MessageContent } from '../../../shared/messages/types';
import type { Choice } from '../../../shared/n8n/fields';
import type { ItemParameters } from '../../../shared/n8n/itemParameters';

/** A kind of interactive message: its entry in "Interactive Type", its own fields, and what it makes of them. */
export interface InteractiveKind extends Choice {
	/** Which of the common fields it has: header, body, footer. */
	frame: FrameRule;
	/** @throws ValidationError when the fields break a limit of Meta's */
	build(parameters: ItemParameters, frame: Frame): MessageContent;
}
