import { Line, type Share } from './share';

/**
 * Which of a run's messages wait behind which. Four bytes a message, once any recipient gets two:
 * the messages themselves stay with the batch.
 */
export class Lines {
	/** For each message the one behind it, plus one; 0 for none. */
	private behind?: Int32Array;

	constructor(
		private readonly size: number,
		private readonly keepOrder: boolean,
	) {}

	/** @returns the new line whose head this message is; undefined when it is behind another one */
	add(share: Share, index: number, recipient: string): Line | undefined {
		const key = this.keepOrder ? recipient : index;
		const line = share.lines.get(key);
		if (line) {
			this.behind ??= new Int32Array(this.size);
			this.behind[line.tail] = index + 1;
			line.tail = index;
			return undefined;
		}
		const fresh = new Line(share, key, recipient, index);
		share.lines.set(key, fresh);
		return fresh;
	}

	/** The message behind the head, or -1. */
	secondOf(line: Line): number {
		return line.head === line.tail ? -1 : this.next(line.head);
	}

	/** Takes out all that waits, the head too unless it is in flight. @returns the messages, in order */
	*take(line: Line): Generator<number> {
		let index = line.inFlight ? this.secondOf(line) : line.head;
		const last = line.tail;
		if (line.inFlight) line.tail = line.head;
		else line.share.lines.delete(line.key);
		while (index >= 0) {
			const next = index === last ? -1 : this.next(index);
			yield index;
			index = next;
		}
	}

	private next(index: number): number {
		return this.behind ? this.behind[index] - 1 : -1;
	}
}
