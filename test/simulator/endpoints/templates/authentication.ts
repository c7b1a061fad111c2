import { GraphFailure } from '../../graphErrors';
import type { Reply } from '../../graphErrors';
import type { GraphRequest, Route } from '../../router';
import { bodyText, buttonLabels, footerText } from '../../templates/authentication';
import { listOf, refuse } from '../../templates/refusals';
import { bodyOf, checkCategory, checkLanguage, checkTemplate } from '../../templates/rules';
import type { World } from '../../world';
import { addTemplate } from './create';
import { refuseEdit } from './edit';

const KEYS = new Set([
	'name',
	'languages',
	'category',
	'components',
	'message_send_ttl_seconds',
	'access_token',
	'appsecret_proof',
]);

/** What there is for authentication templates alone. */
export const authenticationRoutes: Route[] = [
	{
		method: 'POST',
		node: 'business account',
		edge: 'upsert_message_templates',
		scope: 'whatsapp_business_management',
		handle: upsert,
	},
	{
		method: 'GET',
		node: 'business account',
		edge: 'message_template_previews',
		scope: 'whatsapp_business_management',
		handle: preview,
	},
];

function onlyAuthentication(value: unknown): void {
	if (checkCategory(value) === 'AUTHENTICATION') return;
	throw refuse('Invalid category', 'This is for authentication templates only.');
}

/** Creates the languages that are not there and edits those that are. */
function upsert(world: World, { body }: GraphRequest, wabaId: string): Reply {
	const { languages, ...given } = bodyOf(body, KEYS);
	onlyAuthentication(given.category);
	const waba = world.account.accountOf(wabaId);
	// All are checked before the first is changed.
	const checked = listOf(languages, 'languages').map((language) =>
		checkTemplate(world, { ...given, language }),
	);
	const steps = checked.map((one) => {
		const known = waba.templates.find(
			({ template }) => template.name === one.name && template.language === one.language,
		)?.template;
		if (known) refuseEdit(world, known);
		return { one, known };
	});
	const data = steps.map(({ one, known }) => {
		if (known) {
			const { components, message_send_ttl_seconds: ttl } = one;
			world.templates.edit(known, {
				components,
				...(ttl === undefined ? {} : { message_send_ttl_seconds: ttl }),
			});
		}
		const { id, status, language } = known
			? world.templates.find(one.name, one.language, wabaId)
			: addTemplate(world, waba, one, false);
		return { id, status, language };
	});
	return { status: 200, body: { data } };
}

function preview(_world: World, { query }: GraphRequest): Reply {
	onlyAuthentication(query.get('category'));
	const withAdvice = query.get('add_security_recommendation') === 'true';
	const minutes = query.get('code_expiration_minutes');
	if (minutes !== null && !/^([1-9]|[1-8]\d|90)$/.test(minutes)) {
		throw new GraphFailure(100, {
			message: '(#100) Param code_expiration_minutes must be between 1 and 90',
		});
	}
	const listed = (query.get('languages') ?? 'en_US').replace(/[[\]"\s]/g, '').split(',');
	const hasButton = (query.get('button_types') ?? '').includes('OTP');
	const data = listed.map(checkLanguage).map((language) => ({
		language,
		body: bodyText(language, withAdvice),
		...(minutes === null ? {} : { footer: footerText(language, Number(minutes)) }),
		...(hasButton ? { buttons: [buttonLabels(language)] } : {}),
	}));
	return { status: 200, body: { data } };
}
