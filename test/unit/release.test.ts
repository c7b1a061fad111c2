import { releaseProblems } from '../../scripts/support/release';

const changelog = '# Changelog\n\n## [Unreleased]\n\n## [1.2.3] - 2026-11-20\n\n### Added\n';

describe('the check before a release', () => {
	it('lets a tag through that is the version and has its section', () => {
		expect(releaseProblems('v1.2.3', '1.2.3', changelog)).toEqual([]);
	});

	it.each([
		['another version', 'v1.2.4', '1.2.3', 'must be v1.2.3'],
		['a tag without its v', '1.2.3', '1.2.3', 'must be v1.2.3'],
		['no section of that version', 'v1.2.30', '1.2.30', 'no section "## [1.2.30]"'],
	])('stops %s', (_, tag, version, words) => {
		expect(releaseProblems(tag, version, changelog)).toEqual([expect.stringContaining(words)]);
	});
});
