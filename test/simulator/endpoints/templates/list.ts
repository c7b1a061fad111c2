import { selectFields } from '../../fields';
import type { NodeShape } from '../../fields';
import type { Reply } from '../../graphErrors';
import type { JsonObject } from '../../json';
import { page } from '../../paging';
import type { GraphRequest, Route } from '../../router';
import { textsOf } from '../../templates/review';
import type { Template } from '../../templateTypes';
import type { World } from '../../world';

const TEMPLATE: NodeShape = {
	typeName: 'MessageTemplate',
	fields: [
		'name',
		'language',
		'category',
		'sub_category',
		'status',
		'components',
		'parameter_format',
		'message_send_ttl_seconds',
		'correct_category',
		'previous_category',
		'rejected_reason',
		'library_template_name',
		'quality_score',
		'cta_url_link_tracking_opted_out',
		'degrees_of_freedom_spec',
		'health_status',
	],
	defaults: [
		'name',
		'previous_category',
		'parameter_format',
		'components',
		'language',
		'status',
		'category',
		'sub_category',
	],
};

/** A template with what Graph works out when it is asked. */
function viewOf(template: Template): object {
	const canSend = template.status === 'APPROVED' ? 'AVAILABLE' : 'BLOCKED';
	return {
		...template,
		health_status: {
			can_send_message: canSend,
			entities: [{ entity_type: 'MESSAGE_TEMPLATE', id: template.id, can_send_message: canSend }],
		},
	};
}

type Filter = (template: Template, value: string) => boolean;

/** A value such as `APPROVED,PAUSED` or `["APPROVED","PAUSED"]` names one of several. */
function isOneOf(value: string, actual: string | undefined): boolean {
	const listed = value.replace(/[[\]"\s]/g, '').split(',');
	return listed.some((entry) => entry.toLowerCase() === (actual ?? '').toLowerCase());
}

function holds(text: string, part: string): boolean {
	return text.toLowerCase().includes(part.toLowerCase());
}

/** Meta's filters. `name` is a part of a name, not the whole of it. */
const FILTERS: Record<string, Filter> = {
	status: (template, value) => isOneOf(value, template.status),
	category: (template, value) => isOneOf(value, template.category),
	language: (template, value) => isOneOf(value, template.language),
	quality_score: (template, value) => isOneOf(value, template.quality_score?.score),
	name: (template, value) => holds(template.name, value),
	content: (template, value) => holds(textsOf(template.components), value),
	name_or_content: (template, value) =>
		holds(template.name, value) || holds(textsOf(template.components), value),
};

/** Routes that read message templates. */
export const listRoutes: Route[] = [
	{
		method: 'GET',
		node: 'business account',
		edge: 'message_templates',
		scope: 'whatsapp_business_management',
		handle: listTemplates,
	},
	{
		method: 'GET',
		node: 'template',
		edge: '',
		scope: 'whatsapp_business_management',
		handle: (world, { query }, id) => ({
			status: 200,
			body: selectFields(
				viewOf(world.account.templates.get(id) as Template),
				query.get('fields'),
				TEMPLATE,
			),
		}),
	},
];

function summarise(requested: string, found: number, all: number, limit: number): JsonObject {
	const known: JsonObject = {
		total_count: found,
		message_template_count: all,
		message_template_limit: limit,
		are_translations_complete: true,
	};
	return Object.fromEntries(
		requested
			.split(',')
			.map((name) => name.trim())
			.filter((name) => name in known)
			.map((name) => [name, known[name]]),
	);
}

function listTemplates(world: World, { query, token, version }: GraphRequest, id: string): Reply {
	const all = world.account.accountOf(id).templates;
	const filters = Object.entries(FILTERS).flatMap(([name, filter]) => {
		const value = query.get(name);
		return value ? [(template: Template) => filter(template, value)] : [];
	});
	const found = all
		.filter(({ template }) => filters.every((filter) => filter(template)))
		.map(({ sequence, template }) => ({ sequence, item: template }));
	const listed = page(found, {
		query,
		address: `${world.origin}/v${version}/${id}/message_templates`,
		accessToken: token.value,
	});
	const fields = query.get('fields');
	const body: JsonObject = {
		...listed,
		data: listed.data.map((template) => selectFields(viewOf(template), fields, TEMPLATE)),
	};
	const summary = query.get('summary');
	if (summary) {
		const { limit } = world.settings.templates;
		body.summary = summarise(summary, found.length, all.length, limit);
	}
	return { status: 200, body };
}
