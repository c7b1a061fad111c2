import { EventEmitter } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Account } from './account';
import type { Callback } from './account';
import { SimulatorClock } from './clock';
import { Conversations } from './conversations';
import type { InboundMessage } from './conversations';
import { Faults } from './faults';
import { receive } from './inbound';
import type { NewInbound } from './inbound';
import { Ledger } from './ledger';
import { ManagementCalls } from './managementCalls';
import type { MessageStatus } from './ledger';
import { MediaStore } from './mediaStore';
import { createSimulatorServer } from './server';
import { applySettings, defaultSettings } from './settings';
import type { SettingsPatch, SimulatorSettings } from './settings';
import { Statuses } from './statuses';
import { TemplateLifecycle } from './templates/lifecycle';
import { PairLimits, Throughput } from './throughput';
import { Uploads } from './uploads';
import { setAppCallback } from './webhooks/callbacks';
import { updateFor } from './webhooks/payloads';
import type { NewUpdate } from './webhooks/payloads';
import { Webhooks } from './webhooks/sender';
import { reset } from './world';
import type { World } from './world';

export type { AccessToken, Account, BusinessAccount, PhoneNumber } from './account';
export { SimulatorClock } from './clock';
export { DEFAULT_ACCOUNT } from './fixtures/account';
export type { ActiveFault, FaultAction, FaultRule, Faults, RawAnswer } from './faults';
export type { InboundMessage } from './conversations';
export type { NewInbound } from './inbound';
export type { AcceptedMessage, Ledger, RefusedCall, WebhookDelivery } from './ledger';
export type { MediaStore, Medium } from './mediaStore';
export type { SettingsPatch, SimulatorSettings } from './settings';
export type { NewUpdate } from './webhooks/payloads';
export type { Template, TemplateComponent } from './templateTypes';
export { signatureOf } from './webhooks/sender';

export interface SimulatorOptions {
	/** TCP port; 0 takes a free one. */
	port?: number;
	/** Address to listen on; only this machine by default. */
	host?: string;
	/** A clock of one's own, e.g. `new SimulatorClock({ mode: 'manual' })`. */
	clock?: SimulatorClock;
	/** What differs from the default settings. */
	settings?: SettingsPatch;
}

/** A running simulator, as tests in the same process use it. */
export class Simulator {
	/** Scheme, host and port, without a slash at the end: the credential's base URL. */
	readonly url: string;

	/** The account behind the API; change it to change what Graph answers. */
	readonly account: Account;

	/** What was accepted, refused and delivered. */
	readonly ledger: Ledger;

	/** The files that Meta keeps. */
	readonly media: MediaStore;

	/** The fault rules in force. */
	readonly faults: Faults;

	/** The settings, to be changed in place. */
	readonly settings: SimulatorSettings;

	/** The review desk: approves, rejects, pauses … templates, and tells the callback. */
	readonly templates: TemplateLifecycle;

	/** The time that the simulator goes by. */
	readonly clock: SimulatorClock;

	constructor(
		private readonly world: World,
		private readonly stop: () => Promise<void>,
	) {
		this.url = world.origin;
		this.account = world.account;
		this.ledger = world.ledger;
		this.media = world.media;
		this.faults = world.faults;
		this.settings = world.settings;
		this.clock = world.clock;
		this.templates = world.templates;
	}

	/** The most messages that reached each number in any sliding second, by phone number id. */
	get peaksPerSecond(): Record<string, number> {
		return this.world.throughput.peaks();
	}

	/** Changes settings; nested ones are merged. */
	configure(patch: SettingsPatch): void {
		applySettings(this.settings, patch);
	}

	/** Lets a person write to the business; leaves as a signed webhook when a callback is set. */
	inbound(message: NewInbound): InboundMessage {
		return receive(this.world, message);
	}

	/**
	 * Sets the app's callback for everything after it has proved itself, as Meta does.
	 *
	 * @param options.verify false takes it unasked.
	 * @throws GraphFailure 2200 when the callback does not echo the challenge.
	 */
	async setCallback(
		callback: Callback | undefined,
		options: { verify?: boolean } = {},
	): Promise<void> {
		await setAppCallback(this.world, callback, options.verify);
	}

	/** Reports a change of any field, e.g. of a template, to whoever gets it. */
	report(update: NewUpdate): void {
		this.world.webhooks.send(updateFor(this.world, update), update.field);
	}

	/** Brings an accepted message to a status at once, e.g. `read`, and tells the callback. */
	setStatus(messageId: string, status: Exclude<MessageStatus, 'accepted'>): void {
		const message = this.ledger.find(messageId);
		if (!message) throw new RangeError(`There is no accepted message ${messageId}`);
		const { phoneNumberId, waId, recipient } = message;
		const conversation = this.world.conversations.open(phoneNumberId, waId, recipient);
		this.world.statuses.reach(conversation, message, status);
	}

	/**
	 * Resolves as soon as `condition` holds; it is looked at after everything that happens.
	 *
	 * @param timeoutMs real milliseconds after which it rejects instead.
	 */
	until(condition: () => boolean, timeoutMs = 60_000): Promise<void> {
		if (condition()) return Promise.resolve();
		const { changes } = this.world;
		return new Promise((resolve, reject) => {
			const timer = setTimeout(() => {
				changes.off('change', look);
				reject(new Error(`Not within ${timeoutMs} ms: ${condition.toString()}`));
			}, timeoutMs);
			const look = (): void => {
				if (!condition()) return;
				clearTimeout(timer);
				changes.off('change', look);
				resolve();
			};
			changes.on('change', look);
		});
	}

	/** Resolves once no webhook delivery is under way; those waiting for a retry do not count. */
	webhooksSettled(timeoutMs?: number): Promise<void> {
		return this.until(() => this.world.webhooks.idle, timeoutMs);
	}

	/** Forgets all traffic, conversations, files and fault rules; account and settings stay. */
	clear(): void {
		reset(this.world);
	}

	/** Ends the server: open connections are cut, nothing is delivered any more. */
	close(): Promise<void> {
		return this.stop();
	}
}

/** Starts a simulated Cloud API on this machine. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
	const { port = 0, host = '127.0.0.1', clock = new SimulatorClock() } = options;
	const settings = defaultSettings();
	applySettings(settings, options.settings ?? {});
	const world = createWorld(clock, settings);
	const server = createSimulatorServer(world);
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, host, resolve);
	});
	const { port: actual } = server.address() as AddressInfo;
	world.origin = `http://${host.includes(':') ? `[${host}]` : host}:${actual}`;
	return new Simulator(world, async () => {
		clock.close();
		world.webhooks.close();
		const closed = new Promise<void>((resolve) => server.close(() => resolve()));
		server.closeAllConnections();
		await closed;
	});
}

function createWorld(clock: SimulatorClock, settings: SimulatorSettings): World {
	const changes = new EventEmitter();
	// Every open page and every waiting test listens.
	changes.setMaxListeners(0);
	const world = {
		clock,
		settings,
		account: new Account(),
		ledger: new Ledger(),
		faults: new Faults(),
		throughput: new Throughput(),
		pairLimits: new PairLimits(),
		conversations: new Conversations(),
		uploads: new Uploads(),
		management: new ManagementCalls(),
		media: new MediaStore(),
		changes,
		origin: '',
	} as World;
	// These three act on the world they are part of.
	world.statuses = new Statuses(world);
	world.webhooks = new Webhooks(world);
	world.templates = new TemplateLifecycle(world);
	return world;
}
