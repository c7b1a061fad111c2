import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { TemplateComponent } from '../../shared/templates/types';
import { showOnly } from '../../shared/n8n/fields';
import type { ItemParameters } from '../../shared/n8n/itemParameters';
import { authentication } from './authentication';
import { body } from './body';
import { buttons } from './buttons';
import { callPermissionRequest } from './callPermissionRequest';
import { carousel } from './carousel';
import { keptCategoryField, WITH_OWN_TEXTS } from './category';
import type { DraftInput } from './draftInput';
import { FieldReader } from './fieldReader';
import { footer } from './footer';
import { header } from './header';
import { identityFields, keptFormatField, readIdentity } from './identity';
import { jsonFields, readJsonDraft } from './json';
import { limitedTimeOffer } from './limitedTimeOffer';
import { readOptions } from './options';
import type { Drafting, DraftPart } from './part';

export { SAMPLE_PLACEHOLDER, type DraftInput, type SampleFile } from './draftInput';
export { draftOptions } from './options';

/** In the order of the form, which is that of the message too. */
const parts: DraftPart[] = [
	header,
	limitedTimeOffer,
	body,
	footer,
	buttons,
	carousel,
	callPermissionRequest,
	authentication,
];

/** Everything that describes a template: name, language, category, and its parts by fields or as JSON. */
export const draftFields: INodeProperties[] = [
	{
		displayName: 'Define Template',
		name: 'defineTemplate',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Using Fields Below', value: 'fields' },
			{
				name: 'Using JSON',
				value: 'json',
				description: 'As Meta’s documentation writes it, also what has no field here',
			},
		],
		default: 'fields',
		description: 'How the template is described',
	},
	...showOnly({ defineTemplate: ['fields'] }, [
		...identityFields,
		...parts.flatMap(({ kinds, fields }) => showForKinds(kinds, fields)),
	]),
	...showOnly({ defineTemplate: ['json'] }, jsonFields),
];

/** They say which template it is, and cannot be changed. */
const FIXED = ['name', 'language'];

/** They stay as they are unless the builder chooses otherwise. */
const KEPT = [keptCategoryField, keptFormatField];

/** The same for a template that there is. */
export const updateFields: INodeProperties[] = draftFields
	.filter(({ name }) => !FIXED.includes(name))
	.map((field) => {
		const kept = KEPT.find(({ name }) => name === field.name);
		return kept ? { ...kept, displayOptions: field.displayOptions } : field;
	});

function showForKinds(kinds: DraftPart['kinds'], fields: INodeProperties[]): INodeProperties[] {
	return kinds.includes('authentication')
		? showOnly({ category: ['AUTHENTICATION'] }, fields)
		: showOnly({ category: WITH_OWN_TEXTS, templateKind: kinds }, fields);
}

/**
 * The template that an item describes.
 * @throws ValidationError when the fields cannot be made into a template; whether Meta takes it, `checkTemplate` says
 */
export async function readDraft(
	context: IExecuteFunctions,
	parameters: ItemParameters,
): Promise<DraftInput> {
	const fields = new FieldReader(context, parameters);
	if (fields.value('defineTemplate', 'fields') === 'json') return await readJsonDraft(fields);
	const { draft, kind, isNamed } = readIdentity(fields);
	const drafting: Drafting = { isNamed, samples: [] };
	const components: TemplateComponent[] = [];
	for (const part of parts) {
		if (part.kinds.includes(kind)) components.push(...(await part.read(fields, drafting)));
	}
	return { draft: { ...draft, components, ...readOptions(fields) }, samples: drafting.samples };
}
