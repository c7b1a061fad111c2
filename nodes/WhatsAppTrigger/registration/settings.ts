import { NodeHelpers, type IHookFunctions, type IWebhookFunctions } from 'n8n-workflow';

import type { GraphClient } from '../../shared/graph/client';
import { appIdOf } from '../../shared/graph/endpoints/accessToken';
import type { Callback } from '../../shared/graph/endpoints/subscriptions';
import { ValidationError } from '../../shared/graph/errors';
import { accountOf, connect, CREDENTIAL, secretOf } from '../../shared/n8n/connection';
import { noAppSecret } from '../../shared/graph/secrets';
import { toText, toTexts } from '../../shared/n8n/itemParameters';
import { fieldsOf } from '../../shared/webhooks/kinds';
import { verifyTokenFor } from '../../shared/webhooks/verification';
import { WEBHOOK_PATH } from '../verifyToken';
import { pathOf, type Address } from './address';
import type { Level, SlotId } from './slots';

/** What a registration is made of, as the builder set it. */
export interface Settings {
	client: GraphClient;
	appId: string;
	businessAccountId: string;
	slot: SlotId;
	/** Webhook fields that the chosen events need. */
	fields: string[];
	takeOver: boolean;
	borrowProduction: boolean;
	/** The callback of a URL of this n8n, with the verify token that its node answers to. */
	callbackOf: (url: string) => Callback;
}

/** @throws ValidationError when n8n makes no URL for the node, which it does for every trigger */
export function readAddress(context: IHookFunctions, isTest: boolean): Address {
	const url = context.getNodeWebhookUrl('default');
	if (!url) {
		throw new ValidationError('Webhook URL', 'n8n gives this node no webhook URL', 'Add it anew.');
	}
	const workflowId = String(context.getWorkflow().id);
	const path = NodeHelpers.getNodeWebhookPath(workflowId, context.getNode(), WEBHOOK_PATH);
	return { url, path, isTest };
}

/** Undefined when the builder registers the URL by hand. */
export function readLevel(context: IHookFunctions | IWebhookFunctions): Level | undefined {
	const level = context.getNodeParameter('registerOn', 'phoneNumber');
	return level === 'manual' ? undefined : (level as Level);
}

interface Secrets {
	appSecret: string;
	/** Empty: one is derived for each node. */
	verifyToken: string;
}

/** @throws ValidationError without an app secret: no webhook could be told from a forgery */
export async function readSecrets(context: IHookFunctions): Promise<Secrets> {
	const credential = await context.getCredentials(CREDENTIAL);
	const appSecret = secretOf(credential.appSecret);
	if (!appSecret) throw noAppSecret('nobody can tell webhooks of Meta from forged ones');
	return { appSecret, verifyToken: secretOf(credential.verifyToken) };
}

/**
 * Reads parameters and credential.
 * @throws ValidationError when something is missing
 */
export async function readSettings(
	context: IHookFunctions,
	level: Level,
	address: Address,
): Promise<Settings> {
	const { appSecret, verifyToken } = await readSecrets(context);
	const client = await connect(context);
	const businessAccountId = accountOf(client);
	const appId = await appIdOf(client);
	const id = {
		app: () => appId,
		businessAccount: () => businessAccountId,
		phoneNumber: () => readPhoneNumber(context),
	}[level]();
	const options = context.getNodeParameter('registrationOptions', {}) as Record<string, unknown>;
	return {
		client,
		appId,
		businessAccountId,
		slot: { level, id },
		fields: fieldsOf(toTexts(context.getNodeParameter('updates', []), 'Trigger On')),
		takeOver: options.takeOver === true,
		borrowProduction: options.borrowProduction === true,
		callbackOf: (url) => ({
			url,
			verifyToken: verifyToken || verifyTokenFor(appSecret, pathOf(url, address)),
		}),
	};
}

/**
 * The number of a node that is registered on one.
 * @throws ValidationError when none is chosen, or something else than an ID was given
 */
export function readPhoneNumber(context: IHookFunctions | IWebhookFunctions): string {
	const value = context.getNodeParameter('phoneNumberId', '', { extractValue: true });
	const id = toText(value, 'Phone Number').trim();
	if (/^\d+$/.test(id)) return id;
	throw new ValidationError(
		'Phone Number',
		id === '' ? 'No phone number is chosen' : `“${id}” is not a phone number ID`,
		'Choose the number from the list, or give its phone number ID (digits only), which is not the number itself.',
	);
}
