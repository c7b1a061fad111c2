import type { IDataObject, INodeProperties } from 'n8n-workflow';

import {
	ADDRESS_FRAME,
	ADDRESS_PARTS,
	addressMessage,
	type Address,
	type AddressPart,
} from '../../../shared/messages/interactive/address';
import { ValidationError } from '../../../shared/graph/errors';
import { excerpt } from '../../../shared/text';
import { toText } from '../../../shared/n8n/itemParameters';
import { additionalFields } from '../parts/media';
import type { InteractiveKind } from './interactiveKind';
import { LIMITS } from '../../../shared/messages/limits';
import { upTo } from '../parts/values';

const parts = Object.entries(ADDRESS_PARTS) as Array<[AddressPart, string]>;

const partFields: INodeProperties[] = parts.map(([name, displayName]) => ({
	displayName,
	name,
	type: 'string',
	default: '',
	description: `${displayName} as the form shows it filled in`,
	...(name === 'in_pin_code'
		? {
				placeholder: 'e.g. 400063',
				description: `The six digits of the place. ${upTo(LIMITS.pinCode)}.`,
			}
		: {}),
}));

export const address: InteractiveKind = {
	option: {
		name: 'Address Request',
		value: 'address_message',
		description: 'A form for an address; only between businesses and people in India',
	},
	frame: ADDRESS_FRAME,
	fields: [
		additionalFields([
			{
				displayName: 'Filled-In Address',
				name: 'addressValues',
				type: 'fixedCollection',
				placeholder: 'Add Address',
				default: {},
				description: 'What you know already',
				options: [{ displayName: 'Address', name: 'value', values: partFields }],
			},
			{
				displayName: 'Mistakes to Correct',
				name: 'addressProblems',
				type: 'fixedCollection',
				typeOptions: { multipleValues: true },
				placeholder: 'Add Mistake',
				default: {},
				description: 'What was wrong with the address that came before',
				options: [
					{
						displayName: 'Mistake',
						name: 'problem',
						values: [
							{
								displayName: 'Field',
								name: 'part',
								type: 'options',
								options: parts.map(([value, name]) => ({ name, value })),
								default: 'in_pin_code',
							},
							{
								displayName: 'What Is Wrong',
								name: 'message',
								type: 'string',
								default: '',
								required: true,
								placeholder: 'e.g. We do not deliver to this pin code',
								description: 'A sentence that the person reads below the field',
							},
						],
					},
				],
			},
			{
				displayName: 'Saved Addresses',
				name: 'savedAddresses',
				type: 'fixedCollection',
				typeOptions: { multipleValues: true },
				placeholder: 'Add Address',
				default: {},
				description: 'Addresses to choose from instead of typing',
				options: [
					{
						displayName: 'Address',
						name: 'saved',
						values: [
							{
								displayName: 'ID',
								name: 'id',
								type: 'string',
								default: '',
								required: true,
								placeholder: 'e.g. home',
								description: 'Comes back when the person chooses this address',
							},
							...partFields,
						],
					},
				],
			},
		]),
	],
	build(parameters, frame) {
		const [values] = parameters.entries('additionalFields.addressValues.value');
		return addressMessage(frame, {
			values: values && readAddress(values),
			saved: parameters.entries('additionalFields.savedAddresses.saved').map((entry) => ({
				id: toText(entry.id, 'ID'),
				value: readAddress(entry),
			})),
			problems: parameters.entries('additionalFields.addressProblems.problem').map((entry) => ({
				part: readPart(entry.part),
				message: toText(entry.message, 'What Is Wrong'),
			})),
		});
	},
};

function readAddress(entry: IDataObject): Address {
	return Object.fromEntries(parts.map(([name, label]) => [name, toText(entry[name], label)]));
}

function readPart(value: unknown): AddressPart {
	const part = parts.find(([name]) => name === value)?.[0];
	if (part !== undefined) return part;
	const written = toText(value, 'Field');
	throw new ValidationError(
		'Mistakes to Correct',
		`There is no address field “${excerpt(written)}”`,
		'Choose one from the list.',
	);
}
