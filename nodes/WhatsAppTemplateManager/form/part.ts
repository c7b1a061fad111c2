import type { INodeProperties } from 'n8n-workflow';

import type { TemplateComponent } from '../../shared/templates/types';
import type { SampleFile } from './draftInput';
import type { FieldReader } from './fieldReader';

/** What decides which parts a template has: authentication, or what the builder chose for the other categories. */
export type TemplateKind =
	'authentication' | 'standard' | 'carousel' | 'limitedTimeOffer' | 'callPermissionRequest';

/** What the parts need to know of the whole. */
export interface Drafting {
	/** Whether the variables of a text have names instead of numbers. */
	isNamed: (text: string) => boolean;
	/** Files that the parts want to have uploaded. */
	samples: SampleFile[];
}

/** A part of the form: its fields, and what it makes of them. */
export interface DraftPart {
	/** The kinds of templates that have it. */
	kinds: TemplateKind[];
	fields: INodeProperties[];
	/**
	 * @returns its components: none when it was left empty
	 * @throws ValidationError when a field is of a kind that cannot be made into one
	 */
	read(fields: FieldReader, drafting: Drafting): TemplateComponent[] | Promise<TemplateComponent[]>;
}
