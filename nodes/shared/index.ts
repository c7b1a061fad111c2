export { systemClock, type Clock } from './clock';

export { GraphClient, type CallOptions, type Query } from './graph/client';
export {
	CancelledError,
	DamagedFileError,
	GraphApiError,
	NetworkError,
	NotDoneError,
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
	type StreamedAnswer,
	type StreamedBody,
	type Transport,
	type TransportOptions,
} from './graph/transport';
export { debugToken, type AccessTokenFacts } from './graph/endpoints/accessToken';
export {
	marketingBody,
	postMarketingMessage,
	turnedAwayBy,
	type Marketing,
	type MarketingAnswer,
	type MarketingAttempt,
	type TurnedAway,
} from './graph/endpoints/marketingMessages';
export { postMessage, type MessageAnswer, type MessageEndpoint } from './graph/endpoints/messages';
export {
	deleteMedia,
	downloadMedia,
	getMedia,
	uploadMedia,
	type Media,
	type MediaFile,
} from './graph/endpoints/media';
export {
	getPhoneNumber,
	listPhoneNumbers,
	throughputOf,
	type PhoneNumber,
} from './graph/endpoints/phoneNumbers';
export { NumberFactsCache, type NumberFacts } from './graph/numberFacts';
export {
	findTemplate,
	listTemplates,
	type TemplateEntry,
	type TemplateSummary,
} from './graph/endpoints/templates';

export {
	archiveTemplates,
	migrateTemplates,
	unarchiveTemplates,
	type TemplatesDone,
} from './graph/endpoints/templateMoves';
export {
	compareTemplates,
	createTemplate,
	deleteTemplate,
	deleteTemplateInAllLanguages,
	editTemplate,
	everyTemplate,
	getTemplate,
	previewAuthenticationTemplate,
	unpauseTemplate,
	type TemplateFilter,
	type TemplateNode,
} from './graph/endpoints/templateManagement';
export { readTemplateAnalytics, type TemplateDay } from './graph/endpoints/templateAnalytics';
export { everyLibraryTemplate, type LibraryFilter } from './graph/endpoints/templateLibrary';
export { uploadSample, type SampleFile } from './graph/endpoints/resumableUpload';

export * from './messages';
export { sumUp, type TemplateTotals } from './templates/analytics';
export { assertTemplate, checkTemplate, type Finding } from './templates/check';
export { composeComponents, slotsOf } from './templates/compose';
export { differences, type Difference } from './templates/difference';
export { normaliseDraft, type TemplateDraft } from './templates/draft';
export { getWhole, type TemplateAccount, type TemplateChoice } from './templates/lookUp';
export { overrideComponents, readRawComponents } from './templates/rawComponents';
export { renderTemplate } from './templates/render';
export { TemplateSave, type Rehearsed, type Saved, type Wanted } from './templates/save';
export { TemplateCache } from './templates/templateCache';
export type { SlotKind, SlotValue, TemplateSlot } from './templates/slot';
export { planUpsert, type UpsertPlan } from './templates/upsert';
export type { TemplateButton, TemplateComponent, TemplateDefinition } from './templates/types';
export {
	parseTemplateReference,
	templateContent,
	templateMessage,
	type ButtonValue,
	type TemplateReference,
	type TemplateValues,
	type TemplateVariable,
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
