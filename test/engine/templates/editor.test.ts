import type { ILoadOptionsFunctions, INodeParameters } from 'n8n-workflow';

import { WhatsAppSend } from '../../../nodes/WhatsAppSend/WhatsAppSend.node';
import { startSimulator, type Simulator } from '../../simulator';
import { credentialFor } from '../support/credential';
import { editor } from '../support/loadOptions';

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator({ settings: { autoStatuses: 'off' } });
});
afterEach(async () => await simulator.close());

const { methods } = new WhatsAppSend();
const context = (parameters: INodeParameters = {}): ILoadOptionsFunctions =>
	editor(credentialFor(simulator), parameters);

describe('the list of templates', () => {
	const search = async (filter?: string, token?: string) =>
		await methods.listSearch.searchTemplates.call(context(), filter, token);

	/** All pages, as a builder scrolls through them. */
	const searchAll = async (filter?: string) => {
		const pages: string[][] = [];
		let token: string | undefined;
		do {
			const { results, paginationToken } = await search(filter, token);
			pages.push(results.map(({ name }) => name));
			token = paginationToken;
		} while (token !== undefined);
		return pages;
	};

	it('says language, category and status', async () => {
		expect(await search('winter')).toEqual({
			results: [{ name: 'winter_sale (en_US) – Marketing, Paused', value: 'winter_sale|en_US' }],
		});
	});

	it('has the approved ones first, over all pages, and each once', async () => {
		for (let index = 0; index < 120; index++) {
			const status = index % 2 === 0 ? 'APPROVED' : 'REJECTED';
			simulator.account.addTemplate({ name: `batch_${index}`, status });
		}
		const pages = await searchAll('batch');
		const names = pages.flat();
		expect(pages.length).toBeGreaterThan(1);
		expect(names).toHaveLength(120);
		expect(new Set(names).size).toBe(120);
		expect(names.findLastIndex((name) => name.endsWith('Approved'))).toBe(59);
	});

	it('shows the others at once where few are approved', async () => {
		expect(await searchAll('prize')).toEqual([['prize_draw (en_US) – Marketing, Rejected']]);
	});
});

describe('the form of a template', () => {
	const load = async (value: string) =>
		await methods.resourceMapping.getTemplateVariables.call(
			context({ template: { __rl: true, mode: 'list', value } }),
		);

	it('has a field for each variable', async () => {
		expect(await load('order_shipped|en_US')).toEqual({
			fields: [
				['header_1', 'Header {{1}}, e.g. CL-2048: Order {{1}} is on its way'],
				['body_1', 'Body {{1}}, e.g. Amara: Hello {{1}}, your *{{2}}* left our…'],
				[
					'body_2',
					'Body {{2}}, e.g. linen throw: Hello {{1}}, your *{{2}}* left our workshop toda…',
				],
				['body_3', 'Body {{3}}, e.g. Friday: …and should reach you on {{3}}. 📦'],
				[
					'button_0_url',
					'URL of “Track the parcel”, e.g. CL-2048: what follows after https://shop.example/track/',
				],
			].map(([id, displayName]) => ({
				id,
				displayName,
				type: 'string',
				required: true,
				display: true,
				defaultMatch: false,
				canBeUsedToMatch: false,
			})),
		});
	});

	it('has the right kind of field for each, and seldom ones only when asked for', async () => {
		const kinds = async (template: string) =>
			(await load(`${template}|en_US`)).fields.map(
				({ id, type, required, removed }) =>
					`${id}: ${type}${required ? '' : '?'}${removed ? ' (hidden)' : ''}`,
			);
		expect(await kinds('parcel_here')).toEqual([
			'header_latitude: number',
			'header_longitude: number',
			'header_name: string?',
			'header_address: string?',
			'body_1: string',
		]);
		expect(await kinds('flash_sale')).toContain('offer_expiration: dateTime');
		expect(await kinds('care_survey')).toContain('button_0_flow_data: object?');
		expect(await kinds('throws_to_choose')).toEqual(
			expect.arrayContaining(['card_1_product: string', 'card_2_product: string? (hidden)']),
		);
	});

	it.each([
		['hello_world|en_US', 'This template has no variables.'],
		['', 'Choose a template to see its variables.'],
		['no_such|en_US', 'The account has no such template.'],
	])('says why there is none: %j', async (value, notice) => {
		expect(await load(value)).toEqual({ fields: [], emptyFieldsNotice: notice });
	});

	it('says what the credential lacks', async () => {
		const without = { ...credentialFor(simulator), businessAccountId: '' };
		const parameters = { template: 'hello_world|en_US' };
		const load = methods.resourceMapping.getTemplateVariables;
		const { emptyFieldsNotice } = await load.call(editor(without, parameters));
		expect(emptyFieldsNotice).toMatch(/names no WhatsApp Business Account\. Copy its ID/);
	});

	it('fails where n8n should offer to try again', async () => {
		simulator.faults.add({ match: { kind: 'any' }, action: { error: { code: 2 } } });
		await expect(load('hello_world|en_US')).rejects.toThrow(/code 2/);
	});

	it('says what to do where the template is an expression', async () => {
		expect((await load('={{ $json.which }}')).emptyFieldsNotice).toMatch(/Map them automatically/);
	});

	it('shows a template as it is now', async () => {
		const { id } = simulator.account.addTemplate({
			name: 'changing',
			components: [{ type: 'BODY', text: 'One {{1}}' }],
		});
		expect((await load('changing|en_US')).fields).toHaveLength(1);
		simulator.account.updateTemplate(id, {
			components: [{ type: 'BODY', text: 'Two {{1}} {{2}}' }],
		});
		expect((await load('changing|en_US')).fields).toHaveLength(2);
	});
});
