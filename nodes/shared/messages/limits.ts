import { LARGEST_FILE_BYTES } from '../graph/endpoints/media';
import { ValidationError } from '../graph/errors';

/** Meta says MB and KB without saying of which kind: the larger ones, so that Meta decides at the border. */
const KB = 1024;
const MB = 1024 * KB;

/**
 * Meta's limits for what a message holds, each once. Texts are counted in code points.
 * Source: Meta's pages of the single message types, "Media", and "Template components" with the pages of the
 * single kinds of templates where nothing else is said.
 */
export const LIMITS = {
	textBody: 4096,
	/** Of an image, a video or a document. */
	caption: 1024,
	/** Degrees to either side of the equator. */
	latitude: 90,
	/** Degrees to either side of Greenwich. */
	longitude: 180,
	contacts: 257,
	/** What status webhooks say back: `biz_opaque_callback_data`. */
	callbackData: 512,

	/** Of interactive messages, lists excepted. */
	body: 1024,
	headerText: 60,
	footerText: 60,
	replyButtons: 3,
	replyButtonId: 256,
	/** Also of a link, a call and a card's button. */
	buttonText: 20,
	listBody: 4096,
	listButton: 20,
	listSections: 10,
	/** Over all sections of a list. */
	listRows: 10,
	listRowId: 200,
	listRowTitle: 24,
	listRowDescription: 72,
	/** Of a list or of products. */
	sectionTitle: 24,
	flowButton: 30,
	productSections: 10,
	/** Over all sections of a message. */
	products: 30,
	/** Also of a template's carousel, with the two below. */
	leastCards: 2,
	cards: 10,
	cardBody: 160,
	cardLineBreaks: 2,
	cardReplyButtons: 3,
	/** Minutes for which a call button works: 30 days. */
	callMinutes: 43_200,
	callPayload: 512,
	/** Of a pin code in India. */
	pinCode: 6,
	/** Days for which a message of a group may be pinned. */
	pinDays: 30,
	/** What names an order in all messages about it. */
	orderReference: 35,

	/** Minutes for which Meta keeps a file: 30 days. */
	mediaMinutes: 43_200,
	/** Bytes of a file. */
	imageBytes: 5 * MB,
	videoBytes: 16 * MB,
	audioBytes: 16 * MB,
	documentBytes: LARGEST_FILE_BYTES,
	stickerBytes: 100 * KB,
	animatedStickerBytes: 500 * KB,

	templateName: 512,
	templateHeaderText: 60,
	/** Of the text, without the values that are filled in. */
	templateBody: 1024,
	templateFooter: 60,
	/** Of the whole template; quick replies alone may be as many. */
	templateButtons: 10,
	templateUrlButtons: 2,
	templateButtonText: 25,
	/** Of the number that a button calls, with its plus. */
	templatePhoneNumber: 20,
	/** Of a template with a limited-time offer: its body with the values in it. */
	offerBody: 600,
	offerText: 16,
	/** What a button copies; since 3 December 2025 (15 before). */
	couponCode: 20,
	/** The same beside a limited-time offer. */
	offerCode: 15,
	/** A one-time password. */
	oneTimeCode: 15,
	/** A template button's URL with its suffix. */
	url: 2000,
	/** What a tapped quick reply sends back. */
	quickReplyPayload: 256,
	/** Of each card in a template. */
	templateCardButtons: 2,
	/** Apps that may fill in a one-time code. */
	otpApps: 5,
	/** Minutes for which a one-time code is valid, as the footer says. */
	leastCodeMinutes: 1,
	codeMinutes: 90,
	/** Seconds for which Meta tries to deliver; source: Meta's page "Time-to-live". */
	leastTtl: 30,
	authenticationTtl: 900,
	utilityTtl: 43_200,
	leastMarketingTtl: 43_200,
	marketingTtl: 2_592_000,
	/** Edits of an approved template in 24 hours and in 30 days; source: "Template management". */
	editsPerDay: 1,
	editsPerMonth: 10,
} as const;

/** Length as Meta counts it: code points, so that an emoji outside the basic plane is one, not two. */
export function codePoints(text: string): number {
	return [...text].length;
}

/**
 * @param field as the user knows it
 * @throws ValidationError when the text is empty or longer than `limit` code points
 */
export function checkText(field: string, text: string, limit: number): void {
	if (text.trim() === '') {
		throw new ValidationError(
			field,
			`${field} is empty`,
			`Fill in ${field}. If it is an expression, check that it gives a value for this item.`,
		);
	}
	// A text has at least as many UTF-16 units as code points: most need no counting.
	if (text.length <= limit) return;
	const length = codePoints(text);
	if (length > limit) {
		// Of a title or a footer there is one.
		const other = limit >= LIMITS.body ? ', or send it in several messages' : '';
		throw new ValidationError(
			field,
			`${field} has ${length} characters, Meta allows ${limit}`,
			`Shorten it by ${length - limit}${other}.`,
		);
	}
}
