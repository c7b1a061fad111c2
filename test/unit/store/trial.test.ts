import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const NODES = join(__dirname, '../../../nodes');
const TRIAL = 'shared/store/diagnosis.ts';

function commandsIn(files: string[]): string[] {
	const commands = files.flatMap((file) =>
		[...readFileSync(join(NODES, file), 'utf8').matchAll(/redis\.call\('(\w+)'/g)].map(
			([, command]) => command,
		),
	);
	return [...new Set(commands)].sort();
}

it("the credential's test tries each command that a script gives, and no other", () => {
	const files = readdirSync(NODES, { recursive: true, encoding: 'utf8' }).filter(
		(file) => file.endsWith('.ts') && file !== TRIAL,
	);
	expect(commandsIn([TRIAL])).toEqual(commandsIn(files));
});
