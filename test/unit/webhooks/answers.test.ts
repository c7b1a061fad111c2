import { writeTicket } from '../../../nodes/shared/webhooks/answerTicket';
import { awaitedAnswer } from '../../../nodes/shared/webhooks/answers';
import { eventsOf } from '../../../nodes/shared/webhooks/events';
import {
	QuestionsInProcess,
	type OpenQuestion,
} from '../../../nodes/shared/webhooks/openQuestions';
import { VirtualClock } from '../delivery/support/virtualClock';

const clock = new VirtualClock();
const PERSON = '12025550150';
const NUMBER = '106540352242922';

const keyOf = (questionId: string) => ({
	executionId: '12',
	nodeId: 'node',
	signature: 'cd'.repeat(32),
	questionId,
});

function question(questionId: string, more: Partial<OpenQuestion> = {}): OpenQuestion {
	return {
		key: keyOf(questionId),
		phoneNumberId: NUMBER,
		people: [`+${PERSON}`],
		messageId: `wamid.${questionId}`,
		until: clock.now() + 60_000,
		...more,
	};
}

const text = (body: string, more: object = {}) => ({
	from: PERSON,
	id: 'wamid.answer',
	timestamp: '1763600000',
	type: 'text',
	text: { body },
	...more,
});

const quoting = (messageId: string) => ({ context: { id: messageId } });

/** What WhatsApp Trigger makes of a message. */
function factsOf(message: object, phoneNumberId = NUMBER, contacts: object[] = []) {
	const value = { metadata: { phone_number_id: phoneNumberId }, contacts, messages: [message] };
	const entry = [{ id: '1', changes: [{ field: 'messages', value }] }];
	return eventsOf({ object: 'whatsapp_business_account', entry })[0].event;
}

/** Which question a message answers, of those given. */
async function answered(message: object, questions: OpenQuestion[], phoneNumberId = NUMBER) {
	const open = new QuestionsInProcess(clock);
	for (const each of questions) open.add(each);
	return await awaitedAnswer(factsOf(message, phoneNumberId), ['secret'], open);
}

describe('an answer', () => {
	it('is a tap on a button of a question, with whatever Meta says about it', async () => {
		const id = writeTicket({ ...keyOf('q'), option: 1 }, 'secret');
		const message = {
			from: PERSON,
			from_user_id: 'US.1',
			id: 'wamid.tap',
			timestamp: '1763600000',
			type: 'interactive',
			interactive: { type: 'button_reply', button_reply: { id, title: 'No' } },
		};
		const contact = { profile: { name: 'Ada' }, wa_id: PERSON };
		const open = new QuestionsInProcess(clock);
		expect(await awaitedAnswer(factsOf(message, NUMBER, [contact]), ['secret'], open)).toEqual({
			key: keyOf('q'),
			answer: {
				type: 'button',
				option: 1,
				text: 'No',
				messageId: 'wamid.tap',
				answeredAt: '2025-11-20T00:53:20.000Z',
				from: `+${PERSON}`,
				userId: 'US.1',
				name: 'Ada',
			},
		});
	});

	it('is a choice in a list', async () => {
		const id = writeTicket({ ...keyOf('q'), option: 0 }, 'secret');
		const message = {
			type: 'interactive',
			interactive: { type: 'list_reply', list_reply: { id, title: '9:00' } },
		};
		expect((await answered(message, []))?.answer).toMatchObject({
			type: 'list',
			option: 0,
			text: '9:00',
		});
	});

	it('is not a tap on a button of other making, even while a question is open', async () => {
		const message = {
			from: PERSON,
			type: 'interactive',
			interactive: { type: 'button_reply', button_reply: { id: 'yes', title: 'Yes' } },
		};
		expect(await answered(message, [question('q')])).toBeUndefined();
	});

	it('is a text of a person who was asked', async () => {
		expect(await answered(text('Tomorrow'), [question('q')])).toMatchObject({
			key: { questionId: 'q' },
			answer: { type: 'text', text: 'Tomorrow' },
		});
	});

	it('may come under the user ID alone', async () => {
		const message = text('Tomorrow', { from: undefined, from_user_id: 'US.1' });
		const asked = question('q', { people: [`+${PERSON}`, 'US.1'] });
		expect((await answered(message, [asked]))?.key.questionId).toBe('q');
	});

	it.each([
		['another person', text('Hello', { from: '12025550199' }), NUMBER],
		['another number', text('Hello'), '999'],
		['a reply to another message', text('Hello', quoting('wamid.other')), NUMBER],
		['an image', { from: PERSON, type: 'image', image: { id: '1' } }, NUMBER],
	])('is not what comes from or as %s', async (_, message, phoneNumberId) => {
		expect(await answered(message, [question('q')], phoneNumberId)).toBeUndefined();
	});

	it('is for the question that it quotes, otherwise for the latest', async () => {
		const both = [question('first'), question('second')];
		expect((await answered(text('x', quoting('wamid.first')), both))?.key.questionId).toBe('first');
		expect((await answered(text('x', quoting('wamid.second')), both))?.key.questionId).toBe(
			'second',
		);
		expect((await answered(text('x'), both))?.key.questionId).toBe('second');
	});

	it('is not for a question whose time is over', async () => {
		const over = question('over', { until: clock.now() });
		expect((await answered(text('x'), [question('open'), over]))?.key.questionId).toBe('open');
		expect(await answered(text('x'), [over])).toBeUndefined();
	});
});

describe('open questions', () => {
	it('are forgotten, the oldest first, before they fill the memory', () => {
		const open = new QuestionsInProcess(clock, 2);
		for (const id of ['a', 'b', 'c']) open.add(question(id));
		expect(open.size).toBe(2);
		const quoted = { phoneNumberId: NUMBER, people: [`+${PERSON}`], quotedId: 'wamid.a' };
		expect(open.find(quoted)).toBeUndefined();
	});
});
