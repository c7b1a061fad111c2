import type { Conversation, InboundMessage } from './conversations';
import { receive, senderOf } from './inbound';
import { asText, isObject } from './json';
import type { JsonObject } from './json';
import type { AcceptedMessage } from './ledger';
import { objects, rowsOf } from './phoneView';
import { componentOf } from './templateTypes';
import type { World } from './world';

interface Answer {
	type: string;
	content: JsonObject;
}

/**
 * A person presses a button of a message: a template's quick reply, a reply button, or a row of
 * a list. What leaves is what their phone would send.
 *
 * @throws RangeError when the message has no such button.
 */
export function pressButton(
	world: World,
	conversation: Conversation,
	{ messageId, index, card }: JsonObject,
): InboundMessage {
	const message = world.ledger.find(String(messageId));
	const answer = message && answerOf(message, Number(index), card);
	if (!answer) throw new RangeError('The message has no such button');
	return receive(world, {
		...senderOf(conversation),
		...answer,
		contextId: message.id,
	});
}

function answerOf(message: AcceptedMessage, index: number, card: unknown): Answer | undefined {
	const value = message.payload[message.type];
	if (!isObject(value)) return undefined;
	return message.template
		? templateAnswer(message, objects(value.components), index, card)
		: interactiveAnswer(value, index);
}

function templateAnswer(
	{ template }: AcceptedMessage,
	given: JsonObject[],
	index: number,
	card: unknown,
): Answer | undefined {
	let expected = template?.components ?? [];
	let components = given;
	if (card !== undefined && card !== null) {
		expected = componentOf(expected, 'CAROUSEL')?.cards?.[Number(card)]?.components ?? [];
		const carousel = given.find((entry) => String(entry.type).toLowerCase() === 'carousel');
		const own = objects(carousel?.cards).find((entry) => Number(entry.card_index) === Number(card));
		components = objects(own?.components);
	}
	const button = componentOf(expected, 'BUTTONS')?.buttons?.[index];
	if (button?.type.toUpperCase() !== 'QUICK_REPLY') return undefined;
	const component = components.find(
		(entry) => String(entry.type).toLowerCase() === 'button' && Number(entry.index) === index,
	);
	const [parameter] = objects(component?.parameters);
	const text = button.text ?? '';
	// Without a payload of its own, a quick reply answers with its text.
	const payload = asText(parameter?.payload ?? parameter?.text ?? text);
	return { type: 'button', content: { payload, text } };
}

function interactiveAnswer(interactive: JsonObject, index: number): Answer | undefined {
	const action = isObject(interactive.action) ? interactive.action : {};
	if (interactive.type === 'button') {
		const reply = objects(action.buttons)[index]?.reply;
		if (!isObject(reply)) return undefined;
		const { id, title } = reply;
		return {
			type: 'interactive',
			content: { type: 'button_reply', button_reply: { id, title } },
		};
	}
	if (interactive.type === 'list') {
		const row = rowsOf(action)[index];
		if (!row) return undefined;
		const { id, title, description } = row;
		return {
			type: 'interactive',
			content: { type: 'list_reply', list_reply: { id, title, description } },
		};
	}
	return undefined;
}
