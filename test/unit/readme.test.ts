import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

import { WhatsAppBusinessCloudApi } from '../../credentials/WhatsAppBusinessCloudApi.credentials';
import { resources as sendResources } from '../../nodes/WhatsAppSend/resources';
import { resources as templateResources } from '../../nodes/WhatsAppTemplateManager/resources';

const root = join(__dirname, '..', '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

const pages = [
	'README.md',
	'CONTRIBUTING.md',
	'SECURITY.md',
	'CHANGELOG.md',
	...readdirSync(join(root, 'docs'))
		.filter((name) => name.endsWith('.md'))
		.map((name) => `docs/${name}`),
];

/** Without what stands in code, where nothing is a link. */
const prose = (markdown: string) =>
	markdown.replace(/```[\s\S]*?```/g, '').replace(/`[^`\n]*`/g, '');

/** Where links and pictures of a page lead to. */
function linksOf(page: string): string[] {
	const text = prose(read(page));
	const inline = [...text.matchAll(/\]\(<?([^)\n]*?)>?(?:\s+"[^"]*")?\)/g)];
	const html = [...text.matchAll(/\s(?:src|srcset|href)="([^"]*)"/g)];
	const bare = [...text.matchAll(/<(https?:[^>]+)>/g)];
	return [...inline, ...html, ...bare].map(([, target]) => target);
}

/** The anchors that GitHub gives to the headings of a page. */
function anchorsOf(page: string): Set<string> {
	const seen = new Map<string, number>();
	const anchors = new Set<string>();
	const withoutBlocks = read(page).replace(/```[\s\S]*?```/g, '');
	for (const [, heading] of withoutBlocks.matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)) {
		const slug = heading
			.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
			.toLowerCase()
			.replace(/[^\p{L}\p{N}\s_-]/gu, '')
			.replace(/\s/g, '-');
		const times = seen.get(slug) ?? 0;
		seen.set(slug, times + 1);
		anchors.add(times === 0 ? slug : `${slug}-${times}`);
	}
	return anchors;
}

/** What keeps a link from working, as far as can be told without the network. */
function linkProblem(page: string, link: string): string | undefined {
	if (/^[a-z][a-z+.-]*:/i.test(link)) {
		if (!URL.canParse(link)) return `${link} is no address`;
		const { protocol, hostname } = new URL(link);
		if (protocol !== 'https:') return `${link} is not https`;
		return hostname.includes('.') ? undefined : `${link} names no host`;
	}
	const [path = '', anchor] = link.split('#');
	const target = path === '' ? page : relative(root, join(root, dirname(page), decodeURI(path)));
	if (target.startsWith('..') || !existsSync(join(root, target))) return `${link} does not exist`;
	if (anchor === undefined || !target.endsWith('.md')) return undefined;
	return anchorsOf(target).has(anchor) ? undefined : `${link}: no such heading`;
}

/** The cells of the table rows in the section under this heading. */
function rowsUnder(heading: string): string[][] {
	const [, section] = read('README.md').split(new RegExp(`^## ${heading}$`, 'm'));
	if (section === undefined) throw new Error(`README.md has no section "${heading}".`);
	return section
		.split(/^## /m)[0]
		.split('\n')
		.filter((line) => line.startsWith('|'))
		.map((line) => line.split('|').slice(1, -1))
		.map((cells) => cells.map((cell) => cell.replace(/[*_`]/g, '').trim()));
}

describe.each(pages)('%s', (page) => {
	it('has no link that leads nowhere', () => {
		const problems = linksOf(page).map((link) => linkProblem(page, link));
		expect(problems.filter((problem) => problem !== undefined)).toEqual([]);
	});

	it('names no command and no flag that does not exist', () => {
		const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
		const problems = [];
		for (const [, name, rest] of read(page).matchAll(/npm run ([\w:-]+)((?: -- [^`\n]*)?)/g)) {
			const command = scripts[name];
			if (command === undefined) problems.push(`npm run ${name}`);
			const source = /tsx (\S+)/.exec(command ?? '')?.[1];
			for (const [, flag] of source ? rest.matchAll(/--([a-z][\w-]*)/g) : []) {
				if (!read(source ?? '').match(new RegExp(`--${flag}\\b|'?\\b${flag}'?: \\{ type`))) {
					problems.push(`npm run ${name} -- --${flag}`);
				}
			}
		}
		expect(problems).toEqual([]);
	});

	it('names no file that does not exist', () => {
		const paths = read(page).matchAll(
			/(?<![\w/.-])((?:benchmarks|credentials|docs|examples|nodes|scripts|test)\/[\w./-]*)(?![\w*])/g,
		);
		const missing = [...paths]
			.map(([, path]) => path)
			.filter((path) => !existsSync(join(root, path)));
		expect(missing).toEqual([]);
	});

	it('names no benchmark that does not exist', () => {
		const folders = readdirSync(join(root, 'benchmarks'));
		const run = read('benchmarks/run.ts');
		const named = [...read(page).matchAll(/--only ([\w-]+)/g)].map(([, name]) => name);
		const exists = (name: string) =>
			folders.some((folder) => {
				const index = join('benchmarks', folder, 'index.ts');
				return (
					existsSync(join(root, index)) &&
					read(index).includes(`name: '${name}'`) &&
					run.includes(`from './${folder}'`)
				);
			});
		expect(named.filter((name) => !exists(name))).toEqual([]);
	});
});

describe('README.md', () => {
	it('explains every field of the credential', () => {
		const explained = rowsUnder('The credential').map(([name]) => name);
		const fields = new WhatsAppBusinessCloudApi().properties
			.filter(({ type }) => type !== 'notice' && type !== 'hidden')
			.map(({ displayName }) => displayName);
		expect(fields.filter((name) => !explained.includes(name))).toEqual([]);
	});

	it.each([
		['WhatsApp Send', sendResources],
		['WhatsApp Template Manager', templateResources],
	])('lists every operation of %s', (node, resources) => {
		const rows = rowsUnder(node);
		const missing = resources.flatMap(({ option, operations }) =>
			operations
				.map((operation) => operation.option.name)
				.filter((name) => !rows.some((row) => row[0] === option.name && listed(row[1], name)))
				.map((name) => `${option.name}: ${name}`),
		);
		expect(missing).toEqual([]);
	});
});

/** "Create, Update, Get" lists each of them; "Get: sent and read" lists Get. */
function listed(cell: string, name: string): boolean {
	const [names] = cell.split(':');
	return names.split(',').some((one) => one.trim() === name);
}
