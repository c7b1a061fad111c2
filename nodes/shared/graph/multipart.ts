import { randomUUID } from 'node:crypto';

import type { StreamedBody } from './http';

/** A file among the parts of a form. */
export interface FormFile extends StreamedBody {
	/** The name of its part. */
	part: string;
	fileName: string;
	contentType: string;
}

/** A form with a file in it (`multipart/form-data`, RFC 7578), and the header that goes with it. */
export interface Form {
	contentType: string;
	body: StreamedBody;
}

/** Writes a form: the fields first, so that whoever reads it knows what the file is. */
export function multipart(fields: Record<string, string>, file: FormFile): Form {
	const boundary = `n8n-${randomUUID()}`;
	const head = Object.entries(fields).map(
		([name, value]) =>
			`--${boundary}\r\ncontent-disposition: form-data; name="${escaped(name)}"\r\n\r\n${value}\r\n`,
	);
	head.push(
		`--${boundary}\r\ncontent-disposition: form-data; name="${escaped(file.part)}"; filename="${escaped(file.fileName)}"\r\n`,
		`content-type: ${oneLine(file.contentType)}\r\n\r\n`,
	);
	const before = Buffer.from(head.join(''));
	const after = Buffer.from(`\r\n--${boundary}--\r\n`);
	return {
		contentType: `multipart/form-data; boundary=${boundary}`,
		body: {
			bytes: file.bytes === undefined ? undefined : before.length + file.bytes + after.length,
			async *open() {
				// A file that cannot be opened must show before anything leaves.
				const content = await file.open();
				yield before;
				yield* content;
				yield after;
			},
		},
	};
}

/** As browsers write names: nothing in one may end the line or the quotes. */
function escaped(name: string): string {
	return oneLine(name).replaceAll('"', '%22');
}

function oneLine(text: string): string {
	return text.replace(/[\r\n\0]+/g, ' ');
}
