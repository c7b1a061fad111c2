import { wakeExecution, wakingAddresses } from '../shared/n8n/wakeExecution';
import { awaitedAnswer, type AwaitedAnswer } from '../shared/webhooks/answers';
import type { EventFacts, WebhookEvent } from '../shared/webhooks/event';
import { openQuestions } from '../shared/webhooks/openQuestions';

/** Brings an answer to the execution that waits for it; tells whether that took it. */
export type Wake = (answer: AwaitedAnswer) => Promise<boolean>;

/**
 * Brings answers to "Send and Wait for Response" to their executions, and leaves out those that were taken.
 * An answer that comes too late is an event like any other.
 * @param appSecrets those that may have signed a button's ID
 */
export async function withoutAwaited(
	events: WebhookEvent[],
	appSecrets: string[],
	wake: Wake,
): Promise<WebhookEvent[]> {
	const left: WebhookEvent[] = [];
	for (const event of events) {
		const awaited = awaitedAnswer(event.event, appSecrets, openQuestions);
		if (!awaited || !(await isTaken(event.event, awaited, wake))) left.push(event);
	}
	return left;
}

/** A text may answer a question from before the latest, when that one was answered otherwise. */
async function isTaken(facts: EventFacts, awaited: AwaitedAnswer, wake: Wake): Promise<boolean> {
	let next: AwaitedAnswer | undefined = awaited;
	while (next) {
		if (await wake(next)) {
			openQuestions.remove(next.key.questionId);
			return true;
		}
		if (next.answer.type !== 'text') return false;
		openQuestions.remove(next.key.questionId);
		next = awaitedAnswer(facts, [], openQuestions);
	}
	return false;
}

/**
 * Wakes executions of this n8n.
 * @param waitingUrl gives n8n's public address of any waiting execution; asked for only when one is to be woken
 * @param appSecret signs what is brought
 */
export function wakeIn(waitingUrl: () => string, appSecret: string): Wake {
	return async (answer) =>
		await wakeExecution(answer, { appSecret, addresses: wakingAddresses(waitingUrl()) });
}
