const { TestEnvironment } = require('jest-environment-node');

// Test files have globals of their own but run, one after the other, in the process of the set-up: the
// n8n that it has started is handed to them as it is.
module.exports = class extends TestEnvironment {
	async setup() {
		await super.setup();
		this.global.queueMode = globalThis.queueMode;
	}
};
