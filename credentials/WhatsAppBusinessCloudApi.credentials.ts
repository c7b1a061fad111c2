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
import { DEFAULT_KEY_PREFIX, DEFAULT_REDIS_URL } from '../nodes/shared/store/settings';

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
				'Version of Meta’s API. App dashboard › App settings › Advanced shows what your app may use.',
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
		{
			displayName: 'Shared State',
			name: 'sharedState',
			type: 'options',
			options: [
				{
					name: 'This n8n Process',
					value: 'process',
					description: 'Right for n8n in one process',
				},
				{
					name: 'Redis',
					value: 'redis',
					description: 'For queue mode: workers and webhook processes know the same',
				},
			],
			default: 'process',
			description:
				'Where the nodes keep what they know: how fast each number may send, what Meta refused, which events were seen and which messages were sent. In queue mode, the Redis of n8n’s queue will do.',
		},
		{
			displayName: 'Redis URL',
			name: 'redisUrl',
			type: 'string',
			default: DEFAULT_REDIS_URL,
			placeholder: 'e.g. rediss://n8n@redis.example.com:6379',
			displayOptions: { show: { sharedState: ['redis'] } },
			description:
				'Host and port, and a user name if there is one. With rediss:// the connection is encrypted.',
		},
		{
			displayName: 'Redis Password',
			name: 'redisPassword',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			displayOptions: { show: { sharedState: ['redis'] } },
			description: 'Of the user in the URL, or of the server. Empty where none is needed.',
		},
		{
			displayName: 'Redis Database',
			name: 'redisDatabase',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 0,
			displayOptions: { show: { sharedState: ['redis'] } },
			description: 'Its number; 0 unless the server keeps several apart',
		},
		{
			displayName: 'Redis Key Prefix',
			name: 'redisKeyPrefix',
			type: 'string',
			default: DEFAULT_KEY_PREFIX,
			displayOptions: { show: { sharedState: ['redis'] } },
			description: 'Stands before every key, so that other things can live in the same Redis',
		},
		{
			displayName: 'When Redis Is Away',
			name: 'whenRedisIsAway',
			type: 'options',
			options: [
				{
					name: 'Go on with a Share of the Rate',
					value: 'continue',
					description: 'Each process sends by itself, as many as its part of the rate',
				},
				{
					name: 'Fail',
					value: 'fail',
					description: 'Nothing is sent, and Meta is asked to bring its events again later',
				},
			],
			default: 'continue',
			displayOptions: { show: { sharedState: ['redis'] } },
			description: 'It is used again as soon as it answers',
		},
		{
			displayName: 'Worker Processes',
			name: 'workerProcesses',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 1000 },
			default: 1,
			hint: '1 when n8n is not in queue mode, otherwise the number of workers',
			description:
				'How many n8n processes send with this credential. Each takes its part of a number’s rate when they share nothing: without Redis, or while it is away.',
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
