import { errorsOf } from '../errors';
import { eventOf } from '../event';
import { frameOf } from '../people';
import { numberOf, objectOf, textOf } from '../values';
import type { EventKind } from './kind';

/** What Meta decides about accounts and numbers, each in one change. */
export const account: EventKind = {
	name: 'account',
	choice: {
		name: 'Account & Number Events',
		value: 'account',
		description: 'Reviews, restrictions, quality, limits and security of your account and numbers',
	},
	fields: [
		'account_alerts',
		'account_review_update',
		'account_settings_update',
		'account_update',
		'business_capability_update',
		'partner_solutions',
		'payment_configuration_update',
		'phone_number_name_update',
		'phone_number_quality_update',
		'phone_number_username_update',
		'security',
	],
	read(change) {
		const { field, value } = change;
		return [
			eventOf(change, {
				kind: 'account',
				type: textOf(value.event) ?? field,
				body: value,
				facts: {
					phoneNumber: numberOf(value.display_phone_number ?? value.phone_number),
					decision: textOf(value.decision),
					alert: textOf(objectOf(value.alert_info).alert_type),
				},
			}),
		];
	},
};

/** Errors of a whole number, which Meta reports where messages come: no message belongs to them. */
export const numberError: EventKind = {
	name: 'account',
	fields: ['messages', 'calls'],
	read(change) {
		const { errors: reported } = change.value;
		const errors = errorsOf(reported);
		if (!errors) return [];
		const body = { ...frameOf(change), errors: reported };
		return [eventOf(change, { kind: 'account', type: 'error', body, facts: { errors } })];
	},
};
