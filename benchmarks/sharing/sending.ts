import { once } from 'node:events';

import { Dispatcher } from '../../nodes/shared';
import { closeStores, getStore } from '../../nodes/shared/store/registry';
import type { RedisSettings } from '../../nodes/shared/store/settings';
import {
	clientFor,
	numberedBatch,
	person,
	phoneNumberIds,
	senderOf,
} from '../../test/integration/delivery/support/traffic';
import { cpuSince } from '../support/figures';
import { report } from '../support/processes';

/** What a process is to send, each time it is told to. */
export interface Task {
	url: string;
	/** Messages per second; undefined lifts the limit. */
	rate?: number;
	size: number;
	/** How many of ten million people to leave to others. */
	offset: number;
	/** Undefined: the limiter is this process's own. */
	redis?: RedisSettings;
	/** How many of them send from the number. */
	processes: number;
}

/** What came of it. */
export interface Sending {
	/** Calls that were refused as too fast, and repeated. */
	throttled: number;
	ms: number;
	/** Microseconds that it took, both of the program and of the kernel on its behalf. */
	cpu: number;
	/** How often Redis was asked. */
	trips: number;
}

const { url, size, offset, redis, processes, rate } = JSON.parse(process.argv[2]) as Task;
const client = clientFor(url);
const dispatcher = new Dispatcher();
const store = redis && getStore(redis);
let trips = 0;
if (store) {
	const run = store.run.bind(store);
	store.run = async (...given) => {
		trips++;
		return await run(...given);
	};
}
const sender = {
	...senderOf(client, phoneNumberIds.high, rate ?? Infinity),
	shared: store && { store, whenAway: 'fail' as const, processes },
};

async function round(): Promise<Sending> {
	const batch = numberedBatch(client, sender, size, (index) => person(offset + index));
	trips = 0;
	const cpuBefore = process.cpuUsage();
	const begun = performance.now();
	const { summary } = await dispatcher.run(batch, { onFailure: 'continue' });
	if (summary.sent !== size) throw new Error(`${summary.failed} messages failed`);
	return {
		throttled: summary.retried,
		ms: performance.now() - begun,
		cpu: cpuSince(cpuBefore),
		trips,
	};
}

async function main(): Promise<void> {
	process.once('disconnect', () => {
		closeStores();
		process.exit(0);
	});
	// All begin together, once each has loaded its code.
	for (report('ready'); ;) {
		await once(process, 'message');
		report(await round());
	}
}

void main().catch((error: unknown) => {
	console.error(error);
	process.exit(1);
});
