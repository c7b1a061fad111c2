// Loaded into n8n before n8n itself. The parent holds the other end of this pipe; when the parent
// dies in a way that leaves it no time to clear up, the pipe closes and n8n ends as if asked to.
const { isMainThread } = require('node:worker_threads');

// Worker threads load this file too, and their standard input has ended from the start.
if (isMainThread) {
	const end = () => process.kill(process.pid, 'SIGTERM');
	process.stdin.on('end', end).on('error', end).resume();
	process.stdin.unref?.();
}
