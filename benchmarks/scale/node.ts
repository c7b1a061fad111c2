import { useDispatcher } from '../../nodes/shared/delivery';
import { runWhatsAppSend } from '../../test/engine/support/runNode';
import {
	campaignItems,
	campaignParameters,
	credentialAt,
	silenceN8n,
	UnpacedDispatcher,
} from '../../test/integration/delivery/support/atScale';
import { report } from '../support/processes';
import { measureSizes } from './meter';

/** WhatsApp Send in n8n-core's engine, each item with a recipient and a text of its own by expression. */
async function main(): Promise<void> {
	const [url, ...sizes] = process.argv.slice(2);
	silenceN8n();
	useDispatcher(new UnpacedDispatcher());
	const credential = credentialAt(url);
	const costs = await measureSizes(sizes.map(Number), 6_000, campaignItems, async (items) => {
		const { outputs, error } = await runWhatsAppSend({
			parameters: campaignParameters,
			items,
			credential,
		});
		if (error) throw error;
		if (outputs[0].length !== items.length) throw new Error('Items are missing');
		return outputs;
	});
	report(costs);
}

main().catch((error: unknown) => {
	console.error(error);
	process.exit(1);
});
