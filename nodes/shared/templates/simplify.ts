import { isObject, type JsonObject } from '../graph/answer';
import { compact } from '../objects';
import { componentOf, type TemplateComponent, type TemplateDefinition } from './types';

/** A template as somebody reads it in a list. */
export interface SimpleTemplate {
	id: string;
	name: string;
	language: string;
	category: string;
	status: string;
	/** "GREEN", "YELLOW", "RED" or "UNKNOWN". */
	quality?: string;
	/** Meta's word, such as "INVALID_FORMAT". */
	rejectedReason?: string;
	/** Its text, or its format, such as "IMAGE". */
	header?: string;
	body?: string;
	footer?: string;
	/** What stands on them. */
	buttons?: string[];
	/** Cards of a carousel. */
	cards?: number;
}

/** The few values of a template that people reach for. */
export function simplify(template: TemplateDefinition): SimpleTemplate {
	const { id, name, language, category, status, components, rejected_reason: reason } = template;
	const header = componentOf(components, 'HEADER');
	return compact<SimpleTemplate>({
		id,
		name,
		language,
		category,
		status,
		quality: qualityOf(template),
		rejectedReason: typeof reason === 'string' && reason !== 'NONE' ? reason : undefined,
		header: header && (header.text ?? header.format),
		body: componentOf(components, 'BODY')?.text,
		footer: componentOf(components, 'FOOTER')?.text,
		buttons: labelsOf(componentOf(components, 'BUTTONS')),
		cards: componentOf(components, 'CAROUSEL')?.cards?.length,
	}) as SimpleTemplate;
}

function qualityOf({ quality_score: quality }: JsonObject): string | undefined {
	return isObject(quality) && typeof quality.score === 'string' ? quality.score : undefined;
}

function labelsOf(buttons: TemplateComponent | undefined): string[] | undefined {
	return buttons?.buttons?.map(({ text, type }) => text ?? type);
}
