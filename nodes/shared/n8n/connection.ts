import { isIP } from 'node:net';

import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IHookFunctions,
	ILoadOptionsFunctions,
	RequestHelperFunctions,
} from 'n8n-workflow';

import { systemClock } from '../clock';
import { GraphClient } from '../graph/client';
import { ValidationError } from '../graph/errors';
import { readSettings, type GraphCredential, type GraphSettings } from '../graph/settings';
import { createTransport, type Transport } from '../graph/transport';
import { SharedDeadTokens } from '../store/deadTokens';
import type { Store } from '../store/store';
import { sharingOf, type Sharing } from './sharedState';

export const CREDENTIAL = 'whatsAppBusinessCloudApi';

/** n8n's own rules on where nodes may connect to; n8n before 2.31 has none. */
type EgressFilter = ReturnType<RequestHelperFunctions['getSecureEgressFilter']>;

/**
 * Connections outlive an execution, so that the next one finds them open: one transport a process, or
 * one per egress filter where n8n has one (it hands out the same object for the same rules).
 */
let unfiltered: Transport | undefined;
const filtered = new WeakMap<EgressFilter, Transport>();

/**
 * A client with the node's credential.
 * @throws ValidationError when the credential cannot be used, or n8n forbids its host
 */
export async function connect(
	context: IExecuteFunctions | IHookFunctions | ILoadOptionsFunctions,
): Promise<GraphClient> {
	const credential = await context.getCredentials(CREDENTIAL);
	// Typed as always there, which holds for the n8n that the types are of, not for older ones.
	const helpers = context.helpers as Partial<RequestHelperFunctions>;
	const { shared } = sharingOf(credential);
	const client = connectWith(credential, helpers.getSecureEgressFilter?.(), shared?.store);
	if (shared) await refreshDeadTokens(shared.store, credential);
	return client;
}

/**
 * What the node's credential says of other processes that send from its numbers.
 * @throws ValidationError naming the credential's field
 */
export async function readSharing(context: IExecuteFunctions): Promise<Sharing> {
	return sharingOf(await context.getCredentials(CREDENTIAL));
}

/**
 * The same for operations on the credential's WABA.
 * @throws ValidationError when the credential names none
 */
export async function connectToAccount(
	context: IExecuteFunctions,
): Promise<{ client: GraphClient; businessAccountId: string }> {
	const client = await connect(context);
	return { client, businessAccountId: accountOf(client) };
}

/**
 * The WABA that a credential names.
 * @param otherwise what else the builder may do, e.g. "choose another template"
 * @throws ValidationError when it names none
 */
export function accountOf({ businessAccountId }: GraphClient, otherwise?: string): string {
	if (businessAccountId) return businessAccountId;
	throw new ValidationError(
		'WhatsApp Business Account ID',
		'The credential names no WhatsApp Business Account',
		`Copy its ID from Business settings › Accounts › WhatsApp accounts into the credential${otherwise ? `, or ${otherwise}` : ''}.`,
	);
}

/**
 * The secrets that Meta may sign webhooks of this credential's app with: the app secret and, while
 * rotating, the one before. Empty where the credential names none.
 */
export function webhookSecrets(credential: ICredentialDataDecryptedObject): string[] {
	return [credential.appSecret, credential.previousAppSecret]
		.map(secretOf)
		.filter((secret) => secret !== '');
}

/** A secret of the credential, without the white space of copy and paste; "" where there is none. */
export function secretOf(value: unknown): string {
	return typeof value === 'string' ? value.trim() : '';
}

/**
 * A client with a credential that is at hand, e.g. in its test.
 * @param store where processes tell one another which tokens are dead
 */
export function connectWith(
	credential: ICredentialDataDecryptedObject,
	egressFilter?: EgressFilter,
	store?: Store,
): GraphClient {
	const settings = readSettings(credential as unknown as GraphCredential);
	const transport = transportFor(settings, egressFilter);
	return new GraphClient(settings, transport, systemClock, store && deadTokensIn(store));
}

const sharedDeadTokens = new WeakMap<Store, SharedDeadTokens>();

function deadTokensIn(store: Store): SharedDeadTokens {
	const tokens = sharedDeadTokens.get(store) ?? new SharedDeadTokens(store, systemClock);
	sharedDeadTokens.set(store, tokens);
	return tokens;
}

/** Where there is a choice, that is while a token is rotated. */
async function refreshDeadTokens(
	store: Store,
	credential: ICredentialDataDecryptedObject,
): Promise<void> {
	const { accessTokens } = readSettings(credential as unknown as GraphCredential);
	if (accessTokens.length > 1) await deadTokensIn(store).refresh(accessTokens);
}

function transportFor(settings: GraphSettings, filter: EgressFilter | undefined): Transport {
	if (!filter) return (unfiltered ??= createTransport());
	checkAddress(settings, filter);
	let transport = filtered.get(filter);
	if (!transport) {
		transport = createTransport({ lookup: filter.createSecureLookup() });
		filtered.set(filter, transport);
	}
	return transport;
}

/** Names are checked when they are looked up; an address in the URL is never looked up. */
function checkAddress(settings: GraphSettings, filter: EgressFilter): void {
	const host = new URL(settings.baseUrl).hostname.replace(/^\[|\]$/g, '');
	if (isIP(host) === 0) return;
	const verdict = filter.validateConnectionHost(host);
	if (!verdict.ok) {
		throw new ValidationError(
			'Base URL',
			`This n8n does not let nodes connect to ${host}: ${verdict.error.message}`,
			"Change the credential's Base URL, or n8n's rules for outgoing connections.",
		);
	}
}
