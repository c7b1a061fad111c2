import { randomBytes } from 'node:crypto';

import { sendIt } from '../../integration/simulator/templateSupport';
import { credentialFor } from '../support/credential';
import { chosen, jsons, manager, useSimulator } from './support';

const simulator = useSimulator({
	autoStatuses: 'read',
	statusDelaysMs: { sent: 0, delivered: 0, read: 0 },
});

const run = async (resource: string, parameters: object) =>
	jsons(await manager(simulator(), { resource, ...parameters }));

describe('Library', () => {
	it('finds templates', async () => {
		const parameters = { operation: 'search', search: 'parcel', filters: { language: 'de' } };
		expect(await run('library', parameters)).toEqual([
			{
				name: 'parcel_delayed_1',
				language: 'de',
				category: 'UTILITY',
				topic: 'ORDER_MANAGEMENT',
				usecase: 'SHIPMENT_CONFIRMATION',
				header: 'Dein Paket braucht etwas länger',
				body: expect.stringMatching(/^Hallo/),
				buttons: [{ type: 'URL', text: 'Sendung verfolgen' }],
			},
		]);
	});

	it('stops at the limit', async () => {
		expect(await run('library', { operation: 'search', limit: 2 })).toHaveLength(2);
	});

	const fromLibrary = (buttons: object[]) => ({
		operation: 'create',
		libraryTemplateName: 'payment_due_2',
		name: 'pay_soon',
		buttons: { button: buttons },
	});

	it('makes a template from one, with its own links and numbers', async () => {
		const [json] = await run(
			'library',
			fromLibrary([
				{
					type: 'URL',
					url: 'https://pay.example.com/{{1}}',
					example: 'https://pay.example.com/CL-2048',
				},
				{ type: 'PHONE_NUMBER', phoneNumber: '+12025550101' },
			]),
		);
		expect(json).toMatchObject({ changed: 'created', name: 'pay_soon', status: 'APPROVED' });
		const { components } = simulator().templates.find('pay_soon');
		expect(components[1].buttons).toMatchObject([
			{ url: 'https://pay.example.com/{{1}}', example: ['https://pay.example.com/CL-2048'] },
			{ phone_number: '+12025550101' },
		]);
	});

	it('wants an example for a variable of a link', async () => {
		const parameters = fromLibrary([{ type: 'URL', url: 'https://pay.example.com/{{1}}' }]);
		expect(await run('library', parameters)).toMatchObject([
			{ error: 'URL of Button 1 has a variable and no example' },
		]);
	});
});

describe('Sample', () => {
	const bytes = randomBytes(300_000);
	const upload = async (facts: object = {}, credential = {}) =>
		jsons(
			await manager(
				simulator(),
				{ resource: 'sample', operation: 'upload' },
				{
					binary: [
						{
							data: {
								data: bytes.toString('base64'),
								mimeType: 'image/jpeg',
								fileName: 'coat.jpg',
								...facts,
							},
						},
					],
					credential: { ...credentialFor(simulator()), ...credential },
				},
			),
		)[0];

	it('gives a handle for a file', async () => {
		expect(await upload()).toEqual({
			handle: expect.stringMatching(/^4::/),
			fileName: 'coat.jpg',
			mimeType: 'image/jpeg',
			bytes: bytes.length,
		});
	});

	it('goes on where the upload was cut off', async () => {
		const cut = simulator().faults.add({
			match: { kind: 'sampleUploads' },
			next: 1,
			action: { close: 'after', keptBytes: 100_000 },
		});
		// The simulator gives a handle only for all the bytes, each once.
		expect(await upload()).toHaveProperty('handle');
		expect(cut).toMatchObject({ fired: 1, matched: 2 });
	});

	it('asks Meta for the app where the credential names none', async () => {
		expect(await upload({}, { appId: '', appSecret: '' })).toHaveProperty('handle');
	});

	it('refuses what Meta does not take', async () => {
		expect(await upload({ mimeType: 'image/gif' })).toMatchObject({
			error: 'A sample cannot be of the type “image/gif”',
		});
	});
});

describe('Analytics', () => {
	beforeEach(async () => {
		simulator().account.addTemplate({ name: 'fresh' });
		await sendIt(simulator());
		await sendIt(simulator());
		await simulator().until(() =>
			simulator().ledger.accepted.every(({ status }) => status === 'read'),
		);
	});
	const day = 86_400_000;
	const now = () => simulator().clock.now();
	const at = (ms: number) => new Date(ms).toISOString();
	const figures = async (parameters: object = {}) =>
		await run('analytics', {
			operation: 'get',
			...chosen('fresh|en_US'),
			from: at(now() - day),
			to: at(now()),
			...parameters,
		});
	const DAY = { sent: 2, delivered: 2, read: 2, clicked: 0, clicksPerButton: {} };
	const RATES = { deliveryRate: 1, readRate: 1, clickRate: 0 };

	it('sums up', async () => {
		const [json] = await figures();
		expect(json).toMatchObject({ name: 'fresh', language: 'en_US', ...DAY, ...RATES });
		expect(json.days).toEqual(
			expect.arrayContaining([{ date: at(now()).slice(0, 10), ...DAY, ...RATES }]),
		);
	});

	it('gives day by day', async () => {
		const days = await figures({ splitIntoDays: true });
		expect(days).toHaveLength(2);
		expect(days[0]).toMatchObject({ sent: 0 });
		expect(days[1]).toMatchObject({ name: 'fresh', date: at(now()).slice(0, 10), ...DAY });
	});

	it.each([
		[{ from: 'yesterday' }, 'From is “yesterday”, which is no date'],
		[{ from: '2026-01-01', to: '2026-02-01' }, 'From is more than 90 days ago'],
		[{ from: '2026-02-01', to: '2026-01-01' }, 'To is not after From'],
	])('refuses %p', async (span, error) => {
		expect(await figures(span)).toMatchObject([{ error }]);
	});
});
