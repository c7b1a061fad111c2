import { isObject } from '../../graph/answer';
import { LIMITS } from '../../messages/limits';
import { excerpt } from '../../text';
import type { TemplateComponent } from '../types';
import { variablesIn } from '../variables';
import { checkMarketingOnly, type ComponentRule } from './context';
import { checkExamples, isFilled } from './examples';
import type { Findings } from './finding';
import { checkPlain, requiredText } from './texts';
import { checkVariables } from './variables';

/** Headers by format. */
const FORMATS: Readonly<Record<string, ComponentRule>> = {
	TEXT: checkTextHeader,
	IMAGE: checkMedia,
	VIDEO: checkMedia,
	DOCUMENT: checkMedia,
	// Only the Marketing Messages API takes it, and that takes marketing templates only.
	GIF: (header, findings, context) => {
		checkMarketingOnly(findings, context, 'an animated header (GIF)', true);
		checkMedia(header, findings);
	},
	LOCATION: () => {},
	PRODUCT: (_, findings, context) =>
		checkMarketingOnly(findings, context, 'a product header', false),
};

export const checkHeader: ComponentRule = (header, findings, context) => {
	const check = FORMATS[String(header.format)];
	if (check) return check(header, findings, context);
	findings.error(
		'header-format',
		header.format === undefined
			? 'there is no format'
			: `“${excerpt(String(header.format))}” is no format of a header`,
		'Choose TEXT, IMAGE, VIDEO, DOCUMENT, LOCATION or PRODUCT.',
	);
};

/** Its variable may stand at either end: Meta's own samples have it there. */
function checkTextHeader(
	header: TemplateComponent,
	findings: Findings,
	context: Parameters<ComponentRule>[2],
): void {
	const text = requiredText(findings, header.text, LIMITS.templateHeaderText);
	if (text === undefined) return;
	checkPlain(findings, text, true);
	const names = checkVariables(findings, text, context);
	if (variablesIn(text).length > 1) {
		findings.error(
			'header-variables',
			'more than one variable',
			'Leave one in the header: Meta allows no more.',
		);
	}
	if (names.length === 1 && text.trim() === `{{${names[0]}}}`) {
		findings.warn(
			'only-a-variable',
			'there is nothing but a variable, which Meta tends to reject',
			'Put words around it.',
		);
	}
	checkExamples(header, 'header', names, findings, context);
}

/** The sample that Meta's review looks at: a handle of the resumable upload, no media ID and no link. */
function checkMedia(header: TemplateComponent, findings: Findings): void {
	const example = isObject(header.example) ? header.example : {};
	const handles: unknown[] = Array.isArray(example.header_handle) ? example.header_handle : [];
	const [handle] = handles;
	if (!isFilled(handle)) {
		findings.error(
			'sample-missing',
			'there is no sample file',
			"Upload one with Sample › Upload, and give its handle: Meta's review looks at it.",
		);
	} else if (/^https?:/i.test(handle.trim())) {
		findings.error(
			'sample-is-link',
			'the sample file is a link',
			'Upload the file with Sample › Upload, and give the handle that it answers.',
		);
	}
}
