import type { IHookFunctions } from 'n8n-workflow';

import type { SlotId } from './slots';

/**
 * What a registration leaves for its end. n8n keeps it with the workflow; a test run has a memory of its
 * own that ends with it.
 */
export interface Memory {
	slot: SlotId;
	/** The URL that was registered. */
	url: string;
	isTest: boolean;
	/** The URL that stood there before; "" for none, undefined when it was ours and nothing is known. */
	before?: string;
	/** The app had no callback at all and got ours, since fields cannot be subscribed without. */
	isAppCallback?: boolean;
}

const KEY = 'registration';

/** What was remembered of this URL; what another URL of the node left is not ours to act on. */
export function recall(context: IHookFunctions, url: string): Memory | undefined {
	const memory = context.getWorkflowStaticData('node')[KEY] as unknown as Memory | undefined;
	return memory?.url === url ? memory : undefined;
}

export function remember(context: IHookFunctions, memory: Memory): void {
	// n8n stores it as JSON.
	context.getWorkflowStaticData('node')[KEY] = JSON.parse(JSON.stringify(memory)) as object;
}

export function forget(context: IHookFunctions): void {
	delete context.getWorkflowStaticData('node')[KEY];
}
