import type { IExecuteFunctions } from 'n8n-workflow';

import { fieldOf } from '../../shared/messages/checks';
import { type BinaryFile, readBinaryFile } from '../../shared/n8n/binaryFiles';
import { toBoolean, toEntries, toText, type ItemParameters } from '../../shared/n8n/itemParameters';
import { evaluateAround } from './ownVariables';

/** Reads the fields of the form, or those of one entry of a collection in it, as one item has them. */
export class FieldReader {
	/**
	 * @param place the entry as a builder says it, e.g. "Card 2, button 1"; nothing for the form itself
	 * @param path begins the names of its parameters
	 */
	constructor(
		private readonly context: IExecuteFunctions,
		private readonly parameters: ItemParameters,
		readonly place?: string,
		private readonly path = '',
	) {}

	/** As it is; `fallback` stands for what was never filled in, or does not show. */
	value(name: string, fallback: unknown = ''): unknown {
		return this.parameters.value(`${this.path}${name}`, fallback);
	}

	/** @throws ValidationError when it is no text */
	text(name: string, label: string): string {
		return toText(this.value(name), fieldOf(label, this.place));
	}

	/** The same of an identifier or an address: white space around it comes from copying. */
	trimmed(name: string, label: string): string {
		return this.text(name, label).trim();
	}

	/** @throws ValidationError when it is neither true nor false */
	boolean(name: string, label: string): boolean {
		return toBoolean(this.value(name, false), fieldOf(label, this.place));
	}

	/** As it is, with the variables of the template in it, also where n8n takes it for an expression. */
	templateValue(name: string): unknown {
		const around = evaluateAround(this.context, this.parameters.itemIndex, this.stored(name));
		return around ? around.value : this.value(name);
	}

	/**
	 * A text that may hold variables of the template.
	 * @throws ValidationError when it is no text
	 */
	templateText(name: string, label: string): string {
		return toText(this.templateValue(name), fieldOf(label, this.place));
	}

	/**
	 * The entries of a fixed collection, e.g. of "cards.card".
	 * @param thing one of them as a builder says it, e.g. "Card"
	 */
	entries(name: string, thing: string): FieldReader[] {
		// Not their values: a variable of the template has none that n8n knows.
		return toEntries(this.stored(name)).map((_, index) => {
			const numbered = `${thing} ${index + 1}`;
			const path = `${this.path}${name}[${index}].`;
			return new FieldReader(this.context, this.parameters, this.within(numbered), path);
		});
	}

	/** As the workflow has it: expressions are not evaluated. */
	private stored(name: string): unknown {
		return this.parameters.raw(`${this.path}${name}`);
	}

	/** A part of it as a builder says it: "Header", "Card 2, header". */
	within(part: string): string {
		if (this.place === undefined) return part;
		return `${this.place}, ${part.charAt(0).toLowerCase()}${part.slice(1)}`;
	}

	/**
	 * A file of the item.
	 * @param field the name of its binary field
	 * @throws ValidationError when the item has no such file
	 */
	async file(field: unknown): Promise<BinaryFile> {
		return await readBinaryFile(this.context, this.parameters.itemIndex, field);
	}
}
