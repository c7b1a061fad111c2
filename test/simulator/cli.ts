import { parseArgs } from 'node:util';
import { startSimulator } from './index';

/** Where the simulator listens unless told otherwise. */
const DEFAULT_PORT = '4010';

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			port: { type: 'string', default: DEFAULT_PORT },
			host: { type: 'string', default: '127.0.0.1' },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) {
		console.log('npm run simulator -- [--port 4010] [--host 127.0.0.1]');
		return;
	}
	const simulator = await startSimulator({ port: Number(values.port), host: values.host });
	const { account, url } = simulator;
	const numbers = [...account.phoneNumbers.values()].map(
		({ id, display_phone_number, verified_name }) =>
			`    ${id}   ${display_phone_number}   ${verified_name}`,
	);
	console.log(`
The simulated WhatsApp Cloud API is running. Nothing that is sent here leaves this machine.

  The simulated phone      ${url}/
  Templates to review      ${url}/page/templates.html

  For the credential "WhatsApp Business Cloud API"
    Base URL               ${url}
    Access Token           ${account.accessToken}
    Standby Access Token   ${account.standbyAccessToken}   (optional)
    App ID                 ${account.appId}
    App Secret             ${account.appSecret}
    Business Account ID    ${account.businessAccountId}

  Phone numbers to send from
${numbers.join('\n')}

Ctrl-C ends it.`);
	const stop = (): void => {
		void simulator.close().then(() => process.exit(0));
	};
	process.once('SIGINT', stop);
	process.once('SIGTERM', stop);
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exit(1);
});
