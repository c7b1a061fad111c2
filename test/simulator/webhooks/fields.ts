/** Fields that an override may take over; all others always go to the app's callback (reference §5.5). */
export const OVERRIDABLE = new Set([
	'messages',
	'message_echoes',
	'calls',
	'consumer_profile',
	'messaging_handovers',
	'group_lifecycle_update',
	'group_participants_update',
	'group_settings_update',
	'group_status_update',
	'smb_message_echoes',
	'smb_app_state_sync',
	'history',
	'account_settings_update',
]);

/** All that an app may subscribe to (reference §5.6). */
export const FIELDS = new Set([
	...OVERRIDABLE,
	'account_alerts',
	'account_review_update',
	'account_update',
	'automatic_events',
	'business_capability_update',
	'flows',
	'message_template_components_update',
	'message_template_quality_update',
	'message_template_status_update',
	'partner_solutions',
	'payment_configuration_update',
	'phone_number_name_update',
	'phone_number_quality_update',
	'phone_number_username_update',
	'security',
	'standby',
	'template_category_update',
	'user_preferences',
]);
