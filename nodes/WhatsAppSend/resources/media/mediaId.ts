import type { INodeProperties } from 'n8n-workflow';

import { mediaObject } from '../../../shared/messages/media';
import type { ItemParameters } from '../../../shared/n8n/itemParameters';

/** The file that somebody sent, as WhatsApp Trigger hands it over. */
export const RECEIVED_ID = '={{ $json.messages[0][$json.messages[0].type].id }}';

/** Which file is meant. */
export function mediaIdField(name: string, standard: string, description: string): INodeProperties {
	return {
		displayName: 'Media ID',
		name,
		type: 'string',
		default: standard,
		required: true,
		placeholder: 'e.g. 1479537139650973',
		description,
	};
}

/** @throws ValidationError when it is none */
export function readMediaId(parameters: ItemParameters, name: string): string {
	const { id } = mediaObject({ id: parameters.text(name, 'Media ID') });
	return id as string;
}
