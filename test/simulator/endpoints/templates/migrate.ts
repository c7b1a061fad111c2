import { GraphFailure, unknownObject } from '../../graphErrors';
import type { Reply } from '../../graphErrors';
import { asText } from '../../json';
import type { JsonObject } from '../../json';
import { requireNumber } from '../../messages/checks';
import type { GraphRequest, Route } from '../../router';
import { reaches } from '../../auth';
import { bodyOf } from '../../templates/rules';
import type { NewTemplate, Template } from '../../templateTypes';
import type { World } from '../../world';

const KEYS = new Set([
	'source_waba_id',
	'page_number',
	'count',
	'template_ids',
	'access_token',
	'appsecret_proof',
]);

/** Most templates in one call (reference §3.6). */
const MOST = 500;

export const migrateRoutes: Route[] = [
	{
		method: 'POST',
		node: 'business account',
		edge: 'migrate_message_templates',
		scope: 'whatsapp_business_management',
		handle: migrate,
	},
];

/** Copies templates of another account, page by page or those that are named. */
function migrate(
	world: World,
	{ body, method, query, token }: GraphRequest,
	wabaId: string,
): Reply {
	const given: JsonObject = { ...Object.fromEntries(query), ...bodyOf(body, KEYS) };
	const sourceId = asText(given.source_waba_id);
	const source = world.account.businessAccounts.get(sourceId);
	if (!source || !reaches(token, 'whatsapp_business_management', sourceId)) {
		throw unknownObject(method, sourceId);
	}
	if (sourceId === wabaId) {
		throw new GraphFailure(100, { message: '(#100) The source must be another account.' });
	}
	const count = requireNumber(given.count ?? MOST, 'count', 1, MOST);
	const start = requireNumber(given.page_number ?? 0, 'page_number', 0, 1_000) * count;
	const all = source.templates.map(({ template }) => template);
	const ids = Array.isArray(given.template_ids) ? given.template_ids.map(asText) : undefined;
	const chosen = ids ? all.filter(({ id }) => ids.includes(id)) : all.slice(start, start + count);

	const migrated: string[] = [];
	const failed: Record<string, string> = {};
	for (const id of ids ?? []) {
		if (!chosen.some((template) => template.id === id)) failed[id] = 'The template does not exist.';
	}
	for (const template of chosen) {
		const problem = problemOf(world, template, wabaId);
		if (problem) failed[template.id] = problem;
		else {
			migrated.push(world.account.addTemplate(copyOf(template), wabaId).id);
		}
	}
	return { status: 200, body: { migrated_templates: migrated, failed_templates: failed } };
}

/** What moves along: not the id, the quality or the past. */
function copyOf(template: Template): NewTemplate {
	const { name, language, category, parameter_format, components } = template;
	const { message_send_ttl_seconds, cta_url_link_tracking_opted_out } = template;
	return {
		name,
		language,
		category,
		parameter_format,
		components,
		message_send_ttl_seconds,
		cta_url_link_tracking_opted_out,
	};
}

function problemOf(world: World, template: Template, wabaId: string): string | undefined {
	if (template.status !== 'APPROVED') return 'Only approved templates can be migrated.';
	const { name, language } = template;
	const exists = world.account
		.accountOf(wabaId)
		.templates.some(({ template: own }) => own.name === name && own.language === language);
	return exists ? 'The account has a template of this name and language.' : undefined;
}
