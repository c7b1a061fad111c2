import type { DraftPart } from './part';

export const callPermissionRequest: DraftPart = {
	kinds: ['callPermissionRequest'],
	fields: [],
	read: () => [{ type: 'CALL_PERMISSION_REQUEST' }],
};
