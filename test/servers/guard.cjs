// Runs a program that is not Node's and ends it when the process that started this one ends, however
// that happens: the pipe that is our standard input then closes.
//   node guard.cjs '{"uid":…,"gid":…,"signal":"SIGTERM","folder":"…"}' program arguments…
const { spawn } = require('node:child_process');
const { rmSync } = require('node:fs');

const [settings, program, ...args] = process.argv.slice(2);
const { uid, gid, signal, folder } = JSON.parse(settings);

const child = spawn(program, args, { uid, gid, stdio: ['ignore', 'inherit', 'inherit'] });
let isOrphan = false;

child.once('error', (error) => {
	console.error(error.message);
	process.exit(127);
});
child.once('exit', (code) => {
	// Nobody else is left to delete it.
	if (isOrphan) rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
	process.exit(code ?? 1);
});

const orphaned = () => {
	isOrphan = true;
	child.kill(signal);
};
process.stdin.on('end', orphaned).on('error', orphaned).resume();
process.on('SIGTERM', () => child.kill(signal));
