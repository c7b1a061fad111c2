import { NodeHelpers, type INodeParameters } from 'n8n-workflow';

import { WhatsAppSend } from '../../../nodes/WhatsAppSend/WhatsAppSend.node';
import { payloadOf, refusalOf, useSimulator } from '../messages/support';
import { body, button, chosen, componentsOf, refused, override } from './support';

useSimulator();

const PARAMETERS = {
	text: { type: 'text', text: 'Ada' },
	money: { type: 'currency', code: 'USD', amount_1000: 100.99, fallback_value: '$100.99' },
	date: { type: 'date_time', date_time: '2026-12-24T18:00:00' },
};

/** As n8n's own WhatsApp node keeps it. */
const PASTED: INodeParameters = {
	operation: 'sendTemplate',
	template: 'spring_collection|en_US',
	components: {
		component: [
			{
				type: 'header',
				headerParameters: {
					parameter: [{ type: 'image', imageLink: 'https://shop.example/a.jpg' }],
				},
			},
			{
				type: 'body',
				bodyParameters: { parameter: [PARAMETERS.money, PARAMETERS.date] },
			},
			{
				type: 'button',
				sub_type: 'quick_reply',
				index: 2,
				buttonParameters: { parameter: { type: 'payload', payload: 'stop' } },
			},
		],
	},
};

const money = {
	type: 'currency',
	currency: { fallback_value: '$100.99', code: 'USD', amount_1000: 100_990 },
};
const date = { type: 'date_time', date_time: { fallback_value: '2026-12-24T18:00:00' } };

/** The parameters as n8n keeps them when a node is pasted or opened, and the fields that a builder sees. */
function opened(parameters: INodeParameters) {
	const { description } = new WhatsAppSend();
	const values = { resource: 'message', ...parameters };
	const args = [description.properties, values, true, false, null, description] as const;
	const kept = NodeHelpers.getNodeParameters(...args) ?? {};
	const shown = description.properties.filter((field) =>
		NodeHelpers.displayParameter(kept, field, null, description),
	);
	return {
		kept,
		shown: shown.map(({ displayName, type }) => `${displayName.slice(0, 24)}:${type}`),
	};
}

const COUPON = {
	type: 'button',
	sub_type: 'copy_code',
	index: 1,
	parameters: [{ type: 'coupon_code', coupon_code: 'LOOM10' }],
};

const OVERRIDE = override([COUPON]);

describe('a node copied from n8n’s own', () => {
	it('sends its components', async () => {
		const parameters = { ...PASTED, ...OVERRIDE };
		const { template } = await payloadOf(parameters);
		expect(template).toEqual({
			name: 'spring_collection',
			language: { code: 'en_US' },
			components: [
				{
					type: 'header',
					parameters: [{ type: 'image', image: { link: 'https://shop.example/a.jpg' } }],
				},
				{ type: 'body', parameters: [money, date] },
				button('quick_reply', 2, { type: 'payload', payload: 'stop' }),
				{ ...COUPON, index: '1' },
			],
		});
	});

	it('keeps them when it is opened, and says where they are', () => {
		const { kept, shown } = opened(PASTED);
		expect(kept.components).toEqual(PASTED.components);
		expect(shown).toContain('Values stand under Compo:notice');
		expect(shown).not.toContain('Variables:resourceMapper');
		expect(opened({ ...PASTED, templateValuesSource: 'components' }).shown).toContain(
			'Components:fixedCollection',
		);
	});
});

it('shows the form, and no word of components, in a new node', () => {
	const { shown } = opened(chosen('hello_world'));
	expect(shown).toContain('Variables:resourceMapper');
	expect(shown.filter((field) => /notice|fixedCollection/.test(field))).toEqual([]);
});

const components = (...component: INodeParameters[]): INodeParameters => ({
	templateValuesSource: 'components',
	components: { component },
});
const bodyOf = (...parameter: INodeParameters[]): INodeParameters =>
	components({ type: 'body', bodyParameters: { parameter } });

it.each<[string, INodeParameters, RegExp]>([
	['no currency', { ...PARAMETERS.money, code: '' }, /^Body Variable \{\{1\}\} has no currency/],
	['no amount', { ...PARAMETERS.money, amount_1000: '' }, /^Body Variable \{\{1\}\} has no amount/],
	[
		'an amount that is no number',
		{ ...PARAMETERS.money, amount_1000: 'much' },
		/^The amount of Body Variable \{\{1\}\} is “much”/,
	],
	['no date', { type: 'date_time', date_time: '' }, /^Body Variable \{\{1\}\} is empty/],
	['an image', { type: 'image', imageLink: '1' }, /^Parameter 1 of the body is of no kind/],
])('refuses %s in a body', async (_what, parameter, message) => {
	expect(await refused('winter_sale', bodyOf(parameter))).toMatch(message);
});

it('takes an image by its ID', async () => {
	const image = {
		type: 'header',
		headerParameters: { parameter: [{ type: 'image', imageLink: '1234' }] },
	};
	const parameters = components(image, {
		type: 'body',
		bodyParameters: { parameter: [PARAMETERS.text, PARAMETERS.text] },
	});
	expect(await componentsOf('spring_collection', { ...parameters, ...OVERRIDE })).toMatchObject([
		{ parameters: [{ type: 'image', image: { id: '1234' } }] },
		body('Ada', 'Ada'),
		{ sub_type: 'copy_code' },
	]);
});

it('refuses two bodies', async () => {
	const one = { type: 'body', bodyParameters: { parameter: [PARAMETERS.text] } };
	expect(await refusalOf(chosen('winter_sale', components(one, one)))).toMatch(
		/^There are 2 components of the type body/,
	);
});
