import { GraphFailure } from '../graphErrors';
import { isObject } from '../json';
import type { JsonObject } from '../json';
import { optionalBoolean, requireOneOf, requireText } from '../messages/checks';
import type { Template, TemplateCategory, TemplateComponent } from '../templateTypes';
import type { World } from '../world';
import { checkAuthentication } from './authentication';
import { checkComponents } from './componentRules';
import { refuse, required } from './refusals';

/** Longest name, in characters, and what it may be written with (reference §2). */
const NAME_LENGTH = 512;
const NAME = /^[a-z0-9_]+$/;

export const CATEGORIES: readonly TemplateCategory[] = ['MARKETING', 'UTILITY', 'AUTHENTICATION'];

/** Validity that a category allows, in seconds; -1 stands for 30 days (reference §1.7). */
const TTL: Readonly<Record<TemplateCategory, readonly [min: number, max: number]>> = {
	AUTHENTICATION: [30, 900],
	UTILITY: [30, 43_200],
	MARKETING: [43_200, 2_592_000],
};

/** Languages that templates are written in; which countries each of them has is left open. */
const LANGUAGES = new Set(
	(
		'af sq ar az be bn bg ca zh hr cs da nl en et fil fi fr ka de el gu ha he hi hu id ga it ja ' +
		'kn kk rw ko ky lo lv lt mk ms ml mr nb fa pl pt prs ps pa ro ru sr si sk sl es sw sv ta te ' +
		'th tr uk ur uz vi zu'
	).split(' '),
);

/** What a name is: lowercase letters, digits and `_`. */
export function checkName(value: unknown): string {
	const name = requireText(required(value, 'name'), 'name', NAME_LENGTH);
	if (!NAME.test(name)) {
		throw refuse(
			'Invalid template name',
			'A template name can only have lowercase letters, numbers and underscores.',
		);
	}
	return name;
}

/** A language such as `en_US` or `de`. */
export function checkLanguage(value: unknown): string {
	const code = requireText(required(value, 'language'), 'language');
	const match = /^([a-z]{2,3})(?:_[A-Z]{2})?$/.exec(code);
	if (!match || !LANGUAGES.has(match[1])) {
		throw new GraphFailure(100, {
			message: `(#100) Param language must be a supported language code - got "${code}".`,
		});
	}
	return code;
}

/** A category, in any case. */
export function checkCategory(value: unknown): TemplateCategory {
	const given = required(value, 'category');
	const word = typeof given === 'string' ? given.toUpperCase() : given;
	return requireOneOf(word, 'category', CATEGORIES) as TemplateCategory;
}

function checkFormat(value: unknown): Template['parameter_format'] {
	if (value === undefined || value === null) return 'POSITIONAL';
	const word = typeof value === 'string' ? value.toUpperCase() : value;
	const format = requireOneOf(word, 'parameter_format', ['POSITIONAL', 'NAMED']);
	return format as Template['parameter_format'];
}

/** How long a message of the template is tried to be delivered, in seconds. */
export function checkTtl(value: unknown, category: TemplateCategory): number | undefined {
	if (value === undefined || value === null) return undefined;
	const [min, max] = TTL[category];
	const isForever = value === -1 && category !== 'MARKETING';
	const isWhole = typeof value === 'number' && Number.isInteger(value);
	if (!isForever && !(isWhole && value >= min && value <= max)) {
		throw refuse(
			'Invalid message_send_ttl_seconds',
			`Templates of category ${category} take ${min} to ${max} seconds.`,
		);
	}
	return value;
}

/** What decides which components a template may have. */
export type ContentFacts = Pick<Template, 'category' | 'parameter_format' | 'language'>;

/** Checks components by what their category allows. */
export function checkContent(
	world: World,
	components: unknown,
	{ category, parameter_format: format, language }: ContentFacts,
): TemplateComponent[] {
	if (category === 'AUTHENTICATION') return checkAuthentication(components, language);
	const mediaAddress = 'https://scontent.example/v/template';
	return checkComponents(components, { category, format, uploads: world.uploads, mediaAddress });
}

const KEYS = new Set([
	'name',
	'language',
	'category',
	'parameter_format',
	'components',
	'message_send_ttl_seconds',
	'allow_category_change',
	'cta_url_link_tracking_opted_out',
	'degrees_of_freedom_spec',
	'library_template_name',
	'library_template_button_inputs',
	'library_template_body_inputs',
	'access_token',
	'appsecret_proof',
]);

/** The body of a call as the object that it must be, with no keys but those that are known. */
export function bodyOf(body: unknown, keys: ReadonlySet<string> = KEYS): JsonObject {
	const given = body === undefined ? {} : body;
	if (!isObject(given)) {
		throw new GraphFailure(100, { message: '(#100) The request body must be a JSON object.' });
	}
	const unknown = Object.keys(given).find((key) => !keys.has(key));
	if (unknown !== undefined) {
		throw new GraphFailure(100, { message: `(#100) Unexpected key "${unknown}".` });
	}
	return given;
}

/** A template as a builder sends it, checked; where it lives and how it fares is not in it. */
export type CheckedTemplate = Omit<Template, 'id' | 'status'>;

/**
 * Checks a whole template.
 *
 * @throws GraphFailure 100, mostly with a subcode, for whatever Meta would not take.
 */
export function checkTemplate(world: World, given: JsonObject): CheckedTemplate {
	const name = checkName(given.name);
	const language = checkLanguage(given.language);
	const category = checkCategory(given.category);
	optionalBoolean(given.allow_category_change, 'allow_category_change');
	optionalBoolean(given.cta_url_link_tracking_opted_out, 'cta_url_link_tracking_opted_out');
	const facts = {
		name,
		language,
		category,
		parameter_format: checkFormat(given.parameter_format),
	};
	const ttl = checkTtl(given.message_send_ttl_seconds, category);
	return {
		...facts,
		components: checkContent(world, given.components, facts),
		...(ttl === undefined ? {} : { message_send_ttl_seconds: ttl }),
		...(given.cta_url_link_tracking_opted_out === undefined
			? {}
			: { cta_url_link_tracking_opted_out: given.cta_url_link_tracking_opted_out === true }),
		...(isObject(given.degrees_of_freedom_spec)
			? { degrees_of_freedom_spec: given.degrees_of_freedom_spec }
			: {}),
	};
}
