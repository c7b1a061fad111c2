import type { MessageContent } from '../types';
import { BODY_ONLY, interactiveMessage, type Frame, type FrameRule } from './frame';

export const LOCATION_REQUEST_FRAME = BODY_ONLY;

export const CONTACT_INFO_REQUEST_FRAME = BODY_ONLY;

export const CALL_PERMISSION_FRAME: FrameRule = { ...BODY_ONLY, bodyOptional: true };

/**
 * Asks a person for their location.
 * @throws ValidationError when the body is empty or too long
 */
export function locationRequestMessage(frame: Frame): MessageContent {
	return interactiveMessage('location_request_message', LOCATION_REQUEST_FRAME, frame, {
		name: 'send_location',
	});
}

/**
 * Asks a person for their phone number; the answer is a message of the type "contacts".
 * @throws ValidationError when the body is empty or too long
 */
export function contactInfoRequestMessage(frame: Frame): MessageContent {
	return interactiveMessage('request_contact_info', CONTACT_INFO_REQUEST_FRAME, frame, {
		name: 'request_contact_info',
	});
}

/**
 * Asks a person whether the business may call them; once a day and twice in seven days at most.
 * @throws ValidationError when the body is too long
 */
export function callPermissionMessage(frame: Frame): MessageContent {
	return interactiveMessage('call_permission_request', CALL_PERMISSION_FRAME, frame, {
		name: 'call_permission_request',
	});
}
