import {
	catalogMessage,
	productCarouselMessage,
	productListMessage,
	productMessage,
} from '../../../../nodes/shared/messages/interactive/products';
import { expectLimit, refusal, times } from '../support';

const frame = { body: 'a' };
const headed = { ...frame, header: { type: 'text', text: 'b' } } as const;
const skus = (count: number) => times(count, (i) => `SKU-${i}`);

describe('a product', () => {
	it('needs a catalog and its ID there', () => {
		expect(refusal(() => productMessage({}, ' ', 'a')).field).toBe('Catalog ID');
		expect(refusal(() => productMessage({}, '1', '')).field).toBe('Product ID');
	});

	it('has no header', () => {
		expect(refusal(() => productMessage(headed, '1', 'a')).field).toBe('Header');
	});
});

describe('a product list', () => {
	it('needs a header', () => {
		expect(refusal(() => productListMessage(frame, '1', [{ products: ['a'] }])).field).toBe(
			'Header Text',
		);
	});

	it('has up to 30 products over all sections', () => {
		const sections = (second: number) => [
			{ title: 'A', products: skus(20) },
			{ title: 'B', products: skus(second) },
		];
		expect(() => productListMessage(headed, '1', sections(10))).not.toThrow();
		expect(refusal(() => productListMessage(headed, '1', sections(11))).message).toBe(
			'The number of products in all sections together is 31, Meta allows up to 30',
		);
	});

	it('has up to ten sections', () => {
		const sections = (count: number) =>
			times(count, (i) => ({ title: `Section ${i}`, products: ['a'] }));
		expect(() => productListMessage(headed, '1', sections(10))).not.toThrow();
		expect(refusal(() => productListMessage(headed, '1', sections(11))).field).toBe('Sections');
	});

	it('has section titles of up to 24 characters', () => {
		expectLimit('Title of Section 1', 24, (title) =>
			productListMessage(headed, '1', [{ title, products: ['a'] }]),
		);
	});

	it('has no section without products', () => {
		const sections = [
			{ title: 'A', products: ['a'] },
			{ title: 'B', products: [] },
		];
		expect(refusal(() => productListMessage(headed, '1', sections)).field).toBe(
			'Product IDs of Section 2',
		);
	});
});

describe('a product carousel', () => {
	it('has two to ten products', () => {
		expect(() => productCarouselMessage(frame, '1', skus(2))).not.toThrow();
		expect(() => productCarouselMessage(frame, '1', skus(10))).not.toThrow();
		expect(refusal(() => productCarouselMessage(frame, '1', skus(1))).field).toBe('Product IDs');
		expect(refusal(() => productCarouselMessage(frame, '1', skus(11))).field).toBe('Product IDs');
	});

	it('shows no product twice', () => {
		expect(refusal(() => productCarouselMessage(frame, '1', ['a', 'a'])).message).toBe(
			'Product ID “a” is used twice',
		);
	});
});

describe('a catalog', () => {
	it('names no picture unless asked for', () => {
		expect(catalogMessage(frame, ' ').interactive).toEqual({
			type: 'catalog_message',
			body: { text: 'a' },
			action: { name: 'catalog_message' },
		});
	});
});
