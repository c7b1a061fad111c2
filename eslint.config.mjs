import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import { importX, createNodeResolver } from 'eslint-plugin-import-x';
import n8nNodesBase from 'eslint-plugin-n8n-nodes-base';
import tseslint from 'typescript-eslint';

const community = n8nCommunityNodesPlugin.configs.recommendedWithoutN8nCloudSupport;

/** The rooms below the node files that know WhatsApp and nothing of n8n. */
const PLAIN_ROOMS = 'nodes/shared/!(n8n)/**/*.ts';

const onlyIn = (room, ...packages) =>
	packages.map((name) => ({ name, message: `Only ${room} imports it.` }));
const N8N = onlyIn('the node files and nodes/shared/n8n', 'n8n-workflow', 'n8n-core');
const UNDICI = onlyIn('nodes/shared/graph/transport.ts', 'undici');
const REDIS = onlyIn('nodes/shared/store/redis.ts', '@redis/client');

const NODES = ['WhatsAppSend', 'WhatsAppTrigger', 'WhatsAppTemplateManager'];

/** What a room of nodes/shared may not reach: whatever stands above or beside it. */
const forbid = (room, ...from) =>
	from.map((folder) => ({
		target: `./nodes/shared/${room}`,
		from: `./nodes/${folder}`,
		message: `nodes/shared/${room} stands below nodes/${folder}.`,
	}));

export default tseslint.config(
	{ ignores: ['dist/', 'coverage/'] },
	{
		files: ['**/*.ts'],
		extends: [tseslint.configs.recommendedTypeChecked],
		languageOptions: { parserOptions: { project: './tsconfig.json' } },
		plugins: { 'import-x': importX },
		settings: { 'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts', '.js'] })] },
		rules: {
			'import-x/no-cycle': 'error',
			'import-x/no-extraneous-dependencies': 'error',
			'@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
			'@typescript-eslint/explicit-module-boundary-types': 'error',
			// An async function that only hands a value on keeps its callers' contract.
			'@typescript-eslint/require-await': 'off',
		},
	},
	{
		files: ['nodes/**/*.ts', 'credentials/**/*.ts', 'index.ts'],
		...community,
		rules: {
			...community.rules,
			'no-console': 'error',
			'no-restricted-imports': ['error', { paths: [...UNDICI, ...REDIS] }],
			// What a stranger's server runs comes from `dependencies`, or from n8n itself.
			'import-x/no-extraneous-dependencies': [
				'error',
				{ devDependencies: false, peerDependencies: true },
			],
			'import-x/no-restricted-paths': [
				'error',
				{
					zones: [
						...NODES.flatMap((node) => forbid('**/*', node)),
						...NODES.flatMap((node) =>
							NODES.filter((other) => other !== node).map((other) => ({
								target: `./nodes/${node}`,
								from: `./nodes/${other}`,
								message: 'What two nodes need stands in nodes/shared.',
							})),
						),
						...[
							'graph',
							'messages',
							'templates',
							'delivery',
							'webhooks',
							'store',
							'idempotency',
						].flatMap((room) => forbid(room, 'shared/n8n')),
						...forbid('graph', 'shared/messages', 'shared/templates', 'shared/delivery'),
						...forbid('graph', 'shared/webhooks', 'shared/store', 'shared/idempotency'),
						...forbid('idempotency', 'shared/messages', 'shared/templates', 'shared/delivery'),
						...forbid('idempotency', 'shared/webhooks'),
						...forbid('store', 'shared/messages', 'shared/templates', 'shared/delivery'),
						...forbid('store', 'shared/webhooks', 'shared/idempotency'),
						...forbid('messages', 'shared/templates', 'shared/delivery', 'shared/webhooks'),
						...forbid('templates', 'shared/delivery', 'shared/webhooks'),
						...['messages', 'templates'].flatMap((room) => forbid(room, 'shared/store')),
						...['messages', 'templates', 'delivery', 'webhooks'].flatMap((room) =>
							forbid(room, 'shared/idempotency'),
						),
						...forbid('delivery', 'shared/messages', 'shared/templates', 'shared/webhooks'),
						...forbid('webhooks', 'shared/messages', 'shared/templates', 'shared/delivery'),
					],
				},
			],
		},
	},
	{
		files: [PLAIN_ROOMS, 'nodes/shared/*.ts'],
		rules: {
			'no-restricted-imports': ['error', { paths: [...N8N, ...UNDICI, ...REDIS] }],
			// Rooms that do not know n8n throw errors of their own; nodes/shared/n8n turns them into n8n's.
			'@n8n/community-nodes/require-node-api-error': 'off',
		},
	},
	{
		// Plain as the rooms below; lifecycle.ts turns their errors into n8n's.
		files: ['nodes/WhatsAppTrigger/registration/!(lifecycle).ts'],
		rules: { '@n8n/community-nodes/require-node-api-error': 'off' },
	},
	{
		files: ['nodes/shared/graph/transport.ts'],
		rules: { 'no-restricted-imports': ['error', { paths: [...N8N, ...REDIS] }] },
	},
	{
		files: ['nodes/shared/store/redis.ts'],
		rules: { 'no-restricted-imports': ['error', { paths: [...N8N, ...UNDICI] }] },
	},
	{
		files: ['nodes/**/*.ts'],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		rules: {
			...n8nNodesBase.configs.nodes.rules,
			// These two want strings; n8n's own types and the community plugin want NodeConnectionTypes.
			'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
			'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
			// Wants a maximum on every number, also on those that have none.
			'n8n-nodes-base/node-param-type-options-max-value-present': 'off',
		},
	},
	{
		files: ['credentials/**/*.ts'],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		rules: {
			...n8nNodesBase.configs.credentials.rules,
			// Meant for n8n's own repository, where the value is a page name; ours is a URL.
			'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
			// Judges by names such as "…Token" but not by what they hold; the community plugin's rule is on.
			'n8n-nodes-base/cred-class-field-type-options-password-missing': 'off',
		},
	},
	{
		files: ['test/**/*.ts'],
		rules: {
			// jest types its asymmetric matchers, such as expect.any(), as `any`.
			'@typescript-eslint/no-unsafe-assignment': 'off',
			// Nobody outside the tests calls what they export.
			'@typescript-eslint/explicit-module-boundary-types': 'off',
		},
	},
	{
		files: ['package.json'],
		...community,
		languageOptions: {
			parser: tseslint.parser,
			parserOptions: { extraFileExtensions: ['.json'] },
		},
		plugins: { ...community.plugins, 'n8n-nodes-base': n8nNodesBase },
		rules: {
			...community.rules,
			...n8nNodesBase.configs.community.rules,
			// n8n Cloud takes no dependency at all and no second WhatsApp package (see the README), so this
			// one is for self-hosted n8n, where undici brings connections that live on, and time-outs.
			'@n8n/community-nodes/no-runtime-dependencies': 'off',
		},
	},
);
