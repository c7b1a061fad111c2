// The least that any node does whose recipient and text differ from item to item: it asks n8n for both, and
// sends nothing. Loaded by n8n from this folder (N8N_CUSTOM_EXTENSIONS).
class ParameterReader {
	description = {
		displayName: 'Parameter Reader',
		name: 'parameterReader',
		group: ['output'],
		version: 1,
		description: 'Reads a recipient and a text for each item and sends nothing',
		defaults: { name: 'Parameter Reader' },
		inputs: ['main'],
		outputs: ['main'],
		properties: [
			{ displayName: 'Recipient', name: 'recipientPhoneNumber', type: 'string', default: '' },
			{ displayName: 'Text', name: 'textBody', type: 'string', default: '' },
		],
	};

	async execute() {
		const items = this.getInputData().map((_, item) => ({
			json: {
				to: this.getNodeParameter('recipientPhoneNumber', item),
				text: this.getNodeParameter('textBody', item),
			},
			pairedItem: { item },
		}));
		return [items];
	}
}

module.exports = { ParameterReader };
