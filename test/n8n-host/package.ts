import { createHash } from 'node:crypto';
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	renameSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { projectRoot } from './paths';
import { run, runNpm } from './processes';
import { consoleLog, type Log } from './progress';

/** This project's package as it lies in an n8n. */
export interface InstalledPackage {
	name: string;
	version: string;
	/** Folder from which n8n loads it. */
	dir: string;
	/** False when the very same tarball was there already. */
	changed: boolean;
}

interface PackageJson {
	name: string;
	version: string;
	dependencies?: Record<string, string>;
	n8n: { nodes: string[]; credentials: string[] };
	[key: string]: unknown;
}

function readJson<T>(path: string): T {
	return JSON.parse(readFileSync(path, 'utf8')) as T;
}

/**
 * Packs this project as it would be published (`dist` must be built).
 *
 * @param destination an existing folder for the tarball
 * @returns path of the tarball
 */
export async function packProject(destination: string): Promise<string> {
	const manifest = readJson<PackageJson>(join(projectRoot, 'package.json'));
	for (const path of [...manifest.n8n.nodes, ...manifest.n8n.credentials]) {
		if (!existsSync(join(projectRoot, path))) {
			throw new Error(`${path} is not there. Run \`npm run build\` first.`);
		}
	}
	const answer = await runNpm(
		['pack', '--json', '--ignore-scripts', '--loglevel=error', '--pack-destination', destination],
		{ cwd: projectRoot },
	);
	const parsed = JSON.parse(answer) as Record<string, { filename: string }>;
	// npm 11 and older answer an array, newer ones an object by package name.
	const [entry] = Object.values(parsed);
	if (!entry) throw new Error(`npm pack answered nothing that names a tarball: ${answer}`);
	return join(destination, entry.filename.replace('@', '').replace('/', '-'));
}

/**
 * Packs this project and installs the tarball step by step as n8n installs an unverified
 * community package, so that a dependency that n8n would leave out is missing here too:
 * untar, drop development, peer and optional dependencies, `npm install` with n8n's own options.
 * n8n finds the package by its folder; the database entry that n8n's own installer makes only
 * feeds the list under Settings > Community nodes.
 *
 * @param userFolder n8n's N8N_USER_FOLDER
 */
export async function packAndInstall({
	userFolder,
	log = consoleLog,
}: {
	userFolder: string;
	log?: Log;
}): Promise<InstalledPackage> {
	const nodesDir = join(userFolder, '.n8n', 'nodes');
	const work = mkdtempSync(join(tmpdir(), 'n8n-package-'));
	try {
		const tarball = await packProject(work);
		const hash = createHash('sha256').update(readFileSync(tarball)).digest('hex');
		const { name, version } = readJson<PackageJson>(join(projectRoot, 'package.json'));
		const dir = join(nodesDir, 'node_modules', name);
		const marker = join(nodesDir, `${name.replace('/', '+')}.tarball`);
		const known = existsSync(marker) ? readFileSync(marker, 'utf8') : '';
		if (known === hash && existsSync(join(dir, 'package.json'))) {
			return { name, version, dir, changed: false };
		}
		log(`Installing the package's tarball into n8n (${name} ${version}) …`);
		// From here until the marker is written again, the folder counts as not installed.
		rmSync(marker, { force: true });
		await installTarball(tarball, dir, join(nodesDir, 'partial'));
		listInstalled(nodesDir, name, version);
		writeFileSync(marker, hash);
		return { name, version, dir, changed: true };
	} finally {
		rmSync(work, { recursive: true, force: true, maxRetries: 3 });
	}
}

/** @param partial a folder outside node_modules: n8n would load a remnant from in there */
async function installTarball(tarball: string, dir: string, partial: string): Promise<void> {
	rmSync(partial, { recursive: true, force: true, maxRetries: 3 });
	mkdirSync(partial, { recursive: true });
	await run('tar', ['-xzf', tarball, '-C', partial, '--strip-components=1'], { cwd: partial });
	const path = join(partial, 'package.json');
	const kept = readJson<PackageJson>(path);
	for (const key of ['devDependencies', 'peerDependencies', 'optionalDependencies']) {
		delete kept[key];
	}
	writeFileSync(path, JSON.stringify(kept, null, 2));
	await runNpm(
		[
			'install',
			'--audit=false',
			'--fund=false',
			'--bin-links=false',
			'--install-strategy=shallow',
			'--ignore-scripts=true',
			'--package-lock=false',
		],
		{ cwd: partial },
	);
	rmSync(dir, { recursive: true, force: true, maxRetries: 3 });
	mkdirSync(dirname(dir), { recursive: true });
	renameSync(partial, dir);
}

/** n8n's own list of what is installed beneath `nodes`. */
function listInstalled(nodesDir: string, name: string, version: string): void {
	const path = join(nodesDir, 'package.json');
	const list = existsSync(path)
		? readJson<Record<string, unknown>>(path)
		: { name: 'installed-nodes', private: true };
	const dependencies = { ...(list as Partial<PackageJson>).dependencies, [name]: version };
	writeFileSync(path, JSON.stringify({ ...list, dependencies }, null, 2));
}
