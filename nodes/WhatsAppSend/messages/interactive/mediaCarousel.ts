import type { IDataObject } from 'n8n-workflow';

import {
	MEDIA_CAROUSEL_FRAME,
	mediaCarouselMessage,
	type MediaCarousel,
} from '../../../shared/messages/interactive/mediaCarousel';
import { showOnly } from '../../../shared/n8n/fields';
import { toEntries, toText, type ItemParameters } from '../../../shared/n8n/itemParameters';
import { mediaFields, readMediaFrom } from '../parts/media';
import type { InteractiveKind } from './interactiveKind';
import { linkButtonFields } from './linkButton';
import { readReplyButton, replyButtonFields } from './replyButtons';
import { LIMITS } from '../../../shared/messages/limits';
import { upTo } from '../parts/values';

export const mediaCarousel: InteractiveKind = {
	option: {
		name: 'Carousel',
		value: 'carousel',
		description: 'Two to ten cards side by side, each with a picture or a video and buttons',
	},
	frame: MEDIA_CAROUSEL_FRAME,
	fields: [
		{
			displayName: 'Cards Show',
			name: 'cardHeader',
			type: 'options',
			options: [
				{ name: 'Images', value: 'image' },
				{ name: 'Videos', value: 'video' },
			],
			default: 'image',
			description: 'The same on all cards',
		},
		{
			displayName: 'Card Buttons',
			name: 'cardButtons',
			type: 'options',
			options: [
				{ name: 'Link', value: 'link', description: 'One button that opens a web page' },
				{ name: 'Replies', value: 'replies', description: 'One to three buttons that answer' },
			],
			default: 'link',
			description: 'The same on all cards',
		},
		{
			displayName: 'Cards',
			name: 'cards',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true, sortable: true, maxAllowedFields: LIMITS.cards },
			placeholder: 'Add Card',
			default: {},
			required: true,
			description: 'Two to ten cards',
			options: [
				{
					displayName: 'Card',
					name: 'card',
					values: [
						...showOnly({ '/cardHeader': ['image'] }, mediaFields('Image', 'image')),
						...showOnly({ '/cardHeader': ['video'] }, mediaFields('Video', 'video')),
						{
							displayName: 'Text',
							name: 'text',
							type: 'string',
							typeOptions: { rows: 2 },
							default: '',
							hint: `${upTo(LIMITS.cardBody)} and ${LIMITS.cardLineBreaks} line breaks`,
							description: `What the card says. ${upTo(LIMITS.cardBody)} and ${LIMITS.cardLineBreaks} line breaks.`,
						},
						...showOnly({ '/cardButtons': ['link'] }, linkButtonFields),
						{
							displayName: 'Buttons',
							name: 'replyButtons',
							type: 'fixedCollection',
							typeOptions: {
								multipleValues: true,
								sortable: true,
								maxAllowedFields: LIMITS.cardReplyButtons,
							},
							placeholder: 'Add Button',
							default: {},
							displayOptions: { show: { '/cardButtons': ['replies'] } },
							description: 'One to three buttons, the same number on each card',
							options: [{ displayName: 'Button', name: 'button', values: replyButtonFields }],
						},
					],
				},
			],
		},
	],
	build: (parameters, frame) =>
		mediaCarouselMessage(frame, {
			header: parameters.value('cardHeader', 'image') === 'video' ? 'video' : 'image',
			cards: readCards(parameters),
		}),
};

function readCards(parameters: ItemParameters): MediaCarousel['cards'] {
	const entries = parameters.entries('cards.card');
	if (parameters.value('cardButtons', 'link') === 'replies') {
		return {
			with: 'replies',
			each: entries.map((card) => ({ ...readFront(card), buttons: readReplies(card) })),
		};
	}
	return {
		with: 'link',
		each: entries.map((card) => ({
			...readFront(card),
			button: {
				text: toText(card.buttonText, 'Button Text'),
				url: toText(card.buttonUrl, 'Button URL'),
			},
		})),
	};
}

function readFront(card: IDataObject) {
	return {
		media: readMediaFrom((name) => card[name], 'media'),
		body: toText(card.text, 'Text'),
	};
}

function readReplies(card: IDataObject) {
	const collection = card.replyButtons as IDataObject | undefined;
	return toEntries(collection?.button).map(readReplyButton);
}
