import { generatedDocs } from '../../scripts/support/generatedDocs';

describe('what the documentation takes from the code', () => {
	it.each(generatedDocs())('stands in $path as `npm run docs` makes it', ({ present, wanted }) => {
		expect(present).toBe(wanted);
	});
});
