import { ExecuteContext } from 'n8n-core';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { closeStores } from '../../nodes/shared/store/registry';
import { phoneNumberIds, sendTo, useSimulator } from './sending/support';
import { credentialFor } from './support/credential';
import type { NodeRun, NodeRunOptions } from './support/runNode';

const PERSON = '+12025550150';
const SAYS = /without the shared Redis for \d/;

const simulator = useSimulator();
afterEach(() => {
	closeStores();
	jest.restoreAllMocks();
});

/** Runs the node where nothing listens that its credential names as Redis. @returns the warnings in n8n's log, too */
async function runWithout(
	parameters: INodeParameters,
	{ items = [{ phone: PERSON }], ...more }: Partial<NodeRunOptions> = {},
): Promise<NodeRun & { hints: string[]; warnings: string[] }> {
	const warnings: string[] = [];
	const silent = () => undefined;
	const warn = (message: string) => void warnings.push(message);
	const logger = { error: silent, info: silent, debug: silent, warn };
	jest
		.spyOn(ExecuteContext.prototype, 'logger', 'get')
		.mockReturnValue(logger as unknown as ExecuteContext['logger']);
	const shared = {
		sharedState: 'redis',
		redisUrl: 'redis://127.0.0.1:1',
		whenRedisIsAway: 'continue',
	};
	const credential = { ...credentialFor(simulator()), ...shared };
	const run = await sendTo(simulator(), items, parameters, { credential, ...more });
	const hints = run.run.data.resultData.runData.Node?.[0].hints ?? [];
	return { ...run, warnings, hints: hints.map(({ message }) => message) };
}

const received = (): IDataObject => ({
	messages: [
		{
			id: simulator().inbound({
				phoneNumberId: phoneNumberIds.high,
				from: PERSON,
				text: 'Hello?',
			}).id,
		},
	],
});

const kinds: Array<[string, () => Promise<Awaited<ReturnType<typeof runWithout>>>]> = [
	['a message', async () => await runWithout({})],
	[
		'a mark as read',
		async () => await runWithout({ operation: 'markAsRead' }, { items: [received()] }),
	],
	[
		'a question',
		async () =>
			await runWithout({
				operation: 'sendAndWait',
				message: 'When?',
				responseType: 'freeText',
				options: { checkTrigger: false },
			}),
	],
];

it.each(kinds)('%s that left without Redis says so, in the log as well', async (_, run) => {
	const { error, hints, warnings } = await run();
	expect(error).toBeUndefined();
	expect(hints.filter((hint) => SAYS.test(hint))).toHaveLength(1);
	expect(warnings.filter((warning) => SAYS.test(warning))).toHaveLength(1);
});

it('a node that stops says so in its error, since n8n shows no hints with one', async () => {
	const { error, warnings } = await runWithout(
		{},
		{ items: [{ phone: PERSON }, { phone: PERSON, text: '' }], onError: 'stopWorkflow' },
	);
	expect(error?.description).toMatch(SAYS);
	expect(warnings.filter((warning) => SAYS.test(warning))).toHaveLength(1);
});
