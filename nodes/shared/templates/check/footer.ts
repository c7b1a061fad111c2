import { LIMITS } from '../../messages/limits';
import { type ComponentRule, isAuthentication } from './context';
import { checkNoVariables, checkPlain, requiredText } from './texts';

export const checkFooter: ComponentRule = (footer, findings, context) => {
	if (isAuthentication(context)) return checkExpiry(footer, findings, context);
	if (context.hasOffer) {
		findings.error(
			'offer-footer',
			'a template with a limited-time offer has no footer',
			'Leave the footer out.',
		);
		return;
	}
	const text = requiredText(findings, footer.text, LIMITS.templateFooter);
	if (text === undefined) return;
	checkNoVariables(findings, text);
	checkPlain(findings, text);
};

/** Meta writes the footer of an authentication template: for how many minutes the code is valid. */
const checkExpiry: ComponentRule = (footer, findings) => {
	if (footer.text !== undefined) {
		findings.error(
			'fixed-text',
			'an authentication template has no text of its own',
			'Take the text out: Meta writes it, from code_expiration_minutes.',
		);
	}
	const minutes = footer.code_expiration_minutes;
	const { leastCodeMinutes: least, codeMinutes: most } = LIMITS;
	const fits = Number.isInteger(minutes) && Number(minutes) >= least && Number(minutes) <= most;
	if (fits) return;
	findings.error(
		'code-expiry',
		minutes === undefined
			? 'it does not say for how long the code is valid'
			: `the code is valid for ${JSON.stringify(minutes)} minutes`,
		`Give code_expiration_minutes from ${least} to ${most}, or leave the footer out.`,
	);
};
