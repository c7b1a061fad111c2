import type { JsonObject } from '../../graph/answer';
import { ValidationError } from '../../graph/errors';
import { compact, optionalText, requiredId } from '../checks';
import { checkText, LIMITS } from '../limits';
import type { MessageContent } from '../types';
import { FULL_FRAME, interactiveMessage, type Frame } from './frame';

/** A form of several screens that opens inside WhatsApp. */
export interface Flow {
	/** Exactly one of the two names the flow. */
	flow: { id: string } | { name: string };
	/** What stands on its button. */
	button: string;
	/** A draft can be sent to try it out. */
	draft?: boolean;
	/** Comes back with the person's answers; Meta takes "unused" without it. */
	token?: string;
	/** Where the first screen comes from: the message, or the flow's own endpoint. */
	start: { from: 'message'; screen?: string; data?: JsonObject } | { from: 'endpoint' };
}

export const FLOW_FRAME = FULL_FRAME;

/** The only one that Meta takes. */
const MESSAGE_VERSION = '3';

/**
 * A message whose button opens a flow.
 * @throws ValidationError when a part is missing or too long, or the data is empty
 */
export function flowMessage(
	frame: Frame,
	{ flow, button, draft, token, start }: Flow,
): MessageContent {
	checkText('Flow Button Text', button, LIMITS.flowButton);
	return interactiveMessage('flow', FLOW_FRAME, frame, {
		name: 'flow',
		parameters: compact({
			flow_message_version: MESSAGE_VERSION,
			...('id' in flow
				? { flow_id: requiredId('Flow ID', flow.id) }
				: { flow_name: requiredId('Flow Name', flow.name) }),
			flow_cta: button,
			mode: draft ? 'draft' : undefined,
			flow_token: optionalText('Flow Token', token)?.trim(),
			flow_action: start.from === 'endpoint' ? 'data_exchange' : 'navigate',
			flow_action_payload: start.from === 'endpoint' ? undefined : firstScreen(start),
		}),
	});
}

function firstScreen(start: { screen?: string; data?: JsonObject }): JsonObject | undefined {
	const { data } = start;
	const screen = optionalText('First Screen', start.screen)?.trim();
	if (data === undefined) return screen === undefined ? undefined : { screen };
	if (Object.keys(data).length === 0) {
		throw new ValidationError(
			'Data for the First Screen',
			'Data for the First Screen is an empty object',
			'Name at least one value, or leave the field empty.',
		);
	}
	if (screen === undefined) {
		throw new ValidationError(
			'First Screen',
			'First Screen is empty, but there is data for it',
			'Fill in the ID of the screen that the data is for.',
		);
	}
	return { screen, data };
}
