import type { IDataObject } from 'n8n-workflow';

import {
	LIST_FRAME,
	listMessage,
	type ListSection,
} from '../../../shared/messages/interactive/list';
import { toEntries, toText } from '../../../shared/n8n/itemParameters';
import { readJsonList, upTo } from '../parts/values';
import type { InteractiveKind } from './interactiveKind';
import { LIMITS } from '../../../shared/messages/limits';

export const list: InteractiveKind = {
	option: {
		name: 'List',
		value: 'list',
		description: 'A button that opens a list of up to ten rows to choose one from',
	},
	frame: LIST_FRAME,
	fields: [
		{
			displayName: 'List Button Text',
			name: 'listButton',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. Choose a time',
			hint: upTo(LIMITS.listButton),
			description: `What stands on the button that opens the list. ${upTo(LIMITS.listButton)}.`,
		},
		{
			displayName: 'Define Sections',
			name: 'listInput',
			type: 'options',
			options: [
				{ name: 'Using Fields Below', value: 'fields' },
				{ name: 'Using JSON', value: 'json', description: 'For rows that come from your data' },
			],
			default: 'fields',
		},
		{
			displayName: 'Sections',
			name: 'listSections',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true, sortable: true, maxAllowedFields: LIMITS.listSections },
			placeholder: 'Add Section',
			default: {},
			required: true,
			displayOptions: { show: { listInput: ['fields'] } },
			description: 'Groups of rows; all together have up to ten rows',
			options: [
				{
					displayName: 'Section',
					name: 'section',
					values: [
						{
							displayName: 'Title',
							name: 'title',
							type: 'string',
							default: '',
							placeholder: 'e.g. Tomorrow',
							hint: `${upTo(LIMITS.sectionTitle)}; may be left out where there is one section`,
							description: `The heading of the section. ${upTo(LIMITS.sectionTitle)}.`,
						},
						{
							displayName: 'Rows',
							name: 'rows',
							type: 'fixedCollection',
							typeOptions: {
								multipleValues: true,
								sortable: true,
								maxAllowedFields: LIMITS.listRows,
							},
							placeholder: 'Add Row',
							default: {},
							options: [
								{
									displayName: 'Row',
									name: 'row',
									values: [
										{
											displayName: 'Title',
											name: 'title',
											type: 'string',
											default: '',
											required: true,
											placeholder: 'e.g. 9:00',
											hint: upTo(LIMITS.listRowTitle),
											description: `What the row offers. ${upTo(LIMITS.listRowTitle)}.`,
										},
										{
											displayName: 'Description',
											name: 'description',
											type: 'string',
											default: '',
											placeholder: 'e.g. With Dr. Lovelace',
											hint: upTo(LIMITS.listRowDescription),
											description: `A smaller line below the title. ${upTo(LIMITS.listRowDescription)}.`,
										},
										{
											displayName: 'ID',
											name: 'id',
											type: 'string',
											default: '',
											placeholder: 'e.g. slot-4711',
											description: `What comes back with the choice; the title where it is empty. ${upTo(LIMITS.listRowId)}.`,
										},
									],
								},
							],
						},
					],
				},
			],
		},
		{
			displayName: 'Sections (JSON)',
			name: 'listSectionsJson',
			type: 'json',
			typeOptions: { rows: 8 },
			default: '',
			hint: 'Such as [{ "title": "Tomorrow", "rows": [{ "id": "slot-1", "title": "9:00" }] }]',
			required: true,
			displayOptions: { show: { listInput: ['json'] } },
			description: 'A list of sections, each with its rows',
		},
	],
	build: (parameters, frame) =>
		listMessage(
			frame,
			parameters.text('listButton', 'List Button Text'),
			(parameters.value('listInput', 'fields') === 'json'
				? (readJsonList(parameters.value('listSectionsJson', ''), 'Sections (JSON)') ?? [])
				: parameters.entries('listSections.section')
			).map(readSection),
		),
};

/** In JSON the rows are a list; in a collection they stand one step deeper. */
function readSection(section: IDataObject): ListSection {
	const rows = section.rows;
	return {
		title: toText(section.title, 'Title'),
		rows: toEntries(Array.isArray(rows) ? rows : (rows as IDataObject | undefined)?.row).map(
			(row) => ({
				title: toText(row.title, 'Title'),
				description: toText(row.description, 'Description'),
				id: toText(row.id, 'ID'),
			}),
		),
	};
}
