import type { INodeProperties } from 'n8n-workflow';

import { senderField } from '../../shared/n8n/addressing';
import { showOnly } from '../../shared/n8n/fields';

/** Where the trigger registers itself at Meta, and what it may do there. */
export const registrationFields: INodeProperties[] = [
	{
		displayName: 'Register On',
		name: 'registerOn',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Phone Number',
				value: 'phoneNumber',
				description: 'One number; all others stay as they are',
			},
			{
				name: 'Business Account',
				value: 'businessAccount',
				description:
					'All numbers of the credential’s business account that have no callback of their own',
			},
			{
				name: 'App',
				value: 'app',
				description:
					'Everything that comes to the app, and the only place where template and account events come',
			},
			{
				name: 'Manual',
				value: 'manual',
				description: 'You enter the webhook URL in the App Dashboard yourself',
			},
		],
		default: 'phoneNumber',
		description:
			'Which callback of Meta is set to this workflow when it is published, and given back afterwards',
	},
	...showOnly({ registerOn: ['phoneNumber'] }, [
		{
			...senderField,
			displayName: 'Phone Number',
			description: 'The business phone number whose events start this workflow',
		},
	]),
	...showOnly({ registerOn: ['app'] }, [
		{
			displayName:
				'An app has one callback for all its numbers. Unpublishing the workflow removes it, and with it the list of fields that other callbacks of the app rely on.',
			name: 'appNotice',
			type: 'notice',
			default: '',
		},
	]),
	...showOnly({ registerOn: ['manual'] }, [
		{
			displayName:
				'Fill in Verify Token in the credential. Publish the workflow, then enter the production URL (Webhook URLs, above) and the same verify token at App Dashboard › WhatsApp › Configuration. Switch on the fields that you chose under Trigger On, and subscribe the app to your business account.',
			name: 'manualNotice',
			type: 'notice',
			default: '',
		},
	]),
	...showOnly({ registerOn: ['app', 'businessAccount', 'phoneNumber'] }, [
		{
			displayName: 'Registration Options',
			name: 'registrationOptions',
			type: 'collection',
			placeholder: 'Add Option',
			default: {},
			options: [
				{
					displayName: 'Borrow Callback for Tests',
					name: 'borrowProduction',
					type: 'boolean',
					default: false,
					description:
						'Whether a test may take the callback from this published workflow. Production gets nothing until the test is over, and then has its callback back.',
				},
				{
					displayName: 'Take Over',
					name: 'takeOver',
					type: 'boolean',
					default: false,
					description:
						'Whether to replace a callback that somebody else has set. When the workflow is unpublished, it goes back to another workflow of this n8n, but not to anyone else: Meta asks for their verify token. Without them the number falls back to the account’s or the app’s callback.',
				},
			],
		},
	]),
];
