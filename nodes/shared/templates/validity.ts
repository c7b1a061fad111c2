import { LIMITS } from '../messages/limits';

/** For how long Meta tries to deliver a message, in seconds. */
export interface Validity {
	least: number;
	most: number;
	/** Whether -1 stands for 30 days. */
	days30: boolean;
}

/** What each category allows as `message_send_ttl_seconds`. Source: Meta's page "Time-to-live". */
export const VALIDITIES: Readonly<Record<string, Validity>> = {
	AUTHENTICATION: { least: LIMITS.leastTtl, most: LIMITS.authenticationTtl, days30: true },
	UTILITY: { least: LIMITS.leastTtl, most: LIMITS.utilityTtl, days30: true },
	MARKETING: { least: LIMITS.leastMarketingTtl, most: LIMITS.marketingTtl, days30: false },
};
