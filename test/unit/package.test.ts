import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');
const nodes = readdirSync(join(root, 'nodes')).filter((name) => name.startsWith('WhatsApp'));

describe('the package', () => {
	const { n8n } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
		n8n: { nodes: string[] };
	};
	const index = readFileSync(join(root, 'index.ts'), 'utf8');

	it('lists every node that there is, and no other', () => {
		expect([...n8n.nodes].sort()).toEqual(
			nodes.map((name) => `dist/nodes/${name}/${name}.node.js`).sort(),
		);
	});

	it.each(nodes)('exports %s, and has its codex', (name) => {
		expect(index).toContain(`export { ${name} } from './nodes/${name}/${name}.node';`);
		const codex = readFileSync(join(root, 'nodes', name, `${name}.node.json`), 'utf8');
		const { node } = JSON.parse(codex) as { node: string };
		const internal = name.charAt(0).toLowerCase() + name.slice(1);
		expect(node).toBe(`n8n-nodes-whatsapp-business-cloud.${internal}`);
	});

	it.each(nodes)('has both icons of %s', (name) => {
		const source = readFileSync(join(root, 'nodes', name, `${name}.node.ts`), 'utf8');
		const icons = [...source.matchAll(/'file:([^']+)'/g)].map(([, path]) => path);
		expect(icons).toHaveLength(2);
		for (const icon of icons) expect(existsSync(join(root, 'nodes', name, icon))).toBe(true);
	});
});
