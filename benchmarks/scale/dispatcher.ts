import { Dispatcher, type Sender } from '../../nodes/shared';
import { person } from '../../test/integration/delivery/support/traffic';
import { report } from '../support/processes';
import { measureSizes } from './meter';

const sender: Sender = {
	phoneNumberId: '106000000000102',
	host: 'http://127.0.0.1',
	account: 'benchmark',
	rate: Infinity,
};

/** The dispatcher alone: every message is accepted in the next turn of the event loop. */
async function main(): Promise<void> {
	const sizes = process.argv.slice(2).map(Number);
	const dispatcher = new Dispatcher();
	const costs = await measureSizes(
		sizes,
		20_000,
		(size) => size,
		async (size) =>
			await dispatcher.run(
				{
					size,
					sender,
					address: (index) => ({ sender, recipient: person(index) }),
					send: async (index) => {
						await new Promise(setImmediate);
						return { messages: [{ id: `wamid.${index}` }] };
					},
				},
				{ onFailure: 'continue' },
			),
	);
	report(costs);
}

void main();
