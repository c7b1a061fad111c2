import { account, numberError } from './kinds/account';
import { call } from './kinds/call';
import { echo } from './kinds/echo';
import { flow } from './kinds/flow';
import { group } from './kinds/group';
import { history } from './kinds/history';
import type { EventKind } from './kinds/kind';
import { message } from './kinds/message';
import { other } from './kinds/other';
import { preference } from './kinds/preference';
import { status } from './kinds/status';
import { template } from './kinds/template';

/** The choice that takes all there is, also what Meta adds later. */
export const EVERYTHING = 'everything';

/** All kinds of events. */
export const kinds: readonly EventKind[] = [
	message,
	status,
	echo,
	call,
	template,
	account,
	numberError,
	preference,
	flow,
	group,
	history,
	other,
];

/**
 * The webhook fields of Meta's that must be subscribed for these choices, each once; with
 * {@link EVERYTHING} all that are known. Choices that are not known have none.
 */
export function fieldsOf(choices: readonly string[]): string[] {
	const all = choices.includes(EVERYTHING);
	const wanted = kinds.filter(({ choice }) => all || (choice && choices.includes(choice.value)));
	return [...new Set(wanted.flatMap(({ fields }) => fields))];
}
