import { request } from 'node:http';

export interface HttpAnswer {
	status: number;
	contentType: string;
	setCookie: string[];
	body: Buffer;
}

/**
 * One request over a connection of its own. n8n is busy for seconds while it starts; a connection
 * that is kept and reused then meets the server's idle timer and is reset.
 *
 * @param timeoutMs milliseconds without any traffic
 */
export async function httpOnce(
	url: URL,
	options: { method?: string; headers?: Record<string, string>; body?: string; timeoutMs: number },
): Promise<HttpAnswer> {
	return await new Promise((resolve, reject) => {
		const outgoing = request(
			url,
			{
				method: options.method ?? 'GET',
				headers: options.headers,
				timeout: options.timeoutMs,
				agent: false,
			},
			(incoming) => {
				const chunks: Buffer[] = [];
				incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
				incoming.once('error', reject);
				incoming.once('end', () =>
					resolve({
						status: incoming.statusCode ?? 0,
						contentType: incoming.headers['content-type'] ?? '',
						setCookie: incoming.headers['set-cookie'] ?? [],
						body: Buffer.concat(chunks),
					}),
				);
			},
		);
		outgoing.once('timeout', () =>
			outgoing.destroy(new Error(`${url.href} did not answer for ${options.timeoutMs} ms`)),
		);
		outgoing.once('error', reject);
		outgoing.end(options.body);
	});
}
