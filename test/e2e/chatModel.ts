import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that answers as OpenAI's chat completions do. */
export interface ChatModel {
	/** For the credential's Base URL. */
	url: string;
	close(): void;
}

interface Completion {
	model: string;
	messages: Array<{ role: string; content: string | Array<{ text?: string }> }>;
	stream?: boolean;
}

/** @param answer gets all that the person has said in the conversation, the latest last */
export async function startChatModel(answer: (said: string[]) => string): Promise<ChatModel> {
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const { model, messages, stream } = JSON.parse(
				Buffer.concat(chunks).toString('utf8'),
			) as Completion;
			const said = messages
				.filter(({ role }) => role === 'user')
				.map(({ content }) => plain(content));
			const content = answer(said);
			const frame = { id: 'chatcmpl-1', created: 0, model };
			if (stream) {
				const delta = (choice: object) =>
					`data: ${JSON.stringify({ ...frame, object: 'chat.completion.chunk', choices: [{ index: 0, ...choice }] })}\n\n`;
				response.writeHead(200, { 'content-type': 'text/event-stream' });
				response.write(delta({ delta: { role: 'assistant', content } }));
				response.write(delta({ delta: {}, finish_reason: 'stop' }));
				response.end('data: [DONE]\n\n');
				return;
			}
			response.writeHead(200, { 'content-type': 'application/json' });
			response.end(
				JSON.stringify({
					...frame,
					object: 'chat.completion',
					choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
					usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
				}),
			);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}/v1`,
		close: () => {
			server.closeAllConnections();
			server.close();
		},
	};
}

function plain(content: Completion['messages'][number]['content']): string {
	return typeof content === 'string' ? content : content.map(({ text }) => text ?? '').join('');
}
