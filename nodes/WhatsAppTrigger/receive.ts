import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	INodeExecutionData,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';

import { systemClock, type Clock } from '../shared/clock';
import { ValidationError } from '../shared/graph/errors';
import { CREDENTIAL, webhookSecrets } from '../shared/n8n/connection';
import { sharingOf } from '../shared/n8n/sharedState';
import { requestOf, responseOf } from '../shared/n8n/webhookExchange';
import { StoreAwayError, type SharedState } from '../shared/store/store';
import { isBusy, type Claim, type SeenEvents } from '../shared/webhooks/dedupe';
import { parseEnvelope } from '../shared/webhooks/envelope';
import type { WebhookEvent } from '../shared/webhooks/event';
import { eventsOf } from '../shared/webhooks/events';
import { isChosen, isWanted } from '../shared/webhooks/filters';
import { asksToStop } from '../shared/webhooks/optOut';
import { getOpenQuestions, getSeenEvents } from '../shared/webhooks/registry';
import { isSignedBy } from '../shared/webhooks/signature';
import { challengeOf } from '../shared/webhooks/verification';
import { wakeIn, withoutAwaited } from './awaited';
import { Rejections } from './rejections';
import { readReceiving } from './settings';
import { verifyTokenOf } from './verifyToken';

/** What a process has one of; tests have their own. */
export interface ReceiverDeps {
	clock: Clock;
	rejections: Rejections;
	/** @param shared as the credential asks for it */
	seenEvents: (shared: SharedState | undefined) => SeenEvents;
}

const ofThisProcess: ReceiverDeps = {
	clock: systemClock,
	rejections: new Rejections(),
	seenEvents: getSeenEvents,
};

/** Milliseconds that a delivery waits for another one with the same events to come to an end. */
const PATIENCE_MS = 5_000;

/**
 * Answers one call of the webhook; never throws. `GET` is Meta's question for proof, `POST` a delivery.
 * What is turned away gets an empty answer and starts no execution. What is taken gets its 200 from n8n,
 * after n8n has the execution; only then are its events remembered.
 */
export async function receive(
	context: IWebhookFunctions,
	deps: ReceiverDeps = ofThisProcess,
): Promise<IWebhookResponseData> {
	try {
		return context.getWebhookName() === 'setup'
			? await prove(context, deps)
			: await takeDelivery(context, deps);
	} catch (error) {
		// A credential that n8n cannot read, a database that is away: Meta comes again.
		// What others say may repeat what came; our own words about fields and Redis do not.
		const name = error instanceof Error ? error.name : typeof error;
		const isOurs = error instanceof ValidationError || error instanceof StoreAwayError;
		const what = isOurs ? error.message : name;
		return turnAway(context, deps, 503, `n8n was not able to take it over (${what})`);
	}
}

async function prove(
	context: IWebhookFunctions,
	deps: ReceiverDeps,
): Promise<IWebhookResponseData> {
	const token = verifyTokenOf(context, await readCredential(context));
	const challenge = challengeOf(context.getQueryData() as IDataObject, token);
	if (challenge === undefined) {
		const why =
			token === ''
				? 'it asks for proof, and the credential has neither verify token nor app secret'
				: 'it asks for proof without naming mode and verify token right';
		return turnAway(context, deps, 403, why);
	}
	return answer(context, 200, challenge);
}

async function takeDelivery(
	context: IWebhookFunctions,
	deps: ReceiverDeps,
): Promise<IWebhookResponseData> {
	const { rawBody: body, headers } = requestOf(context);
	const signature = headers['x-hub-signature-256'];
	// The signature is of bytes: n8n keeps none of a form.
	if (!Buffer.isBuffer(body)) return turnAway(context, deps, 403, 'its body is no JSON');
	if (typeof signature !== 'string') return turnAway(context, deps, 401, 'it is not signed');

	const credential = await readCredential(context);
	const secrets = webhookSecrets(credential);
	if (secrets.length === 0) {
		return turnAway(context, deps, 403, 'the credential has no app secret to check it with');
	}
	if (!isSignedBy(body, signature, secrets)) {
		return turnAway(context, deps, 401, 'its signature is not made with the app secret');
	}
	const envelope = parseEnvelope(body);
	if (!envelope) return turnAway(context, deps, 400, 'it is signed, but no JSON object');

	const settings = readReceiving(context, credential);
	// A message may be an answer that is waited for; of what else nobody chose nothing is remembered.
	const all = eventsOf(envelope).filter(
		({ event: { kind } }) => kind === 'message' || isChosen(kind, settings.filter),
	);
	if (all.length === 0) return answer(context, 200);
	const { shared } = sharingOf(credential);
	const unseen = await claimUnseen(context, deps, all, shared);
	// Another delivery of the same holds on: its end is not known, so Meta must ask again.
	if (!unseen) return answer(context, 503);

	const wake = wakeIn(() => waitingUrlOf(context), secrets[0]);
	const left = await withoutAwaited(unseen, secrets, getOpenQuestions(shared), wake);
	const wanted = left.filter((event) => isWanted(event, settings.filter, deps.clock.now()));
	if (wanted.length === 0) return answer(context, 200);
	return { workflowData: [wanted.map((event) => toItem(event, settings.optOutKeywords))] };
}

/**
 * The events that were not taken over before. They are held until the answer to Meta is out: with a 200
 * they are remembered, without they are free to come again.
 * @returns undefined when another delivery still holds some of them
 */
async function claimUnseen(
	context: IWebhookFunctions,
	deps: ReceiverDeps,
	events: WebhookEvent[],
	shared: SharedState | undefined,
): Promise<WebhookEvent[] | undefined> {
	// A test listens for one delivery, and the same one again is how people test.
	if (context.getMode() === 'manual') return events;
	const claim = await patientClaim(context, deps, events, shared);
	if (!claim) return undefined;
	if (claim.notice !== undefined) context.logger.warn(claim.notice);
	const response = responseOf(context);
	response.once('finish', () => {
		if (response.statusCode === 200) claim.confirm();
		else claim.release();
	});
	response.once('close', () => claim.release());
	// Nobody is there to be answered any more, and nothing would end the claim.
	if (response.closed) {
		claim.release();
		return undefined;
	}
	return events.filter(({ event }, index) => {
		const { isNew, isStale } = claim.sightings[index];
		if (isStale) event.stale = true;
		return isNew;
	});
}

async function patientClaim(
	context: IWebhookFunctions,
	{ clock, seenEvents }: ReceiverDeps,
	events: WebhookEvent[],
	shared: SharedState | undefined,
): Promise<Claim | undefined> {
	const seen = seenEvents(shared);
	const scope = `${context.getWorkflow().id ?? ''} ${context.getNode().id}`;
	const identities = events.map(({ identity }) => identity);
	let cancel: (() => void) | undefined;
	let timeIsUp = false;
	let end: Promise<void> | undefined;
	for (;;) {
		const claim = await seen.claim(scope, identities);
		if (!isBusy(claim)) {
			cancel?.();
			return claim;
		}
		end ??= new Promise((resolve) => {
			cancel = clock.after(PATIENCE_MS, () => {
				timeIsUp = true;
				resolve();
			});
		});
		await Promise.race([claim.freed, end]);
		if (timeIsUp) return undefined;
	}
}

function toItem(event: WebhookEvent, optOutKeywords: string[]): INodeExecutionData {
	if (asksToStop(event, optOutKeywords)) event.event.optOut = true;
	// First of all: n8n's table shows the columns in this order, and templates have an `event` of their own.
	const json: IDataObject = { event: {} };
	return { json: Object.assign(json, event.body, { event: event.event }) };
}

/** n8n's address of waiting executions, with some ID at its end. */
function waitingUrlOf(context: IWebhookFunctions): string {
	return context.evaluateExpression('{{ $execution.resumeUrl }}') as string;
}

async function readCredential(context: IWebhookFunctions): Promise<ICredentialDataDecryptedObject> {
	return await context.getCredentials(CREDENTIAL);
}

function turnAway(
	context: IWebhookFunctions,
	{ rejections }: ReceiverDeps,
	status: number,
	reason: string,
): IWebhookResponseData {
	const trigger = `“${context.getNode().name}” of workflow ${context.getWorkflow().id ?? ''}`;
	rejections.say(context.logger, trigger, reason);
	return answer(context, status);
}

/** Answers in n8n's place. */
function answer(context: IWebhookFunctions, status: number, text?: string): IWebhookResponseData {
	const response = responseOf(context);
	if (!response.headersSent) {
		if (text !== undefined) response.setHeader('content-type', 'text/plain; charset=utf-8');
		response.statusCode = status;
		response.end(text);
	}
	return { noWebhookResponse: true };
}
