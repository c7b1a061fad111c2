import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';

import { DEFAULT_ACCOUNT, startSimulator, type FaultRule, type Simulator } from '../../simulator';
import { credentialFor } from '../support/credential';
import { HookedTrigger, openDoor, type Door } from '../support/hooks';

const PHONE = DEFAULT_ACCOUNT.phoneNumberIds.standard;
const OTHER_ID = 'bbbbbbbb-1111-4222-8333-444444444444';
const STRANGER = { url: 'https://crm.example/hooks/whatsapp', verifyToken: 'theirs' };

/** Meta answers nothing but "try again". */
const AWAY = { match: { kind: 'any' }, action: { error: { code: 2 } } } as const;

let simulator: Simulator;
let door: Door;

beforeEach(async () => {
	simulator = await startSimulator();
	door = await openDoor(DEFAULT_ACCOUNT.app.secret);
});

afterEach(async () => {
	await Promise.all([simulator.close(), door.close()]);
});

const triggerWith = (
	parameters: INodeParameters = {},
	credential: ICredentialDataDecryptedObject = {},
	webhookId?: string,
): HookedTrigger =>
	new HookedTrigger(
		door,
		{ ...credentialFor(simulator), ...credential },
		{
			updates: ['messages'],
			registerOn: 'phoneNumber',
			phoneNumberId: { __rl: true, mode: 'id', value: PHONE },
			...parameters,
		},
		webhookId,
	);

const phone = () => simulator.account.addPhoneNumber({ id: PHONE, display_phone_number: '+1' });
const waba = () => simulator.account.accountOf(DEFAULT_ACCOUNT.businessAccountId);
const slots = {
	phoneNumber: () => phone().callback?.url,
	businessAccount: () => waba().callback?.url,
	app: () => simulator.account.appCallback?.url,
};

/** The words in which a hook fails: message and advice. */
async function wordsOf(call: Promise<unknown>): Promise<string> {
	const error = await call.then(
		() => Promise.reject(new Error('It did not fail')),
		(thrown: Error & { description?: string }) => thrown,
	);
	return `${error.message}\n${error.description ?? ''}`;
}

/** An app that somebody else runs, subscribed to some fields. */
function othersApp(fields = ['messages']): void {
	simulator.account.appCallback = STRANGER;
	simulator.account.appFields = new Set(fields);
}

describe('activation', () => {
	test.each(['phoneNumber', 'businessAccount', 'app'] as const)(
		'sets the callback of %s, and its end leaves it empty',
		async (level) => {
			if (level !== 'app') othersApp();
			const trigger = triggerWith({ registerOn: level });
			expect(await trigger.activate()).toBe(true);
			expect(slots[level]()).toBe(trigger.productionUrl);
			expect(waba().isSubscribed).toBe(true);
			expect([...simulator.account.appFields]).toEqual(['messages']);
			expect(await trigger.activate()).toBe(false);
			await trigger.deactivate();
			expect(slots[level]()).toBeUndefined();
			if (level !== 'app') expect(simulator.account.appCallback).toBe(STRANGER);
			expect(waba().isSubscribed).toBe(true);
		},
	);

	test('gives an app without any callback its own, as fields cannot be had without', async () => {
		const trigger = triggerWith({ updates: ['messages', 'templates'] });
		await trigger.activate();
		expect(slots.app()).toBe(trigger.productionUrl);
		expect(simulator.account.appFields).toContain('message_template_status_update');
		await trigger.deactivate();
		expect(slots.phoneNumber()).toBeUndefined();
		// Other numbers may rely on the fields by now.
		expect(slots.app()).toBe(trigger.productionUrl);
	});

	test("adds fields to the app's when it has the app's callback", async () => {
		const trigger = triggerWith({ registerOn: 'app' });
		await trigger.activate();
		trigger.parameters.updates = ['calls'];
		expect(await trigger.activate('update')).toBe(true);
		expect([...simulator.account.appFields]).toEqual(['messages', 'calls']);
	});

	test('names a field that somebody else’s app is not subscribed to, and changes nothing', async () => {
		othersApp();
		const words = await wordsOf(triggerWith({ updates: ['messages', 'calls'] }).activate());
		expect(words).toMatch(/not subscribed to calls/);
		expect(words).toMatch(/App Dashboard › WhatsApp › Configuration/);
		expect(words).toMatch(/crm\.example/);
		expect(slots.phoneNumber()).toBeUndefined();
		expect(waba().isSubscribed).toBe(false);
	});

	test('says that template events come to the app only', async () => {
		othersApp(['messages', 'message_template_status_update']);
		const words = await wordsOf(triggerWith({ updates: ['messages', 'templates'] }).activate());
		expect(words).toMatch(/message_template_status_update.* to the callback of the app only/);
		expect(words).toMatch(/App under Register On/);
		expect(slots.phoneNumber()).toBeUndefined();
	});

	test('subscribes fields for the callback of another workflow, which stays', async () => {
		const other = triggerWith({ registerOn: 'app' }, {}, OTHER_ID);
		await other.activate();
		await triggerWith({ updates: ['calls'] }).activate();
		expect(slots.app()).toBe(other.productionUrl);
		expect([...simulator.account.appFields]).toEqual(['messages', 'calls']);
	});

	test('names the field when the other workflow does not answer any more', async () => {
		const other = triggerWith({ registerOn: 'app' }, {}, OTHER_ID);
		await other.activate();
		door.live.clear();
		const words = await wordsOf(triggerWith({ updates: ['calls'] }).activate());
		expect(words).toMatch(/not subscribed to calls/);
		expect([...simulator.account.appFields]).toEqual(['messages']);
	});

	test('finds the app by the token when the credential does not name it', async () => {
		const trigger = triggerWith({}, { appId: '' });
		await trigger.activate();
		expect(slots.phoneNumber()).toBe(trigger.productionUrl);
	});

	test('uses the verify token of the credential', async () => {
		door.verifyToken = 'a word of our own';
		const trigger = triggerWith({}, { verifyToken: ' a word of our own ' });
		await trigger.activate();
		expect(slots.phoneNumber()).toBe(trigger.productionUrl);
	});

	test('replaces a test URL of its own that a killed n8n left behind', async () => {
		const trigger = triggerWith();
		phone().callback = { url: trigger.testUrl, verifyToken: '' };
		await trigger.activate();
		expect(slots.phoneNumber()).toBe(trigger.productionUrl);
	});
});

describe('a slot that is taken', () => {
	test.each(['phoneNumber', 'businessAccount', 'app'] as const)(
		'by somebody else: %s stays as it is',
		async (level) => {
			othersApp();
			waba().isSubscribed = true;
			phone().callback = waba().callback = STRANGER;
			const words = await wordsOf(triggerWith({ registerOn: level }).activate());
			expect(words).toMatch(/is set to crm\.example, and was left as it is/);
			expect(words).toMatch(/Take Over/);
			expect(slots[level]()).toBe(STRANGER.url);
		},
	);

	test('by somebody else is emptied in the end when it was taken over', async () => {
		othersApp();
		phone().callback = STRANGER;
		const trigger = triggerWith({ registrationOptions: { takeOver: true } });
		await trigger.activate();
		expect(slots.phoneNumber()).toBe(trigger.productionUrl);
		await trigger.deactivate();
		expect(slots.phoneNumber()).toBeUndefined();
	});

	test('by another workflow: the second is told how to share', async () => {
		const other = triggerWith({}, {}, OTHER_ID);
		await other.activate();
		const words = await wordsOf(triggerWith().activate());
		expect(words).toMatch(/Another workflow of this n8n has the callback of the phone number/);
		expect(words).toContain(OTHER_ID);
		expect(words).toMatch(/Execute Sub-workflow/);
		expect(slots.phoneNumber()).toBe(other.productionUrl);
	});

	test('by another workflow, is given back to it after Take Over', async () => {
		const other = triggerWith({}, {}, OTHER_ID);
		await other.activate();
		const trigger = triggerWith({ registrationOptions: { takeOver: true } });
		await trigger.activate();
		expect(slots.phoneNumber()).toBe(trigger.productionUrl);
		await trigger.deactivate();
		expect(slots.phoneNumber()).toBe(other.productionUrl);
	});

	test('by another workflow that is not active any more, is emptied instead', async () => {
		const other = triggerWith({}, {}, OTHER_ID);
		await other.activate();
		const trigger = triggerWith({ registrationOptions: { takeOver: true } });
		await trigger.activate();
		await other.deactivate();
		expect(slots.phoneNumber()).toBe(trigger.productionUrl);
		await trigger.deactivate();
		expect(slots.phoneNumber()).toBeUndefined();
	});

	test('after our activation, is left alone at its end', async () => {
		const trigger = triggerWith();
		await trigger.activate();
		phone().callback = STRANGER;
		await trigger.deactivate();
		expect(slots.phoneNumber()).toBe(STRANGER.url);
	});
});

describe('a test', () => {
	const borrowing = { registrationOptions: { borrowProduction: true } };

	test('borrows an empty slot, and leaves no trace on an app without callback', async () => {
		const trigger = triggerWith();
		await trigger.listen();
		expect(slots.phoneNumber()).toBe(trigger.testUrl);
		expect(slots.app()).toBe(trigger.testUrl);
		await trigger.stopListening();
		expect(slots.phoneNumber()).toBeUndefined();
		expect(slots.app()).toBeUndefined();
	});

	test('explains why it does not take the callback from production', async () => {
		const trigger = triggerWith();
		await trigger.activate();
		const words = await wordsOf(trigger.listen());
		expect(words).toMatch(/This workflow is published/);
		expect(words).toMatch(/Borrow Callback for Tests/);
		expect(slots.phoneNumber()).toBe(trigger.productionUrl);
	});

	test.each(['phoneNumber', 'businessAccount', 'app'] as const)(
		'gives the callback of %s back to production',
		async (level) => {
			const trigger = triggerWith({ registerOn: level, ...borrowing });
			await trigger.activate();
			await trigger.listen();
			expect(slots[level]()).toBe(trigger.testUrl);
			await trigger.stopListening();
			expect(slots[level]()).toBe(trigger.productionUrl);
			expect([...simulator.account.appFields]).toEqual(['messages']);
		},
	);

	test('that is started twice gives it back as well', async () => {
		const trigger = triggerWith(borrowing);
		await trigger.activate();
		await trigger.listen();
		await trigger.listen();
		await trigger.stopListening();
		expect(slots.phoneNumber()).toBe(trigger.productionUrl);
	});

	test('after one that n8n did not live to end puts production right', async () => {
		const trigger = triggerWith(borrowing);
		await trigger.activate();
		await trigger.listen();
		trigger.kill();
		expect(slots.phoneNumber()).toBe(trigger.testUrl);
		await trigger.listen();
		await trigger.stopListening();
		expect(slots.phoneNumber()).toBe(trigger.productionUrl);
	});

	test('during which production is switched off ends with an empty slot', async () => {
		const trigger = triggerWith(borrowing);
		await trigger.activate();
		await trigger.listen();
		await trigger.deactivate();
		await trigger.stopListening();
		expect(slots.phoneNumber()).toBeUndefined();
	});

	test('during which production is switched on ends with production on', async () => {
		const trigger = triggerWith();
		await trigger.listen();
		await trigger.activate();
		expect(slots.phoneNumber()).toBe(trigger.productionUrl);
		await trigger.stopListening();
		expect(slots.phoneNumber()).toBe(trigger.productionUrl);
	});

	test('takes nothing from anyone else, with Take Over neither', async () => {
		phone().callback = STRANGER;
		const trigger = triggerWith({ registrationOptions: { takeOver: true } });
		expect(await wordsOf(trigger.listen())).toMatch(/A test never takes over/);
		expect(slots.phoneNumber()).toBe(STRANGER.url);
	});

	test('gives production back when it fails halfway', async () => {
		const trigger = triggerWith(borrowing);
		await trigger.activate();
		// The test URL does not answer, so that Meta does not take it.
		const listening = trigger.listen();
		door.live.delete(new URL(trigger.testUrl).pathname);
		await wordsOf(listening);
		expect(slots.phoneNumber()).toBe(trigger.productionUrl);
	});
});

describe('trouble', () => {
	test('a URL that Meta cannot verify is tried again, then explained', async () => {
		const trigger = triggerWith();
		const activation = trigger.activate();
		door.live.clear();
		const words = await wordsOf(activation);
		expect(words).toMatch(/code 2200/);
		expect(words).toMatch(/Meta calls the webhook URL/);
		expect(slots.phoneNumber()).toBeUndefined();
	});

	test('a webhook that n8n opens a moment later is taken', async () => {
		const trigger = triggerWith();
		const activation = trigger.activate();
		const [path] = door.live;
		door.live.clear();
		trigger.clock.onWait = () => void door.live.add(String(path));
		await activation;
		expect(trigger.clock.waits).toEqual([1_000]);
		expect(slots.phoneNumber()).toBe(trigger.productionUrl);
	});

	test('a restart while Meta is away leaves what works, an activation does not pass', async () => {
		const trigger = triggerWith();
		await trigger.activate();
		const { id } = simulator.faults.add(AWAY);
		expect(await trigger.activate('init')).toBe(false);
		expect(await wordsOf(triggerWith({}, {}, OTHER_ID).activate('init'))).toMatch(/code 2\b/);
		simulator.faults.remove(id);
		expect(slots.phoneNumber()).toBe(trigger.productionUrl);
	});

	test.each<[string, FaultRule]>([
		['Meta', AWAY],
		['a gateway', { match: AWAY.match, action: { http: { status: 502, body: '<html>' } } }],
	])('what %s could not answer for a moment is asked again', async (_, fault) => {
		const trigger = triggerWith();
		simulator.faults.add({ ...fault, next: 1 });
		await trigger.activate();
		expect(slots.phoneNumber()).toBe(trigger.productionUrl);
	});

	test('nor does a moment keep a test from giving everything back', async () => {
		const trigger = triggerWith();
		await trigger.listen();
		simulator.faults.add({ ...AWAY, every: 2 });
		await trigger.stopListening();
		expect(slots.phoneNumber()).toBeUndefined();
		expect(slots.app()).toBeUndefined();
	});

	test('the end of a test that Meta does not answer to fails no hook', async () => {
		const trigger = triggerWith();
		await trigger.listen();
		simulator.faults.add(AWAY);
		await expect(trigger.stopListening()).resolves.toBeUndefined();
	});

	test('the end of production that Meta does not answer to does, so that n8n tries again', async () => {
		const trigger = triggerWith();
		await trigger.activate();
		const { id } = simulator.faults.add(AWAY);
		expect(await wordsOf(trigger.deactivate())).toMatch(/code 2\b/);
		simulator.faults.remove(id);
		await trigger.deactivate();
		expect(slots.phoneNumber()).toBeUndefined();
	});

	test('an app secret that is not the app’s is named, and not shown', async () => {
		const appSecret = 'ffffffffffffffffffffffffffffffff';
		const words = await wordsOf(triggerWith({}, { appSecret }).activate());
		expect(words).toMatch(/appsecret_proof|App ID and App Secret/);
		expect(words).not.toContain(appSecret);
	});

	test.each<[string, INodeParameters, ICredentialDataDecryptedObject]>([
		['no app secret', {}, { appSecret: '' }],
		['names no WhatsApp Business Account', {}, { businessAccountId: '' }],
		['No phone number is chosen', { phoneNumberId: { __rl: true, mode: 'id', value: '' } }, {}],
		['is not a phone number ID', { phoneNumberId: { __rl: true, mode: 'id', value: '+1 2' } }, {}],
	])('%s', async (message, parameters, credential) => {
		expect(await wordsOf(triggerWith(parameters, credential).activate())).toContain(message);
		expect(waba().isSubscribed).toBe(false);
	});
});

describe('Manual', () => {
	test('asks Meta nothing', async () => {
		const trigger = triggerWith({ registerOn: 'manual' }, { verifyToken: 'a word' });
		expect(await trigger.activate()).toBe(false);
		await trigger.listen();
		await trigger.stopListening();
		await trigger.deactivate();
		expect(simulator.ledger.connections.opened).toBe(0);
	});

	test('needs a verify token that the builder knows', async () => {
		const words = await wordsOf(triggerWith({ registerOn: 'manual' }).activate());
		expect(words).toMatch(/no verify token/);
	});
});
