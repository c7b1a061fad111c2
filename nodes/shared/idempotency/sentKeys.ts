import { hash } from 'node:crypto';

import type { JsonObject } from '../graph/answer';

/** What a message is recognised by, whenever and wherever it is sent a second time. */
export interface MessageKey {
	/** Graph origin: the same number on another host is another number. */
	host: string;
	/**
	 * Who may send it. A key holds for each of them: of several that messages are spread over, another one
	 * may have its turn in the second run.
	 */
	phoneNumberIds: readonly string[];
	/** As the user gave it, e.g. an order number. */
	key: string;
}

/** Meta's answer to a message when it was accepted. */
export interface FirstAnswer {
	/** Without the recipient's number: it is stored as it is. */
	answer: JsonObject;
	phoneNumberId: string;
	/** Milliseconds since the Unix epoch. */
	sentAt: number;
}

/** The message was accepted before. */
export interface SentBefore {
	state: 'sent';
	/** Undefined where only the fact is kept. */
	first?: FirstAnswer;
}

/** Somebody is sending it, or was when they ended. */
export interface Claimed {
	state: 'claimed';
	/** Milliseconds since the Unix epoch; undefined where it is not kept. */
	at?: number;
}

/** A claim that is ours: nobody else sends the message meanwhile. */
export interface Hold {
	state: 'held';
	/** It was somebody else's, and taken over. */
	wasClaimed: boolean;
	/** Meta accepted the message. */
	confirm(first: FirstAnswer): Promise<void>;
	/** It is certain that it was not sent. */
	release(): Promise<void>;
	/**
	 * Before another call: holds the key for as long as at first. Or tells what somebody else made of it when it had
	 * expired. Undefined where a claim can't be told from those of others.
	 */
	renew?(): Promise<Hold | SentBefore | Claimed>;
}

/**
 * Which messages were sent, and which may have been: a key is claimed before the call and confirmed after it,
 * so that a claim alone is what a crash leaves. All may reject when the place where it is kept is away; whether
 * they had any effect is not known then.
 */
export interface SentKeys {
	/** What is known of a key, without claiming it. */
	lookUp(key: MessageKey): Promise<SentBefore | Claimed | { state: 'new' }>;
	/** @param takeOver also a claim that somebody else left */
	claim(key: MessageKey, takeOver: boolean): Promise<Hold | SentBefore | Claimed>;
	/**
	 * Takes back a claim whose answer was lost, if it was made. Undefined where a claim can't be told from those of
	 * others.
	 */
	withdraw?(key: MessageKey): Promise<void>;
}

/** A key as it is stored: not in clear; who can run through all order numbers can still tell. 144 bits. */
export function digestOf(...parts: string[]): string {
	return hash('sha256', JSON.stringify(parts), 'base64url').slice(0, 24);
}
