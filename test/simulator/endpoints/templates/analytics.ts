import { GraphFailure } from '../../graphErrors';
import type { Reply } from '../../graphErrors';
import { isObject } from '../../json';
import type { JsonObject } from '../../json';
import type { AcceptedMessage } from '../../ledger';
import type { GraphRequest, Route } from '../../router';
import { idsOf, secondsOf } from '../../templates/queries';
import type { World } from '../../world';

const DAY_S = 24 * 60 * 60;

/** Templates' figures go back 90 days (reference §9). */
const LOOKBACK_S = 90 * DAY_S;
const MOST_TEMPLATES = 10;

export const analyticsRoutes: Route[] = [
	{
		method: 'GET',
		node: 'business account',
		edge: 'template_analytics',
		scope: 'whatsapp_business_management',
		handle: analyse,
	},
];

/** What a template did on a day. */
interface Day {
	sent: number;
	delivered: number;
	read: number;
	/** Presses of quick replies, by their text. */
	clicked: Map<string, number>;
}

function analyse(world: World, { query }: GraphRequest, wabaId: string): Reply {
	const start = secondsOf(query, 'start');
	const end = secondsOf(query, 'end');
	const now = world.clock.now() / 1_000;
	if (start >= end || start < now - LOOKBACK_S - DAY_S) {
		throw new GraphFailure(100, {
			message: '(#100) start must be before end and not more than 90 days ago',
		});
	}
	if ((query.get('granularity') ?? '').toUpperCase() !== 'DAILY') {
		throw new GraphFailure(100, { message: '(#100) Param granularity must be one of {DAILY}' });
	}
	const ids = idsOf(query.get('template_ids'));
	const own = new Set(world.account.accountOf(wabaId).templates.map((entry) => entry.template.id));
	if (ids.length === 0 || ids.length > MOST_TEMPLATES || !ids.every((id) => own.has(id))) {
		throw new GraphFailure(100, {
			message: `(#100) Param template_ids must be 1 to ${MOST_TEMPLATES} templates of this account`,
		});
	}
	const days = gather(world, new Set(ids));
	const wanted = idsOf(query.get('metric_types')).map((metric) => metric.toLowerCase());
	const points: JsonObject[] = [];
	for (const id of ids) {
		for (let day = Math.floor(start / DAY_S) * DAY_S; day < end; day += DAY_S) {
			points.push({
				template_id: id,
				start: day,
				end: day + DAY_S,
				...figures(days.get(`${id} ${day}`), wanted),
			});
		}
	}
	const data = [{ granularity: 'DAILY', product_type: 'cloud_api', data_points: points }];
	return { status: 200, body: { data, paging: {} } };
}

function figures(day: Day | undefined, wanted: string[]): JsonObject {
	const all: JsonObject = {
		sent: day?.sent ?? 0,
		delivered: day?.delivered ?? 0,
		read: day?.read ?? 0,
		clicked: [...(day?.clicked ?? [])].map(([text, count]) => ({
			type: 'quick_reply_button',
			button_content: text,
			count,
		})),
	};
	if (wanted.length === 0) return all;
	return Object.fromEntries(Object.entries(all).filter(([name]) => wanted.includes(name)));
}

/** Counts what the ledger has, by template and the day (UTC) on which the message was sent. */
function gather({ ledger, conversations }: World, ids: ReadonlySet<string>): Map<string, Day> {
	const days = new Map<string, Day>();
	const dayOf = ({ template, acceptedAt }: AcceptedMessage): Day | undefined => {
		if (!template || !ids.has(template.id)) return undefined;
		const key = `${template.id} ${Math.floor(acceptedAt / 1_000 / DAY_S) * DAY_S}`;
		const day = days.get(key) ?? { sent: 0, delivered: 0, read: 0, clicked: new Map() };
		days.set(key, day);
		return day;
	};
	for (const message of ledger.accepted) {
		const day = dayOf(message);
		if (!day || message.status === 'accepted' || message.status === 'failed') continue;
		day.sent++;
		if (message.status !== 'sent') day.delivered++;
		if (message.status === 'read') day.read++;
	}
	for (const { entries } of conversations.latestFirst()) {
		for (const entry of entries) {
			if (entry.direction !== 'in' || entry.type !== 'button') continue;
			const answered = ledger.find(entry.contextId ?? '');
			const clicked = answered && dayOf(answered)?.clicked;
			const text = isObject(entry.content) ? String(entry.content.text) : '';
			clicked?.set(text, (clicked.get(text) ?? 0) + 1);
		}
	}
	return days;
}
