/** Where a step says what it does; one line without line end. */
export type Log = (line: string) => void;

export interface Progress {
	/** Ends the step; the final line stays. */
	done(line: string): void;
	/** Stops without a word of its own: the error that follows says it. */
	stop(): void;
}

/** Milliseconds between two lines: a rewritten one on a terminal, a new one elsewhere. */
const TTY_MS = 250;
const PLAIN_MS = 5_000;

/** "1 min 05 s" */
export function duration(ms: number): string {
	const seconds = Math.floor(ms / 1000);
	if (seconds < 60) return `${seconds} s`;
	return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}

/**
 * Reports a long step as it goes: `state` is asked for the words, the time is added here.
 * On a terminal one line is rewritten; in a log a line comes every few seconds.
 */
export function startProgress(log: Log, state: () => string, onTerminal?: boolean): Progress {
	const started = Date.now();
	const stream = process.stdout;
	const rewrites = onTerminal ?? (stream.isTTY === true && log === consoleLog);
	let cheapState = '';
	let asked = 0;
	const line = () => {
		// The words may cost a look at thousands of files; the clock may not.
		if (Date.now() - asked > 1_500) {
			cheapState = state();
			asked = Date.now();
		}
		return `  ${cheapState} (${duration(Date.now() - started)})`;
	};
	const timer = setInterval(
		() => {
			if (!rewrites) return log(line());
			const width = (stream.columns ?? 100) - 1;
			stream.write(`\r\u001b[2K${line().slice(0, width)}`);
		},
		rewrites ? TTY_MS : PLAIN_MS,
	);
	const stop = () => {
		clearInterval(timer);
		if (rewrites) stream.write('\r\u001b[2K');
	};
	return {
		stop,
		done: (last) => {
			stop();
			log(`  ${last} (${duration(Date.now() - started)})`);
		},
	};
}

/** Prints to standard output. */
export const consoleLog: Log = (line) => {
	process.stdout.write(`${line}\n`);
};
