const { availableParallelism } = require('node:os');

/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: 'node',
	testMatch: ['<rootDir>/test/{unit,engine,integration}/**/*.test.ts'],
	// Types are checked by `npm run lint`; with `isolatedModules` each file is only translated here.
	transform: { '^.+\\.ts$': 'ts-jest' },
	modulePathIgnorePatterns: ['<rootDir>/dist/'],
	setupFiles: ['<rootDir>/test/support/quietN8n.ts'],
	// jest leaves one core alone; of two it would use one, while half of the tests wait for sockets.
	// What waits for a virtual clock or a socket has no time of its own: a machine may be busy with other things.
	// Longer than any wait in it, which says what it waited for.
	testTimeout: 90_000,
	maxWorkers: Math.max(2, availableParallelism() - 1),
};
