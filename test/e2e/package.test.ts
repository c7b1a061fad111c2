import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot, type N8nClient } from '../n8n-host';
import { CREDENTIAL_TYPE, NODE_PREFIX } from '../n8n-host/examples';
import { packProject } from '../n8n-host/package';
import { runNpm } from '../n8n-host/processes';
import { connect } from './support';

/** Themed icons come as one path for each theme, others as one. */
function iconPaths(type: Record<string, unknown>): string[] {
	const url = type.iconUrl as string | { light: string; dark: string };
	return typeof url === 'string' ? [url] : [url.light, url.dark];
}

describe('the package, installed from its tarball as n8n installs it', () => {
	let n8n: N8nClient;

	beforeAll(async () => {
		n8n = await connect();
	});

	it('offers every node of package.json in the editor', async () => {
		const { n8n: listed } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
			n8n: { nodes: string[] };
		};
		const ours = (await n8n.nodeTypes()).filter(({ name }) => name.startsWith(NODE_PREFIX));
		// A node that is usable as a tool is offered a second time, as one.
		const names = new Set(ours.map(({ name }) => name.replace(/(Tool|HitlTool)$/, '')));
		expect(names.size).toBe(listed.nodes.length);
		expect(names).toContain(`${NODE_PREFIX}whatsAppSend`);
		expect(names).toContain(`${NODE_PREFIX}whatsAppTrigger`);
		const send = ours.find(({ name }) => name === `${NODE_PREFIX}whatsAppSend`);
		expect(send).toMatchObject({ displayName: 'WhatsApp Send' });
	});

	it('offers WhatsApp Send as a tool, and as a human review of other tools', async () => {
		const types = await n8n.nodeTypes();
		const propertiesOf = (name: string) =>
			types.find((type) => type.name === `${NODE_PREFIX}${name}`)?.properties as Array<{
				name: string;
				type: string;
				default: unknown;
			}>;
		const tool = propertiesOf('whatsAppSendTool').map(({ name }) => name);
		expect(tool).toEqual(expect.arrayContaining(['recipientPhoneNumber', 'textBody', 'mediaId']));
		const review = propertiesOf('whatsAppSendHitlTool');
		for (const [name, value] of [
			['resource', 'message'],
			['operation', 'sendAndWait'],
			['responseType', 'approval'],
		]) {
			expect(review).toContainEqual(
				expect.objectContaining({ name, type: 'hidden', default: value }),
			);
		}
		const shown = review.filter(({ type }) => type !== 'hidden').map(({ name }) => name);
		expect(shown).toEqual(
			expect.arrayContaining(['message', 'recipientPhoneNumber', 'approvalOptions']),
		);
	});

	it('serves the icons of its nodes and credentials', async () => {
		const types = [
			...(await n8n.nodeTypes()).filter(({ name }) => name.startsWith(NODE_PREFIX)),
			...(await n8n.credentialTypes()).filter(({ name }) => name === CREDENTIAL_TYPE),
		];
		const paths = new Set(types.flatMap(iconPaths));
		expect(paths.size).toBeGreaterThanOrEqual(2);
		for (const path of paths) {
			const { status, contentType, body } = await n8n.get(`/${path}`);
			expect({ path, status, contentType }).toEqual({
				path,
				status: 200,
				contentType: expect.stringContaining('image/svg+xml') as string,
			});
			expect(body.toString('utf8')).toContain('<svg');
		}
	});

	it('offers its credential, with every secret as a password', async () => {
		const type = (await n8n.credentialTypes()).find(({ name }) => name === CREDENTIAL_TYPE);
		const properties = type?.properties as Array<{
			name: string;
			typeOptions?: { password?: boolean };
		}>;
		const passwords = properties
			.filter(({ typeOptions }) => typeOptions?.password)
			.map(({ name }) => name);
		expect(passwords).toEqual(
			expect.arrayContaining([
				'accessToken',
				'standbyAccessToken',
				'appSecret',
				'previousAppSecret',
				'verifyToken',
			]),
		);
	});
});

describe('the package, installed from its tarball as the README says', () => {
	let folder: string;

	beforeAll(() => {
		folder = mkdtempSync(join(tmpdir(), 'package-'));
	});

	afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));

	it('brings its runtime dependencies and nothing else', async () => {
		const readme = readFileSync(join(projectRoot, 'README.md'), 'utf8');
		expect(readme).toContain('`npm install --omit=peer n8n-nodes-whatsapp-business-cloud`');
		const tarball = await packProject(folder);
		await runNpm(['install', '--omit=peer', '--no-audit', '--no-fund', tarball], { cwd: folder });
		const installed = JSON.parse(
			readFileSync(join(folder, 'node_modules', '.package-lock.json'), 'utf8'),
		) as { packages: Record<string, unknown> };
		const { name, dependencies } = JSON.parse(
			readFileSync(join(projectRoot, 'package.json'), 'utf8'),
		) as { name: string; dependencies: Record<string, string> };
		expect(Object.keys(installed.packages).sort()).toEqual(
			[name, ...Object.keys(dependencies)].map((one) => `node_modules/${one}`).sort(),
		);
	});
});
