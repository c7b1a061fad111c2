import type { INodeParameters } from 'n8n-workflow';

import { interactiveOf, refusalOf, useSimulator } from './support';

useSimulator();

const body = { text: 'Which one?' };
const bodyText = 'Which one?';

describe('reply buttons', () => {
	it('are sent with header, body and footer, their values from the item', async () => {
		expect(
			await interactiveOf(
				{
					interactiveType: 'button',
					headerType: 'text',
					headerText: '={{ $json.shop }}',
					bodyText,
					footerText: 'Tap one',
					replyButtons: {
						button: [
							{ title: '={{ $json.answers[0] }}', id: '={{ "a-" + $json.order }}' },
							{ title: 'No' },
						],
					},
				},
				{ shop: 'Lucky Shrub', answers: ['Yes'], order: 4711 },
			),
		).toEqual({
			type: 'button',
			header: { type: 'text', text: 'Lucky Shrub' },
			body,
			footer: { text: 'Tap one' },
			action: {
				buttons: [
					{ type: 'reply', reply: { id: 'a-4711', title: 'Yes' } },
					{ type: 'reply', reply: { id: 'No', title: 'No' } },
				],
			},
		});
	});

	it.each([
		['image', {}, {}],
		['video', {}, {}],
		['document', { headerMediaFilename: 'plan.pdf' }, { filename: 'plan.pdf' }],
	] as const)('may stand below %s', async (headerType, fields, extra) => {
		const parameters = {
			interactiveType: 'button',
			headerType,
			bodyText,
			replyButtons: { button: [{ title: 'Yes' }] },
			...fields,
		};
		expect(
			await interactiveOf({ ...parameters, headerMediaLink: 'https://example.com/file' }),
		).toMatchObject({
			header: { type: headerType, [headerType]: { link: 'https://example.com/file', ...extra } },
		});
	});

	it('may stand below a file that Meta keeps', async () => {
		expect(
			await interactiveOf({
				interactiveType: 'button',
				headerType: 'image',
				headerMediaPath: 'useMediaId',
				headerMediaId: '1479537139650973',
				bodyText,
				replyButtons: { button: [{ title: 'Yes' }] },
			}),
		).toMatchObject({ header: { type: 'image', image: { id: '1479537139650973' } } });
	});

	it('are refused before anything leaves where two are the same', async () => {
		expect(
			await refusalOf({
				messageType: 'interactive',
				interactiveType: 'button',
				bodyText,
				replyButtons: { button: [{ title: 'Yes' }, { title: 'Yes', id: 'other' }] },
			}),
		).toMatch(/^Button Title “Yes” is used twice/);
	});
});

describe('a list', () => {
	const listing = (parameters: INodeParameters): INodeParameters => ({
		interactiveType: 'list',
		bodyText,
		listButton: 'Choose',
		...parameters,
	});

	it('has sections and rows, their values from the item', async () => {
		expect(
			await interactiveOf(
				listing({
					headerText: 'Dates',
					footerText: 'All times local',
					listSections: {
						section: [
							{
								title: 'Tomorrow',
								rows: {
									row: [
										{
											title: '={{ $json.time }}',
											description: 'With Ada',
											id: '={{ $json.slot }}',
										},
										{ title: '10:00' },
									],
								},
							},
							{ title: 'Later', rows: { row: [{ title: 'Ask me', id: 'later' }] } },
						],
					},
				}),
				{ time: '9:00', slot: 17 },
			),
		).toEqual({
			type: 'list',
			header: { type: 'text', text: 'Dates' },
			body,
			footer: { text: 'All times local' },
			action: {
				button: 'Choose',
				sections: [
					{
						title: 'Tomorrow',
						rows: [
							{ id: '17', title: '9:00', description: 'With Ada' },
							{ id: '10:00', title: '10:00' },
						],
					},
					{ title: 'Later', rows: [{ id: 'later', title: 'Ask me' }] },
				],
			},
		});
	});

	it('may take its rows from a list of the item', async () => {
		expect(
			await interactiveOf(
				listing({
					listInput: 'json',
					listSectionsJson:
						'={{ [{ rows: $json.slots.map((slot) => ({ id: slot, title: slot })) }] }}',
				}),
				{ slots: ['9:00', '10:00'] },
			),
		).toMatchObject({
			action: {
				sections: [
					{
						rows: [
							{ id: '9:00', title: '9:00' },
							{ id: '10:00', title: '10:00' },
						],
					},
				],
			},
		});
	});

	it('is refused where it has no rows', async () => {
		expect(await refusalOf({ messageType: 'interactive', ...listing({}) })).toMatch(
			/^There are no sections/,
		);
	});
});

it('a link button opens a page', async () => {
	expect(
		await interactiveOf(
			{
				interactiveType: 'cta_url',
				bodyText,
				buttonText: 'See dates',
				buttonUrl: '={{ "https://example.com/?order=" + $json.order }}',
			},
			{ order: 4711 },
		),
	).toEqual({
		type: 'cta_url',
		body,
		action: {
			name: 'cta_url',
			parameters: { display_text: 'See dates', url: 'https://example.com/?order=4711' },
		},
	});
});

describe('a flow', () => {
	it('is named by its ID and starts with a screen and its data', async () => {
		expect(
			await interactiveOf(
				{
					interactiveType: 'flow',
					bodyText,
					flowId: '={{ $json.flow }}',
					flowButton: 'Book now',
					flowScreen: 'WELCOME',
					flowData: '={{ { customer: $json.name } }}',
					additionalFields: { flowReference: '={{ $json.order }}' },
				},
				{ flow: 1479537139650973, name: 'Ada', order: 4711 },
			),
		).toEqual({
			type: 'flow',
			body,
			action: {
				name: 'flow',
				parameters: {
					flow_message_version: '3',
					flow_id: '1479537139650973',
					flow_cta: 'Book now',
					flow_token: '4711',
					flow_action: 'navigate',
					flow_action_payload: { screen: 'WELCOME', data: { customer: 'Ada' } },
				},
			},
		});
	});

	it('is named by its name, as a draft, and asks its endpoint for the first screen', async () => {
		expect(
			await interactiveOf({
				interactiveType: 'flow',
				bodyText,
				flowBy: 'name',
				flowName: 'booking',
				flowButton: 'Book now',
				flowAction: 'data_exchange',
				additionalFields: { flowDraft: true },
			}),
		).toMatchObject({
			action: {
				parameters: {
					flow_message_version: '3',
					flow_name: 'booking',
					flow_cta: 'Book now',
					mode: 'draft',
					flow_action: 'data_exchange',
				},
			},
		});
	});

	it('is refused where its data is no JSON', async () => {
		expect(
			await refusalOf({
				messageType: 'interactive',
				interactiveType: 'flow',
				bodyText,
				flowId: '1',
				flowButton: 'Book',
				flowScreen: 'WELCOME',
				flowData: '{ customer: "Ada" }',
			}),
		).toMatch(/^Data for the First Screen is no valid JSON/);
	});
});

describe('products', () => {
	it('may be one, without a text', async () => {
		expect(
			await interactiveOf({
				interactiveType: 'product',
				catalogId: '194836987003835',
				productId: 'SKU-1',
			}),
		).toEqual({
			type: 'product',
			action: { catalog_id: '194836987003835', product_retailer_id: 'SKU-1' },
		});
	});

	it('may be many under headings, from a text or from a list of the item', async () => {
		expect(
			await interactiveOf(
				{
					interactiveType: 'product_list',
					headerText: 'Spring',
					bodyText,
					catalogId: '194836987003835',
					productSections: {
						section: [
							{ title: 'New', productIds: 'SKU-1, SKU-2' },
							{ title: 'Old', productIds: '={{ $json.old }}' },
						],
					},
				},
				{ old: ['SKU-3', 4] },
			),
		).toEqual({
			type: 'product_list',
			header: { type: 'text', text: 'Spring' },
			body,
			action: {
				catalog_id: '194836987003835',
				sections: [
					{
						title: 'New',
						product_items: [{ product_retailer_id: 'SKU-1' }, { product_retailer_id: 'SKU-2' }],
					},
					{
						title: 'Old',
						product_items: [{ product_retailer_id: 'SKU-3' }, { product_retailer_id: '4' }],
					},
				],
			},
		});
	});

	it('may stand side by side', async () => {
		expect(
			await interactiveOf({
				interactiveType: 'product_carousel',
				bodyText,
				catalogId: '194836987003835',
				productIds: 'SKU-1,SKU-2',
			}),
		).toEqual({
			type: 'carousel',
			body,
			action: {
				cards: ['SKU-1', 'SKU-2'].map((product_retailer_id, card_index) => ({
					card_index,
					type: 'product',
					action: { product_retailer_id, catalog_id: '194836987003835' },
				})),
			},
		});
	});

	it('may be the whole catalog, below the picture of one', async () => {
		expect(
			await interactiveOf({
				interactiveType: 'catalog_message',
				bodyText,
				footerText: 'Delivered free',
				additionalFields: { thumbnailProductId: 'SKU-1' },
			}),
		).toEqual({
			type: 'catalog_message',
			body,
			footer: { text: 'Delivered free' },
			action: {
				name: 'catalog_message',
				parameters: { thumbnail_product_retailer_id: 'SKU-1' },
			},
		});
	});

	it('are refused where the heading of the message is missing', async () => {
		expect(
			await refusalOf({
				messageType: 'interactive',
				interactiveType: 'product_list',
				headerText: '={{ $json.none }}',
				bodyText,
				catalogId: '1',
				productSections: { section: [{ productIds: 'SKU-1' }] },
			}),
		).toMatch(/^Header Text is empty/);
	});
});

describe('requests', () => {
	it.each([
		['location_request_message', 'send_location'],
		['request_contact_info', 'request_contact_info'],
		['call_permission_request', 'call_permission_request'],
	])('of the type %s have a text and an action of its name', async (interactiveType, name) => {
		expect(await interactiveOf({ interactiveType, bodyText })).toEqual({
			type: interactiveType,
			body,
			action: { name },
		});
	});

	it('for a call may go without a text', async () => {
		expect(await interactiveOf({ interactiveType: 'call_permission_request' })).toEqual({
			type: 'call_permission_request',
			action: { name: 'call_permission_request' },
		});
	});

	it('for an address are filled in, offer saved addresses and say what was wrong', async () => {
		expect(
			await interactiveOf(
				{
					interactiveType: 'address_message',
					bodyText,
					additionalFields: {
						addressValues: { value: { name: '={{ $json.name }}', in_pin_code: '400063' } },
						addressProblems: { problem: [{ part: 'in_pin_code', message: 'Not served' }] },
						savedAddresses: { saved: [{ id: 'home', city: 'Mumbai' }] },
					},
				},
				{ name: 'Ada' },
			),
		).toEqual({
			type: 'address_message',
			body,
			action: {
				name: 'address_message',
				parameters: {
					country: 'IN',
					values: { name: 'Ada', in_pin_code: '400063' },
					validation_errors: { in_pin_code: 'Not served' },
					saved_addresses: [{ id: 'home', value: { city: 'Mumbai' } }],
				},
			},
		});
	});

	it('for an address need nothing but a text', async () => {
		expect(await interactiveOf({ interactiveType: 'address_message', bodyText })).toEqual({
			type: 'address_message',
			body,
			action: { name: 'address_message', parameters: { country: 'IN' } },
		});
	});
});

describe('a call button', () => {
	it('has a text, a time and a payload', async () => {
		expect(
			await interactiveOf({
				interactiveType: 'voice_call',
				bodyText,
				additionalFields: { callButtonText: 'Call us', callMinutes: 60, callPayload: 'order-4711' },
			}),
		).toEqual({
			type: 'voice_call',
			body,
			action: {
				name: 'voice_call',
				parameters: { display_text: 'Call us', ttl_minutes: 60, payload: 'order-4711' },
			},
		});
	});

	it('needs nothing but a text', async () => {
		expect(await interactiveOf({ interactiveType: 'voice_call', bodyText })).toEqual({
			type: 'voice_call',
			body,
			action: { name: 'voice_call' },
		});
	});
});

describe('a carousel', () => {
	const link = (name: string) => `https://example.com/${name}`;

	it('has cards with a picture, a text and a link, their values from the item', async () => {
		expect(
			await interactiveOf(
				{
					interactiveType: 'carousel',
					bodyText,
					cards: {
						card: [
							{
								mediaLink: '={{ $json.picture }}',
								text: '={{ $json.name }}',
								buttonText: 'Buy',
								buttonUrl: link('1'),
							},
							{
								mediaPath: 'useMediaId',
								mediaId: '1479537139650973',
								buttonText: 'Buy',
								buttonUrl: link('2'),
							},
						],
					},
				},
				{ picture: link('a.jpg'), name: 'Aloe' },
			),
		).toEqual({
			type: 'carousel',
			body,
			action: {
				cards: [
					{
						card_index: 0,
						type: 'cta_url',
						header: { type: 'image', image: { link: link('a.jpg') } },
						body: { text: 'Aloe' },
						action: { name: 'cta_url', parameters: { display_text: 'Buy', url: link('1') } },
					},
					{
						card_index: 1,
						type: 'cta_url',
						header: { type: 'image', image: { id: '1479537139650973' } },
						action: { name: 'cta_url', parameters: { display_text: 'Buy', url: link('2') } },
					},
				],
			},
		});
	});

	it('has cards with a video and buttons that answer', async () => {
		const card = (id: string): INodeParameters => ({
			mediaLink: link(id),
			replyButtons: { button: [{ title: 'More', id }] },
		});
		expect(
			await interactiveOf({
				interactiveType: 'carousel',
				bodyText,
				cardHeader: 'video',
				cardButtons: 'replies',
				cards: { card: [card('a'), card('b')] },
			}),
		).toEqual({
			type: 'carousel',
			body,
			action: {
				cards: ['a', 'b'].map((id, card_index) => ({
					card_index,
					header: { type: 'video', video: { link: link(id) } },
					action: { buttons: [{ type: 'quick_reply', quick_reply: { id, title: 'More' } }] },
				})),
			},
		});
	});

	it('is refused with one card', async () => {
		expect(
			await refusalOf({
				messageType: 'interactive',
				interactiveType: 'carousel',
				bodyText,
				cards: { card: [{ mediaLink: link('a'), buttonText: 'Buy', buttonUrl: link('1') }] },
			}),
		).toMatch(/^The number of cards is 1, Meta allows 2 to 10/);
	});
});

describe('orders', () => {
	const order = {
		status: 'pending',
		items: [
			{
				retailer_id: '1234567',
				name: 'Bread',
				amount: { value: 1150, offset: 100 },
				quantity: 1,
			},
		],
		subtotal: { value: 1150, offset: 100 },
		tax: { value: 0, offset: 100 },
	};

	it('are sent with what to pay and how', async () => {
		const paymentSettings = [{ type: 'payment_gateway', payment_gateway: { type: 'razorpay' } }];
		expect(
			await interactiveOf(
				{
					interactiveType: 'order_details',
					headerType: 'image',
					headerMediaLink: 'https://example.com/bread.jpg',
					bodyText,
					footerText: 'Thank you',
					referenceId: '={{ $json.reference }}',
					goods: 'physical-goods',
					currency: 'INR',
					totalAmount: '={{ $json.total }}',
					order: '={{ $json.order }}',
					additionalFields: { paymentSettings: JSON.stringify(paymentSettings) },
				},
				{ reference: 'order-4711', total: '11.50', order },
			),
		).toEqual({
			type: 'order_details',
			header: { type: 'image', image: { link: 'https://example.com/bread.jpg' } },
			body,
			footer: { text: 'Thank you' },
			action: {
				name: 'review_and_pay',
				parameters: {
					reference_id: 'order-4711',
					type: 'physical-goods',
					payment_settings: paymentSettings,
					currency: 'INR',
					total_amount: { value: 1150, offset: 100 },
					order,
				},
			},
		});
	});

	it('may do without items, and name how they are paid', async () => {
		expect(
			await interactiveOf({
				interactiveType: 'order_details',
				bodyText,
				referenceId: 'order-4711',
				currency: 'brl',
				totalAmount: 500,
				order: '',
				additionalFields: { paymentType: 'br', paymentConfiguration: 'shop' },
			}),
		).toMatchObject({
			action: {
				parameters: {
					reference_id: 'order-4711',
					type: 'digital-goods',
					payment_configuration: 'shop',
					payment_type: 'br',
					currency: 'BRL',
					total_amount: { value: 50000, offset: 100 },
				},
			},
		});
	});

	it('are followed by what became of them', async () => {
		expect(
			await interactiveOf({
				interactiveType: 'order_status',
				bodyText,
				referenceId: 'order-4711',
				orderStatus: 'partially_shipped',
				additionalFields: { statusDescription: 'One box is on its way' },
			}),
		).toEqual({
			type: 'order_status',
			body,
			action: {
				name: 'review_order',
				parameters: {
					reference_id: 'order-4711',
					order: { status: 'partially_shipped', description: 'One box is on its way' },
				},
			},
		});
	});
});
