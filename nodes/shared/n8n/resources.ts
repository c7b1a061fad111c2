import {
	NodeOperationError,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeProperties,
	type INodePropertyOptions,
} from 'n8n-workflow';

import { markFailed } from './failedItems';
import { choose, showOnly, type Choice } from './fields';

/** An operation: its entry in the list, its fields, and what it does with all input items. */
export interface Operation extends Choice {
	execute(context: IExecuteFunctions): Promise<INodeExecutionData[]>;
}

/** A resource: the choice of its operations, and all their fields. */
export interface Resource extends Choice {
	operations: Operation[];
}

/**
 * A resource of these operations, each with its own fields.
 * @param standard the value of the operation that is chosen at first
 */
export function resourceOf(
	option: INodePropertyOptions,
	operations: Operation[],
	standard: string,
): Resource {
	return {
		option,
		operations,
		fields: [
			operationField(operations, standard),
			...operations.flatMap((operation) =>
				showOnly({ operation: [operation.option.value] }, operation.fields),
			),
		],
	};
}

/** The choice among a resource's operations. */
export function operationField(operations: Operation[], standard: string): INodeProperties {
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		options: operations.map(({ option }) => option),
		default: standard,
	};
}

/**
 * A node's whole form.
 * @param standard the value of the resource that is chosen at first
 */
export function formOf(resources: Resource[], standard: string): INodeProperties[] {
	return [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: resources.map(({ option }) => option),
			default: standard,
		},
		...resources.flatMap(({ option, fields }) => showOnly({ resource: [option.value] }, fields)),
	];
}

/** Does what the node is set to do with all input items. */
export async function executeChosen(
	context: IExecuteFunctions,
	resources: Resource[],
): Promise<INodeExecutionData[][]> {
	const resource = choose(resources, context.getNodeParameter('resource', 0));
	const operation = choose(resource?.operations ?? [], context.getNodeParameter('operation', 0));
	if (!operation) throw new NodeOperationError(context.getNode(), 'No such operation');
	const items = await operation.execute(context);
	markFailed(context, items);
	return [items];
}
