import type { IHookFunctions, INodeProperties } from 'n8n-workflow';

/** Where Meta is told of this trigger. */
export const registrationFields: INodeProperties[] = [
	{
		displayName: 'Register',
		name: 'registrationMode',
		type: 'options',
		noDataExpression: true,
		options: [{ name: 'Manual', value: 'manual' }],
		default: 'manual',
	},
];

/** Whether Meta has this trigger's URL already. */
export async function checkExists(context: IHookFunctions): Promise<boolean> {
	void context;
	return true;
}

/** Tells Meta this trigger's URL. */
export async function create(context: IHookFunctions): Promise<boolean> {
	void context;
	return true;
}

/** Takes this trigger's URL back from Meta. */
export async function remove(context: IHookFunctions): Promise<boolean> {
	void context;
	return true;
}
