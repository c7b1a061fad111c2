import type { INodeProperties } from 'n8n-workflow';

import { isObject, objectsIn, type JsonObject } from '../../shared/graph/answer';
import { ValidationError } from '../../shared/graph/errors';

import { toTexts } from '../../shared/n8n/itemParameters';
import { readJsonObject } from '../../shared/n8n/values';
import { normaliseDraft } from '../../shared/templates/draft';
import type { DraftInput, SampleFile } from './draftInput';
import type { FieldReader } from './fieldReader';
import { MEDIA_FORMATS, sampleFor } from './sample';

const LABEL = 'Template (JSON)';
const SAMPLES = 'Sample Field Names';

export const jsonFields: INodeProperties[] = [
	{
		displayName: LABEL,
		name: 'templateJson',
		type: 'json',
		typeOptions: { rows: 12 },
		default: '',
		required: true,
		hint: 'Such as { "name": "order_update", "language": "en_US", "category": "UTILITY", "components": [{ "type": "BODY", "text": "…" }] }',
		description:
			'The whole template as Meta’s documentation writes it. Variables such as {{1}} stay variables, also where n8n previews them as an expression.',
	},
	{
		displayName: SAMPLES,
		name: 'jsonSampleFields',
		type: 'string',
		default: '',
		placeholder: 'e.g. data',
		hint: 'For media headers without a handle above: one input field each, separated by commas',
		description: 'The files in these fields are uploaded first, and their handles put in',
	},
];

/** @throws ValidationError when it is no object, or when there are more samples than places for them */
export async function readJsonDraft(fields: FieldReader): Promise<DraftInput> {
	const json = readJsonObject(fields.templateValue('templateJson'), LABEL);
	if (json === undefined) {
		throw new ValidationError(
			LABEL,
			`${LABEL} is empty`,
			'Give the template as an object in { braces }.',
		);
	}
	// A copy: what an expression gives may be the item's own.
	const draft = normaliseDraft(json);
	const names = toTexts(fields.value('jsonSampleFields'), SAMPLES);
	return { draft, samples: await readSamples(fields, names, headersIn(draft)) };
}

interface MediaHeader {
	header: JsonObject;
	place: string;
}

async function readSamples(
	fields: FieldReader,
	names: string[],
	headers: MediaHeader[],
): Promise<SampleFile[]> {
	if (names.length > headers.length) {
		throw new ValidationError(
			SAMPLES,
			`${SAMPLES} names ${names.length} files, but media headers without a handle: ${headers.length}`,
			'Name one field for each header of the format IMAGE, VIDEO, DOCUMENT or GIF that has no example.',
		);
	}
	const samples: SampleFile[] = [];
	for (const [index, name] of names.entries()) {
		const { header, place } = headers[index];
		const file = await fields.file(name);
		const example: JsonObject = {};
		header.example = example;
		samples.push(sampleFor(example, file, place));
	}
	return samples;
}

/** The media headers that lack their sample, those of cards behind that of the template. */
function headersIn(draft: JsonObject): MediaHeader[] {
	const components = objectsIn(draft.components);
	const inCards = components
		.flatMap(({ cards }) => objectsIn(cards))
		.flatMap((card, index) =>
			objectsIn(card.components).map((header) => ({ header, place: `Card ${index + 1}, header` })),
		);
	return [...components.map((header) => ({ header, place: 'Header' })), ...inCards].filter(
		({ header }) => header.type === 'HEADER' && lacksSample(header),
	);
}

function lacksSample({ format, example }: JsonObject): boolean {
	if (!MEDIA_FORMATS.includes(String(format))) return false;
	return !isObject(example) || example.header_handle === undefined;
}
