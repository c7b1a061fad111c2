import {
	type BytesClient,
	type SampleFile,
	uploadSample,
} from '../../../nodes/shared/graph/endpoints/resumableUpload';
import {
	CancelledError,
	GraphApiError,
	NetworkError,
	UnexpectedAnswerError,
	ValidationError,
} from '../../../nodes/shared/graph/errors';
import { APP_ID, errorOf } from '../../support/graph';

const BYTES = Uint8Array.from({ length: 10 }, (_, index) => index);
const FILE: SampleFile = {
	name: 'photo.png',
	type: 'image/png',
	bytes: BYTES.length,
	read: async function* (offset) {
		for (const byte of BYTES.subarray(offset)) yield Uint8Array.of(byte);
	},
};
const cut = new NetworkError('The connection was closed', true, 'ECONNRESET');

/** Meta's upload: keeps bytes until told to break off, each time behind so many more. */
function metaThat(breaksBehind: number[], error: unknown = cut, session = 'upload:MTph?sig=ARZ') {
	const kept: number[] = [];
	const calls: string[] = [];
	const client: BytesClient = {
		async post(path, _, options) {
			calls.push(`open ${path.join('/')} ${JSON.stringify(options?.query)}`);
			return { id: session };
		},
		async get(path, options) {
			calls.push(`ask ${path.join('/')} ${JSON.stringify(options?.query)}`);
			return { id: session, file_offset: kept.length };
		},
		async postBytes(path, body, { headers, query }) {
			calls.push(
				`send ${path.join('/')} ${JSON.stringify(query)} ${headers.file_offset}+${body.bytes}`,
			);
			if (Number(headers.file_offset) !== kept.length) throw new Error('Wrong offset');
			let room = breaksBehind.length ? (breaksBehind.shift() as number) : Infinity;
			for await (const chunk of await body.open()) {
				if (room-- <= 0) throw error;
				kept.push(...chunk);
			}
			return { h: '4::handle' };
		},
	};
	return { client, calls, kept };
}

it('opens a session, sends the file and gives its handle', async () => {
	const { client, calls, kept } = metaThat([]);
	expect(await uploadSample(client, APP_ID, FILE)).toBe('4::handle');
	expect(calls).toEqual([
		`open ${APP_ID}/uploads {"file_name":"photo.png","file_length":10,"file_type":"image/png"}`,
		'send upload:MTph {"sig":"ARZ"} 0+10',
	]);
	expect(kept).toEqual([...BYTES]);
});

it('goes on behind what Meta has after each cut', async () => {
	const { client, calls, kept } = metaThat([4, 3]);
	expect(await uploadSample(client, APP_ID, FILE)).toBe('4::handle');
	expect(calls.slice(1)).toEqual([
		'send upload:MTph {"sig":"ARZ"} 0+10',
		'ask upload:MTph {"sig":"ARZ"}',
		'send upload:MTph {"sig":"ARZ"} 4+6',
		'ask upload:MTph {"sig":"ARZ"}',
		'send upload:MTph {"sig":"ARZ"} 7+3',
	]);
	expect(kept).toEqual([...BYTES]);
});

it.each([
	['a gateway’s page', new UnexpectedAnswerError('No JSON', 502)],
	['an upgrade of Meta’s', new GraphApiError({ code: 131057, title: 'Wait', httpStatus: 500 })],
])('goes on after %s', async (_, error) => {
	const { client } = metaThat([4], error);
	expect(await uploadSample(client, APP_ID, FILE)).toBe('4::handle');
});

it('gives up when it is cut again and again', async () => {
	const { client, calls } = metaThat([0, 0, 0, 0, 0, 0, 0]);
	expect(await errorOf(uploadSample(client, APP_ID, FILE))).toBe(cut);
	expect(calls.filter((call) => call.startsWith('send'))).toHaveLength(6);
});

it.each([
	['a refusal', new GraphApiError({ code: 100, title: 'Bad file', httpStatus: 400 })],
	['a cancellation', new CancelledError(true)],
	['a surprise', new TypeError('x')],
])('does not go on after %s', async (_, error) => {
	const { client, calls } = metaThat([4], error);
	expect(await errorOf(uploadSample(client, APP_ID, FILE))).toBe(error);
	expect(calls).toHaveLength(2);
});

it('wants a session in the answer', async () => {
	const { client } = metaThat([], undefined, 'photo');
	expect(await errorOf(uploadSample(client, APP_ID, FILE))).toBeInstanceOf(UnexpectedAnswerError);
});

it.each([{ type: 'image/gif' }, { bytes: 0 }])('takes no file such as %j', async (wrong) => {
	const { client, calls } = metaThat([]);
	const error = await errorOf(uploadSample(client, APP_ID, { ...FILE, ...wrong }));
	expect(error).toBeInstanceOf(ValidationError);
	expect(calls).toEqual([]);
});
