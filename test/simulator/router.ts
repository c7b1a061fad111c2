import type { AccessToken } from './account';
import { reaches, requireScope } from './auth';
import type { Scope } from './auth';
import { GraphFailure, unknownField, unknownObject } from './graphErrors';
import type { Reply } from './graphErrors';
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
	/** The body as it came. */
	raw: string;
	token: AccessToken;
	/** TCP connections are counted from 1. */
	connectionId: number;
	/** False when the number has already had its messages for this second. */
	withinThroughput: boolean;
}

export type NodeKind = 'phone number' | 'business account' | 'template' | 'app' | 'root';

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
	app: 'Application',
	root: 'Root',
};

/** Sends calls to the route that answers them, after the token's rights were checked. */
export class Router {
	private readonly routes = new Map<string, Route>();

	private readonly rootEdges = new Set<string>();

	constructor(routes: readonly Route[]) {
		for (const route of routes) {
			this.routes.set(`${route.method} ${route.node}/${route.edge}`, route);
			if (route.node === 'root') this.rootEdges.add(route.edge);
		}
	}

	/** @throws GraphFailure in Meta's words for whatever is not there. */
	handle(world: World, request: GraphRequest): Reply | Promise<Reply> {
		const { method, segments, token } = request;
		const [id, edge = ''] = segments;
		if (id === undefined || segments.length > 2) throw unknownPath(segments);
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
		return route.handle(world, request, id);
	}
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
	if (id === account.app.id) return { kind: 'app' };
	return undefined;
}
