import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { systemClock, type Clock } from '../shared/clock';
import type { GraphClient } from '../shared/graph/client';
import { markAsRead } from '../shared/graph/endpoints/messages';
import { reportError } from '../shared/n8n/errors';
import { eventOf, fewAtOnce, timeLimit } from './items';

/** Calls at once. */
const AT_ONCE = 10;

/** Milliseconds for one call: the workflow waits for it. */
const TIME_LIMIT_MS = 10_000;

/**
 * Marks the last message of each conversation as read, and with it those before. A failure is of no
 * consequence for the workflow: it is only logged.
 */
export async function markConversationsAsRead(
	context: IExecuteFunctions,
	client: GraphClient,
	items: INodeExecutionData[],
	typing: boolean,
	clock: Clock = systemClock,
): Promise<void> {
	const failures = await fewAtOnce(AT_ONCE, lastMessages(items), async ([phoneNumberId, id]) => {
		const { signal, end } = timeLimit(
			TIME_LIMIT_MS,
			(ms, action) => clock.after(ms, action),
			context.getExecutionCancelSignal(),
		);
		try {
			await markAsRead(client, phoneNumberId, id, typing, signal);
			return undefined;
		} catch (error) {
			return reportError(error).message;
		} finally {
			end();
		}
	});
	const [first, ...others] = failures.filter((message) => message !== undefined);
	if (first === undefined) return;
	context.logger.warn(
		`Messages were not marked as read: ${first}${others.length > 0 ? ` (and ${others.length} more)` : ''}`,
	);
}

/** Number and ID of the last message in each conversation. */
function lastMessages(items: INodeExecutionData[]): Array<[phoneNumberId: string, id: string]> {
	const last = new Map<string, [string, string]>();
	for (const { kind, id, phoneNumberId, from, userId, groupId } of items.map(eventOf)) {
		if (kind !== 'message' || typeof id !== 'string' || typeof phoneNumberId !== 'string') continue;
		const conversation = (groupId ?? userId ?? from ?? '') as string;
		last.set(`${phoneNumberId} ${conversation}`, [phoneNumberId, id]);
	}
	return [...last.values()];
}
