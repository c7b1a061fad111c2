import type { Account, PhoneNumber } from '../simulator/account';

/** What this file needs of a running simulator. */
interface SimulatorLike {
	url: string;
	account: Account;
}

/** Name of the credential that points at the simulator. */
export const SIMULATOR_CREDENTIAL = 'WhatsApp Business Cloud (simulator)';

/** The values of a credential that reaches the simulator's default account. */
export function credentialData({ url, account }: SimulatorLike): Record<string, string> {
	return {
		accessToken: account.accessToken,
		standbyAccessToken: '',
		appId: account.appId,
		appSecret: account.appSecret,
		previousAppSecret: '',
		businessAccountId: account.businessAccountId,
		verifyToken: '',
		graphApiVersion: 'v26.0',
		baseUrl: url,
	};
}

/** The default account's ordinary number (STANDARD throughput), as a node's sender. */
export function senderOf({ account }: SimulatorLike): { id: string; label: string } {
	const phone = [...account.phoneNumbers.values()].find(
		({ throughput }) => throughput.level === 'STANDARD',
	);
	if (!phone) throw new Error('The simulator has no number with STANDARD throughput.');
	return asSender(phone);
}

/** One of an account's numbers, as the list of a node's senders shows it. */
export function asSender({ id, display_phone_number, verified_name }: PhoneNumber): {
	id: string;
	label: string;
} {
	return { id, label: `${display_phone_number} – ${verified_name}` };
}
