import { BAD_PARAMETER, INVALID_TOKEN } from '../../shared/graph/errorCodes';
import { GraphApiError, ValidationError } from '../../shared/graph/errors';
import { hostOf, pathOf, type Address } from './address';
import type { Coverage } from './coverage';
import type { Decision } from './decision';

/** Why a slot was left alone, and what the choices are. */
export function slotRefusal(
	because: Extract<Decision, { do: 'refuse' }>['because'],
	{ name, url }: { name: string; url: string },
	address: Address,
): ValidationError {
	const take = address.isTest
		? 'A test never takes over a callback: publish the workflow for that.'
		: 'Or switch on Take Over under Registration Options: this workflow then gets the events, and the other none.';
	switch (because) {
		case 'production':
			return new ValidationError(
				'Register On',
				`This workflow is published and has the callback of ${name}: during a test, its events would be missing in production`,
				'Unpublish the workflow while you test. Or switch on Borrow Callback for Tests under Registration Options: production then waits until the test is over.',
			);
		case 'sibling':
			return new ValidationError(
				'Register On',
				`Another workflow of this n8n has the callback of ${name}, with the webhook ${pathOf(url, address)}`,
				`Meta has one callback for each number, business account and app. To have several workflows on it, let the one that has it call the others with Execute Sub-workflow. Otherwise unpublish that workflow first. ${take}`,
			);
		case 'stranger':
			return new ValidationError(
				'Register On',
				`The callback of ${name} is set to ${hostOf(url)}, and was left as it is`,
				[
					`Remove it there first, or choose another level under Register On. ${take}`,
					url.endsWith(`/${address.path}`) &&
						"The URL there ends as this workflow's does: if this n8n has got a new address, it is safe to take it over.",
				]
					.filter(Boolean)
					.join(' '),
			);
	}
}

/** Why Meta would not send what is wanted. */
export function coverageRefusal(
	{ because, fields }: Extract<Coverage, { do: 'refuse' }>,
	app: { id: string; callbackUrl: string },
): ValidationError {
	const host = hostOf(app.callbackUrl);
	return because === 'appOnly'
		? new ValidationError(
				'Trigger On',
				`Meta sends ${listOf(fields)} to the callback of the app only, and that is ${host}`,
				'Choose other events under Trigger On. Or receive these in a workflow of their own, with App under Register On: an app has one callback.',
			)
		: new ValidationError(
				'Trigger On',
				`The app ${app.id} is not subscribed to ${listOf(fields)}`,
				`Switch ${fields.length > 1 ? 'these fields' : 'this field'} on in the App Dashboard › WhatsApp › Configuration › Webhook fields. The node cannot do it: Meta asks for the verify token of the app's callback, which is ${host}.`,
			);
}

/** At most this many names make a sentence that can be read. */
const NAMED = 4;

function listOf(fields: string[]): string {
	const named = fields.slice(0, NAMED).join(', ');
	return fields.length > NAMED ? `${named} and ${fields.length - NAMED} more fields` : named;
}

/** What a refusal of Meta's means here, beyond what its code says everywhere. */
export function noteOn(error: unknown): string | undefined {
	if (!(error instanceof GraphApiError)) return undefined;
	const { code, facts } = error;
	if (code === BAD_PARAMETER && /override/i.test(facts.title)) {
		return "Meta redirects webhooks only of accounts that the app is subscribed to: the number may belong to another business account than the credential's.";
	}
	if (code === INVALID_TOKEN) {
		return 'The list of fields is read as the app itself: App ID and App Secret must belong to the same app.';
	}
	if (code >= 200 && code <= 299) {
		return "A number that stands in a customer's own business portfolio may refuse a callback of its own: choose Business Account or App under Register On.";
	}
	return undefined;
}
