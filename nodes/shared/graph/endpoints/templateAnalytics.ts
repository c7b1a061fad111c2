import { isObject, type JsonObject } from '../answer';
import type { CallOptions, GraphClient } from '../client';
import { getPage } from './page';

/** What Meta counted for one template on one day; Meta's names, times in seconds since the Unix epoch. */
export interface TemplateDay extends JsonObject {
	template_id: string;
	start: number;
	end: number;
	sent?: number;
	delivered?: number;
	read?: number;
	/** Per button; `type` is "quick_reply_button", "url_button" or "unique_url_button". */
	clicked?: Array<{ type: string; button_content?: string; count: number }>;
	/** `type` is "amount_spent", "cost_per_delivered" or "cost_per_url_button_click". */
	cost?: Array<{ type: string; value?: number }>;
}

/** Templates that Meta answers for at once. Source: Meta's page "Analytics", template analytics. */
const TEMPLATES_AT_ONCE = 10;

/**
 * Day by day, of the last 90 days at most: `GET /{waba-id}/template_analytics`. The account must have
 * confirmed template insights before (otherwise code 200007).
 * @param span from and to, milliseconds since the Unix epoch
 */
export async function readTemplateAnalytics(
	client: GraphClient,
	businessAccountId: string,
	templateIds: readonly string[],
	span: { from: number; to: number },
	options: Pick<CallOptions, 'signal'> = {},
): Promise<TemplateDay[]> {
	const days: TemplateDay[] = [];
	for (let first = 0; first < templateIds.length; first += TEMPLATES_AT_ONCE) {
		const ids = templateIds.slice(first, first + TEMPLATES_AT_ONCE);
		const query = {
			start: Math.floor(span.from / 1000),
			end: Math.floor(span.to / 1000),
			granularity: 'DAILY',
			template_ids: `[${ids.join(',')}]`,
			metric_types: 'SENT,DELIVERED,READ,CLICKED,COST',
		};
		let after: string | undefined;
		do {
			const path = [businessAccountId, 'template_analytics'];
			const page = await getPage(client, path, { ...query, after }, options);
			days.push(...page.entries.flatMap(daysOf));
			after = page.after;
		} while (after !== undefined);
	}
	return days;
}

function daysOf({ data_points: points }: JsonObject): TemplateDay[] {
	return Array.isArray(points) ? points.filter(isDay) : [];
}

function isDay(point: unknown): point is TemplateDay {
	return isObject(point) && point.template_id !== undefined && typeof point.start === 'number';
}
