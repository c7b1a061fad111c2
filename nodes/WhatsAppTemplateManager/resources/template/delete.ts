import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { systemClock } from '../../../shared/clock';
import { readTemplateAnalytics } from '../../../shared/graph/endpoints/templateAnalytics';
import {
	deleteTemplate,
	deleteTemplateInAllLanguages,
	type TemplateNode,
} from '../../../shared/graph/endpoints/templateManagement';
import { isUnknownTemplate } from '../../../shared/graph/errorCodes';
import { GraphApiError, ValidationError } from '../../../shared/graph/errors';
import { requiredId } from '../../../shared/messages/checks';
import { LIMITS } from '../../../shared/messages/limits';
import { toBoolean, type ItemParameters } from '../../../shared/n8n/itemParameters';
import { manage, type Change } from '../../../shared/n8n/manage';
import type { Operation } from '../../../shared/n8n/resources';
import { sumUp } from '../../../shared/templates/analytics';
import { getWhole, languagesOf, type TemplateAccount } from '../../../shared/templates/lookUp';
import { templateCache } from '../../../shared/templates/templateCache';
import { readTemplateChoice, subjectOf, templateField } from '../../templateChoice';

const DAY_MS = 86_400_000;

/** Days in which a template must not have been sent: messages of it may still be on their way. */
const QUIET_DAYS = 7;

const fields: INodeProperties[] = [
	{
		displayName: 'Delete',
		name: 'deleteScope',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'One Language', value: 'one', description: 'One template, others of its name stay' },
			{
				name: 'All Languages',
				value: 'all',
				description: 'Every template of a name, which cannot be undone',
			},
		],
		default: 'one',
		description:
			'For 30 days Meta lets nobody create an approved template’s name and language again',
	},
	{ ...templateField, displayOptions: { show: { deleteScope: ['one'] } } },
	{
		displayName: 'Template Name',
		name: 'templateName',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. order_update',
		description: 'The name whose templates are deleted, in every language that there is',
		displayOptions: { show: { deleteScope: ['all'] } },
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [
			{
				displayName: 'Delete Even if Sent Recently',
				name: 'deleteSent',
				type: 'boolean',
				default: true,
				description: `Whether to delete a template that was sent in the last ${QUIET_DAYS} days: what has not arrived by then may not arrive. Without this option that is refused, as far as Meta tells: accounts without template insights get no figures.`,
			},
		],
	},
];

export const templateDelete: Operation = {
	option: {
		name: 'Delete',
		value: 'delete',
		action: 'Delete template',
		description: 'Delete a template in one language, or in all if you choose so',
	},
	fields,
	execute: async (context) =>
		await manage(context, ({ account, parameters }) => {
			const options = parameters.value('options', {}) as IDataObject;
			const mayBeInUse = toBoolean(options.deleteSent, 'Delete Even if Sent Recently');
			return parameters.value('deleteScope', 'one') === 'all'
				? deletionOfAll(account, readName(parameters), mayBeInUse)
				: deletionOfOne(account, parameters, mayBeInUse);
		}),
};

function readName(parameters: ItemParameters): string {
	const label = 'Template Name';
	return requiredId(label, parameters.text('templateName', label), LIMITS.templateName);
}

function deletionOfOne(
	account: TemplateAccount,
	parameters: ItemParameters,
	mayBeInUse: boolean,
): Change {
	const choice = readTemplateChoice(parameters);
	let template: TemplateNode | undefined;
	return {
		subject: subjectOf(choice),
		async make(attempt, signal) {
			// Once it is gone, nothing tells any more what it was.
			template ??= await getWhole(account, choice, { signal });
			const { id, name, language } = template;
			if (!mayBeInUse && attempt === 1) await refuseIfInUse(account, [template], signal);
			const { client, businessAccountId } = account;
			await deleteTemplate(client, businessAccountId, template, { signal })
				.catch(unlessGone(attempt))
				.finally(() => templateCache.forget({ name, language }));
			return { deleted: true, id, name, language };
		},
	};
}

function deletionOfAll(account: TemplateAccount, name: string, mayBeInUse: boolean): Change {
	let found: TemplateNode[] | undefined;
	return {
		subject: name,
		async make(attempt, signal) {
			found ??= await languagesOf(account, name, { signal });
			if (found.length === 0) {
				throw new ValidationError(
					'Template Name',
					`The account has no template ${name}`,
					'Check the name: it must be exactly that of the account.',
				);
			}
			if (!mayBeInUse && attempt === 1) await refuseIfInUse(account, found, signal);
			const { client, businessAccountId } = account;
			await deleteTemplateInAllLanguages(client, businessAccountId, name, { signal })
				.catch(unlessGone(attempt))
				.finally(() => templateCache.forget({ name }));
			const templates = found.map(({ id, language }) => ({ id, language }));
			return { deleted: true, name, templates };
		},
	};
}

/** An attempt before this one did it, and its answer was lost. */
function unlessGone(attempt: number): (error: unknown) => void {
	return (error) => {
		if (attempt === 1 || !isUnknownTemplate(error)) throw error;
	};
}

async function refuseIfInUse(
	{ client, businessAccountId }: TemplateAccount,
	templates: TemplateNode[],
	signal?: AbortSignal,
): Promise<void> {
	const now = systemClock.now();
	const ids = templates.map(({ id }) => id);
	const span = { from: now - QUIET_DAYS * DAY_MS, to: now };
	const days = await readTemplateAnalytics(client, businessAccountId, ids, span, { signal }).catch(
		(error: unknown) => {
			if (isNoAnswer(error)) return [];
			throw error;
		},
	);
	const used = sumUp(days).find(({ sent }) => sent > 0);
	if (!used) return;
	const { name, language } = templates.find(({ id }) => id === used.templateId) ?? templates[0];
	throw new ValidationError(
		'Template',
		`${name} (${language}) was sent ${used.sent === 1 ? 'once' : `${used.sent} times`} in the last ${QUIET_DAYS} days`,
		'See that no workflow sends it any more, or add the option “Delete Even if Sent Recently”.',
	);
}

/** Meta does not tell this account, now or ever; anything else is worth another try. */
function isNoAnswer(error: unknown): boolean {
	return error instanceof GraphApiError && ['never', 'later'].includes(error.advice.retry);
}
