import {
	LOCATION_REQUEST_FRAME,
	locationRequestMessage,
} from '../../../shared/messages/interactive/requests';
import type { InteractiveKind } from './interactiveKind';

export const locationRequest: InteractiveKind = {
	option: {
		name: 'Location Request',
		value: 'location_request_message',
		description: 'A button to send you a location',
	},
	frame: LOCATION_REQUEST_FRAME,
	fields: [],
	build: (_parameters, frame) => locationRequestMessage(frame),
};
