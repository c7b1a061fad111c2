import type { JsonObject } from '../graph/answer';
import type { GraphClient } from '../graph/client';
import type { Marketing } from '../graph/endpoints/marketingMessages';
import { composeMessage } from '../messages/message';
import { filesIn } from '../messages/pendingFiles';
import type { Recipient } from '../messages/recipient';
import type { MessageContent } from '../messages/types';
import type { ItemParameters } from './itemParameters';
import type { ItemFiles } from './itemFiles';
import { readMarketing, withMessageOptions } from './messageOptions';

/** What a builder may need besides the item's parameters. */
export interface Building {
	client: GraphClient;
	/** The number that sends; of several to spread over, in a dry run, the first. */
	phoneNumberId: string;
	/** Nothing may be written at Meta, e.g. no file uploaded; look-ups are fine. */
	isDryRun: boolean;
	/** By which the message is recognised when it is sent a second time. */
	idempotencyKey?: string;
	/** One for all messages of an execution. */
	files: ItemFiles;
	signal?: AbortSignal;
}

/** A message with its text where the content alone does not tell it, as with templates. */
export interface BuiltMessage {
	content: MessageContent;
	/** What a person reads; asked for in a dry run only. */
	render?: () => string | Promise<string>;
}

/** Makes an item's message from its parameters; called shortly before the item's turn. */
export type BuildMessage = (
	parameters: ItemParameters,
	building: Building,
) => MessageContent | BuiltMessage | Promise<MessageContent | BuiltMessage>;

/** A message that could leave. */
export interface Prepared extends BuiltMessage {
	/** The body of `/messages`. */
	message: JsonObject;
	/** How it goes by the Marketing Messages API, where it does. */
	marketing?: Marketing;
}

/**
 * An item's message, built and checked; at once where the builder waits for nothing.
 * @throws ValidationError when its parameters break a limit of Meta's
 */
export function prepare(
	parameters: ItemParameters,
	recipient: Recipient,
	build: BuildMessage,
	building: Building,
): Prepared | Promise<Prepared> {
	const built = build(parameters, building);
	const go = (message: MessageContent | BuiltMessage) =>
		complete(parameters, recipient, message, building);
	return built instanceof Promise ? built.then(go) : go(built);
}

/** What was built, as soon as Meta has its files. */
function complete(
	parameters: ItemParameters,
	recipient: Recipient,
	built: MessageContent | BuiltMessage,
	building: Building,
): Prepared | Promise<Prepared> {
	const { content, render } = isContent(built) ? { content: built } : built;
	const { itemIndex } = parameters;
	const { idempotencyKey } = building;
	const finish = () => finished(parameters, recipient, { content, render }, idempotencyKey);
	const places = filesIn(content);
	if (places.length === 0) return finish();
	return Promise.all(
		places.map(async (place) => await building.files.fill(place, { ...building, itemIndex })),
	).then(finish);
}

function finished(
	parameters: ItemParameters,
	recipient: Recipient,
	{ content, render }: BuiltMessage,
	idempotencyKey?: string,
): Prepared {
	const whole = withMessageOptions(parameters, content, idempotencyKey);
	return {
		content: whole,
		render,
		message: composeMessage(recipient, whole),
		marketing: readMarketing(parameters),
	};
}

function isContent(built: MessageContent | BuiltMessage): built is MessageContent {
	return 'type' in built;
}
