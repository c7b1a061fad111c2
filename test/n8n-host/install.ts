import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { installOnce, isComplete } from './installOnce';
import { ensureNode, type NodeRange } from './node';
import { cacheRoot } from './paths';
import { cleanEnv, runNpm } from './processes';
import { consoleLog, startProgress, type Log } from './progress';

/** A real n8n on this machine, and the Node.js that can run it. */
export interface InstalledN8n {
	/** n8n's own start script, to be run by `nodeBin`. */
	bin: string;
	/** A Node.js that is new enough for it. */
	nodeBin: string;
	/** As in n8n's package.json, e.g. 2.41.1. */
	version: string;
}

/**
 * What is installed is fixed by a manifest and a lockfile of our own. The manifest's overrides
 * replace dependencies of n8n that are not on the npm registry (a spreadsheet library that comes
 * from its maker's server, for one) or that do not resolve everywhere.
 *
 * @returns the folder of the newest n8n that is tested, or of the one that the environment
 * variable `N8N_VERSION` names: there is one for 2.8, the oldest line that is supported
 */
function manifestDir(): string {
	const { N8N_VERSION: version } = process.env;
	if (!version) return join(__dirname, 'manifest');
	const dir = join(__dirname, `manifest-${version}`);
	if (!existsSync(dir)) {
		throw new Error(
			`N8N_VERSION is ${version}, for which there is no manifest in ${__dirname}. ` +
				'Leave it out for the newest n8n that is tested, or set it to 2.8.',
		);
	}
	return dir;
}

/** npm's native parts that n8n cannot start without; all others are optional to it. */
const NATIVE = 'sqlite3';

/**
 * Answers a real n8n. One given in the environment variable `N8N_BIN` is taken as it is;
 * otherwise the pinned version is installed into the cache folder, which takes some minutes and
 * 2 GB the first time.
 *
 * @throws Error saying what failed, with the end of npm's output and what can be done.
 */
export async function ensureN8n({ log = consoleLog }: { log?: Log } = {}): Promise<InstalledN8n> {
	if (process.env.N8N_BIN) return await givenN8n(process.env.N8N_BIN, log);
	const dir = pinnedDir();
	await installOnce(dir, log, async (partial) => await install(partial, log));
	const root = join(dir, 'node_modules', 'n8n');
	return await runnable(join(root, 'bin', 'n8n'), root, log);
}

/** @param root n8n's package, whose manifest says which Node.js it takes */
async function runnable(bin: string, root: string, log: Log): Promise<InstalledN8n> {
	const { version, engines } = readManifest(root);
	return { bin, nodeBin: await ensureNode(log, rangeOf(engines?.node)), version };
}

/** The major versions in what n8n writes under `engines`, such as ">=20.19 <= 24.x". */
function rangeOf(engines = ''): NodeRange {
	const [from, to] = [/>=\s*(\d+)/, /<=?\s*(\d+)/].map((bound) => bound.exec(engines)?.[1]);
	return { from: Number(from ?? 24), to: Number(to ?? Infinity) };
}

/** True when {@link ensureN8n} has nothing to install. */
export function isN8nInstalled(): boolean {
	return Boolean(process.env.N8N_BIN) || isComplete(pinnedDir());
}

/** Where the pinned n8n lives: a changed manifest or lockfile gets a folder of its own. */
function pinnedDir(): string {
	const manifest = manifestDir();
	const hash = createHash('sha256');
	for (const name of ['package.json', 'package-lock.json']) {
		// Whoever checks the project out with other line ends has the same manifest.
		hash.update(readFileSync(join(manifest, name), 'utf8').replace(/\r\n/g, '\n'));
	}
	const { dependencies } = JSON.parse(readFileSync(join(manifest, 'package.json'), 'utf8')) as {
		dependencies: { n8n: string };
	};
	return join(cacheRoot(), `n8n-${dependencies.n8n}-${hash.digest('hex').slice(0, 8)}`);
}

interface Manifest {
	name: string;
	version: string;
	engines?: { node?: string };
}

function readManifest(root: string): Manifest {
	return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
}

async function givenN8n(path: string, log: Log): Promise<InstalledN8n> {
	const hint = "N8N_BIN must be the path of n8n's start script, e.g. …/node_modules/.bin/n8n";
	if (!existsSync(path)) throw new Error(`N8N_BIN names ${path}, which does not exist. ${hint}.`);
	// node_modules/.bin/n8n is a link to n8n/bin/n8n; the manifest is above that.
	const bin = realpathSync(resolve(path));
	const root = dirname(dirname(bin));
	if (!existsSync(join(root, 'package.json')) || readManifest(root).name !== 'n8n') {
		throw new Error(`N8N_BIN names ${path}, which is not inside an n8n package. ${hint}.`);
	}
	return await runnable(bin, root, log);
}

async function install(dir: string, log: Log): Promise<void> {
	for (const name of ['package.json', 'package-lock.json']) {
		copyFileSync(join(manifestDir(), name), join(dir, name));
	}
	log('Installing n8n from npm (2 GB; 2 to 5 minutes; only this first time) …');
	const wanted = packagePaths();
	await step(
		log,
		() => {
			const present = countPresent(dir, wanted);
			return present > 0
				? `n8n: ${present} of about ${wanted.length} packages`
				: 'n8n: asking the npm registry for its packages';
		},
		'n8n is there',
		async () => {
			// Not `npm ci`: the lockfile lacks optional packages of other platforms.
			const args = ['install', '--legacy-peer-deps', '--ignore-scripts', '--no-audit', '--no-fund'];
			await runNpm([...args, '--no-progress', '--loglevel=error'], { cwd: dir });
		},
		'n8n could not be installed. Is the npm registry reachable, and are 2 GB of disk free?',
	);
	await step(
		log,
		() => `n8n's database driver (${NATIVE}), compiled when there is no ready-made one`,
		'database driver is there',
		async () => {
			await runNpm(['rebuild', NATIVE, '--ignore-scripts=false', '--loglevel=error'], {
				cwd: dir,
				env: cleanEnv({ npm_config_ignore_scripts: 'false' }),
			});
			const built = join(dir, 'node_modules', NATIVE, 'build', 'Release', 'node_sqlite3.node');
			if (!existsSync(built)) throw new Error(`npm rebuild ran, but ${built} is not there.`);
		},
		"n8n's database driver could not be built. It needs Python 3, make and a C++ compiler " +
			'(Debian: python3 make g++) where no ready-made one can be downloaded.',
	);
}

async function step(
	log: Log,
	state: () => string,
	done: string,
	work: () => Promise<void>,
	onFailure: string,
): Promise<void> {
	const progress = startProgress(log, state);
	try {
		await work();
	} catch (error) {
		progress.stop();
		throw new Error(
			`${onFailure}\nAn n8n that is installed already can be used instead: ` +
				`N8N_BIN=<path of n8n's start script>.\n\n${(error as Error).message}`,
			{ cause: error },
		);
	}
	progress.done(done);
}

/** The packages of the lockfile that this platform gets, as paths. */
function packagePaths(): string[] {
	const { packages } = JSON.parse(
		readFileSync(join(manifestDir(), 'package-lock.json'), 'utf8'),
	) as {
		packages: Record<string, { os?: string[]; cpu?: string[] }>;
	};
	return Object.entries(packages)
		.filter(([path, { os, cpu }]) => {
			if (path === '') return false;
			return (!os || os.includes(process.platform)) && (!cpu || cpu.includes(process.arch));
		})
		.map(([path]) => path);
}

/** npm makes the empty folders first and fills them one by one. */
function countPresent(dir: string, paths: string[]): number {
	return paths.filter((path) => existsSync(join(dir, path, 'package.json'))).length;
}
