import { isObject } from '../../graph/answer';
import type { TemplatePart, TemplateSlot } from '../slot';
import { wrongKind } from '../slot';
import type { TemplateComponent } from '../types';

const EXPIRATION: TemplateSlot = {
	id: 'offer_expiration',
	name: 'Offer Expiration',
	label: 'Offer Expiration: until when the offer holds',
	kind: 'time',
	required: true,
};

/** Milliseconds below this are of before 2001: seconds, where milliseconds are meant. */
const SECONDS_BELOW = 1e12;

/** The end of a limited-time offer; nothing where the template counts nothing down. */
export function offerPart({ limited_time_offer }: TemplateComponent): TemplatePart | undefined {
	if (!isObject(limited_time_offer) || limited_time_offer.has_expiration !== true) return undefined;
	return {
		place: 'limited_time_offer',
		slots: [EXPIRATION],
		compose(values) {
			const time = values.any(EXPIRATION);
			if (time === undefined) values.text(EXPIRATION);
			if (typeof time !== 'number' || !Number.isSafeInteger(time) || time < SECONDS_BELOW) {
				throw wrongKind(
					EXPIRATION,
					'no date',
					'a date with its time, e.g. 2026-12-24T18:00:00+01:00',
				);
			}
			return {
				type: 'limited_time_offer',
				parameters: [
					{ type: 'limited_time_offer', limited_time_offer: { expiration_time_ms: time } },
				],
			};
		},
	};
}
