import { once } from 'node:events';
import { connect } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';

import fc from 'fast-check';

import { receive, type ReceiverDeps } from '../../../nodes/WhatsAppTrigger/receive';
import { Rejections } from '../../../nodes/WhatsAppTrigger/rejections';
import { SeenInProcess } from '../../../nodes/shared/webhooks/dedupe';
import { useSeenEvents } from '../../../nodes/shared/webhooks/registry';
import { verifyTokenFor } from '../../../nodes/shared/webhooks/verification';
import { VirtualClock } from '../../unit/delivery/support/virtualClock';
import {
	change,
	delivery,
	manyMessages,
	message,
	numberChange,
	NUMBER,
	oneStatus,
	OTHER_NUMBER,
	textMessage,
} from '../../unit/webhooks/support/deliveries';
import {
	APP_SECRET,
	deliver,
	sign,
	startTrigger,
	type TriggerOptions,
	type TriggerServer,
} from './support';

const open: TriggerServer[] = [];

beforeEach(() => useSeenEvents(undefined));
afterEach(async () => {
	await Promise.all(open.splice(0).map(async (server) => await server.close()));
});

async function start(options: TriggerOptions = {}): Promise<TriggerServer> {
	const server = await startTrigger({ parameters: { updates: ['messages'] }, ...options });
	open.push(server);
	return server;
}

/** With a clock and a memory of the test's own. */
function withDeps(): {
	clock: VirtualClock;
	deps: ReceiverDeps;
	webhook: TriggerOptions['webhook'];
} {
	const clock = new VirtualClock(Date.UTC(2026, 4, 28, 20, 30));
	const seen = new SeenInProcess(clock);
	const deps = { clock, rejections: new Rejections(clock), seenEvents: () => seen };
	return { clock, deps, webhook: async (context) => await receive(context, deps) };
}

/** A promise that the test keeps. */
function deferred(): { promise: Promise<void>; resolve: () => void } {
	let resolve = () => {};
	const promise = new Promise<void>((settle) => {
		resolve = settle;
	});
	return { promise, resolve };
}

/** `event` of all items of all executions. */
const eventsIn = ({ executions }: TriggerServer) =>
	executions.flat().map(({ json }) => json.event as Record<string, unknown>);

const OK = { status: 200, text: '' };

describe('Meta’s question for proof', () => {
	const ask = async ({ url }: TriggerServer, query: Record<string, string>) => {
		const answer = await fetch(`${url}?${new URLSearchParams(query).toString()}`);
		const { status, headers } = answer;
		return { status, type: headers.get('content-type'), text: await answer.text() };
	};
	const question = (token: string) => ({
		'hub.mode': 'subscribe',
		'hub.challenge': '1158201444',
		'hub.verify_token': token,
	});

	it('is answered as plain text, with the credential’s verify token', async () => {
		const server = await start({ credential: { appSecret: APP_SECRET, verifyToken: 'mine' } });
		expect(await ask(server, question('mine'))).toEqual({
			status: 200,
			type: 'text/plain; charset=utf-8',
			text: '1158201444',
		});
		expect(server.executions).toEqual([]);
	});

	it('is answered with a token made from app secret and path when the credential has none', async () => {
		const server = await start();
		const token = verifyTokenFor(APP_SECRET, 'webhook-id/whatsapp');
		expect((await ask(server, question(token))).status).toBe(200);
	});

	it.each<[string, TriggerOptions, Record<string, string>]>([
		['a wrong token', {}, question('guess')],
		['no token', {}, { 'hub.mode': 'subscribe', 'hub.challenge': '1' }],
		['nothing to check it with', { credential: {} }, question('')],
		['nothing asked', {}, {}],
	])('is refused with %s', async (_, options, query) => {
		const server = await start({ ...options, webhook: withDeps().webhook });
		expect(await ask(server, query)).toMatchObject({ status: 403, text: '' });
		expect(server.log).toHaveLength(1);
	});
});

describe('a delivery', () => {
	it('starts one execution with an item for each message, and gets an empty 200', async () => {
		const server = await start();
		const body = delivery(
			numberChange('messages', {
				messages: ['a', 'b'].map((id) => message({ id, type: 'text', text: { body: id } })),
			}),
		);
		expect(await deliver(server, body)).toEqual(OK);
		expect(server.executions).toHaveLength(1);
		expect(server.executions[0].map(({ json }) => json)).toEqual([
			expect.objectContaining({
				messaging_product: 'whatsapp',
				field: 'messages',
				messages: [expect.objectContaining({ id: 'a' })],
				event: expect.objectContaining({ kind: 'message', text: 'a', from: '+12025550150' }),
			}),
			expect.objectContaining({ messages: [expect.objectContaining({ id: 'b' })] }),
		]);
	});

	it.each<[string, Record<string, unknown>]>([
		['nothing that was chosen', oneStatus({ status: 'sent' })],
		['another object', { object: 'instagram', entry: [{ changes: [{ field: 'messages' }] }] }],
		['nothing', {}],
	])('of %s gets an empty 200 and starts nothing', async (_, body) => {
		const server = await start();
		expect(await deliver(server, body)).toEqual(OK);
		expect(server.executions).toEqual([]);
	});

	it('is filtered event by event', async () => {
		const server = await start({
			parameters: {
				updates: ['messages', 'statuses', 'templates'],
				options: { messageStatusUpdates: ['failed'], phoneNumberIds: ['220000000000001'] },
			},
		});
		await deliver(
			server,
			delivery(
				numberChange('messages', { statuses: [{ id: 's', status: 'sent' }] }),
				numberChange('messages', { statuses: [{ id: 's', status: 'failed' }] }),
				numberChange('messages', { messages: [message({ type: 'text' })] }, '220000000000009'),
				change('message_template_status_update', { event: 'APPROVED' }),
			),
		);
		expect(eventsIn(server).map(({ kind, type }) => `${String(kind)} ${String(type)}`)).toEqual([
			'status failed',
			'template status',
		]);
	});

	it.each<[string, TriggerOptions, string[]]>([
		[
			'its number alone, and what is about no number',
			{
				parameters: {
					registerOn: 'phoneNumber',
					phoneNumberId: { __rl: true, mode: 'id', value: NUMBER },
				},
			},
			['ours', 'template'],
		],
		[
			'its business account alone',
			{
				parameters: { registerOn: 'businessAccount' },
				credential: { appSecret: APP_SECRET, businessAccountId: '310000000000009' },
			},
			[],
		],
		[
			'all that comes to the app',
			{ parameters: { registerOn: 'app' } },
			['ours', 'theirs', 'template'],
		],
	])('is read for %s', async (_, { parameters, credential }, expected) => {
		const server = await start({
			parameters: { updates: ['messages', 'templates'], ...parameters },
			credential,
		});
		await deliver(
			server,
			delivery(
				numberChange('messages', { messages: [message({ id: 'ours', type: 'text' })] }),
				numberChange(
					'messages',
					{ messages: [message({ id: 'theirs', type: 'text' })] },
					OTHER_NUMBER,
				),
				change('message_template_status_update', { event: 'APPROVED' }),
			),
		);
		expect(eventsIn(server).map(({ kind, id }) => id ?? kind)).toEqual(expected);
	});

	it('drops what is too old when asked to', async () => {
		const { clock, webhook } = withDeps();
		const parameters = { updates: ['messages'], options: { ignoreOlderThan: 60 } };
		const server = await start({ parameters, webhook });
		// The fixtures' messages are of 28 May 2026, 20:28:20, and the clock shows 20:30.
		await clock.advance(57 * 60_000);
		await deliver(server, textMessage('young'));
		await clock.advance(5 * 60_000);
		await deliver(server, textMessage('old'));
		expect(eventsIn(server).map(({ id }) => id)).toEqual(['young']);
	});

	it('takes nothing while the option for that is no number', async () => {
		const parameters = { updates: ['messages'], options: { ignoreOlderThan: 'an hour' } };
		const server = await start({ parameters });
		expect(await deliver(server, textMessage('a'))).toMatchObject({ status: 503 });
		expect(server.log.join()).toContain('Ignore Older Than (Minutes) is “an hour”');
	});

	it('marks who asks to be left alone', async () => {
		const server = await start();
		await deliver(server, textMessage('a', 'Stop!'));
		await deliver(server, textMessage('b', 'Go on'));
		expect(eventsIn(server).map(({ optOut }) => optOut)).toEqual([true, undefined]);
	});

	it('of 1,000 updates in 3 MB is one execution', async () => {
		const server = await start();
		const body = manyMessages(1_000, 'ä👋'.repeat(700));
		expect(Buffer.byteLength(JSON.stringify(body))).toBeGreaterThan(3_000_000);
		expect(await deliver(server, body)).toEqual(OK);
		expect(server.executions.map((items) => items.length)).toEqual([1_000]);
	});

	it.each([
		[
			'escaped',
			String.raw`{"object":"whatsapp_business_account","t":"\u00e4\u00f6 \ud83d\udc4b 5\u20ac\/x a\u0040b"}`,
		],
		['raw', '{"object":"whatsapp_business_account","t":"äö 👋 5€/x a@b"}'],
		['with white space', '{ "object" :\n"whatsapp_business_account" }\n'],
	])('is checked over its bytes: %s', async (_, body) => {
		const server = await start();
		expect((await deliver(server, Buffer.from(body))).status).toBe(200);
		const other = JSON.stringify(JSON.parse(body));
		if (other === body) return;
		expect((await deliver(server, other, { 'x-hub-signature-256': sign(body) })).status).toBe(401);
	});

	it('signed with the secret before the rotation is taken', async () => {
		const credential = { appSecret: 'new one', previousAppSecret: ` ${APP_SECRET}\n` };
		const server = await start({ credential });
		expect(await deliver(server, textMessage('a'))).toEqual(OK);
		expect(server.executions).toHaveLength(1);
	});
});

describe('a call that is not Meta’s', () => {
	const body = JSON.stringify(textMessage('a'));

	it.each<[string, Record<string, string>, number]>([
		['no signature', { 'x-hub-signature-256': '' }, 401],
		['a wrong signature', { 'x-hub-signature-256': sign(body, 'guess') }, 401],
		['a signature of nothing', { 'x-hub-signature-256': sign('') }, 401],
		['SHA-1', { 'x-hub-signature-256': sign(body).replace('sha256', 'sha1') }, 401],
		['two signatures', { 'x-hub-signature-256': `${sign(body)}, ${sign(body)}` }, 401],
		['a form', { 'content-type': 'multipart/form-data; boundary=x' }, 403],
	])('with %s gets an empty refusal', async (_, headers, status) => {
		const server = await start();
		expect(await deliver(server, body, headers)).toEqual({ status, text: '' });
		expect(server).toMatchObject({ executions: [], thrown: [] });
	});

	it.each([
		['no app secret', {}],
		['an empty app secret', { appSecret: ' ', previousAppSecret: '' }],
	])('is refused with %s, though signed with nothing', async (_, credential) => {
		const server = await start({ credential });
		const headers = { 'x-hub-signature-256': sign(body, '') };
		expect(await deliver(server, body, headers)).toEqual({ status: 403, text: '' });
		expect(server.executions).toEqual([]);
	});

	it.each(['application/octet-stream', 'text/plain', 'application/x-www-form-urlencoded'])(
		'is told by its bytes, not by the type %s',
		async (type) => {
			const server = await start();
			expect((await deliver(server, body, { 'content-type': type })).status).toBe(200);
			const forged = { 'content-type': type, 'x-hub-signature-256': sign('') };
			expect((await deliver(server, body, forged)).status).toBe(401);
		},
	);

	it('that is signed but no JSON object is refused', async () => {
		const server = await start();
		expect((await deliver(server, '[1]')).status).toBe(400);
		expect((await deliver(server, 'text', { 'content-type': 'text/plain' })).status).toBe(400);
	});

	it('is logged once a minute, without a word of what it said', async () => {
		const { clock, webhook } = withDeps();
		const server = await start({ webhook });
		const knock = async (secret: string) =>
			await deliver(server, body, { 'x-hub-signature-256': secret });
		for (let times = 0; times < 5; times++) await knock(sign(body, 'guess'));
		expect(server.log).toEqual([
			'“WhatsApp Trigger” of workflow workflow-id turned a call away: its signature is not made with the app secret. Said once a minute at most.',
		]);
		await clock.advance(60_000);
		await knock(sign(body, 'guess'));
		expect(server.log).toHaveLength(2);
	});

	it('never starts or breaks anything, however it is made', async () => {
		const server = await start({ parameters: { updates: ['everything'] } });
		const genuine = sign(body);
		const mutate = (text: string) =>
			fc
				.record({
					at: fc.nat({ max: text.length - 1 }),
					cut: fc.integer({ min: 0, max: 3 }),
					put: fc.string({ unit: fc.constantFrom(...'0aZ="{}[]:,\\/ .-ä'), maxLength: 4 }),
				})
				.map(({ at, cut, put }) => text.slice(0, at) + put + text.slice(at + cut));
		const header = fc.oneof(
			mutate(genuine),
			fc.string({ unit: 'grapheme-ascii', maxLength: 90 }),
			fc.stringMatching(/^sha256=[0-9a-f]{64}$/),
		);
		const attack = fc.oneof(
			fc.record({ body: fc.constant(body), signature: header }),
			fc.record({ body: mutate(body), signature: fc.constant(genuine) }),
			fc.record({ body: fc.json(), signature: fc.constantFrom(genuine, '', sign('')) }),
			fc.record({ body: fc.string(), signature: header }),
		);
		const type = fc.constantFrom('application/json', 'text/plain', 'multipart/form-data', 'x/y');
		await fc.assert(
			fc.asyncProperty(attack, type, async (call, contentType) => {
				fc.pre(call.body !== body || call.signature.toLowerCase() !== genuine);
				// What HTTP itself does not take.
				const value = call.signature.trim();
				fc.pre(/^[\x20-\x7e]*$/.test(value) && value.toLowerCase() !== genuine);
				const headers = { 'content-type': contentType, 'x-hub-signature-256': value };
				expect([401, 403, 422]).toContain(await server.call(Buffer.from(call.body), headers));
			}),
			{ numRuns: 10_000 },
		);
		expect(server).toMatchObject({ executions: [], thrown: [] });
	});
});

describe('JSON of any shape, signed', () => {
	it('is survived', async () => {
		// A test starts an execution for each, so that none waits for the end of another.
		const server = await start({ parameters: { updates: ['everything'] }, mode: 'manual' });
		const names = [
			...['id', 'type', 'from', 'timestamp', 'text', 'body', 'contacts', 'messages', 'statuses'],
			...['errors', 'metadata', 'interactive', 'nfm_reply', 'edit', 'message', '__proto__'],
			...['profile', 'wa_id', 'status', 'code', 'history', 'groups', 'calls', 'constructor'],
		];
		const { value } = fc.letrec<{ value: unknown }>((tie) => ({
			value: fc.oneof(
				{ maxDepth: 5, withCrossShrink: true },
				fc.constantFrom(null, true, 0, -1, 1e308, '', 'text', 'image', 'interactive', 'edit'),
				fc.array(tie('value'), { maxLength: 3 }),
				fc.dictionary(fc.constantFrom(...names), tie('value'), { maxKeys: 6 }),
			),
		}));
		const field = fc.constantFrom(
			...['messages', 'calls', 'history', 'flows', 'user_preferences', 'account_update', '', 7],
		);
		const changes = fc.array(fc.record({ field, value }), { maxLength: 3 });
		const entry = fc.array(fc.oneof(value, fc.record({ id: value, time: value, changes })));
		await fc.assert(
			fc.asyncProperty(entry, async (entries) => {
				const body = { object: 'whatsapp_business_account', entry: entries };
				const bytes = Buffer.from(JSON.stringify(body));
				expect(await server.call(bytes, { 'x-hub-signature-256': sign(bytes) })).toBe(200);
			}),
			{ numRuns: 2_000 },
		);
		expect(server.thrown).toEqual([]);
	});
});

describe('what comes twice', () => {
	it('gets its 200 and starts nothing', async () => {
		const server = await start();
		for (let times = 0; times < 3; times++) {
			expect(await deliver(server, textMessage('a'))).toEqual(OK);
		}
		expect(eventsIn(server).map(({ id }) => id)).toEqual(['a']);
	});

	it('is new where n8n had not taken it over', async () => {
		let broken = true;
		const takeOver = async () => {
			if (broken) throw new Error('database is locked');
		};
		const server = await start({ takeOver });
		expect((await deliver(server, textMessage('a'))).status).toBe(500);
		broken = false;
		expect(await deliver(server, textMessage('a'))).toEqual(OK);
		expect(eventsIn(server).map(({ id }) => id)).toEqual(['a']);
	});

	it('is new where Meta hung up before its answer', async () => {
		const began = deferred();
		let isFirst = true;
		const server = await start({
			async takeOver(_, response) {
				if (!isFirst) return;
				isFirst = false;
				began.resolve();
				await once(response, 'close');
			},
		});
		const body = JSON.stringify(textMessage('a'));
		const { hostname, port, pathname } = new URL(server.url);
		const socket = connect(Number(port), hostname);
		socket.write(
			`POST ${pathname} HTTP/1.1\r\nhost: n8n\r\ncontent-type: application/json\r\n` +
				`x-hub-signature-256: ${sign(body)}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
		);
		await began.promise;
		socket.destroy();
		expect(await deliver(server, body)).toEqual(OK);
		expect(eventsIn(server).map(({ id }) => id)).toEqual(['a', 'a']);
	});

	it('waits for the end of the first that came', async () => {
		const { clock, webhook } = withDeps();
		const first = deferred();
		const began = deferred();
		const takeOver = async () => {
			began.resolve();
			await first.promise;
		};
		const server = await start({ webhook, takeOver });
		const one = deliver(server, textMessage('a'));
		await began.promise;
		const two = deliver(server, textMessage('a'));
		while (clock.pending === 0) await turn();
		first.resolve();
		expect(await Promise.all([one, two])).toEqual([OK, OK]);
		expect(eventsIn(server).map(({ id }) => id)).toEqual(['a']);
		expect(clock.pending).toBe(0);
	});

	it('is sent away for another time when the first takes too long', async () => {
		const { clock, webhook } = withDeps();
		const first = deferred();
		const began = deferred();
		const takeOver = async () => {
			began.resolve();
			await first.promise;
		};
		const server = await start({ webhook, takeOver });
		const one = deliver(server, textMessage('a'));
		await began.promise;
		const two = deliver(server, textMessage('a'));
		while (clock.pending === 0) await turn();
		await clock.advance(5_000);
		expect((await two).status).toBe(503);
		first.resolve();
		await one;
		expect(server.executions).toHaveLength(1);
	});

	it('is passed on each time in a test, where people send the same again', async () => {
		const server = await start({ mode: 'manual' });
		await deliver(server, textMessage('a'));
		await deliver(server, textMessage('a'));
		expect(server.executions).toHaveLength(2);
	});

	it('and statuses that were overtaken are marked', async () => {
		const server = await start({ parameters: { updates: ['statuses'] } });
		for (const status of ['read', 'delivered', 'read', 'played']) {
			await deliver(server, oneStatus({ status }));
		}
		expect(eventsIn(server).map(({ type, stale }) => [type, stale])).toEqual([
			['read', undefined],
			['delivered', true],
			['played', undefined],
		]);
	});
});

describe('n8n’s own trouble', () => {
	it('with an expression makes Meta come again, and the log says which field', async () => {
		const parameters = { updates: [{ of: 'another shape' }] };
		const server = await start({ parameters, webhook: withDeps().webhook });
		expect(await deliver(server, textMessage('a'))).toEqual({ status: 503, text: '' });
		expect(server.log.join()).toContain('Trigger On is an object, not a text');
	});

	it('with the credential makes Meta come again', async () => {
		const { webhook } = withDeps();
		const server = await start({
			webhook: async (context) => {
				context.getCredentials = async () => await Promise.reject(new Error('secret things'));
				return (await webhook?.(context)) ?? {};
			},
		});
		expect(await deliver(server, textMessage('a'))).toEqual({ status: 503, text: '' });
		expect(server.log.join()).not.toContain('secret things');
		expect(server.executions).toEqual([]);
	});
});
