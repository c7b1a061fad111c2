import type { IExecuteFunctions, INode, INodeExecutionData } from 'n8n-workflow';

import { markFailed } from '../../../nodes/shared/n8n/failedItems';

const FAILED = { error: 'No such template', details: { code: 132001 } };

function marked(onError: INode['onError'], json: INodeExecutionData['json']): INodeExecutionData {
	const item = { json, pairedItem: { item: 0 } };
	const node = { name: 'Send', type: 'send', onError } as INode;
	markFailed({ getNode: () => node } as IExecuteFunctions, [item]);
	return item;
}

describe('the mark of a failed item', () => {
	it('is there for who looks for it, and in no copy of the item', () => {
		const item = marked('continueErrorOutput', FAILED);
		expect(item.error?.message).toBe('No such template');
		expect({ ...item }).toEqual({ json: FAILED, pairedItem: { item: 0 } });
	});

	it.each<[string, INode['onError'], INodeExecutionData['json']]>([
		['was sent', 'continueErrorOutput', { messages: [{ id: 'wamid.1' }] }],
		['has a field of that name', 'continueErrorOutput', { error: 'none', from: 'elsewhere' }],
		['stays on the regular output', 'continueRegularOutput', FAILED],
	])('is not on one that %s', (_what, onError, json) => {
		expect(marked(onError, json).error).toBeUndefined();
	});
});
