import { systemClock } from '../clock';
import type { SharedState, Store, WhenAway } from '../store/store';
import { SeenInProcess, type SeenEvents } from './dedupe';
import { QuestionsInProcess, type OpenQuestions } from './openQuestions';
import { QuestionsInStore } from './openQuestionsInStore';
import { QuestionsTogether } from './openQuestionsTogether';
import { SeenInStore } from './seenInStore';
import { SeenTogether } from './seenTogether';

let own: SeenEvents | undefined;

/** Of each store, those of who goes on without it and who does not. */
let together = new WeakMap<Store, Map<WhenAway, SeenEvents>>();

/**
 * The one memory of which events were taken over: of this process, or of all that share state.
 * @param shared as the credential asks for it
 */
export function getSeenEvents(shared?: SharedState): SeenEvents {
	own ??= new SeenInProcess(systemClock);
	if (!shared) return own;
	const { store, whenAway } = shared;
	const ofStore = together.get(store) ?? new Map<WhenAway, SeenEvents>();
	together.set(store, ofStore);
	const seen = ofStore.get(whenAway) ?? new SeenTogether(new SeenInStore(store), own, whenAway);
	ofStore.set(whenAway, seen);
	return seen;
}

/** Puts another one in its place, for tests; `undefined`: a fresh one at the next use. */
export function useSeenEvents(replacement: SeenEvents | undefined): void {
	own = replacement;
	together = new WeakMap();
}

const ownQuestions = new QuestionsInProcess();

/**
 * The questions that wait for a written answer: of this process, or of all that share state.
 * @param shared as the credential asks for it
 * @param warn says something in n8n's log
 */
export function getOpenQuestions(
	shared?: SharedState,
	warn: (message: string) => void = () => undefined,
): OpenQuestions {
	if (!shared) return ownQuestions;
	return new QuestionsTogether(new QuestionsInStore(shared.store), ownQuestions, warn);
}
