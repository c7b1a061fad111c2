import { isObject } from '../../graph/answer';
import { LIMITS } from '../../messages/limits';
import { excerpt } from '../../text';
import type { TemplateButton } from '../types';
import { isFilled } from './examples';
import type { Findings } from './finding';
import { checkLength } from './texts';

/** Each way to use a one-time code, and whether apps take part in it. */
const NEEDS_APPS: Readonly<Record<string, boolean>> = {
	COPY_CODE: false,
	ONE_TAP: true,
	ZERO_TAP: true,
};

/** The button for the code of an authentication template. */
export function checkOtp(button: TemplateButton, findings: Findings): void {
	const type = String(button.otp_type);
	if (!Object.hasOwn(NEEDS_APPS, type)) {
		findings.error(
			'otp-type',
			button.otp_type === undefined
				? 'it does not say how the code is used'
				: `“${excerpt(type)}” is no way to use a code`,
			'Set otp_type to COPY_CODE, ONE_TAP or ZERO_TAP.',
		);
		return;
	}
	if (typeof button.autofill_text === 'string') {
		checkLength(findings.within('Autofill text'), button.autofill_text, LIMITS.templateButtonText);
	}
	if (type === 'ZERO_TAP' && button.zero_tap_terms_accepted !== true) {
		findings.error(
			'zero-tap-terms',
			'the terms of zero-tap are not accepted',
			"Read Meta's terms for zero-tap authentication, and set zero_tap_terms_accepted to true.",
		);
	}
	checkApps(button.supported_apps, NEEDS_APPS[type], findings);
}

function checkApps(given: unknown, isNeeded: boolean, findings: Findings): void {
	const apps: unknown[] = Array.isArray(given) ? given : [];
	if (apps.length === 0) {
		if (!isNeeded) return;
		findings.error(
			'apps-missing',
			'it names no app that takes the code',
			'Give each app its package name and signature hash (supported_apps).',
		);
	}
	if (apps.length > LIMITS.otpApps) {
		findings.error(
			'too-many-apps',
			`${apps.length} apps, Meta allows ${LIMITS.otpApps}`,
			`Take away ${apps.length - LIMITS.otpApps}.`,
		);
	}
	apps.forEach((app, index) => {
		if (isObject(app) && isFilled(app.package_name) && isFilled(app.signature_hash)) return;
		findings
			.within(`App ${index + 1}`)
			.error(
				'app',
				'package name or signature hash is missing',
				'Give both: package_name and signature_hash.',
			);
	});
}
