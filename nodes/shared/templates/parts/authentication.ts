import { LIMITS } from '../../messages/limits';
import type { TemplatePart, TemplateSlot } from '../slot';

/** The one-time code of an authentication template: Meta wants it in the body and on the button. */
export const CODE: TemplateSlot = {
	id: 'code',
	name: 'Code',
	label: `Code: the one-time password, up to ${LIMITS.oneTimeCode} characters (e.g. 482913)`,
	kind: 'text',
	required: true,
};

/** The body of an authentication template: its words are Meta's own, with the code in them. */
export const codeBody: TemplatePart = {
	place: 'body',
	slots: [CODE],
	compose: (values) => ({
		type: 'body',
		parameters: [{ type: 'text', text: values.text(CODE, LIMITS.oneTimeCode) }],
	}),
};
