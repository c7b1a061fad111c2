import { everyTemplate } from '../../../nodes/shared/graph/endpoints/templateManagement';
import type { TemplateFilter } from '../../../nodes/shared/graph/endpoints/templateManagement';
import { createTransport } from '../../../nodes/shared/graph/transport';
import { startSimulator, type Simulator } from '../../simulator';
import { clientWith } from '../../support/graph';

let simulator: Simulator;

beforeAll(async () => {
	simulator = await startSimulator();
	for (let n = 0; n < 1_000; n++) {
		simulator.account.addTemplate({
			name: `template_${n}`,
			category: n % 2 ? 'MARKETING' : 'UTILITY',
			status: n % 10 ? 'APPROVED' : 'REJECTED',
		});
	}
});

afterAll(async () => await simulator.close());

async function names(filter?: TemplateFilter, pageSize?: number): Promise<string[]> {
	const client = clientWith(createTransport(), {
		accessToken: simulator.account.accessToken,
		standbyAccessToken: '',
		appSecret: '',
		baseUrl: simulator.url,
	});
	const listed: string[] = [];
	const { businessAccountId } = simulator.account;
	for await (const { name, language } of everyTemplate(client, businessAccountId, filter, {
		pageSize,
	})) {
		listed.push(`${name}|${language}`);
	}
	return listed;
}

it('lists 1,000 templates, each once and always in the same order', async () => {
	const listed = await names({ name: 'template_' });
	expect(listed).toHaveLength(1_000);
	expect(new Set(listed).size).toBe(1_000);
	expect(await names({ name: 'template_' }, 33)).toEqual(listed);
});

it('lists those that meet the filter', async () => {
	const filter = { name: 'template_', category: ['MARKETING', 'UTILITY'], status: ['REJECTED'] };
	expect(await names(filter)).toHaveLength(100);
});
