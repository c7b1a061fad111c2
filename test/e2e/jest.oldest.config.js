// n8n of the oldest line that is supported, installed from a manifest and a lockfile of its own.
process.env.N8N_VERSION ??= '2.8';

// What talks to n8n by other ways than its pages: a release's pages differ, its nodes must not.
const files = [
	'package',
	'credential',
	'sending',
	'media',
	'sendAndWait',
	'trigger',
	'templateManager',
];

/** @type {import('jest').Config} */
module.exports = {
	...require('./jest.config.js'),
	testMatch: files.map((name) => `<rootDir>/test/e2e/${name}.test.ts`),
};
