import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../test/n8n-host/paths';
import { errorPage, retryTable } from './errorTables';

/** A file of the documentation that is made, in whole or in part, from the code. */
export interface GeneratedDoc {
	/** From the project's root. */
	path: string;
	/** What stands in it. */
	present: string;
	/** What should stand in it. */
	wanted: string;
}

/**
 * Puts a text between `<!-- name:start -->` and `<!-- name:end -->`.
 *
 * @throws Error when the document does not have both, in this order
 */
function between(document: string, name: string, text: string): string {
	const start = `<!-- ${name}:start -->`;
	const end = `<!-- ${name}:end -->`;
	const from = document.indexOf(start);
	const to = document.indexOf(end, from);
	if (from === -1 || to === -1) throw new Error(`README.md lacks ${start} or, behind it, ${end}.`);
	return `${document.slice(0, from + start.length)}\n\n${text}\n\n${document.slice(to)}`;
}

function read(path: string): string {
	try {
		return readFileSync(join(projectRoot, path), 'utf8');
	} catch {
		return '';
	}
}

/** All of them, each as it is and as it should be. */
export function generatedDocs(): GeneratedDoc[] {
	const readme = read('README.md');
	return [
		{ path: 'README.md', present: readme, wanted: between(readme, 'errors', retryTable()) },
		{ path: 'docs/errors.md', present: read('docs/errors.md'), wanted: errorPage() },
	];
}
