import { setMaxListeners } from 'node:events';

import { Dispatcher } from '../../nodes/shared';
import {
	clientFor,
	numberedBatch,
	person,
	phoneNumberIds,
	senderOf,
} from '../../test/integration/delivery/support/traffic';
import { report } from '../support/processes';
import { sendInOrder } from './fifo';

/** What everyone but the hot recipient had to wait. */
export interface Waiting {
	/** Milliseconds until half of them had their message. */
	half: number;
	/** Until the last of them had it. */
	last: number;
	/** Messages that the hot recipient had by then. */
	hot: number;
}

const RATE = 80;

/** Sends until everyone but the hot recipient has their message, then stops. */
async function main(): Promise<void> {
	const [who, url, ...sizes] = process.argv.slice(2);
	const [hot, others, atOnce] = sizes.map(Number);
	const client = clientFor(url);
	const phoneNumberId = who === 'library' ? phoneNumberIds.standard : phoneNumberIds.lowQuality;
	const sender = senderOf(client, phoneNumberId, RATE);
	const isHot = (index: number) => index < hot;
	const batch = numberedBatch(client, sender, hot + others, (index) =>
		person(isHot(index) ? 0 : index),
	);
	const stop = new AbortController();
	setMaxListeners(0, stop.signal);
	const begun = performance.now();
	const times: number[] = [];
	let hotSent = 0;
	const done = (index: number): void => {
		if (isHot(index)) hotSent++;
		else times.push(performance.now() - begun);
		if (times.length === others) stop.abort();
	};
	if (who === 'library') {
		const { send } = batch;
		batch.send = async (index, attempt) => {
			const answer = await send(index, attempt);
			done(index);
			return answer;
		};
		await new Dispatcher().run(batch, { onFailure: 'continue', signal: stop.signal });
	} else {
		await sendInOrder(batch, RATE, atOnce, stop.signal, done);
	}
	report({ half: times[others >> 1], last: times[others - 1], hot: hotSent } satisfies Waiting);
}

void main();
