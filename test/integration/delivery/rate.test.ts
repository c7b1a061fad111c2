import { Dispatcher } from '../../../nodes/shared';
import { SimulatorProcess } from './support/simulatorProcess';
import { clientFor, numberedBatch, phoneNumberIds, senderOf } from './support/traffic';

/**
 * That no sliding second is overfilled and how much of the rate is used depends on the machine's clock and
 * load: the first is proven with a virtual clock (test/unit/delivery), both are measured by
 * `npm run bench -- --only rate`.
 */
describe('a number’s rate over real sockets, enforced by the simulator', () => {
	let simulator: SimulatorProcess;

	beforeAll(async () => {
		simulator = await SimulatorProcess.start();
	});

	afterAll(async () => await simulator.close());

	it.each([
		{ level: 'STANDARD', phoneNumberId: phoneNumberIds.standard, rate: 80, size: 400 },
		{ level: 'HIGH', phoneNumberId: phoneNumberIds.high, rate: 1_000, size: 5_000 },
	])(
		'sends $size messages at $rate/s ($level), each once',
		async ({ phoneNumberId, rate, size }) => {
			await simulator.clear();
			const client = clientFor(simulator.url);
			const batch = numberedBatch(client, senderOf(client, phoneNumberId, rate), size);
			const { summary } = await new Dispatcher().run(batch, { onFailure: 'continue' });
			expect(summary).toMatchObject({ sent: size, failed: 0 });
			const accepted = await simulator.accepted();
			expect(accepted).toHaveLength(size);
			expect(new Set(accepted.map((record) => record.biz_opaque_callback_data)).size).toBe(size);
		},
	);
});
