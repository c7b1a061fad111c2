import { LIMITS } from '../../messages/limits';
import { excerpt } from '../../text';
import type { TemplateDraft } from '../draft';
import { isLanguage, LANGUAGE_CODE } from '../languages';
import { VALIDITIES } from '../validity';
import type { Findings } from './finding';
import { checkLength } from './texts';

/** Name, language, category and validity. */
export function checkEnvelope(draft: TemplateDraft, findings: Findings): void {
	checkName(draft.name, findings.within('Name'));
	checkLanguage(draft.language, findings.within('Language'));
	if (!Object.hasOwn(VALIDITIES, String(draft.category))) {
		findings
			.within('Category')
			.error(
				'category',
				given(draft.category, 'is no category'),
				'Choose MARKETING, UTILITY or AUTHENTICATION.',
			);
	}
	const format = draft.parameter_format;
	if (format !== undefined && format !== 'POSITIONAL' && format !== 'NAMED') {
		findings
			.within('Parameter format')
			.error('parameter-format', given(format, 'is no format'), 'Choose POSITIONAL or NAMED.');
	}
	checkValidity(draft, findings.within('Validity'));
}

function given(value: unknown, isNone: string): string {
	if (value === undefined || value === '') return 'missing';
	return `“${excerpt(typeof value === 'string' ? value : JSON.stringify(value))}” ${isNone}`;
}

function checkName(name: unknown, findings: Findings): void {
	const fix = 'Use lowercase letters, digits and underscores, such as order_update.';
	if (typeof name !== 'string' || name === '') findings.error('name', 'missing', fix);
	else if (!/^[a-z0-9_]+$/.test(name)) {
		findings.error('name', given(name, 'has characters that Meta does not take'), fix);
	} else checkLength(findings, name, LIMITS.templateName);
}

function checkLanguage(language: unknown, findings: Findings): void {
	if (typeof language === 'string' && isLanguage(language)) return;
	const fix = 'Choose one from the list, such as en_US.';
	if (typeof language === 'string' && LANGUAGE_CODE.test(language)) {
		// Meta adds languages: what looks like a code goes through.
		findings.warn(
			'language-unknown',
			given(language, 'is not in the list of Meta’s languages'),
			fix,
		);
	} else findings.error('language', given(language, 'is no language code'), fix);
}

function checkValidity(draft: TemplateDraft, findings: Findings): void {
	const seconds: unknown = draft.message_send_ttl_seconds;
	if (seconds === undefined || !Object.hasOwn(VALIDITIES, draft.category)) return;
	const { least, most, days30 } = VALIDITIES[draft.category];
	if (days30 && seconds === -1) return;
	if (Number.isInteger(seconds) && Number(seconds) >= least && Number(seconds) <= most) return;
	findings.error(
		'validity',
		`${excerpt(JSON.stringify(seconds))} seconds are not possible in the category ${draft.category}`,
		`Give ${least} to ${most} seconds${days30 ? ', or -1 for 30 days' : ''}.`,
	);
}
