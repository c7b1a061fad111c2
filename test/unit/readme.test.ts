import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

import type { INodeProperties, INodeType } from 'n8n-workflow';
import * as ts from 'typescript';

import { WhatsAppBusinessCloudApi } from '../../credentials/WhatsAppBusinessCloudApi.credentials';
import { resources as sendResources } from '../../nodes/WhatsAppSend/resources';
import { WhatsAppSend } from '../../nodes/WhatsAppSend/WhatsAppSend.node';
import { resources as templateResources } from '../../nodes/WhatsAppTemplateManager/resources';
import { WhatsAppTemplateManager } from '../../nodes/WhatsAppTemplateManager/WhatsAppTemplateManager.node';
import { triggerOnField } from '../../nodes/WhatsAppTrigger/settings';
import { WhatsAppTrigger } from '../../nodes/WhatsAppTrigger/WhatsAppTrigger.node';

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

/** What stands under a heading of the README. */
function sectionOf(heading: string): string {
	const [, section] = read('README.md').split(new RegExp(`^## ${heading}$`, 'm'));
	if (section === undefined) throw new Error(`README.md has no section "${heading}".`);
	return section.split(/^## /m)[0];
}

/** The cells of the table rows in the section under this heading. */
const rowsUnder = (heading: string): string[][] => rowsOf(sectionOf(heading));

/** The cells of all table rows. */
function rowsOf(text: string): string[][] {
	return text
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

	it('names the versions of n8n that are tested, and no other', () => {
		const [newest, oldest] = ['manifest', 'manifest-2.8'].map((folder) => {
			const manifest = read(`test/n8n-host/${folder}/package.json`);
			return (JSON.parse(manifest) as { dependencies: { n8n: string } }).dependencies.n8n;
		});
		expect(sectionOf('Versions')).toContain(`n8n ${newest} and ${oldest} `);
		expect(read('README.md')).toContain(`FROM docker.n8n.io/n8nio/n8n:${newest}\n`);
		const named = pages
			.filter((page) => page !== 'CHANGELOG.md')
			.flatMap((page) => [...read(page).matchAll(/n8n[ :](\d+(?:\.\d+)+)/g)])
			.map(([, version]) => version);
		const isTested = (version: string) =>
			[newest, oldest].some((tested) => `${tested}.`.startsWith(`${version}.`));
		expect(named.filter((version) => !isTested(version))).toEqual([]);
	});

	it('shows a library that compiles, and that leaves n8n alone', () => {
		const [, code] = /^```ts\n([\s\S]*?)^```$/m.exec(sectionOf('As a library')) ?? [];
		const { problems, files } = compile(code ?? '');
		expect(problems).toEqual([]);
		expect(files.filter((file) => /\/node_modules\/(n8n|@n8n)[\w-]*\//.test(file))).toEqual([]);
	});
});

describe('docs', () => {
	it.each([
		['send.md', new WhatsAppSend()],
		['templates.md', new WhatsAppTemplateManager()],
		['trigger.md', new WhatsAppTrigger()],
	])('%s explains every option of the node', (page, node) => {
		const explained = rowsOf(read(`docs/${page}`)).flatMap(([names = '']) => names.split(', '));
		expect(optionsOf(node).filter((name) => !explained.includes(name))).toEqual([]);
	});

	it('trigger.md explains everything that a workflow can start on', () => {
		const explained = rowsOf(read('docs/trigger.md')).map(([name]) => name);
		const choices = (triggerOnField.options ?? []).map(({ name }) => name);
		expect(choices.filter((name) => !explained.includes(name))).toEqual([]);
	});
});

/** Labels of all entries of a node's "Options" and "Registration Options". */
function optionsOf({ description }: INodeType): string[] {
	return description.properties
		.filter(({ type, displayName }) => type === 'collection' && displayName.endsWith('Options'))
		.flatMap(({ options }) => (options as INodeProperties[]).map((option) => option.displayName));
}

/**
 * Compiles code that uses the published library, which is made of this checkout's.
 * @returns what the compiler says, and the files that it read for it
 */
function compile(code: string): { problems: string[]; files: string[] } {
	const path = join(root, 'example.ts');
	const options: ts.CompilerOptions = {
		strict: true,
		noEmit: true,
		skipLibCheck: true,
		target: ts.ScriptTarget.ES2022,
		module: ts.ModuleKind.ESNext,
		moduleResolution: ts.ModuleResolutionKind.Bundler,
		types: ['node'],
		paths: { 'n8n-nodes-whatsapp-business-cloud/dist/*': [join(root, '*')] },
	};
	const usual = ts.createCompilerHost(options);
	const host: ts.CompilerHost = {
		...usual,
		readFile: (name) => (name === path ? code : usual.readFile(name)),
		fileExists: (name) => name === path || usual.fileExists(name),
		getSourceFile: (name, languageVersion) =>
			name === path
				? ts.createSourceFile(name, code, languageVersion)
				: usual.getSourceFile(name, languageVersion),
	};
	const program = ts.createProgram([path], options, host);
	const example = program.getSourceFile(path);
	// What the example uses is checked by `npm run lint`.
	const problems = [
		...program.getSyntacticDiagnostics(example),
		...program.getSemanticDiagnostics(example),
	];
	return {
		problems: problems.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' ')),
		files: program.getSourceFiles().map(({ fileName }) => fileName),
	};
}

/** "Create, Update, Get" lists each of them; "Get: sent and read" lists Get. */
function listed(cell: string, name: string): boolean {
	const [names] = cell.split(':');
	return names.split(',').some((one) => one.trim() === name);
}
