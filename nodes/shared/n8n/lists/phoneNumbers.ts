import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { listPhoneNumbers } from '../../graph/endpoints/phoneNumbers';
import { searchAccount } from './searchAccount';

/** The account's senders, e.g. "+1 555-010-0001 – Verified Name". */
export async function searchPhoneNumbers(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await searchAccount(this, async (client, businessAccountId) => {
		const { phoneNumbers, after } = await listPhoneNumbers(
			client,
			businessAccountId,
			paginationToken,
		);
		const wanted = filter?.toLowerCase() ?? '';
		return {
			results: phoneNumbers
				.map(({ id, display_phone_number: number, verified_name: name }) => ({
					name: [number ?? id, name].filter(Boolean).join(' – '),
					value: id,
				}))
				.filter(({ name, value }) => `${name} ${value}`.toLowerCase().includes(wanted)),
			paginationToken: after,
		};
	});
}
