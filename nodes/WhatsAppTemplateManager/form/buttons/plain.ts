import type { ButtonForm } from './buttonForm';

/** Buttons that have a label at most; what they do stands in each message. */
export const quickReply: ButtonForm = {
	type: 'QUICK_REPLY',
	description: 'Answers with its text; each message may set what comes back to you',
	inCards: ['media'],
};

export const catalog: ButtonForm = {
	type: 'CATALOG',
	description: 'Opens your catalog',
};

export const multiProduct: ButtonForm = {
	type: 'MPM',
	description: 'Shows up to 30 products that each message names',
};

export const singleProduct: ButtonForm = {
	type: 'SPM',
	description: 'Shows the product of the header',
	inCards: ['product'],
};

export const voiceCall: ButtonForm = {
	type: 'VOICE_CALL',
	description: 'Calls you over WhatsApp',
};

export const requestContactInfo: ButtonForm = {
	type: 'REQUEST_CONTACT_INFO',
	description: 'Asks the person to share their phone number',
};

export const orderDetails: ButtonForm = {
	type: 'ORDER_DETAILS',
	description: 'Shows an order that can be paid for, where Meta offers payments',
};
