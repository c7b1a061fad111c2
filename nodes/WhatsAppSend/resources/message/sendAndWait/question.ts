import { isObject, type JsonObject } from '../../../../shared/graph/answer';
import type { MessageContent } from '../../../../shared/messages/types';

/** What a person may choose. */
export interface QuestionOption {
	title: string;
	/** What the builder gave it as its ID: the title where there was none. */
	value: string;
}

/**
 * The options of a question with buttons or a list, in their order; and the same question with IDs that say
 * which execution waits.
 * @param ticketOf the ID for an option, counted from 0
 */
export function withTickets(
	content: MessageContent,
	ticketOf: (option: number) => string,
): { content: MessageContent; options: QuestionOption[] } {
	const options: QuestionOption[] = [];
	const exchange = <T extends JsonObject>(entry: T): T => {
		options.push({ title: String(entry.title), value: String(entry.id) });
		return { ...entry, id: ticketOf(options.length - 1) };
	};
	const interactive = isObject(content.interactive) ? content.interactive : {};
	const action = isObject(interactive.action) ? interactive.action : {};
	const { buttons, sections } = action as {
		buttons?: Array<{ reply: JsonObject }>;
		sections?: Array<{ rows: JsonObject[] }>;
	};
	const signed = {
		...action,
		...(buttons && {
			buttons: buttons.map((button) => ({ ...button, reply: exchange(button.reply) })),
		}),
		...(sections && {
			sections: sections.map((section) => ({ ...section, rows: section.rows.map(exchange) })),
		}),
	};
	return { content: { ...content, interactive: { ...interactive, action: signed } }, options };
}
