import { formOf, type Resource } from '../../shared/n8n/resources';
import { analytics } from './analytics';
import { library } from './library';
import { sample } from './sample';
import { template } from './template';

export const resources: Resource[] = [analytics, library, sample, template];

/** The whole form. */
export const properties = formOf(resources, 'template');
