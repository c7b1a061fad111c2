import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { getStore } from '../store/registry';
import { readSharedState } from '../store/settings';
import type { SharedState } from '../store/store';

/** What a credential says of processes that send from the same numbers. */
export interface Sharing {
	/** Undefined: each process by itself. */
	shared?: SharedState;
	/** Between which a number's rate is divided where they don't know of one another. */
	processes: number;
}

/** @throws ValidationError naming the credential's field */
export function sharingOf(credential: ICredentialDataDecryptedObject): Sharing {
	const { redis, whenAway, processes } = readSharedState(credential);
	return { shared: redis && { store: getStore(redis), whenAway, processes }, processes };
}
