import type { INodeProperties } from 'n8n-workflow';

import type {
	Frame,
	FrameRule,
	Header,
	HeaderType,
} from '../../../shared/messages/interactive/frame';
import { LIMITS } from '../../../shared/messages/limits';
import { showOnly } from '../../../shared/n8n/fields';
import type { ItemParameters } from '../../../shared/n8n/itemParameters';
import { mediaFields, readMedia } from '../parts/media';
import type { InteractiveKind } from './interactiveKind';
import { upTo } from '../parts/values';

const HEADER_NAMES: Record<HeaderType, string> = {
	text: 'Text',
	image: 'Image',
	video: 'Video',
	document: 'Document',
};

/** Header and body, each shown for the kinds that have it. */
export function fieldsAbove(kinds: InteractiveKind[]): INodeProperties[] {
	return [
		...forKinds(kinds, ({ headers, headerRequired }) => headerFields(headers, !!headerRequired)),
		...forKinds(kinds, ({ bodyLimit, bodyOptional }) => [bodyField(bodyLimit, !bodyOptional)]),
	];
}

/** The footer, shown for the kinds that have one. */
export function fieldsBelow(kinds: InteractiveKind[]): INodeProperties[] {
	return forKinds(kinds, ({ footer }) => (footer ? [footerField] : []));
}

/** @throws ValidationError when a part is no text */
export function readFrame(parameters: ItemParameters, rule: FrameRule): Frame {
	return {
		header: readHeader(parameters, rule.headers),
		body: parameters.text('bodyText', 'Body Text'),
		footer: rule.footer ? parameters.text('footerText', 'Footer Text') : undefined,
	};
}

/** Kinds with the same fields share them, so that the form has each once. */
function forKinds(
	kinds: InteractiveKind[],
	fieldsOf: (rule: FrameRule) => INodeProperties[],
): INodeProperties[] {
	const groups = new Map<string, { values: string[]; fields: INodeProperties[] }>();
	for (const { option, frame } of kinds) {
		const fields = fieldsOf(frame);
		const key = JSON.stringify(fields);
		const group = groups.get(key) ?? { values: [], fields };
		group.values.push(String(option.value));
		groups.set(key, group);
	}
	return [...groups.values()].flatMap(({ values, fields }) =>
		showOnly({ interactiveType: values }, fields),
	);
}

function headerFields(headers: readonly HeaderType[], required: boolean): INodeProperties[] {
	if (headers.length === 0) return [];
	if (isTextOnly(headers)) return [headerText(required)];
	const choice: INodeProperties = {
		displayName: 'Header',
		name: 'headerType',
		type: 'options',
		options: [
			{ name: 'None', value: 'none' },
			...headers.map((value) => ({ name: HEADER_NAMES[value], value })),
		],
		default: 'none',
		description: 'What stands above the text',
	};
	const media = headers.filter((header) => header !== 'text');
	return [
		choice,
		...(headers.includes('text') ? showOnly({ headerType: ['text'] }, [headerText(true)]) : []),
		...media.flatMap((type) =>
			showOnly({ headerType: [type] }, mediaFields('Header', type, 'headerMedia')),
		),
		...(headers.includes('document')
			? showOnly({ headerType: ['document'] }, [headerFilename])
			: []),
	];
}

function headerText(required: boolean): INodeProperties {
	return {
		displayName: 'Header Text',
		name: 'headerText',
		type: 'string',
		default: '',
		...(required ? { required } : {}),
		placeholder: 'e.g. Your appointment',
		hint: upTo(LIMITS.headerText),
		description: `A heading in bold above the text. ${upTo(LIMITS.headerText)}, without formatting.`,
	};
}

const headerFilename: INodeProperties = {
	displayName: 'Header File Name',
	name: 'headerMediaFilename',
	type: 'string',
	default: '',
	placeholder: 'e.g. invoice.pdf',
	description: 'The name that the person sees, with its ending',
};

function bodyField(limit: number, required: boolean): INodeProperties {
	return {
		displayName: 'Body Text',
		name: 'bodyText',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		...(required ? { required } : {}),
		placeholder: 'e.g. Which day suits you?',
		hint: upTo(limit),
		description: `What the message says, with *bold*, _italic_ and links. ${upTo(limit)}.`,
	};
}

const footerField: INodeProperties = {
	displayName: 'Footer Text',
	name: 'footerText',
	type: 'string',
	default: '',
	placeholder: 'e.g. Cedar & Loom, Main Street 1',
	hint: upTo(LIMITS.footerText),
	description: `A small grey line below the text. ${upTo(LIMITS.footerText)}.`,
};

function readHeader(
	parameters: ItemParameters,
	headers: readonly HeaderType[],
): Header | undefined {
	if (headers.length === 0) return undefined;
	const text = () => parameters.text('headerText', 'Header Text');
	if (isTextOnly(headers)) {
		return text().trim() === '' ? undefined : { type: 'text', text: text() };
	}
	const type = parameters.text('headerType', 'Header') || 'none';
	if (type === 'none') return undefined;
	if (type === 'text') return { type, text: text() };
	const media = readMedia(parameters, 'headerMedia');
	if (type !== 'document') return { type: type as 'image' | 'video', media };
	return { type, media, filename: parameters.text('headerMediaFilename', 'Header File Name') };
}

function isTextOnly(headers: readonly HeaderType[]): boolean {
	return headers.every((header) => header === 'text');
}
