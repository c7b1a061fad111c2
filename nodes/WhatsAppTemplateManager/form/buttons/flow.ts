import type { JsonObject } from '../../../shared/graph/answer';
import { toText } from '../../../shared/n8n/itemParameters';
import type { FieldReader } from '../fieldReader';
import type { ButtonForm } from './buttonForm';

export const flow: ButtonForm = {
	type: 'FLOW',
	description: 'Opens a form of several screens inside of WhatsApp',
	fields: [
		{
			displayName: 'Flow By',
			name: 'flowBy',
			type: 'options',
			options: [
				{ name: 'ID', value: 'id' },
				{ name: 'JSON', value: 'json', description: 'A new Flow, made with the template' },
				{ name: 'Name', value: 'name' },
			],
			default: 'id',
			description: 'How the Flow is named here',
		},
		{
			displayName: 'Flow ID',
			name: 'flowId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 1191840095389463',
			displayOptions: { show: { flowBy: ['id'] } },
			description: 'As WhatsApp Manager shows it; the Flow must be published',
		},
		{
			displayName: 'Flow Name',
			name: 'flowName',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. care_survey',
			displayOptions: { show: { flowBy: ['name'] } },
			description: 'Its exact name in this WhatsApp Business Account',
		},
		{
			displayName: 'Flow (JSON)',
			name: 'flowJson',
			type: 'json',
			default: '',
			required: true,
			displayOptions: { show: { flowBy: ['json'] } },
			description: 'The screens of the Flow, as Meta’s builder for Flows shows them',
		},
		{
			displayName: 'Flow Action',
			name: 'flowAction',
			type: 'options',
			options: [
				{
					name: 'Ask Your Endpoint',
					value: 'DATA_EXCHANGE',
					description: 'The endpoint of the Flow says which screen comes first',
				},
				{ name: 'Open a Screen', value: 'NAVIGATE' },
			],
			default: 'NAVIGATE',
			description: 'What happens when the button is tapped',
		},
		{
			displayName: 'First Screen',
			name: 'flowScreen',
			type: 'string',
			default: '',
			placeholder: 'e.g. WELCOME_SCREEN',
			displayOptions: { show: { flowAction: ['NAVIGATE'] } },
			description: 'The ID of the screen to begin with; without it, the first of the Flow',
		},
	],
	read: (entry) => {
		const action = entry.text('flowAction', 'Flow Action') || 'NAVIGATE';
		const screen = action === 'NAVIGATE' ? entry.trimmed('flowScreen', 'First Screen') : '';
		return {
			...readFlow(entry),
			flow_action: action,
			...(screen === '' ? {} : { navigate_screen: screen }),
		};
	},
};

function readFlow(entry: FieldReader): JsonObject {
	const by = entry.value('flowBy', 'id');
	if (by === 'name') return { flow_name: entry.trimmed('flowName', 'Flow Name') };
	if (by !== 'json') return { flow_id: entry.trimmed('flowId', 'Flow ID') };
	const json = entry.value('flowJson', '');
	// Meta takes it as a text; expressions often give the object.
	const isText = typeof json !== 'object' || json === null;
	return { flow_json: isText ? toText(json, 'Flow (JSON)') : JSON.stringify(json) };
}
