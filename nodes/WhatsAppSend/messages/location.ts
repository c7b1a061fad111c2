import type { INodeProperties } from 'n8n-workflow';

import { LIMITS } from '../../shared/messages/limits';
import { locationMessage } from '../../shared/messages/location';
import type { MessageKind } from './messageKind';
import { NO_NUMBER, readNumber } from './parts/values';

function degrees(
	name: 'latitude' | 'longitude',
	label: string,
	placeholder: string,
): INodeProperties {
	const most = LIMITS[name];
	return {
		displayName: label,
		name,
		type: 'number',
		typeOptions: { minValue: -most, maxValue: most, numberPrecision: 10 },
		// Not 0: a place in the Gulf of Guinea.
		default: NO_NUMBER,
		required: true,
		placeholder,
		hint: `In degrees, from -${most} to ${most}`,
		description: `A number of degrees with a point before its decimals, from -${most} to ${most}`,
	};
}

export const location: MessageKind = {
	option: { name: 'Location', value: 'location', description: 'A place on the map' },
	fields: [
		degrees('longitude', 'Longitude', 'e.g. -122.425332'),
		degrees('latitude', 'Latitude', 'e.g. 37.758056'),
		{
			displayName: 'Additional Fields',
			name: 'additionalFields',
			type: 'fixedCollection',
			placeholder: 'Add Name and Address',
			default: {},
			options: [
				{
					displayName: 'Name and Address',
					name: 'nameAndAddress',
					values: [
						{
							displayName: 'Name',
							name: 'name',
							type: 'string',
							default: '',
							placeholder: 'e.g. Head Office',
							description: 'What the place is called',
						},
						{
							displayName: 'Address',
							name: 'address',
							type: 'string',
							default: '',
							placeholder: 'e.g. 1 Hacker Way, Menlo Park, CA 94025',
							description: 'Shown only where there is a name',
						},
					],
				},
			],
		},
	],
	build: (parameters) =>
		locationMessage({
			latitude: readNumber(parameters.value('latitude', ''), 'Latitude'),
			longitude: readNumber(parameters.value('longitude', ''), 'Longitude'),
			name: parameters.text('additionalFields.nameAndAddress.name', 'Name'),
			address: parameters.text('additionalFields.nameAndAddress.address', 'Address'),
		}),
};
