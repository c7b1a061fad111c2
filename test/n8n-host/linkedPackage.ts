import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { projectRoot } from './paths';

/**
 * Makes a folder from which n8n loads this project's package, with icons and dependencies linked to
 * the checkout; `dist` is for a compiler that writes straight into it. A link to the checkout itself
 * would let the nodes find the checkout's n8n-workflow, whose errors n8n does not know as its own,
 * and would have n8n watch all of node_modules.
 *
 * @param userFolder n8n's N8N_USER_FOLDER
 * @returns the package's name and its folder
 */
export function linkPackage({ userFolder }: { userFolder: string }): { name: string; dir: string } {
	const manifest = readFileSync(join(projectRoot, 'package.json'), 'utf8');
	const { name, dependencies } = JSON.parse(manifest) as {
		name: string;
		dependencies: Record<string, string>;
	};
	const dir = join(userFolder, '.n8n', 'nodes', 'node_modules', name);
	// Links are made anew: another checkout may have been here. What the compiler wrote stays.
	rmSync(join(dir, 'node_modules'), { recursive: true, force: true });
	link(join(projectRoot, 'icons'), join(dir, 'dist', 'icons'));
	for (const dependency of Object.keys(dependencies)) {
		link(join(projectRoot, 'node_modules', dependency), join(dir, 'node_modules', dependency));
	}
	writeFileSync(join(dir, 'package.json'), manifest);
	return { name, dir };
}

function link(target: string, path: string): void {
	if (!existsSync(target)) throw new Error(`${target} is not there. Run \`npm ci\` first.`);
	mkdirSync(dirname(path), { recursive: true });
	rmSync(path, { recursive: true, force: true });
	// Folders only: on Windows a junction needs no rights of its own.
	symlinkSync(target, path, 'junction');
}
