import type { Callback } from '../account';
import { GraphFailure } from '../graphErrors';
import type { Reply } from '../graphErrors';
import { asText, isObject } from '../json';
import type { GraphRequest, Route } from '../router';
import { verifyCallback } from '../webhooks/callbacks';
import { FIELDS } from '../webhooks/fields';
import type { World } from '../world';

const OBJECT = 'whatsapp_business_account';

/** Longest override in characters; an app's own callback has no such limit. */
const OVERRIDE_LIMIT = 200;

const SUCCESS: Reply = { status: 200, body: { success: true } };

/** Routes that say which webhooks go where (reference §5.5). */
export const subscriptionRoutes: Route[] = [
	{ method: 'GET', node: 'app', edge: 'subscriptions', handle: asApp(readSubscriptions) },
	{ method: 'POST', node: 'app', edge: 'subscriptions', handle: asApp(subscribe) },
	{ method: 'DELETE', node: 'app', edge: 'subscriptions', handle: asApp(unsubscribe) },
	{
		method: 'GET',
		node: 'business account',
		edge: 'subscribed_apps',
		scope: 'whatsapp_business_management',
		handle: listSubscribedApps,
	},
	{
		method: 'POST',
		node: 'business account',
		edge: 'subscribed_apps',
		scope: 'whatsapp_business_management',
		handle: subscribeApp,
	},
	{
		method: 'DELETE',
		node: 'business account',
		edge: 'subscribed_apps',
		scope: 'whatsapp_business_management',
		handle: (world, _request, id) => {
			const waba = world.account.accountOf(id);
			waba.isSubscribed = false;
			waba.callback = undefined;
			return SUCCESS;
		},
	},
	{
		method: 'POST',
		node: 'phone number',
		edge: '',
		scope: 'whatsapp_business_management',
		handle: overrideForNumber,
	},
];

/** An app's subscriptions are its own: no user's token reaches them. */
function asApp(handle: Route['handle']): Route['handle'] {
	return (world, request, id) => {
		if (request.token.type === 'APP') return handle(world, request, id);
		throw new GraphFailure(15, {
			message: '(#15) This method must be called with an app access_token.',
		});
	};
}

function readSubscriptions({ account }: World): Reply {
	const { appCallback, appFields } = account;
	const fields = [...appFields].map((name) => ({ name, version: 'v26.0' }));
	const data = appCallback
		? [{ object: OBJECT, callback_url: appCallback.url, active: true, fields }]
		: [];
	return { status: 200, body: { data } };
}

async function subscribe(world: World, { body }: GraphRequest): Promise<Reply> {
	const given = isObject(body) ? body : {};
	if (given.object !== OBJECT) {
		throw new GraphFailure(100, { message: `(#100) Param object must be ${OBJECT}` });
	}
	const url = asText(given.callback_url);
	if (!URL.canParse(url)) {
		throw new GraphFailure(100, { message: '(#100) callback_url must be a valid URL' });
	}
	const fields = asText(given.fields)
		.split(',')
		.map((field) => field.trim())
		.filter((field) => field !== '');
	const unknown = fields.find((field) => !FIELDS.has(field));
	if (unknown !== undefined) {
		throw new GraphFailure(100, {
			message: `(#100) Param fields[${fields.indexOf(unknown)}] must be one of {${[...FIELDS].join(', ')}} - got "${unknown}".`,
		});
	}
	const callback = { url, verifyToken: asText(given.verify_token) };
	await verifyCallback(world, callback);
	world.account.appCallback = callback;
	world.account.appFields = new Set(fields);
	return SUCCESS;
}

function unsubscribe({ account }: World): Reply {
	account.appCallback = undefined;
	account.appFields = new Set();
	return SUCCESS;
}

function listSubscribedApps({ account }: World, _request: GraphRequest, id: string): Reply {
	const { isSubscribed, callback } = account.accountOf(id);
	const { app } = account;
	const entry = {
		whatsapp_business_api_data: { id: app.id, link: 'https://shop.example/', name: app.name },
		...(callback ? { override_callback_uri: callback.url } : {}),
	};
	return { status: 200, body: { data: isSubscribed ? [entry] : [] } };
}

async function subscribeApp(world: World, { body }: GraphRequest, id: string): Promise<Reply> {
	const waba = world.account.accountOf(id);
	const override = readOverride(body);
	if (override && !waba.isSubscribed) {
		throw new GraphFailure(100, {
			message:
				'(#100) Before override the current callback uri, your app must be subscribed to receive messages for WhatsApp Business Account.',
		});
	}
	if (override) await verifyCallback(world, override);
	waba.isSubscribed = true;
	waba.callback = override;
	return SUCCESS;
}

async function overrideForNumber(world: World, { body }: GraphRequest, id: string): Promise<Reply> {
	const configuration = isObject(body) ? body.webhook_configuration : undefined;
	if (!isObject(configuration) || typeof configuration.override_callback_uri !== 'string') {
		throw new GraphFailure(100, { message: '(#100) Invalid parameter' });
	}
	const phone = world.account.phoneNumbers.get(id);
	const override = readOverride(configuration);
	if (override) await verifyCallback(world, override);
	if (phone) phone.callback = override;
	return SUCCESS;
}

/** @throws GraphFailure 100 for a URL that is none, or is too long. */
function readOverride(body: unknown): Callback | undefined {
	const given = isObject(body) ? body : {};
	const url = asText(given.override_callback_uri);
	if (url === '') return undefined;
	if (url.length > OVERRIDE_LIMIT) {
		throw new GraphFailure(100, {
			message: `(#100) Param override_callback_uri must be at most ${OVERRIDE_LIMIT} characters long.`,
		});
	}
	if (!URL.canParse(url)) {
		throw new GraphFailure(100, { message: '(#100) override_callback_uri must be a valid URL' });
	}
	return { url, verifyToken: asText(given.verify_token) };
}
