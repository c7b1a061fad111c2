import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AccessToken, Callback, Group, NewPhoneNumber } from './account';
import type { FaultRule } from './faults';
import { GraphFailure } from './graphErrors';
import { receive } from './inbound';
import type { NewInbound } from './inbound';
import { asText, isObject } from './json';
import type { JsonObject } from './json';
import { ledgerView, stateView } from './controlViews';
import { streamChanges } from './liveChanges';
import { phoneRoutes } from './phone';
import { applySettings } from './settings';
import { templateControls } from './templates/control';
import type { NewTemplate } from './templateTypes';
import { setAppCallback } from './webhooks/callbacks';
import { updateFor } from './webhooks/payloads';
import type { NewUpdate } from './webhooks/payloads';
import { reset } from './world';
import type { World } from './world';

/** A call of the control API: what it answers becomes JSON. */
export type ControlHandler = (world: World, query: URLSearchParams, body: JsonObject) => unknown;

/** The control API, for tests in other processes and for the page. */
const ROUTES: Record<string, ControlHandler> = {
	...phoneRoutes,
	...templateControls,
	'GET state': (world) => stateView(world),
	'GET ledger': (world, query) => ledgerView(world, query),
	'GET media': (world) =>
		world.media.all().map(({ bytes, ...medium }) => ({ ...medium, size: bytes.length })),
	'POST clear': (world) => reset(world),
	'GET faults': (world) => world.faults.list(),
	'POST faults': (world, _query, body) => ({
		id: world.faults.add(body as unknown as FaultRule).id,
	}),
	'DELETE faults': (world, query) => {
		const id = query.get('id');
		if (id === null) world.faults.clear();
		else if (!world.faults.remove(id)) throw new RangeError(`There is no fault rule ${id}`);
	},
	'POST settings': (world, _query, body) => {
		applySettings(world.settings, body);
		return world.settings;
	},
	'POST clock': (world, _query, body) => {
		if (typeof body.setTo === 'number') world.clock.set(body.setTo);
		else world.clock.advance(Number(body.advanceMs));
		return { now: world.clock.now() };
	},
	'POST inbound': (world, _query, body) => receive(world, body as unknown as NewInbound),
	'POST callback': async (world, _query, body) => {
		const callback: Callback | undefined = body.url
			? { url: asText(body.url), verifyToken: asText(body.verifyToken) }
			: undefined;
		await setAppCallback(world, callback, body.verify !== false);
	},
	'POST update': (world, _query, body) => {
		const given = body as unknown as NewUpdate;
		if (typeof given.field !== 'string' || !isObject(given.value)) {
			throw new RangeError('An update needs a "field" and a "value" that is an object');
		}
		world.webhooks.send(updateFor(world, given), given.field);
	},
	'POST tokens': (world, _query, body) =>
		world.account.addToken(given<Partial<AccessToken> & { value: string }>(body, 'value')),
	'POST templates': (world, _query, body) => {
		const { id } = body;
		return typeof id === 'string' && world.account.templates.has(id)
			? world.account.updateTemplate(id, body)
			: world.account.addTemplate(given<NewTemplate>(body, 'name'));
	},
	'POST groups': (world, _query, body) => {
		given<Group>(body, 'phoneNumberId');
		return world.account.addGroup(given<Group>(body, 'id'));
	},
	'POST phones': (world, _query, body) => {
		const known = world.account.phoneNumbers.has(String(body.id));
		if (!known) given(body, 'display_phone_number');
		return world.account.addPhoneNumber(given<NewPhoneNumber>(body, 'id'));
	},
};

function given<T>(body: JsonObject, name: string): T {
	if (typeof body[name] !== 'string') throw new RangeError(`"${name}" is required`);
	return body as unknown as T;
}

/** Answers a call to `/_simulator/…`. */
export function answerControl(
	world: World,
	request: IncomingMessage,
	response: ServerResponse,
	raw: string,
): void {
	const { pathname, searchParams } = new URL(request.url ?? '/', 'http://simulator');
	const name = pathname.slice('/_simulator/'.length);
	if (request.method === 'GET' && name === 'events') {
		streamChanges(world, response);
		return;
	}
	const handler = ROUTES[`${request.method} ${name}`];
	if (!handler) {
		answer(response, 404, { error: `There is no ${request.method} /_simulator/${name}` });
		return;
	}
	// A page of another site can send a form without asking, but not JSON: this keeps it out.
	const isJson = /^application\/json\b/.test(request.headers['content-type'] ?? '');
	if (raw !== '' && !isJson) {
		answer(response, 415, { error: 'Send application/json' });
		return;
	}
	run(world, handler, searchParams, raw).then(
		(result) => answer(response, 200, result ?? { success: true }),
		(error: unknown) => {
			const expected = error instanceof RangeError || error instanceof GraphFailure;
			const text = expected ? error.message : String(error instanceof Error ? error.stack : error);
			answer(response, expected ? 400 : 500, { error: text });
		},
	);
}

async function run(
	world: World,
	handler: ControlHandler,
	query: URLSearchParams,
	raw: string,
): Promise<unknown> {
	let body: unknown = {};
	try {
		if (raw !== '') body = JSON.parse(raw);
	} catch {
		throw new RangeError('The body is not valid JSON');
	}
	if (!isObject(body)) throw new RangeError('The body must be a JSON object');
	return handler(world, query, body);
}

function answer(response: ServerResponse, status: number, body: unknown): void {
	if (response.destroyed) return;
	response.writeHead(status, {
		'content-type': 'application/json; charset=utf-8',
		'cache-control': 'no-store',
	});
	response.end(JSON.stringify(body));
}
