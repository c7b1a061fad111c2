import { isObject } from '../../graph/answer';
import { LIMITS } from '../../messages/limits';
import { checkMarketingOnly, type ComponentRule } from './context';
import { checkNoVariables, requiredText } from './texts';

/** `{limited_time_offer: {text, has_expiration}}`. Its other rules are with footer, body and coupon code. */
export const checkLimitedTimeOffer: ComponentRule = (component, findings, context) => {
	checkMarketingOnly(findings, context, 'a limited-time offer', true);
	const offer = isObject(component.limited_time_offer) ? component.limited_time_offer : {};
	const text = requiredText(findings, offer.text, LIMITS.offerText);
	if (text !== undefined) checkNoVariables(findings, text);
};
