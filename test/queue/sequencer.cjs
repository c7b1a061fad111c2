const FIRST = /campaign\.test\.ts$/;

/**
 * The campaign measures what n8n makes of a number's rate: it goes first, before other tests have left n8n
 * anything to tidy up. The others follow by name, on each machine in the same order.
 */
module.exports = class {
	sort(tests) {
		const rank = ({ path }) => (FIRST.test(path) ? '' : path);
		return [...tests].sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
	}

	allFailedTests(tests) {
		return tests;
	}

	cacheResults() {}
};
