import type { EventEmitter } from 'node:events';
import type { Account } from './account';
import type { SimulatorClock } from './clock';
import type { Conversations } from './conversations';
import type { Faults } from './faults';
import type { Ledger } from './ledger';
import type { MediaStore } from './mediaStore';
import type { SimulatorSettings } from './settings';
import type { ManagementCalls } from './managementCalls';
import type { Statuses } from './statuses';
import type { TemplateLifecycle } from './templates/lifecycle';
import type { PairLimits, Throughput } from './throughput';
import type { Uploads } from './uploads';
import type { Webhooks } from './webhooks/sender';

/** Everything that a simulator is made of; the endpoints get it handed in. */
export interface World {
	clock: SimulatorClock;
	settings: SimulatorSettings;
	account: Account;
	ledger: Ledger;
	faults: Faults;
	throughput: Throughput;
	pairLimits: PairLimits;
	conversations: Conversations;
	media: MediaStore;
	statuses: Statuses;
	webhooks: Webhooks;
	templates: TemplateLifecycle;
	uploads: Uploads;
	management: ManagementCalls;
	/** Emits `change` with a {@link Change} whenever something happened. */
	changes: EventEmitter;
	/** Scheme, host and port under which this simulator is reached. */
	origin: string;
}

/** What happened, for the page and for tests that wait for something. */
export type Change =
	| { kind: 'message' | 'status' | 'typing'; conversation: string; messageId: string }
	| { kind: 'template'; templateId: string }
	| { kind: 'refused' | 'fault' | 'medium' | 'delivery' | 'connection' | 'reset' };

/** Forgets all traffic, conversations, files and fault rules; account, settings and time stay. */
export function reset(world: World): void {
	world.ledger.clear();
	world.faults.clear();
	world.throughput.clear();
	world.pairLimits.clear();
	world.conversations.clear();
	world.management.clear();
	world.templates.creations.clear();
	world.uploads.clear();
	world.media.clear();
	const change: Change = { kind: 'reset' };
	world.changes.emit('change', change);
}
