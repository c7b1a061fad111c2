import type { Reply } from '../../graphErrors';
import type { GraphRequest, Route } from '../../router';
import type { World } from '../../world';

export const unpauseRoutes: Route[] = [
	{
		method: 'POST',
		node: 'template',
		edge: 'unpause',
		scope: 'whatsapp_business_management',
		handle: unpause,
	},
];

/** Ends a pacing pause; one for quality runs out by itself (reference §3.6). */
function unpause(world: World, _request: GraphRequest, id: string): Reply {
	const pause = world.templates.pausedFor(id);
	if (pause === 'RATE_LIMITING_PAUSE') {
		world.templates.approve(id);
		return { status: 200, body: { success: true } };
	}
	const reason =
		pause === undefined
			? 'The template is not paused.'
			: 'The template is paused for its quality and cannot be unpaused.';
	return { status: 200, body: { success: false, reason } };
}
