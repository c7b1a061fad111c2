import { exampleFiles, readExample } from '../n8n-host/examples';

/** Pixels that a node takes on the canvas, its name below included. */
const NODE = { width: 100, height: 150 };

const OURS = 'n8n-nodes-whatsapp-business-cloud.';
const N8NS = ['n8n-nodes-base.', '@n8n/n8n-nodes-langchain.'];

const NOTE = 'n8n-nodes-base.stickyNote';

interface Box {
	name: string;
	x: number;
	y: number;
	width: number;
	height: number;
}

const overlap = (a: Box, b: Box) =>
	a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

describe.each(exampleFiles())('examples/%s', (file) => {
	const { name, nodes, connections } = readExample(file);
	const notes = nodes.filter(({ type }) => type === NOTE);
	const steps = nodes.filter(({ type }) => type !== NOTE);

	it('is named like its file, and begins with a note that names it', () => {
		expect(file.slice(0, 3)).toBe(`${name.slice(0, 2)}-`);
		expect(notes).toHaveLength(1);
		expect(notes[0]?.parameters.content).toMatch(`## ${name.slice(3)}\n`);
	});

	it('needs no nodes but those of n8n and of this package, and holds nobody’s credentials', () => {
		for (const node of nodes) {
			expect([OURS, ...N8NS].some((prefix) => node.type.startsWith(prefix))).toBe(true);
			for (const { id } of Object.values(node.credentials ?? {})) expect(id).toBe('');
		}
	});

	it('has its nodes connected, each with a name and an ID of its own, none over another', () => {
		const names = steps.map((node) => node.name);
		expect(new Set(names).size).toBe(names.length);
		expect(new Set(nodes.map(({ id }) => id)).size).toBe(nodes.length);
		const text = JSON.stringify(connections);
		for (const one of names) expect(text).toContain(JSON.stringify(one));
		const boxes = nodes.map(({ name: label, position: [x, y], parameters, type }): Box => ({
			name: label,
			x,
			y,
			...(type === NOTE ? (parameters as { width: number; height: number }) : NODE),
		}));
		const pairs = boxes.flatMap((a, index) => boxes.slice(index + 1).map((b) => [a, b] as const));
		expect(pairs.filter(([a, b]) => overlap(a, b)).map(([a, b]) => [a.name, b.name])).toEqual([]);
	});
});
