import { TEMPLATE_LIBRARY } from '../../fixtures/templateLibrary';
import type { LibraryTemplate } from '../../fixtures/templateLibrary';
import type { Reply } from '../../graphErrors';
import { page } from '../../paging';
import type { GraphRequest, Route } from '../../router';
import type { World } from '../../world';

export const libraryRoutes: Route[] = [
	{
		method: 'GET',
		node: 'root',
		edge: 'message_template_library',
		handle: searchLibrary,
	},
];

type Filter = (entry: LibraryTemplate, value: string) => boolean;

const isSame = (actual: string, value: string): boolean =>
	actual.toLowerCase() === value.toLowerCase();

const FILTERS: Readonly<Record<string, Filter>> = {
	search: ({ name, header = '', body }, value) =>
		`${name}\n${header}\n${body}`.toLowerCase().includes(value.toLowerCase()),
	topic: ({ topic }, value) => isSame(topic, value),
	usecase: ({ usecase }, value) => isSame(usecase, value),
	industry: ({ industry }, value) => industry.some((entry) => isSame(entry, value)),
	language: ({ language }, value) => isSame(language, value),
};

function searchLibrary(world: World, { query, token, version }: GraphRequest): Reply {
	const found = TEMPLATE_LIBRARY.map((item, index) => ({ sequence: index + 1, item })).filter(
		({ item }) =>
			Object.entries(FILTERS).every(([name, filter]) => {
				const value = query.get(name);
				return !value || filter(item, value);
			}),
	);
	const address = `${world.origin}/v${version}/message_template_library`;
	return { status: 200, body: page(found, { query, address, accessToken: token.value }) };
}
