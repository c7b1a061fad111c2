import { objectsIn, type JsonObject } from '../graph/answer';
import { adviceFor } from '../graph/errorCatalogue';
import { compact } from '../objects';
import { objectOf, textOf } from './values';

/**
 * Meta's errors as an event has them. Undefined where there are none.
 * @param withAdvice whether they are about what the business sent: then with what to do about each
 */
export function errorsOf(value: unknown, withAdvice = true): JsonObject[] | undefined {
	const errors = objectsIn(value).map((error) => {
		const code = Number(textOf(error.code));
		return compact({
			code: Number.isFinite(code) ? code : undefined,
			title: textOf(error.title) ?? textOf(error.message),
			details: textOf(objectOf(error.error_data).details),
			advice: withAdvice && Number.isFinite(code) ? adviceFor(code, REFUSED).whatToDo : undefined,
		});
	});
	return errors.length > 0 ? errors : undefined;
}

/** Webhooks carry no HTTP status; codes that nobody knows are taken for a plain refusal. */
const REFUSED = 400;
