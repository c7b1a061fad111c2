import type { JsonObject } from '../graph/answer';

/** A template's button as Graph gives and takes it; what else a kind of button has stays in it. */
export interface TemplateButton extends JsonObject {
	/** "QUICK_REPLY", "URL", "PHONE_NUMBER", "COPY_CODE", "OTP", "FLOW", "CATALOG", "MPM", "SPM", "VOICE_CALL", … */
	type: string;
	text?: string;
	url?: string;
	phone_number?: string;
}

/** A part of a template as Graph gives and takes it: header, body, footer, buttons, carousel, … */
export interface TemplateComponent extends JsonObject {
	/** "HEADER", "BODY", "FOOTER", "BUTTONS", "CAROUSEL", "LIMITED_TIME_OFFER"; Meta takes any case. */
	type: string;
	/** Of a header: "TEXT", "IMAGE", "VIDEO", "DOCUMENT", "LOCATION", "PRODUCT", "GIF". */
	format?: string;
	text?: string;
	buttons?: TemplateButton[];
	/** Of a carousel. */
	cards?: Array<{ components: TemplateComponent[] }>;
}

/** A template as it stands in the account; Meta's names. */
export interface TemplateDefinition extends JsonObject {
	id: string;
	name: string;
	/** e.g. "en_US" */
	language: string;
	/** "MARKETING", "UTILITY" or "AUTHENTICATION". */
	category: string;
	/** "APPROVED", "PENDING", "REJECTED", "PAUSED", … */
	status: string;
	/** "POSITIONAL" or "NAMED"; absent means positional. */
	parameter_format?: string;
	components: TemplateComponent[];
}

/** The component of a type, whatever case Meta writes it in. */
export function componentOf(
	components: TemplateComponent[],
	type: string,
): TemplateComponent | undefined {
	return components.find((component) => component.type.toUpperCase() === type);
}
