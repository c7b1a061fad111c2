export { AlreadySent } from './alreadySent';
export { Dispatcher, type DispatcherDeps } from './dispatcher';
export { managementSender } from './management';
export {
	HeldUpError,
	NotSentError,
	type NotSentReason,
	UnknownOutcomeError,
	UploadFailedError,
} from './errors';
export { getDispatcher, useDispatcher } from './registry';
export { Repeater, type Repeated, type RepeaterDeps } from './repeater';
export {
	type Decision,
	decideRetry,
	defaultPolicy,
	fastPolicy,
	type GiveUpReason,
	type Hold,
} from './retry';
export { isRetryable } from './retryable';
export * from './types';
