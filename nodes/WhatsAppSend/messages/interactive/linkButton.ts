import type { INodeProperties } from 'n8n-workflow';

import { CTA_URL_FRAME, ctaUrlMessage } from '../../../shared/messages/interactive/ctaUrl';
import type { InteractiveKind } from './interactiveKind';
import { LIMITS } from '../../../shared/messages/limits';
import { upTo } from '../parts/values';

/** The fields of a button that opens a web page. */
export const linkButtonFields: INodeProperties[] = [
	{
		displayName: 'Button Text',
		name: 'buttonText',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. See dates',
		hint: upTo(LIMITS.buttonText),
		description: `What stands on the button. ${upTo(LIMITS.buttonText)}.`,
	},
	{
		displayName: 'Button URL',
		name: 'buttonUrl',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. https://example.com/dates',
		description: 'The page that opens: its whole address, beginning with https://',
	},
];

export const linkButton: InteractiveKind = {
	option: {
		name: 'Link Button',
		value: 'cta_url',
		description: 'A button that opens a web page (CTA URL)',
	},
	frame: CTA_URL_FRAME,
	fields: linkButtonFields,
	build: (parameters, frame) =>
		ctaUrlMessage(frame, {
			text: parameters.text('buttonText', 'Button Text'),
			url: parameters.text('buttonUrl', 'Button URL'),
		}),
};
