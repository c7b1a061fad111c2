import { isObject } from '../json';
import type { JsonObject } from '../json';
import type { TemplateButton, TemplateComponent } from '../templateTypes';
import { lacks, listOf, notAllowed, textOf, typed } from './refusals';

/** Authentication templates have Meta's words, in each language (here the simulator's own). */
interface Words {
	body: string;
	advice: string;
	expiry: (minutes: number) => string;
	copy: string;
	autofill: string;
}

const ENGLISH: Words = {
	body: '*{{1}}* is your verification code.',
	advice: 'For your security, do not share this code.',
	expiry: (minutes) => `This code expires in ${minutes} minutes.`,
	copy: 'Copy code',
	autofill: 'Autofill',
};

const WORDS: Readonly<Record<string, Words>> = {
	en: ENGLISH,
	de: {
		body: 'Dein Bestätigungscode lautet *{{1}}*.',
		advice: 'Teile diesen Code zu deiner Sicherheit mit niemandem.',
		expiry: (minutes) => `Dieser Code läuft in ${minutes} Minuten ab.`,
		copy: 'Code kopieren',
		autofill: 'Ausfüllen',
	},
	es: {
		body: 'Tu código de verificación es *{{1}}*.',
		advice: 'Por tu seguridad, no lo compartas.',
		expiry: (minutes) => `Este código caduca en ${minutes} minutos.`,
		copy: 'Copiar código',
		autofill: 'Autocompletar',
	},
	pt: {
		body: 'Seu código de verificação é *{{1}}*.',
		advice: 'Para sua segurança, não o compartilhe.',
		expiry: (minutes) => `Este código expira em ${minutes} minutos.`,
		copy: 'Copiar código',
		autofill: 'Preencher',
	},
};

function wordsFor(language: string): Words {
	return WORDS[language.split('_')[0]] ?? ENGLISH;
}

const OTP_TYPES = new Set(['COPY_CODE', 'ONE_TAP', 'ZERO_TAP']);
const TEXT = 25;
const MOST_APPS = 5;
const PACKAGE_NAME = /^[A-Za-z]\w*(\.[A-Za-z]\w*)+$/;

/** The text of the body in a language. */
export function bodyText(language: string, withAdvice: boolean): string {
	const { body, advice } = wordsFor(language);
	return withAdvice ? `${body} ${advice}` : body;
}

/** The text of the footer in a language. */
export function footerText(language: string, minutes: number): string {
	return wordsFor(language).expiry(minutes);
}

/** The labels of the button in a language, unless the builder chose others. */
export function buttonLabels(language: string): { text: string; autofill_text: string } {
	const { copy, autofill } = wordsFor(language);
	return { text: copy, autofill_text: autofill };
}

/**
 * Checks the components of an authentication template.
 *
 * @returns them as Graph lists them: with Meta's texts, and the button as one of type URL.
 */
export function checkAuthentication(value: unknown, language: string): TemplateComponent[] {
	const checked: TemplateComponent[] = [];
	for (const entry of listOf(value, 'components')) {
		const { type, value: component } = typed(entry, 'components');
		if (checked.some((known) => known.type === type)) {
			throw notAllowed(`The component ${type} is given more than once.`);
		}
		if (type === 'BODY') checked.push(checkBody(component, language));
		else if (type === 'FOOTER') checked.push(checkFooter(component, language));
		else if (type === 'BUTTONS') {
			checked.push({ type, buttons: [checkButton(component, language)] });
		} else throw notAllowed(`An authentication template has no component ${type}.`);
	}
	const has = (type: string): boolean => checked.some((known) => known.type === type);
	if (!has('BODY')) throw lacks('BODY', 'add_security_recommendation');
	if (!has('BUTTONS')) throw lacks('BUTTONS', 'buttons');
	return checked;
}

function checkBody(body: JsonObject, language: string): TemplateComponent {
	refuseText(body, 'BODY');
	const advice = body.add_security_recommendation;
	if (advice !== undefined && typeof advice !== 'boolean') {
		throw notAllowed('add_security_recommendation is true or false.');
	}
	return {
		type: 'BODY',
		text: bodyText(language, advice === true),
		...(advice === undefined ? {} : { add_security_recommendation: advice }),
		example: { body_text: [['123456']] },
	};
}

function checkFooter(footer: JsonObject, language: string): TemplateComponent {
	refuseText(footer, 'FOOTER');
	const minutes = footer.code_expiration_minutes;
	if (minutes === undefined) throw lacks('FOOTER', 'code_expiration_minutes');
	if (typeof minutes !== 'number' || !Number.isInteger(minutes) || minutes < 1 || minutes > 90) {
		throw notAllowed('code_expiration_minutes is a whole number from 1 to 90.');
	}
	return { type: 'FOOTER', text: footerText(language, minutes), code_expiration_minutes: minutes };
}

function refuseText(component: JsonObject, type: string): void {
	if (component.text !== undefined) {
		throw notAllowed(`The text of an authentication template's ${type} is fixed.`);
	}
}

function checkButton(component: JsonObject, language: string): TemplateButton {
	const buttons = listOf(component.buttons, "components['buttons']");
	if (buttons.length !== 1) throw notAllowed('An authentication template has one button.');
	const { type, value: button } = typed(buttons[0], 'buttons');
	if (type !== 'OTP') throw notAllowed(`Its button is of type OTP, not ${type}.`);
	const otpType = textOf(button, 'otp_type', 'BUTTONS', TEXT).toUpperCase();
	if (!OTP_TYPES.has(otpType)) throw notAllowed(`${otpType} is not an otp_type.`);
	if (button.text !== undefined) textOf(button, 'text', 'BUTTONS', TEXT);
	if (button.autofill_text !== undefined) textOf(button, 'autofill_text', 'BUTTONS', TEXT);
	if (otpType !== 'COPY_CODE') checkApps(button);
	if (otpType === 'ZERO_TAP' && button.zero_tap_terms_accepted !== true) {
		throw notAllowed('A zero-tap button needs zero_tap_terms_accepted to be true.');
	}
	const url = `https://www.whatsapp.com/otp/code/?otp_type=${otpType}&code=otp`;
	return {
		type: 'URL',
		text: typeof button.text === 'string' ? button.text : wordsFor(language).copy,
		url: `${url}{{1}}`,
		example: [`${url}123456`],
	};
}

/** One app may also be named on the button itself, the older form. */
function checkApps(button: JsonObject): void {
	const apps = button.supported_apps === undefined ? [button] : button.supported_apps;
	const listed = listOf(apps, 'supported_apps');
	if (listed.length === 0 || listed.length > MOST_APPS) {
		throw notAllowed(`There are 1 to ${MOST_APPS} supported_apps, not ${listed.length}.`);
	}
	for (const app of listed) {
		const given = isObject(app) ? app : {};
		const name = textOf(given, 'package_name', 'BUTTONS', 224);
		if (!PACKAGE_NAME.test(name)) throw notAllowed(`${name} is not an Android package name.`);
		textOf(given, 'signature_hash', 'BUTTONS', 40);
	}
}
