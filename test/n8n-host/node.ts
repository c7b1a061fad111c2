import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { installOnce } from './installOnce';
import { cacheRoot } from './paths';
import { runNpm } from './processes';
import { startProgress, type Log } from './progress';

/** The major versions that an n8n starts on; it refuses older and newer ones. */
export interface NodeRange {
	from: number;
	to: number;
}

function majorOf(version: string): number {
	return Number(version.replace(/^v/, '').split('.')[0]);
}

/**
 * npm's package `node` holds no binary: its install script fetches one of these. Asking for it by
 * name needs no install script. (One of the two names exists for each platform.)
 */
function platformPackages(): string[] {
	const platform = process.platform === 'win32' ? 'win' : process.platform;
	return ['node', 'node-bin'].map((prefix) => `${prefix}-${platform}-${process.arch}`);
}

/** The node binary inside an installed platform package. */
function binaryIn(dir: string): string | undefined {
	for (const name of platformPackages()) {
		const root = join(dir, 'node_modules', name);
		if (!existsSync(join(root, 'package.json'))) continue;
		const { bin } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
			bin?: { node?: string };
		};
		const path = join(root, bin?.node ?? 'bin/node');
		if (existsSync(path)) return path;
	}
	return undefined;
}

/**
 * Path of a Node.js that can run n8n: this process's own when it is in the range, else one from
 * the npm registry, kept in the cache folder.
 *
 * @throws Error when the registry has none for this platform.
 */
export async function ensureNode(log: Log, { from: required, to }: NodeRange): Promise<string> {
	const own = majorOf(process.version);
	if (own >= required && own <= to) return process.execPath;
	const dir = join(cacheRoot(), `node-${required}-${process.platform}-${process.arch}`);
	await installOnce(dir, log, async (partial) => {
		log(`n8n needs Node.js ${required}; this is ${process.version}. Getting one from npm …`);
		const progress = startProgress(log, () => `Node.js ${required}`);
		const failures: string[] = [];
		for (const name of platformPackages()) {
			try {
				mkdirSync(partial, { recursive: true });
				await runNpm(
					[
						'install',
						'--no-save',
						'--ignore-scripts',
						'--no-audit',
						'--no-fund',
						'--no-progress',
					].concat('--prefix', partial, `${name}@${required}`),
					{ cwd: partial },
				);
				progress.done(`Node.js ${required} is there`);
				return;
			} catch (error) {
				failures.push((error as Error).message);
				rmSync(partial, { recursive: true, force: true });
			}
		}
		progress.stop();
		throw new Error(
			`No Node.js ${required} for ${process.platform} ${process.arch} could be installed from ` +
				`npm. Run this command with Node.js ${required} instead.\n${failures[0]}`,
		);
	});
	const binary = binaryIn(dir);
	if (!binary) {
		throw new Error(`There is no node binary in ${dir}. Delete that folder and try again.`);
	}
	return binary;
}
