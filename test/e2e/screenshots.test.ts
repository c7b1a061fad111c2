import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';

import { PICTURES, takePictures } from '../../scripts/pictures';
import { projectRoot } from '../n8n-host';
import { startSimulator, type Simulator } from '../simulator';
import { launchChromium } from './browser';
import { connect, login, makeCredential } from './support';

/** Two pixels for each of the widest page: what GitHub scales down further only makes it slower. */
const WIDEST = 2_400;
const LARGEST_BYTES = 300_000;

/** Width in pixels of a PNG. */
const widthOf = (png: Buffer): number => png.readUInt32BE(16);

describe("the README's pictures", () => {
	let browser: Browser;
	let simulator: Simulator;
	let folder: string;

	beforeAll(async () => {
		folder = mkdtempSync(join(tmpdir(), 'pictures-'));
		simulator = await startSimulator();
		browser = await launchChromium();
	});

	afterAll(async () => {
		await browser?.close();
		await simulator?.close();
		rmSync(folder, { recursive: true, force: true });
	});

	it('can be taken anew, all those that are there, each of a size that suits the README', async () => {
		const n8n = await connect();
		const credential = await makeCredential(n8n, simulator);
		await takePictures({ browser, n8n, login: login(), simulator, credential }, folder);
		const names = PICTURES.map((name) => `${name}.png`).sort();
		expect(readdirSync(folder).sort()).toEqual(names);
		expect(readdirSync(join(projectRoot, 'docs', 'images')).sort()).toEqual(names);
		for (const name of names) {
			const png = readFileSync(join(folder, name));
			expect(widthOf(png)).toBeLessThanOrEqual(WIDEST);
			expect(png.length).toBeLessThan(LARGEST_BYTES);
		}
	});
});
