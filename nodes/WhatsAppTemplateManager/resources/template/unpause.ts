import { getTemplate, unpauseTemplate } from '../../../shared/graph/endpoints/templateManagement';
import { NotDoneError } from '../../../shared/graph/errors';
import { manage } from '../../../shared/n8n/manage';
import type { Operation } from '../../../shared/n8n/resources';
import { getWhole } from '../../../shared/templates/lookUp';
import { readTemplateChoice, subjectOf, templateField } from '../../templateChoice';

export const unpause: Operation = {
	option: {
		name: 'Unpause',
		value: 'unpause',
		action: 'Unpause template',
		description:
			'End a pause that Meta set while it tried a new template out, 5 minutes after it began at the earliest; one for low quality ends by itself',
	},
	fields: [templateField],
	execute: async (context) =>
		await manage(context, ({ account, parameters }) => {
			const choice = readTemplateChoice(parameters);
			return {
				subject: subjectOf(choice),
				async make(attempt, signal) {
					const {
						id,
						name,
						language,
						status: before,
					} = await getWhole(account, choice, {
						signal,
					});
					// An attempt before this one did it, and its answer was lost.
					if (attempt > 1 && before.toUpperCase() === 'APPROVED') {
						return { unpaused: true, id, name, language, status: before };
					}
					const { success, reason } = await unpauseTemplate(account.client, id, { signal });
					if (!success) {
						throw new NotDoneError(
							`Meta did not unpause ${name} (${language})${reason ? `: ${reason}` : ''}`,
						);
					}
					const { status } = await getTemplate(account.client, id, { signal });
					return { unpaused: true, id, name, language, status };
				},
			};
		}),
};
