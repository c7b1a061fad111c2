import { changesOf, parseEnvelope } from '../../../nodes/shared/webhooks/envelope';
import { eventsOf } from '../../../nodes/shared/webhooks/events';
import { EVERYTHING, fieldsOf, kinds } from '../../../nodes/shared/webhooks/kinds';
import {
	change,
	delivery,
	message,
	numberChange,
	NUMBER,
	oneMessage,
	oneStatus,
	OTHER_NUMBER,
	PERSON,
	textMessage,
	WABA,
} from './support/deliveries';

type Json = Record<string, unknown>;

const factsOf = (body: Json) => eventsOf(body).map(({ event }) => event);

const picture = {
	id: '900000000000001',
	mime_type: 'image/jpeg',
	sha256: 'q83v',
	url: 'https://m.example/1',
};

describe('a message', () => {
	it('has who, when and where in the same place whatever its type', () => {
		expect(factsOf(textMessage('wamid.1', 'Grüße 🎉'))).toEqual([
			{
				kind: 'message',
				type: 'text',
				id: 'wamid.1',
				timestamp: '2026-05-28T20:28:20.000Z',
				wabaId: WABA,
				phoneNumberId: NUMBER,
				from: '+12025550150',
				userId: 'US.11111111111111111111',
				name: 'Zoë Novák',
				username: '@zoe',
				text: 'Grüße 🎉',
			},
		]);
	});

	it('has what Meta sent at the top level, as in n8n’s own trigger', () => {
		const [{ body }] = eventsOf(textMessage('wamid.1'));
		expect(body).toEqual({
			messaging_product: 'whatsapp',
			metadata: { display_phone_number: '12025550101', phone_number_id: NUMBER },
			contacts: [PERSON],
			messages: [message({ id: 'wamid.1', type: 'text', text: { body: 'Hello' } })],
			field: 'messages',
		});
	});

	it.each<[string, Json, Json]>([
		['text', { text: { body: 'Hi' } }, { text: 'Hi' }],
		[
			'image',
			{ image: { ...picture, caption: 'Look' } },
			{
				text: 'Look',
				media: { id: picture.id, mimeType: 'image/jpeg', sha256: 'q83v', url: picture.url },
			},
		],
		['video', { video: picture }, { media: expect.objectContaining({ id: picture.id }) }],
		['sticker', { sticker: picture }, { media: expect.objectContaining({ id: picture.id }) }],
		[
			'audio',
			{ audio: { ...picture, voice: true } },
			{ media: expect.objectContaining({ voice: true }) },
		],
		[
			'document',
			{ document: { ...picture, filename: 'bill.pdf' } },
			{ media: expect.objectContaining({ fileName: 'bill.pdf' }) },
		],
		[
			'button',
			{ button: { payload: 'NO', text: 'No, thanks' } },
			{ text: 'No, thanks', tapped: { id: 'NO', title: 'No, thanks' } },
		],
		[
			'interactive',
			{ interactive: { type: 'button_reply', button_reply: { id: 'b1', title: 'Yes' } } },
			{ subtype: 'button_reply', text: 'Yes', tapped: { id: 'b1', title: 'Yes' } },
		],
		[
			'interactive',
			{
				interactive: {
					type: 'list_reply',
					list_reply: { id: 'r1', title: 'Red', description: 'Dark' },
				},
			},
			{ text: 'Red', tapped: { id: 'r1', title: 'Red', description: 'Dark' } },
		],
		[
			'interactive',
			{
				interactive: {
					type: 'nfm_reply',
					nfm_reply: { name: 'flow', body: 'Sent', response_json: '{"flow_token":"t","age":7}' },
				},
			},
			{ text: 'Sent', form: { name: 'flow', answer: { flow_token: 't', age: 7 } } },
		],
		[
			'interactive',
			{ interactive: { type: 'nfm_reply', nfm_reply: { response_json: '{broken' } } },
			{ form: { answer: '{broken' } },
		],
		[
			'interactive',
			{
				interactive: {
					type: 'call_permission_reply',
					call_permission_reply: {
						response: 'accept',
						is_permanent: false,
						expiration_timestamp: 1_780_000_300,
					},
				},
			},
			{
				text: 'accept',
				callPermission: { allowed: true, permanent: false, until: '2026-05-28T20:31:40.000Z' },
			},
		],
		['interactive', { interactive: { type: 'constructor' } }, { subtype: 'constructor' }],
		[
			'reaction',
			{ reaction: { message_id: 'wamid.2', emoji: '👍' } },
			{ text: '👍', replyTo: 'wamid.2' },
		],
		['reaction', { reaction: { message_id: 'wamid.2' } }, { text: '', replyTo: 'wamid.2' }],
		['location', { location: { latitude: 1.5, longitude: 2.25 } }, { text: '1.5, 2.25' }],
		[
			'location',
			{ location: { latitude: 1.5, longitude: 2.25, name: 'Tower', address: '1 High St' } },
			{ text: 'Tower, 1 High St' },
		],
		[
			'contacts',
			{ contacts: [{ name: { formatted_name: 'Ann' } }, { name: { formatted_name: 'Bo' } }] },
			{ text: 'Ann, Bo' },
		],
		[
			'order',
			{
				order: {
					catalog_id: '5',
					text: 'Soon please',
					product_items: [
						{ product_retailer_id: 'p1', quantity: 2, item_price: 9.5, currency: 'EUR' },
					],
				},
			},
			{
				text: 'Soon please',
				items: [{ id: 'p1', quantity: 2, price: 9.5, currency: 'EUR' }],
			},
		],
		[
			'system',
			{ system: { type: 'user_changed_number', body: 'Changed', wa_id: '12025550199' } },
			{ text: 'Changed', subtype: 'user_changed_number', newNumber: '+12025550199' },
		],
		[
			'edit',
			{
				edit: {
					original_message_id: 'wamid.0',
					message: { type: 'text', text: { body: 'Better' } },
				},
			},
			{ text: 'Better', subtype: 'text', originalId: 'wamid.0' },
		],
		['revoke', { revoke: { original_message_id: 'wamid.0' } }, { originalId: 'wamid.0' }],
		[
			'unsupported',
			{
				unsupported: { type: 'poll' },
				errors: [{ code: 131051, title: 'Unknown', error_data: { details: 'A poll' } }],
			},
			{ subtype: 'poll', errors: [{ code: 131051, title: 'Unknown', details: 'A poll' }] },
		],
		['request_welcome', {}, {}],
		['hologram', { hologram: { shape: 'cat' } }, {}],
	])('of the type %s has its content: %j', (type, fields, expected) => {
		const common = { kind: 'message', type, from: '+12025550150' };
		expect(factsOf(oneMessage({ type, ...fields }))).toEqual([
			expect.objectContaining({ ...common, ...expected }),
		]);
	});

	it('names the message that it answers, and the group it was written in', () => {
		const [facts] = factsOf(
			oneMessage({ type: 'text', context: { id: 'wamid.out-1' }, group_id: 'group-1' }),
		);
		expect(facts).toMatchObject({ replyTo: 'wamid.out-1', groupId: 'group-1' });
	});

	it('of someone who shows no number has a user ID and no sender number', () => {
		const contact = { profile: { name: 'Zoë' }, wa_id: '', user_id: PERSON.user_id };
		const [facts] = factsOf(
			delivery(
				numberChange('messages', {
					contacts: [contact],
					messages: [message({ from: '', type: 'text', text: { body: 'Hi' } })],
				}),
			),
		);
		expect(facts).toMatchObject({ userId: PERSON.user_id, name: 'Zoë' });
		expect(facts).not.toHaveProperty('from');
	});

	it('gets its own contact among those of others', () => {
		const other = { profile: { name: 'Bo' }, wa_id: '12025550151' };
		const events = eventsOf(
			delivery(
				numberChange('messages', {
					contacts: [PERSON, other],
					messages: [
						message({ id: 'wamid.1', from: '12025550151', from_user_id: undefined, type: 'text' }),
						message({ id: 'wamid.2', type: 'text' }),
						message({ id: 'wamid.3', from: '12025550152', from_user_id: undefined, type: 'text' }),
					],
				}),
			),
		);
		expect(events.map(({ body }) => body.contacts)).toEqual([[other], [PERSON], undefined]);
		expect(events.map(({ event }) => event.name)).toEqual(['Bo', 'Zoë Novák', undefined]);
	});
});

describe('a status', () => {
	it('names message, recipient and what the sender had hung on it', () => {
		const [{ event, body }] = eventsOf(
			oneStatus({ status: 'read', recipient_user_id: 'US.1', biz_opaque_callback_data: 'order 7' }),
		);
		expect(event).toMatchObject({
			kind: 'status',
			type: 'read',
			status: 'read',
			id: 'wamid.out-1',
			recipient: '+12025550150',
			userId: 'US.1',
			callbackData: 'order 7',
			timestamp: '2026-05-28T20:30:00.000Z',
		});
		expect(body.statuses).toHaveLength(1);
	});

	it('of a failed message says what to do about it', () => {
		const [{ errors }] = factsOf(
			oneStatus({
				status: 'failed',
				errors: [{ code: 131026, title: 'Undeliverable', error_data: { details: 'Because' } }],
			}),
		);
		expect(errors).toEqual([
			{ code: 131026, title: 'Undeliverable', details: 'Because', advice: expect.any(String) },
		]);
	});

	it('in a group is of one participant', () => {
		const [facts] = factsOf(
			oneStatus({
				status: 'read',
				recipient_type: 'group',
				recipient_id: 'group-1',
				recipient_participant_id: '12025550151',
			}),
		);
		expect(facts).toMatchObject({ groupId: 'group-1', participant: '+12025550151' });
		expect(facts).not.toHaveProperty('recipient');
	});
});

const template = {
	message_template_id: 1_500_000_000_000_001,
	message_template_name: 'order_update',
	message_template_language: 'en-US',
};
const named = { id: '1500000000000001', name: 'order_update', language: 'en_US' };

describe('other events', () => {
	it.each<[string, Json, Json[]]>([
		[
			'message_template_status_update',
			{ ...template, event: 'APPROVED', message_template_category: 'UTILITY', reason: 'NONE' },
			[
				{
					kind: 'template',
					type: 'status',
					status: 'APPROVED',
					template: { ...named, category: 'UTILITY' },
				},
			],
		],
		[
			'message_template_status_update',
			{
				...template,
				event: 'REJECTED',
				reason: 'INVALID_FORMAT',
				rejection_info: { reason: 'Two variables touch', recommendation: 'Add a word' },
			},
			[
				{
					status: 'REJECTED',
					reason: 'INVALID_FORMAT',
					details: 'Two variables touch',
					recommendation: 'Add a word',
				},
			],
		],
		[
			'message_template_status_update',
			{
				...template,
				event: 'PAUSED',
				reason: null,
				other_info: { title: 'FIRST_PAUSE', description: '3 hours' },
			},
			[{ status: 'PAUSED', reason: 'FIRST_PAUSE', details: '3 hours' }],
		],
		[
			'message_template_quality_update',
			{ ...template, previous_quality_score: 'GREEN', new_quality_score: 'RED' },
			[{ kind: 'template', type: 'quality', previous: 'GREEN', current: 'RED', template: named }],
		],
		[
			'template_category_update',
			{ ...template, previous_category: 'UTILITY', new_category: 'MARKETING' },
			[{ type: 'category', previous: 'UTILITY', current: 'MARKETING' }],
		],
		[
			'message_template_components_update',
			{ ...template, message_template_element: 'Hello' },
			[{ type: 'components', template: named }],
		],
		[
			'account_update',
			{ event: 'ACCOUNT_VIOLATION', violation_info: { violation_type: 'ADULT' } },
			[{ kind: 'account', type: 'ACCOUNT_VIOLATION' }],
		],
		[
			'account_review_update',
			{ decision: 'APPROVED' },
			[{ type: 'account_review_update', decision: 'APPROVED' }],
		],
		[
			'phone_number_quality_update',
			{ display_phone_number: '12025550101', event: 'THROUGHPUT_UPGRADE' },
			[{ type: 'THROUGHPUT_UPGRADE', phoneNumber: '+12025550101' }],
		],
		[
			'account_alerts',
			{ alert_info: { alert_type: 'LIMIT' } },
			[{ kind: 'account', alert: 'LIMIT' }],
		],
		[
			'flows',
			{
				event: 'FLOW_STATUS_CHANGE',
				flow_id: '77',
				message: 'Published',
				old_status: 'DRAFT',
				new_status: 'PUBLISHED',
			},
			[
				{
					kind: 'flow',
					type: 'FLOW_STATUS_CHANGE',
					id: '77',
					previous: 'DRAFT',
					current: 'PUBLISHED',
				},
			],
		],
		['brand_new_field', { anything: 1 }, [{ kind: 'other', type: 'brand_new_field' }]],
	])('without a number: %s %j', (field, value, expected) => {
		const events = eventsOf(delivery(change(field, value)));
		expect(events.map(({ event }) => event)).toEqual(
			expected.map((facts): unknown =>
				expect.objectContaining({ wabaId: WABA, timestamp: '2026-05-28T20:26:40.000Z', ...facts }),
			),
		);
		expect(events.map(({ body }) => body)).toEqual([{ ...value, field }]);
	});

	it.each<[string, Json, Json[]]>([
		[
			'user_preferences',
			{
				user_preferences: [
					{
						wa_id: '12025550150',
						category: 'marketing_messages',
						value: 'stop',
						timestamp: 1_780_000_100,
					},
					{ user_id: 'US.1', category: 'marketing_messages', value: 'resume' },
				],
			},
			[
				{ kind: 'preference', type: 'stop', from: '+12025550150', optOut: true },
				{ type: 'resume', userId: 'US.1', optOut: false },
			],
		],
		[
			'smb_message_echoes',
			{
				message_echoes: [
					{
						from: '12025550101',
						to: '12025550150',
						id: 'wamid.e',
						timestamp: '1780000100',
						type: 'text',
						text: { body: 'Typed' },
					},
				],
			},
			[
				{
					kind: 'echo',
					type: 'text',
					from: '+12025550101',
					recipient: '+12025550150',
					text: 'Typed',
				},
			],
		],
		[
			'calls',
			{
				calls: [
					{
						id: 'wacid.1',
						from: '12025550150',
						to: '12025550101',
						event: 'terminate',
						direction: 'USER_INITIATED',
						status: 'COMPLETED',
						duration: 12,
						timestamp: '1780000100',
					},
				],
			},
			[
				{
					kind: 'call',
					type: 'terminate',
					from: '+12025550150',
					recipient: '+12025550101',
					status: 'completed',
					duration: 12,
				},
			],
		],
		[
			'calls',
			{ statuses: [{ id: 'wacid.1', status: 'RINGING', recipient_id: '12025550150' }] },
			[{ kind: 'call', type: 'ringing' }],
		],
		[
			'group_participants_update',
			{
				groups: [
					{ group_id: 'g1', type: 'group_participants_add', timestamp: '1780000100' },
					{ group_id: 'g2' },
				],
			},
			[
				{ kind: 'group', type: 'group_participants_add', groupId: 'g1' },
				{ type: 'group_participants_update', groupId: 'g2' },
			],
		],
		[
			'history',
			{
				history: [
					{
						metadata: { phase: 1, chunk_order: 2, progress: 30 },
						threads: [{ id: '1', messages: [{}] }],
					},
				],
			},
			[{ kind: 'history', type: 'chunk', phase: 1, chunk: 2, progress: 30 }],
		],
		[
			'history',
			{ messages: [message({ type: 'image', image: picture })] },
			[{ kind: 'history', type: 'image', from: '+12025550150' }],
		],
		[
			'smb_app_state_sync',
			{
				state_sync: [
					{
						type: 'contact',
						action: 'add',
						contact: { full_name: 'Ann B', phone_number: '12025550151' },
					},
				],
			},
			[{ kind: 'history', type: 'contact', action: 'add', name: 'Ann B', from: '+12025550151' }],
		],
		[
			'messages',
			{ errors: [{ code: 130429, title: 'Rate limit hit' }] },
			[{ kind: 'account', type: 'error', errors: [expect.objectContaining({ code: 130429 })] }],
		],
		['messages', { contacts: [PERSON] }, [{ kind: 'other', type: 'messages' }]],
		[
			'automatic_events',
			{ automatic_events: [{ event_name: 'Purchase' }] },
			[{ kind: 'other', type: 'automatic_events' }],
		],
	])('of a number: %s %j', (field, value, expected) => {
		expect(factsOf(delivery(numberChange(field, value)))).toEqual(
			expected.map((facts): unknown =>
				expect.objectContaining({ phoneNumberId: NUMBER, ...facts }),
			),
		);
	});

	it('of quality come under the field of status updates too, as in Meta’s own example', () => {
		const value = { ...template, new_quality_score: 'YELLOW' };
		expect(factsOf(delivery(change('message_template_status_update', value)))).toMatchObject([
			{ type: 'quality', current: 'YELLOW' },
		]);
	});
});

describe('a delivery', () => {
	it('gives all messages and statuses of all changes of all entries, in their order', () => {
		const one = numberChange('messages', {
			messages: [message({ id: 'a' }), message({ id: 'b' })],
		});
		const two = numberChange('messages', { statuses: [{ id: 'c', status: 'sent' }] }, OTHER_NUMBER);
		const body = {
			object: 'whatsapp_business_account',
			entry: [
				{ id: WABA, changes: [one, two] },
				{ id: '2', changes: [change('account_update', { event: 'X' }), one] },
			],
		};
		expect(factsOf(body).map(({ id, wabaId, type }) => id ?? `${wabaId} ${type}`)).toEqual([
			'a',
			'b',
			'c',
			'2 X',
			'a',
			'b',
		]);
	});

	it('keeps the last digit of template IDs that JavaScript’s numbers cannot hold', () => {
		const json = JSON.stringify(
			delivery(change('template_category_update', { ...template })),
		).replace('1500000000000001', '12345678901234567');
		const [{ event }] = eventsOf(parseEnvelope(Buffer.from(json)) ?? {});
		expect(event.template).toMatchObject({ id: '12345678901234567' });
	});

	it.each([
		['of another product', { object: 'instagram', entry: [{ changes: [{ field: 'messages' }] }] }],
		['without entries', { object: 'whatsapp_business_account' }],
		[
			'with entries that are none',
			{ object: 'whatsapp_business_account', entry: [1, null, 'x', []] },
		],
		[
			'with changes that are none',
			{ object: 'whatsapp_business_account', entry: [{ changes: [7, null] }] },
		],
	])('%s has no events', (_, body) => {
		expect(changesOf(body)).toEqual([]);
		expect(eventsOf(body)).toEqual([]);
	});

	it.each(['[]', '1', '"text"', 'null', '{', '', '\u0000'])(
		'that is no JSON object is none: %j',
		(json) => {
			expect(parseEnvelope(Buffer.from(json))).toBeUndefined();
		},
	);
});

describe('Trigger On', () => {
	it('needs the fields of each choice, once', () => {
		expect(fieldsOf(['messages', 'statuses', 'flows', 'nonsense'])).toEqual(['messages', 'flows']);
	});

	it('needs all known fields for everything', () => {
		expect(new Set(fieldsOf([EVERYTHING]))).toEqual(new Set(kinds.flatMap(({ fields }) => fields)));
		expect(fieldsOf([EVERYTHING])).toContain('standby');
	});
});
