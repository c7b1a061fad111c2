import { getCountries, getCountryCallingCode } from 'libphonenumber-js';
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

/** For numbers without country code. */
export const defaultCountryOption: INodeProperties = {
	displayName: 'Default Country',
	name: 'defaultCountry',
	type: 'options',
	options: countries(),
	default: 'US',
	description:
		'Where numbers belong that are written without country code. Numbers with + or 00 in front are not affected.',
};

/** Every country with a calling code, e.g. "Germany (+49)", by name. */
function countries(): INodePropertyOptions[] {
	const names = new Intl.DisplayNames(['en'], { type: 'region' });
	return getCountries()
		.map((code) => ({
			name: `${names.of(code) ?? code} (+${getCountryCallingCode(code)})`,
			value: code,
		}))
		.sort((a, b) => a.name.localeCompare(b.name, 'en'));
}
