import { GraphApiError } from './errors';

// What code looks for in several places. What a code means to a person stands in the catalogue.

/** A token that is wrong, expired or withdrawn. */
export const INVALID_TOKEN = 190;

/** A parameter that Meta does not take, and much else: the words, or a subcode, tell what. */
export const BAD_PARAMETER = 100;

/** Beside {@link BAD_PARAMETER}: an ID that does not exist, or must not be seen. */
const UNKNOWN_OBJECT = 33;

/** Meta called a webhook's URL, and was not answered as it wants. */
export const CALLBACK_UNVERIFIED = 2200;

/** A template that is not there; also as a subcode. */
const UNKNOWN_TEMPLATE = 2593002;

/** Whether Meta knows no such object, or does not show it to this token. */
export function isUnknownObject(error: unknown): boolean {
	if (!(error instanceof GraphApiError)) return false;
	return error.code === BAD_PARAMETER && error.facts.subcode === UNKNOWN_OBJECT;
}

/** Whether Meta knows no such template. */
export function isUnknownTemplate(error: unknown): boolean {
	if (!(error instanceof GraphApiError)) return false;
	return [error.code, error.facts.subcode].includes(UNKNOWN_TEMPLATE);
}
