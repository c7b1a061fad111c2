import type { INodeParameters } from 'n8n-workflow';

import { DEFAULT_ACCOUNT } from '../../simulator';
import { jsons, sendTo, templateIs, useSimulator } from './support';

const simulator = useSimulator();
const [{ id: groupId }] = DEFAULT_ACCOUNT.groups;

const toGroup: INodeParameters = { recipientType: 'group', recipientPhoneNumber: groupId };

const send = async (parameters: INodeParameters) =>
	await sendTo(simulator(), [{}], { ...toGroup, ...parameters });

it('a text goes to a group', async () => {
	const run = await send({});
	expect(simulator().ledger.accepted.map(({ payload }) => payload)).toEqual([
		{
			messaging_product: 'whatsapp',
			recipient_type: 'group',
			to: groupId,
			type: 'text',
			text: { body: 'Hello' },
		},
	]);
	expect(jsons(run)[0].messages).toEqual([expect.objectContaining({ group_id: groupId })]);
});

it('a template goes to a group', async () => {
	await send({ operation: 'sendTemplate', template: templateIs('hello_world|en_US') });
	expect(simulator().ledger.accepted).toEqual([
		expect.objectContaining({ type: 'template', to: groupId }),
	]);
});

it('a message of a group is pinned and taken off', async () => {
	const pin = { messageType: 'pin', pinMessageId: ' wamid.A ' };
	await send({ ...pin, pinDays: 30 });
	await send({ ...pin, pinAction: 'unpin' });
	expect(simulator().ledger.accepted.map(({ payload }) => payload.pin)).toEqual([
		{ type: 'pin', message_id: 'wamid.A', expiration_days: 30 },
		{ type: 'unpin', message_id: 'wamid.A' },
	]);
});

it.each<[string, INodeParameters, RegExp]>([
	[
		'a location',
		{ messageType: 'location', latitude: 1, longitude: 2 },
		/^A group takes no message of the type location/,
	],
	['a number as group', { recipientPhoneNumber: '+12025551000' }, /is not a group ID/],
	[
		'a pin for 31 days',
		{ messageType: 'pin', pinMessageId: 'wamid.A', pinDays: 31 },
		/^Days is 31/,
	],
	[
		'a pin for an individual',
		{
			messageType: 'pin',
			pinMessageId: 'wamid.A',
			recipientType: 'individual',
			recipientPhoneNumber: '+12025551000',
		},
		/^Messages can be pinned in groups only/,
	],
])('%s is refused unsent', async (_, parameters, why) => {
	const run = await send(parameters);
	expect(jsons(run)[0].error).toMatch(why);
	const { accepted, refused } = simulator().ledger;
	expect([...accepted, ...refused]).toEqual([]);
});

it('an unknown group is Meta’s refusal', async () => {
	const run = await send({ recipientPhoneNumber: 'noGroupOfOurs' });
	expect(jsons(run)[0].details).toMatchObject({ code: 131041 });
});
