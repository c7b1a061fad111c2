import type { ILoadOptionsFunctions } from 'n8n-workflow';

import type { GraphClient } from '../../graph/client';
import { ValidationError } from '../../graph/errors';
import { connect } from '../connection';
import { toNodeError } from '../errors';

/** Reads a list of the credential's WABA for the editor, with its errors in n8n's form. */
export async function readAccount<T>(
	context: ILoadOptionsFunctions,
	read: (client: GraphClient, businessAccountId: string) => Promise<T>,
): Promise<T> {
	try {
		const client = await connect(context);
		if (!client.businessAccountId) {
			throw new ValidationError(
				'WhatsApp Business Account ID',
				'The credential names no WhatsApp Business Account',
				'Lists come from the account: fill in its ID in the credential, or choose “By ID” here.',
			);
		}
		return await read(client, client.businessAccountId);
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
}
