import {
	NodeConnectionTypes,
	NodeOperationError,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { testWhatsAppCredential } from '../shared/n8n/credentialTest';
import { choose } from '../shared/n8n/fields';
import { getPhoneNumbers, searchPhoneNumbers } from '../shared/n8n/lists/phoneNumbers';
import { searchTemplates } from '../shared/n8n/lists/templates';
import { templateMethods } from '../shared/n8n/templateForm';
import { properties, resources } from './resources';

export class WhatsAppSend implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'WhatsApp Send',
		name: 'whatsAppSend',
		icon: {
			light: 'file:../../icons/whatsapp-send.svg',
			dark: 'file:../../icons/whatsapp-send.dark.svg',
		},
		group: ['output'],
		version: 1,
		subtitle:
			'={{ $parameter["operation"] + ": " + ($parameter["operation"] === "send" ? $parameter["messageType"] : $parameter["resource"]) }}',
		description:
			'Send WhatsApp messages with the Cloud API, paced to what Meta allows and retried where it helps',
		defaults: { name: 'WhatsApp Send' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [
			{ name: 'whatsAppBusinessCloudApi', required: true, testedBy: 'testWhatsAppCredential' },
		],
		properties,
	};

	methods = {
		credentialTest: { testWhatsAppCredential },
		listSearch: { searchPhoneNumbers, searchTemplates },
		loadOptions: { getPhoneNumbers },
		resourceMapping: templateMethods(),
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const resource = choose(resources, this.getNodeParameter('resource', 0));
		const operation = choose(resource?.operations ?? [], this.getNodeParameter('operation', 0));
		if (!operation) throw new NodeOperationError(this.getNode(), 'No such operation');
		return [await operation.execute(this)];
	}
}
