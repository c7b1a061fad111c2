import { join } from 'node:path';
import * as ts from 'typescript';
import { consoleLog, projectRoot } from '../../test/n8n-host';
import { atEnd } from './command';

/** The source was changed and has been compiled again. */
export interface Compiled {
	/** When the compiler saw the change; ms since the epoch. */
	at: number;
}

const CHANGE_SEEN = 6032;

const format: ts.FormatDiagnosticsHost = {
	getCanonicalFileName: (name) => name,
	getCurrentDirectory: () => projectRoot,
	getNewLine: () => '\n',
};

/**
 * Compiles the package into a folder's `dist` as `npm run build` does, and again on every change
 * until the command ends. A file with an error in it leaves everything as it was; the terminal says
 * why. What the last run left is built upon.
 *
 * @param dir the package as n8n finds it
 * @param onCompiled called after each change that made new files
 */
export function compileAndWatch(dir: string, onCompiled: (compiled: Compiled) => void): void {
	let written = 0;
	let at = Date.now();
	const host = ts.createWatchCompilerHost(
		join(projectRoot, 'tsconfig.build.json'),
		{
			outDir: join(dir, 'dist'),
			incremental: true,
			// Beside what it describes: whoever deletes one deletes both.
			tsBuildInfoFile: join(dir, '.tsbuildinfo'),
			declaration: false,
			noEmitOnError: true,
			// Half-written code has those.
			noUnusedLocals: false,
			noUnusedParameters: false,
		},
		{
			...ts.sys,
			writeFile: (path, data, mark) => {
				if (path.endsWith('.js') || path.endsWith('.json')) written += 1;
				ts.sys.writeFile(path, data, mark);
			},
		},
		ts.createEmitAndSemanticDiagnosticsBuilderProgram,
		(diagnostic) =>
			consoleLog(ts.formatDiagnosticsWithColorAndContext([diagnostic], format).trimEnd()),
		({ code }, _newLine, _options, errors) => {
			if (code === CHANGE_SEEN) at = Date.now();
			if (errors === undefined) return;
			if (errors > 0) consoleLog(`  ${errors} errors: n8n keeps what it has.`);
			else if (written > 0) onCompiled({ at });
			written = 0;
		},
	);
	const watch = ts.createWatchProgram(host);
	atEnd(() => watch.close());
}
