import {
	CALL_PERMISSION_FRAME,
	callPermissionMessage,
} from '../../../shared/messages/interactive/requests';
import type { InteractiveKind } from './interactiveKind';

export const callPermission: InteractiveKind = {
	option: {
		name: 'Call Permission Request',
		value: 'call_permission_request',
		description: 'Ask whether you may call; once a day and twice a week at most',
	},
	frame: CALL_PERMISSION_FRAME,
	fields: [],
	build: (_parameters, frame) => callPermissionMessage(frame),
};
