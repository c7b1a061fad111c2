/** The beginning of a text that somebody else wrote, for an error message: at most 60 code points. */
export function excerpt(text: string): string {
	const beginning = [...text.slice(0, 2 * EXCERPT)].slice(0, EXCERPT).join('');
	return beginning.length < text.length ? `${beginning}…` : text;
}

const EXCERPT = 60;
