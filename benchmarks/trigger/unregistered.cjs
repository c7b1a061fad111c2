// Loaded into the n8n that is measured: its built-in WhatsApp Trigger registers itself at graph.facebook.com,
// which is not asked here. What it does with a delivery is n8n's own code, as it is.
const Module = require('node:module');

const load = Module._load;
Module._load = function (request, parent, isMain) {
	const loaded = load.call(this, request, parent, isMain);
	if (request !== './GenericFunctions' || !parent?.filename.endsWith('WhatsAppTrigger.node.js')) {
		return loaded;
	}
	return {
		...loaded,
		appWebhookSubscriptionList: async () => [],
		appWebhookSubscriptionCreate: async () => undefined,
		appWebhookSubscriptionDelete: async () => undefined,
	};
};
