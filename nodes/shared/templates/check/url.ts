import { LIMITS } from '../../messages/limits';
import type { TemplateButton } from '../types';
import { textAround, variablesIn } from '../variables';
import { isFilled } from './examples';
import type { Findings } from './finding';
import { checkLength } from './texts';

/** A link: a whole address, with one variable at most, at its end and with an example. */
export function checkUrl({ url, example }: TemplateButton, findings: Findings): void {
	const address = textAround(typeof url === 'string' ? url : '')[0].trim();
	if (!/^https?:\/\/[^\s/]/i.test(address) || !URL.canParse(address)) {
		findings.error(
			'url',
			isFilled(url) ? 'the link is no web address' : 'there is no link',
			'Give the whole address beginning with https://; the host cannot be a variable.',
		);
		return;
	}
	const whole = url as string;
	checkLength(findings.within('Link'), whole, LIMITS.url);
	if (/^(?:https?:\/\/)?(?:www\.)?(?:wa\.me|api\.whatsapp\.com)\b/i.test(whole)) {
		findings.warn(
			'url-whatsapp',
			'it links to WhatsApp itself, which Meta tends to reject',
			'Link to a page of your own.',
		);
	}
	const variables = variablesIn(whole);
	if (variables.length > 1 || (variables.length === 1 && !whole.endsWith('}}'))) {
		findings.error(
			'url-variable',
			variables.length > 1
				? `the link has ${variables.length} variables`
				: 'the variable is not at the end of the link',
			'Leave one variable, at the very end.',
		);
		return;
	}
	const sample: unknown = Array.isArray(example) ? example[0] : example;
	if (variables.length === 1 && !isFilled(sample)) {
		findings.error(
			'url-example',
			'the variable of the link has no example',
			'Give an example of what stands in its place.',
		);
	}
}
