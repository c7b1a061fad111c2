import { withoutAwaited, type Wake } from '../../../nodes/WhatsAppTrigger/awaited';
import { writeTicket } from '../../../nodes/shared/webhooks/answerTicket';
import { eventsOf } from '../../../nodes/shared/webhooks/events';
import { QuestionsInProcess } from '../../../nodes/shared/webhooks/openQuestions';

const NUMBER = '106540352242922';

let openQuestions: QuestionsInProcess;

const keyOf = (questionId: string) => ({
	executionId: '12',
	nodeId: 'node',
	signature: 'cd'.repeat(32),
	questionId,
});

function asked(...questionIds: string[]): void {
	for (const questionId of questionIds) {
		openQuestions.add({
			key: keyOf(questionId),
			phoneNumberId: NUMBER,
			people: ['+12025550150'],
			messageId: `wamid.${questionId}`,
			until: Date.now() + 60_000,
		});
	}
}

const eventsFrom = (...messages: object[]) =>
	eventsOf({
		object: 'whatsapp_business_account',
		entry: [
			{
				id: '1',
				changes: [
					{ field: 'messages', value: { metadata: { phone_number_id: NUMBER }, messages } },
				],
			},
		],
	});

const text = (body: string) => ({ from: '12025550150', id: body, type: 'text', text: { body } });
const tap = (questionId: string) => ({
	from: '12025550150',
	id: questionId,
	type: 'interactive',
	interactive: {
		type: 'button_reply',
		button_reply: { id: writeTicket({ ...keyOf(questionId), option: 0 }, 'secret'), title: 'Yes' },
	},
});

/** What is left of these messages, and which questions were tried with which answers. */
async function receive(takes: (questionId: string) => boolean, ...messages: object[]) {
	const tried: string[] = [];
	const wake: Wake = async ({ key, answer }) => {
		tried.push(`${key.questionId}: ${answer.text}`);
		return takes(key.questionId);
	};
	const left = await withoutAwaited(eventsFrom(...messages), ['secret'], openQuestions, wake);
	return { left: left.map(({ event }) => event.id), tried };
}

beforeEach(() => {
	openQuestions = new QuestionsInProcess();
});

describe('answers that executions wait for', () => {
	it('go to them, and everything else goes on as events', async () => {
		const result = await receive(() => true, text('Hi'), tap('q'));
		expect(result).toEqual({ left: ['Hi'], tried: ['q: Yes'] });
	});

	it('are events like any other when they come too late', async () => {
		expect((await receive(() => false, tap('q'))).left).toEqual(['q']);
	});

	it('answer one question each, the latest first', async () => {
		asked('first', 'second');
		const result = await receive(() => true, text('one'), text('two'), text('three'));
		expect(result).toEqual({ left: ['three'], tried: ['second: one', 'first: two'] });
	});

	it('reach the earlier question when the latest was answered by a tap', async () => {
		asked('first', 'second');
		const result = await receive((id) => id === 'first', text('one'), text('two'));
		expect(result).toEqual({ left: ['two'], tried: ['second: one', 'first: one'] });
	});
});
