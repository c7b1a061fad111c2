import { Dispatcher } from './dispatcher';

let dispatcher: Dispatcher | undefined;

/** The one dispatcher of this process: all executions and nodes share what it knows of numbers, accounts and hosts. */
export function getDispatcher(): Dispatcher {
	dispatcher ??= new Dispatcher();
	return dispatcher;
}

/** Puts another one in its place, for tests; `undefined`: a fresh one at the next use. */
export function useDispatcher(replacement: Dispatcher | undefined): void {
	dispatcher = replacement;
}
