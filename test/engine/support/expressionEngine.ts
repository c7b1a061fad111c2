import { createRequire } from 'node:module';

import { Expression } from 'n8n-workflow';

/** n8n 2 evaluates expressions in an isolate of V8; older ones in the process itself. */
export type EngineName = 'legacy' | 'vm';

/** The engines that run here: the isolate needs Node.js 24, as n8n itself does by now. */
export const engineNames: EngineName[] = hasIsolates() ? ['legacy', 'vm'] : ['legacy'];

/** As far as it is used here: it belongs to n8n-workflow, not to this project. */
interface ExpressionRuntime {
	IsolatedVmBridge: new (options: object) => object;
	ExpressionEvaluator: new (options: object) => { initialize(): Promise<void> };
}

function hasIsolates(): boolean {
	try {
		const runtime = requireOfN8n().resolve('@n8n/expression-runtime');
		createRequire(runtime)('isolated-vm');
		return true;
	} catch {
		return false;
	}
}

function requireOfN8n(): NodeJS.Require {
	return createRequire(require.resolve('n8n-workflow'));
}

/** Has n8n evaluate with this engine from here on, as its server does when it starts. */
export async function useEngine(name: EngineName): Promise<void> {
	await Expression.disposeExpressionEngine();
	Expression.setExpressionEngine(name);
	if (name === 'legacy') return;
	const load = requireOfN8n();
	const { ExpressionEvaluator, IsolatedVmBridge } = load(
		'@n8n/expression-runtime',
	) as ExpressionRuntime;
	const { expressionSandboxHooks: hooks } = load('n8n-workflow/expression-sandboxing') as {
		expressionSandboxHooks: object;
	};
	const evaluator = new ExpressionEvaluator({
		createBridge: () => new IsolatedVmBridge({ timeout: 5_000, memoryLimit: 128 }),
		hooks,
		maxCodeCacheSize: 1_024,
	});
	await evaluator.initialize();
	// What initExpressionEngine does, but for an import() that jest does not know.
	(Expression as unknown as { vmEvaluator: unknown }).vmEvaluator = evaluator;
}
