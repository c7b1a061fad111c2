import { resourceOf } from '../../../shared/n8n/resources';
import { upload } from './upload';

/** Files that Meta's review sees in the headers of templates. */
export const sample = resourceOf({ name: 'Sample Media', value: 'sample' }, [upload], 'upload');
