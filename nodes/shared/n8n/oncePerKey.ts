import type { IDataObject, IExecuteFunctions, NodeExecutionHint } from 'n8n-workflow';

import { systemClock } from '../clock';
import { AlreadySent, HeldUpError, UnknownOutcomeError, type Outcome } from '../delivery';
import type { JsonObject } from '../graph/answer';
import { ValidationError } from '../graph/errors';
import { KeyClaimedError, KeysAwayError } from '../idempotency/errors';
import { Once } from '../idempotency/once';
import { MOST_RECORDED, RecordedKeys } from '../idempotency/recordedKeys';
import type { Records } from '../idempotency/records';
import type { SentBefore, SentKeys } from '../idempotency/sentKeys';
import { SharedKeys } from '../idempotency/sharedKeys';
import { readSpread } from './addressing';
import { WindowClosed, type SentMessage } from './closedWindows';
import { readSharing } from './connection';
import type { Call, Passage } from './deliver';
import type { DeliverySettings } from './deliveryOptions';
import { ItemParameters } from './itemParameters';
import { hasIdempotencyKey } from './messageOptions';

/** Sends the messages of one execution that have a key once, whatever runs there were before. */
export class OncePerKey {
	/** Items that have none. */
	private readonly withoutKey = new Set<number>();

	/** @param spread the numbers that may send each message, where they are several */
	constructor(
		private readonly once: Once,
		private readonly spread?: readonly string[],
	) {}

	/**
	 * Ahead of a message's turn: what is known of its key. Undefined where it has none.
	 * @throws UnknownOutcomeError when it may have been sent; KeysAwayError when nobody knows
	 */
	begin(
		{ client: { host }, phoneNumberId, parameters: { itemIndex } }: Passage,
		key: string | undefined,
	): Promise<AlreadySent<SentMessage> | undefined> | undefined {
		if (key === undefined) {
			this.withoutKey.add(itemIndex);
			return undefined;
		}
		const phoneNumberIds = this.spread ?? [phoneNumberId];
		return asOutcome(this.once.begin(itemIndex, { host, phoneNumberIds, key }));
	}

	/**
	 * Posts a message after it has claimed its key; a message without one at once. Whoever has the same key later
	 * is answered with what Meta said now, without the recipient (`contacts`).
	 * @throws as {@link begin} does
	 */
	async post(
		{ parameters: { itemIndex }, phoneNumberId }: Call,
		post: () => Promise<SentMessage>,
	): Promise<SentMessage | AlreadySent<SentMessage>> {
		const before = await asOutcome(this.once.claim(itemIndex));
		if (before) return before;
		const sentAt = Math.round(systemClock.now());
		const sent = await post();
		this.once.confirm(itemIndex, { answer: withoutPeople(sent.answer), phoneNumberId, sentAt });
		return sent;
	}

	settled(itemIndex: number, outcome: Outcome<SentMessage | WindowClosed>): void {
		const mayHaveBeenSent =
			outcome.status === 'sent'
				? !(outcome.value instanceof WindowClosed)
				: (outcome.mayHaveBeenSent ?? false);
		this.once.settled(itemIndex, mayHaveBeenSent);
	}

	/** After the last message: all is recorded that can be. */
	async finish(): Promise<void> {
		await this.once.finish();
	}

	/** What the item of a message that was sent says of its key. */
	factsOf(itemIndex: number): IDataObject {
		return {
			...(this.once.mayBeDuplicate(itemIndex) ? { possibleDuplicate: true } : {}),
			...(this.once.isUnrecorded(itemIndex) ? { idempotency: 'not recorded' } : {}),
		};
	}

	/** What a builder should know of messages that would be sent again. */
	hint(): NodeExecutionHint | undefined {
		const { size } = this.withoutKey;
		if (size === 0) return undefined;
		return {
			message: `The Idempotency Key of ${size.toLocaleString('en-US')} of the messages is empty: each further run sends these again.`,
			type: 'warning',
			location: 'outputPane',
		};
	}
}

/**
 * Where the keys of this execution's messages are kept; undefined where they have none.
 * @throws ValidationError when they can't be kept
 */
export async function openKeys(
	context: IExecuteFunctions,
	{ rememberMs, options }: Pick<DeliverySettings, 'rememberMs' | 'options'>,
): Promise<OncePerKey | undefined> {
	const parameters = new ItemParameters(context, 0);
	if (!hasIdempotencyKey(parameters)) return undefined;
	const { shared } = await readSharing(context);
	const spread = readSpread(parameters);
	const keys: SentKeys = shared
		? new SharedKeys(shared.store, rememberMs, spread?.length ?? 1, systemClock)
		: keysInN8n(context, rememberMs);
	return new OncePerKey(new Once(keys, options.resendUnknown ?? false), spread);
}

function keysInN8n(context: IExecuteFunctions, rememberMs: number): SentKeys {
	const { id } = context.getWorkflow();
	if (!id) throw neverSaved();
	const count = context.getInputData().length;
	if (count > MOST_RECORDED) {
		throw new ValidationError(
			'Idempotency Key',
			`There are ${count.toLocaleString('en-US')} items, and the database of n8n keeps the latest ${MOST_RECORDED.toLocaleString('en-US')} Idempotency Keys of a node`,
			`Send them in several executions of nodes of their own, or ${IN_REDIS}`,
		);
	}
	return new RecordedKeys(
		recordsOf(context),
		`${id} ${context.getNode().id}`,
		rememberMs,
		systemClock,
	);
}

const IN_REDIS = 'in the credential set Shared State to Redis, which keeps them for all workflows.';

function neverSaved(): ValidationError {
	return new ValidationError(
		'Idempotency Key',
		'n8n keeps nothing for a workflow that was never saved, so no Idempotency Key either',
		`Save the workflow, or ${IN_REDIS}`,
	);
}

/** What n8n remembers for this node: the same that Remove Duplicates uses for its own. */
function recordsOf({ helpers }: IExecuteFunctions): Records {
	const mode = 'entries';
	return {
		async record(entries, most) {
			const options = { mode, maxEntries: most } as const;
			const ask = async () => await helpers.checkProcessedAndRecord([...entries], 'node', options);
			const { processed } = await ask().catch(async (error: Error) => {
				// Its table refers to the table of workflows, and an editor gives IDs to what is not there yet.
				if (/foreign key/i.test(error.message)) return await Promise.reject(neverSaved());
				// Of two processes that begin the node's row one fails, and finds it there now.
				return await ask();
			});
			return new Set(processed as string[]);
		},
		async remove(entries) {
			await helpers.removeProcessed([...entries], 'node', { mode });
		},
	};
}

/** What a later run needs of Meta's answer. Its `contacts` say to whom the message went: they are not kept. */
function withoutPeople({ messaging_product, messages }: JsonObject): JsonObject {
	return { messaging_product, messages };
}

/** As the dispatcher understands it. */
async function asOutcome(
	answer: Promise<SentBefore | undefined>,
): Promise<AlreadySent<SentMessage> | undefined> {
	const before = await answer.catch((error: Error) => Promise.reject(outcomeOf(error)));
	return before && new AlreadySent(messageOf(before));
}

function outcomeOf(error: Error): Error {
	if (error instanceof KeysAwayError && error.againAfterMs !== undefined) {
		return new HeldUpError(error.againAfterMs, error);
	}
	if (!(error instanceof KeyClaimedError)) return error;
	return new UnknownOutcomeError(
		error,
		'May have been sent: an earlier run had begun to, and nobody knows how it ended',
	);
}

function messageOf({ first }: SentBefore): SentMessage {
	const alreadySent = true;
	if (!first) {
		const firstAnswer =
			'Not kept in the database of n8n: with Shared State in Redis it would stand here';
		return { answer: {}, how: { alreadySent, firstAnswer } };
	}
	const { answer, phoneNumberId, sentAt } = first;
	return {
		answer,
		how: { alreadySent, phoneNumberId, sentAt: new Date(sentAt).toISOString() },
	};
}
