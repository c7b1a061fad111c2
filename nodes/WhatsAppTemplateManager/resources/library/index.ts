import { resourceOf } from '../../../shared/n8n/resources';
import { createFromLibrary } from './create';
import { search } from './search';

/** Templates that Meta has written and approved. */
export const library = resourceOf(
	{ name: 'Library', value: 'library' },
	[createFromLibrary, search],
	'search',
);
