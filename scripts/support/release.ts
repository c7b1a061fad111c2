/**
 * What keeps a tag from being released, in words; nothing when all agree.
 *
 * @param tag as pushed, "v1.2.3"
 * @param version of package.json
 * @param changelog the text of CHANGELOG.md
 */
export function releaseProblems(tag: string, version: string, changelog: string): string[] {
	const problems = [];
	if (tag !== `v${version}`) {
		problems.push(`The tag is ${tag}, but package.json says ${version}: it must be v${version}.`);
	}
	const headings = changelog.split('\n').filter((line) => line.startsWith('## '));
	if (!headings.some((line) => line.startsWith(`## [${version}]`))) {
		problems.push(`CHANGELOG.md has no section "## [${version}]": rename "Unreleased".`);
	}
	return problems;
}
