import { LIMITS } from '../../messages/limits';
import { type ComponentRule, type Context, isAuthentication } from './context';
import { checkExamples } from './examples';
import { requiredText } from './texts';
import { checkPositions, checkVariables } from './variables';

export const checkBody: ComponentRule = (body, findings, context) => {
	if (isAuthentication(context)) return checkFixedBody(body, findings, context);
	const text = requiredText(findings, body.text, limitOf(context));
	if (text === undefined) return;
	const names = checkVariables(findings, text, context);
	checkPositions(findings, text);
	checkExamples(body, 'body', names, findings, context);
};

function limitOf({ inCard, hasOffer }: Context): number {
	if (inCard) return LIMITS.cardBody;
	return hasOffer ? LIMITS.offerBody : LIMITS.templateBody;
}

/** Meta writes the text of an authentication template, in every language. */
const checkFixedBody: ComponentRule = (body, findings) => {
	if (body.text !== undefined) {
		findings.error(
			'fixed-text',
			'an authentication template has no text of its own',
			'Take the text out: Meta writes it. You may add its security recommendation (add_security_recommendation).',
		);
	}
	const recommendation = body.add_security_recommendation;
	if (recommendation !== undefined && typeof recommendation !== 'boolean') {
		findings.error(
			'security-recommendation',
			'the security recommendation is neither true nor false',
			'Set add_security_recommendation to true or false.',
		);
	}
};
