import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { testWhatsAppCredential } from '../shared/n8n/credentialTest';
import { searchTemplates } from '../shared/n8n/lists/templates';
import { executeChosen } from '../shared/n8n/resources';
import { properties, resources } from './resources';

export class WhatsAppTemplateManager implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'WhatsApp Template Manager',
		name: 'whatsAppTemplateManager',
		icon: {
			light: 'file:../../icons/whatsapp-template-manager.svg',
			dark: 'file:../../icons/whatsapp-template-manager.dark.svg',
		},
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description:
			'Create, change, look up and delete WhatsApp message templates, checked before Meta sees them',
		defaults: { name: 'WhatsApp Template Manager' },
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
		listSearch: { searchTemplates },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await executeChosen(this, resources);
	}
}
