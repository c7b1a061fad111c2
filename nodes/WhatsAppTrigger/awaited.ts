import { wakeExecution, wakingAddresses } from '../shared/n8n/wakeExecution';
import { awaitedAnswer, correspondentsOf, type AwaitedAnswer } from '../shared/webhooks/answers';
import type { EventFacts, WebhookEvent } from '../shared/webhooks/event';
import type { OpenQuestions } from '../shared/webhooks/openQuestions';

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
	questions: OpenQuestions,
	wake: Wake,
): Promise<WebhookEvent[]> {
	// Nearly none is an answer, and that is found out for all at once.
	const mayAnswer = await Promise.all(
		events.map(async ({ event }) => await awaitedAnswer(event, appSecrets, questions)),
	);
	const left: WebhookEvent[] = [];
	for (const [index, event] of events.entries()) {
		const isAnswer = mayAnswer[index] && (await isTaken(event.event, appSecrets, questions, wake));
		if (!isAnswer) left.push(event);
	}
	return left;
}

/** A text may answer a question from before the latest, when that one was answered otherwise. */
async function isTaken(
	facts: EventFacts,
	appSecrets: string[],
	questions: OpenQuestions,
	wake: Wake,
): Promise<boolean> {
	const by = correspondentsOf(facts);
	const tried = new Set<string>();
	for (;;) {
		// Anew: an event of the same delivery may have answered the question in between.
		const awaited = await awaitedAnswer(facts, appSecrets, questions);
		if (!awaited || tried.has(awaited.key.questionId)) return false;
		tried.add(awaited.key.questionId);
		const isOver = await wake(awaited);
		// A tap that nobody takes says nothing of the question.
		if (isOver || awaited.answer.type === 'text')
			await questions.remove(awaited.key.questionId, by);
		if (isOver || awaited.answer.type !== 'text') return isOver;
	}
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
