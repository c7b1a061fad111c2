import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { systemClock } from '../clock';
import { diagnose } from '../graph/diagnosis';
import { readSettings, type GraphCredential } from '../graph/settings';
import { connectWith } from './connection';
import { reportError } from './errors';

/** The credential's "Test": says which link of the chain is broken, or which numbers were found. */
export async function testWhatsAppCredential(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	try {
		const data = credential.data ?? {};
		const settings = readSettings(data as unknown as GraphCredential);
		const { ok, message } = await diagnose(connectWith(data), settings, systemClock.now());
		return { status: ok ? 'OK' : 'Error', message };
	} catch (error) {
		const { message, description } = reportError(error);
		return { status: 'Error', message: [message, description].filter(Boolean).join('. ') };
	}
}
