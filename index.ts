/** The nodes and the credential, as n8n loads them. */
export { WhatsAppBusinessCloudApi } from './credentials/WhatsAppBusinessCloudApi.credentials';
export { WhatsAppSend } from './nodes/WhatsAppSend/WhatsAppSend.node';
export { WhatsAppTemplateManager } from './nodes/WhatsAppTemplateManager/WhatsAppTemplateManager.node';
export { WhatsAppTrigger } from './nodes/WhatsAppTrigger/WhatsAppTrigger.node';

/** The library beneath them: it knows WhatsApp and nothing of n8n. */
export * from './nodes/shared';
