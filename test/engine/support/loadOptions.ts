import { LoadOptionsContext } from 'n8n-core';
import {
	Workflow,
	type ICredentialDataDecryptedObject,
	type ILoadOptionsFunctions,
	type INodeParameters,
} from 'n8n-workflow';

import { WhatsAppSend } from '../../../nodes/WhatsAppSend/WhatsAppSend.node';
import { additionalData } from './runNode';

/** What n8n's editor asks the node's lists and forms with, while these parameters are filled in. */
export function editor(
	credential: ICredentialDataDecryptedObject,
	parameters: INodeParameters,
): ILoadOptionsFunctions {
	const type = new WhatsAppSend();
	const node = {
		id: '1',
		name: 'Node',
		type: type.description.name,
		typeVersion: 1,
		position: [0, 0] as [number, number],
		parameters,
		credentials: { whatsAppBusinessCloudApi: { id: '1', name: 'WhatsApp' } },
	};
	const workflow = new Workflow({
		id: 'test',
		active: false,
		nodes: [node],
		connections: {},
		nodeTypes: {
			getByName: () => type,
			getByNameAndVersion: () => type,
			getKnownTypes: () => ({}),
		},
	});
	const data = { ...additionalData(credential), currentNodeParameters: parameters };
	return new LoadOptionsContext(workflow, workflow.getNode('Node')!, data, '');
}
