// Loaded into the n8n that is measured. Three things are other than in real life:
// - n8n's own WhatsApp node has Meta's address in its code; here it reads that of the benchmark's server.
//   Nothing else of it is touched: how it calls, and on which connections, is n8n's own code, as it is.
//   The address is plain http, for both nodes: real calls have a TLS handshake more for each connection.
// - WhatsApp Send is told of a number without a limit; Meta gives none more than 1,000 messages a second.
// - The node that is measured runs between two looks at the clock, at the process's CPU time and memory.
const { appendFileSync, existsSync, readFileSync, writeFileSync } = require('node:fs');
const Module = require('node:module');
const { setFlagsFromString } = require('node:v8');
const { runInNewContext } = require('node:vm');

const {
	BENCHMARK_SERVER: server,
	BENCHMARK_NODE: measured,
	BENCHMARK_EFFORTS: efforts,
	BENCHMARK_COLLECT: collect,
} = process.env;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');

const load = Module._load;
Module._load = function (request, parent, isMain) {
	const loaded = load.call(this, request, parent, isMain);
	const from = parent?.filename ?? '';
	if (request === './GenericFunctions' && from.endsWith('WhatsApp.node.js')) {
		return { ...loaded, WHATSAPP_BASE_URL: `${server}/v26.0/` };
	}
	if (request === './endpoints/phoneNumbers' && from.endsWith('numberFacts.js')) {
		return { ...loaded, throughputOf: () => Infinity };
	}
	if (request.endsWith('/workflow-execute')) meter(loaded.WorkflowExecute.prototype);
	return loaded;
};

function meter(engine) {
	const { runNode } = engine;
	if (runNode.isMetered) return;
	engine.runNode = async function (...args) {
		if (args[1].node.name !== measured) return await runNode.apply(this, args);
		if (existsSync(collect))
			collectGarbage({ type: 'major', flavor: readFileSync(collect, 'utf8') });
		if (existsSync('/proc/self/clear_refs')) writeFileSync('/proc/self/clear_refs', '5');
		const memory = process.memoryUsage.rss();
		const cpu = process.cpuUsage();
		const begun = performance.now();
		const note = (result) => {
			const ms = performance.now() - begun;
			const { user, system } = process.cpuUsage(cpu);
			const effort = {
				ms,
				cpuMs: (user + system) / 1000,
				memory: peakMemory() - memory,
				...result,
			};
			appendFileSync(efforts, `${JSON.stringify(effort)}\n`);
		};
		try {
			const output = await runNode.apply(this, args);
			note({ items: output.data?.[0]?.length });
			return output;
		} catch (error) {
			note({ items: 0, error: String(error) });
			throw error;
		}
	};
	engine.runNode.isMetered = true;
}

/** Bytes of this process at its peak since that was last reset; without /proc, since its start. */
function peakMemory() {
	if (!existsSync('/proc/self/status')) return process.resourceUsage().maxRSS * 1024;
	return Number(/VmHWM:\s*(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) * 1024;
}
