export * from '../../../shared/n8n/values';
