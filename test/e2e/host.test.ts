import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, isPortFree, projectRoot, waitFor } from '../n8n-host';
import { parseFlatted } from '../n8n-host/flatted';
import { installOnce, isComplete } from '../n8n-host/installOnce';
import { tryLock } from '../n8n-host/lock';

/** Runs a piece of TypeScript in a process of its own, in a folder of its own. */
function runScript(dir: string, source: string): ChildProcess {
	const path = join(dir, `script-${Math.random().toString(36).slice(2)}.ts`);
	writeFileSync(path, source);
	return spawn(process.execPath, ['--import', 'tsx', path], {
		cwd: projectRoot,
		stdio: ['ignore', 'pipe', 'inherit'],
	});
}

async function firstLine(child: ChildProcess): Promise<string> {
	const [chunk] = (await once(child.stdout!, 'data')) as [Buffer];
	return chunk.toString('utf8').trim();
}

describe('installing a real n8n', () => {
	let dir: string;
	const quiet = () => undefined;
	const module = JSON.stringify(join(projectRoot, 'test', 'n8n-host', 'installOnce'));

	beforeEach(() => {
		dir = mkdtempSync(join(tmpdir(), 'n8n-host-test-'));
	});

	afterEach(() => rmSync(dir, { recursive: true, force: true }));

	it('does not take an install for complete that was cut off midway', async () => {
		const target = join(dir, 'thing');
		const child = runScript(
			dir,
			`import { installOnce } from ${module};
			import { writeFileSync } from 'node:fs';
			void installOnce(${JSON.stringify(target)}, () => undefined, async (partial) => {
				writeFileSync(partial + '/half', '');
				console.log('half');
				await new Promise((resolve) => setTimeout(resolve, 600_000));
			});`,
		);
		expect(await firstLine(child)).toBe('half');
		child.kill('SIGKILL');
		await once(child, 'exit');
		expect(isComplete(target)).toBe(false);

		await installOnce(target, quiet, async (partial) => {
			expect(existsSync(join(partial, 'half'))).toBe(false);
			writeFileSync(join(partial, 'whole'), '');
			await Promise.resolve();
		});
		expect(isComplete(target)).toBe(true);
		expect(existsSync(join(target, 'whole'))).toBe(true);
		expect(readdirSync(dir).filter((name) => name.startsWith('thing'))).toEqual(['thing']);
	});

	it('lets a second process wait for the first', async () => {
		const target = join(dir, 'thing');
		const go = join(dir, 'go');
		// Fills it as soon as it may.
		const source = `import { installOnce } from ${module};
			import { appendFileSync, existsSync } from 'node:fs';
			void installOnce(${JSON.stringify(target)}, (line) => console.log(line), async () => {
				appendFileSync(${JSON.stringify(join(dir, 'count'))}, 'x');
				console.log('filling');
				while (!existsSync(${JSON.stringify(go)}))
					await new Promise((resolve) => setTimeout(resolve, 20));
			}).then(() => console.log('done'));`;
		const first = runScript(dir, source);
		expect(await firstLine(first)).toBe('filling');
		const second = runScript(dir, source);
		expect(await firstLine(second)).toMatch(/^Another process .* waiting for it/);
		expect(isComplete(target)).toBe(false);
		writeFileSync(go, '');
		expect(await Promise.all([first, second].map(firstLine))).toEqual(['done', 'done']);
		expect(readFileSync(join(dir, 'count'), 'utf8')).toBe('x');
	});

	it('leaves nothing behind when it fails, and tries again next time', async () => {
		const target = join(dir, 'thing');
		await expect(
			installOnce(target, quiet, async () => await Promise.reject(new Error('no network'))),
		).rejects.toThrow('no network');
		expect(readdirSync(dir)).toEqual([]);
	});

	it('takes over the lock of a process that died, and no other', () => {
		const path = join(dir, 'lock');
		// No process has the highest possible id; the first one always lives.
		writeFileSync(path, JSON.stringify({ pid: 2 ** 22 + 1, host: hostname(), token: 'x' }));
		const lock = tryLock(path);
		expect(lock).toBeDefined();
		expect(tryLock(path)).toBeUndefined();
		lock?.release();
		expect(existsSync(path)).toBe(false);
	});
});

describe('a real n8n as a process', () => {
	it('ends when the process that started it is killed', async () => {
		const dir = mkdtempSync(join(tmpdir(), 'n8n-host-test-'));
		const port = await freePort();
		const child = runScript(
			dir,
			`import { startN8n } from ${JSON.stringify(join(projectRoot, 'test', 'n8n-host'))};
			void startN8n({ userFolder: ${JSON.stringify(dir)}, port: ${port}, log: () => undefined })
				.then(({ url }) => console.log(url));`,
		);
		expect(await firstLine(child)).toBe(`http://127.0.0.1:${port}`);
		child.kill('SIGKILL');
		await waitFor(async () => await isPortFree(port), { what: 'Its end', timeoutMs: 60_000 });
		rmSync(dir, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
	});
});

describe('an execution as n8n hands it out', () => {
	it('is read with shared and circular references', () => {
		const text = '[{"a":"1","list":"2","none":null},"1",["1","3",7],{"self":"0"}]';
		const read = parseFlatted<{ a: string; list: unknown[]; none: null }>(text);
		expect(read.a).toBe('1');
		expect(read.none).toBeNull();
		expect(read.list[0]).toBe('1');
		expect(read.list[2]).toBe(7);
		expect((read.list[1] as { self: unknown }).self).toBe(read);
	});
});
