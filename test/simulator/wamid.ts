import { randomBytes } from 'node:crypto';

const run = randomBytes(5).toString('hex').toUpperCase();
let count = 0;

/** A new message id of the form that Meta's have: `wamid.` and base64 with the recipient in it. */
export function newMessageId(recipient: string): string {
	count++;
	const tail = `${run}${count.toString(16).toUpperCase().padStart(8, '0')}`;
	const bytes = `\x1d\x18\x0b${recipient}\x15\x02\x00\x11\x18\x12${tail}\x00`;
	return `wamid.${Buffer.from(bytes, 'latin1').toString('base64')}`;
}
