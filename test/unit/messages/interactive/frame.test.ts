import {
	BODY_ONLY,
	FULL_FRAME,
	interactiveMessage,
	type Frame,
	type FrameRule,
} from '../../../../nodes/shared/messages/interactive/frame';
import { expectLimit, refusal } from '../support';

const build = (frame: Frame, rule: FrameRule = FULL_FRAME) =>
	interactiveMessage('x', rule, { body: 'a', ...frame }, {}).interactive as Frame;

const media = { link: 'https://example.com/file' };

describe('the header', () => {
	it('has up to 60 characters', () => {
		expectLimit('Header Text', 60, (text) => build({ header: { type: 'text', text } }));
	});

	it('is not an empty text', () => {
		expect(refusal(() => build({ header: { type: 'text', text: '' } })).message).toBe(
			'Header Text is empty',
		);
	});

	it.each(['image', 'video', 'document'] as const)('may be %s', (type) => {
		expect(build({ header: { type, media } }).header).toEqual({ type, [type]: media });
	});

	it('has a file name for documents', () => {
		const header = { type: 'document', media, filename: 'a.pdf' } as const;
		expect(build({ header }).header).toEqual({
			type: 'document',
			document: { ...media, filename: 'a.pdf' },
		});
	});

	it('says where a wrong link stands', () => {
		const header = { type: 'image', media: { link: 'x' } } as const;
		expect(refusal(() => build({ header })).field).toBe('Link of Header');
	});

	it('is refused where the type has none of that kind', () => {
		const header = { type: 'image', media } as const;
		expect(refusal(() => build({ header }, { ...FULL_FRAME, headers: ['text'] })).fix).toBe(
			'Use text.',
		);
		expect(refusal(() => build({ header }, BODY_ONLY)).fix).toBe('Leave the header out.');
	});

	it('is missed where the type needs one', () => {
		expect(refusal(() => build({}, { ...FULL_FRAME, headerRequired: true })).field).toBe(
			'Header Text',
		);
	});
});

describe('the body', () => {
	it('has up to 1,024 characters', () => {
		expectLimit('Body Text', 1024, (body) => build({ body }));
	});

	it('is missed where the type needs one', () => {
		expect(refusal(() => build({ body: '' })).message).toBe('Body Text is empty');
	});

	it('may be left out where the type needs none', () => {
		const frame = build({ body: ' ' }, { ...BODY_ONLY, bodyOptional: true });
		expect(frame).not.toHaveProperty('body');
	});
});

describe('the footer', () => {
	it('has up to 60 characters', () => {
		expectLimit('Footer Text', 60, (footer) => build({ footer }));
	});

	it('is left out where it is empty', () => {
		expect(build({ footer: '' })).not.toHaveProperty('footer');
	});

	it('is refused where the type has none', () => {
		expect(refusal(() => build({ footer: 'a' }, BODY_ONLY)).field).toBe('Footer Text');
	});
});
