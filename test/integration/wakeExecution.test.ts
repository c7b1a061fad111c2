import { buffer } from 'node:stream/consumers';

import {
	SIGNATURE_HEADER,
	TAKEN_HEADER,
	wakeExecution,
	wakingAddresses,
} from '../../nodes/shared/n8n/wakeExecution';
import type { AwaitedAnswer } from '../../nodes/shared/webhooks/answers';
import { isSignedBy } from '../../nodes/shared/webhooks/signature';
import { startHttpServer } from '../support/nastyServer';
import { useServers } from '../support/servers';

interface Heard {
	url?: string;
	signature: string;
	body: Buffer;
}

const serve = useServers();
const heard: Heard[] = [];

beforeEach(() => {
	heard.length = 0;
});

/** What stands for n8n: gives these answers, one after the other, the last one again and again. */
async function n8n(...answers: Array<number | 'taken'>): Promise<string> {
	const server = await startHttpServer((request, response) => {
		void buffer(request).then((body) => {
			const { url, headers } = request;
			heard.push({ url, signature: String(headers[SIGNATURE_HEADER]), body });
			const answer = answers.length > 1 ? answers.shift() : answers[0];
			if (answer === 'taken') response.setHeader(TAKEN_HEADER, 'taken');
			response.writeHead(typeof answer === 'number' ? answer : 200).end();
		});
	});
	return `${serve(server).url}/webhook-waiting`;
}

const awaited: AwaitedAnswer = {
	key: { executionId: '12', nodeId: 'a b', signature: 'ff', questionId: 'q' },
	answer: { type: 'text', text: 'Yes', messageId: 'wamid.1', answeredAt: '' },
};

/** Time that passes at once. */
const clock = {
	now: () => 0,
	after: (_: number, action: () => void) => {
		setImmediate(action);
		return () => undefined;
	},
};

const wake = async (...addresses: string[]): Promise<boolean> =>
	await wakeExecution(awaited, { appSecret: 'secret', addresses, clock });

const unreachable = 'http://127.0.0.1:1/webhook-waiting';

describe('bringing an answer to an execution', () => {
	it('asks n8n at its address, with the signature of n8n and ours', async () => {
		expect(await wake(await n8n('taken'))).toBe(true);
		const [{ url, signature, body }] = heard;
		expect(url).toBe('/webhook-waiting/12/a%20b?signature=ff');
		expect(isSignedBy(body, signature, ['secret'])).toBe(true);
		expect(JSON.parse(body.toString())).toEqual({ questionId: 'q', answer: awaited.answer });
	});

	it('waits for an execution that is not saved as waiting yet', async () => {
		expect(await wake(await n8n(409, 409, 'taken'))).toBe(true);
		expect(heard).toHaveLength(3);
	});

	it('gives up on one that goes on running', async () => {
		expect(await wake(await n8n(409))).toBe(false);
		expect(heard).toHaveLength(6);
	});

	it.each([
		['does not wait any more, for which n8n has a page', 200],
		['waits with another question', 410],
		['is none of this n8n', 401],
		['cannot be loaded', 500],
	])('finds that it %s', async (_, status) => {
		expect(await wake(await n8n(status))).toBe(false);
		expect(heard).toHaveLength(1);
	});

	it('tries the next address where nobody answers, or knows nothing of it', async () => {
		expect(await wake(unreachable, await n8n(404), await n8n('taken'))).toBe(true);
		expect(await wake(unreachable)).toBe(false);
	});
});

describe('the addresses of this n8n', () => {
	it.each([
		[{}, 'http://127.0.0.1:5678/webhook-waiting'],
		[{ N8N_PORT: '8080' }, 'http://127.0.0.1:8080/webhook-waiting'],
		[{ N8N_LISTEN_ADDRESS: '0.0.0.0' }, 'http://127.0.0.1:5678/webhook-waiting'],
		[{ N8N_LISTEN_ADDRESS: '10.0.0.5' }, 'http://10.0.0.5:5678/webhook-waiting'],
		[{ N8N_LISTEN_ADDRESS: '::1' }, 'http://[::1]:5678/webhook-waiting'],
	])('with %j begin on this machine', (env, local) => {
		expect(wakingAddresses('https://n8n.example.com/webhook-waiting/7', env)).toEqual([
			local,
			'https://n8n.example.com/webhook-waiting',
		]);
	});
});
