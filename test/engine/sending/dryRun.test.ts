import type { INodeParameters } from 'n8n-workflow';

import { credentialFor } from '../support/credential';
import { jsons, phoneNumberIds, sendTo, templateIs, useSimulator } from './support';

const simulator = useSimulator();

const AMARA = { phone: '+12025551000' };
const BRUNO = { phone: '+12025551001' };

const rehearse = async (
	items: Array<Record<string, string>>,
	parameters: INodeParameters = {},
	more: Parameters<typeof sendTo>[3] = {},
) => {
	const calls = simulator().faults.add({ match: { kind: 'messages' }, action: { delay: 0 } });
	const options = { dryRun: true, ...(parameters.options as INodeParameters) };
	const run = await sendTo(simulator(), items, { ...parameters, options }, more);
	expect(calls.matched).toBe(0);
	return run;
};

it('shows request and text of each item, paired to it, and calls nobody', async () => {
	const items = [
		{ ...AMARA, text: 'Hello Amara' },
		{ ...BRUNO, text: 'Hello Bruno' },
	];
	const run = await rehearse(items, { options: { callbackData: 'x' } });
	expect(jsons(run)).toEqual(
		items.map(({ phone, text }) => ({
			dryRun: true,
			phoneNumberId: phoneNumberIds.high,
			request: {
				messaging_product: 'whatsapp',
				recipient_type: 'individual',
				to: phone,
				type: 'text',
				text: { body: text },
				biz_opaque_callback_data: 'x',
			},
			rendered: text,
		})),
	);
	expect(run.run.data.resultData.runData.Node[0].hints).toEqual([
		expect.objectContaining({ message: expect.stringContaining('nothing was sent') }),
	]);
	expect(run.outputs[0].map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
});

it('reads the credential as often for many items as for one', async () => {
	const reads = async (count: number) => {
		let times = 0;
		const credential = credentialFor(simulator());
		const { accessToken } = credential;
		Object.defineProperty(credential, 'accessToken', { get: () => (times++, accessToken) });
		const items = Array.from({ length: count }, () => AMARA);
		expect(jsons(await rehearse(items, {}, { credential }))).toHaveLength(count);
		return times;
	};
	expect(await reads(5)).toBe(await reads(1));
});

it('names all numbers where messages are spread', async () => {
	const ids = [phoneNumberIds.high, phoneNumberIds.standard];
	const run = await rehearse([AMARA], { senderMode: 'spread', phoneNumberIds: ids });
	expect(jsons(run)[0]).toMatchObject({ phoneNumberIds: ids });
});

it('shows the body of the marketing endpoint', async () => {
	const run = await rehearse([AMARA], {
		operation: 'sendTemplate',
		template: templateIs('hello_world|en_US'),
		options: { marketingMessages: 'strict' },
	});
	expect(jsons(run)[0]).toMatchObject({
		endpoint: 'marketing_messages',
		request: { type: 'template', product_policy: 'STRICT' },
	});
});

it('shows the template for a closed window as well', async () => {
	const run = await rehearse([AMARA], {
		ifWindowClosed: 'template',
		windowTemplate: templateIs('hello_world|en_US'),
	});
	expect(jsons(run)[0]).toMatchObject({
		rendered: 'Hello',
		ifWindowClosed: { request: { type: 'template', template: { name: 'hello_world' } } },
	});
});

it.each([
	['message', { ...AMARA, text: '' }, 'Text Body is empty'],
	['recipient', { phone: 'nobody' }, '"nobody" is neither a phone number nor a user ID'],
])('finds what is wrong with a %s, as an error item', async (_, wrong, message) => {
	const run = await rehearse([wrong, BRUNO]);
	expect(jsons(run)[0]).toMatchObject({
		error: message,
		details: { kind: 'validation', attempts: 0 },
	});
	expect(jsons(run)[1]).toMatchObject({ dryRun: true });
});

it('stops at what is wrong where the node stops on errors', async () => {
	const run = await rehearse([BRUNO, { ...AMARA, text: '' }], {}, { onError: undefined });
	expect(run.error?.message).toBe('Text Body is empty [item 1]');
});
