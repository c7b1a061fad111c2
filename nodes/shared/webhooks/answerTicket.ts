import { createHmac, timingSafeEqual } from 'node:crypto';

/** What wakes an execution of n8n that waits for an answer. */
export interface ResumeKey {
	executionId: string;
	/** Of the node that waits. */
	nodeId: string;
	/** n8n's own, of the URL that wakes it: 64 hex digits. */
	signature: string;
	/** One execution may ask several questions, one after the other, from one node. */
	questionId: string;
}

/** What a button or a row carries in its ID, so that a tap still finds its execution after a restart of n8n. */
export interface AnswerTicket extends ResumeKey {
	/** Which of the options it is, counted from 0. */
	option: number;
}

const PREFIX = 'n8n-wait';

/** Bytes of the HMAC: 128 bits, for the ID of a row of a list has 200 characters at most. */
const MAC_BYTES = 16;

/**
 * The ID of a button or a row, up to 165 characters: nobody without the app secret can make one.
 * @param appSecret of the app whose webhooks bring the answer
 */
export function writeTicket(ticket: AnswerTicket, appSecret: string): string {
	const { executionId, nodeId, signature, questionId, option } = ticket;
	const parts = [
		executionId,
		Buffer.from(nodeId).toString('base64url'),
		Buffer.from(signature, 'hex').toString('base64url'),
		questionId,
		String(option),
	];
	const content = [PREFIX, ...parts].join('.');
	return `${content}.${macOf(content, appSecret).toString('base64url')}`;
}

/**
 * Reads the ID of a tapped button or row.
 * @param appSecrets those accepted: the app secret and, while rotating, the one before
 * @returns undefined for IDs of other making
 */
export function readTicket(id: string, appSecrets: string[]): AnswerTicket | undefined {
	const parts = id.split('.');
	if (parts.length !== 7 || parts[0] !== PREFIX) return undefined;
	const mac = Buffer.from(parts[6], 'base64url');
	const content = parts.slice(0, 6).join('.');
	const isOurs = appSecrets
		.filter((secret) => secret !== '')
		.some((secret) => mac.length === MAC_BYTES && timingSafeEqual(mac, macOf(content, secret)));
	if (!isOurs) return undefined;
	const [, executionId, nodeId, signature, questionId, option] = parts;
	return {
		executionId,
		nodeId: Buffer.from(nodeId, 'base64url').toString(),
		signature: Buffer.from(signature, 'base64url').toString('hex'),
		questionId,
		option: Number(option),
	};
}

function macOf(content: string, appSecret: string): Buffer {
	return createHmac('sha256', appSecret).update(content).digest().subarray(0, MAC_BYTES);
}
