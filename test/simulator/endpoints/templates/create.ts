import type { BusinessAccount } from '../../account';
import type { Reply } from '../../graphErrors';
import { tooManyCalls } from '../../managementCalls';
import type { GraphRequest, Route } from '../../router';
import { fromLibrary } from '../../templates/library';
import { refuse, SUBCODE } from '../../templates/refusals';
import { bodyOf, checkTemplate } from '../../templates/rules';
import type { CheckedTemplate } from '../../templates/rules';
import { judge } from '../../templates/review';
import type { Template } from '../../templateTypes';
import type { World } from '../../world';

export const createRoutes: Route[] = [
	{
		method: 'POST',
		node: 'business account',
		edge: 'message_templates',
		scope: 'whatsapp_business_management',
		handle: createTemplate,
	},
];

function createTemplate(world: World, { body }: GraphRequest, wabaId: string): Reply {
	const waba = world.account.accountOf(wabaId);
	refuseHaste(world, waba);
	const given = bodyOf(body);
	const library = given.library_template_name;
	const checked = library === undefined ? checkTemplate(world, given) : fromLibrary(world, given);
	const template = addTemplate(world, waba, checked, given.allow_category_change === true);
	// What comes from the library was reviewed there.
	if (library !== undefined) world.templates.approve(template.id);
	const { id, status, category } = template;
	return { status: 200, body: { id, status, category } };
}

/**
 * An account may create 100 templates in an hour. That it says so with 80007 is a guess: the
 * reference has the limit, but no code for it.
 */
function refuseHaste(world: World, { id }: BusinessAccount): void {
	const { creations } = world.templates;
	const now = world.clock.now();
	if (creations.count(id, now) < world.settings.templates.creationsPerHour) return;
	throw tooManyCalls(id, creations.untilOneIsForgotten(id, now), 'template creations');
}

/** Where one more template of this name and language may not stand. */
function refuseClash(world: World, waba: BusinessAccount, { name, language }: CheckedTemplate) {
	const exists = waba.templates.some(
		({ template }) => template.name === name && template.language === language,
	);
	if (exists) {
		throw refuse(
			'Content in This Language Already Exists',
			`There is already ${language} content for this template. Create a new template and try again.`,
			SUBCODE.languageExists,
		);
	}
	if (world.templates.isLocked(waba.id, name, language)) {
		throw refuse(
			'Message Template Language Is Being Deleted',
			`New ${language} content can't be added while the existing content is being deleted. ` +
				'Try again in 4 weeks, or create a new message template.',
			SUBCODE.nameLocked,
		);
	}
	if (waba.templates.length >= world.settings.templates.limit) {
		throw refuse(
			'Message Template Limit Exceeded',
			'This account has as many message templates as it may have. Delete some and try again.',
			SUBCODE.templateLimit,
		);
	}
}

/**
 * Adds a template that was checked and puts it before the reviewer.
 *
 * @param mayChangeCategory true lets Meta take it for another category at once.
 */
export function addTemplate(
	world: World,
	waba: BusinessAccount,
	checked: CheckedTemplate,
	mayChangeCategory: boolean,
): Template {
	refuseClash(world, waba, checked);
	world.templates.creations.add(waba.id, world.clock.now());
	const template = world.account.addTemplate({ ...checked, status: 'PENDING' }, waba.id);
	const verdict = judge(template, world.settings.templates.rules, mayChangeCategory);
	if (verdict.approve && verdict.category !== template.category) {
		template.previous_category = template.category;
		template.category = verdict.category;
	}
	world.templates.submit(template, mayChangeCategory);
	return template;
}
