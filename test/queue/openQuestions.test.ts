import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { WAIT_INDEFINITELY, type IDataObject } from 'n8n-workflow';

import { systemClock } from '../../nodes/shared/clock';
import { Dispatcher, useDispatcher } from '../../nodes/shared/delivery';
import { TAKEN_HEADER } from '../../nodes/shared/n8n/wakeExecution';
import { closeStores } from '../../nodes/shared/store/registry';
import { Script } from '../../nodes/shared/store/store';
import { QuestionsInStore } from '../../nodes/shared/webhooks/openQuestionsInStore';
import { getOpenQuestions } from '../../nodes/shared/webhooks/registry';
import { credentialFor } from '../engine/support/credential';
import { EXECUTION_ID, runWhatsAppSend } from '../engine/support/runNode';
import { deliver, sign, startTrigger } from '../engine/trigger/support';
import { DEFAULT_ACCOUNT, startSimulator, type Simulator } from '../simulator';
import { EndingClock } from '../support/endingClock';
import { delivery, message, numberChange } from '../unit/webhooks/support/deliveries';
import { itKnowsOpenQuestions, person, question } from '../unit/webhooks/support/questions';
import { keysIn } from './support';
import { prefix, processes, redis, useTwoStores } from './twoStores';

const DAY_MS = 24 * 60 * 60_000;
const liveScript = new Script(`return redis.call('PTTL', KEYS[1])`);

useTwoStores();

describe('open questions, in Redis,', () => {
	// A worker asks, and a webhook process gets the answer.
	itKnowsOpenQuestions((clock) => processes.map((store) => new QuestionsInStore(store, clock)));

	const lives = async () => {
		const [key, ...others] = await keysIn(redis, prefix);
		expect(others).toEqual([]);
		return Number(await processes[0].run(liveScript, [key], []));
	};

	it.each([
		['the last of them', Date.now() + 3 * DAY_MS, 3 * DAY_MS],
		['a year, where nobody set an end', WAIT_INDEFINITELY.getTime(), 365 * DAY_MS],
	])('are kept until the end of %s', async (_, until, expected) => {
		const questions = new QuestionsInStore(processes[0]);
		const now = systemClock.now();
		await questions.add(question('a', now, { until }));
		await questions.add(question('b', now));
		expect(await lives()).toBeGreaterThan(expected - 60_000);
		expect(await lives()).toBeLessThanOrEqual(expected);
	});

	it('are the latest twenty of a person', async () => {
		const questions = new QuestionsInStore(processes[0]);
		const now = systemClock.now();
		for (let index = 0; index <= 20; index++) await questions.add(question(String(index), now));
		expect(await questions.find({ ...person, quotedId: 'wamid.0' })).toBeUndefined();
		expect(await questions.find({ ...person, quotedId: 'wamid.1' })).toBeDefined();
	});

	it('leave nothing behind when they are answered', async () => {
		const questions = new QuestionsInStore(processes[0]);
		await questions.add(question('a', systemClock.now()));
		await questions.remove('a', person);
		expect(await keysIn(redis, prefix)).toEqual([]);
	});

	it('are stored under a digest of who was asked', async () => {
		await new QuestionsInStore(processes[0]).add(question('a', systemClock.now()));
		expect(await keysIn(redis, prefix)).toEqual([expect.stringMatching(/^asked:[\w-]{16}$/)]);
	});
});

describe('a question that one process asks in writing', () => {
	const clock = new EndingClock();
	let simulator: Simulator;

	beforeAll(async () => {
		useDispatcher(new Dispatcher({ clock }));
		simulator = await startSimulator();
	});
	afterAll(async () => {
		clock.end();
		useDispatcher(undefined);
		closeStores();
		await simulator.close();
	});

	it('is answered through another process', async () => {
		const phoneNumberId = DEFAULT_ACCOUNT.phoneNumberIds.high;
		const [from] = person.people;
		const credential = {
			...credentialFor(simulator),
			sharedState: 'redis',
			redisUrl: redis.url,
			redisPassword: redis.password,
			redisDatabase: redis.database,
			redisKeyPrefix: prefix,
		};
		simulator.inbound({ phoneNumberId, from, text: 'Hello?' });
		const { run } = await runWhatsAppSend({
			parameters: {
				resource: 'message',
				operation: 'sendAndWait',
				phoneNumberId: { __rl: true, mode: 'id', value: phoneNumberId },
				recipientPhoneNumber: from,
				message: 'When may we come?',
				responseType: 'freeText',
				options: { checkTrigger: false },
			},
			items: [{}],
			credential,
		});
		expect(run.status).toBe('waiting');

		// What this process remembers by itself is gone, as if another had asked.
		const asked = await getOpenQuestions().find({ phoneNumberId, people: [from] });
		void getOpenQuestions().remove(asked?.questionId ?? '', person);

		const woken: string[] = [];
		const n8n = createServer((request, response) => {
			woken.push(request.url ?? '');
			response.setHeader(TAKEN_HEADER, 'taken').end();
		}).listen(0, '127.0.0.1');
		await once(n8n, 'listening');
		const trigger = await startTrigger({ parameters: { updates: ['messages'] }, credential });
		process.env.N8N_PORT = String((n8n.address() as AddressInfo).port);
		try {
			const text = { from: from.slice(1), type: 'text', text: { body: 'Tomorrow' } };
			const messages = [
				{ ...text, id: 'wamid.1' },
				{ ...text, id: 'wamid.2' },
			].map(message);
			const body = delivery(numberChange('messages', { messages }, phoneNumberId));
			const signature = sign(JSON.stringify(body), DEFAULT_ACCOUNT.app.secret);
			const answer = await deliver(trigger, body, { 'x-hub-signature-256': signature });
			expect(answer.status).toBe(200);
		} finally {
			delete process.env.N8N_PORT;
			await trigger.close();
			n8n.close();
		}
		expect(woken).toEqual([expect.stringContaining(`/${EXECUTION_ID}/`)]);
		expect(trigger.executions.flat().map(({ json }) => (json.event as IDataObject).id)).toEqual([
			'wamid.2',
		]);
		expect((await keysIn(redis, prefix)).filter((key) => key.startsWith('asked:'))).toEqual([]);
	});
});
