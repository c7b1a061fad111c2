import type { NastyServer } from './nastyServer';

const PROXY_VARIABLES = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'].flatMap((name) => [
	name,
	name.toLowerCase(),
]);

/**
 * For a test file with servers: they are closed after each test, and no proxy of this machine stands
 * between them and the client.
 * @returns hands a server back, and remembers to close it
 */
export function useServers(): <T extends NastyServer>(server: T) => T {
	const environment = new Map(PROXY_VARIABLES.map((name) => [name, process.env[name]]));
	const open: NastyServer[] = [];

	beforeEach(() => {
		for (const name of PROXY_VARIABLES) delete process.env[name];
	});

	afterEach(async () => {
		await Promise.all(open.splice(0).map(async (server) => await server.close()));
		for (const [name, value] of environment) {
			if (value === undefined) delete process.env[name];
			else process.env[name] = value;
		}
	});

	return (server) => {
		open.push(server);
		return server;
	};
}
