import { checkUnique, fieldOf, requiredId } from '../checks';
import { checkText, LIMITS } from '../limits';

/** A button that answers. */
export interface ReplyButton {
	title: string;
	/** What comes back with the tap; without it, the title does. */
	id?: string;
}

/**
 * Titles and IDs of reply buttons, checked.
 * @param place what they stand on, for errors, e.g. "Card 2"
 * @throws ValidationError when one is empty or too long, or when two are the same
 */
export function replies(
	buttons: ReplyButton[],
	place?: string,
): Array<{ id: string; title: string }> {
	const checked = buttons.map(({ title, id }, index) => {
		const button = fieldOf(`Button ${index + 1}`, place);
		checkText(fieldOf('Title', button), title, LIMITS.buttonText);
		return {
			id: requiredId(fieldOf('ID', button), id?.trim() ? id : title, LIMITS.replyButtonId),
			title,
		};
	});
	checkUnique(
		fieldOf('Button Title', place),
		checked.map(({ title }) => title),
	);
	checkUnique(
		fieldOf('Button ID', place),
		checked.map(({ id }) => id),
	);
	return checked;
}
