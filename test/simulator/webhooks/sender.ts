import { createHmac } from 'node:crypto';
import { stringifyAsMeta } from '../json';
import type { World } from '../world';
import { callbackFor } from './callbacks';
import { envelope } from './payloads';
import type { Update } from './payloads';

/** Meta puts at most this many updates into one POST (reference §5.2). */
const LARGEST_BATCH = 1_000;

/** Deliveries under way at once, over all conversations. */
const PARALLEL = 32;

interface Delivery {
	url: string;
	body: string;
	/** Deliveries of one lane leave one after the other. */
	lane: string;
	attempt: number;
	duplicate: boolean;
}

interface Batch {
	updates: Update[];
	cancel: () => void;
}

/** `X-Hub-Signature-256` of a body: HMAC-SHA256 over the bytes on the wire. */
export function signatureOf(body: string, appSecret: string): string {
	return `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`;
}

/**
 * Hands updates to callbacks: signed, in order within a conversation, tried again when refused,
 * and – when the settings ask for it – late, in batches, twice or out of order.
 */
export class Webhooks {
	private readonly batches = new Map<string, Batch>();

	/** What waits in a lane behind the delivery that is under way there. */
	private readonly lanes = new Map<string, Delivery[]>();

	private readonly ready: string[] = [];

	private running = 0;

	private count = 0;

	private held: Delivery | undefined;

	private closed = false;

	private readonly aborts = new Set<AbortController>();

	constructor(private readonly world: World) {}

	/** True when no delivery is under way; one that waits for its next attempt does not count. */
	get idle(): boolean {
		return this.running === 0 && this.ready.length === 0;
	}

	/** Sends an update, or drops it when nobody has set a callback. */
	send(update: Update, lane: string): void {
		const callback = callbackFor(this.world, update);
		if (!callback) return;
		const size = Math.min(LARGEST_BATCH, this.world.settings.webhooks.batchSize);
		if (size <= 1) {
			this.prepare([update], callback.url, lane);
			return;
		}
		let batch = this.batches.get(callback.url);
		if (!batch) {
			const cancel = this.world.clock.after(this.world.settings.webhooks.batchWaitMs, () =>
				this.flush(callback.url),
			);
			batch = { updates: [], cancel };
			this.batches.set(callback.url, batch);
		}
		batch.updates.push(update);
		if (batch.updates.length >= size) this.flush(callback.url);
	}

	/** Gives up everything that has not been delivered. */
	close(): void {
		this.closed = true;
		this.lanes.clear();
		this.ready.length = 0;
		for (const controller of this.aborts) controller.abort();
	}

	private flush(url: string): void {
		const batch = this.batches.get(url);
		if (!batch) return;
		batch.cancel();
		this.batches.delete(url);
		this.prepare(batch.updates, url, `batches to ${url}`);
	}

	private prepare(updates: Update[], url: string, lane: string): void {
		const { clock, settings } = this.world;
		const body = stringifyAsMeta(envelope(updates, clock.now()));
		const delivery: Delivery = { url, body, lane, attempt: 1, duplicate: false };
		const { delayMs } = settings.webhooks;
		if (delayMs > 0) clock.after(delayMs, () => this.order(delivery));
		else this.order(delivery);
	}

	/** Applies the settings that change order and number. */
	private order(delivery: Delivery): void {
		const { duplicateEvery, swapEvery } = this.world.settings.webhooks;
		this.count++;
		const earlier = this.held;
		this.held = undefined;
		if (earlier === undefined && swapEvery > 0 && this.count % swapEvery === 0) {
			this.held = delivery;
			return;
		}
		this.enqueue(delivery);
		if (duplicateEvery > 0 && this.count % duplicateEvery === 0) {
			this.enqueue({ ...delivery, duplicate: true });
		}
		// In the lane of the one that overtook it, so that it is sure to come after.
		if (earlier) this.enqueue({ ...earlier, lane: delivery.lane });
	}

	private enqueue(delivery: Delivery): void {
		if (this.closed) return;
		const waiting = this.lanes.get(delivery.lane);
		if (waiting) {
			waiting.push(delivery);
			return;
		}
		this.lanes.set(delivery.lane, [delivery]);
		this.ready.push(delivery.lane);
		this.next();
	}

	private next(): void {
		while (this.running < PARALLEL) {
			const lane = this.ready.shift();
			const delivery = lane === undefined ? undefined : this.lanes.get(lane)?.[0];
			if (lane === undefined || delivery === undefined) return;
			this.running++;
			void this.post(delivery).finally(() => this.leave(lane));
		}
	}

	private leave(lane: string): void {
		this.running--;
		const waiting = this.lanes.get(lane);
		waiting?.shift();
		if (waiting && waiting.length > 0) this.ready.push(lane);
		else this.lanes.delete(lane);
		this.next();
		this.world.changes.emit('change', { kind: 'delivery' });
	}

	private async post(delivery: Delivery): Promise<void> {
		const { account, clock, ledger, settings } = this.world;
		const { url, body, attempt, duplicate } = delivery;
		const controller = new AbortController();
		this.aborts.add(controller);
		const cancel = clock.after(settings.webhooks.timeoutMs, () => controller.abort());
		const at = clock.now();
		let status: number | null = null;
		let error: string | undefined;
		try {
			const answer = await fetch(url, {
				method: 'POST',
				headers: {
					'content-type': 'application/json',
					'user-agent': 'facebookexternalua',
					'x-hub-signature-256': signatureOf(body, account.appSecret),
				},
				body,
				redirect: 'manual',
				signal: controller.signal,
			});
			status = answer.status;
			await answer.arrayBuffer();
		} catch (caught) {
			error = reasonOf(caught);
		} finally {
			cancel();
			this.aborts.delete(controller);
		}
		if (this.closed) return;
		ledger.deliveries.push({
			at,
			url,
			status,
			attempt,
			duplicate,
			body,
			...(error ? { error } : {}),
		});
		if (status !== 200) this.retry(delivery);
	}

	/** Meta takes anything but 200 as a refusal and tries again, each time after a longer wait. */
	private retry(delivery: Delivery): void {
		const { clock, settings } = this.world;
		const wait = settings.webhooks.retryDelaysMs[delivery.attempt - 1];
		if (wait === undefined) return;
		clock.after(wait, () => this.enqueue({ ...delivery, attempt: delivery.attempt + 1 }));
	}
}

/** `fetch` says "fetch failed"; why is in the cause. */
function reasonOf(caught: unknown): string {
	if (!(caught instanceof Error)) return String(caught);
	return caught.cause instanceof Error ? caught.cause.message : caught.message;
}
