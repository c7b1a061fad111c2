import type { JsonObject } from '../../graph/answer';
import { nonEmpty } from '../../objects';
import { checkUnique, compact, fieldOf, optionalText, requiredId } from '../checks';
import { LIMITS } from '../limits';
import type { MessageContent } from '../types';
import { FULL_FRAME, interactiveMessage, type Frame } from './frame';

/** The lines of WhatsApp's address form in India, with the names that its users see. */
export const ADDRESS_PARTS = {
	address: 'Address',
	building_name: 'Building Name',
	city: 'City',
	floor_number: 'Floor Number',
	house_number: 'House Number',
	landmark_area: 'Landmark or Area',
	name: 'Name',
	phone_number: 'Phone Number',
	in_pin_code: 'Pin Code',
	state: 'State',
	tower_number: 'Tower Number',
} as const;

export type AddressPart = keyof typeof ADDRESS_PARTS;

export type Address = Partial<Record<AddressPart, string>>;

/** What WhatsApp's address form is opened with. */
export interface AddressForm {
	values?: Address;
	/** Addresses to choose from instead of typing. */
	saved?: Array<{ id: string; value: Address }>;
	/** What was wrong with the address that was sent before. */
	problems?: Array<{ part: AddressPart; message: string }>;
}

export const ADDRESS_FRAME = FULL_FRAME;

/** The only country where Meta has it. */
const COUNTRY = 'IN';

/**
 * Asks a person in India for an address.
 * @throws ValidationError when a part is missing or too long
 */
export function addressMessage(
	frame: Frame,
	{ values, saved, problems }: AddressForm,
): MessageContent {
	return interactiveMessage('address_message', ADDRESS_FRAME, frame, {
		name: 'address_message',
		parameters: compact({
			country: COUNTRY,
			values: values && nonEmpty(writeAddress(values)),
			saved_addresses: saved?.length ? writeSaved(saved) : undefined,
			validation_errors: problems?.length ? writeProblems(problems) : undefined,
		}),
	});
}

function writeSaved(saved: NonNullable<AddressForm['saved']>): JsonObject[] {
	const written = saved.map(({ id, value }, index) => {
		const place = `Saved Address ${index + 1}`;
		return { id: requiredId(fieldOf('ID', place), id), value: writeAddress(value, place) };
	});
	checkUnique(
		'ID of Saved Addresses',
		written.map(({ id }) => id),
	);
	return written;
}

function writeProblems(problems: NonNullable<AddressForm['problems']>): JsonObject {
	checkUnique(
		'Field with a Mistake',
		problems.map(({ part }) => ADDRESS_PARTS[part]),
	);
	return Object.fromEntries(
		problems.map(({ part, message }) => [
			part,
			requiredId(`What Is Wrong with ${ADDRESS_PARTS[part]}`, message),
		]),
	);
}

function writeAddress(address: Address, place?: string): JsonObject {
	const parts = Object.keys(ADDRESS_PARTS) as AddressPart[];
	return compact(
		Object.fromEntries(
			parts.map((part) => [
				part,
				optionalText(
					fieldOf(ADDRESS_PARTS[part], place),
					address[part],
					part === 'in_pin_code' ? LIMITS.pinCode : Infinity,
				),
			]),
		),
	);
}
