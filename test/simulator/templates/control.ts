import type { ControlHandler } from '../control';
import { asText } from '../json';
import type { JsonObject } from '../json';
import type { Template } from '../templateTypes';
import type { World } from '../world';
import { textsOf } from './review';
import { checkCategory } from './rules';

/** A template as the page of templates shows it. */
function viewOf({ components, ...template }: Template): JsonObject {
	return {
		...template,
		text: textsOf(components)
			.replace(/\n{2,}/g, '\n')
			.trim(),
	};
}

const optional = (value: unknown): string | undefined =>
	value === undefined || value === '' ? undefined : asText(value);

type Step = (world: World, id: string, body: JsonObject) => Template;

/** What the review desk does on command. */
const STEPS: Readonly<Record<string, Step>> = {
	approve: ({ templates }, id) => templates.approve(id),
	reject: ({ templates }, id, { reason }) => templates.reject(id, optional(reason)),
	pause: ({ templates }, id, { title }) => templates.pause(id, optional(title)),
	disable: ({ templates }, id) => templates.disable(id),
	quality: ({ templates }, id, { score }) =>
		templates.setQuality(id, asText(score).toUpperCase() || 'UNKNOWN'),
	category: ({ templates }, id, { category, inMs }) =>
		templates.setCategory(id, checkCategory(category), Number(inMs ?? 0)),
};

/** `POST /_simulator/templates/<step>` with `{id}` and what the step needs; `GET templates`. */
export const templateControls: Record<string, ControlHandler> = {
	'GET templates': (world) => ({
		data: [...world.account.templates.values()].map(viewOf).reverse(),
		review: world.settings.templates.review,
	}),
	...Object.fromEntries(
		Object.entries(STEPS).map(([name, step]): [string, ControlHandler] => [
			`POST templates/${name}`,
			(world, _query, body) => viewOf(step(world, asText(body.id), body)),
		]),
	),
};
