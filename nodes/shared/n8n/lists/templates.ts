import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';

import { listTemplates, type TemplateSummary } from '../../graph/endpoints/templates';
import { readAccount } from './readAccount';

/** Meta sorts by no status: the approved ones are asked for first, then all, of which the others are shown. */
type Phase = 'approved' | 'others';

/** The account's templates, those that can be sent first, e.g. "order_update (en_US) – Utility, Approved". */
export async function searchTemplates(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await readAccount(this, async (client, businessAccountId) => {
		const name = filter?.trim() || undefined;
		const results: INodeListSearchItems[] = [];
		let { phase, after } = readToken(paginationToken);
		// A page that shows nothing, or too little to scroll, would be the last that n8n asks for.
		while (results.length < SHOWN) {
			const page = await listTemplates(client, businessAccountId, {
				name,
				after,
				status: phase === 'approved' ? APPROVED : undefined,
			});
			const isShown = ({ status }: TemplateSummary) =>
				(status === APPROVED) === (phase === 'approved');
			results.push(...page.templates.filter(isShown).map(toOption));
			if (page.after === undefined && phase === 'others') return { results };
			if (page.after === undefined) phase = 'others';
			after = page.after;
		}
		return { results, paginationToken: `${phase} ${after ?? ''}` };
	});
}

const APPROVED = 'APPROVED';

/** More than the list in the editor is high. */
const SHOWN = 20;

function readToken(token = ''): { phase: Phase; after?: string } {
	const [phase, after] = token.split(' ');
	return { phase: phase === 'others' ? 'others' : 'approved', after: after || undefined };
}

function toOption({ name, language, category, status }: TemplateSummary): INodeListSearchItems {
	const facts = [category, status].map(sentenceCase).join(', ');
	return { name: `${name} (${language}) – ${facts}`, value: `${name}|${language}` };
}

/** "PENDING_DELETION" → "Pending deletion" */
function sentenceCase(constant: string): string {
	const words = constant.toLowerCase().replace(/_/g, ' ');
	return words.charAt(0).toUpperCase() + words.slice(1);
}
