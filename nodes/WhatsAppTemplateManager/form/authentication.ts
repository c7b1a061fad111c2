import type { INodeProperties } from 'n8n-workflow';

import type { JsonObject } from '../../shared/graph/answer';
import { LIMITS } from '../../shared/messages/limits';
import { compact } from '../../shared/objects';
import { showOnly } from '../../shared/n8n/fields';
import { NO_NUMBER, readNumber, upTo } from '../../shared/n8n/values';
import type { TemplateButton } from '../../shared/templates/types';
import type { FieldReader } from './fieldReader';
import type { DraftPart } from './part';

const WITH_APPS = ['ONE_TAP', 'ZERO_TAP'];

const appFields: INodeProperties[] = [
	{
		displayName: 'Autofill Button Text',
		name: 'autofillText',
		type: 'string',
		default: '',
		placeholder: 'e.g. Autofill',
		hint: upTo(LIMITS.templateButtonText),
		description: 'What the button says that opens the app; without it, Meta’s own word',
	},
	{
		displayName: 'Apps',
		name: 'apps',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true, maxAllowedFields: LIMITS.otpApps },
		placeholder: 'Add App',
		default: {},
		required: true,
		description: `The Android apps that take the code, up to ${LIMITS.otpApps}`,
		options: [
			{
				displayName: 'App',
				name: 'app',
				values: [
					{
						displayName: 'Package Name',
						name: 'packageName',
						type: 'string',
						default: '',
						required: true,
						placeholder: 'e.g. com.example.shop',
						description: 'The name of the app in the Play Store’s address',
					},
					{
						displayName: 'Signature Hash',
						name: 'signatureHash',
						type: 'string',
						default: '',
						required: true,
						placeholder: 'e.g. K8a/AINcGX7',
						description: 'The hash of 11 characters that Android’s SMS Retriever uses too',
					},
				],
			},
		],
	},
	{
		displayName: 'Zero-Tap Terms Accepted',
		name: 'zeroTapTermsAccepted',
		type: 'boolean',
		default: false,
		displayOptions: { show: { otpType: ['ZERO_TAP'] } },
		description:
			'Whether you have read Meta’s terms for zero-tap authentication and take responsibility; without it, Meta refuses the template',
	},
];

/** Meta writes the texts of such a template; what is left to say is about the code. */
export const authentication: DraftPart = {
	kinds: ['authentication'],
	fields: [
		{
			displayName: 'Add Security Recommendation',
			name: 'securityRecommendation',
			type: 'boolean',
			default: true,
			description: 'Whether the text warns not to share the code, in Meta’s words',
		},
		{
			displayName: 'Code Expires After (Minutes)',
			name: 'codeExpirationMinutes',
			type: 'number',
			typeOptions: { minValue: LIMITS.leastCodeMinutes, maxValue: LIMITS.codeMinutes },
			default: NO_NUMBER,
			placeholder: 'e.g. 10',
			hint: `${LIMITS.leastCodeMinutes} to ${LIMITS.codeMinutes}; left empty, there is no footer`,
			description: 'The footer says for how long the code is valid',
		},
		{
			displayName: 'Code Delivery',
			name: 'otpType',
			type: 'options',
			noDataExpression: true,
			options: [
				{
					name: 'Copy Code',
					value: 'COPY_CODE',
					description: 'A button that copies the code; works everywhere',
				},
				{
					name: 'One-Tap Autofill',
					value: 'ONE_TAP',
					description: 'A button that opens your Android app and fills the code in',
				},
				{
					name: 'Zero-Tap',
					value: 'ZERO_TAP',
					description: 'Your Android app gets the code without a tap',
				},
			],
			default: 'COPY_CODE',
			description: 'How the code gets from the message to where it is needed',
		},
		{
			displayName: 'Copy Button Text',
			name: 'copyButtonText',
			type: 'string',
			default: '',
			placeholder: 'e.g. Copy code',
			hint: upTo(LIMITS.templateButtonText),
			description:
				'What the button says that copies the code, also where no app takes it; without it, Meta’s own words',
		},
		...showOnly({ otpType: WITH_APPS }, appFields),
	],
	read: (fields) => {
		const minutes = fields.value('codeExpirationMinutes', '') ?? '';
		return [
			{
				type: 'BODY',
				add_security_recommendation: fields.boolean(
					'securityRecommendation',
					'Add Security Recommendation',
				),
			},
			...(minutes === ''
				? []
				: [
						{
							type: 'FOOTER',
							code_expiration_minutes: readNumber(minutes, 'Code Expires After (Minutes)'),
						},
					]),
			{ type: 'BUTTONS', buttons: [readCodeButton(fields)] },
		];
	},
};

function readCodeButton(fields: FieldReader): TemplateButton {
	const otpType = fields.text('otpType', 'Code Delivery') || 'COPY_CODE';
	return {
		type: 'OTP',
		otp_type: otpType,
		...compact({
			text: fields.trimmed('copyButtonText', 'Copy Button Text') || undefined,
			...(WITH_APPS.includes(otpType) ? readApps(fields) : {}),
			zero_tap_terms_accepted:
				otpType === 'ZERO_TAP'
					? fields.boolean('zeroTapTermsAccepted', 'Zero-Tap Terms Accepted')
					: undefined,
		}),
	};
}

function readApps(fields: FieldReader): JsonObject {
	return {
		autofill_text: fields.trimmed('autofillText', 'Autofill Button Text') || undefined,
		supported_apps: fields.entries('apps.app', 'App').map((app) => ({
			package_name: app.trimmed('packageName', 'Package Name'),
			signature_hash: app.trimmed('signatureHash', 'Signature Hash'),
		})),
	};
}
