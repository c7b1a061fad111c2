import type { INodePropertyOptions } from 'n8n-workflow';

import { LANGUAGES } from '../templates/languages';

/** The languages of templates, to choose from: English name, Meta's code. */
export const languageOptions: INodePropertyOptions[] = Object.entries(LANGUAGES).map(
	([value, name]) => ({ name, value }),
);
