import type { N8nClient } from '../n8n-host';
import { CREDENTIAL_TYPE } from '../n8n-host/examples';
import { credentialData, senderOf } from '../n8n-host/simulated';
import { startSimulator, type Simulator } from '../simulator';
import { connect } from './support';

describe('"Test" in the credential\'s window', () => {
	let n8n: N8nClient;
	let simulator: Simulator;

	beforeAll(async () => {
		simulator = await startSimulator({ port: 0 });
		n8n = await connect();
	});

	afterAll(async () => await simulator?.close());

	const test = async (changes: Record<string, string> = {}) =>
		await n8n.testCredential(CREDENTIAL_TYPE, { ...credentialData(simulator), ...changes });

	it('is content with a good credential and names a number that it found', async () => {
		const result = await test();
		expect(result).toMatchObject({ status: 'OK' });
		const digits = (text: string) => text.replace(/\D/g, '');
		const number = senderOf(simulator).label.split(' – ')[0] ?? '';
		expect(digits(result.message)).toContain(digits(number));
	});

	it('says that a token is not accepted', async () => {
		const result = await test({ accessToken: 'EAAnobodyHasThisToken' });
		expect(result.status).toBe('Error');
		expect(result.message).toMatch(/token/i);
		expect(result.message).not.toContain('EAAnobodyHasThisToken');
	});

	it('says that a token has expired, and when', async () => {
		const { expiredAccessToken, tokens } = simulator.account;
		const result = await test({ accessToken: expiredAccessToken });
		expect(result.status).toBe('Error');
		expect(result.message).toMatch(/expired/i);
		const expiry = new Date(tokens.get(expiredAccessToken)?.expiresAt ?? 0);
		expect(result.message).toContain(expiry.toISOString().slice(0, 10));
	});

	it('names a scope that is missing', async () => {
		const result = await test({ accessToken: simulator.account.noMessagingAccessToken });
		expect(result.status).toBe('Error');
		expect(result.message).toContain('whatsapp_business_messaging');
	});

	it('says that the app secret belongs to another app', async () => {
		const result = await test({ appSecret: '00000000000000000000000000000000' });
		expect(result.status).toBe('Error');
		expect(result.message).toMatch(/app secret/i);
	});

	it('says that the business account is out of reach', async () => {
		const result = await test({ businessAccountId: '204000000099999' });
		expect(result.status).toBe('Error');
		expect(result.message).toMatch(/business account|WABA/i);
	});
});
