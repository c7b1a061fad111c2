import { findToken, problemOf, unknownToken } from '../auth';
import { DEFAULT_ACCOUNT } from '../fixtures/account';
import { selectFields } from '../fields';
import { GraphFailure } from '../graphErrors';
import type { Reply } from '../graphErrors';
import type { JsonObject } from '../json';
import type { GraphRequest, Route } from '../router';
import type { World } from '../world';

/** Graph writes expiry in whole seconds, and 0 for never. */
function inSeconds(epochMs: number | null): number {
	return epochMs === null ? 0 : Math.floor(epochMs / 1_000);
}

function errorOf(failure: GraphFailure): JsonObject {
	const error: JsonObject = { code: failure.code, message: failure.message };
	if (failure.options.subcode !== undefined) error.subcode = failure.options.subcode;
	return error;
}

/** Routes that tell about the token and the app behind a call. */
export const tokenRoutes: Route[] = [
	{
		method: 'GET',
		node: 'root',
		edge: 'debug_token',
		handle: debugToken,
	},
	{
		method: 'GET',
		node: 'root',
		edge: 'app',
		handle: (world, { query }) => ({
			status: 200,
			body: selectFields(
				{ ...world.account.app, link: 'https://shop.example/', category: 'Business' },
				query.get('fields'),
				{
					typeName: 'Application',
					fields: ['name', 'link', 'category'],
					defaults: ['category', 'link', 'name'],
				},
			),
		}),
	},
	{
		method: 'GET',
		node: 'root',
		edge: 'me',
		handle: (_world, { query, token }) => ({
			status: 200,
			body: selectFields(
				{ id: token.userId ?? token.appId, name: DEFAULT_ACCOUNT.systemUserName },
				query.get('fields'),
				{ typeName: 'User', fields: ['name'], defaults: ['name'] },
			),
		}),
	},
];

function debugToken(world: World, { query }: GraphRequest): Reply {
	const value = query.get('input_token');
	if (!value) {
		throw new GraphFailure(100, { message: '(#100) The parameter input_token is required' });
	}
	const token = findToken(world, value);
	if (!token) {
		const error = errorOf(unknownToken(value));
		return { status: 200, body: { data: { error, is_valid: false, scopes: [] } } };
	}
	const problem = problemOf(world, token);
	const data: JsonObject = {
		app_id: token.appId,
		type: token.type,
		application: world.account.app.name,
		data_access_expires_at: inSeconds(token.dataAccessExpiresAt),
		...(problem ? { error: errorOf(problem) } : {}),
		expires_at: inSeconds(token.expiresAt),
		is_valid: problem === undefined,
		issued_at: inSeconds(token.issuedAt),
		scopes: token.scopes,
		granular_scopes: token.scopes.map((scope) => {
			const targets = token.granularTargets?.[scope];
			return targets ? { scope, target_ids: targets } : { scope };
		}),
		...(token.userId === undefined ? {} : { user_id: token.userId }),
	};
	return { status: 200, body: { data } };
}
