import { LIMITS } from '../../shared/messages/limits';
import { upTo } from '../../shared/n8n/values';
import type { DraftPart } from './part';

export const limitedTimeOffer: DraftPart = {
	kinds: ['limitedTimeOffer'],
	fields: [
		{
			displayName: 'Offer Text',
			name: 'offerText',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. Ends soon!',
			hint: `${upTo(LIMITS.offerText)}, no variables`,
			description: 'The heading of the offer',
		},
		{
			displayName: 'Countdown',
			name: 'offerExpires',
			type: 'boolean',
			default: true,
			description:
				'Whether the message shows how long the offer is still good; each message says until when',
		},
	],
	read: (fields) => [
		{
			type: 'LIMITED_TIME_OFFER',
			limited_time_offer: {
				text: fields.text('offerText', 'Offer Text'),
				has_expiration: fields.boolean('offerExpires', 'Countdown'),
			},
		},
	],
};
