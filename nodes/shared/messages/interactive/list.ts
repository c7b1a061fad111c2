import { ValidationError } from '../../graph/errors';
import { checkCount, checkUnique, compact, fieldOf, optionalText, requiredId } from '../checks';
import { checkText, LIMITS } from '../limits';
import type { MessageContent } from '../types';
import { interactiveMessage, type Frame, type FrameRule } from './frame';

export interface ListRow {
	title: string;
	description?: string;
	/** What comes back with the choice; without it, the title does. */
	id?: string;
}

export interface ListSection {
	/** Needed where there are two or more sections. */
	title?: string;
	rows: ListRow[];
}

export const LIST_FRAME: FrameRule = {
	headers: ['text'],
	bodyLimit: LIMITS.listBody,
	footer: true,
};

/**
 * A button that opens a list to choose one from.
 * @param button what stands on it
 * @throws ValidationError when there are too many rows, when a part is missing or too long, or when two
 * rows have one ID
 */
export function listMessage(frame: Frame, button: string, sections: ListSection[]): MessageContent {
	checkText('List Button Text', button, LIMITS.listButton);
	checkCount('Sections', sections.length, [1, LIMITS.listSections], 'sections');
	const rows = sections.reduce((sum, section) => sum + section.rows.length, 0);
	checkCount('Rows', rows, [1, LIMITS.listRows], 'rows in all sections together');
	const written = sections.map((section, index) => {
		const place = `Section ${index + 1}`;
		return {
			...compact({ title: sectionTitle(section.title, place, sections.length) }),
			rows: writeRows(section.rows, place),
		};
	});
	checkUnique(
		'Row ID',
		written.flatMap((section) => section.rows.map(({ id }) => id as string)),
	);
	return interactiveMessage('list', LIST_FRAME, frame, { button, sections: written });
}

/**
 * The title of a section, in a list or among products.
 * @throws ValidationError when it is too long, or missing although there are others
 */
export function sectionTitle(
	title: string | undefined,
	place: string,
	sections: number,
): string | undefined {
	const field = fieldOf('Title', place);
	if (sections > 1) checkText(field, title ?? '', LIMITS.sectionTitle);
	return optionalText(field, title, LIMITS.sectionTitle);
}

function writeRows(rows: ListRow[], section: string) {
	if (rows.length === 0) {
		throw new ValidationError(
			'Rows',
			`${section} has no rows`,
			'Add a row, or remove the section.',
		);
	}
	return rows.map(({ title, description, id }, index) => {
		const place = fieldOf(`Row ${index + 1}`, section);
		checkText(fieldOf('Title', place), title, LIMITS.listRowTitle);
		return compact({
			id: requiredId(fieldOf('ID', place), id?.trim() ? id : title, LIMITS.listRowId),
			title,
			description: optionalText(
				fieldOf('Description', place),
				description,
				LIMITS.listRowDescription,
			),
		});
	});
}
