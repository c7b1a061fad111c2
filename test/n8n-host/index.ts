/** A real n8n for tests and the demo: installed, started, talked to, stopped. */
export * from './client';
export { ensureN8n, isN8nInstalled, type InstalledN8n } from './install';
export { startN8n, type RunningN8n, type StartOptions } from './n8n';
export { type N8nProcess } from './n8nProcess';
export { packAndInstall, packProject, type InstalledPackage } from './package';
export { cacheRoot, projectRoot } from './paths';
export { freePort, freePortFrom, isPortFree, stopRunning, tailOfFile } from './processes';
export { consoleLog, duration, type Log } from './progress';
export { startQueueMode, type QueueMode, type QueueModeOptions } from './queueMode';
export { type QueueProcess } from './queueProcess';
export { waitFor } from './wait';
export { inARow, node } from './workflows';
