import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { LIMITS } from '../../../../shared/messages/limits';
import { replyButtonsMessage } from '../../../../shared/messages/interactive/replyButtons';
import type { Frame } from '../../../../shared/messages/interactive/frame';
import type { MessageContent } from '../../../../shared/messages/types';
import { toText, type ItemParameters } from '../../../../shared/n8n/itemParameters';
import { upTo } from '../../../messages/parts/values';

/** The value of the button that approves; every other answer does not. */
export const APPROVE = 'approve';

const labelHint = upTo(LIMITS.buttonText);

/** The names are those of n8n's own nodes: its "human review" step of AI agents sets them. */
export const approvalFields: INodeProperties[] = [
	{
		displayName: 'Approval Options',
		name: 'approvalOptions',
		type: 'fixedCollection',
		placeholder: 'Add Option',
		default: {},
		options: [
			{
				displayName: 'Values',
				name: 'values',
				values: [
					{
						displayName: 'Type of Approval',
						name: 'approvalType',
						type: 'options',
						options: [
							{ name: 'Approve Only', value: 'single' },
							{ name: 'Approve and Disapprove', value: 'double' },
						],
						default: 'double',
					},
					{
						displayName: 'Approve Button Label',
						name: 'approveLabel',
						type: 'string',
						default: 'Approve',
						hint: labelHint,
					},
					{
						displayName: 'Disapprove Button Label',
						name: 'disapproveLabel',
						type: 'string',
						default: 'Decline',
						hint: labelHint,
						displayOptions: { show: { approvalType: ['double'] } },
					},
				],
			},
		],
	},
];

/** @throws ValidationError when a label is too long, or both are the same */
export function approvalMessage(parameters: ItemParameters, frame: Frame): MessageContent {
	const values = parameters.value('approvalOptions.values', {}) as IDataObject;
	const title = (name: string, fallback: string) => toText(values[name], 'Label') || fallback;
	const approve = { title: title('approveLabel', 'Approve'), id: APPROVE };
	const decline = { title: title('disapproveLabel', 'Decline'), id: 'disapprove' };
	return replyButtonsMessage(
		frame,
		values.approvalType === 'single' ? [approve] : [approve, decline],
	);
}
