import type { Clock } from '../../shared/clock';
import {
	getAppSubscription,
	listSubscribedApps,
	subscribeApp,
	subscribeToAccount,
	unsubscribeApp,
	type AppSubscription,
} from '../../shared/graph/endpoints/subscriptions';
import { CALLBACK_UNVERIFIED } from '../../shared/graph/errorCodes';
import { GraphApiError, ValidationError } from '../../shared/graph/errors';
import { insist, isPassing } from '../../shared/graph/patience';
import {
	checkAddress,
	holderOf,
	hostOf,
	isOnThisMachine,
	productionOf,
	type Address,
} from './address';
import { coverageOf, type Coverage } from './coverage';
import { decide, type Decision, type Holder } from './decision';
import type { Memory } from './memory';
import { coverageRefusal, slotRefusal } from './refusals';
import type { Settings } from './settings';
import { slotOf, type Slot } from './slots';

/** How things stand at Meta for one node, and what follows from it. */
export interface View {
	settings: Settings;
	address: Address;
	slot: Slot;
	slotUrl: string | undefined;
	holder: Holder;
	decision: Decision;
	app: AppSubscription | undefined;
	coverage: Coverage;
	/** Whether the app gets the account's webhooks at all. */
	isSubscribed: boolean;
}

/** Asks Meta how things stand. */
export async function look(settings: Settings, address: Address): Promise<View> {
	const { client, appId, businessAccountId, fields } = settings;
	const slot = slotOf(client, settings.slot, appId);
	const [slotUrl, app, apps] = await Promise.all([
		slot.read(),
		getAppSubscription(client, appId),
		listSubscribedApps(client, businessAccountId),
	]);
	const holder = holderOf(slotUrl, address);
	const decision = decide({
		intent: address.isTest ? 'startTest' : 'activate',
		holder,
		takeOver: settings.takeOver,
		borrowProduction: settings.borrowProduction,
	});
	// Whoever gets the app's own slot decides on its fields.
	const appHolder =
		settings.slot.level === 'app' ? 'production' : holderOf(app?.callbackUrl, address);
	const coverage = coverageOf(fields, { holder: appHolder, fields: app?.fields ?? [] });
	const isSubscribed = apps.some((one) => one.appId === appId);
	return { settings, address, slot, slotUrl, holder, decision, app, coverage, isSubscribed };
}

export function isAllRight({ decision, coverage, isSubscribed }: View): boolean {
	return decision.do === 'nothing' && coverage.do === 'nothing' && isSubscribed;
}

/** @throws ValidationError when Meta cannot reach the node, or something stands in the way */
export function checkIsFree(view: View): void {
	const { settings, address, slot, decision, coverage } = view;
	if (!isOnThisMachine(settings.client.host)) checkAddress(address.url, slot.limit);
	if (decision.do === 'refuse') {
		const held = { name: slot.name, url: view.slotUrl ?? '' };
		throw slotRefusal(decision.because, held, address);
	}
	if (coverage.do === 'refuse') throw coverageRefusal(coverage, appOf(view));
}

/** @param known what an earlier registration of the same URL left */
export function memoryOf(view: View, known: Memory | undefined): Memory {
	const { settings, address, holder, coverage, app } = view;
	const { isTest } = address;
	const stoodThere = holder === 'test' || (holder === 'production' && !isTest);
	return {
		slot: settings.slot,
		url: address.url,
		isTest,
		before: stoodThere ? known?.before : (view.slotUrl ?? ''),
		isAppCallback: coverage.do === 'subscribe' && !app && settings.slot.level !== 'app',
	};
}

/** Has Meta send what is wanted to the node: the account's webhooks, the app's fields, then the callback. */
export async function register(clock: Clock, view: View): Promise<void> {
	const { settings, decision, coverage } = view;
	if (!view.isSubscribed) {
		await insist(clock, async () => {
			await subscribeToAccount(settings.client, settings.businessAccountId);
		});
	}
	const isApp = settings.slot.level === 'app';
	if (coverage.do === 'subscribe' && !isApp) await subscribeFields(clock, view, coverage.missing);
	if (decision.do !== 'nothing' || (coverage.do === 'subscribe' && isApp)) await fill(clock, view);
}

/** Takes the node out of its slot, if it still stands there. */
export async function unregister(
	clock: Clock,
	settings: Settings,
	address: Address,
	memory: Memory | undefined,
): Promise<void> {
	const { client, appId } = settings;
	const slot = slotOf(client, memory?.slot ?? settings.slot, appId);
	const before = memory?.before === undefined ? 'test' : holderOf(memory.before, address);
	const decision = decide({
		intent: memory && !memory.isTest ? 'deactivate' : 'endTest',
		holder: holderOf(await insist(clock, async () => await slot.read()), address),
		before: before === 'test' ? undefined : before,
		takeOver: settings.takeOver,
		borrowProduction: settings.borrowProduction,
	});
	const previous = memory?.before || productionOf(address);
	if (decision.do === 'giveBack' && previous) await giveBack(clock, settings, slot, previous);
	else if (decision.do !== 'nothing') await insist(clock, async () => await slot.clear());
	if (memory?.isTest && memory.isAppCallback) {
		const app = await insist(clock, async () => await getAppSubscription(client, appId));
		if (holderOf(app?.callbackUrl, address) === 'test')
			await insist(clock, async () => await unsubscribeApp(client, appId));
	}
}

/** Subscribes the app to more fields, without changing its callback; one that has none gets ours. */
async function subscribeFields(clock: Clock, view: View, missing: string[]): Promise<void> {
	const { settings, app, address } = view;
	const { client, appId, callbackOf } = settings;
	const callback = callbackOf(app?.callbackUrl ?? address.url);
	const fields = [...(app?.fields ?? []), ...missing];
	try {
		await insist(
			clock,
			async () => await subscribeApp(client, appId, callback, fields),
			app ? isPassing : isWorthAnotherTry,
		);
	} catch (error) {
		if (!app || !isUnverified(error)) throw error;
		// The URL of another workflow that is not active, or has another verify token.
		const refusal = { do: 'refuse', because: 'unsubscribed', fields: missing } as const;
		throw coverageRefusal(refusal, appOf(view));
	}
}

/** Sets the slot to the node's URL, and looks whether it is there. */
async function fill(clock: Clock, { settings, slot, address }: View): Promise<void> {
	await insist(
		clock,
		async () => await slot.set(settings.callbackOf(address.url), settings.fields),
		isWorthAnotherTry,
	);
	const ours = address.isTest ? 'test' : 'production';
	await insist(
		clock,
		async () => {
			const url = await slot.read();
			if (holderOf(url, address) !== ours) throw notThere(slot, url);
		},
		() => true,
	);
}

/** Whoever does not answer Meta any more, such as a workflow that was deactivated, gets nothing back. */
async function giveBack(clock: Clock, settings: Settings, slot: Slot, url: string): Promise<void> {
	try {
		await insist(clock, async () => await slot.set(settings.callbackOf(url), settings.fields));
	} catch (error) {
		if (!isUnverified(error)) throw error;
		await insist(clock, async () => await slot.clear());
	}
}

function notThere(slot: Slot, url: string | undefined): ValidationError {
	return new ValidationError(
		'Register On',
		`Meta took the callback of ${slot.name}, but now ${url ? hostOf(url) : 'nothing'} stands there`,
		'Something else may set it at the same time: look at what else uses this app, then publish the workflow again.',
	);
}

/** Meta called the URL, and was not answered as it wants. */
function isUnverified(error: unknown): boolean {
	return error instanceof GraphApiError && error.code === CALLBACK_UNVERIFIED;
}

/** n8n may open the node's own webhook a moment later. */
function isWorthAnotherTry(error: unknown): boolean {
	return isPassing(error) || isUnverified(error);
}

function appOf({ app, settings }: View): { id: string; callbackUrl: string } {
	return { id: settings.appId, callbackUrl: app?.callbackUrl ?? '' };
}
