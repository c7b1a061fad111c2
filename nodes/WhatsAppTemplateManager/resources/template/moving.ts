import type { IDataObject, INodePropertyOptions } from 'n8n-workflow';

import { NotDoneError } from '../../../shared/graph/errors';
import type { TemplatesDone } from '../../../shared/graph/endpoints/templateMoves';
import { manage } from '../../../shared/n8n/manage';
import type { Operation } from '../../../shared/n8n/resources';
import { getWhole, type TemplateAccount } from '../../../shared/templates/lookUp';
import { templateCache } from '../../../shared/templates/templateCache';
import { readTemplateChoice, subjectOf, templateField } from '../../templateChoice';

/** How templates go into the archive, or come out of it. */
export interface Move {
	option: INodePropertyOptions;
	/** The status that it leads to. */
	to: (status: string) => boolean;
	/** As in "Meta did not archive …". */
	verb: string;
	move: (account: TemplateAccount, id: string, signal?: AbortSignal) => Promise<TemplatesDone>;
	/** What the item says of it. */
	done: IDataObject;
}

/** An operation that moves one template for each item. */
export function movingOperation({ option, to, verb, move, done }: Move): Operation {
	return {
		option,
		fields: [templateField],
		execute: async (context) =>
			await manage(context, ({ account, parameters }) => {
				const choice = readTemplateChoice(parameters);
				return {
					subject: subjectOf(choice),
					async make(attempt, signal) {
						const { id, name, language, status } = await getWhole(account, choice, { signal });
						const result = { ...done, id, name, language };
						// An attempt before this one did it, and its answer was lost.
						if (attempt > 1 && to(status.toUpperCase())) return result;
						const moved = await move(account, id, signal).finally(() =>
							templateCache.forget({ name, language }),
						);
						if (moved.done.includes(id)) return result;
						const reason = moved.failed[id];
						throw new NotDoneError(
							`Meta did not ${verb} ${name} (${language})${reason ? `: ${asText(reason)}` : ''}`,
						);
					},
				};
			}),
	};
}

function asText(reason: unknown): string {
	return typeof reason === 'string' ? reason : JSON.stringify(reason);
}
