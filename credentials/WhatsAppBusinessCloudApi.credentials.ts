import type {
	IAuthenticate,
	Icon,
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { signForHttpRequest } from '../nodes/shared/graph/httpRequest';
import {
	DEFAULT_BASE_URL,
	DEFAULT_GRAPH_API_VERSION,
	type GraphCredential,
} from '../nodes/shared/graph/settings';

export class WhatsAppBusinessCloudApi implements ICredentialType {
	name = 'whatsAppBusinessCloudApi';

	displayName = 'WhatsApp Business Cloud API';

	documentationUrl =
		'https://github.com/n8n-nodes-whatsapp-business-cloud/n8n-nodes-whatsapp-business-cloud#the-credential';

	icon: Icon = {
		light: 'file:../icons/whatsapp-business-cloud.svg',
		dark: 'file:../icons/whatsapp-business-cloud.dark.svg',
	};

	properties: INodeProperties[] = [
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'Business settings › Users › System users › Generate token, with whatsapp_business_messaging and whatsapp_business_management',
		},
		{
			displayName: 'Standby Access Token',
			name: 'standbyAccessToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'While you rotate: the next token, taken as soon as Meta refuses the first. Generated at the same place.',
		},
		{
			displayName: 'WhatsApp Business Account ID',
			name: 'businessAccountId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 102290129340398',
			description:
				'Business settings › Accounts › WhatsApp accounts, below the name of the account',
		},
		{
			displayName: 'App ID',
			name: 'appId',
			type: 'string',
			default: '',
			placeholder: 'e.g. 634974688087057',
			description: 'App dashboard › App settings › Basic, at the top',
		},
		{
			displayName: 'App Secret',
			name: 'appSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'App dashboard › App settings › Basic › Show. Proves every call to Meta, and every webhook to you.',
		},
		{
			displayName: 'Previous App Secret',
			name: 'previousAppSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'While you rotate: the secret before you pressed Reset in App settings › Basic. Webhooks signed with it are still accepted.',
		},
		{
			displayName: 'Verify Token',
			name: 'verifyToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'Only for a WhatsApp Trigger whose Register On is Manual: a long word that you make up, and enter again at App dashboard › WhatsApp › Configuration. Otherwise leave it empty, and each trigger makes its own.',
		},
		{
			displayName: 'Graph API Version',
			name: 'graphApiVersion',
			type: 'string',
			default: DEFAULT_GRAPH_API_VERSION,
			placeholder: 'e.g. v26.0',
			description:
				"Version of Meta's API. App dashboard › App settings › Advanced shows what your app may use.",
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: DEFAULT_BASE_URL,
			placeholder: 'e.g. https://graph.facebook.com',
			description:
				'Where the Graph API is. Change it only for a proxy of your own or the simulator; anything but this machine needs https.',
		},
	];

	/** For n8n's HTTP Request node; our own nodes sign by themselves. */
	authenticate: IAuthenticate = async (
		credentials: ICredentialDataDecryptedObject,
		// The HTTP Request node still hands in the options of n8n's older request helper.
		options: IHttpRequestOptions & { uri?: string },
	): Promise<IHttpRequestOptions> => {
		const { headers, query } = signForHttpRequest(
			credentials as unknown as GraphCredential,
			options.url ?? options.uri,
			options.baseURL,
		);
		return {
			...options,
			headers: { ...options.headers, ...headers },
			qs: { ...options.qs, ...query },
		};
	};
}
