import { randomUUID } from 'node:crypto';

import {
	composeMessage,
	createTransport,
	GraphClient,
	postMessage,
	readSettings,
	systemClock,
	textMessage,
	type Attempt,
	type Batch,
	type GraphCredential,
	type MessageAnswer,
	type Outcome,
	type Sender,
} from '../../../../nodes/shared';
import { DeadTokens } from '../../../../nodes/shared/graph/deadTokens';
import { DEFAULT_ACCOUNT } from '../../../simulator';

export const { phoneNumberIds, tokens } = DEFAULT_ACCOUNT;

/** A client as a node has it, which shares its dead tokens with those that are given the same. */
export function clientFor(
	url: string,
	credential: Partial<GraphCredential> = {},
	dead = new DeadTokens(),
): GraphClient {
	const settings = readSettings({ accessToken: tokens.full, baseUrl: url, ...credential });
	return new GraphClient(settings, createTransport(), systemClock, dead);
}

/** A number as the account has it. @param rate messages per second */
export function senderOf(client: GraphClient, phoneNumberId: string, rate: number): Sender {
	return { phoneNumberId, host: client.host, account: client.account, rate };
}

/** The `index`th of ten million people. */
export const person = (index: number): string => `+1202${String(index).padStart(7, '0')}`;

/** A batch whose messages are numbered, so that the ledger tells which of them arrived, and how often. */
export interface NumberedBatch extends Batch<MessageAnswer> {
	/** What stands in `biz_opaque_callback_data` of message `index`. */
	mark: (index: number) => string;
	/** Tests put themselves in its place to see the calls. */
	send: (index: number, attempt: Attempt) => Promise<MessageAnswer>;
	/** Calls made so far, by message index, in the order in which they were made. */
	readonly calls: number[];
}

/** @param recipientOf whom message `index` goes to; a person of its own by default */
export function numberedBatch(
	client: GraphClient,
	sender: Sender,
	size: number,
	recipientOf: (index: number) => string = person,
): NumberedBatch {
	const run = randomUUID();
	const mark = (index: number) => `${run}:${index}`;
	const calls: number[] = [];
	return {
		size,
		sender,
		mark,
		calls,
		address: (index) => ({ sender, recipient: recipientOf(index) }),
		async send(index, { sender: { phoneNumberId }, signal }) {
			calls.push(index);
			const message = composeMessage(
				{ to: recipientOf(index) },
				textMessage(`Message ${index}`, false),
			);
			message.biz_opaque_callback_data = mark(index);
			return await postMessage(client, phoneNumberId, message, signal);
		},
	};
}

/** Indices of the messages whose outcome is of one kind. */
export function indicesOf<T>(
	outcomes: Array<Outcome<T>>,
	is: (outcome: Outcome<T>) => boolean,
): number[] {
	return outcomes.flatMap((outcome, index) => (is(outcome) ? [index] : []));
}

export const isSent = ({ status }: Outcome<unknown>): boolean => status === 'sent';

/** Failed, and Meta may have accepted it. */
export const isAmbiguous = (outcome: Outcome<unknown>): boolean =>
	outcome.status === 'failed' && outcome.mayHaveBeenSent === true;
