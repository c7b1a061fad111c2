import type { Address, Sender } from '../delivery';
import type { GraphClient } from '../graph/client';
import { numberFacts } from '../graph/numberFacts';
import { readSender, readSpread } from './addressing';
import type { Sharing } from './sharedState';
import type { ItemParameters } from './itemParameters';

/** Which number each item leaves from. */
export interface Senders {
	/** Where it is one number for all items. */
	only?: Sender;
	/** @throws ValidationError when the item names none */
	of(index: number): Omit<Address, 'recipient'>;
}

/**
 * Reads the senders of all items before the first message leaves, since each number's rate must be known
 * by then; Meta is asked once for each number.
 * @param sharing which other processes send from them
 * @param fixedRate messages per second that the user set; undefined: what Meta allows
 * @throws ValidationError when messages are to be spread over no number, or over something else
 */
export async function readSenders(
	client: GraphClient,
	parametersOf: (index: number) => ItemParameters,
	size: number,
	{ shared, processes }: Sharing,
	fixedRate?: number,
): Promise<Senders> {
	const lookUp = async (phoneNumberId: string): Promise<Sender> => {
		const facts = await numberFacts.of(client, phoneNumberId);
		return {
			phoneNumberId,
			host: client.host,
			account: client.account,
			// Processes that share nothing each take their part.
			rate: (fixedRate ?? facts.throughput) / (shared ? 1 : processes),
			shared,
			flagged: facts.flagged,
		};
	};
	const ids = readSpread(parametersOf(0));
	if (!ids) return await readOnes(parametersOf, size, lookUp);
	const spread = await Promise.all(ids.map(lookUp));
	return { of: () => ({ sender: spread[0], spread }) };
}

/** One number for each item; where the parameter is no expression, the same for all. */
async function readOnes(
	parametersOf: (index: number) => ItemParameters,
	size: number,
	lookUp: (phoneNumberId: string) => Promise<Sender>,
): Promise<Senders> {
	const isFixed = !parametersOf(0).isExpression('phoneNumberId');
	const ids: string[] = [];
	const invalid = new Map<number, Error>();
	for (let index = 0; index < (isFixed ? 1 : size); index++) {
		try {
			ids[index] = readSender(parametersOf(index));
		} catch (error) {
			invalid.set(index, error as Error);
		}
	}
	const senders = new Map<string, Sender>();
	for (const id of new Set(Object.values(ids))) senders.set(id, await lookUp(id));
	const of = (index: number): { sender: Sender } => {
		const at = isFixed ? 0 : index;
		const error = invalid.get(at);
		if (error) throw error;
		return { sender: senders.get(ids[at]) as Sender };
	};
	return { of, only: senders.size === 1 && invalid.size === 0 ? of(0).sender : undefined };
}
