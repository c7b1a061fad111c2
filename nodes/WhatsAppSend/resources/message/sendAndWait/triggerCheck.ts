import type { GraphClient } from '../../../../shared/graph/client';
import { getCallback } from '../../../../shared/graph/endpoints/subscriptions';
import { ValidationError } from '../../../../shared/graph/errors';

/** How the address of a WhatsApp Trigger ends. */
const TRIGGER_PATH = /\/whatsapp$/;

/** Numbers whose callback was seen to be ours, and until when that is believed: asking costs a call. */
const seen = new Map<string, number>();
const BELIEVED_MS = 10 * 60_000;
const MOST_SEEN = 1_000;

/**
 * Answers reach an execution through WhatsApp Trigger: says so where they would go elsewhere, or nowhere.
 * Where Meta does not tell, nothing is said.
 * @param n8nUrl any address of this n8n as the world sees it
 * @throws ValidationError when no trigger of this n8n gets what people answer to this number
 */
export async function checkTrigger(
	client: GraphClient,
	phoneNumberId: string,
	n8nUrl: string,
	now: number,
): Promise<void> {
	const key = `${client.host} ${phoneNumberId} ${n8nUrl}`;
	if ((seen.get(key) ?? 0) > now) return;
	let callback: string | undefined;
	try {
		callback = await getCallback(client, phoneNumberId);
	} catch {
		// Not every token may read it; the question itself can still be sent, or fails and says why.
		return;
	}
	const problem = callbackProblem(callback, n8nUrl);
	if (!problem) {
		if (seen.size >= MOST_SEEN) seen.clear();
		seen.set(key, now + BELIEVED_MS);
		return;
	}
	throw new ValidationError(
		'Operation',
		`No answer would arrive: ${problem}`,
		'Publish a workflow with WhatsApp Trigger of this package on the same number, in this n8n. If another service passes its webhooks on to that trigger, turn the option “Check for Trigger” off.',
	);
}

/** What is wrong with where the number's messages go; undefined when they come to a trigger of this n8n. */
function callbackProblem(callback: string | undefined, n8nUrl: string): string | undefined {
	if (!callback) return 'no webhook is set up for this number';
	const url = URL.canParse(callback) ? new URL(callback) : undefined;
	if (url?.host !== new URL(n8nUrl).host) {
		return `the messages of this number go to ${url?.host ?? 'another address'}, not to this n8n`;
	}
	if (TRIGGER_PATH.test(url.pathname)) return undefined;
	return 'the messages of this number go to another node of this n8n, not to WhatsApp Trigger of this package';
}
