import type { LookupFunction } from 'node:net';

import type { RequestHelperFunctions } from 'n8n-workflow';

import { ValidationError } from '../../../nodes/shared/graph/errors';
import { connectWith } from '../../../nodes/shared/n8n/connection';

type EgressFilter = ReturnType<RequestHelperFunctions['getSecureEgressFilter']>;

/** A filter as n8n hands it out, which forbids every address in words of its own. */
function strictFilter(): EgressFilter {
	const forbidden = new Error('this network is private');
	const lookup: LookupFunction = (_hostname, _options, callback) => callback(forbidden, '', 4);
	return {
		validateUrl: async () => ({ ok: false, error: forbidden }),
		validateConnectionHost: () => ({ ok: false, error: forbidden }),
		createSecureLookup: () => lookup,
		validateRedirectSync: () => undefined,
	};
}

describe('n8n’s egress filter', () => {
	it('refuses a Base URL with an address, which nothing looks up', () => {
		const connect = () =>
			connectWith({ accessToken: 'EAAtoken', baseUrl: 'https://10.1.2.3' }, strictFilter());
		expect(connect).toThrow(ValidationError);
		expect(connect).toThrow('this network is private');
	});

	it('resolves the names that are connected to', async () => {
		const client = connectWith(
			{ accessToken: 'EAAtoken', baseUrl: 'https://graph.example' },
			strictFilter(),
		);
		await expect(client.get(['me'])).rejects.toThrow('this network is private');
	});

	it('need not be there: older versions of n8n have none', () => {
		const connect = () => connectWith({ accessToken: 'EAAtoken', baseUrl: 'https://10.1.2.3' });
		expect(connect).not.toThrow();
	});
});
