import { asCreateRequest } from '../../../nodes/shared/templates/draft';
import { LANGUAGE_CODE, LANGUAGES } from '../../../nodes/shared/templates/languages';
import { app, authentication, buttons, draft, footer, link, otp } from './check/drafts';

describe('what is sent to create a template', () => {
	it('is written as Meta writes it', () => {
		const written = {
			name: ' order_update ',
			language: 'en-US',
			category: 'utility',
			parameter_format: 'named',
			allow_category_change: undefined,
			components: [
				{ type: 'body', text: 'Hi {{ name }}!' },
				{
					type: 'buttons',
					buttons: [{ type: 'url', text: 'Open', url: ' https://a.example/{{ 1 }} ' }],
				},
			],
		};
		expect(asCreateRequest(written)).toEqual({
			name: 'order_update',
			language: 'en_US',
			category: 'UTILITY',
			parameter_format: 'NAMED',
			components: [
				{ type: 'BODY', text: 'Hi {{name}}!' },
				buttons(link('https://a.example/{{1}}')),
			],
		});
	});

	it('is without what Meta adds, so that a template can be copied', () => {
		const read = {
			...draft([footer('Bye')]),
			id: '77',
			status: 'APPROVED',
			quality_score: { score: 'GREEN' },
			rejected_reason: 'NONE',
			health_status: {},
		};
		expect(asCreateRequest(read)).toEqual(draft([footer('Bye')]));
	});

	it('has apps in the present form', () => {
		const { package_name: name, signature_hash: hash } = app();
		const older = authentication(
			buttons(otp({ otp_type: 'one_tap', package_name: name, signature_hash: hash })),
		);
		expect(asCreateRequest(older)).toEqual(
			authentication(buttons(otp({ otp_type: 'ONE_TAP', supported_apps: [app()] }))),
		);
	});

	it('has no components for a template of the library', () => {
		const request = asCreateRequest({ ...draft(), components: [], library_template_name: 'a' });
		expect(request).not.toHaveProperty('components');
	});

	it('leaves the draft as it was', () => {
		const written = draft([{ type: 'footer', text: '{{ 1 }}' }]);
		const before = structuredClone(written);
		asCreateRequest(written);
		expect(written).toEqual(before);
	});
});

describe('the list of languages', () => {
	it('holds codes as Meta writes them', () => {
		expect(Object.keys(LANGUAGES).filter((code) => !LANGUAGE_CODE.test(code))).toEqual([]);
	});

	it('gives each a name of its own, in order', () => {
		const names = Object.values(LANGUAGES);
		expect(new Set(names).size).toBe(names.length);
		expect([...names].sort((a, b) => a.localeCompare(b, 'en'))).toEqual(names);
	});
});
