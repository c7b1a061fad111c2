import type { ReviewRule } from '../settings';
import type { Template, TemplateComponent } from '../templateTypes';

/** What a reviewer decides. */
export type Verdict =
	| { approve: true; category: Template['category'] }
	/** Meta's word for why, such as `INVALID_FORMAT`. */
	| { approve: false; reason: string };

/** All texts of a template in one, to look for words in. */
export function textsOf(components: TemplateComponent[]): string {
	return components
		.flatMap((component) => [
			component.text ?? '',
			...(component.buttons ?? []).map((button) => button.text ?? ''),
			...(component.cards ?? []).map((card) => textsOf(card.components)),
		])
		.join('\n');
}

/**
 * Decides about a template: the first rule that fits, or approval.
 *
 * @param mayChange true when the builder allowed another category. A template that would need
 * one and may not have it is refused.
 */
export function judge(
	template: Template,
	rules: readonly ReviewRule[],
	mayChange: boolean,
): Verdict {
	const rule = rules.find((candidate) => fits(candidate, template));
	if (rule === undefined) return { approve: true, category: template.category };
	if ('reject' in rule.then) return { approve: false, reason: rule.then.reject };
	const { category } = rule.then;
	if (category === template.category || mayChange) return { approve: true, category };
	return { approve: false, reason: 'INCORRECT_CATEGORY' };
}

function fits(rule: ReviewRule, template: Template): boolean {
	const { name, text, category } = rule;
	if (name !== undefined && !template.name.includes(name)) return false;
	if (category !== undefined && category !== template.category) return false;
	const all = textsOf(template.components).toLowerCase();
	return text === undefined || all.includes(text.toLowerCase());
}

/** The sentence that goes with a reason for refusal. */
export function recommendationFor(reason: string): string {
	return RECOMMENDATIONS[reason] ?? 'Change the template so that it follows the policies.';
}

const RECOMMENDATIONS: Readonly<Record<string, string>> = {
	INVALID_FORMAT: 'Check the placeholders and the formatting, then submit the template again.',
	INCORRECT_CATEGORY: 'Choose the category that the content belongs to, or allow it to be changed.',
	PROMOTIONAL: 'Leave out what advertises, or make it a marketing template.',
	ABUSIVE_CONTENT: 'Leave out what threatens or offends.',
	TAG_CONTENT_MISMATCH: 'Write the text in the language that the template is for.',
	SCAM: 'Leave out what a reader could take for a fraud.',
};
