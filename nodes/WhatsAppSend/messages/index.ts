import type { MessageKind } from './messageKind';
import { text } from './text';

/** In the order in which "Message Type" shows them. */
export const messageKinds: MessageKind[] = [text];
