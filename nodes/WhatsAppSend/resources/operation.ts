import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Choice } from '../../shared/n8n/fields';

/** An operation: its entry in the list, its fields, and what it does with all input items. */
export interface Operation extends Choice {
	execute(context: IExecuteFunctions): Promise<INodeExecutionData[]>;
}

/** A resource: the choice of its operations, and all their fields. */
export interface Resource extends Choice {
	operations: Operation[];
}
