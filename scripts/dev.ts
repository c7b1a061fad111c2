import { readFileSync } from 'node:fs';
import { consoleLog, waitFor } from '../test/n8n-host';
import { linkPackage } from '../test/n8n-host/linkedPackage';
import { readFlags, runCommand } from './support/command';
import { activateAnswering, raiseStage, signpost, untilEnded } from './support/stage';
import { compileAndWatch, type Compiled } from './support/compile';

const HELP = `npm run dev [-- options]

Starts a real n8n that takes every change of the package's source over while it runs, with the
simulator, a credential and the examples. What it keeps from one run to the next lies beside the demo's.

  --port N            port of n8n's editor (5678, or the next free one)
  --simulator-port N  port of the simulator and its phone page (4010, or the next free one)
  --help              this text

Environment: N8N_BIN and N8N_CACHE_DIR, as for npm run demo.
`;

/** n8n looks again 100 ms after the last change, behind whatever it is doing. */
const RELOAD_MS = 15_000;

async function dev(): Promise<number> {
	const flags = readFlags(HELP, ['port', 'simulator-port']);
	if (!flags) {
		process.stdout.write(HELP);
		return 0;
	}
	// Until n8n runs there is nobody to tell.
	let onCompiled: (compiled: Compiled) => void = () => undefined;
	let packageName = '';
	const stage = await raiseStage({
		folder: 'dev',
		what: 'npm run dev',
		flags,
		putPackage: async (userFolder) => {
			const { name, dir } = linkPackage({ userFolder });
			packageName = name;
			consoleLog('Compiling …');
			compileAndWatch(dir, (compiled) => onCompiled(compiled));
		},
		env: { N8N_DEV_RELOAD: 'true' },
	});
	const { n8n } = stage;
	const reloads = () =>
		readFileSync(n8n.logFile, 'utf8').split(`Hot reload triggered for ${packageName}`).length - 1;
	let known = reloads();
	onCompiled = ({ at }) => {
		const before = known;
		void waitFor(() => reloads() > before, { what: 'The reload', timeoutMs: RELOAD_MS }).then(
			() => {
				known = reloads();
				consoleLog(`  n8n loads it, ${((Date.now() - at) / 1000).toFixed(1)} s after the change.`);
			},
			() => consoleLog('  n8n did not take it over. End this with Ctrl-C and start it again.'),
		);
	};
	await activateAnswering(stage);
	consoleLog(`
${signpost(stage)}

Change a file in nodes/ or credentials/ and save it: the editor shows it by itself.
What n8n says of it is in ${n8n.logFile}
Ctrl-C ends n8n and the simulator.`);
	return await untilEnded(stage);
}

runCommand(dev);
