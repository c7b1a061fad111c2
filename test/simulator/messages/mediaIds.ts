import { asText, isObject } from '../json';
import type { World } from '../world';
import { malformed } from './checks';

const KINDS = new Set(['image', 'video', 'audio', 'document', 'sticker']);

/**
 * Checks that every file that a message names by its ID is there, wherever in it.
 *
 * @throws GraphFailure 100 naming the first that is not.
 */
export function checkMediaIds(
	world: World,
	phoneNumberId: string,
	value: unknown,
	path = '',
): void {
	if (Array.isArray(value)) {
		value.forEach((entry, index) =>
			checkMediaIds(world, phoneNumberId, entry, `${path}[${index}]`),
		);
	} else if (isObject(value)) {
		for (const [key, entry] of Object.entries(value)) {
			const name = path === '' ? key : `${path}['${key}']`;
			if (KINDS.has(key) && isObject(entry) && entry.id !== undefined) {
				const medium = world.media.find(asText(entry.id), world.clock.now());
				if (medium?.phoneNumberId !== phoneNumberId) {
					throw malformed(
						`Param ${name}['id'] is not a valid whatsapp business account media attachment ID`,
					);
				}
			}
			checkMediaIds(world, phoneNumberId, entry, name);
		}
	}
}
