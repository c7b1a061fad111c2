import { GraphFailure } from '../../graphErrors';
import type { Reply } from '../../graphErrors';
import type { GraphRequest, Route } from '../../router';
import { refuse, SUBCODE } from '../../templates/refusals';
import type { World } from '../../world';

export const deleteRoutes: Route[] = [
	{
		method: 'DELETE',
		node: 'business account',
		edge: 'message_templates',
		scope: 'whatsapp_business_management',
		handle: deleteTemplates,
	},
];

/** By name: every language. With `hsm_id`: the one with this id, whose name must fit. */
function deleteTemplates(world: World, { query }: GraphRequest, wabaId: string): Reply {
	const name = query.get('name');
	if (!name) throw new GraphFailure(100, { message: '(#100) The parameter name is required.' });
	const id = query.get('hsm_id');
	const found = world.account
		.accountOf(wabaId)
		.templates.map(({ template }) => template)
		.filter((template) => template.name === name && (id === null || template.id === id));
	if (found.length === 0) {
		throw refuse(
			'Message Template Not Found',
			'No message template with this name (and id) was found in this account.',
			SUBCODE.notFound,
		);
	}
	if (found.some(({ status }) => status === 'DISABLED')) {
		throw refuse("Message Template Can't Be Deleted", 'Disabled templates cannot be deleted.');
	}
	for (const template of found) world.templates.delete(template);
	return { status: 200, body: { success: true } };
}
