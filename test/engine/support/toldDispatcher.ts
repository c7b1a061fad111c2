import {
	Dispatcher,
	type Batch,
	type DeliveryOptions,
	fastPolicy,
	type Report,
	type Sender,
} from '../../../nodes/shared/delivery';

/**
 * The real dispatcher, which notes who is to send the messages that it is given: that it keeps to a sender's
 * rate is proven with a virtual clock (test/unit/delivery), that it is told the right one is the node's part.
 */
export class ToldDispatcher extends Dispatcher {
	/** The sender of each message, of all runs. */
	readonly senders: Sender[] = [];

	constructor() {
		super({ policy: fastPolicy });
	}

	override run<T>(batch: Batch<T>, options: DeliveryOptions): Promise<Report<T>> {
		const { senders } = this;
		const told: Batch<T> = {
			size: batch.size,
			sender: batch.sender,
			address(index) {
				const address = batch.address(index);
				senders.push(address.sender);
				return address;
			},
			prepare: batch.prepare && ((index, coming) => batch.prepare?.(index, coming)),
			send: (index, attempt) => batch.send(index, attempt),
		};
		return super.run(told, options);
	}
}
