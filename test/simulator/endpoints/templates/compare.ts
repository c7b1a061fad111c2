import { GraphFailure, unknownObject } from '../../graphErrors';
import type { Reply } from '../../graphErrors';
import type { GraphRequest, Route } from '../../router';
import { idsOf, secondsOf } from '../../templates/queries';
import { refuse } from '../../templates/refusals';
import type { World } from '../../world';

/** Days that a comparison may look back (reference §3.6). */
const WINDOWS = [7, 30, 60, 90];
const DAY_S = 24 * 60 * 60;

export const compareRoutes: Route[] = [
	{
		method: 'GET',
		node: 'template',
		edge: 'compare',
		scope: 'whatsapp_business_management',
		handle: compare,
	},
];

function compare(world: World, { method, query }: GraphRequest, id: string): Reply {
	const [otherId, ...more] = idsOf(query.get('template_ids'));
	if (otherId === undefined || more.length > 0 || otherId === id) {
		throw new GraphFailure(100, { message: '(#100) Param template_ids must name one other id' });
	}
	const { account } = world;
	const [mine, other] = [account.templates.get(id), account.templates.get(otherId)];
	if (!mine || !other || account.ownerOfTemplate(mine) !== account.ownerOfTemplate(other)) {
		throw unknownObject(method, otherId);
	}
	const start = secondsOf(query, 'start');
	const end = secondsOf(query, 'end');
	if (!WINDOWS.includes(Math.round((end - start) / DAY_S))) {
		throw new GraphFailure(100, {
			message: `(#100) start and end must be ${WINDOWS.join(', ')} days apart`,
		});
	}
	const sent = [id, otherId].map((key) => {
		const messages = world.ledger.accepted.filter(
			({ template, acceptedAt }) =>
				template?.id === key && acceptedAt >= start * 1_000 && acceptedAt < end * 1_000,
		);
		return { key, value: messages.length };
	});
	const minimum = world.settings.templates.compareMinimum;
	if (sent.some(({ value }) => value < minimum)) {
		throw refuse(
			'Not Enough Data',
			`Both templates must have been sent at least ${minimum} times in this period.`,
		);
	}
	const data = [
		{ metric: 'BLOCK_RATE', type: 'RELATIVE', order_by_relative_metric: [id, otherId] },
		{ metric: 'MESSAGE_SENDS', type: 'NUMBER_VALUES', number_values: sent },
		{
			metric: 'TOP_BLOCK_REASON',
			type: 'STRING_VALUES',
			string_values: [id, otherId].map((key) => ({ key, value: 'UNKNOWN_BLOCK_REASON' })),
		},
	];
	return { status: 200, body: { data } };
}
