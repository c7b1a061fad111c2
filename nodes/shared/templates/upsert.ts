import type { JsonObject } from '../graph/answer';
import { LIMITS } from '../messages/limits';
import { type Difference, differences } from './difference';
import { asCreateRequest, normaliseDraft } from './draft';
import type { TemplateDefinition } from './types';

/** What makes the account's template as drafted. */
export type UpsertPlan =
	| { action: 'create'; request: JsonObject }
	/** `request` holds only what differs and may be edited. */
	| { action: 'edit'; id: string; request: JsonObject; differences: Difference[] }
	| { action: 'nothing'; id: string }
	/** Meta would say no. */
	| { action: 'refuse'; reason: string; fix: string; differences: Difference[] };

/** Edits of this template that are known of; more may have been made elsewhere. */
export interface EditHistory {
	/** Milliseconds since the Unix epoch. */
	now: number;
	/** When edits were made, in the same unit. */
	editedAt: readonly number[];
}

const DAY_MS = 86_400_000;
const MONTH_MS = 30 * DAY_MS;

/** Meta edits templates in these states only. Source: "Template management". */
const EDITABLE = new Set(['APPROVED', 'REJECTED', 'PAUSED']);

/** What to do instead, where it is not simply to wait for the review. */
const INSTEAD: Readonly<Record<string, string>> = {
	DISABLED: 'Create a new template under another name: a disabled one stays as it is.',
	DELETED: 'Choose another name: Meta keeps that of an approved template for 30 days.',
	PENDING_DELETION: 'Choose another name: Meta keeps that of an approved template for 30 days.',
	ARCHIVED: 'Take it out of the archive first.',
	LIMIT_EXCEEDED: 'Delete templates that you do not use, then try again.',
};

/**
 * Decides how a template becomes as drafted: created, edited, left alone, or not at all.
 * @param existing the account's template of that name and language, whole (with its components)
 * @param history for the limits on edits; Meta counts those of approved templates
 */
export function planUpsert(
	draft: JsonObject,
	existing: TemplateDefinition | undefined,
	history?: EditHistory,
): UpsertPlan {
	if (existing === undefined) return { action: 'create', request: asCreateRequest(draft) };
	const found = differences(draft, existing);
	if (found.length === 0) return { action: 'nothing', id: existing.id };
	const no = objection(found, existing, history);
	if (no) return { action: 'refuse', ...no, differences: found };
	return {
		action: 'edit',
		id: existing.id,
		request: editRequest(normaliseDraft(draft), found),
		differences: found,
	};
}

function objection(
	found: Difference[],
	{ status, name, language }: TemplateDefinition,
	history: EditHistory | undefined,
): { reason: string; fix: string } | undefined {
	const template = `${name} (${language})`;
	const state = status.toUpperCase();
	if (!EDITABLE.has(state)) {
		return {
			reason: `${template} is ${state}: Meta edits only templates that are approved, rejected or paused`,
			fix: INSTEAD[state] ?? 'Wait until Meta has decided on it, then try again.',
		};
	}
	if (found.some(({ field }) => field === 'parameter_format')) {
		return {
			reason: `${template} has the other kind of variables: Meta does not change named into numbered ones or back`,
			fix: 'Create a template under another name.',
		};
	}
	if (state !== 'APPROVED') return undefined;
	const category = found.find(({ field }) => field === 'category');
	if (category) {
		return {
			reason: `${template} is approved as ${String(category.from)}: Meta does not change the category of an approved template`,
			fix: `Leave the category, or create a template of the category ${String(category.to)} under another name.`,
		};
	}
	return history && tooOften(template, history);
}

function tooOften(
	template: string,
	{ now, editedAt }: EditHistory,
): { reason: string; fix: string } | undefined {
	for (const [ms, most, span] of [
		[DAY_MS, LIMITS.editsPerDay, '24 hours'],
		[MONTH_MS, LIMITS.editsPerMonth, '30 days'],
	] as const) {
		const edits = editedAt.filter((at) => now - at < ms).sort((a, b) => a - b);
		if (edits.length < most) continue;
		const free = new Date(edits[edits.length - most] + ms).toISOString();
		return {
			reason: `${template} was edited ${edits.length === 1 ? 'once' : `${edits.length} times`} within ${span}: Meta allows an approved template no more than ${most}`,
			fix: `Try again after ${free}.`,
		};
	}
	return undefined;
}

/** Components are replaced as a whole. */
function editRequest(draft: JsonObject, found: Difference[]): JsonObject {
	const ofWhole = ['category', 'message_send_ttl_seconds', 'cta_url_link_tracking_opted_out'];
	const isOfWhole = ({ field }: Difference) => field !== undefined && ofWhole.includes(field);
	const request: JsonObject = {};
	for (const { field, to } of found.filter(isOfWhole)) request[field as string] = to;
	if (!found.every(isOfWhole)) request.components = draft.components;
	return request;
}
