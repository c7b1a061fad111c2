import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureN8n, freePort, isPortFree, N8nClient, projectRoot, waitFor } from '../n8n-host';
import { exampleFiles, readExample } from '../n8n-host/examples';
import { DEFAULT_ACCOUNT } from '../simulator/fixtures/account';

/** A demo under way, with all that it printed. */
interface Demo {
	child: ChildProcess;
	output: () => string;
	/** Exit code; null when a signal ended it. */
	exit: Promise<number | null>;
}

describe('npm run demo', () => {
	let cache: string;
	const ports: string[] = [];
	const demos: Demo[] = [];
	let env: NodeJS.ProcessEnv;

	beforeAll(async () => {
		const { bin, nodeBin } = await ensureN8n();
		cache = mkdtempSync(join(tmpdir(), 'n8n-demo-'));
		// n8n as installed for this run; the demo's own data in a place of their own. On a Node.js
		// that is new enough for n8n the demo has nothing at all to install.
		env = { ...process.env, N8N_BIN: bin, N8N_CACHE_DIR: cache };
		node = nodeBin;
		ports.push(String(await freePort()), String(await freePort()));
	});

	let node: string;

	afterAll(async () => {
		for (const { child, exit } of demos) {
			child.kill('SIGINT');
			await exit;
		}
		rmSync(cache, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
	});

	const demo = (...args: string[]): Demo => {
		const child = spawn(node, ['--import', 'tsx', 'scripts/demo.ts', ...args], {
			cwd: projectRoot,
			env,
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		let output = '';
		child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
		child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
		const exit = once(child, 'close').then(([code]) => code as number | null);
		const started = { child, output: () => output, exit };
		demos.push(started);
		return started;
	};

	const start = async () => {
		const [port = '', simulatorPort = ''] = ports;
		const started = demo('--port', port, '--simulator-port', simulatorPort);
		await waitFor(
			() => started.output().includes('Ctrl-C ends') || started.child.exitCode !== null,
			{
				what: 'The demo',
				timeoutMs: 150_000,
				explain: started.output,
			},
		);
		expect(started.output()).toContain('Ready after');
		return started;
	};

	const workflowsOf = async (output: string) => {
		const email = /email\s+(\S+)/.exec(output)?.[1] ?? '';
		const password = /password\s+(\S+)/.exec(output)?.[1] ?? '';
		const n8n = new N8nClient(`http://127.0.0.1:${ports[0]}`);
		await n8n.setUpOrLogin({ email, password });
		const workflows = await n8n.request<Array<{ id: string; name: string }>>('GET', '/workflows');
		const credentials = await n8n.request<Array<{ id: string }>>('GET', '/credentials');
		return {
			names: workflows.map(({ name }) => name).sort(),
			ids: [...workflows, ...credentials].map(({ id }) => id).sort(),
		};
	};

	/** What the phone page does when a person writes; all that the business has sent once it has answered. */
	const answersTo = async (text: string, phoneNumberId?: string) => {
		const control = `http://127.0.0.1:${ports[1]}/_simulator`;
		await fetch(`${control}/inbound`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ from: '+12025550143', name: 'Aisha', text, phoneNumberId }),
		});
		return await waitFor(
			async () => {
				const { accepted } = (await (await fetch(`${control}/ledger`)).json()) as {
					accepted: Array<{ phoneNumberId: string; payload: Record<string, unknown> }>;
				};
				const answer = accepted.at(-1);
				return answer && (!phoneNumberId || answer.phoneNumberId === phoneNumberId) && accepted;
			},
			{ what: 'An answer', timeoutMs: 60_000 },
		);
	};

	it('refuses a flag that it does not know, and says what there is', async () => {
		const { exit, output } = demo('--prot', '5678');
		expect(await exit).toBe(2);
		expect(output()).toContain('--prot');
		expect(output()).toContain('--port N');
	});

	it('says which port is taken', async () => {
		const taken = new URL(process.env.E2E_N8N_URL ?? '').port;
		const { exit, output } = demo('--port', taken);
		expect(await exit).toBe(2);
		expect(output()).toContain(`Port ${taken} is taken`);
	});

	it('starts, ends with Ctrl-C, and starts again with what was there', async () => {
		const first = await start();
		const before = await workflowsOf(first.output());
		expect(before.names).toEqual(exampleFiles().map((file) => readExample(file).name));

		const second = demo();
		expect(await second.exit).toBe(2);
		expect(second.output()).toContain('A demo runs already');

		first.child.kill('SIGINT');
		expect(await first.exit).toBe(0);
		for (const port of ports) expect(await isPortFree(Number(port))).toBe(true);

		const third = await start();
		expect(await workflowsOf(third.output())).toEqual(before);
		const one = await answersTo('Are you open on Monday?');
		expect(JSON.stringify(one[0]?.payload)).toContain('Are you open on Monday?');
		// Another number, another bot: neither answers for the other.
		const { phoneNumberIds } = DEFAULT_ACCOUNT;
		const both = await answersTo('Hello', phoneNumberIds.coexistence);
		expect(both).toHaveLength(2);
		expect(both[1]?.payload).toMatchObject({ interactive: { type: 'button' } });
		third.child.kill('SIGINT');
		expect(await third.exit).toBe(0);
	});
});
