import { ValidationError } from '../../../nodes/shared/graph/errors';
import {
	checkAddress,
	holderOf,
	isOnThisMachine,
	OVERRIDE_LIMIT,
	pathOf,
	productionOf,
} from '../../../nodes/WhatsAppTrigger/registration/address';
import { thrownBy } from '../../support/graph';

const path = '5c3a/whatsapp';
const production = { url: `https://n8n.example/webhook/${path}`, path, isTest: false };
const test_ = { url: `https://n8n.example/webhook-test/${path}`, path, isTest: true };

test.each([
	[undefined, 'empty'],
	['', 'empty'],
	[production.url, 'production'],
	[`${production.url}/`, 'production'],
	[`https://N8N.example:443/webhook/${path}`, 'production'],
	[test_.url, 'test'],
	['https://n8n.example/webhook/7d1b/whatsapp', 'sibling'],
	['https://n8n.example/webhook-test/7d1b/whatsapp', 'sibling'],
	['https://n8n.example/webhook/7d1b/webhook', 'sibling'],
	[`https://n8n.example/webhook/x${path}`, 'sibling'],
	// A copy of the workflow in another n8n has the same path.
	[`https://staging.example/webhook/${path}`, 'stranger'],
	[`http://n8n.example/webhook/${path}`, 'stranger'],
	[`https://n8n.example.evil.example/webhook/${path}`, 'stranger'],
	['https://crm.example/hook', 'stranger'],
	['not a URL', 'stranger'],
])('%s holds: %s, seen from production and from a test', (url, holder) => {
	expect(holderOf(url, production)).toBe(holder);
	expect(holderOf(url, test_)).toBe(holder);
});

test('an n8n below a path is not its neighbour on the same host', () => {
	const below = { url: `https://host.example/one/webhook/${path}`, path, isTest: false };
	expect(holderOf(`https://host.example/one/webhook-test/${path}`, below)).toBe('test');
	expect(holderOf(`https://host.example/two/webhook/${path}`, below)).toBe('stranger');
});

test('the path that the verify token is made from is the node’s own, or that of another', () => {
	const nameless = { url: 'https://n/webhook/7/my%20node/whatsapp', path: '7/my%20node/whatsapp' };
	expect(pathOf(nameless.url, { ...nameless, isTest: false })).toBe('7/my%20node/whatsapp');
	expect(pathOf('https://n8n.example/webhook/7d1b/whatsapp', production)).toBe('7d1b/whatsapp');
});

test('the production URL of a test URL is known where the endpoint ends in “-test”', () => {
	expect(productionOf(test_)).toBe(production.url);
	expect(productionOf({ ...test_, url: `https://n8n.example/try/${path}` })).toBeUndefined();
});

test.each([
	['https://n8n.example/webhook/x', undefined],
	['https://8.8.8.8/webhook/x', undefined],
	['https://172.32.0.1/webhook/x', undefined],
	['http://n8n.example/webhook/x', /https only/],
	['https://localhost:5678/webhook/x', /cannot reach localhost/],
	['http://localhost:5678/webhook/x', /cannot reach localhost/],
	['https://n8n/webhook/x', /cannot reach n8n/],
	['https://n8n.local/webhook/x', /cannot reach/],
	['https://n8n.my.internal/webhook/x', /cannot reach/],
	['https://127.0.0.1/webhook/x', /cannot reach/],
	['https://10.1.2.3/webhook/x', /cannot reach/],
	['https://172.16.0.1/webhook/x', /cannot reach/],
	['https://192.168.1.2/webhook/x', /cannot reach/],
	['https://169.254.1.2/webhook/x', /cannot reach/],
	['https://100.100.1.2/webhook/x', /cannot reach/],
	['https://[::1]/webhook/x', /cannot reach/],
	['https://[fd00::1]/webhook/x', /cannot reach/],
	['https://[2606:4700::1111]/webhook/x', undefined],
])('%s: %s', (url, problem) => {
	const check = (): void => checkAddress(url, OVERRIDE_LIMIT);
	if (!problem) {
		expect(check).not.toThrow();
		return;
	}
	const error = thrownBy(check) as ValidationError;
	expect(error.message).toMatch(problem);
	expect(error.fix).toMatch(/N8N_WEBHOOK_URL/);
});

test('an override has at most 200 characters, a callback of the app any number', () => {
	const longest = `https://n8n.example/webhook/${'x'.repeat(172)}`;
	expect(longest).toHaveLength(200);
	expect(() => checkAddress(longest, OVERRIDE_LIMIT)).not.toThrow();
	expect(() => checkAddress(`${longest}x`, OVERRIDE_LIMIT)).toThrow(ValidationError);
	expect(() => checkAddress(`${longest}x`)).not.toThrow();
});

test.each([
	['http://127.0.0.1:4000', true],
	['http://localhost:4000', true],
	['http://[::1]:4000', true],
	['https://graph.facebook.com', false],
	['https://localhost.example', false],
])('%s is on this machine: %s', (origin, expected) => {
	expect(isOnThisMachine(origin)).toBe(expected);
});
