import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { launchChromium } from '../test/e2e/browser';
import {
	consoleLog,
	ensureN8n,
	packAndInstall,
	projectRoot,
	startN8n,
	stopRunning,
	type RunningN8n,
} from '../test/n8n-host';
import { CREDENTIAL_TYPE } from '../test/n8n-host/examples';
import { credentialData, SIMULATOR_CREDENTIAL } from '../test/n8n-host/simulated';
import { startSimulator } from '../test/simulator';
import { PICTURES, takePictures } from './pictures';

// npm run screenshots: makes the README's pictures anew, in a real n8n that is thrown away afterwards.

const FOLDER = join(projectRoot, 'docs', 'images');

async function main(): Promise<void> {
	const userFolder = mkdtempSync(join(tmpdir(), 'n8n-screenshots-'));
	const simulator = await startSimulator();
	const browser = await launchChromium();
	let n8n: RunningN8n | undefined;
	try {
		await ensureN8n({ log: consoleLog });
		await packAndInstall({ userFolder, log: consoleLog });
		n8n = await startN8n({ userFolder, log: consoleLog });
		const login = {
			email: 'demo@example.com',
			password: `Demo-${randomBytes(8).toString('hex')}-1`,
		};
		await n8n.setUpOrLogin(login);
		const credential = await n8n.createCredential(
			CREDENTIAL_TYPE,
			SIMULATOR_CREDENTIAL,
			credentialData(simulator),
		);
		await takePictures({ browser, n8n, login, simulator, credential }, FOLDER);
		for (const name of PICTURES) {
			const path = join(FOLDER, `${name}.png`);
			consoleLog(`${path} (${Math.round(statSync(path).size / 1024)} kB)`);
		}
	} finally {
		await browser.close();
		await n8n?.stop();
		await stopRunning();
		await simulator.close();
		rmSync(userFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
	}
}

main().catch((error: unknown) => {
	process.stderr.write(`\n${(error as Error).stack}\n`);
	process.exitCode = 1;
});
