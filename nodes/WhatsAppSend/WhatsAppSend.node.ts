import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { testWhatsAppCredential } from '../shared/n8n/credentialTest';
import { getPhoneNumbers, searchPhoneNumbers } from '../shared/n8n/lists/phoneNumbers';
import { searchTemplates } from '../shared/n8n/lists/templates';
import { executeChosen } from '../shared/n8n/resources';
import { templateMethods } from '../shared/n8n/templateForm';
import { properties, resources } from './resources';
import { WINDOW_PREFIX } from './resources/message/windowTemplate';
import { resumeWithAnswer } from './resources/message/sendAndWait/resume';

// eslint-disable-next-line @n8n/community-nodes/webhook-lifecycle-complete -- its webhook wakes a waiting execution; nothing is registered anywhere
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
		webhooks: [
			{
				// Where WhatsApp Trigger brings the answer to an execution that waits for one.
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				responseData: 'noData',
				path: '={{ $nodeId }}',
				isFullPath: true,
				restartWebhook: true,
			},
		],
		properties,
	};

	methods = {
		credentialTest: { testWhatsAppCredential },
		listSearch: { searchPhoneNumbers, searchTemplates },
		loadOptions: { getPhoneNumbers },
		resourceMapping: { ...templateMethods(), ...templateMethods(WINDOW_PREFIX) },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await executeChosen(this, resources);
	}

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await resumeWithAnswer(this);
	}
}
