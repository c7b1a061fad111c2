import type { INodeProperties } from 'n8n-workflow';

import type { JsonObject } from '../../../shared/graph/answer';
import type { FieldReader } from '../fieldReader';

/** What the cards of a carousel show. */
export type CardContent = 'media' | 'product';

/** A kind of button in the form: what it has besides its label, and what is made of that. */
export interface ButtonForm {
	/** Meta's type: a key of BUTTON_KINDS, which says how it is called and who words its label. */
	type: string;
	description: string;
	/** The cards that may have it; none when left out. Source: Meta's pages of the carousels. */
	inCards?: readonly CardContent[];
	fields?: INodeProperties[];
	/** @throws ValidationError when a field is of a kind that cannot be made into a button */
	read?(entry: FieldReader): JsonObject;
}
