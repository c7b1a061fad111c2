import type { IncomingMessage } from 'node:http';
import { authenticate } from './auth';
import { businessAccountRoutes } from './endpoints/businessAccount';
import { mediaRoutes } from './endpoints/media';
import { isMessageEdge, isReadMark, messageRoutes, rateLimitOf } from './endpoints/messages';
import { subscriptionRoutes } from './endpoints/subscriptions';
import { templateRoutes } from './endpoints/templates';
import { tokenRoutes } from './endpoints/tokens';
import { uploadRoutes } from './endpoints/uploads';
import type { ActiveFault, FaultAction, FaultTarget } from './faults';
import { GraphFailure, replyTo } from './graphErrors';
import type { Reply } from './graphErrors';
import { asText, isObject } from './json';
import { ATTACHMENTS } from './mediaStore';
import { isUpload, Router, unknownPath } from './router';
import type { GraphRequest } from './router';
import type { World } from './world';

/** The newest version of the Graph API that the simulator knows (reference §8). */
export const NEWEST_VERSION = 26;

const router = new Router([
	...messageRoutes,
	...mediaRoutes,
	...businessAccountRoutes,
	...templateRoutes,
	...subscriptionRoutes,
	...tokenRoutes,
	...uploadRoutes,
]);

/** A Graph call that has been read but not acted on: what a fault may still change. */
export interface PreparedCall {
	/** The rule that acts on this call, if any. */
	fault: ActiveFault | undefined;
	/**
	 * Does what was asked for. Called at most once; not at all for a fault that forbids it. At once,
	 * except where somebody else must be asked first.
	 */
	perform(): Reply | Promise<Reply>;
	/** Notes in the ledger that the call was refused. */
	refused(reply: Reply): void;
}

/**
 * Reads a Graph call: who calls, what for, and which fault rule is for it. Never throws; what is
 * wrong with the call comes out of `perform` as Meta's error envelope.
 */
export function prepare(
	world: World,
	request: IncomingMessage,
	bytes: Buffer,
	connectionId: number,
): PreparedCall {
	const method = request.method ?? 'GET';
	const [path, search = ''] = splitOnce(request.url ?? '/', '?');
	const facts = { phoneNumberId: undefined, recipients: [], kind: undefined } as FaultTarget;
	let fault: ActiveFault | undefined;
	let perform: () => Reply | Promise<Reply>;
	try {
		const { version, segments } = parsePath(path);
		const query = new URLSearchParams(search);
		const isFile = segments[0] === ATTACHMENTS[0];
		const token = authenticate(world, request.headers.authorization, query, !isFile);
		const isSample = method === 'POST' && isUpload(segments);
		if (isSample) facts.kind = 'sampleUploads';
		const isForm = (request.headers['content-type'] ?? '').startsWith('multipart/');
		const raw = isSample || isForm ? '' : bytes.toString();
		const body = parseBody(raw);
		const call: GraphRequest = {
			method,
			version,
			segments,
			query,
			body,
			raw,
			bytes,
			headers: request.headers,
			token,
			connectionId,
			withinThroughput: true,
		};
		describe(facts, call);
		call.withinThroughput = countMessage(world, facts);
		fault = world.faults.pick(facts);
		call.bytes = keptBytes(bytes, fault?.rule.action);
		if (fault) world.changes.emit('change', { kind: 'fault' });
		perform = () => router.handle(world, call);
	} catch (error) {
		perform = () => {
			throw error;
		};
	}
	return {
		fault,
		perform() {
			try {
				const reply = perform();
				return reply instanceof Promise ? reply.catch(refuse) : reply;
			} catch (error) {
				return refuse(error);
			}
		},
		refused(reply) {
			world.ledger.refused.push({
				at: world.clock.now(),
				method,
				path,
				httpStatus: reply.status,
				...errorOf(reply),
				...(facts.phoneNumberId === undefined ? {} : { phoneNumberId: facts.phoneNumberId }),
				...(facts.recipients[0] === undefined ? {} : { recipient: facts.recipients[0] }),
				...(fault ? { fault: fault.id } : {}),
			});
			world.changes.emit('change', { kind: 'refused' });
		},
	};
}

/** What arrived before a fault cut an upload off. */
function keptBytes(bytes: Buffer, action: FaultAction | undefined): Buffer {
	const isCut = action && 'close' in action && action.keptBytes !== undefined;
	return isCut ? bytes.subarray(0, action.keptBytes) : bytes;
}

function refuse(error: unknown): Reply {
	if (!(error instanceof GraphFailure)) throw error;
	return replyTo(error);
}

function splitOnce(text: string, separator: string): [string, string?] {
	const index = text.indexOf(separator);
	return index === -1 ? [text] : [text.slice(0, index), text.slice(index + 1)];
}

/** Paths are `/v26.0/…`; without a version Graph takes the app's, here the newest. */
function parsePath(path: string): { version: string; segments: string[] } {
	const segments = path.split('/').filter((segment) => segment !== '');
	const match = /^v(\d+)\.(\d+)$/.exec(segments[0] ?? '');
	if (!match) return { version: `${NEWEST_VERSION}.0`, segments };
	if (Number(match[1]) > NEWEST_VERSION || match[2] !== '0') throw unknownPath(segments);
	return { version: `${match[1]}.${match[2]}`, segments: segments.slice(1) };
}

function parseBody(raw: string): unknown {
	if (raw === '') return undefined;
	try {
		return JSON.parse(raw);
	} catch {
		throw new GraphFailure(100, { message: '(#100) The request body is not valid JSON.' });
	}
}

function describe(facts: FaultTarget, { method, segments, body }: GraphRequest): void {
	if (segments[0] === ATTACHMENTS[0]) facts.kind = 'downloads';
	if (segments.length !== 2) return;
	if (segments[1] === 'media') {
		facts.phoneNumberId = segments[0];
		if (method === 'POST') facts.kind = 'uploads';
		return;
	}
	if (!isMessageEdge(segments[1])) return;
	[facts.phoneNumberId, facts.edge] = segments;
	if (method !== 'POST' || isReadMark(body) || !isObject(body)) return;
	facts.kind = 'messages';
	const { to, recipient } = body;
	if (to !== undefined && to !== null) {
		facts.recipients = [asText(to), asText(to).replace(/\D/g, '')];
	} else if (typeof recipient === 'string') {
		facts.recipients = [recipient];
	}
}

function countMessage(world: World, { kind, phoneNumberId }: FaultTarget): boolean {
	const phone = world.account.phoneNumbers.get(phoneNumberId ?? '');
	if (kind !== 'messages' || !phone) return true;
	return world.throughput.arrive(phone.id, world.clock.now(), rateLimitOf(world, phone));
}

function errorOf({ body }: Reply): { code: number | null; details?: string } {
	const error = isObject(body) && isObject(body.error) ? body.error : {};
	const details = isObject(error.error_data) ? error.error_data.details : error.message;
	return {
		code: typeof error.code === 'number' ? error.code : null,
		...(typeof details === 'string' ? { details } : {}),
	};
}
