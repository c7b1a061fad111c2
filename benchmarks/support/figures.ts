import { availableParallelism, cpus, loadavg } from 'node:os';

/** The middle of some figures. */
export function median(values: number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted.length >> 1;
	return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** CPU time of this process in microseconds since `before`. */
export function cpuSince(before: NodeJS.CpuUsage): number {
	const { user, system } = process.cpuUsage(before);
	return user + system;
}

export const count = (value: number): string => Math.round(value).toLocaleString('en-US');

export const percent = (ratio: number): string => `${(100 * ratio).toFixed(1)} %`;

export const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;

/** "2 × Intel(R) Xeon(R), Node v20.20.2, linux x64, load 0.31" */
export function machine(): string {
	const [load] = loadavg();
	const model = cpus()[0]?.model.trim() || 'unknown processor';
	return `${availableParallelism()} × ${model}, Node ${process.version}, ${process.platform} ${process.arch}, load ${load.toFixed(2)}`;
}

/** Columns as wide as their longest cell; figures to the right. */
export function printTable(header: string[], rows: string[][]): void {
	const widths = header.map((_, column) =>
		Math.max(...[header, ...rows].map((row) => row[column].length)),
	);
	const line = (row: string[]) =>
		row
			.map((cell, column) =>
				column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]),
			)
			.join('   ');
	console.log([line(header), widths.map((width) => '─'.repeat(width)).join('───')].join('\n'));
	for (const row of rows) console.log(line(row));
}
