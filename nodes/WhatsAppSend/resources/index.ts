import { formOf, type Resource } from '../../shared/n8n/resources';
import { media } from './media';
import { message } from './message';

export const resources: Resource[] = [media, message];

/** The whole form. */
export const properties = formOf(resources, 'message');
