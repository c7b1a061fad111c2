import type { INodeProperties } from 'n8n-workflow';

import { isObject, type JsonObject } from '../graph/answer';
import { GraphApiError, ValidationError } from '../graph/errors';
import type { MessageContent } from '../messages/types';
import { composeComponents } from '../templates/compose';
import { overrideComponents, placeOf, readRawComponents } from '../templates/rawComponents';
import { renderTemplate } from '../templates/render';
import {
	parseTemplateReference,
	templateContent,
	type TemplateReference,
} from '../templates/sendTime';
import { isOutOfDate, templateCache } from '../templates/templateCache';
import type { TemplateDefinition } from '../templates/types';
import { accountOf } from './connection';
import type { ItemParameters } from './itemParameters';
import type { Building } from './prepare';
import { componentsField, readComponents } from './templateComponents';
import { loadTemplateSlots, mapperField, readMapper, type LoadSlots } from './templateMapper';
import { readJson } from './values';

/** What a template form made of one item. */
export interface TemplateMessage {
	content: MessageContent;
	/**
	 * The message as a person reads it. Asks Meta for the template where it was not needed so far.
	 * @throws ValidationError when the credential names no WABA, or the account has no such template
	 */
	render: () => Promise<string>;
}

/** What a form needs beside its parameters: where templates are looked up, and what repeats the calls. */
export interface FormNeeds extends Pick<Building, 'client' | 'signal'> {
	files: Pick<Building['files'], 'repeater'>;
}

/** In the collection of what is seldom needed: components that take the place of others. */
const OVERRIDE = 'overrideComponents';

/** Names of a form's parameters; with a prefix, of a second form in the same node: "fallback" → "fallbackTemplate". */
function namesOf(prefix: string) {
	const name = (plain: string): string =>
		prefix === '' ? plain : `${prefix}${plain.charAt(0).toUpperCase()}${plain.slice(1)}`;
	return {
		template: name('template'),
		source: name('templateValuesSource'),
		values: name('templateValues'),
		components: name('components'),
		json: name('componentsJson'),
		more: name('additionalFields'),
	};
}

function methodOf(prefix: string): string {
	return `get${prefix.charAt(0).toUpperCase()}${prefix.slice(1)}TemplateVariables`;
}

/** What a node with such a form needs among its methods, as `resourceMapping`. */
export function templateMethods(prefix = ''): Record<string, LoadSlots> {
	return { [methodOf(prefix)]: loadTemplateSlots(namesOf(prefix).template) };
}

/**
 * A template and what this message fills into it.
 * @param prefix begins the names of the parameters, where a node has a second such form
 */
export function templateFields(prefix = ''): INodeProperties[] {
	const names = namesOf(prefix);
	// Nodes copied from n8n's own WhatsApp node have components and know nothing of the choice above them.
	const filled = [{ _cnd: { not: {} as unknown as string } }];
	return [
		{
			displayName: 'Template',
			name: names.template,
			type: 'resourceLocator',
			default: { mode: 'list', value: '' },
			required: true,
			description: 'The template and its language. Only approved ones can be sent.',
			modes: [
				{
					displayName: 'From List',
					name: 'list',
					type: 'list',
					placeholder: 'Choose a template',
					typeOptions: { searchListMethod: 'searchTemplates', searchable: true },
				},
				{
					displayName: 'By Name',
					name: 'name',
					type: 'string',
					placeholder: 'e.g. order_update|en_US',
				},
			],
		},
		{
			displayName: 'Template Values',
			name: names.source,
			type: 'options',
			noDataExpression: true,
			options: [
				{
					name: 'Fill In Form',
					value: 'form',
					description: 'A field for each variable of the template',
				},
				{
					name: 'Components',
					value: 'components',
					description: 'Header, body and buttons by hand, without a look at the template',
				},
				{
					name: 'Components (JSON)',
					value: 'json',
					description: 'As Meta’s documentation writes them, also of kinds that have no form here',
				},
			],
			default: 'form',
		},
		{
			...mapperField(names.values, names.template, methodOf(prefix)),
			displayOptions: { show: { [names.source]: ['form'] }, hide: { [names.components]: filled } },
		},
		{
			displayName:
				'Values stand under Components, and these are sent. Choose Components above to see them; once they are removed there, the form appears.',
			name: `${names.components}Notice`,
			type: 'notice',
			default: '',
			displayOptions: { show: { [names.source]: ['form'], [names.components]: filled } },
		},
		{
			...componentsField(names.components),
			displayOptions: { show: { [names.source]: ['components'] } },
		},
		{
			// Keeps what was filled in while the form is chosen: n8n drops what no field holds.
			displayName: 'Components',
			name: names.components,
			type: 'hidden',
			default: {},
			displayOptions: { show: { [names.source]: ['form'] } },
		},
		{
			displayName: 'Components (JSON)',
			name: names.json,
			type: 'json',
			typeOptions: { rows: 8 },
			default: '',
			required: true,
			hint: 'Such as [{ "type": "body", "parameters": [{ "type": "text", "text": "Ada" }] }]',
			description: 'A list of components as Meta’s documentation writes them',
			displayOptions: { show: { [names.source]: ['json'] } },
		},
		{
			displayName: 'Additional Fields',
			name: names.more,
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			options: [
				{
					displayName: 'Override Components (JSON)',
					name: OVERRIDE,
					type: 'json',
					typeOptions: { rows: 4 },
					default: '',
					hint: 'Such as [{ "type": "tap_target_configuration", "parameters": [ … ] }]',
					description:
						'Components as Meta’s documentation writes them. Each takes the place of the same component above.',
				},
			],
			displayOptions: { show: { [names.source]: ['form', 'components'] } },
		},
	];
}

/**
 * One item's template message.
 * @throws ValidationError when a value is missing, empty, too long or for nothing in the template, when the account
 * has no such template, or when the form needs to look at it and the credential names no WABA
 */
export async function readTemplate(
	parameters: ItemParameters,
	account: FormNeeds,
	prefix = '',
): Promise<TemplateMessage> {
	const names = namesOf(prefix);
	const reference = parseTemplateReference(parameters.text(names.template, 'Template'));
	const source = parameters.value(names.source, 'form');
	const raw =
		source === 'json'
			? readJson(parameters.value(names.json, ''), 'Components (JSON)')
			: readJson(parameters.value(`${names.more}.${OVERRIDE}`, ''), 'Override Components (JSON)');
	const override = raw === undefined ? [] : readRawComponents(raw);
	const byHand = source === 'json' ? [] : parameters.entries(`${names.components}.component`);
	const own =
		source === 'form' && byHand.length === 0
			? await formComponents(parameters, account, names.values, reference, override)
			: readComponents(byHand);
	const components = overrideComponents(own, override);
	return {
		content: templateContent(reference, components),
		render: async () => renderTemplate(await definitionOf(account, reference), components),
	};
}

async function formComponents(
	parameters: ItemParameters,
	account: FormNeeds,
	name: string,
	reference: TemplateReference,
	override: JsonObject[],
): Promise<JsonObject[]> {
	// A template without variables needs no look at it: whoever filled nothing in may send it with any credential.
	if (!account.client.businessAccountId && isUntouched(parameters.value(name, {}))) return [];
	const definition = await definitionOf(account, reference);
	const values = readMapper(parameters, name, definition);
	return composeComponents(definition, values, new Set(override.map(placeOf)));
}

function isUntouched(mapper: unknown): boolean {
	if (!isObject(mapper) || mapper.mappingMode === 'autoMapInputData') return false;
	return !isObject(mapper.value) || Object.keys(mapper.value).length === 0;
}

async function definitionOf(
	{ client, files, signal }: FormNeeds,
	reference: TemplateReference,
): Promise<TemplateDefinition> {
	const businessAccountId = accountOf(client, 'choose “Components” under Template Values');
	const lookUp = await files.repeater.run(
		async () => await templateCache.of(client, businessAccountId, reference),
		signal,
	);
	if (lookUp.status === 'failed') throw lookUp.error;
	if (lookUp.value) return lookUp.value;
	throw new ValidationError(
		'Template',
		`The account has no template ${reference.name} in ${reference.language}`,
		'Choose it from the list, or check its name and its language: both must be exactly those of the account.',
	);
}

/** Meta says that a message does not fit its template: what is known of the template may be out of date. */
export function learnOfTemplate({ template }: MessageContent, error: unknown): void {
	if (!(error instanceof GraphApiError) || !isOutOfDate(error.code) || !isObject(template)) return;
	const { name, language } = template;
	if (typeof name !== 'string' || !isObject(language)) return;
	templateCache.forget({ name, language: String(language.code) });
}
