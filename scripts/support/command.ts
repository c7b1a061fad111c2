import { parseArgs } from 'node:util';
import { consoleLog, freePortFrom, isPortFree, stopRunning } from '../../test/n8n-host';

/** A mistake of the person at the keyboard: told without a stack trace. */
export class UsageError extends Error {}

/** What is undone when the command ends, last first. */
const endings: Array<() => Promise<void> | void> = [];

let ending: Promise<void> | undefined;

/** Has something undone when the command ends, however it ends; what came last goes first. */
export function atEnd(undo: () => Promise<void> | void): void {
	endings.push(undo);
}

/** Whether the command is on its way out, asked or not. */
export function isEnding(): boolean {
	return ending !== undefined;
}

async function endEverything(): Promise<void> {
	ending ??= (async () => {
		await stopRunning();
		for (const end of endings.reverse()) {
			try {
				await end();
			} catch (error) {
				// The rest has to be ended all the same.
				consoleLog(`While ending: ${(error as Error).message}`);
			}
		}
	})();
	await ending;
}

/** What stood on the command line, by the flag's name. */
export type Flags = Record<string, string | boolean | undefined>;

/**
 * Reads a command line of `--name value` and `--name`.
 *
 * @param switches names of the flags without a value; all others take one
 * @returns undefined when help was asked for
 * @throws UsageError with the help text
 */
export function readFlags(
	help: string,
	valued: readonly string[],
	switches: readonly string[] = [],
): Flags | undefined {
	const options: Record<string, { type: 'string' | 'boolean' }> = {};
	for (const name of valued) options[name] = { type: 'string' };
	for (const name of [...switches, 'help']) options[name] = { type: 'boolean' };
	try {
		const values = parseArgs({ args: process.argv.slice(2), options }).values;
		return values.help ? undefined : values;
	} catch (error) {
		throw new UsageError(`${(error as Error).message}\n\n${help}`);
	}
}

/**
 * A port that was asked for must be free; one that was not may move on.
 *
 * @param asked what stood behind the flag
 * @throws UsageError when it is no port, or taken
 */
export async function choosePort(
	flag: string,
	asked: Flags[string],
	usual: number,
): Promise<number> {
	if (typeof asked !== 'string') return await freePortFrom(usual);
	const port = Number(asked);
	if (!/^\d+$/.test(asked) || port < 1 || port > 65_535) {
		throw new UsageError(`${flag} takes a number from 1 to 65535, not "${asked}".`);
	}
	if (await isPortFree(port)) return port;
	throw new UsageError(`Port ${port} is taken by another program. Choose another: ${flag} N.`);
}

/** Runs a command to its end and ends whatever it started: also on Ctrl-C, also after an error. */
export function runCommand(main: () => Promise<number>): void {
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.on(signal, () => {
			if (!ending) consoleLog('\nEnding n8n and the simulator …');
			void endEverything().then(() => process.exit(0));
		});
	}
	main().then(
		async (code) => {
			await endEverything();
			process.exit(code);
		},
		async (error: unknown) => {
			// What was under way when Ctrl-C came fails; that is no news.
			if (ending) return;
			const { message, stack } = error as Error;
			process.stderr.write(`\n${error instanceof UsageError ? message : (stack ?? message)}\n`);
			await endEverything();
			process.exit(error instanceof UsageError ? 2 : 1);
		},
	);
}
