import type { BusinessAccount, PhoneNumber } from '../account';
import { selectFields } from '../fields';
import type { NodeShape } from '../fields';
import type { Reply } from '../graphErrors';
import { page } from '../paging';
import type { GraphRequest, Route } from '../router';
import type { World } from '../world';

const PHONE_NUMBER: NodeShape = {
	typeName: 'WhatsAppBusinessPhoneNumber',
	fields: [
		'display_phone_number',
		'verified_name',
		'quality_rating',
		'throughput',
		'is_on_biz_app',
		'platform_type',
		'status',
		'code_verification_status',
		'name_status',
		'account_mode',
		'is_official_business_account',
		'whatsapp_business_manager_messaging_limit',
		'last_onboarded_time',
		'health_status',
		'webhook_configuration',
	],
	defaults: [
		'verified_name',
		'code_verification_status',
		'display_phone_number',
		'quality_rating',
		'platform_type',
		'throughput',
		'last_onboarded_time',
		'webhook_configuration',
	],
};

const BUSINESS_ACCOUNT: NodeShape = {
	typeName: 'WhatsAppBusinessAccount',
	fields: [
		'name',
		'currency',
		'timezone_id',
		'message_template_namespace',
		'account_review_status',
		'health_status',
		'phone_numbers',
	],
	defaults: ['name', 'currency', 'timezone_id', 'message_template_namespace'],
};

/** Routes of business accounts and their phone numbers. */
export const businessAccountRoutes: Route[] = [
	{
		method: 'GET',
		node: 'business account',
		edge: '',
		scope: 'whatsapp_business_management',
		handle: (world, { query }, id) => ({
			status: 200,
			body: selectFields(
				viewOfAccount(world.account.accountOf(id)),
				query.get('fields'),
				BUSINESS_ACCOUNT,
			),
		}),
	},
	{
		method: 'GET',
		node: 'business account',
		edge: 'phone_numbers',
		scope: 'whatsapp_business_management',
		handle: listPhoneNumbers,
	},
	{
		method: 'GET',
		node: 'phone number',
		edge: '',
		scope: 'whatsapp_business_management',
		handle: readPhoneNumber,
	},
];

function viewOfAccount(waba: BusinessAccount): object {
	return {
		...waba,
		account_review_status: 'APPROVED',
		health_status: {
			can_send_message: 'AVAILABLE',
			entities: [{ entity_type: 'WABA', id: waba.id, can_send_message: 'AVAILABLE' }],
		},
		phone_numbers: {
			data: waba.phoneNumbers.map((phone) => selectFields(phone, null, PHONE_NUMBER)),
		},
	};
}

function viewOfNumber({ account }: World, phone: PhoneNumber): object {
	const callbacks = {
		phone_number: phone.callback?.url,
		whatsapp_business_account: account.accountOf(phone.wabaId).callback?.url,
		application: account.appCallback?.url,
	};
	const isSet = Object.values(callbacks).some((url) => url !== undefined);
	return { ...phone, webhook_configuration: isSet ? callbacks : undefined };
}

function listPhoneNumbers(world: World, request: GraphRequest, id: string): Reply {
	const { query, token, version } = request;
	const numbers = world.account.accountOf(id).phoneNumbers;
	const listed = page(
		numbers.map((item, index) => ({ sequence: index + 1, item })),
		{
			query,
			address: `${world.origin}/v${version}/${id}/phone_numbers`,
			accessToken: token.value,
		},
	);
	const data = listed.data.map((phone) =>
		selectFields(viewOfNumber(world, phone), query.get('fields'), PHONE_NUMBER),
	);
	return { status: 200, body: { ...listed, data } };
}

function readPhoneNumber(world: World, { query }: GraphRequest, id: string): Reply {
	const phone = world.account.phoneNumbers.get(id) as PhoneNumber;
	return {
		status: 200,
		body: selectFields(viewOfNumber(world, phone), query.get('fields'), PHONE_NUMBER),
	};
}
