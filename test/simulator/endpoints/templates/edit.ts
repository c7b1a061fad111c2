import type { Reply } from '../../graphErrors';
import type { GraphRequest, Route } from '../../router';
import { refuse } from '../../templates/refusals';
import { bodyOf, checkCategory, checkContent, checkTtl } from '../../templates/rules';
import type { Template } from '../../templateTypes';
import type { World } from '../../world';

const DAY_MS = 24 * 60 * 60 * 1_000;

/** What an edit may change (reference §3.4); that Meta refuses other keys is a guess. */
const KEYS = new Set([
	'category',
	'components',
	'message_send_ttl_seconds',
	'cta_url_link_tracking_opted_out',
	'access_token',
	'appsecret_proof',
]);

const EDITABLE = new Set<string>(['APPROVED', 'REJECTED', 'PAUSED']);

export const editRoutes: Route[] = [
	{
		method: 'POST',
		node: 'template',
		edge: '',
		scope: 'whatsapp_business_management',
		handle: editTemplate,
	},
];

function editTemplate(world: World, { body }: GraphRequest, id: string): Reply {
	const template = world.account.templates.get(id) as Template;
	const given = bodyOf(body, KEYS);
	refuseEdit(world, template);
	const change: Partial<Template> = {};
	if (given.category !== undefined) {
		change.category = checkCategory(given.category);
		if (change.category !== template.category && template.status === 'APPROVED') {
			throw cannotEdit('The category of an approved template cannot be changed.');
		}
	}
	const facts = { ...template, ...change };
	const hasNewCategory = facts.category !== template.category;
	if (given.components !== undefined) {
		change.components = checkContent(world, given.components, facts);
	} else if (hasNewCategory && [facts.category, template.category].includes('AUTHENTICATION')) {
		throw cannotEdit('Authentication templates have other components: give them as well.');
	}
	const ttl = checkTtl(given.message_send_ttl_seconds, facts.category);
	if (ttl !== undefined) change.message_send_ttl_seconds = ttl;
	if (typeof given.cta_url_link_tracking_opted_out === 'boolean') {
		change.cta_url_link_tracking_opted_out = given.cta_url_link_tracking_opted_out;
	}
	if (Object.keys(change).length === 0) throw cannotEdit('There is nothing to change.');
	world.templates.edit(template, change);
	return { status: 200, body: { success: true } };
}

function cannotEdit(text: string): Error {
	return refuse("Message Template Can't Be Edited", text);
}

/** @throws GraphFailure 100 for a template that may not be edited, or not again so soon. */
export function refuseEdit(world: World, { id, status }: Template): void {
	if (!EDITABLE.has(status)) {
		throw cannotEdit(`Only approved, rejected and paused templates can be edited, not ${status}.`);
	}
	if (status !== 'APPROVED') return;
	const { editsPerDay, editsPer30Days } = world.settings.templates;
	const { edits } = world.templates;
	const now = world.clock.now();
	if (edits.count(id, now, DAY_MS) >= editsPerDay) {
		throw cannotEdit(`An approved template can be edited ${editsPerDay} time(s) in 24 hours.`);
	}
	if (edits.count(id, now) >= editsPer30Days) {
		throw cannotEdit(`An approved template can be edited ${editsPer30Days} times in 30 days.`);
	}
}
