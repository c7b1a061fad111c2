/** @type {import('jest').Config} */
module.exports = {
	rootDir: '../..',
	testEnvironment: 'node',
	testMatch: ['<rootDir>/test/e2e/**/*.test.ts'],
	transform: { '^.+\\.ts$': 'ts-jest' },
	modulePathIgnorePatterns: ['<rootDir>/dist/'],
	globalSetup: '<rootDir>/test/e2e/globalSetup.ts',
	globalTeardown: '<rootDir>/test/e2e/globalTeardown.ts',
	// All files share one n8n; a single worker keeps what they do to it in order.
	maxWorkers: 1,
	// Longer than any wait in them, which say what they waited for: an n8n may take minutes to start.
	testTimeout: 400_000,
};
