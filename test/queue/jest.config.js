/** @type {import('jest').Config} */
module.exports = {
	rootDir: '../..',
	testEnvironment: '<rootDir>/test/queue/environment.cjs',
	testMatch: ['<rootDir>/test/queue/**/*.test.ts'],
	testSequencer: '<rootDir>/test/queue/sequencer.cjs',
	transform: { '^.+\\.ts$': 'ts-jest' },
	modulePathIgnorePatterns: ['<rootDir>/dist/'],
	setupFiles: ['<rootDir>/test/support/quietN8n.ts'],
	globalSetup: '<rootDir>/test/queue/globalSetup.ts',
	globalTeardown: '<rootDir>/test/queue/globalTeardown.ts',
	// All files share one n8n; a single worker keeps what they do to it in order.
	maxWorkers: 1,
	// Longer than any wait in them, which say what they waited for: an n8n may take minutes to start.
	testTimeout: 400_000,
};
