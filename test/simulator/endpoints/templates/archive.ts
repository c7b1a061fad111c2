import { GraphFailure } from '../../graphErrors';
import type { Reply } from '../../graphErrors';
import { asText, isObject } from '../../json';
import type { GraphRequest, Route } from '../../router';
import type { World } from '../../world';

/** Most templates in one call (reference §3.6). */
const MOST = 100;

// Meta has these two at api.facebook.com; here they are at the same address as all else.

export const archiveRoutes: Route[] = [
	{
		method: 'POST',
		node: 'business account',
		edge: 'message_templates/archive',
		scope: 'whatsapp_business_management',
		handle: (world, request, id) => move(world, request, id, true),
	},
	{
		method: 'POST',
		node: 'business account',
		edge: 'message_templates/unarchive',
		scope: 'whatsapp_business_management',
		handle: (world, request, id) => move(world, request, id, false),
	},
];

function move(
	world: World,
	{ body, query }: GraphRequest,
	wabaId: string,
	toArchive: boolean,
): Reply {
	const given = isObject(body) ? body.hsm_ids : query.get('hsm_ids');
	const ids = asText(given).split(',').filter(Boolean);
	if (ids.length === 0 || ids.length > MOST) {
		throw new GraphFailure(100, { message: `(#100) Param hsm_ids must be 1 to ${MOST} ids` });
	}
	const moved: string[] = [];
	const failed: Record<string, string> = {};
	const { templates } = world.account.accountOf(wabaId);
	for (const id of ids) {
		const template = templates.find((stored) => stored.template.id === id)?.template;
		if (!template) failed[id] = 'The template does not exist.';
		else if (template.status !== (toArchive ? 'APPROVED' : 'ARCHIVED')) {
			failed[id] = `The template is ${template.status}.`;
		} else {
			world.templates.archive(template, toArchive);
			moved.push(id);
		}
	}
	const name = toArchive ? 'archived_templates' : 'unarchived_templates';
	return { status: 200, body: { [name]: moved, failed_templates: failed } };
}
