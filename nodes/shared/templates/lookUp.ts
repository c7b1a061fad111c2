import type { CallOptions, GraphClient } from '../graph/client';
import {
	everyTemplate,
	getTemplate,
	type TemplateNode,
} from '../graph/endpoints/templateManagement';
import { ValidationError } from '../graph/errors';
import type { TemplateReference } from './sendTime';

/** Which template is meant: by Meta's ID, or by name and language. */
export type TemplateChoice = { id: string } | TemplateReference;

/** A WABA, and whose calls reach it. */
export interface TemplateAccount {
	client: GraphClient;
	businessAccountId: string;
}

type Signal = Pick<CallOptions, 'signal'>;

/** The template of that name in that language, whole; nothing where there is none. */
export async function findWhole(
	{ client, businessAccountId }: TemplateAccount,
	{ name, language }: TemplateReference,
	options: Signal = {},
): Promise<TemplateNode | undefined> {
	// Meta's filter also finds names that the given one is a part of.
	const similar = everyTemplate(client, businessAccountId, { name, language: [language] }, options);
	for await (const template of similar) {
		if (template.name === name && template.language === language) return template;
	}
	return undefined;
}

/**
 * The template that is meant, whole.
 * @throws ValidationError when the account has none of that name in that language
 */
export async function getWhole(
	account: TemplateAccount,
	choice: TemplateChoice,
	options: Signal = {},
): Promise<TemplateNode> {
	if ('id' in choice) return await getTemplate(account.client, choice.id, options);
	const found = await findWhole(account, choice, options);
	if (found) return found;
	throw new ValidationError(
		'Template',
		`The account has no template ${choice.name} in ${choice.language}`,
		'Choose it from the list, or check its name and its language: both must be exactly those of the account.',
	);
}

/** All languages of a template: those whose name is exactly this one. */
export async function languagesOf(
	{ client, businessAccountId }: TemplateAccount,
	name: string,
	options: Signal = {},
): Promise<TemplateNode[]> {
	const found: TemplateNode[] = [];
	for await (const template of everyTemplate(client, businessAccountId, { name }, options)) {
		if (template.name === name) found.push(template);
	}
	return found;
}
