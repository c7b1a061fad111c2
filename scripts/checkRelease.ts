import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../test/n8n-host/paths';
import { releaseProblems } from './support/release';

const read = (path: string) => readFileSync(join(projectRoot, path), 'utf8');
const { version } = JSON.parse(read('package.json')) as { version: string };
const problems = releaseProblems(process.argv[2] ?? '', version, read('CHANGELOG.md'));
for (const problem of problems) process.stderr.write(`${problem}\n`);
process.exitCode = problems.length > 0 ? 1 : 0;
