import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../test/n8n-host/paths';
import { generatedDocs } from './support/generatedDocs';

for (const { path, present, wanted } of generatedDocs()) {
	if (present !== wanted) writeFileSync(join(projectRoot, path), wanted);
	process.stdout.write(`${path}: ${present === wanted ? 'as it should be' : 'written anew'}\n`);
}
