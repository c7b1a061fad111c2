import type { JsonObject } from './json';
import type { Template } from './templateTypes';

export type MessageStatus = 'accepted' | 'sent' | 'delivered' | 'read' | 'failed';

/** What the ledger is told about a message; see {@link AcceptedMessage} for the fields. */
export type AcceptedFacts = Pick<
	AcceptedMessage,
	| 'id'
	| 'phoneNumberId'
	| 'to'
	| 'recipient'
	| 'waId'
	| 'type'
	| 'raw'
	| 'acceptedAt'
	| 'bizOpaqueCallbackData'
	| 'connectionId'
	| 'template'
	| 'endpoint'
>;

/** A message that the simulator accepted: it answered 200, or meant to before a fault cut it off. */
export class AcceptedMessage {
	readonly direction = 'out' as const;

	/** The wamid. */
	readonly id: string;

	readonly phoneNumberId: string;

	/** `to` as it was sent; undefined for one sent to a business-scoped user ID alone. */
	readonly to: string | undefined;

	/** `recipient` as it was sent: a business-scoped user ID. */
	readonly recipient: string | undefined;

	/** The person's number without `+`, of a group its ID; undefined where only a business-scoped user ID is known. */
	readonly waId: string | undefined;

	readonly type: string;

	/** The request's body as it came; kept as text because that is a third of the parsed size. */
	readonly raw: string;

	/** Milliseconds since the epoch, by the simulator's clock. */
	readonly acceptedAt: number;

	readonly bizOpaqueCallbackData: string | undefined;

	/** Which TCP connection it came over, counted from 1. */
	readonly connectionId: number;

	/** The template as it was when the message was accepted. */
	readonly template: Template | undefined;

	/** Where it was posted. */
	readonly endpoint: 'messages' | 'marketing_messages';

	status: MessageStatus = 'accepted';

	/** Why it failed, when it did. */
	failure: { code: number; title: string; details?: string } | undefined;

	constructor(facts: AcceptedFacts) {
		this.id = facts.id;
		this.phoneNumberId = facts.phoneNumberId;
		this.to = facts.to;
		this.recipient = facts.recipient;
		this.waId = facts.waId;
		this.type = facts.type;
		this.raw = facts.raw;
		this.acceptedAt = facts.acceptedAt;
		this.bizOpaqueCallbackData = facts.bizOpaqueCallbackData;
		this.connectionId = facts.connectionId;
		this.template = facts.template;
		this.endpoint = facts.endpoint;
	}

	/** The request's body, parsed anew at each call. */
	get payload(): JsonObject {
		return JSON.parse(this.raw) as JsonObject;
	}

	toJSON(): JsonObject {
		return {
			id: this.id,
			phoneNumberId: this.phoneNumberId,
			to: this.to,
			recipient: this.recipient,
			wa_id: this.waId,
			type: this.type,
			endpoint: this.endpoint,
			payload: this.payload,
			acceptedAt: this.acceptedAt,
			biz_opaque_callback_data: this.bizOpaqueCallbackData,
			connectionId: this.connectionId,
			status: this.status,
			failure: this.failure,
		};
	}
}

/** A Graph call that was answered with an error. */
export interface RefusedCall {
	/** Milliseconds since the epoch. */
	at: number;
	method: string;
	path: string;
	httpStatus: number;
	/** Graph's error code; null where a fault answered without one. */
	code: number | null;
	details?: string;
	phoneNumberId?: string;
	recipient?: string;
	/** Id of the fault rule that made it so. */
	fault?: string;
}

/** One attempt to hand a webhook to a callback. */
export interface WebhookDelivery {
	/** Milliseconds since the epoch. */
	at: number;
	url: string;
	/** HTTP status; null when the callback could not be reached or took too long. */
	status: number | null;
	/** 1 for the first attempt. */
	attempt: number;
	/** True for the second copy of a delivery that was sent twice on purpose. */
	duplicate: boolean;
	/** The bytes that were signed. */
	body: string;
	error?: string;
}

/** A message that the business marked as read. */
export interface ReadMark {
	at: number;
	phoneNumberId: string;
	messageId: string;
	typing: boolean;
}

/** What happened, kept so that a test can say: nothing lost, nothing twice. */
export class Ledger {
	/** Every accepted message in order of acceptance. */
	accepted: AcceptedMessage[] = [];

	/** Every Graph call that was answered with an error, in order. */
	refused: RefusedCall[] = [];

	/** Every attempt to deliver a webhook, in order. */
	deliveries: WebhookDelivery[] = [];

	/** Every `status: "read"` call that was accepted. */
	reads: ReadMark[] = [];

	/** TCP connections and requests on the Graph side; the control API and the page do not count. */
	readonly connections = { opened: 0, open: 0, inFlight: 0, maxInFlight: 0 };

	private byId = new Map<string, AcceptedMessage>();

	/** Records an accepted message. */
	accept(facts: AcceptedFacts): AcceptedMessage {
		const message = new AcceptedMessage(facts);
		this.accepted.push(message);
		this.byId.set(message.id, message);
		return message;
	}

	/** The accepted message with this wamid. */
	find(id: string): AcceptedMessage | undefined {
		return this.byId.get(id);
	}

	/** How many calls were refused with a Graph error code. */
	refusedWith(code: number): number {
		return this.refused.reduce((count, call) => count + (call.code === code ? 1 : 0), 0);
	}

	/**
	 * Values of `biz_opaque_callback_data` that stand on more than one accepted message: what a
	 * sender that numbers its messages has sent twice.
	 */
	doubled(): string[] {
		const seen = new Set<string>();
		const twice = new Set<string>();
		for (const { bizOpaqueCallbackData: mark } of this.accepted) {
			if (mark === undefined) continue;
			if (seen.has(mark)) twice.add(mark);
			seen.add(mark);
		}
		return [...twice];
	}

	/** Forgets what happened; open connections stay counted. */
	clear(): void {
		this.accepted = [];
		this.refused = [];
		this.deliveries = [];
		this.reads = [];
		this.byId = new Map();
		this.connections.opened = this.connections.open;
		this.connections.maxInFlight = this.connections.inFlight;
	}
}
