import type { IncomingHttpHeaders } from 'node:http';
import type { AccessToken } from './account';
import { reaches, requireScope } from './auth';
import type { Scope } from './auth';
import { GraphFailure, unknownField, unknownObject } from './graphErrors';
import type { Reply } from './graphErrors';
import { ATTACHMENTS } from './mediaStore';
import type { World } from './world';

/** A call to the Graph API whose caller is known. */
export interface GraphRequest {
	method: string;
	/** `26.0` of `/v26.0/…`. */
	version: string;
	/** Path segments after the version. */
	segments: string[];
	query: URLSearchParams;
	/** The parsed JSON body; undefined without one. */
	body: unknown;
	/** The body as text; empty for a form. */
	raw: string;
	/** The body as it came. */
	bytes: Buffer;
	headers: IncomingHttpHeaders;
	token: AccessToken;
	/** TCP connections are counted from 1. */
	connectionId: number;
	/** False when the number has already had its messages for this second. */
	withinThroughput: boolean;
}

export type NodeKind =
	| 'phone number'
	| 'business account'
	| 'template'
	| 'medium'
	| 'app'
	| 'upload session'
	| 'file host'
	| 'root';

/** One call that the simulator knows; adding one is one entry in a list. */
export interface Route {
	method: 'GET' | 'POST' | 'DELETE';
	node: NodeKind;
	/** The edge, or for `root` the first segment; empty for the node itself. */
	edge: string;
	/** What the token must have been granted; undefined for any valid token. */
	scope?: Scope;
	/** `id` is the node's; `root` routes get an empty one. */
	handle(world: World, request: GraphRequest, id: string): Reply | Promise<Reply>;
}

const TYPE_NAMES: Record<NodeKind, string> = {
	'phone number': 'WhatsAppBusinessPhoneNumber',
	'business account': 'WhatsAppBusinessAccount',
	template: 'MessageTemplate',
	medium: 'WhatsAppBusinessMedia',
	'file host': 'FileHost',
	app: 'Application',
	'upload session': 'UploadSession',
	root: 'Root',
};

/** Sends calls to the route that answers them, after the token's rights were checked. */
export class Router {
	private readonly routes = new Map<string, Route>();

	private readonly rootEdges = new Set<string>();

	/** Edges of two segments, such as `message_templates/archive`. */
	private readonly deepEdges = new Set<string>();

	constructor(routes: readonly Route[]) {
		for (const route of routes) {
			this.routes.set(`${route.method} ${route.node}/${route.edge}`, route);
			if (route.node === 'root') this.rootEdges.add(route.edge);
			if (route.edge.includes('/')) this.deepEdges.add(route.edge);
		}
	}

	/** @throws GraphFailure in Meta's words for whatever is not there. */
	handle(world: World, request: GraphRequest): Reply | Promise<Reply> {
		const { method, segments, token } = request;
		const [id, ...rest] = segments;
		const edge = rest.join('/');
		const isKnown = segments.length <= 2 || this.deepEdges.has(edge);
		if (id === undefined || !isKnown) throw unknownPath(segments);
		if (this.rootEdges.has(id) && segments.length === 1) {
			const route = this.routes.get(`${method} root/${id}`);
			if (!route) throw unknownObject(method, id);
			return route.handle(world, request, '');
		}
		const node = findNode(world, id);
		if (!node) throw unknownObject(method, id);
		const route = this.routes.get(`${method} ${node.kind}/${edge}`);
		if (!route) {
			throw method === 'GET' && edge !== ''
				? unknownField(edge, TYPE_NAMES[node.kind])
				: unknownObject(method, id);
		}
		if (route.scope) {
			requireScope(token, route.scope);
			const { wabaId } = node;
			if (wabaId !== undefined && !reaches(token, route.scope, wabaId)) {
				throw unknownObject(method, id);
			}
		}
		const usage = countCall(world, token, route, node.wabaId);
		const withUsage = (reply: Reply): Reply => ({
			...reply,
			headers: { ...usage, ...reply.headers },
		});
		const reply = route.handle(world, request, id);
		return reply instanceof Promise ? reply.then(withUsage) : withUsage(reply);
	}
}

/** What manages an account counts against the hourly limit of the app there. */
function countCall(
	{ account, clock, management, settings }: World,
	token: AccessToken,
	{ scope }: Route,
	wabaId: string | undefined,
): Record<string, string> {
	if (scope !== 'whatsapp_business_management' || wabaId === undefined) return {};
	return management.count(account.accountOf(wabaId), token.appId, settings, clock.now());
}

/** True for the path of an upload session. */
export function isUpload(segments: readonly string[]): boolean {
	return segments.length === 1 && segments[0].startsWith('upload:');
}

/** Graph's answer for a path that cannot name anything. */
export function unknownPath(segments: string[]): GraphFailure {
	return new GraphFailure(2500, { message: `Unknown path components: /${segments.join('/')}` });
}

function findNode(world: World, id: string): { kind: NodeKind; wabaId?: string } | undefined {
	const { account } = world;
	const phone = account.phoneNumbers.get(id);
	if (phone) return { kind: 'phone number', wabaId: phone.wabaId };
	if (account.businessAccounts.has(id)) return { kind: 'business account', wabaId: id };
	const template = account.templates.get(id);
	if (template) return { kind: 'template', wabaId: account.ownerOfTemplate(template).id };
	const medium = world.media.find(id, world.clock.now());
	if (medium) {
		return { kind: 'medium', wabaId: account.phoneNumbers.get(medium.phoneNumberId)?.wabaId };
	}
	if (id === account.app.id) return { kind: 'app' };
	if (world.uploads.find(id)) return { kind: 'upload session' };
	if (id === ATTACHMENTS[0]) return { kind: 'file host' };
	return undefined;
}
