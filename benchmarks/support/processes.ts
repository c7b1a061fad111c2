import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

const AS_SHIPPED = join(__dirname, 'asShipped.cjs');

/** Starts a file of this folder's parent in a process of its own, as the build would translate it. */
export function start(file: string, args: string[] = []): ChildProcess {
	return fork(join(__dirname, '..', file), args, {
		execArgv: ['--expose-gc', '-r', AS_SHIPPED],
		stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
	});
}

/** The next message of a process. @throws Error when it ends instead */
export async function nextMessage<T>(child: ChildProcess): Promise<T> {
	return await new Promise((resolve, reject) => {
		const settle = (act: () => void) => {
			child.off('message', took).off('exit', gone);
			act();
		};
		const took = (message: unknown) => settle(() => resolve(message as T));
		const gone = (code: number | null) =>
			settle(() => reject(new Error(`${child.spawnargs.join(' ')} ended with ${String(code)}`)));
		child.on('message', took).on('exit', gone);
	});
}

/** Runs a file to its end and gives what it sent with {@link report}. */
export async function measure<T>(file: string, args: string[] = []): Promise<T> {
	const child = start(file, args);
	try {
		return await nextMessage<T>(child);
	} finally {
		child.disconnect();
	}
}

/** Hands the figures of this process to the one that started it. */
export function report(figures: unknown): void {
	process.send?.(figures);
}
