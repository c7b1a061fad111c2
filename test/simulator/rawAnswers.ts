import type { ServerResponse } from 'node:http';
import type { RawAnswer } from './faults';

const JSON_TYPE = { 'content-type': 'application/json; charset=UTF-8' };
const CUT = '{"messaging_product":"whatsapp","contacts":[{"input":"+1202';

/** Size of a `huge` answer: 50 MB, sent in pieces of 1 MB. */
const HUGE_PIECES = 50;
const PIECE = ' '.repeat(1024 * 1024);

/** Answers in one of the ways that break HTTP or JSON. */
export function sendBroken(response: ServerResponse, answer: RawAnswer): void {
	if (response.destroyed) return;
	if (typeof answer === 'object') {
		response.socket?.end(answer.bytes);
		return;
	}
	switch (answer) {
		case 'truncatedJson':
			response.writeHead(200, { ...JSON_TYPE, 'content-length': CUT.length });
			response.end(CUT);
			return;
		case 'cutBody':
			response.writeHead(200, { ...JSON_TYPE, 'content-length': CUT.length + 100 });
			response.write(CUT, () => response.socket?.end());
			return;
		case 'empty':
			response.writeHead(200, { ...JSON_TYPE, 'content-length': 0 });
			response.end();
			return;
		case 'huge':
			response.writeHead(200, JSON_TYPE);
			response.write('{"padding":"');
			sendPieces(response, HUGE_PIECES);
	}
}

/** Waits for the reader between pieces, so that one that stops reading does not fill memory. */
function sendPieces(response: ServerResponse, left: number): void {
	if (response.destroyed) return;
	if (left === 0) {
		response.end('"}');
		return;
	}
	if (response.write(PIECE)) setImmediate(() => sendPieces(response, left - 1));
	else response.once('drain', () => sendPieces(response, left - 1));
}
