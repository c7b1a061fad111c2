import { titleOf } from './graphErrors';
import type { Conversation } from './conversations';
import type { AcceptedMessage, MessageStatus } from './ledger';
import { statusUpdate } from './webhooks/payloads';
import type { World } from './world';

const RANK: Record<MessageStatus, number> = {
	accepted: 0,
	sent: 1,
	delivered: 2,
	read: 3,
	failed: 4,
};
const STEPS = ['sent', 'delivered', 'read'] as const;

/** Takes accepted messages on their way: sent, delivered, read, or failed. */
export class Statuses {
	constructor(private readonly world: World) {}

	/** Lets a message that was just accepted go as far as the settings say. */
	start(conversation: Conversation, message: AcceptedMessage): void {
		const { autoStatuses, statusDelaysMs } = this.world.settings;
		if (autoStatuses === 'off') return;
		for (const step of STEPS) {
			this.world.clock.after(statusDelaysMs[step], () => {
				// What was cleared meanwhile is nobody's business any more.
				if (this.world.ledger.find(message.id)) this.reach(conversation, message, step);
			});
			if (step === autoStatuses) return;
		}
	}

	/**
	 * Brings a message to a status and tells the callback. A step that others have overtaken is
	 * left out, as Meta may leave out `delivered` before `read`.
	 */
	reach(conversation: Conversation, message: AcceptedMessage, status: MessageStatus): void {
		if (RANK[status] <= RANK[message.status]) return;
		message.status = status;
		const { world } = this;
		world.webhooks.send(statusUpdate(world, conversation, message, status), conversation.key);
		world.changes.emit('change', {
			kind: 'status',
			conversation: conversation.key,
			messageId: message.id,
		});
	}

	/** Reports a message that was accepted as failed. */
	fail(
		conversation: Conversation,
		message: AcceptedMessage,
		code: number,
		details: string | undefined,
	): void {
		message.failure = { code, title: titleOf(code), ...(details ? { details } : {}) };
		this.reach(conversation, message, 'failed');
	}

	/** The person opens the conversation: all that reached them is now read. */
	open(conversation: Conversation): void {
		for (
			let index = conversation.entries.length - 1;
			conversation.unread > 0 && index >= 0;
			index--
		) {
			const entry = conversation.entries[index];
			if (entry.direction !== 'out') continue;
			conversation.unread--;
			this.reach(conversation, entry, 'read');
		}
		conversation.unread = 0;
	}
}
