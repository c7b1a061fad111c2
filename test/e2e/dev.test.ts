import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureN8n, freePort, N8nClient, projectRoot, waitFor } from '../n8n-host';
import { exampleFiles, manualTriggerOf, NODE_PREFIX, readExample } from '../n8n-host/examples';

/** A checkout of its own: a test changes no source file of this one. */
const COPIED = [
	'credentials',
	'examples',
	'icons',
	'index.ts',
	'nodes',
	'package.json',
	'scripts',
	'test/n8n-host',
	'test/servers',
	'test/simulator',
	'tsconfig.json',
	'tsconfig.build.json',
];

describe('npm run dev', () => {
	let work: string;
	let child: ChildProcess | undefined;
	let output = '';

	beforeAll(() => {
		work = mkdtempSync(join(tmpdir(), 'n8n-dev-'));
		for (const path of COPIED) {
			cpSync(join(projectRoot, path), join(work, path), { recursive: true });
		}
		symlinkSync(join(projectRoot, 'node_modules'), join(work, 'node_modules'), 'junction');
	});

	afterAll(async () => {
		if (child?.exitCode === null) {
			child.kill('SIGINT');
			await once(child, 'close');
		}
		rmSync(work, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
	});

	it('shows a changed label in a running n8n that goes on sending, and leaves out what does not compile', async () => {
		const { bin, nodeBin } = await ensureN8n();
		const port = String(await freePort());
		const args = ['--import', 'tsx', 'scripts/dev.ts', '--port', port];
		const started = spawn(nodeBin, [...args, '--simulator-port', String(await freePort())], {
			cwd: work,
			env: { ...process.env, N8N_BIN: bin, N8N_CACHE_DIR: join(work, 'cache') },
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		child = started;
		for (const stream of [started.stdout, started.stderr]) {
			stream.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
		}
		const said = async (words: string) =>
			await waitFor(() => output.includes(words) || started.exitCode !== null, {
				what: `“${words}”`,
				timeoutMs: 150_000,
				explain: () => output,
			});
		await said('Ctrl-C ends');

		const n8n = new N8nClient(`http://127.0.0.1:${port}`);
		const password = /password\s+(\S+)/.exec(output)?.[1] ?? '';
		await n8n.setUpOrLogin({ email: 'demo@example.com', password });
		const labels = async () => {
			// While n8n writes the file anew, a download of it breaks off.
			const types = await n8n.nodeTypes().catch(() => []);
			return JSON.stringify(types.find(({ name }) => name === `${NODE_PREFIX}whatsAppSend`) ?? '');
		};
		const file = join(work, 'nodes/WhatsAppSend/messages/text.ts');
		const source = readFileSync(file, 'utf8');
		const shows = async (label: string) =>
			await waitFor(async () => (await labels()).includes(`"${label}"`), {
				what: `The label “${label}”`,
				timeoutMs: 60_000,
				explain: () => output,
			});
		await shows('Text Body');

		writeFileSync(
			file,
			`${source}\nconst wrong: number = 'text';\n`.replace('Text Body', 'Broken'),
		);
		await said('n8n keeps what it has');
		expect(output).toContain("Type 'string' is not assignable to type 'number'");
		const compiled = 'cache/dev/.n8n/nodes/node_modules/n8n-nodes-whatsapp-business-cloud/dist';
		const loaded = readFileSync(
			join(work, compiled, 'nodes/WhatsAppSend/messages/text.js'),
			'utf8',
		);
		expect(loaded).not.toContain('Broken');

		writeFileSync(file, source.replace('Text Body', 'What You Write'));
		await shows('What You Write');

		const example = readExample(exampleFiles()[0] ?? '');
		const stored = await n8n.findWorkflow(example.name);
		const execution = await n8n.runWorkflow(stored?.id ?? '', manualTriggerOf(example) ?? '');
		expect(execution.status).toBe('success');
	});
});
