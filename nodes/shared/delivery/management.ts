import type { Sender } from './types';

/**
 * Calls a second. Meta's limits on management calls are per hour (200 a WABA, 5,000 with a registered
 * number, 100 creations): a handful of calls must not be stretched over an hour, so this only keeps a burst
 * from looking like an attack. The hour's limit is Meta's answer (class 'quota'), and the pause it asks for.
 */
const CALLS_PER_SECOND = 10;

/**
 * A WABA as the dispatcher's sender, for management calls: templates and what belongs to them. Use the
 * name of the template as the recipient: what is done to one happens in order.
 *
 * Its account is one of its own: that the hour's management calls are used up is no reason to hold back
 * messages, which Meta counts apart.
 */
export function managementSender(
	{ host, account }: Pick<Sender, 'host' | 'account'>,
	businessAccountId: string,
): Sender {
	return {
		phoneNumberId: `management:${businessAccountId}`,
		host,
		account: `${account}/management:${businessAccountId}`,
		rate: CALLS_PER_SECOND,
	};
}
