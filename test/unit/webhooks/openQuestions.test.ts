import { StoreAwayError } from '../../../nodes/shared/store/store';
import {
	QuestionsInProcess,
	type OpenQuestions,
} from '../../../nodes/shared/webhooks/openQuestions';
import { QuestionsTogether } from '../../../nodes/shared/webhooks/openQuestionsTogether';
import { VirtualClock } from '../delivery/support/virtualClock';
import { itKnowsOpenQuestions, person, question } from './support/questions';

describe('open questions, in this process,', () => {
	itKnowsOpenQuestions((clock) => [new QuestionsInProcess(clock)]);

	it('make room for others when they are over, the oldest where none is', async () => {
		const clock = new VirtualClock();
		const questions = new QuestionsInProcess(clock, 2);
		const ask = (id: string, forMs: number) =>
			questions.add(question(id, clock.now(), { until: clock.now() + forMs }));
		const isOpen = (id: string) =>
			questions.find({ ...person, quotedId: `wamid.${id}` }) !== undefined;
		ask('long', 60_000);
		ask('short', 1);
		await clock.advance(1);
		ask('new', 60_000);
		expect(['long', 'short', 'new'].map(isOpen)).toEqual([true, false, true]);
		ask('newer', 60_000);
		expect(['long', 'new', 'newer'].map(isOpen)).toEqual([false, true, true]);
		questions.remove('new');
		questions.remove('newer');
		expect(questions.size).toBe(0);
	});
});

describe('open questions, in a store and in this process,', () => {
	itKnowsOpenQuestions((clock) => {
		const store = new QuestionsInProcess(clock);
		const aProcess = () =>
			new QuestionsTogether(store, new QuestionsInProcess(clock), () => undefined);
		return [aProcess(), aProcess()];
	});

	it('are found by the process that asked while the store is away, which is said', async () => {
		const nobody = async () => await Promise.reject(new StoreAwayError('nobody is there'));
		const away: OpenQuestions = { add: nobody, find: nobody, remove: nobody };
		const warnings: string[] = [];
		const questions = new QuestionsTogether(away, new QuestionsInProcess(), (warning) =>
			warnings.push(warning),
		);
		await questions.add(question('a', Date.now()));
		expect(warnings).toEqual([expect.stringMatching(/nobody is there.*only if it comes to this/)]);
		expect((await questions.find(person))?.questionId).toBe('a');
		await questions.remove('a', person);
		expect(await questions.find(person)).toBeUndefined();
		expect(warnings).toHaveLength(1);
	});
});
