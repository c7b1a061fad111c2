import { defaultPolicy, Repeater } from '../../../nodes/shared/delivery';
import type { IExecuteFunctions, INodeParameters } from 'n8n-workflow';

import { ItemParameters } from '../../../nodes/shared/n8n/itemParameters';
import {
	readTemplate,
	templateFields,
	templateMethods,
} from '../../../nodes/shared/n8n/templateForm';
import { templateCache } from '../../../nodes/shared/templates/templateCache';
import { answerWith, clientWith, fakeTransport } from '../../support/graph';

// It belongs to the process, and with it to all tests here.
beforeEach(() => templateCache.forget({ name: 'order' }));

/** An item's parameters, as a workflow holds them. */
function parametersOf(parameters: INodeParameters): ItemParameters {
	const context = { getNode: () => ({ parameters }), getTimezone: () => 'UTC' };
	return new ItemParameters(context as unknown as IExecuteFunctions, 0);
}

/** An account that has one template. */
function account() {
	const template = {
		id: '1',
		name: 'order',
		language: 'en',
		category: 'UTILITY',
		status: 'APPROVED',
		components: [{ type: 'BODY', text: 'Hello {{1}}' }],
	};
	const transport = fakeTransport(() => answerWith({ data: [template] }));
	const files = { repeater: new Repeater({ policy: { ...defaultPolicy, maxAttempts: 1 } }) };
	return { client: clientWith(transport), files, asked: transport.requests };
}

describe('a second form', () => {
	it('has names of its own, and looks at no other', () => {
		const first = new Set(templateFields().map(({ name }) => name));
		for (const { name, displayOptions } of templateFields('fallback')) {
			const others = Object.values(displayOptions ?? {}).flatMap((rule: object) =>
				Object.keys(rule),
			);
			for (const own of [name, ...others]) {
				expect(own).toMatch(/^fallback[A-Z]/);
				expect(first).not.toContain(own);
			}
		}
	});

	it('asks a method of its own for its variables', () => {
		const [field] = templateFields('fallback').filter(({ type }) => type === 'resourceMapper');
		const method = field.typeOptions?.resourceMapper?.resourceMapperMethod;
		expect(Object.keys(templateMethods('fallback'))).toEqual([method]);
		expect(Object.keys(templateMethods())).not.toContain(method);
	});

	it('is read by its own names', async () => {
		const parameters = parametersOf({
			template: 'other|de',
			fallbackTemplate: 'order|en',
			fallbackTemplateValues: { mappingMode: 'defineBelow', value: { body_1: 'Ada' } },
		});
		const { content } = await readTemplate(parameters, account(), 'fallback');
		expect(content).toEqual({
			type: 'template',
			template: {
				name: 'order',
				language: { code: 'en' },
				components: [{ type: 'body', parameters: [{ type: 'text', text: 'Ada' }] }],
			},
		});
	});
});

it('renders what was given as JSON, and looks at the template only then', async () => {
	const { asked, ...where } = account();
	const componentsJson = [{ type: 'body', parameters: [{ type: 'text', text: 'Grace' }] }];
	const { render } = await readTemplate(
		parametersOf({ template: 'order|en', templateValuesSource: 'json', componentsJson }),
		where,
	);
	expect(asked).toHaveLength(0);
	expect(await render()).toBe('Hello Grace');
	expect(asked).toHaveLength(1);
});
