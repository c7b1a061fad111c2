import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import { prefer } from '../../../n8n-host/processes';
import { DEFAULT_ACCOUNT, type SettingsPatch } from '../../../simulator';

const ROOT = join(__dirname, '../../../..');

/** After as many V8 has compiled what is on their way. */
const WARM_UP_MESSAGES = 2_000;

/** What `GET /_simulator/state` tells, as far as measurements read it. */
export interface SimulatorState {
	counts: { accepted: number; refused: number };
	refusedByCode: Record<string, number>;
	connections: { opened: number; maxInFlight: number };
	/** Most messages that arrived in any sliding second, by phone number ID. */
	peaksPerSecond: Record<string, number>;
}

/** An accepted message, as `GET /_simulator/ledger` tells it. */
export interface AcceptedRecord {
	phoneNumberId: string;
	to: string;
	/** Milliseconds since the epoch, by the simulator's clock. */
	acceptedAt: number;
	biz_opaque_callback_data?: string;
	/** The request's body. */
	payload: Record<string, unknown>;
}

/** A refused call, as `GET /_simulator/ledger` tells it. */
export interface RefusedRecord {
	phoneNumberId?: string;
	code: number | null;
	/** Milliseconds since the epoch, by the simulator's clock. */
	at: number;
}

/** A simulator in a process of its own: what it costs is not taken from the sender's event loop. */
export class SimulatorProcess {
	private constructor(
		readonly url: string,
		private readonly child: ChildProcess,
	) {}

	/**
	 * Starts one, on a free port, with these settings. Statuses are off: nobody listens to them. It is
	 * warm: a simulator that still compiles its code reads messages late, and would count in one second
	 * what arrived in another.
	 */
	static async start(settings: SettingsPatch = {}): Promise<SimulatorProcess> {
		const child = spawn(
			process.execPath,
			// Ends when this process does, however that ends.
			['-r', join(ROOT, 'test/n8n-host/endWithParent.cjs')].concat(
				['--import', 'tsx'],
				[join(ROOT, 'test/simulator/cli.ts'), '--port', '0'],
			),
			{ cwd: ROOT, stdio: ['pipe', 'pipe', 'inherit'] },
		);
		const simulator = new SimulatorProcess(await addressOf(child), child);
		// What is read late counts in another second. Meta is not short of CPU when this machine is.
		prefer(child.pid as number, 10);
		await simulator.control('POST', 'settings', { autoStatuses: 'off', throughput: 'unlimited' });
		await simulator.warmUp();
		await simulator.clear();
		await simulator.control('POST', 'settings', { throughput: 'byLevel', ...settings });
		return simulator;
	}

	/** Calls the control API. @throws Error when it answers anything but 200 */
	async control(method: string, path: string, body?: unknown): Promise<unknown> {
		const response = await fetch(`${this.url}/_simulator/${path}`, {
			method,
			headers: body === undefined ? {} : { 'content-type': 'application/json' },
			body: body === undefined ? undefined : JSON.stringify(body),
		});
		const answer: unknown = await response.json();
		if (response.status !== 200) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
		return answer;
	}

	async state(): Promise<SimulatorState> {
		return (await this.control('GET', 'state')) as SimulatorState;
	}

	/** All accepted messages, in order. */
	async accepted(): Promise<AcceptedRecord[]> {
		const answer = await this.control('GET', 'ledger?kind=accepted&limit=1000000');
		return (answer as { accepted: AcceptedRecord[] }).accepted;
	}

	/** All refused calls, in order. */
	async refused(): Promise<RefusedRecord[]> {
		const answer = await this.control('GET', 'ledger?kind=refused&limit=1000000');
		return (answer as { refused: RefusedRecord[] }).refused;
	}

	/** Forgets all traffic. */
	async clear(): Promise<void> {
		await this.control('POST', 'clear', {});
	}

	/** With another client than ours: how that starts is part of what is measured. */
	private async warmUp(): Promise<void> {
		const { phoneNumberIds, tokens } = DEFAULT_ACCOUNT;
		let left = WARM_UP_MESSAGES;
		const post = async (): Promise<void> => {
			while (left-- > 0) {
				const response = await fetch(`${this.url}/v26.0/${phoneNumberIds.lowQuality}/messages`, {
					method: 'POST',
					headers: { authorization: `Bearer ${tokens.full}`, 'content-type': 'application/json' },
					body: JSON.stringify({
						messaging_product: 'whatsapp',
						to: `+1202${String(left).padStart(7, '0')}`,
						type: 'text',
						text: { body: 'Warm' },
					}),
				});
				await response.text();
			}
		};
		await Promise.all(Array.from({ length: 8 }, post));
	}

	async close(): Promise<void> {
		if (this.child.exitCode !== null) return;
		const gone = once(this.child, 'exit');
		this.child.kill('SIGTERM');
		await gone;
	}
}

/** Reads what the simulator prints until it says where it listens and that it is ready. */
async function addressOf(child: ChildProcess): Promise<string> {
	let printed = '';
	return await new Promise((resolve, reject) => {
		child.once('error', reject);
		child.once('exit', (code) =>
			reject(new Error(`The simulator ended with ${code}:\n${printed}`)),
		);
		child.stdout?.setEncoding('utf8').on('data', (text: string) => {
			printed += text;
			const [, url] = /Base URL\s+(\S+)/.exec(printed) ?? [];
			if (url && printed.includes('Ctrl-C')) resolve(url);
		});
	});
}
