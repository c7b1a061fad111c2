import { FLOW_FRAME, flowMessage, type Flow } from '../../../shared/messages/interactive/flow';
import type { ItemParameters } from '../../../shared/n8n/itemParameters';
import { readJsonObject, upTo } from '../parts/values';
import { additionalFields } from '../parts/media';
import type { InteractiveKind } from './interactiveKind';
import { LIMITS } from '../../../shared/messages/limits';

export const flow: InteractiveKind = {
	option: {
		name: 'Flow',
		value: 'flow',
		description: 'A button that opens a form of yours inside WhatsApp',
	},
	frame: FLOW_FRAME,
	fields: [
		{
			displayName: 'Choose Flow By',
			name: 'flowBy',
			type: 'options',
			options: [
				{ name: 'ID', value: 'id' },
				{ name: 'Name', value: 'name' },
			],
			default: 'id',
		},
		{
			displayName: 'Flow ID',
			name: 'flowId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 1479537139650973',
			hint: 'As WhatsApp Manager shows it',
			description: 'The digits that name the Flow',
			displayOptions: { show: { flowBy: ['id'] } },
		},
		{
			displayName: 'Flow Name',
			name: 'flowName',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. appointment_booking',
			description: 'The name of the Flow in WhatsApp Manager, exactly as it stands there',
			displayOptions: { show: { flowBy: ['name'] } },
		},
		{
			displayName: 'Flow Button Text',
			name: 'flowButton',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. Book now',
			hint: `${upTo(LIMITS.flowButton)}, without emoji`,
			description: `What stands on the button. ${upTo(LIMITS.flowButton)}, without emoji.`,
		},
		{
			displayName: 'First Screen Comes From',
			name: 'flowAction',
			type: 'options',
			options: [
				{
					name: 'This Message',
					value: 'navigate',
					description: 'The screen and its data are named here',
				},
				{
					name: 'The Endpoint of the Flow',
					value: 'data_exchange',
					description: 'Your own server says what comes first',
				},
			],
			default: 'navigate',
		},
		{
			displayName: 'First Screen',
			name: 'flowScreen',
			type: 'string',
			default: '',
			placeholder: 'e.g. WELCOME',
			displayOptions: { show: { flowAction: ['navigate'] } },
			description: 'The ID of the screen that opens first',
		},
		{
			displayName: 'Data for the First Screen',
			name: 'flowData',
			type: 'json',
			default: '',
			placeholder: 'e.g. { "customer": "Ada" }',
			displayOptions: { show: { flowAction: ['navigate'] } },
			description:
				'An object with the values that the screen shows. Leave empty where it needs none.',
		},
		additionalFields([
			{
				displayName: 'Draft',
				name: 'flowDraft',
				type: 'boolean',
				default: false,
				description: 'Whether to open the flow as it is before it was published, to try it out',
			},
			{
				displayName: 'Flow Token',
				name: 'flowReference',
				type: 'string',
				default: '',
				placeholder: 'e.g. order-4711',
				description: 'Comes back with the answers, so that you know what they belong to',
			},
		]),
	],
	build: (parameters, frame) =>
		flowMessage(frame, {
			flow:
				parameters.value('flowBy', 'id') === 'name'
					? { name: parameters.text('flowName', 'Flow Name') }
					: { id: parameters.text('flowId', 'Flow ID') },
			button: parameters.text('flowButton', 'Flow Button Text'),
			draft: parameters.boolean('additionalFields.flowDraft', 'Draft'),
			token: parameters.text('additionalFields.flowReference', 'Flow Token'),
			start: readStart(parameters),
		}),
};

function readStart(parameters: ItemParameters): Flow['start'] {
	if (parameters.value('flowAction', 'navigate') === 'data_exchange') return { from: 'endpoint' };
	return {
		from: 'message',
		screen: parameters.text('flowScreen', 'First Screen'),
		data: readJsonObject(parameters.value('flowData', ''), 'Data for the First Screen'),
	};
}
