import type { GraphClient } from '../../../nodes/shared/graph/client';
import { NetworkError } from '../../../nodes/shared/graph/errors';
import type { HttpAnswer, HttpRequest } from '../../../nodes/shared/graph/transport';
import { TemplateCache } from '../../../nodes/shared/templates/templateCache';
import {
	answerWith,
	clientWith,
	errorOf,
	fakeTransport,
	refusal,
	standingClock,
	WABA,
} from '../../support/graph';

const ORDER = { name: 'order', language: 'en' };
const template = (name: string, language = 'en') => ({
	id: '1',
	name,
	language,
	category: 'UTILITY',
	status: 'APPROVED',
	components: [{ type: 'BODY', text: 'Hello' }],
});

/** A cache, what it asked, and how to ask it. */
function scene(answer?: (request: HttpRequest) => HttpAnswer | Promise<HttpAnswer>, size?: number) {
	const clock = standingClock();
	const transport = fakeTransport(
		answer ?? (({ url }) => answerWith({ data: [template(url.searchParams.get('name') ?? '')] })),
	);
	const cache = new TemplateCache(clock, size);
	const client = clientWith(transport);
	const ask = (name = 'order', as: GraphClient = client, waba = WABA) =>
		cache.of(as, waba, { name, language: 'en' });
	return { cache, clock, transport, ask, asked: () => transport.requests.length };
}

it('asks once in ten minutes', async () => {
	const { ask, asked, clock } = scene();
	expect(await ask()).toMatchObject({ name: 'order', components: [{ text: 'Hello' }] });
	clock.time += 10 * 60_000 - 1;
	await ask();
	expect(asked()).toBe(1);
	clock.time += 1;
	await ask();
	expect(asked()).toBe(2);
});

it('asks once for all who ask at once', async () => {
	const { ask, asked } = scene();
	await Promise.all([ask(), ask(), ask()]);
	expect(asked()).toBe(1);
});

it('keeps accounts, tokens and templates apart', async () => {
	const { ask, asked, transport } = scene();
	await ask();
	await ask('order', undefined, '77');
	await ask('order', clientWith(transport, { accessToken: 'EAAanotherTokenOfAnotherAccount0001' }));
	await ask('invoice');
	expect(asked()).toBe(4);
});

it('keeps those that were needed last', async () => {
	const { ask, asked } = scene(undefined, 2);
	await ask('a');
	await ask('b');
	await ask('a');
	await ask('c');
	await ask('a');
	expect(asked()).toBe(3);
	await ask('b');
	expect(asked()).toBe(4);
});

it('forgets a template in all accounts, in one language or in all', async () => {
	const { ask, asked, cache } = scene();
	const everywhere = async () => {
		await ask();
		await ask('order', undefined, '77');
	};
	await everywhere();
	cache.forget({ name: 'order', language: 'de' });
	cache.forget({ name: 'orders' });
	await everywhere();
	expect(asked()).toBe(2);
	cache.forget(ORDER);
	await everywhere();
	expect(asked()).toBe(4);
	cache.forget({ name: 'order' });
	await everywhere();
	expect(asked()).toBe(6);
});

it('keeps nothing of a look-up that failed', async () => {
	const answers = [refusal(2, 'Service temporarily unavailable', 503)];
	const { ask, asked } = scene(() => answers.shift() ?? answerWith({ data: [template('order')] }));
	expect(await errorOf(ask())).toMatchObject({ code: 2 });
	expect(await ask()).toMatchObject({ name: 'order' });
	expect(asked()).toBe(2);
});

it('looks for one that is missing again after a minute', async () => {
	const answers = [answerWith({ data: [] })];
	const { ask, asked, clock } = scene(
		() => answers.shift() ?? answerWith({ data: [template('order')] }),
	);
	expect(await ask()).toBeUndefined();
	clock.time += 60_000 - 1;
	expect(await ask()).toBeUndefined();
	expect(asked()).toBe(1);
	clock.time += 1;
	expect(await ask()).toMatchObject({ name: 'order' });
});

it('drops only what it looked up itself, when that fails late', async () => {
	const late: Array<(answer: HttpAnswer) => void> = [];
	const { ask, asked, cache } = scene(() => new Promise((resolve) => late.push(resolve)));
	const first = errorOf(ask());
	cache.forget(ORDER);
	const second = ask();
	late[1](answerWith({ data: [template('order')] }));
	await second;
	late[0](refusal(2, 'Service temporarily unavailable', 503));
	await first;
	await ask();
	expect(asked()).toBe(2);
});

it('says of a look-up whose answer got lost that nothing was sent', async () => {
	const { ask } = scene(() => {
		throw new NetworkError('The connection was closed', true, 'ECONNRESET');
	});
	const error = await errorOf(ask());
	expect(error).toBeInstanceOf(NetworkError);
	expect(error).toMatchObject({ requestWritten: false, code: 'ECONNRESET' });
	expect((error as Error).message).toMatch(/^The template could not be looked up: /);
});
