import type { ILoadOptionsFunctions } from 'n8n-workflow';

import type { GraphClient } from '../../graph/client';
import { accountOf, connect } from '../connection';
import { toNodeError } from '../errors';

/** Reads a list of the credential's WABA for the editor, with its errors in n8n's form. */
export async function readAccount<T>(
	context: ILoadOptionsFunctions,
	read: (client: GraphClient, businessAccountId: string) => Promise<T>,
): Promise<T> {
	try {
		const client = await connect(context);
		return await read(client, accountOf(client, 'choose something else than “From List” here'));
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
}
