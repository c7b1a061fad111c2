import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';

import type {
	DeduplicationItemTypes,
	DeduplicationScope,
	ICheckProcessedContextData,
	ICheckProcessedOptions,
	IDataDeduplicator,
	IDeduplicationOutput,
} from 'n8n-workflow';

/**
 * What n8n remembers of values that nodes have seen, in memory instead of its database, for mode "entries" and
 * scope "node": one row a node, read and written as a whole, so that writes at the same time get lost.
 */
export class MemoryDeduplicator implements IDataDeduplicator {
	readonly rows = new Map<string, string>();
	/** Thrown instead of what is asked for. */
	broken: { record?: Error; remove?: Error } = {};
	writes = 0;

	clear(): void {
		this.rows.clear();
		this.broken = {};
		this.writes = 0;
	}

	async checkProcessedAndRecord(
		items: DeduplicationItemTypes[],
		scope: DeduplicationScope,
		contextData: ICheckProcessedContextData,
		{ mode, maxEntries }: ICheckProcessedOptions,
	): Promise<IDeduplicationOutput> {
		assert.equal(mode, 'entries');
		const row = rowOf(scope, contextData);
		if (this.broken.record) throw this.broken.record;
		const data = await this.read(row);
		const seen = new Set(data);
		const isNew = (item: DeduplicationItemTypes) => !seen.has(hashOf(item));
		const output = {
			new: items.filter(isNew),
			processed: items.filter((item) => !isNew(item)),
		};
		data.push(...output.new.map(hashOf));
		if (maxEntries) data.splice(0, data.length - maxEntries);
		await this.write(row, data);
		return output;
	}

	async removeProcessed(
		items: DeduplicationItemTypes[],
		scope: DeduplicationScope,
		contextData: ICheckProcessedContextData,
		{ mode }: ICheckProcessedOptions,
	): Promise<void> {
		assert.equal(mode, 'entries');
		const row = rowOf(scope, contextData);
		if (this.broken.remove) throw this.broken.remove;
		const data = await this.read(row);
		for (const item of items) {
			const place = data.indexOf(hashOf(item));
			if (place !== -1) data.splice(place, 1);
		}
		await this.write(row, data);
	}

	async clearAllProcessedItems(): Promise<void> {
		await Promise.reject(new Error('Not needed'));
	}

	async getProcessedDataCount(): Promise<number> {
		return await Promise.reject(new Error('Not needed'));
	}

	private async read(row: string): Promise<string[]> {
		await nextTurn();
		return JSON.parse(this.rows.get(row) ?? '[]') as string[];
	}

	private async write(row: string, data: string[]): Promise<void> {
		await nextTurn();
		this.writes++;
		this.rows.set(row, JSON.stringify(data));
	}
}

function rowOf(scope: DeduplicationScope, { node, workflow }: ICheckProcessedContextData): string {
	assert.equal(scope, 'node');
	assert.ok(workflow.id);
	return `${workflow.id} n:${node?.id}`;
}

function hashOf(item: DeduplicationItemTypes): string {
	return createHash('md5').update(item.toString()).digest('base64');
}

async function nextTurn(): Promise<void> {
	await new Promise((resolve) => setImmediate(resolve));
}
