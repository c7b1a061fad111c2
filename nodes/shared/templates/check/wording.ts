import { isObject } from '../../graph/answer';
import { excerpt } from '../../text';
import type { TemplateComponent } from '../types';
import type { Findings } from './finding';

/**
 * Words by which Meta's review tells marketing from utility ("Template categorization": offers, sales,
 * invitations to buy). English only: a warning that is missing in other languages does no harm.
 */
const PROMOTIONAL =
	/\b(?:sales?|discounts?|promo(?:tions?|tional)?|coupons?|vouchers?|deals?|special offers?|limited[- ]time|free (?:gift|shipping|delivery|trial)|buy now|shop now|order now|best prices?|exclusive|black friday|cyber monday|giveaway)\b|\d\s?% off\b/i;

/** Promotional words in a utility template: Meta rejects it, or makes it a marketing template at its price. */
export function checkWording(component: TemplateComponent, findings: Findings): void {
	const buttons: unknown[] = Array.isArray(component.buttons) ? component.buttons : [];
	const texts = [component.text, ...buttons.map((button) => isObject(button) && button.text)];
	const found = texts
		.filter((text) => typeof text === 'string')
		.map((text) => PROMOTIONAL.exec(text)?.[0])
		.find((word) => word !== undefined);
	if (found === undefined) return;
	findings.warn(
		'promotional',
		`“${excerpt(found)}” sounds like marketing, which Meta tends to reject in a utility template`,
		'Say only what belongs to the order or request, or set the category to Marketing.',
	);
}
