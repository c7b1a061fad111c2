import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureN8n, packAndInstall, startN8n, type RunningN8n } from '../n8n-host';

declare global {
	/** Handed from the set-up to the tear-down. */
	var e2eTearDown: (() => Promise<void>) | undefined;
}

/** Starts the one real n8n of this run, with the package installed from its tarball. */
export default async function setUp(): Promise<void> {
	const log = (line: string) => process.stdout.write(`${line}\n`);
	process.stdout.write('\n');
	const userFolder = mkdtempSync(join(tmpdir(), 'n8n-e2e-'));
	let n8n: RunningN8n | undefined;
	const tearDown = async () => {
		await n8n?.stop();
		rmSync(userFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
	};
	try {
		await ensureN8n({ log });
		await packAndInstall({ userFolder, log });
		n8n = await startN8n({ userFolder, log });
		const password = `E2e-${randomBytes(8).toString('hex')}-1`;
		const owner = { email: 'owner@example.com', password };
		await n8n.setUpOrLogin(owner);
		// Test files run in contexts of their own; the environment is what they share with us.
		process.env.E2E_N8N_URL = n8n.url;
		process.env.E2E_N8N_LOG = n8n.logFile;
		process.env.E2E_N8N_PID = String(n8n.pid);
		process.env.E2E_EMAIL = owner.email;
		process.env.E2E_PASSWORD = owner.password;
	} catch (error) {
		// jest does not tear down what was not set up.
		await tearDown();
		throw error;
	}
	globalThis.e2eTearDown = tearDown;
}
