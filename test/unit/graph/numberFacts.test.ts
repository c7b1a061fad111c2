import type { HttpAnswer } from '../../../nodes/shared/graph/http';
import { NumberFactsCache } from '../../../nodes/shared/graph/numberFacts';
import { DEFAULT_THROUGHPUT } from '../../../nodes/shared/graph/endpoints/phoneNumbers';
import { answerWith, clientWith, fakeTransport, refusal } from '../../support/graph';
import { VirtualClock } from '../delivery/support/virtualClock';

const HOUR_MS = 3_600_000;
const HIGH = answerWith({ throughput: { level: 'HIGH' }, quality_rating: 'GREEN' });

/** A cache for two numbers at Meta. */
function setUp(answers: Parameters<typeof fakeTransport>[0] = () => HIGH) {
	const clock = new VirtualClock();
	const transport = fakeTransport(answers);
	const client = clientWith(transport);
	const cache = new NumberFactsCache(clock, 2);
	const askedFor = () => transport.requests.map(({ url }) => url.pathname.split('/').pop());
	return { clock, client, cache, askedFor };
}

it('asks for a number once an hour', async () => {
	const { clock, client, cache, askedFor } = setUp();
	expect(await cache.of(client, '1')).toEqual({ throughput: 1_000, flagged: false });
	await clock.advance(HOUR_MS - 1);
	await cache.of(client, '1');
	expect(askedFor()).toEqual(['1']);
	await clock.advance(1);
	await cache.of(client, '1');
	expect(askedFor()).toEqual(['1', '1']);
});

it('has room for so many, and forgets none for one that it asks for anew', async () => {
	let isAway = true;
	const { clock, client, cache, askedFor } = setUp(({ url }) =>
		isAway && url.pathname.endsWith('/2') ? refusal(2, 'Later') : HIGH,
	);
	await cache.of(client, '1');
	expect(await cache.of(client, '2')).toMatchObject({ throughput: DEFAULT_THROUGHPUT });
	await clock.advance(60_000);
	isAway = false;
	expect(await cache.of(client, '2')).toMatchObject({ throughput: 1_000 });
	await cache.of(client, '1');
	expect(askedFor()).toEqual(['1', '2', '2']);
	await cache.of(client, '3');
	await cache.of(client, '1');
	expect(askedFor()).toEqual(['1', '2', '2', '3', '1']);
});

it('keeps what a later look-up found when an earlier one fails after it', async () => {
	let answerFirst: (answer: HttpAnswer) => void = () => undefined;
	const first = new Promise<HttpAnswer>((resolve) => (answerFirst = resolve));
	let asked = 0;
	const { clock, client, cache, askedFor } = setUp(() => (asked++ === 0 ? first : HIGH));
	const early = cache.of(client, '1');
	cache.forget(client, '1');
	await cache.of(client, '1');
	answerFirst(refusal(2, 'Later'));
	await early;
	await clock.advance(60_000);
	await cache.of(client, '1');
	expect(askedFor()).toEqual(['1', '1']);
});
