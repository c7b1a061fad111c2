import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { ChildProcess } from 'node:child_process';

import type { RunningN8n } from '../../test/n8n-host';
import { httpOnce } from '../../test/n8n-host/http';
import { waitFor } from '../../test/n8n-host/wait';
import type { Came } from '../support/answeringServer';
import { nextMessage } from '../support/processes';
import { rowsOf, type Contestant } from './contestants';

/** What n8n noted of one run of the node. */
interface Effort {
	ms: number;
	cpuMs: number;
	/** Bytes of the process at its peak, beyond what it had when the node began. */
	memory: number;
	/** That came out. */
	items: number;
	error?: string;
}

/** What one run of a node took. */
export interface Round {
	/** Messages per second of the node's own time. */
	perSecond: number;
	/** Milliseconds of the n8n process's CPU time for each message. */
	cpuEach: number;
	/** Bytes at the peak, beyond what n8n had before: worth something where its garbage was collected first. */
	memory: number;
	/** Opened at the server. */
	connections: number;
	/** Requests that waited for their answers at the same time, at most. */
	atOnce: number;
}

/** Where it is measured. */
export interface Track {
	n8n: RunningN8n;
	server: ChildProcess;
	/** Into which n8n writes what the node took. */
	effortsFile: string;
	/** While it exists, n8n collects its garbage before the node begins: how thoroughly is written in it. */
	collectFile: string;
}

/**
 * Runs a node over so many items, after a few that are not measured: what others left in the memory is not on
 * its account, and collecting that throws compiled code away as well.
 */
export async function measureRound(
	track: Track,
	contestant: Contestant,
	size: number,
): Promise<Round> {
	await runCollected(track, contestant, Math.ceil(size / 5), 'regular');
	return await runOnce(track, contestant, size);
}

/** What a node takes of memory and connections when it finds none. Its code is cold: the time tells nothing. */
export async function measureNeeds(
	track: Track,
	contestant: Contestant,
	size: number,
): Promise<Pick<Round, 'memory' | 'connections'>> {
	return await runCollected(track, contestant, size, 'last-resort');
}

async function runCollected(
	track: Track,
	contestant: Contestant,
	size: number,
	flavor: 'regular' | 'last-resort',
): Promise<Round> {
	writeFileSync(track.collectFile, flavor);
	try {
		return await runOnce(track, contestant, size);
	} finally {
		rmSync(track.collectFile);
	}
}

/** @throws Error when a message is missing or surplus */
export async function runOnce(
	{ n8n, server, effortsFile }: Track,
	{ who, source, url, workflowId }: Contestant,
	size: number,
): Promise<Round> {
	rmSync(effortsFile, { force: true });
	await cameTo(server);
	await startBy(url, size);
	const what = `${size} messages of ${who}, by ${source}`;
	const effort = await waitFor(() => readEffort(effortsFile), {
		what,
		timeoutMs: 600_000,
		intervalMs: 100,
	});
	if (effort.error) throw new Error(`${what}: ${effort.error}`);
	// Saving its data is part of no node, and must not disturb the next one.
	await waitFor(async () => (await n8n.executionsOf(workflowId))[0]?.status === 'success', {
		what: `The end of ${what}`,
		timeoutMs: 120_000,
		intervalMs: 250,
	});
	const { posts, connections, atOnce } = await cameTo(server);
	const expected = who === 'reader' ? 0 : size;
	if (effort.items !== size || posts !== expected) {
		throw new Error(`${what}: ${posts} came to the server, ${effort.items} items came out`);
	}
	return {
		perSecond: (size * 1_000) / effort.ms,
		cpuEach: effort.cpuMs / size,
		memory: effort.memory,
		connections,
		atOnce,
	};
}

/** n8n publishes a workflow some time after it has said so: until then there is no such webhook. */
async function startBy(url: string, size: number): Promise<void> {
	const body = JSON.stringify({ rows: rowsOf(size) });
	const headers = { 'content-type': 'application/json' };
	await waitFor(
		async () => {
			const { status } = await httpOnce(new URL(url), {
				method: 'POST',
				headers,
				body,
				timeoutMs: 120_000,
			});
			if (status !== 200 && status !== 404) throw new Error(`The webhook answered ${status}`);
			return status === 200;
		},
		{ what: 'The webhook', timeoutMs: 60_000 },
	);
}

async function cameTo(server: ChildProcess): Promise<Came> {
	server.send('came');
	return await nextMessage<Came>(server);
}

function readEffort(file: string): Effort | undefined {
	const written = existsSync(file) ? readFileSync(file, 'utf8') : '';
	return written.endsWith('\n') ? (JSON.parse(written) as Effort) : undefined;
}
