import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { HookContext } from 'n8n-core';
import {
	Workflow,
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type INodeParameters,
	type IWebhookData,
	type WorkflowActivateMode,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

import type { Clock } from '../../../nodes/shared/clock';
import { verifyTokenFor } from '../../../nodes/shared/webhooks/verification';
import { checkExists, create, remove } from '../../../nodes/WhatsAppTrigger/registration/lifecycle';
import { WhatsAppTrigger } from '../../../nodes/WhatsAppTrigger/WhatsAppTrigger.node';
import { additionalData } from './runNode';

/** What Meta meets when it calls an n8n: the webhooks that are live, with the verify token of each. */
export interface Door {
	url: string;
	/** Paths below the host, e.g. "/webhook/5c3a…/whatsapp". */
	live: Set<string>;
	/** The verify token that all nodes take instead of their own. */
	verifyToken?: string;
	close(): Promise<void>;
}

/** Opens a door for the webhooks of nodes whose credential has this app secret. */
export async function openDoor(appSecret: string): Promise<Door> {
	const live = new Set<string>();
	const server = createServer((request, response) => {
		const { pathname, searchParams } = new URL(request.url ?? '/', 'http://door');
		const [, , ...path] = pathname.split('/');
		const token = door.verifyToken ?? verifyTokenFor(appSecret, path.join('/'));
		const isRight = live.has(pathname) && searchParams.get('hub.verify_token') === token;
		response.writeHead(isRight ? 200 : 404);
		response.end(isRight ? searchParams.get('hub.challenge') : '');
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const door: Door = {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		live,
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
	return door;
}

/** A clock on which every wait is over at once, and is noted, in milliseconds. */
export function hastyClock(): Clock & { waits: number[]; onWait?: () => void } {
	const clock: ReturnType<typeof hastyClock> = {
		waits: [],
		now: () => 0,
		after(delayMs, action) {
			clock.waits.push(delayMs);
			clock.onWait?.();
			const timer = setImmediate(action);
			return () => clearImmediate(timer);
		},
	};
	return clock;
}

const nodeTypes = {
	getByName: () => new WhatsAppTrigger(),
	getByNameAndVersion: () => new WhatsAppTrigger(),
	getKnownTypes: () => ({}),
};

/** One trigger node in an n8n: its hooks are called in n8n's own contexts, in the order that n8n has. */
export class HookedTrigger {
	readonly clock = hastyClock();

	/** As n8n stores it with the workflow. */
	private stored: IDataObject = {};

	/** As n8n keeps it with the registration of a test. */
	private ofTest: IDataObject = {};

	constructor(
		private readonly door: Door,
		private readonly credential: ICredentialDataDecryptedObject,
		readonly parameters: INodeParameters,
		private readonly webhookId = 'aaaaaaaa-1111-4222-8333-444444444444',
	) {}

	get productionUrl(): string {
		return `${this.door.url}/webhook/${this.webhookId}/whatsapp`;
	}

	get testUrl(): string {
		return `${this.door.url}/webhook-test/${this.webhookId}/whatsapp`;
	}

	/** @returns whether there was anything to do */
	async activate(activation: WorkflowActivateMode = 'activate'): Promise<boolean> {
		this.door.live.add(new URL(this.productionUrl).pathname);
		const workflow = this.workflow(this.stored);
		const context = this.context(workflow, 'trigger', activation, false);
		try {
			if (await checkExists(context, this.clock)) return false;
			await create(context, this.clock);
			return true;
		} catch (error) {
			await this.deactivate();
			throw error;
		} finally {
			this.stored = copyOf(workflow);
		}
	}

	async deactivate(): Promise<void> {
		this.door.live.delete(new URL(this.productionUrl).pathname);
		const workflow = this.workflow(this.stored);
		await remove(this.context(workflow, 'internal', 'update', false), this.clock);
		this.stored = copyOf(workflow);
	}

	/** "Listen for test event". */
	async listen(): Promise<void> {
		this.door.live.add(new URL(this.testUrl).pathname);
		// A test knows nothing of what is stored.
		const workflow = this.workflow({});
		try {
			const context = this.context(workflow, 'manual', 'manual', true);
			if (!(await checkExists(context, this.clock))) await create(context, this.clock);
		} catch (error) {
			await this.endTest(workflow);
			throw error;
		}
		this.ofTest = copyOf(workflow);
	}

	async stopListening(): Promise<void> {
		await this.endTest(this.workflow(this.ofTest));
	}

	/** n8n is gone at once, and comes back without its tests. */
	kill(): void {
		this.door.live.delete(new URL(this.testUrl).pathname);
		this.ofTest = {};
	}

	private async endTest(workflow: Workflow): Promise<void> {
		await remove(this.context(workflow, 'internal', 'update', true), this.clock);
		this.door.live.delete(new URL(this.testUrl).pathname);
	}

	private workflow(staticData: IDataObject): Workflow {
		return new Workflow({
			id: 'test',
			active: false,
			nodeTypes,
			nodes: [
				{
					id: 'node',
					webhookId: this.webhookId,
					name: 'Trigger',
					type: 'whatsAppTrigger',
					typeVersion: 1,
					position: [0, 0],
					parameters: this.parameters,
					credentials: { whatsAppBusinessCloudApi: { id: '1', name: 'WhatsApp' } },
				},
			],
			connections: {},
			staticData,
		});
	}

	private context(
		workflow: Workflow,
		mode: WorkflowExecuteMode,
		activation: WorkflowActivateMode,
		isTest: boolean,
	): HookContext {
		const node = workflow.nodes.Trigger;
		const data = {
			...additionalData(this.credential),
			webhookBaseUrl: `${this.door.url}/webhook`,
			webhookTestBaseUrl: `${this.door.url}/webhook-test`,
		};
		const webhookData = { isTest } as Partial<IWebhookData> as IWebhookData;
		return new HookContext(workflow, node, data, mode, activation, webhookData);
	}
}

/** n8n keeps static data as JSON. */
function copyOf({ staticData }: Workflow): IDataObject {
	return JSON.parse(JSON.stringify(staticData)) as IDataObject;
}
