import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { listTemplates, type TemplateSummary } from '../../graph/endpoints/templates';
import { readAccount } from './readAccount';

/** The account's templates, those that can be sent first, e.g. "order_update (en_US) – Utility". */
export async function searchTemplates(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await readAccount(this, async (client, businessAccountId) => {
		const { templates, after } = await listTemplates(client, businessAccountId, {
			name: filter?.trim() || undefined,
			after: paginationToken,
		});
		return {
			results: templates
				.sort((a, b) => Number(isApproved(b)) - Number(isApproved(a)))
				.map((template) => ({
					name: label(template),
					value: `${template.name}|${template.language}`,
				})),
			paginationToken: after,
		};
	});
}

function isApproved({ status }: TemplateSummary): boolean {
	return status === 'APPROVED';
}

function label(template: TemplateSummary): string {
	const { name, language, category, status } = template;
	const remarks = isApproved(template) ? [category] : [category, status];
	return `${name} (${language}) – ${remarks.map(sentenceCase).join(', ')}`;
}

/** "PENDING_DELETION" → "Pending deletion" */
function sentenceCase(constant: string): string {
	const words = constant.toLowerCase().replace(/_/g, ' ');
	return words.charAt(0).toUpperCase() + words.slice(1);
}
