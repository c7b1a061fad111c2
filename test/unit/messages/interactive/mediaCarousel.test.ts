import {
	mediaCarouselMessage,
	type MediaCarousel,
} from '../../../../nodes/shared/messages/interactive/mediaCarousel';
import { expectLimit, refusal, times } from '../support';

const media = { link: 'https://example.com/file' };
const card = { media, button: { text: 'Buy', url: 'https://example.com' } };

const build = (cards: MediaCarousel['cards']) =>
	mediaCarouselMessage({ body: 'a' }, { header: 'image', cards });

const links = (second: Partial<typeof card> & { body?: string } = {}) =>
	build({ with: 'link', each: [card, { ...card, ...second }] });

const replying = (...counts: number[]) =>
	build({
		with: 'replies',
		each: counts.map((count) => ({ media, buttons: times(count, (i) => ({ title: `B${i}` })) })),
	});

describe('a carousel', () => {
	it('has two to ten cards', () => {
		const cards = (count: number) => build({ with: 'link', each: times(count, () => card) });
		expect(() => cards(2)).not.toThrow();
		expect(() => cards(10)).not.toThrow();
		expect(refusal(() => cards(1)).field).toBe('Cards');
		expect(refusal(() => cards(11)).message).toBe('The number of cards is 11, Meta allows 2 to 10');
	});

	it('has no footer', () => {
		const carousel = { header: 'image', cards: { with: 'link', each: [card, card] } } as const;
		const frame = { body: 'a', footer: 'b' };
		const cards = { with: 'link' as const, each: [...carousel.cards.each] };
		expect(refusal(() => mediaCarouselMessage(frame, { ...carousel, cards })).field).toBe(
			'Footer Text',
		);
	});
});

describe('a card', () => {
	it('has a text of up to 160 characters', () => {
		expectLimit('Text of Card 2', 160, (body) => links({ body }));
	});

	it('has a text with up to two line breaks', () => {
		expect(() => links({ body: 'a\nb\r\nc' })).not.toThrow();
		expect(() => links({ body: 'a\nb\nc\n' })).not.toThrow();
		expect(refusal(() => links({ body: 'a\nb\n\nc' })).message).toBe(
			'Text of Card 2 has 3 line breaks, Meta allows 2',
		);
	});

	it('has a link text of up to 20 characters', () => {
		expectLimit('Button Text of Card 2', 20, (text) =>
			links({ button: { text, url: 'https://example.com' } }),
		);
	});

	it('says where a wrong link stands', () => {
		expect(refusal(() => links({ media: { link: 'x' } })).field).toBe('Link of Card 2');
		expect(refusal(() => links({ button: { text: 'a', url: 'x' } })).field).toBe(
			'Button URL of Card 2',
		);
	});

	it('has one to three buttons that answer', () => {
		expect(() => replying(3, 3)).not.toThrow();
		expect(refusal(() => replying(4, 4)).field).toBe('Buttons of Card 1');
		expect(refusal(() => replying(0, 0)).field).toBe('Buttons of Card 1');
	});

	it('has as many buttons as the others', () => {
		expect(refusal(() => replying(2, 1)).message).toBe(
			'The number of buttons on Card 2 is 1, on the first card 2',
		);
	});

	it('has buttons that differ, though other cards may have the same', () => {
		const same = { media, buttons: [{ title: 'a' }, { title: 'a' }] };
		expect(refusal(() => build({ with: 'replies', each: [same, same] })).field).toBe(
			'Button Title of Card 1',
		);
		expect(() => replying(2, 2)).not.toThrow();
	});
});
