import {
	CONTACT_INFO_REQUEST_FRAME,
	contactInfoRequestMessage,
} from '../../../shared/messages/interactive/requests';
import type { InteractiveKind } from './interactiveKind';

export const contactInfoRequest: InteractiveKind = {
	option: {
		name: 'Contact Info Request',
		value: 'request_contact_info',
		description: 'A button to share the phone number; the answer is a contact',
	},
	frame: CONTACT_INFO_REQUEST_FRAME,
	fields: [],
	build: (_parameters, frame) => contactInfoRequestMessage(frame),
};
