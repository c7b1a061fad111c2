// n8n's own logger writes each failed execution to the console; what a node logs is asserted where it matters.
process.env.N8N_LOG_LEVEL ??= 'silent';
