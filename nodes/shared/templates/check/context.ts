import type { TemplateComponent } from '../types';
import type { Findings } from './finding';

/** What the rules of a part need to know of the whole. */
export interface Context {
	/** "MARKETING", "UTILITY", "AUTHENTICATION", or whatever was written instead. */
	category: string;
	/** Variables have names instead of numbers. */
	isNamed: boolean;
	/** There is a limited-time offer. */
	hasOffer: boolean;
	/** The part belongs to a card of a carousel. */
	inCard: boolean;
}

/** Finds what is wrong with one component; `findings` is at the component's place already. */
export type ComponentRule = (
	component: TemplateComponent,
	findings: Findings,
	context: Context,
) => void;

export const isAuthentication = ({ category }: Context): boolean => category === 'AUTHENTICATION';

/**
 * Says so where something that Meta describes for marketing stands in another category.
 * @param certain whether Meta rules it out in so many words; otherwise it is a warning
 */
export function checkMarketingOnly(
	findings: Findings,
	{ category }: Context,
	what: string,
	certain: boolean,
): void {
	if (category === 'MARKETING') return;
	const fix = 'Set the category to Marketing, or leave it out.';
	if (certain) findings.error('marketing-only', `${what} is for marketing templates only`, fix);
	else findings.warn('marketing-usual', `Meta describes ${what} for marketing templates`, fix);
}
