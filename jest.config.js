const { availableParallelism } = require('node:os');

/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: 'node',
	testMatch: ['<rootDir>/test/{unit,engine,integration}/**/*.test.ts'],
	// Types are checked by `npm run lint`; with `isolatedModules` each file is only translated here.
	transform: { '^.+\\.ts$': 'ts-jest' },
	modulePathIgnorePatterns: ['<rootDir>/dist/'],
	// jest leaves one core alone; of two it would use one, while half of the tests wait for sockets.
	maxWorkers: Math.max(2, availableParallelism() - 1),
};
