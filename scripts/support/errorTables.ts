import {
	catalogue,
	type CatalogueEntry,
	type RetryClass,
} from '../../nodes/shared/graph/errorCatalogue';

/** How WhatsApp Send takes the codes of a class; see decideRetry in nodes/shared/delivery/retry.ts. */
const CLASSES: Record<RetryClass, { name: string; words: string }> = {
	transient: {
		name: 'Passing trouble',
		words: 'Tried again after growing pauses, up to _Max Attempts_',
	},
	brief: { name: 'Unclear', words: 'Tried again, twice at most' },
	throughput: {
		name: 'Number too fast',
		words:
			'The number pauses (as long as Meta says, otherwise 1, 2, 4, 8 s) and goes on more slowly; tried again',
	},
	pair: {
		name: 'Recipient got too many',
		words: 'This recipient alone waits 1, 4, 16, 64 s; tried again',
	},
	quota: {
		name: 'Calls used up',
		words: 'The account waits as long as Meta says, otherwise a minute; tried again',
	},
	maintenance: {
		name: 'Maintenance',
		words: 'The number waits half a minute to a minute; tried again',
	},
	later: {
		name: 'Not now',
		words: 'Not tried again in this execution: it would be minutes to days',
	},
	token: {
		name: 'Dead token',
		words: 'All that waits fails at once, unsent, unless a Standby Access Token takes over',
	},
	account: { name: 'Locked account', words: 'All that waits fails at once, unsent' },
	never: { name: 'Refused', words: 'Not tried again: the answer would be the same' },
};

const names = Object.keys(CLASSES) as RetryClass[];

/** A Markdown table. Not aligned: one longer cell would change every line. */
function table(head: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
	const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
	return ['<!-- prettier-ignore -->', ...lines].join('\n');
}

/** A text of the catalogue as Markdown that reads the same. */
function plain(text: string): string {
	return text.replace(/[\\|*<>]/g, '\\$&');
}

function codeOf({ first, last, subcode }: CatalogueEntry): string {
	if (first !== last) return `${first}–${last}`;
	return subcode === undefined ? String(first) : `${first}/${subcode}`;
}

/** For the README: what is done with which codes; one line a class. */
export function retryTable(): string {
	const rows = names.map((retry) => [
		CLASSES[retry].name,
		retry === 'never'
			? 'all others'
			: catalogue
					.filter((entry) => entry.retry === retry)
					.map(codeOf)
					.join(', '),
		CLASSES[retry].words,
	]);
	return table(['Kind', 'Codes', 'What WhatsApp Send does'], rows);
}

/** A page with every line of the catalogue. */
export function errorPage(): string {
	const rows = catalogue.map((entry) => [
		codeOf(entry),
		plain(entry.title),
		plain(entry.whatToDo),
		CLASSES[entry.retry].name,
	]);
	return `# Meta's error codes

What they mean, what to do, and what WhatsApp Send does by itself. \`100/33\` is code 100 with subcode 33; a span such as \`200–299\` holds for the codes in it that have no line of their own. A code that is not here is judged by its HTTP status: 429 as _${CLASSES.throughput.name}_, 5xx as _${CLASSES.transient.name}_, the rest as _${CLASSES.never.name}_.

This page is made from [errorCatalogue.ts](../nodes/shared/graph/errorCatalogue.ts) by \`npm run docs\`.

${retryTable()}

## All codes

${table(['Code', 'What it means', 'What to do', 'Kind'], rows)}
`;
}
