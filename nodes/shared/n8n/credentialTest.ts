import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { systemClock } from '../clock';
import { diagnose, type Diagnosis } from '../graph/diagnosis';
import { readSettings, type GraphCredential } from '../graph/settings';
import { diagnoseRedis } from '../store/diagnosis';
import { readSharedState } from '../store/settings';
import { connectWith } from './connection';
import { asSentence, reportError } from './errors';

/**
 * The credential's "Test": says which link of the chain to Meta is broken, or which numbers were found; and
 * what keeps the nodes from their Redis, where one is chosen. One says nothing of the other: both are told.
 */
export async function testWhatsAppCredential(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const data = credential.data ?? {};
	const [meta, redis] = await Promise.all([
		reported(async () => {
			const settings = readSettings(data as unknown as GraphCredential);
			return await diagnose(connectWith(data), settings, systemClock.now());
		}),
		reported(async () => await tryRedis(data)),
	]);
	return {
		status: meta.ok && redis.ok ? 'OK' : 'Error',
		// Trouble first: n8n shows the beginning of long ones.
		message: (redis.ok
			? [meta.message, redis.message]
			: [redis.message, meta.ok ? 'With Meta all is well' : '', meta.message]
		)
			.filter((message) => message !== '')
			.map(asSentence)
			.join(' '),
	};
}

async function tryRedis(data: ICredentialDataDecryptedObject): Promise<Diagnosis> {
	const { redis } = readSharedState(data);
	if (!redis) return { ok: true, message: '' };
	const trouble = await diagnoseRedis(redis);
	return { ok: trouble === undefined, message: trouble ?? 'Redis can be used.' };
}

async function reported(find: () => Promise<Diagnosis>): Promise<Diagnosis> {
	try {
		return await find();
	} catch (error) {
		const { message, description } = reportError(error);
		return { ok: false, message: [message, description].filter(Boolean).join('. ') };
	}
}
