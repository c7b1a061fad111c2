import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { ItemParameters } from '../../shared/n8n/itemParameters';
import type { DraftInput } from './draftInput';
import { jsonFields, readJsonDraft } from './json';

export { SAMPLE_PLACEHOLDER, type DraftInput, type SampleFile } from './draftInput';

/** Everything that describes a template: name, language, category, and its parts by fields or as JSON. */
export const draftFields: INodeProperties[] = jsonFields;

/**
 * The template that an item describes.
 * @throws ValidationError when the fields cannot be made into a template; whether Meta takes it, `checkTemplate` says
 */
export async function readDraft(
	_context: IExecuteFunctions,
	parameters: ItemParameters,
): Promise<DraftInput> {
	return { draft: readJsonDraft(parameters), samples: [] };
}
