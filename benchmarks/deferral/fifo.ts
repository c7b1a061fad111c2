import { GraphApiError, type Batch } from '../../nodes/shared';

/** Milliseconds to wait by Meta's code: until a recipient may get one more; until the number is calm. */
const WAITS = new Map([
	[131056, 6_000],
	[130429, 1_000],
]);

/**
 * What one writes with `p-queue`: jobs start in the order of the items, a few at once, `rate` a second; a
 * job that Meta refuses for a limit waits until there is room again, and tries anew. (Kinder than
 * Meta's own advice, which is to wait 4, 16, 64 s.)
 * @param done called with each message that was accepted
 */
export async function sendInOrder(
	batch: Batch<unknown>,
	rate: number,
	atOnce: number,
	signal: AbortSignal,
	done: (index: number) => void,
): Promise<void> {
	let next = 0;
	let slot = performance.now();
	const job = async (index: number): Promise<void> => {
		const { sender, recipient } = batch.address(index);
		for (let number = 1; !signal.aborted; number++) {
			try {
				await batch.send(index, { number, sender, recipient });
				done(index);
				return;
			} catch (error) {
				const wait = error instanceof GraphApiError ? WAITS.get(error.code) : undefined;
				if (wait === undefined) throw error;
				await sleep(wait, signal);
			}
		}
	};
	const worker = async (): Promise<void> => {
		while (next < batch.size && !signal.aborted) {
			const index = next++;
			slot = Math.max(slot, performance.now()) + 1_000 / rate;
			await sleep(slot - performance.now(), signal);
			await job(index);
		}
	};
	await Promise.all(Array.from({ length: atOnce }, worker));
}

async function sleep(ms: number, signal: AbortSignal): Promise<void> {
	await new Promise<void>((resolve) => {
		const end = () => {
			clearTimeout(timer);
			signal.removeEventListener('abort', end);
			resolve();
		};
		const timer = setTimeout(end, ms);
		signal.addEventListener('abort', end);
	});
}
