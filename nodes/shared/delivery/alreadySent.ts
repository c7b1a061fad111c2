/** A message that need not leave: it was sent before, and this is what is known of it. */
export class AlreadySent<T> {
	constructor(readonly value: T) {}
}
