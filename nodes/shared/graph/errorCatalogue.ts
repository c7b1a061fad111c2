/** What a repetition of the same call could change. The delivery decisions are made from this alone. */
export type RetryClass =
	/** The request, the recipient, the template or a permission is wrong, or Meta has decided: same answer again. */
	| 'never'
	/** The access token is dead: every call with it fails. */
	| 'token'
	/** The account is locked, restricted or unpaid: every message of it fails. */
	| 'account'
	/** Meta's trouble of a moment: exponential backoff. */
	| 'transient'
	/** Meta does not say what it was: worth two retries, not more. */
	| 'brief'
	/** The phone number sends faster than its throughput. */
	| 'throughput'
	/** One recipient got too many messages from this number. */
	| 'pair'
	/** The hourly calls of the app or the WABA are used up. */
	| 'quota'
	/** A maintenance or throughput upgrade that ends within a minute or so. */
	| 'maintenance'
	/** Would work again, but after minutes to days: for a later execution, not for this one. */
	| 'later';

/** One code: what it means, what to do and how it is retried. */
export interface ErrorAdvice {
	/** What happened, in our words, no final period. */
	title: string;
	/** What the builder can do about it: one or two sentences. */
	whatToDo: string;
	retry: RetryClass;
}

/** A line of the catalogue: one code, or a rule for a span of codes. For tables made from it. */
export interface CatalogueEntry extends Readonly<ErrorAdvice> {
	readonly first: number;
	/** Equal to `first` for one code. A rule (`last` greater) holds for codes without a line of their own. */
	readonly last: number;
	/** Only for answers with this `error_subcode`. */
	readonly subcode?: number;
}

type Advice = Readonly<ErrorAdvice>;

const rowOf =
	(retry: RetryClass) =>
	(title: string, whatToDo: string): Advice =>
		Object.freeze({ title, whatToDo, retry });

const never = rowOf('never');
const token = rowOf('token');
const account = rowOf('account');
const transient = rowOf('transient');
const brief = rowOf('brief');
const throughput = rowOf('throughput');
const pair = rowOf('pair');
const quota = rowOf('quota');
const maintenance = rowOf('maintenance');
const later = rowOf('later');

/**
 * Every code of Meta's that we know, by number, in words of ours.
 *
 * Sources: Meta's pages "Error codes" (May 15, 2026), "Groups API error codes" (Oct 31, 2025),
 * "Troubleshoot WhatsApp calling errors" (May 21, 2026), "Flow management API error codes" and the Graph
 * API's "Handling errors"; pywa's and Kapso's lists (the latter for 147001–147005); public reports of Meta's
 * answers (2388023, 2388024, 2388043). Where none of them
 * says what a code means, its line or rule names the area only. Retry classes rest on Meta's words where
 * there are any ("try again", "wait …", "do not retry"), else on what a repetition could change.
 */
const CODES: Readonly<Record<number, Advice>> = {
	// Token and permissions
	0: token(
		'Access token not accepted',
		'Create a new token under Business settings › System users and put it into the credential.',
	),
	3: never(
		'App lacks the capability for this call',
		'Open the token in the Access Token Debugger and check that it has whatsapp_business_messaging and whatsapp_business_management. The app may also need Advanced Access in the App Dashboard.',
	),
	10: never(
		'Permission not granted or taken back',
		'Under Business settings › System users, assign the app and the WhatsApp account to the system user, then create a new token with the WhatsApp permissions.',
	),
	102: token(
		'Login session expired',
		'Create a new token under Business settings › System users and put it into the credential.',
	),
	190: token(
		'Access token expired or revoked',
		'Create a new token under Business settings › System users, with expiration "Never" if your rules allow it, and put it into the credential.',
	),
	131005: never(
		'Access denied',
		'Check in the Access Token Debugger that the token has the permission for this call and that the WhatsApp account is assigned to its system user.',
	),

	// Unclear requests and trouble at Meta
	1: brief(
		'Meta could not process the request',
		"Try again, and look at Meta's status page (metastatus.com). If it stays, check the values that you send.",
	),
	2: transient(
		'Meta is down or overloaded for the moment',
		"Try again in a few minutes, and look at Meta's status page (metastatus.com).",
	),
	131000: brief(
		'Meta does not say what went wrong',
		'Try again. If it stays, open a ticket at Meta Direct Support with the trace ID shown here.',
	),
	131016: transient(
		'WhatsApp service unavailable for the moment',
		"Try again in a few minutes, and look at Meta's status page (metastatus.com).",
	),
	135000: brief(
		'Meta refused the request without a reason',
		'Check the message and its parameters against a simpler one that works. If it stays, give the trace ID to Meta Direct Support.',
	),

	// Parameters
	33: never(
		'Phone number or object does not exist any more',
		'Choose the sender again from the list, or compare its Phone Number ID with WhatsApp Manager › Account tools › Phone numbers.',
	),
	100: never(
		'Parameter not valid',
		'Read the details Meta gave: they name the field. Correct its name, value or length.',
	),
	131008: never(
		'Required value missing',
		'Read the details Meta gave for the missing field, and check that expressions in the node do not come out empty.',
	),
	131009: never(
		'Parameter value not valid',
		'Read the details Meta gave and correct that value. For a marketing template that is new or was just edited, wait 10 minutes first.',
	),
	131051: never(
		'Message type not supported',
		'Choose another message type; the details Meta gave say what is not supported here.',
	),
	131059: never('Page cursor expired or damaged', 'Read the list again from its first page.'),

	// Webhooks
	2200: never(
		'Callback URL not verified',
		'Meta calls the webhook URL and wants its challenge back: from outside of your network, the URL must lead to n8n without a login, a warning page or a redirect on the way. Check the address that n8n names (N8N_WEBHOOK_URL, in older versions WEBHOOK_URL), its proxy or tunnel, and that the verify token is the same on both sides.',
	),

	// Recipient. Sources differ on who blocked whom in 130403: the words hold for both.
	130403: never(
		'Recipient is blocked',
		"Unblock them if they are on the number's list of blocked users. Otherwise they blocked you: leave them out.",
	),
	130472: never(
		'Recipient is in an experiment of Meta',
		'Nothing to correct: Meta holds back marketing messages to this person for a while. Reach them in another way, or wait until they write to you.',
	),
	131021: never(
		'Sender and recipient are the same number',
		"Send to a number other than the sender's.",
	),
	131026: never(
		'Message undeliverable',
		'Check that the number is on WhatsApp. The person may have to update WhatsApp or accept its current terms.',
	),
	131030: never(
		'Recipient not on the test list',
		'A test number writes only to listed numbers: add the recipient in the App Dashboard under WhatsApp › API Setup, or use a real number as the sender.',
	),
	131047: never(
		'24-hour window closed',
		'More than 24 hours have passed since this person last wrote: send an approved template instead.',
	),
	131049: later(
		'Meta held this marketing message back',
		'This person has had enough marketing messages for now: wait at least 24 hours before you send again.',
	),
	131050: never(
		'Recipient stopped your marketing messages',
		'Do not send marketing to this person again. Take them off your list.',
	),
	131062: never(
		'User ID not possible for this message',
		"Send to the person's phone number: authentication templates with one-tap, zero-tap or copy-code buttons do not go to a business-scoped user ID.",
	),
	137000: never(
		"Recipient's identity has changed",
		'The identity hash is not the current one: the person may have a new phone or be another person. Verify them, then take the hash from their latest message.',
	),

	// Account and sender
	368: account(
		'Account restricted for a policy violation',
		'Open Business Support Home, see which policy was named, and ask for a review. Nothing can be sent until Meta lifts the restriction.',
	),
	130497: never(
		"Account may not write to the recipient's country",
		"Leave recipients of this country out. WhatsApp's Business Messaging Policy says which kinds of business may write where.",
	),
	131031: account(
		'Account locked',
		'Open WhatsApp Manager and Business Support Home to see why, and ask for a review. While registering a number, a wrong two-step PIN is answered this way too.',
	),
	131037: never(
		'Sender has no approved display name',
		'Choose a display name for the number in WhatsApp Manager › Account tools › Phone numbers and wait for its approval.',
	),
	131042: account(
		'Payment method missing or declined',
		'Put the payment method, credit line and currency of the WhatsApp account in order in Business settings › Billing & payments, then run again.',
	),
	131044: account(
		'No valid payment method for calls',
		'Attach a payment method to the WhatsApp account in Business settings › Billing & payments.',
	),
	131045: never(
		'Sender is not properly registered',
		'Register the phone number again (its certificate does not match), then send.',
	),
	131063: never(
		'Marketing is switched off on Cloud API',
		'This WhatsApp account sends marketing templates only by the Marketing Messages API: send by it, or turn the setting off for the account.',
	),
	131064: never(
		'Messaging limit cut for misclassified templates',
		'In WhatsApp Manager › Message templates, bring the categories of your templates in line with what they say, and ask for a review.',
	),
	134011: never(
		'Terms of WhatsApp payments not accepted',
		"Have an admin of the business accept the payments terms by the link in Meta's answer, then send again.",
	),

	// Speed and limits
	4: quota(
		'Call limit of the app reached',
		"Wait until the hourly allowance is back (App Dashboard › Application rate limit) and make fewer calls. It is the app's limit, shared by all that use it.",
	),
	17: quota(
		'Call limit of the user reached',
		'Wait until the allowance is back and make fewer calls with this token.',
	),
	341: quota('App limit reached for the moment', 'Wait a while and make fewer calls.'),
	613: quota(
		'Call permissions asked for too often',
		'Look call permissions up less often, and keep the answer for a while.',
	),
	80007: quota(
		'Call limit of the WhatsApp account reached',
		'Wait until the hourly allowance is back and make fewer management calls: 200 an hour, 5,000 once a number is registered.',
	),
	80008: quota(
		'Too many calls to this WhatsApp account',
		'Wait until the hourly allowance is back and make fewer management calls.',
	),
	130429: throughput(
		"Sending faster than the number's throughput",
		'Lower Messages per Second, or remove that option: the node then goes by what Meta allows. Other tools that send from this number count too.',
	),
	131048: later(
		'Sending limited after blocks or spam reports',
		"Stop the campaign and look at the number's quality in WhatsApp Manager › Account tools › Phone numbers. Go on when it has recovered.",
	),
	131056: pair(
		'Too many messages to this recipient',
		'One person gets a message every 6 seconds at most, after a burst of 45: join texts, or send them later.',
	),

	// Maintenance
	131057: maintenance(
		'Account in maintenance',
		'Wait a minute: Meta is at work on the account, for example to raise its throughput.',
	),
	133004: maintenance(
		'Registration server unavailable for the moment',
		"Wait a minute and try again, and look at Meta's status page (metastatus.com).",
	),
	2494100: maintenance('Phone number in maintenance', 'Wait a few minutes and try again.'),

	// Media
	131052: never(
		"User's file could not be fetched",
		'Ask the person to send the file again, or in another way; it may be too large (over 100 MB).',
	),
	131053: never(
		'File could not be taken over',
		'Check type and size: the MIME type must fit the content and be one WhatsApp supports for this kind of message. A link must be public and serve the file itself.',
	),

	// Incoming messages
	131035: never(
		'Message dropped, the number stores nothing',
		'Numbers without storage lose what their webhook does not take at once: see that the webhook can be reached, and have the message sent again.',
	),
	131036: never(
		'Message could not be kept without storage',
		'The number is set up to store nothing: have the message sent again, and read the details Meta gave.',
	),
	131060: never(
		'Message from a device that is not supported',
		'The person wrote from a linked device that Cloud API cannot read: ask them to write from their phone.',
	),

	// Sending templates
	132000: never(
		'Number of template values does not match',
		'Give a value for every variable of the template, no more and no fewer; choose it again from the list to load its fields.',
	),
	132001: never(
		'Template not found in this language',
		'Choose the template again from the list. In WhatsApp Manager › Message templates it must exist in exactly this language and be approved.',
	),
	132005: never(
		'Template too long once filled in',
		'Shorten the values: template and values together are over the limit.',
	),
	132007: never(
		'Template content breaks a policy',
		'See the reason in WhatsApp Manager › Message templates, edit the template and submit it again.',
	),
	132008: never(
		'Template value not valid',
		'Correct the value that the details name: its form does not fit this variable.',
	),
	132012: never(
		'Template value of the wrong kind',
		'Give each variable the kind the template asks for (text, currency, date, image …), with names if the template uses named variables.',
	),
	132015: later(
		'Template paused for low quality',
		'Wait until Meta ends the pause, or edit the template in WhatsApp Manager › Message templates and send it again once approved.',
	),
	132016: never(
		'Template disabled for low quality',
		'It was paused too often and stays off: create a new template with other content.',
	),
	132018: never(
		'Template and its values do not fit together',
		'Read the details Meta gave, and compare the values you send with the template in WhatsApp Manager › Message templates.',
	),
	132068: never(
		'Flow blocked',
		"Mend the Flow's endpoint as the alerts in WhatsApp Manager › Flows say: Meta unblocks the Flow when it runs well again.",
	),
	132069: later(
		'Flow throttled to 10 messages an hour',
		"Send the rest in the next hour, and mend the Flow's endpoint as the alerts in WhatsApp Manager › Flows say.",
	),

	// Creating and editing templates
	200005: never(
		'Template insights not available',
		'Meta has no insights for this template or account: leave it out of the query.',
	),
	200006: never(
		'Template insights cannot be turned off',
		'Once turned on they stay on: leave the setting as it is.',
	),
	200007: never(
		'Template insights not turned on',
		'Turn template insights on for the account in WhatsApp Manager, then ask for them again.',
	),
	2388019: never(
		'Limit of templates reached',
		'Delete templates that you do not use: an account holds 250, or 6,000 once its business is verified.',
	),
	2388023: later(
		'Template is being deleted in this language',
		'Meta keeps the name of a deleted approved template for 30 days: choose another name, such as one ending in _v2.',
	),
	2388024: never(
		'Template exists already in this language',
		'Edit it with Update or Create or Update, or choose another name.',
	),
	2388040: never('Template field too long', 'Shorten the field that the details name.'),
	2388043: never(
		'Part of the template is incomplete',
		'Read the details for the part: most often an example is missing for a variable, or given where there is none.',
	),
	2388047: never(
		'Template header not valid',
		'Check the header: 60 characters and one variable at most, without line breaks and formatting, and a sample for each variable or file.',
	),
	2388072: never(
		'Template body not valid',
		'Check the body: variables numbered without gaps or properly named, a sample for each, and braces in pairs.',
	),
	2388073: never(
		'Template footer not valid',
		'Check the footer: 60 characters of plain text at most, without variables.',
	),
	2388293: never(
		'Too many variables for so little text',
		'Add words to the body or take variables out: by experience n variables want 2n + 1 words besides them.',
	),
	2388299: never(
		'Template begins or ends with a variable',
		'Put words before the first and after the last variable; punctuation alone is not enough.',
	),

	// Marketing Messages API
	131055: never(
		'Method not allowed',
		'The Marketing Messages API takes marketing templates only, and a number with SIP takes no calls by API: use the operation meant for this.',
	),
	134100: never(
		'Not a marketing template',
		'Send this template as an ordinary template message: the Marketing Messages API takes only the category Marketing.',
	),
	134101: later(
		'Template not ready for marketing messages yet',
		'Wait 10 minutes after a template was created or edited, then send again.',
	),
	134102: transient(
		'Template unavailable for marketing messages',
		'Try again. If it stays, check in WhatsApp Manager that the account is set up for the Marketing Messages API.',
	),
	134103: never(
		'Refused by the Marketing Messages API',
		'Read the details Meta gave, and check in WhatsApp Manager that the account is set up for marketing messages.',
	),

	// Registration of phone numbers
	133000: never(
		'Earlier deregistration left unfinished',
		'Deregister the number again, then register it.',
	),
	133005: never(
		'Two-step PIN wrong',
		'Enter the right PIN, or reset it in WhatsApp Manager › Account tools › Phone numbers › Two-step verification.',
	),
	133006: never(
		'Phone number not verified yet',
		'Request a code by SMS or voice call and verify the number, then register it.',
	),
	133008: never(
		'Too many wrong PINs',
		'Wait for as long as the details say, or reset the PIN in WhatsApp Manager › Account tools › Phone numbers.',
	),
	133009: never(
		'PIN entered again too soon',
		'Wait for as long as the details say, then enter the PIN again.',
	),
	133010: never(
		'Phone number not registered',
		'Register the number for Cloud API with its PIN, then send.',
	),
	133015: later(
		'Phone number was deleted a moment ago',
		'Wait 5 minutes until the deletion is through, then register the number.',
	),
	133016: later(
		'Phone number registered too often',
		'Wait until Meta unlocks the number (up to 72 hours), then register or deregister it once.',
	),

	// Moving numbers and accounts
	2388012: never(
		'Phone number already in this account',
		'Nothing to move: choose the number from WhatsApp Manager › Account tools › Phone numbers.',
	),
	2388091: never(
		'Phone number cannot get a code to move',
		'Request-code works here only for a number being moved: add and verify this one in the ordinary way.',
	),
	2388093: never(
		'Phone number cannot be verified to move',
		'Verify-code works here only for a number being moved: add and verify this one in the ordinary way.',
	),
	2388103: never(
		'Phone number cannot be moved',
		'Read the details for what is missing: approved display name, approved account, payment method, webhooks of the destination, or two-step verification turned off.',
	),
	2593079: later(
		'Account is being moved',
		'Wait until the running migration of the WhatsApp account has ended.',
	),
	2593080: never(
		'Account cannot change its owner',
		'Read the details Meta gave: the account does not meet the conditions of an ownership migration.',
	),
	2593085: never(
		'Change of the WhatsApp account refused',
		'Read the details Meta gave, and look at the account in Business settings › WhatsApp accounts.',
	),
	2593107: never(
		'Synchronization already used',
		'History and contacts of the WhatsApp Business app can be synchronized once: connect the number anew to do it again.',
	),
	2593108: never(
		'Synchronization came too late',
		'It must be asked for within 24 hours of connecting the number: connect the number anew.',
	),

	// Groups
	131020: never(
		'Group has no other member',
		'Send the invite link first: a group with one member takes no messages.',
	),
	131041: never(
		'Group not found',
		'Check the group ID, and that this number is a member of the group.',
	),
	131201: never(
		'Done for some of the participants only',
		'Look in the answer for the participants that were left out and why, and repeat it for those.',
	),
	131202: never('Participant listed twice', 'Give each participant once.'),
	131204: never(
		'Group is full',
		'Remove a participant or open another group: a group takes 8 at most.',
	),
	131207: never(
		'Group suspended',
		'Meta suspended the group for a policy violation: use another group, or ask for a review.',
	),
	131208: transient(
		'Too many group operations at once',
		'Wait a while and make fewer group operations with this number.',
	),
	131209: never('Group picture is not square', 'Use an image as wide as it is high.'),
	131210: never('Group picture too small', 'Use an image of more than 192 × 192 pixels.'),
	131211: never(
		'Limit of groups reached',
		'Delete groups that you do not use: this number can open no more.',
	),
	131212: never(
		'Not a participant of the group',
		'Check the participant: only members of the group can be removed or changed.',
	),

	// Calls
	138000: never(
		'Calling not turned on for this number',
		'Turn it on in WhatsApp Manager › Account tools › Phone numbers › Call settings.',
	),
	138001: never(
		'Recipient cannot be called',
		'Check that the number is on WhatsApp, on a phone, in a current version and with the current terms accepted.',
	),
	138002: later(
		'Too many calls at the same time',
		'Wait until calls have ended: one number holds 1,000 at once.',
	),
	138003: later('Call with this person already running', 'Wait until it has ended.'),
	138004: later(
		'Call could not be connected',
		'Try again later, and check the connection values (SDP) that you send.',
	),
	138005: later('Too many calls from this number', 'Wait a while and start fewer calls.'),
	138006: never(
		'No permission to call this person',
		'Send a call permission request and call once it is accepted.',
	),
	138007: never('Call not connected in time', 'Answer the SDP offer sooner, then call anew.'),
	138009: later(
		'Too many call permission requests to this person',
		'Wait before you ask again; a call that comes about lifts the limit.',
	),
	138012: later(
		'Calls to this person used up for today',
		'The details say from when on you may call again.',
	),
	138013: quota(
		'Call permissions looked up too often',
		'Look them up less often, and keep the answer for a while.',
	),
	138018: never(
		'Calling cannot be turned on',
		'Set SIP up, or subscribe an app to the WhatsApp account and to the webhook field "calls", then turn calling on.',
	),

	// Flows
	139000: never(
		'Flows blocked for this account',
		'Meta found an integrity issue with the account: see Business Support Home, and ask for a review.',
	),
	139001: never(
		'Flow could not be updated',
		'A published Flow cannot be changed: clone it. For a draft, read the details about its Flow JSON.',
	),
	139002: never(
		'Flow could not be published',
		'Read the details: validation of the Flow JSON, endpoint, public key, connected app, phone number or webhooks are incomplete.',
	),
	139003: never(
		'Flow could not be deprecated',
		'Only a published Flow can be deprecated, and only once.',
	),
	139004: never('Flow could not be deleted', 'A published Flow cannot be deleted: deprecate it.'),

	// Blocking users
	139100: never(
		'Not all users could be blocked or unblocked',
		'Look in the answer for the users left out: only those who wrote within the last 24 hours can be blocked.',
	),
	139101: never('Block list is full', 'Unblock users: the list holds 64,000.'),
	139102: never('Block list changed while it was read', 'Read the list again from its first page.'),
	139103: transient('Block list unavailable for the moment', 'Try again in a moment.'),

	// Business usernames
	147001: never(
		'Username is taken',
		'Choose another one, or one of the suggestions for this number.',
	),
	147002: never(
		'Account may not have a username',
		'See in WhatsApp Manager what the number still lacks, and ask again later.',
	),
	147003: never(
		'Facebook account must be linked',
		'Link the Facebook account of your business to this WhatsApp account, then ask for the name again.',
	),
	147004: never(
		'Instagram account must be linked',
		'Link the Instagram account of your business to this WhatsApp account, then ask for the name again.',
	),
	147005: never(
		'Username belongs to another of your numbers',
		'Ask with the transfer "force_transfer" to move it to this number.',
	),

	// Payments. What may follow what: Meta's documentation, payments/payments-in/orderstatustemplate.
	2046: never(
		'Order status cannot follow the present one',
		'An order goes from processing or shipped to completed or canceled, and not back: send a status that can follow the last one.',
	),
	2047: never(
		'Order is paid already',
		'An order with a successful or pending payment cannot be canceled: refund it where it was paid, and send another status.',
	),

	// No source says what these mean
	1752041: never(
		'Request refused (1752041)',
		'Read the details Meta gave, and give the trace ID to Meta Direct Support if they do not help.',
	),
	2388001: never(
		'Change of the account or a number refused',
		'Read the details Meta gave, and look at the account in WhatsApp Manager.',
	),
};

/** For codes without a line of their own: a span that Meta documents as one, and areas with undocumented codes. */
const RULES: ReadonlyArray<{ first: number; last: number; advice: Advice }> = [
	{
		first: 200,
		last: 299,
		advice: never(
			'Permission missing for this call',
			'Open the token in the Access Token Debugger: it needs whatsapp_business_messaging and whatsapp_business_management, and its system user needs the WhatsApp account assigned.',
		),
	},
	{
		first: 131201,
		last: 131215,
		advice: never(
			'Group operation refused',
			'Read the details Meta gave, and check the group and its participants.',
		),
	},
	{
		first: 138000,
		last: 138025,
		advice: never(
			'Call operation refused',
			'Read the details Meta gave, and see WhatsApp Manager › Account tools › Phone numbers › Call logs.',
		),
	},
	{
		first: 139000,
		last: 139006,
		advice: never(
			'Flow operation refused',
			'Read the details Meta gave, and look at the Flow in WhatsApp Manager › Flows.',
		),
	},
	{
		first: 2494164,
		last: 2494179,
		advice: never(
			'Operation on the account refused',
			'Read the details Meta gave, and look at the account in WhatsApp Manager.',
		),
	},
];

/** An ID that is wrong or another business's: HTTP 400, code 100, subcode 33, not 404. */
const UNKNOWN_OBJECT_SUBCODE = 33;
const UNKNOWN_OBJECT = never(
	'Unknown ID, or no access to it',
	'Check the ID (phone number, WhatsApp account, template or media), and that the system user of the token has this WhatsApp account assigned.',
);

/** All lines, in the order of their codes; a code before the rule that surrounds it. */
export const catalogue: readonly CatalogueEntry[] = [
	...Object.entries(CODES).map(([code, advice]) => ({
		first: Number(code),
		last: Number(code),
		...advice,
	})),
	{ first: 100, last: 100, subcode: UNKNOWN_OBJECT_SUBCODE, ...UNKNOWN_OBJECT },
	...RULES.map(({ first, last, advice }) => ({ first, last, ...advice })),
].sort((a, b) => a.first - b.first || a.last - b.last);

/** What the catalogue says of a code; a line of its own before a rule. */
function lookUp(code: number): Advice | undefined {
	return CODES[code] ?? RULES.find(({ first, last }) => first <= code && code <= last)?.advice;
}

/** Numbers from here on are WhatsApp's own: as a subcode they say more than the code above them. */
const FIRST_OWN_CODE = 100_000;

const TOO_MANY_REQUESTS = throughput(
	'Too many requests',
	'Send more slowly: lower Messages per Second, or remove that option: the node then goes by what Meta allows.',
);
const TROUBLE_AT_META = transient(
	'Meta could not answer for the moment',
	"Try again in a few minutes, and look at Meta's status page (metastatus.com).",
);
/**
 * Not of class 'token': that one stops every message of the account and may spend the standby token, so
 * only the codes that say so (0, 102, 190) carry it. If the token is dead, the next answers will be a 190.
 */
const UNAUTHORIZED = never(
	'Meta did not accept the credentials',
	'Test the credential, and read the details Meta gave. If need be, create a new token under Business settings › System users.',
);
const FORBIDDEN = never(
	'Meta does not allow this call',
	'Read the details Meta gave. Check that the token has the WhatsApp permissions and its system user has the WhatsApp account assigned.',
);
const REFUSED = never(
	'Meta refused the request',
	'Read the details Meta gave and correct what they name. If they do not help, give the trace ID to Meta Direct Support.',
);

function adviceForStatus(httpStatus: number): Advice {
	if (httpStatus === 429) return TOO_MANY_REQUESTS;
	if (httpStatus >= 500) return TROUBLE_AT_META;
	if (httpStatus === 401) return UNAUTHORIZED;
	if (httpStatus === 403) return FORBIDDEN;
	return REFUSED;
}

/**
 * The advice for what Meta answered.
 * @param code Meta's error code; logic rests on it, not on the HTTP status
 * @param httpStatus decides only where the code is in no table
 * @param subcode tells an unknown object (100/33) from a wrong parameter (100); template and account calls
 *   answer 100 with the code proper in here (seen in public reports: 100/2388299 on creating a template)
 */
export function adviceFor(code: number, httpStatus: number, subcode?: number): ErrorAdvice {
	if (code === 100 && subcode === UNKNOWN_OBJECT_SUBCODE) return UNKNOWN_OBJECT;
	const proper = code === 100 && subcode && subcode >= FIRST_OWN_CODE ? lookUp(subcode) : undefined;
	return proper ?? lookUp(code) ?? adviceForStatus(httpStatus);
}
