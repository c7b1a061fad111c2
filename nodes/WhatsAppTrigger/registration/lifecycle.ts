import type { IHookFunctions } from 'n8n-workflow';

import { systemClock, type Clock } from '../../shared/clock';
import { ValidationError } from '../../shared/graph/errors';
import { insist, isPassing } from '../../shared/graph/patience';
import { toNodeError } from '../../shared/n8n/errors';
import { forget, recall, remember } from './memory';
import { noteOn } from './refusals';
import {
	checkIsFree,
	isAllRight,
	look,
	memoryOf,
	register,
	unregister,
	type View,
} from './registering';
import { readAddress, readLevel, readSecrets, readSettings } from './settings';
import type { Level } from './slots';

export { registrationFields } from './fields';

/**
 * Whether all is at Meta as it should be, so that n8n need not call {@link create}.
 * @throws NodeApiError, NodeOperationError
 */
export async function checkExists(
	context: IHookFunctions,
	clock: Clock = systemClock,
): Promise<boolean> {
	try {
		const level = readLevel(context);
		return level ? isAllRight(await lookAt(context, level, clock)) : await checkManual(context);
	} catch (error) {
		if (!isRestart(context) || !isPassing(error) || !isRegistered(context)) {
			throw inTermsOfN8n(context, error);
		}
		// While Meta is not to be reached, n8n would remove what works.
		context.logger.warn(`WhatsApp Trigger: the callback could not be checked. ${String(error)}`);
		return true;
	}
}

/**
 * Registers the node at Meta.
 * @throws NodeApiError, NodeOperationError when it cannot be done, or is not ours to do
 */
export async function create(
	context: IHookFunctions,
	clock: Clock = systemClock,
): Promise<boolean> {
	try {
		const level = readLevel(context);
		if (!level) return await checkManual(context);
		const view = await lookAt(context, level, clock);
		checkIsFree(view);
		// Before anything changes: n8n cleans up after what fails halfway.
		remember(context, memoryOf(view, recall(context, view.address.url)));
		await register(clock, view);
		return true;
	} catch (error) {
		throw inTermsOfN8n(context, error);
	}
}

/**
 * Takes the node's URL out of its slot, if it still stands there, and gives back what was there before as
 * far as that can be done.
 * @throws NodeApiError, NodeOperationError when production could not be removed; after a test nobody would
 *   see them
 */
export async function remove(
	context: IHookFunctions,
	clock: Clock = systemClock,
): Promise<boolean> {
	const { url } = readAddress(context, true);
	const memory = recall(context, url);
	try {
		const level = memory?.slot.level ?? readLevel(context);
		if (!level) return true;
		// n8n does not say whether production or a test ends. What nobody remembers is treated with the care
		// of a test: only the very URL that n8n names goes.
		const address = readAddress(context, memory?.isTest ?? true);
		const settings = await insist(clock, async () => await readSettings(context, level, address));
		await unregister(clock, settings, address, memory);
		forget(context);
		return true;
	} catch (error) {
		if (memory && !memory.isTest) throw inTermsOfN8n(context, error);
		if (memory) {
			context.logger.error(
				`WhatsApp Trigger: the callback could not be given back after a test. Unpublish the workflow and publish it again. ${String(error)}`,
			);
		}
		return false;
	}
}

async function lookAt(context: IHookFunctions, level: Level, clock: Clock): Promise<View> {
	const address = readAddress(context, isTestStart(context));
	// n8n would try again itself, but has by then taken away the GET webhook that Meta calls.
	return await insist(
		clock,
		async () => await look(await readSettings(context, level, address), address),
	);
}

/** Nothing is registered, but the node must be able to answer Meta. */
async function checkManual(context: IHookFunctions): Promise<boolean> {
	const { verifyToken } = await readSecrets(context);
	if (verifyToken) return true;
	throw new ValidationError(
		'Verify Token',
		'The credential has no verify token, and with Register On set to Manual you need one to enter at Meta',
		'Make up a long word, fill it in as Verify Token of the credential, and enter the same at App Dashboard › WhatsApp › Configuration.',
	);
}

function isTestStart(context: IHookFunctions): boolean {
	return context.getMode() === 'manual';
}

function isRestart(context: IHookFunctions): boolean {
	return ['init', 'leadershipChange'].includes(context.getActivationMode());
}

function isRegistered(context: IHookFunctions): boolean {
	return recall(context, readAddress(context, false).url) !== undefined;
}

/** Of what a hook throws, n8n's editor shows the message alone (2.41): what to do must stand there too. */
function inTermsOfN8n(context: IHookFunctions, error: unknown): Error {
	const nodeError = toNodeError(context.getNode(), error, { note: noteOn(error) });
	const { message, description } = nodeError;
	if (description) {
		nodeError.message = `${message.replace(/\.$/, '')}. ${description}`;
		nodeError.description = undefined;
	}
	return nodeError;
}
