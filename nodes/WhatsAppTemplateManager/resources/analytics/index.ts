import { resourceOf } from '../../../shared/n8n/resources';
import { getFigures } from './get';

/** How templates fare. */
export const analytics = resourceOf({ name: 'Analytics', value: 'analytics' }, [getFigures], 'get');
