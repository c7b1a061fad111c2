import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { DEFAULT_ACCOUNT, type Simulator } from '../../simulator';

/** A credential for the simulator's default account. */
export function credentialFor(simulator: Simulator): ICredentialDataDecryptedObject {
	return {
		accessToken: DEFAULT_ACCOUNT.tokens.full,
		appId: DEFAULT_ACCOUNT.app.id,
		appSecret: DEFAULT_ACCOUNT.app.secret,
		businessAccountId: DEFAULT_ACCOUNT.businessAccountId,
		graphApiVersion: 'v26.0',
		baseUrl: simulator.url,
	};
}
