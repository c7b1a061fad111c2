import type { Route } from '../../router';
import { analyticsRoutes } from './analytics';
import { archiveRoutes } from './archive';
import { authenticationRoutes } from './authentication';
import { compareRoutes } from './compare';
import { createRoutes } from './create';
import { deleteRoutes } from './delete';
import { editRoutes } from './edit';
import { libraryRoutes } from './library';
import { listRoutes } from './list';
import { migrateRoutes } from './migrate';
import { unpauseRoutes } from './unpause';

/** Every call about message templates. */
export const templateRoutes: Route[] = [
	...listRoutes,
	...createRoutes,
	...editRoutes,
	...deleteRoutes,
	...authenticationRoutes,
	...libraryRoutes,
	...migrateRoutes,
	...compareRoutes,
	...unpauseRoutes,
	...archiveRoutes,
	...analyticsRoutes,
];
