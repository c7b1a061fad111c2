import type { Sender } from '../delivery';
import type { GraphClient } from '../graph/client';
import { throughputs } from '../graph/throughput';
import { readSender } from './addressing';
import type { ItemParameters } from './itemParameters';

/** Which number each item leaves from. */
export interface Senders {
	/** Where it is one number for all items. */
	only?: Sender;
	/** @throws ValidationError when the item names none */
	of(index: number): Sender;
}

/**
 * Reads the senders of all items before the first message leaves, since each number's rate must be known
 * by then; Meta is asked once for each number.
 */
export async function readSenders(
	client: GraphClient,
	parametersOf: (index: number) => ItemParameters,
	size: number,
): Promise<Senders> {
	const senders = new Map<string, Sender>();
	const invalid = new Map<number, unknown>();
	const ids: string[] = [];
	const lookUp = async (phoneNumberId: string): Promise<Sender> => ({
		phoneNumberId,
		host: client.host,
		account: client.account,
		rate: await throughputs.rateOf(client, phoneNumberId),
	});
	const isFixed = !parametersOf(0).isExpression('phoneNumberId');
	for (let index = 0; index < (isFixed ? 1 : size); index++) {
		try {
			ids[index] = readSender(parametersOf(index));
		} catch (error) {
			invalid.set(index, error);
		}
	}
	for (const id of new Set(Object.values(ids))) senders.set(id, await lookUp(id));
	const of = (index: number): Sender => {
		const at = isFixed ? 0 : index;
		const sender = senders.get(ids[at]);
		if (!sender) throw invalid.get(at);
		return sender;
	};
	return { of, only: senders.size === 1 && invalid.size === 0 ? of(0) : undefined };
}
