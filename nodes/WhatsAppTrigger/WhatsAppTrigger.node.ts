import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type IHookFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { testWhatsAppCredential } from '../shared/n8n/credentialTest';
import { getPhoneNumbers, searchPhoneNumbers } from '../shared/n8n/lists/phoneNumbers';
import { handle } from './handle';
import { receive } from './receive';
import { checkExists, create, registrationFields, remove } from './registration/lifecycle';
import { optionsField, triggerOnField } from './settings';
import { WEBHOOK_PATH } from './verifyToken';

export class WhatsAppTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'WhatsApp Trigger',
		name: 'whatsAppTrigger',
		icon: {
			light: 'file:../../icons/whatsapp-trigger.svg',
			dark: 'file:../../icons/whatsapp-trigger.dark.svg',
		},
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["updates"].join(", ") }}',
		description:
			'Starts the workflow on messages, statuses and other events of the WhatsApp Cloud API, each once',
		eventTriggerDescription: 'Send a message to your WhatsApp number',
		triggerPanel: {
			header: 'Write to your WhatsApp number',
			executionsHelp: {
				inactive:
					'<b>While you build</b>, press the button above and write to your number: the workflow runs once with what you wrote. The number’s callback points here for that time only.<br /><br /><b>When you are done</b>, publish the workflow: it then runs on everything that comes. Those runs are in the executions list, not here.',
				active:
					'<b>This workflow is published</b> and runs on everything that comes. Those runs are in the <a data-key="executions">executions list</a>, not here.<br /><br /><b>To build on</b>, unpublish it before you press the button above: there is one callback, and a test would take it away from production. An option under Registration Options allows that.',
			},
			activationHint:
				'Once you have built your workflow, publish it to have it run on everything that comes.',
		},
		defaults: { name: 'WhatsApp Trigger' },
		inputs: [],
		outputs: `={{ $parameter["options"]["separateOutputs"] ? [
			{ type: "${NodeConnectionTypes.Main}", displayName: "Messages" },
			{ type: "${NodeConnectionTypes.Main}", displayName: "Statuses" },
			{ type: "${NodeConnectionTypes.Main}", displayName: "Other" },
		] : ["${NodeConnectionTypes.Main}"] }}`,
		credentials: [
			{ name: 'whatsAppBusinessCloudApi', required: true, testedBy: 'testWhatsAppCredential' },
		],
		webhooks: [
			{ name: 'setup', httpMethod: 'GET', responseMode: 'onReceived', path: WEBHOOK_PATH },
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				// Without it n8n answers with the literal text "firstEntryJson".
				responseData: 'noData',
				path: WEBHOOK_PATH,
			},
		],
		properties: [triggerOnField, ...registrationFields, optionsField],
	};

	methods = {
		credentialTest: { testWhatsAppCredential },
		listSearch: { searchPhoneNumbers },
		loadOptions: { getPhoneNumbers },
	};

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return await checkExists(this);
			},
			async create(this: IHookFunctions): Promise<boolean> {
				return await create(this);
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return await remove(this);
			},
		},
	};

	/** A delivery becomes items. */
	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this);
	}

	/** The items become the node's output, when the execution that they started runs. */
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await handle(this);
	}
}
