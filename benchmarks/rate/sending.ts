import { Dispatcher } from '../../nodes/shared';
import {
	clientFor,
	numberedBatch,
	senderOf,
} from '../../test/integration/delivery/support/traffic';
import { cpuSince } from '../support/figures';
import { report } from '../support/processes';

/** What came of one paced run. */
export interface Sending {
	sent: number;
	/** Calls that were refused as too fast, and repeated. */
	throttled: number;
	/** Microseconds per message; at low rates most of it is for the timer that each needs. */
	cpuEach: number;
}

async function main(): Promise<void> {
	const [url, phoneNumberId, rate, size] = process.argv.slice(2);
	const client = clientFor(url);
	const batch = numberedBatch(client, senderOf(client, phoneNumberId, Number(rate)), Number(size));
	const cpuBefore = process.cpuUsage();
	const { summary } = await new Dispatcher().run(batch, { onFailure: 'continue' });
	report({
		sent: summary.sent,
		throttled: summary.retried,
		cpuEach: cpuSince(cpuBefore) / summary.sent,
	} satisfies Sending);
}

void main();
