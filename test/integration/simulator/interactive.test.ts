import { closeAll, send, startManual } from './support';

afterEach(closeAll);

const INVALID = 131009;
const REQUIRED = 131008;
const SCHEMA = 100;

const body = { text: 'Look' };
const link = 'https://shop.example/a.jpg';

const card = (index: number, change: object = {}) => ({
	card_index: index,
	type: 'cta_url',
	header: { type: 'image', image: { link } },
	body: { text: 'A card' },
	action: { name: 'cta_url', parameters: { display_text: 'Open', url: 'https://shop.example' } },
	...change,
});
const product = (index: number, catalog = '7') => ({
	card_index: index,
	type: 'product',
	action: { product_retailer_id: 'p', catalog_id: catalog },
});
const carousel = (...cards: object[]) => ({ type: 'carousel', body, action: { cards } });
const replies = {
	action: { buttons: [{ type: 'quick_reply', quick_reply: { id: 'a', title: 'Yes' } }] },
};
const video = { header: { type: 'video', video: { link } } };

const products = (...titles: Array<string | undefined>) => ({
	type: 'product_list',
	header: { type: 'text', text: 'Throws' },
	body,
	action: {
		catalog_id: '7',
		sections: titles.map((title) => ({ title, product_items: [{ product_retailer_id: 'p' }] })),
	},
});
const location = { type: 'location_request_message', body, action: { name: 'send_location' } };
const header = { type: 'text', text: 'Above' };
const footer = { text: 'Below' };

async function post(interactive: object) {
	const simulator = await startManual();
	return await send(simulator, { type: 'interactive', interactive });
}

test.each([
	['two cards', carousel(card(0), card(1))],
	['ten cards', carousel(...Array.from({ length: 10 }, (_, index) => card(index)))],
	['cards that are answered', carousel(card(0, replies), card(1, replies))],
	['products', carousel(product(0), product(1))],
	['a body of 160', carousel(card(0, { body: { text: '🎉'.repeat(160) } }), card(1))],
	['a section without a title', products(undefined)],
	['sections with titles', products('A', 'B')],
	['a request', location],
])('%s are taken', async (_, interactive) => {
	expect((await post(interactive)).status).toBe(200);
});

test.each([
	['one card', carousel(card(0)), INVALID],
	['eleven cards', carousel(...Array.from({ length: 11 }, (_, index) => card(index))), INVALID],
	['cards out of order', carousel(card(1), card(0)), INVALID],
	['a picture beside a video', carousel(card(0), card(1, video)), INVALID],
	['two catalogs', carousel(product(0), product(1, '8')), INVALID],
	['a body of 161', carousel(card(0, { body: { text: 'x'.repeat(161) } }), card(1)), SCHEMA],
	['three line breaks', carousel(card(0, { body: { text: 'a\nb\nc\nd' } }), card(1)), INVALID],
	['a card without a header', carousel(card(0, { header: undefined }), card(1)), REQUIRED],
	['a header above cards', { ...carousel(card(0), card(1)), header }, INVALID],
	['a header of a request', { ...location, header }, INVALID],
	['a footer of a request', { ...location, footer }, INVALID],
	['sections of which one has no title', products('A', undefined), REQUIRED],
])('%s are refused', async (_, interactive, code) => {
	expect((await post(interactive)).body.error).toMatchObject({ code });
});
