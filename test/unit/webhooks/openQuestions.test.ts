import { StoreAwayError } from '../../../nodes/shared/store/store';
import {
	QuestionsInProcess,
	type OpenQuestions,
} from '../../../nodes/shared/webhooks/openQuestions';
import { QuestionsTogether } from '../../../nodes/shared/webhooks/openQuestionsTogether';
import { itKnowsOpenQuestions, person, question } from './support/questions';

describe('open questions, in this process,', () => {
	itKnowsOpenQuestions((clock) => [new QuestionsInProcess(clock)]);
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
