import { checkNumber, compact, optionalText } from './checks';
import { LIMITS } from './limits';
import type { MessageContent } from './types';

/** A place on the map. */
export interface Place {
	/** Degrees north of the equator. */
	latitude: number;
	/** Degrees east of Greenwich. */
	longitude: number;
	name?: string;
	/** WhatsApp shows it only below a name. */
	address?: string;
}

/**
 * A location message.
 * @throws ValidationError when there is no such place
 */
export function locationMessage({ latitude, longitude, name, address }: Place): MessageContent {
	checkNumber('Latitude', latitude, [-LIMITS.latitude, LIMITS.latitude]);
	checkNumber('Longitude', longitude, [-LIMITS.longitude, LIMITS.longitude]);
	return {
		type: 'location',
		location: compact({
			latitude,
			longitude,
			name: optionalText('Name', name),
			address: optionalText('Address', address),
		}),
	};
}
