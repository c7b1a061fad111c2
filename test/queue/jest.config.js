/** @type {import('jest').Config} */
module.exports = {
	rootDir: '../..',
	testEnvironment: 'node',
	testMatch: ['<rootDir>/test/queue/**/*.test.ts'],
	transform: { '^.+\\.ts$': ['ts-jest', { isolatedModules: true }] },
	modulePathIgnorePatterns: ['<rootDir>/dist/'],
	// All files share one n8n; a single worker keeps what they do to it in order.
	maxWorkers: 1,
	testTimeout: 180_000,
};
