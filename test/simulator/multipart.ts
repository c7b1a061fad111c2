/** A part of a `multipart/form-data` body. */
export interface FormPart {
	name: string;
	/** Only files have one. */
	fileName: string | undefined;
	contentType: string | undefined;
	/** A view of the body. */
	bytes: Buffer;
}

const CRLF = '\r\n';
const HEADERS_END = Buffer.from('\r\n\r\n');

/**
 * Reads the parts of a form (RFC 7578).
 *
 * @returns undefined for what is no form.
 */
export function readForm(bytes: Buffer, contentType: string): FormPart[] | undefined {
	const boundary = /^multipart\/form-data\b.*\bboundary="?([^";]+)"?/i.exec(contentType)?.[1];
	if (boundary === undefined) return undefined;
	const delimiter = Buffer.from(`${CRLF}--${boundary}`);
	const parts: FormPart[] = [];
	// The first delimiter may stand at the very beginning, without a line before it.
	let start = bytes.subarray(0, delimiter.length - 2).equals(delimiter.subarray(2))
		? delimiter.length - 2
		: endOf(bytes, delimiter, 0);
	while (start !== undefined) {
		if (bytes.subarray(start, start + 2).toString('latin1') === '--') return parts;
		const headersEnd = bytes.indexOf(HEADERS_END, start);
		const end = headersEnd === -1 ? -1 : bytes.indexOf(delimiter, headersEnd + 2);
		if (end === -1) return undefined;
		const part = readPart(
			bytes.subarray(start, headersEnd).toString(),
			bytes.subarray(headersEnd + HEADERS_END.length, end),
		);
		if (!part) return undefined;
		parts.push(part);
		start = end + delimiter.length;
	}
	return undefined;
}

function endOf(bytes: Buffer, delimiter: Buffer, from: number): number | undefined {
	const index = bytes.indexOf(delimiter, from);
	return index === -1 ? undefined : index + delimiter.length;
}

function readPart(head: string, bytes: Buffer): FormPart | undefined {
	const headers = new Map(
		head.split(CRLF).map((line) => {
			const colon = line.indexOf(':');
			return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
		}),
	);
	const disposition = headers.get('content-disposition') ?? '';
	const name = /[; ]name="([^"]*)"/i.exec(disposition)?.[1];
	if (!/^form-data\b/i.test(disposition) || name === undefined) return undefined;
	return {
		name,
		fileName: /[; ]filename="([^"]*)"/i.exec(disposition)?.[1],
		contentType: headers.get('content-type'),
		bytes,
	};
}
