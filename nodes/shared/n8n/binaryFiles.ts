import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';

import type { StreamedBody } from '../graph/http';
import { ValidationError } from '../graph/errors';

/** A file of an item. */
export interface BinaryFile extends StreamedBody {
	fileName: string | undefined;
	/** As n8n has it; not checked. */
	mimeType: string;
	bytes: number;
	/**
	 * Equal for equal content: n8n's ID of a stored file, or of one in memory its Base64, which the item holds
	 * anyway. Two texts of the same memory are equal at once, others by the first difference.
	 */
	content: string;
}

const FIELD = 'Input Data Field Name';

/** Characters of Base64 decoded at a time: a multiple of four, 192 KiB of the file. */
const SLICE = 256 * 1024;

/**
 * The file in an item's binary field. Nothing is read yet; each `open()` begins at its first byte.
 * @param field the name of the binary field, or the file itself, as an expression can give it
 * @throws ValidationError when the item has no such file
 */
export async function readBinaryFile(
	context: IExecuteFunctions,
	itemIndex: number,
	field: unknown,
): Promise<BinaryFile> {
	const { id, data: given, mimeType, fileName } = findBinary(context, itemIndex, field);
	if (!id) {
		// n8n writes Base64 in one line, Code nodes not always.
		const data = given.includes('\n') ? given.replace(/\s+/g, '') : given;
		return {
			fileName,
			mimeType,
			bytes: Buffer.byteLength(data, 'base64'),
			content: data,
			open: () => decoded(data),
		};
	}
	const { fileSize } = await stored(fileName, () => context.helpers.getBinaryMetadata(id));
	return {
		fileName,
		mimeType,
		bytes: fileSize,
		content: id,
		open: () => stored(fileName, () => context.helpers.getBinaryStream(id)),
	};
}

function findBinary(context: IExecuteFunctions, itemIndex: number, given: unknown): IBinaryData {
	const field = typeof given === 'string' ? given.trim() : given;
	if (field === '' || field === undefined || field === null) {
		throw new ValidationError(
			FIELD,
			`${FIELD} is empty`,
			'Fill in the name of the field that has the file, mostly “data”.',
		);
	}
	try {
		// n8n knows of files in other places than `binary`, depending on the workflow's settings.
		return context.helpers.assertBinaryData(itemIndex, field as string);
	} catch {
		throw noFile(context, itemIndex, field);
	}
}

function noFile(context: IExecuteFunctions, itemIndex: number, field: unknown): ValidationError {
	const names = Object.keys(context.getInputData()[itemIndex]?.binary ?? {});
	const asked = typeof field === 'string' ? ` in the field “${field}”` : '';
	return new ValidationError(
		FIELD,
		`The item has no file${asked}`,
		names.length > 0
			? `It has files in: ${names.map((name) => `“${name}”`).join(', ')}.`
			: 'It has no file at all: check the node before, or merge its files with these items.',
	);
}

/** Files in n8n's store may be gone, e.g. when an old execution is run again. */
async function stored<T>(fileName: string | undefined, read: () => Promise<T>): Promise<T> {
	return await read().catch((error: unknown) => {
		throw new ValidationError(
			FIELD,
			`n8n no longer has the file${fileName ? ` “${fileName}”` : ''} of this item: ${error instanceof Error ? error.message : String(error)}`,
			'Run the node again that the file comes from.',
		);
	});
}

/** The bytes of a Base64 text, a slice at a time. */
async function* decoded(data: string): AsyncGenerator<Uint8Array> {
	for (let at = 0; at < data.length; at += SLICE) {
		yield Buffer.from(data.slice(at, at + SLICE), 'base64');
	}
}
