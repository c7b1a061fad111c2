import { randomUUID } from 'node:crypto';
import { parseFlatted } from './flatted';
import { httpOnce, type HttpAnswer } from './http';
import { waitFor } from './wait';

/** The person who owns the instance. */
export interface Owner {
	email: string;
	/** 8 to 64 characters, with a digit and a capital. */
	password: string;
	firstName?: string;
	lastName?: string;
}

/** What n8n answers to "Test" in the credential's window. */
export interface CredentialTestResult {
	status: 'OK' | 'Error';
	message: string;
}

/** A node as n8n exports it; only what this library reads is named. */
export interface WorkflowNode {
	id?: string;
	name: string;
	type: string;
	typeVersion: number;
	position: [number, number];
	parameters: Record<string, unknown>;
	credentials?: Record<string, { id: string; name: string }>;
	onError?: 'stopWorkflow' | 'continueRegularOutput' | 'continueErrorOutput';
	[key: string]: unknown;
}

/** A workflow as n8n exports it. */
export interface WorkflowJson {
	name: string;
	nodes: WorkflowNode[];
	connections: Record<string, unknown>;
	settings?: Record<string, unknown>;
	[key: string]: unknown;
}

/** A workflow that n8n has stored. */
export interface StoredWorkflow extends WorkflowJson {
	id: string;
	versionId: string;
	isArchived?: boolean;
}

/** One item of a node's output. */
export interface OutputItem {
	json: Record<string, unknown>;
	/** By field; `id` is where n8n keeps the file. */
	binary?: Record<string, { id?: string; mimeType: string; fileName?: string }>;
	pairedItem?: unknown;
	error?: unknown;
}

/** An error as n8n stores it with an execution. */
export interface ExecutionError {
	message: string;
	description?: string | null;
	httpCode?: string | null;
	context?: Record<string, unknown>;
	node?: { name: string };
	[key: string]: unknown;
}

/** A finished execution. */
export interface Execution {
	id: string;
	status: string;
	/** By node name, one entry for each time that the node ran. */
	runData: Record<
		string,
		Array<{
			data?: { main: Array<OutputItem[] | null> };
			error?: ExecutionError;
			executionStatus: string;
			/** What the node has to say in its output pane. */
			hints?: Array<{ message: string }>;
			/** ms */
			executionTime: number;
		}>
	>;
	/** What ended the execution, when it failed. */
	error?: ExecutionError;
	/** The items of a node's first run: `output` 0 is the first output. */
	items(node: string, output?: number): OutputItem[];
}

const FINAL = new Set(['success', 'error', 'crashed', 'canceled']);

/** A refusal of n8n's REST interface. */
export class N8nRestError extends Error {
	constructor(
		readonly method: string,
		readonly path: string,
		readonly status: number,
		readonly body: string,
	) {
		super(`${method} ${path} was answered with ${status}: ${body.slice(0, 800)}`);
		this.name = 'N8nRestError';
	}
}

/** Talks to a real n8n as its editor does: REST with the session's cookie. */
export class N8nClient {
	private cookie = '';

	/** n8n binds the session to it. */
	private readonly browserId = randomUUID();

	constructor(readonly url: string) {}

	/**
	 * @param path beneath /rest
	 * @returns the answer's `data`
	 * @throws N8nRestError unless n8n answers 2xx
	 */
	async request<T>(method: string, path: string, body?: unknown): Promise<T> {
		const answer = await httpOnce(new URL(`${this.url}/rest${path}`), {
			method,
			headers: { ...this.headers(), 'content-type': 'application/json' },
			body: body === undefined ? undefined : JSON.stringify(body),
			timeoutMs: 120_000,
		});
		const session = answer.setCookie.find((line) => line.startsWith('n8n-auth='));
		if (session) this.cookie = session.split(';')[0] ?? '';
		const text = answer.body.toString('utf8');
		if (!isSuccess(answer)) throw new N8nRestError(method, path, answer.status, text);
		return (JSON.parse(text) as { data: T }).data;
	}

	/** Sets the instance's owner up, or logs in when there is one. */
	async setUpOrLogin(owner: Owner): Promise<void> {
		const settings = await this.settings();
		if (settings.userManagement?.showSetupOnFirstLoad === true) {
			await this.request('POST', '/owner/setup', {
				email: owner.email,
				password: owner.password,
				firstName: owner.firstName ?? 'Demo',
				lastName: owner.lastName ?? 'Owner',
			});
			return;
		}
		await this.request('POST', '/login', {
			emailOrLdapLoginId: owner.email,
			password: owner.password,
		});
	}

	/** n8n 2.8 says that it is ready some moments before it takes calls from its editor. */
	private async settings(): Promise<{ userManagement?: { showSetupOnFirstLoad?: boolean } }> {
		return await waitFor(
			async () => {
				try {
					return await this.request<object>('GET', '/settings');
				} catch (error) {
					if (error instanceof N8nRestError && error.status === 404) return false;
					throw error;
				}
			},
			{ what: `Settings of the n8n at ${this.url}`, timeoutMs: 60_000 },
		);
	}

	/** @returns the new credential's id */
	async createCredential(
		type: string,
		name: string,
		data: Record<string, unknown>,
	): Promise<{ id: string; name: string }> {
		return await this.request('POST', '/credentials', { name, type, data });
	}

	/** Creates a credential, or gives the one of this name and type these values. */
	async upsertCredential(
		type: string,
		name: string,
		data: Record<string, unknown>,
	): Promise<{ id: string; name: string }> {
		const all = await this.request<Array<{ id: string; name: string; type: string }>>(
			'GET',
			'/credentials',
		);
		const known = all.find((one) => one.name === name && one.type === type);
		if (!known) return await this.createCredential(type, name, data);
		await this.request('PATCH', `/credentials/${known.id}`, { name, type, data });
		return { id: known.id, name };
	}

	/** Does what "Test" in the credential's window does, with values that need not be stored. */
	async testCredential(
		type: string,
		data: Record<string, unknown>,
		stored?: { id: string; name: string },
	): Promise<CredentialTestResult> {
		const { id, name } =
			stored ?? (await this.createCredential(type, `Test ${randomUUID()}`, data));
		return await this.request('POST', '/credentials/test', {
			credentials: { id, name, type, data },
		});
	}

	async createWorkflow(workflow: WorkflowJson): Promise<StoredWorkflow> {
		return await this.request('POST', '/workflows', { settings: {}, ...workflow });
	}

	/** A workflow of this name that is not archived. */
	async findWorkflow(name: string): Promise<{ id: string } | undefined> {
		const filter = encodeURIComponent(JSON.stringify({ name }));
		const found = await this.request<Array<{ id: string; name: string; isArchived?: boolean }>>(
			'GET',
			`/workflows?filter=${filter}`,
		);
		return found.find((one) => one.name === name && !one.isArchived);
	}

	/** Replaces what a stored workflow does. */
	async updateWorkflow(id: string, workflow: WorkflowJson): Promise<void> {
		const { versionId } = await this.request<StoredWorkflow>('GET', `/workflows/${id}`);
		const { name, nodes, connections, settings } = workflow;
		await this.request('PATCH', `/workflows/${id}`, {
			name,
			nodes,
			connections,
			settings: settings ?? {},
			versionId,
		});
	}

	/**
	 * Publishes a workflow. Its webhooks are registered some seconds after n8n has answered:
	 * whoever calls one polls it.
	 */
	async activate(id: string): Promise<void> {
		const { versionId } = await this.request<StoredWorkflow>('GET', `/workflows/${id}`);
		await this.request('POST', `/workflows/${id}/activate`, { versionId });
	}

	async deactivate(id: string): Promise<void> {
		await this.request('POST', `/workflows/${id}/deactivate`, {});
	}

	/**
	 * Presses "Listen for test event". Returns once the trigger is registered.
	 *
	 * @param trigger name of the trigger node
	 * @throws N8nRestError with the node's own words when it refuses
	 */
	async listen(id: string, trigger: string): Promise<void> {
		await this.startWorkflow(id, trigger);
	}

	/**
	 * Runs a stored workflow by hand and does not wait. n8n 2.8 takes the workflow from the request, newer
	 * ones from their database.
	 *
	 * @returns no ID when the trigger waits for an event
	 */
	async startWorkflow(id: string, trigger: string): Promise<{ executionId?: string }> {
		const workflowData = await this.request<StoredWorkflow>('GET', `/workflows/${id}`);
		return await this.request('POST', `/workflows/${id}/run`, {
			workflowData,
			triggerToStartFrom: { name: trigger },
		});
	}

	/** Presses "Stop listening". The trigger is removed after n8n has answered. */
	async stopListening(id: string): Promise<void> {
		await this.request('DELETE', `/test-webhook/${id}`);
	}

	/** The executions of a workflow, the latest first. */
	async executionsOf(id: string): Promise<Array<{ id: string; status: string; mode: string }>> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId: id }));
		const { results } = await this.request<{
			results: Array<{ id: string; status: string; mode: string }>;
		}>('GET', `/executions?filter=${filter}`);
		return results;
	}

	/**
	 * Runs a stored workflow by hand from its trigger and waits for the end.
	 *
	 * @param trigger name of the trigger node
	 * @param timeoutMs milliseconds until this gives up
	 */
	async runWorkflow(id: string, trigger: string, timeoutMs = 120_000): Promise<Execution> {
		const { executionId } = await this.startWorkflow(id, trigger);
		if (!executionId) {
			throw new Error(`The workflow did not start: "${trigger}" waits for an event.`);
		}
		return await this.waitForExecution(executionId, timeoutMs);
	}

	/** Waits until an execution has ended, however it ended. */
	async waitForExecution(id: string, timeoutMs = 120_000): Promise<Execution> {
		const ended = await waitFor(
			async () => {
				const found = await this.request<{ status: string; data: string }>(
					'GET',
					`/executions/${id}`,
				);
				return FINAL.has(found.status) && found;
			},
			{ what: `The end of execution ${id}`, timeoutMs, intervalMs: 150 },
		);
		const { resultData } = parseFlatted<{
			resultData: { runData?: Execution['runData']; error?: ExecutionError };
		}>(ended.data);
		const runData = resultData.runData ?? {};
		return {
			id,
			status: ended.status,
			runData,
			error: resultData.error,
			items: (node, output = 0) => runData[node]?.[0]?.data?.main[output] ?? [],
		};
	}

	/** The node types that n8n offers in its editor. */
	async nodeTypes(): Promise<Array<Record<string, unknown> & { name: string }>> {
		return (await this.getJson('/types/nodes.json')) as Array<{ name: string }>;
	}

	/** The credential types that n8n offers in its editor. */
	async credentialTypes(): Promise<Array<Record<string, unknown> & { name: string }>> {
		return (await this.getJson('/types/credentials.json')) as Array<{ name: string }>;
	}

	/** Anything that n8n serves outside /rest, with the session's cookie. */
	async get(path: string): Promise<HttpAnswer> {
		return await httpOnce(new URL(path, this.url), { headers: this.headers(), timeoutMs: 60_000 });
	}

	private headers(): Record<string, string> {
		return { 'browser-id': this.browserId, ...(this.cookie && { cookie: this.cookie }) };
	}

	private async getJson(path: string): Promise<unknown> {
		const answer = await this.get(path);
		const text = answer.body.toString('utf8');
		if (!isSuccess(answer)) throw new N8nRestError('GET', path, answer.status, text);
		return JSON.parse(text);
	}
}

function isSuccess({ status }: HttpAnswer): boolean {
	return status >= 200 && status < 300;
}
