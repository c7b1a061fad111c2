import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** Root of this project's checkout. */
export const projectRoot = resolve(__dirname, '..', '..');

/**
 * The folder in which a real n8n, a Node.js for it and the demo's own n8n data are kept.
 * `N8N_CACHE_DIR` wins; otherwise the platform's usual place for caches.
 */
export function cacheRoot(env: NodeJS.ProcessEnv = process.env): string {
	if (env.N8N_CACHE_DIR) return resolve(env.N8N_CACHE_DIR);
	const name = 'n8n-nodes-whatsapp-business-cloud';
	if (process.platform === 'win32' && env.LOCALAPPDATA) {
		return join(env.LOCALAPPDATA, name, 'Cache');
	}
	if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', name);
	return join(env.XDG_CACHE_HOME ? resolve(env.XDG_CACHE_HOME) : join(homedir(), '.cache'), name);
}
