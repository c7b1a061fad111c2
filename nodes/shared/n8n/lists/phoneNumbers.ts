import type {
	ILoadOptionsFunctions,
	INodeListSearchResult,
	INodePropertyOptions,
} from 'n8n-workflow';

import { listPhoneNumbers, type PhoneNumber } from '../../graph/endpoints/phoneNumbers';
import { readAccount } from './readAccount';

/** The account's senders for a resource locator: one page, those that match. */
export async function searchPhoneNumbers(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await readAccount(this, async (client, businessAccountId) => {
		const { phoneNumbers, after } = await listPhoneNumbers(
			client,
			businessAccountId,
			paginationToken,
		);
		const wanted = filter?.toLowerCase() ?? '';
		return {
			results: phoneNumbers
				.map(toOption)
				.filter(({ name, value }) => `${name} ${value}`.toLowerCase().includes(wanted)),
			paginationToken: after,
		};
	});
}

/** All of the account's senders. */
export async function getPhoneNumbers(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	return await readAccount(this, async (client, businessAccountId) => {
		const options: INodePropertyOptions[] = [];
		let after: string | undefined;
		do {
			const page = await listPhoneNumbers(client, businessAccountId, after);
			options.push(...page.phoneNumbers.map(toOption));
			after = page.after;
		} while (after);
		return options;
	});
}

/** e.g. "+1 555-010-0001 – Verified Name" */
function toOption({ id, ...number }: PhoneNumber): { name: string; value: string } {
	const parts = [number.display_phone_number ?? id, number.verified_name];
	return { name: parts.filter(Boolean).join(' – '), value: id };
}
