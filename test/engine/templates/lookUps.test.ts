import { Dispatcher, fastPolicy, useDispatcher } from '../../../nodes/shared/delivery';
import { DEFAULT_ACCOUNT, startSimulator, type Simulator } from '../../simulator';
import { credentialFor } from '../support/credential';
import { runWhatsAppSend } from '../support/runNode';
import { AUTO_MAP, chosen, form } from './support';

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator({ settings: { autoStatuses: 'off' } });
	useDispatcher(new Dispatcher({ policy: fastPolicy }));
});
afterEach(async () => await simulator.close());

/** Sends to that many people, and counts the calls that were no message. */
async function run(
	parameters: ReturnType<typeof chosen>,
	{ people = 1, item = {}, credential = {} } = {},
) {
	const watch = (kind: 'any' | 'messages') =>
		simulator.faults.add({ match: { kind }, every: Infinity, action: { delay: 0 } });
	const all = watch('any');
	const messages = watch('messages');
	const items = Array.from({ length: people }, (_, index) => ({
		phone: `+1202555${1000 + index}`,
		...item,
	}));
	const { error } = await runWhatsAppSend({
		parameters: {
			resource: 'message',
			phoneNumberId: { __rl: true, mode: 'id', value: DEFAULT_ACCOUNT.phoneNumberIds.high },
			recipientPhoneNumber: '={{ $json.phone }}',
			...parameters,
		},
		items,
		credential: { ...credentialFor(simulator), ...credential },
	});
	return { error: error?.message, lookUps: all.matched - messages.matched };
}

const REMINDER = chosen('winter', form({ body_1: 'Sunday' }));
const addTemplate = (text = 'Until {{1}}.') =>
	simulator.account.addTemplate({ name: 'winter', components: [{ type: 'BODY', text }] });
const WITHOUT_ACCOUNT = { credential: { businessAccountId: '' } };

it('looks at a template once, whoever it goes to and however often', async () => {
	addTemplate();
	// One for the number, one for the template.
	expect(await run(REMINDER, { people: 5 })).toEqual({ error: undefined, lookUps: 2 });
	expect(await run(REMINDER, { people: 5 })).toEqual({ error: undefined, lookUps: 0 });
	expect(simulator.ledger.accepted).toHaveLength(10);
});

it('looks anew once Meta says that the values do not fit', async () => {
	const { id } = addTemplate();
	await run(REMINDER);
	simulator.account.updateTemplate(id, {
		components: [{ type: 'BODY', text: 'From {{1}} until {{2}}.' }],
	});
	expect(await run(REMINDER)).toMatchObject({ error: expect.stringContaining('132000') });
	expect(await run(REMINDER)).toMatchObject({
		error: expect.stringMatching(/^Body \{\{2\}\} is empty/),
		lookUps: 1,
	});
	expect(await run(chosen('winter', form({ body_1: 'a', body_2: 'b' })))).toEqual({
		error: undefined,
		lookUps: 0,
	});
});

it('looks anew once Meta says that there is no such template', async () => {
	const { id } = addTemplate();
	await run(REMINDER);
	simulator.account.updateTemplate(id, { status: 'REJECTED' });
	expect(await run(REMINDER)).toMatchObject({ error: expect.stringContaining('132001') });
	simulator.account.updateTemplate(id, { status: 'APPROVED' });
	expect(await run(REMINDER)).toEqual({ error: undefined, lookUps: 1 });
});

it('tries again when the look-up got lost, since nothing was sent', async () => {
	addTemplate();
	// What the number may do is asked first, and is known after this.
	await run(chosen('hello_world'));
	const lost = simulator.faults.add({
		match: { kind: 'any' },
		next: 1,
		action: { close: 'after' },
	});
	expect(await run(REMINDER)).toEqual({ error: undefined, lookUps: 2 });
	expect(lost.fired).toBe(1);
	expect(simulator.ledger.accepted).toHaveLength(2);
});

describe('a credential without an account', () => {
	it('sends components by hand without a look at the template', async () => {
		addTemplate();
		const components = {
			component: [
				{ type: 'body', bodyParameters: { parameter: [{ type: 'text', text: 'Sunday' }] } },
			],
		};
		await run(chosen('hello_world'), WITHOUT_ACCOUNT);
		expect(
			await run(
				chosen('winter', { templateValuesSource: 'components', components }),
				WITHOUT_ACCOUNT,
			),
		).toEqual({ error: undefined, lookUps: 0 });
	});

	it('sends a template without variables', async () => {
		expect((await run(chosen('hello_world'), WITHOUT_ACCOUNT)).error).toBeUndefined();
		expect(simulator.ledger.accepted).toHaveLength(1);
	});

	it.each([
		['filled in', form({ body_1: 'Sunday' })],
		['mapped', AUTO_MAP],
	])('is missed by a form that is %s', async (_what, values) => {
		addTemplate();
		const { error } = await run(chosen('winter', values), {
			...WITHOUT_ACCOUNT,
			item: { body_1: 'x' },
		});
		expect(error).toMatch(/^The credential names no WhatsApp Business Account/);
		expect(simulator.ledger.accepted).toHaveLength(0);
	});
});
