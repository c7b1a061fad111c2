import type { JsonObject } from '../graph/answer';

/** What is said, without to whom: `type` and the object of that name. */
export type MessageContent = JsonObject & { type: string };
