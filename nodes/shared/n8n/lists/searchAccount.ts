import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import type { GraphClient } from '../../graph/client';
import { ValidationError } from '../../graph/errors';
import { connect } from '../connection';
import { toNodeError } from '../errors';

/** Reads a list of the credential's WABA for the editor, with its errors in n8n's form. */
export async function searchAccount(
	context: ILoadOptionsFunctions,
	search: (client: GraphClient, businessAccountId: string) => Promise<INodeListSearchResult>,
): Promise<INodeListSearchResult> {
	try {
		const client = await connect(context);
		if (!client.businessAccountId) {
			throw new ValidationError(
				'WhatsApp Business Account ID',
				'The credential names no WhatsApp Business Account',
				'Lists come from the account: fill in its ID in the credential, or choose “By ID” here.',
			);
		}
		return await search(client, client.businessAccountId);
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
}
