import type { Simulator } from '../../simulator';
import type { Answer, CallbackServer } from './support';
import { graph, send, startCallback } from './support';

export const HOUR = 60 * 60 * 1_000;
export const DAY = 24 * HOUR;

/** Nothing is reviewed but on command. */
export const MANUAL = { templates: { review: 'manual' } } as const;

/** A body without variables, the least that a template needs. */
export const PLAIN = { type: 'BODY', text: 'Your table is ready. We look forward to seeing you.' };

/** A positional body with as many examples as it is given. */
export const body = (text: string, ...examples: string[]): object => ({
	type: 'BODY',
	text,
	...(examples.length === 0 ? {} : { example: { body_text: [examples] } }),
});

export const buttons = (...list: object[]): object => ({ type: 'BUTTONS', buttons: list });

/** The components of a sound authentication template. */
export const CODE = [
	{ type: 'BODY', add_security_recommendation: true },
	{ type: 'FOOTER', code_expiration_minutes: 10 },
	buttons({ type: 'OTP', otp_type: 'COPY_CODE', text: 'Copy' }),
];

/** Asks for a template: a plain English utility template unless something else is given. */
export function create(
	simulator: Simulator,
	fields: Record<string, unknown> = {},
	wabaId = simulator.account.businessAccountId,
): Promise<Answer> {
	const template = {
		name: 'fresh',
		language: 'en_US',
		category: 'UTILITY',
		components: [PLAIN],
		...fields,
	};
	return graph(simulator, 'POST', `${wabaId}/message_templates`, { body: template });
}

/** Begins an upload of `length` bytes; the answer is its path and query. */
export async function beginUpload(
	simulator: Simulator,
	type = 'image/jpeg',
	length = 3,
): Promise<string> {
	const query = `file_name=sample&file_length=${length}&file_type=${encodeURIComponent(type)}`;
	const { account } = simulator;
	return (await graph(simulator, 'POST', `${account.appId}/uploads?${query}`)).body.id;
}

/** Sends bytes of an upload from an offset. */
export async function sendBytes(
	simulator: Simulator,
	session: string,
	bytes: Buffer,
	offset = 0,
): Promise<Record<string, unknown>> {
	const answer = await fetch(`${simulator.url}/v26.0/${session}`, {
		method: 'POST',
		headers: {
			authorization: `OAuth ${simulator.account.accessToken}`,
			file_offset: String(offset),
		},
		body: new Uint8Array(bytes),
	});
	return (await answer.json()) as Record<string, unknown>;
}

/** The handle of a small file. */
export async function handleOf(simulator: Simulator, type?: string): Promise<string> {
	const session = await beginUpload(simulator, type);
	return String((await sendBytes(simulator, session, Buffer.from([0xff, 0x00, 0x80]))).h);
}

/** One change that a webhook tells about. */
export interface Change {
	field: string;
	value: Record<string, unknown>;
}

/** What a callback was told, in order. */
export async function told(simulator: Simulator, { received }: CallbackServer): Promise<Change[]> {
	await simulator.webhooksSettled();
	return received.flatMap(({ raw }) =>
		(JSON.parse(raw) as { entry: { changes: Change[] }[] }).entry.flatMap((entry) => entry.changes),
	);
}

/** Gives the app a callback. */
export async function withCallback(simulator: Simulator): Promise<CallbackServer> {
	const callback = await startCallback();
	await simulator.setCallback({ url: callback.url, verifyToken: 'secret-word' });
	return callback;
}

/** Sends a template without variables. */
export function sendIt(simulator: Simulator, name = 'fresh'): Promise<Answer> {
	return send(simulator, { type: 'template', template: { name, language: { code: 'en_US' } } });
}

/** Edits a template: another body unless something else is given. */
export function edit(simulator: Simulator, id: string, fields: object = {}): Promise<Answer> {
	return graph(simulator, 'POST', id, {
		body: { components: [body('Your table waits for you.')], ...fields },
	});
}

/** A template that was created and approved. */
export async function approved(
	simulator: Simulator,
	fields?: Record<string, unknown>,
): Promise<string> {
	const { id } = (await create(simulator, fields)).body;
	simulator.templates.approve(id);
	return id;
}
