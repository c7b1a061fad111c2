import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';

/**
 * Marks the failed items for the error output, where the node has one. Newer n8n's know a failed item by its
 * JSON, `error` and `details`; n8n 2.8 by `error` beside it, whose message would then replace that JSON. What
 * n8n takes to the error output it copies, and a copy has only what can be enumerated: this mark is read on the
 * way, and gone behind it.
 */
export function markFailed(context: IExecuteFunctions, items: INodeExecutionData[]): void {
	const node = context.getNode();
	if (node.onError !== 'continueErrorOutput') return;
	for (const item of items) {
		const { error, details } = item.json;
		if (typeof error !== 'string' || details === undefined) continue;
		Object.defineProperty(item, 'error', {
			value: new NodeOperationError(node, error),
			enumerable: false,
		});
	}
}
