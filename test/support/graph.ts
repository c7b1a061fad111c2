import { Readable } from 'node:stream';
import { inspect } from 'node:util';

import { systemClock, type Clock } from '../../nodes/shared/clock';
import { GraphClient } from '../../nodes/shared/graph/client';
import { DeadTokens } from '../../nodes/shared/graph/deadTokens';
import { appSecretProof } from '../../nodes/shared/graph/secrets';
import { readSettings, type GraphCredential } from '../../nodes/shared/graph/settings';
import type {
	HttpAnswer,
	HttpRequest,
	StreamedAnswer,
	Transport,
} from '../../nodes/shared/graph/http';

export const TOKEN = 'EAAGm0PX4ZCpsBAFirstTokenOfTheTests';
export const STANDBY = 'EAAGm0PX4ZCpsBASecondTokenOfTheTests';
export const APP_SECRET = '0f1e2d3c4b5a69788796a5b4c3d2e1f0';
export const APP_ID = '634974688087057';
export const WABA = '102290129340398';

export const CREDENTIAL = {
	accessToken: TOKEN,
	standbyAccessToken: STANDBY,
	appId: APP_ID,
	appSecret: APP_SECRET,
	businessAccountId: WABA,
} satisfies GraphCredential;

/** What must never be seen outside of a request. */
export const SECRETS = [
	TOKEN,
	STANDBY,
	APP_SECRET,
	appSecretProof(APP_SECRET, TOKEN),
	appSecretProof(APP_SECRET, STANDBY),
];

/** Every way in which a value, with all its causes and hidden fields, may end up before somebody's eyes. */
export function allWritings(value: unknown): string {
	const writings = [
		inspect(value, { depth: 10, showHidden: true, breakLength: Infinity, maxStringLength: null }),
		String(value),
		JSON.stringify(value) ?? '',
	];
	if (value instanceof Error) {
		writings.push(value.message, value.stack ?? '');
		writings.push(JSON.stringify(value, Object.getOwnPropertyNames(value)));
		if (value.cause !== undefined) writings.push(allWritings(value.cause));
	}
	return writings.join('\n');
}

/** The secrets that can be read out of a value; a test wants none. */
export function secretsIn(value: unknown, secrets = SECRETS): string[] {
	const writings = allWritings(value);
	return secrets.filter((secret) => writings.includes(secret));
}

/** A clock that stands until a test moves it. */
export function standingClock(start = Date.parse('2026-11-20T12:00:00Z')): Clock & {
	time: number;
} {
	const clock = { time: start, now: () => clock.time, after: () => () => {} };
	return clock;
}

export const answerWith = (
	body: unknown,
	status = 200,
	headers: HttpAnswer['headers'] = {},
): HttpAnswer => ({
	status,
	headers,
	body: typeof body === 'string' ? body : JSON.stringify(body),
});

/** Meta's error envelope. */
export const refusal = (
	code: number,
	message: string,
	status = 400,
	more: object = {},
): HttpAnswer => answerWith({ error: { message, type: 'OAuthException', code, ...more } }, status);

/** A transport without a network, and what went into it. */
export function fakeTransport(
	answer: (request: HttpRequest) => HttpAnswer | Promise<HttpAnswer>,
): Transport & { requests: HttpRequest[] } {
	const requests: HttpRequest[] = [];
	return Object.assign(
		async (request: HttpRequest) => {
			requests.push(request);
			return await answer(request);
		},
		{
			requests,
			stream: async (request: HttpRequest): Promise<StreamedAnswer> => {
				requests.push(request);
				const { body, ...head } = await answer(request);
				return { ...head, body: Readable.from(Buffer.from(body), { objectMode: false }) };
			},
		},
	);
}

/** The token that a request carries. */
export const tokenOf = (request: HttpRequest): string =>
	request.headers.authorization.replace(/^Bearer /, '');

/** A client that shares no memory with other tests. */
export function clientWith(
	transport: Transport,
	credential: Partial<GraphCredential> = {},
	clock: Clock = systemClock,
	dead = new DeadTokens(),
): GraphClient {
	return new GraphClient(readSettings({ ...CREDENTIAL, ...credential }), transport, clock, dead);
}

/** The error that a call ends in; a call that succeeds fails the test. */
export async function errorOf(call: Promise<unknown>): Promise<unknown> {
	return await call.then(
		(value) => {
			throw new Error(`The call succeeded with ${inspect(value)}`);
		},
		(error: unknown) => error,
	);
}

/** As {@link errorOf} for what throws at once. */
export function thrownBy(act: () => unknown): unknown {
	let value: unknown;
	try {
		value = act();
	} catch (error) {
		return error;
	}
	throw new Error(`Nothing was thrown, but returned ${inspect(value)}`);
}
