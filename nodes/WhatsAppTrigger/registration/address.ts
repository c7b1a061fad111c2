import { BlockList, isIP } from 'node:net';

import { ValidationError } from '../../shared/graph/errors';
import type { Holder } from './decision';

/** Where n8n lets a trigger node be called. */
export interface Address {
	/** Production or test URL, whichever n8n asks for, e.g. "https://n8n.example/webhook/5c3a…/whatsapp". */
	url: string;
	/** The part that production and test have in common, e.g. "5c3a…/whatsapp". */
	path: string;
	isTest: boolean;
}

/** Meta takes no longer override (reference: Meta's page "Override", 28 June 2026); in characters. */
export const OVERRIDE_LIMIT = 200;

/** Whose URL stands in a slot. */
export function holderOf(slotUrl: string | undefined, address: Address): Holder {
	if (!slotUrl) return 'empty';
	const [ours, theirs] = [normal(address.url), normal(slotUrl)];
	if (theirs === ours) return address.isTest ? 'test' : 'production';
	const home = homeOf(ours, address.path);
	if (home === undefined) return 'stranger';
	if (homeOf(theirs, address.path) === home) return address.isTest ? 'production' : 'test';
	return theirs.startsWith(`${home}/`) ? 'sibling' : 'stranger';
}

/**
 * The path of a URL of this n8n, which its node's verify token is made from: the address's own, or that of
 * another node, which has two parts.
 */
export function pathOf(url: string, { path }: Address): string {
	const written = normal(url);
	return written.endsWith(`/${path}`) ? path : written.split('/').slice(-2).join('/');
}

/**
 * The production URL that belongs to a test URL; undefined where the endpoints were renamed otherwise
 * than by "…-test".
 */
export function productionOf({ url, path }: Address): string | undefined {
	const endpoint = normal(url).slice(0, -path.length - 1);
	return endpoint.endsWith('-test') ? `${endpoint.slice(0, -5)}/${path}` : undefined;
}

export function hostOf(url: string): string {
	return URL.canParse(url) ? new URL(url).host : url;
}

/** The address of the n8n itself: without the node's path and the endpoint before it ("webhook"). */
function homeOf(url: string, path: string): string | undefined {
	if (!url.endsWith(`/${path}`)) return undefined;
	const endpoint = url.slice(0, -path.length - 1);
	return endpoint.slice(0, endpoint.lastIndexOf('/'));
}

/** Meta may write an address another way than it got it. */
function normal(url: string): string {
	return (URL.canParse(url) ? new URL(url).href : url).replace(/\/+$/, '');
}

const unreachable = new BlockList();
for (const [network, prefix] of [
	['0.0.0.0', 8],
	['10.0.0.0', 8],
	['100.64.0.0', 10],
	['127.0.0.0', 8],
	['169.254.0.0', 16],
	['172.16.0.0', 12],
	['192.168.0.0', 16],
] as const) {
	unreachable.addSubnet(network, prefix, 'ipv4');
}
for (const [network, prefix] of [
	['::', 127],
	['fc00::', 7],
	['fe80::', 10],
] as const) {
	unreachable.addSubnet(network, prefix, 'ipv6');
}

/** Endings that no public name has. */
const PRIVATE_NAME = /(^|\.)(localhost|local|internal|lan|home\.arpa|intranet)$/;

function isPrivate(hostname: string): boolean {
	const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
	const version = isIP(host);
	if (version === 0) return PRIVATE_NAME.test(host) || !host.includes('.');
	return unreachable.check(host, version === 4 ? 'ipv4' : 'ipv6');
}

/** Whether a Graph API on this very machine is meant: the simulator, which may call this machine too. */
export function isOnThisMachine(origin: string): boolean {
	const { hostname } = new URL(origin);
	return hostname === 'localhost' || hostname === '[::1]' || /^127\./.test(hostname);
}

/**
 * What Meta would only say after it has failed to call the URL.
 * @param limit characters; none where the slot has none
 * @throws ValidationError when Meta cannot reach it or would not take it
 */
export function checkAddress(url: string, limit = Infinity): void {
	const { protocol, hostname } = new URL(url);
	const setIt =
		'Set N8N_WEBHOOK_URL (in older versions of n8n WEBHOOK_URL) to the public https address of this n8n, and start it again.';
	if (isPrivate(hostname)) {
		throw new ValidationError(
			'Webhook URL',
			`Meta cannot reach ${hostname}: n8n gives its webhooks an address inside your own network`,
			`${setIt} On a developer's machine, a tunnel has such an address.`,
		);
	}
	if (protocol !== 'https:') {
		throw new ValidationError(
			'Webhook URL',
			`Meta calls webhooks over https only, and n8n's address is http://${hostname}`,
			setIt,
		);
	}
	if (url.length > limit) {
		throw new ValidationError(
			'Webhook URL',
			`The webhook URL has ${url.length} characters, and Meta takes at most ${limit} for a number or a business account`,
			'Give n8n a shorter address in N8N_WEBHOOK_URL (in older versions WEBHOOK_URL), or choose App under Register On.',
		);
	}
}
