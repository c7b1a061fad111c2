/** What Meta counted for one template on one day; see `readTemplateAnalytics`. */
interface Day {
	template_id: string;
	sent?: number;
	delivered?: number;
	read?: number;
	clicked?: ReadonlyArray<{ type: string; button_content?: string; count: number }>;
	cost?: ReadonlyArray<{ type: string; value?: number }>;
}

/** One template over all days asked for. */
export interface TemplateTotals {
	templateId: string;
	sent: number;
	delivered: number;
	read: number;
	/** Taps on quick replies and links, repeated ones included. */
	clicked: number;
	/** The same per button, by what stands on it (for links: the link). */
	clicksPerButton: Record<string, number>;
	/** In the account's currency; absent where Meta tells none. */
	amountSpent?: number;
	/** From 0 to 1; absent where nothing was sent. */
	deliveryRate?: number;
	/** Of those delivered; people may hide that they read. */
	readRate?: number;
	/** Clicks to each delivered message: may be over 1. */
	clickRate?: number;
}

/** Sums the days of each template, in the order in which the templates first appear. */
export function sumUp(days: readonly Day[]): TemplateTotals[] {
	const daysOf = new Map<string, Day[]>();
	for (const day of days) {
		const id = String(day.template_id);
		const known = daysOf.get(id);
		if (known) known.push(day);
		else daysOf.set(id, [day]);
	}
	return [...daysOf].map(([id, its]) => totalsOf(id, its));
}

/** The same of a template of which Meta has no figures. */
export function emptyTotals(templateId: string): TemplateTotals {
	return totalsOf(templateId, []);
}

/** One day of a template. */
export interface DayTotals extends Omit<TemplateTotals, 'templateId'> {
	/** In UTC, e.g. "2026-11-20". */
	date: string;
}

/**
 * The figures of one day, in the form of the sums.
 * @param day `start` in seconds since the Unix epoch
 */
export function dayOf(day: Day & { start: number }): DayTotals {
	return { date: new Date(day.start * 1000).toISOString().slice(0, 10), ...figuresOf([day]) };
}

function totalsOf(templateId: string, days: readonly Day[]): TemplateTotals {
	return { templateId, ...figuresOf(days) };
}

function figuresOf(days: readonly Day[]): Omit<TemplateTotals, 'templateId'> {
	const sent = sum(days.map((day) => day.sent));
	const delivered = sum(days.map((day) => day.delivered));
	const read = sum(days.map((day) => day.read));
	// "unique_url_button" counts people, and counts them a second time.
	const clicks = days
		.flatMap((day) => day.clicked ?? [])
		.filter(({ type }) => type.toLowerCase() !== 'unique_url_button');
	const clicksPerButton: Record<string, number> = {};
	for (const { button_content: content = '', count } of clicks) {
		clicksPerButton[content] = (clicksPerButton[content] ?? 0) + count;
	}
	const clicked = sum(clicks.map(({ count }) => count));
	const amounts = days
		.flatMap((day) => day.cost ?? [])
		.filter(({ type, value }) => type.toLowerCase() === 'amount_spent' && value !== undefined)
		.map(({ value }) => value);
	return {
		sent,
		delivered,
		read,
		clicked,
		clicksPerButton,
		...(amounts.length > 0 ? { amountSpent: sum(amounts) } : {}),
		...(sent > 0 ? { deliveryRate: delivered / sent } : {}),
		...(delivered > 0 ? { readRate: read / delivered, clickRate: clicked / delivered } : {}),
	};
}

function sum(numbers: ReadonlyArray<number | undefined>): number {
	return numbers.reduce<number>((total, number) => total + (number ?? 0), 0);
}
