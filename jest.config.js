/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: 'node',
	testMatch: ['<rootDir>/test/{unit,engine,integration}/**/*.test.ts'],
	// Types are checked by `npm run lint`; with `isolatedModules` each file is only translated here.
	transform: { '^.+\\.ts$': 'ts-jest' },
	modulePathIgnorePatterns: ['<rootDir>/dist/'],
};
