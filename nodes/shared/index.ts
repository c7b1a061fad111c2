export { systemClock, type Clock } from './clock';

export { GraphClient, type CallOptions, type Query } from './graph/client';
export {
	CancelledError,
	GraphApiError,
	NetworkError,
	UnexpectedAnswerError,
	ValidationError,
	WhatsAppError,
	type GraphErrorFacts,
} from './graph/errors';
export {
	adviceFor,
	catalogue,
	type CatalogueEntry,
	type ErrorAdvice,
	type RetryClass,
} from './graph/errorCatalogue';
export { readSettings, type GraphCredential, type GraphSettings } from './graph/settings';
export {
	createTransport,
	type HttpAnswer,
	type HttpRequest,
	type Transport,
	type TransportOptions,
} from './graph/transport';
export { debugToken, type AccessTokenFacts } from './graph/endpoints/accessToken';
export { postMessage, type MessageAnswer } from './graph/endpoints/messages';
export {
	getPhoneNumber,
	listPhoneNumbers,
	throughputOf,
	type PhoneNumber,
} from './graph/endpoints/phoneNumbers';
export { NumberFactsCache, type NumberFacts } from './graph/numberFacts';
export { listTemplates, type TemplateSummary } from './graph/endpoints/templates';

export * from './messages';
export {
	parseTemplateReference,
	templateMessage,
	type ButtonValue,
	type TemplateReference,
	type TemplateValues,
	type TextVariable,
} from './templates/sendTime';

export * from './delivery';

export { isSignedBy } from './webhooks/signature';
export { parseEnvelope } from './webhooks/envelope';
export type { EventFacts, WebhookEvent } from './webhooks/event';
export { eventsOf } from './webhooks/events';
export { fieldsOf } from './webhooks/kinds';
export {
	isBusy,
	SeenInProcess,
	type Busy,
	type Claim,
	type SeenEvents,
	type Sighting,
} from './webhooks/dedupe';
export { challengeOf, verifyTokenFor } from './webhooks/verification';
