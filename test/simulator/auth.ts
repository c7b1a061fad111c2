import { timingSafeEqual } from 'node:crypto';
import type { AccessToken } from './account';
import { GraphFailure } from './graphErrors';
import type { World } from './world';

export type Scope =
	'whatsapp_business_messaging' | 'whatsapp_business_management' | 'business_management';

/**
 * Finds out who calls.
 *
 * @param authorization the `Authorization` header: `Bearer` or, as uploads use it, `OAuth`.
 * @param withProof whether this host asks for `appsecret_proof` at all.
 * @throws GraphFailure 104 without a token, 190 for one that is unknown, expired or withdrawn,
 * 100 for a missing or wrong `appsecret_proof`.
 */
export function authenticate(
	world: World,
	authorization: string | undefined,
	query: URLSearchParams,
	withProof = true,
): AccessToken {
	const value =
		/^(?:bearer|oauth)\s+(.+)$/i.exec(authorization ?? '')?.[1].trim() ?? query.get('access_token');
	if (!value) {
		throw new GraphFailure(104, {
			message: 'An access token is required to request this resource.',
		});
	}
	const token = findToken(world, value);
	if (!token) throw unknownToken(value);
	const problem = problemOf(world, token);
	if (problem) throw problem;
	if (withProof) checkProof(world, token, query.get('appsecret_proof'));
	return token;
}

/** A token by its value; `{app id}|{app secret}` is the app's own. */
export function findToken(world: World, value: string): AccessToken | undefined {
	const { account } = world;
	if (value === `${account.app.id}|${account.app.secret}`) {
		return {
			value,
			type: 'APP',
			appId: account.app.id,
			scopes: [],
			expiresAt: null,
			dataAccessExpiresAt: null,
			issuedAt: 0,
		};
	}
	return account.tokens.get(value);
}

/** What makes a known token unusable now, in Meta's words; undefined when nothing does. */
export function problemOf(world: World, token: AccessToken): GraphFailure | undefined {
	const now = world.clock.now();
	if (token.revoked) {
		return new GraphFailure(190, {
			message:
				'Error validating access token: The user has not authorized application ' +
				`${token.appId}.`,
			subcode: 458,
		});
	}
	if (token.expiresAt !== null && token.expiresAt <= now) {
		return new GraphFailure(190, {
			message:
				`Error validating access token: Session has expired on ${inWords(token.expiresAt)}. ` +
				`The current time is ${inWords(now)}.`,
			subcode: 463,
		});
	}
	return undefined;
}

/** The failure for a token that was never handed out. */
export function unknownToken(value: string): GraphFailure {
	const looksReal = /^EAA[A-Za-z0-9]{20,}$/.test(value);
	return new GraphFailure(190, {
		message: looksReal
			? 'Error validating access token: The session is invalid because the token is unknown.'
			: 'Invalid OAuth access token - Cannot parse access token',
		...(looksReal ? { subcode: 467 } : {}),
	});
}

/** Meta writes moments as `Thursday, 01-Oct-26 00:00:00 PDT`; the simulator's zone is UTC. */
function inWords(epochMs: number): string {
	const date = new Date(epochMs);
	const part = (options: Intl.DateTimeFormatOptions) =>
		new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', ...options }).format(date);
	const day = `${part({ day: '2-digit' })}-${part({ month: 'short' })}-${part({ year: '2-digit' })}`;
	return `${part({ weekday: 'long' })}, ${day} ${date.toISOString().slice(11, 19)} UTC`;
}

function checkProof(world: World, token: AccessToken, proof: string | null): void {
	if (proof === null) {
		if (!world.settings.requireAppSecret) return;
		throw new GraphFailure(100, {
			message: 'API calls from the server require an appsecret_proof argument',
			type: 'GraphMethodException',
		});
	}
	const given = Buffer.from(proof);
	const expected = Buffer.from(world.account.proofOf(token.value));
	if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
		throw new GraphFailure(100, {
			message: 'Invalid appsecret_proof provided in the API argument',
			type: 'GraphMethodException',
		});
	}
}

/**
 * Checks that a token may do something with an account.
 *
 * @throws GraphFailure 10 or 200 when the scope was not granted.
 */
export function requireScope(token: AccessToken, scope: Scope): void {
	if (token.scopes.includes(scope)) return;
	if (scope === 'whatsapp_business_messaging') {
		throw new GraphFailure(10, {
			message: '(#10) Application does not have permission for this action',
		});
	}
	throw new GraphFailure(200, {
		message: `(#200) Requires ${scope} permission to access this object`,
	});
}

/** True when the token was granted the scope for this account, or for all of them. */
export function reaches(token: AccessToken, scope: Scope, wabaId: string): boolean {
	const targets = token.granularTargets?.[scope];
	return targets === undefined || targets.includes(wabaId);
}
