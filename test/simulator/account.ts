import { createHmac } from 'node:crypto';
import { DEFAULT_ACCOUNT } from './fixtures/account';
import { DEFAULT_TEMPLATES } from './fixtures/templates';
import type { NewTemplate, Template } from './templateTypes';

export interface App {
	id: string;
	secret: string;
	name: string;
}

export interface AccessToken {
	value: string;
	type: 'SYSTEM_USER' | 'APP';
	appId: string;
	userId?: string;
	scopes: string[];
	/** WABA ids by scope; a scope that is not named is granted for every account of the app. */
	granularTargets?: Record<string, string[]>;
	/** Milliseconds since the epoch; null never expires. */
	expiresAt: number | null;
	/** Milliseconds since the epoch; null never expires. */
	dataAccessExpiresAt: number | null;
	issuedAt: number;
	/** A token that its owner has withdrawn: still known, no longer valid. */
	revoked?: boolean;
}

/** A place that webhooks can be sent to. */
export interface Callback {
	url: string;
	verifyToken: string;
}

/** A business phone number, with Meta's field names. */
export interface PhoneNumber {
	id: string;
	display_phone_number: string;
	verified_name: string;
	quality_rating: 'GREEN' | 'YELLOW' | 'RED' | 'UNKNOWN';
	throughput: { level: 'STANDARD' | 'HIGH' };
	is_on_biz_app: boolean;
	platform_type: string;
	status: string;
	code_verification_status: string;
	name_status: string;
	account_mode: string;
	is_official_business_account: boolean;
	whatsapp_business_manager_messaging_limit: string;
	last_onboarded_time: string;
	health_status: { can_send_message: string; entities: unknown[] };
	/** Takes the place of the rate that the level gives, in messages per second. */
	throughputOverride?: number;
	/** The phone-level override of the app's callback. */
	callback?: Callback;
	/** The account that owns the number. */
	wabaId: string;
	/** Calling code of the number's country, digits only. */
	callingCode: string;
}

/** What a test or the control API gives to add a number; the rest has defaults. */
export type NewPhoneNumber = Pick<PhoneNumber, 'id' | 'display_phone_number'> &
	Partial<Omit<PhoneNumber, 'id' | 'display_phone_number'>>;

export interface BusinessAccount {
	id: string;
	name: string;
	currency: string;
	timezone_id: string;
	message_template_namespace: string;
	phoneNumbers: PhoneNumber[];
	templates: StoredTemplate[];
	/** Whether the app gets this account's webhooks at all. */
	isSubscribed: boolean;
	/** The account-level override of the app's callback. */
	callback?: Callback;
}

/** A group that one of the business's numbers has opened. */
export interface Group {
	id: string;
	subject: string;
	phoneNumberId: string;
}

/** A template with its place in the list, which cursors point at. */
export interface StoredTemplate {
	sequence: number;
	template: Template;
}

/** A number on the WhatsApp Business app as well (coexistence) is fixed at 20 messages/s. */
const COEXISTENCE_RATE = 20;
const LEVEL_RATE = { STANDARD: 80, HIGH: 1_000 } as const;

/** Messages per second, in and out, that Meta allows a number (reference §7). */
export function rateOf(phone: PhoneNumber): number {
	if (phone.throughputOverride !== undefined) return phone.throughputOverride;
	return phone.is_on_biz_app ? COEXISTENCE_RATE : LEVEL_RATE[phone.throughput.level];
}

/**
 * Everything that Meta would know about a business: its app, tokens, accounts, numbers and
 * templates. Starts as the fictitious default account; tests add to it and change it.
 */
export class Account {
	readonly app: App = { ...DEFAULT_ACCOUNT.app };

	/** The app-level callback, the last in precedence and the only one for template events. */
	appCallback: Callback | undefined;

	/** The webhook fields that the app is subscribed to, whichever callback they go to. */
	appFields = new Set<string>();

	/** Id of the default WhatsApp Business Account (WABA). */
	readonly businessAccountId: string = DEFAULT_ACCOUNT.businessAccountId;

	/** A System User token with every scope that never expires. */
	readonly accessToken: string = DEFAULT_ACCOUNT.tokens.full;

	/** A second token like {@link accessToken}, for rotation. */
	readonly standbyAccessToken: string = DEFAULT_ACCOUNT.tokens.standby;

	/** A token that expired on 15 January 2025. */
	readonly expiredAccessToken: string = DEFAULT_ACCOUNT.tokens.expired;

	/** A valid token without `whatsapp_business_messaging`. */
	readonly noMessagingAccessToken: string = DEFAULT_ACCOUNT.tokens.withoutMessaging;

	/** Ids of the default numbers by what is special about them. */
	readonly phoneNumberIds = DEFAULT_ACCOUNT.phoneNumberIds;

	readonly businessAccounts = new Map<string, BusinessAccount>();

	readonly phoneNumbers = new Map<string, PhoneNumber>();

	readonly templates = new Map<string, Template>();

	readonly groups = new Map<string, Group>();

	readonly tokens = new Map<string, AccessToken>();

	private readonly proofs = new Map<string, string>();

	private templateSequence = 0;

	constructor() {
		const waba = this.addBusinessAccount({
			id: this.businessAccountId,
			name: DEFAULT_ACCOUNT.businessAccountName,
		});
		for (const phone of DEFAULT_ACCOUNT.phoneNumbers) this.addPhoneNumber(phone, waba.id);
		for (const template of DEFAULT_TEMPLATES) this.addTemplate(template, waba.id);
		for (const group of DEFAULT_ACCOUNT.groups) this.addGroup(group);
		for (const token of DEFAULT_ACCOUNT.accessTokens) this.addToken(token);
	}

	get appId(): string {
		return this.app.id;
	}

	get appSecret(): string {
		return this.app.secret;
	}

	addBusinessAccount(given: { id: string; name: string }): BusinessAccount {
		const waba: BusinessAccount = {
			currency: 'USD',
			timezone_id: '1',
			message_template_namespace: `ns_${given.id}`,
			...given,
			phoneNumbers: [],
			templates: [],
			isSubscribed: false,
		};
		this.businessAccounts.set(waba.id, waba);
		return waba;
	}

	/** Adds a number, or changes the one that has this id. */
	addPhoneNumber(given: NewPhoneNumber, wabaId = this.businessAccountId): PhoneNumber {
		const known = this.phoneNumbers.get(given.id);
		if (known) return Object.assign(known, given);
		const phone: PhoneNumber = {
			verified_name: 'Unnamed Business',
			quality_rating: 'GREEN',
			throughput: { level: 'STANDARD' },
			is_on_biz_app: false,
			platform_type: 'CLOUD_API',
			status: 'CONNECTED',
			code_verification_status: 'VERIFIED',
			name_status: 'APPROVED',
			account_mode: 'LIVE',
			is_official_business_account: false,
			whatsapp_business_manager_messaging_limit: 'TIER_10K',
			last_onboarded_time: '2026-03-02T10:15:00+0000',
			health_status: {
				can_send_message: 'AVAILABLE',
				entities: [{ entity_type: 'PHONE_NUMBER', id: given.id, can_send_message: 'AVAILABLE' }],
			},
			wabaId,
			callingCode: '1',
			...given,
		};
		this.phoneNumbers.set(phone.id, phone);
		this.accountOf(wabaId).phoneNumbers.push(phone);
		return phone;
	}

	/** Adds a template (approved, English and without variables unless it says otherwise). */
	addTemplate(given: NewTemplate, wabaId = this.businessAccountId): Template {
		const sequence = ++this.templateSequence;
		const template: Template = {
			id: String(1_940_000_000_000_000 + sequence * 7_919),
			language: 'en_US',
			category: 'UTILITY',
			status: 'APPROVED',
			parameter_format: 'POSITIONAL',
			components: [{ type: 'BODY', text: 'A message without variables.' }],
			...given,
		};
		this.templates.set(template.id, template);
		this.accountOf(wabaId).templates.push({ sequence, template });
		return template;
	}

	/** Changes a template in place, e.g. its status after a review. */
	updateTemplate(id: string, change: Partial<Template>): Template {
		const template = this.templates.get(id);
		if (!template) throw new RangeError(`There is no template ${id}`);
		return Object.assign(template, change);
	}

	/** Adds a group, or takes the place of the one that has this id. */
	addGroup(group: Group): Group {
		this.groups.set(group.id, group);
		return group;
	}

	/**
	 * Puts a changed copy in a template's place, as an edit does: messages that were sent keep the
	 * one that they were sent with.
	 */
	replaceTemplate(template: Template, change: Partial<Template>): Template {
		const changed = { ...template, ...change };
		for (const stored of this.ownerOfTemplate(template).templates) {
			if (stored.template === template) stored.template = changed;
		}
		this.templates.set(template.id, changed);
		return changed;
	}

	/** Takes a template away, as deleting does. */
	removeTemplate(template: Template): void {
		const { templates } = this.ownerOfTemplate(template);
		templates.splice(
			templates.findIndex((stored) => stored.template === template),
			1,
		);
		this.templates.delete(template.id);
	}

	/** Adds a token, or changes the one with this value. */
	addToken(given: Partial<AccessToken> & { value: string }): AccessToken {
		const token: AccessToken = {
			type: 'SYSTEM_USER',
			appId: this.app.id,
			userId: DEFAULT_ACCOUNT.systemUserId,
			scopes: [...DEFAULT_ACCOUNT.allScopes],
			expiresAt: null,
			dataAccessExpiresAt: null,
			issuedAt: Date.UTC(2024, 10, 16),
			...this.tokens.get(given.value),
			...given,
		};
		this.tokens.set(token.value, token);
		return token;
	}

	/** `appsecret_proof` of a token: hex HMAC-SHA256 of it under the app's secret. */
	proofOf(token: string): string {
		let proof = this.proofs.get(token);
		if (proof === undefined) {
			proof = createHmac('sha256', this.app.secret).update(token).digest('hex');
			this.proofs.set(token, proof);
		}
		return proof;
	}

	/** @throws RangeError for an id that no account has. */
	accountOf(wabaId: string): BusinessAccount {
		const waba = this.businessAccounts.get(wabaId);
		if (!waba) throw new RangeError(`There is no WhatsApp Business Account ${wabaId}`);
		return waba;
	}

	/** The account that a template belongs to. */
	ownerOfTemplate(template: Template): BusinessAccount {
		for (const waba of this.businessAccounts.values()) {
			if (waba.templates.some((stored) => stored.template === template)) return waba;
		}
		throw new RangeError(`Template ${template.id} belongs to no account`);
	}
}
