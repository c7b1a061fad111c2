/** What people choose under "Trigger On", with the webhook fields that it takes (Meta's names). */
interface Kind {
	name: string;
	value: string;
	fields: readonly string[];
}

/** The choice that takes all there is, also what Meta adds later. */
export const EVERYTHING = 'everything';

const kinds: Kind[] = [
	{ name: 'Messages', value: 'messages', fields: ['messages'] },
	{ name: 'Message Statuses', value: 'statuses', fields: ['messages'] },
	{ name: 'Message Echoes', value: 'echoes', fields: ['message_echoes', 'smb_message_echoes'] },
	{ name: 'Calls', value: 'calls', fields: ['calls'] },
	{
		name: 'Template Events',
		value: 'templates',
		fields: [
			'message_template_status_update',
			'message_template_quality_update',
			'message_template_components_update',
			'template_category_update',
		],
	},
	{
		name: 'Account & Number Events',
		value: 'account',
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
	},
	{ name: 'User Preferences', value: 'preferences', fields: ['user_preferences'] },
	{ name: 'Flows', value: 'flows', fields: ['flows'] },
	{
		name: 'Groups',
		value: 'groups',
		fields: [
			'group_lifecycle_update',
			'group_participants_update',
			'group_settings_update',
			'group_status_update',
		],
	},
	{ name: 'History', value: 'history', fields: ['history', 'smb_app_state_sync'] },
];

const others = ['automatic_events', 'consumer_profile', 'messaging_handovers', 'standby'];

/**
 * The webhook fields of Meta's that must be subscribed for these choices, each once; with
 * {@link EVERYTHING} all that are known. Choices that are not known have none.
 */
export function fieldsOf(choices: readonly string[]): string[] {
	const all = choices.includes(EVERYTHING);
	const wanted = kinds.filter(({ value }) => all || choices.includes(value));
	return [...new Set([...wanted.flatMap(({ fields }) => fields), ...(all ? others : [])])];
}
