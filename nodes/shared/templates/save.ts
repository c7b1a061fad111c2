import { systemClock, type Clock } from '../clock';
import type { JsonObject } from '../graph/answer';
import {
	createTemplate,
	editTemplate,
	getTemplate,
	type TemplateNode,
} from '../graph/endpoints/templateManagement';
import { GraphApiError, ValidationError } from '../graph/errors';
import { assertSound, checkTemplate, type Finding } from './check';
import { type Difference, differences } from './difference';
import { asCreateRequest, normaliseDraft } from './draft';
import { editLog, type EditLog } from './editLog';
import { findWhole, getWhole, type TemplateAccount, type TemplateChoice } from './lookUp';
import { templateCache } from './templateCache';
import { planUpsert, type UpsertPlan } from './upsert';

/** What a draft is to become. */
export interface Wanted {
	/** Its sample files stand as handles, or as something in their place until they are asked for. */
	draft: JsonObject;
	/** "create": there is none yet. "save": created, edited or left alone. Otherwise the one to edit. */
	target: 'create' | 'save' | TemplateChoice;
	/** Puts the handles of sample files into the draft, where there are any; called right before it leaves. */
	upload?: (signal?: AbortSignal) => Promise<void>;
}

/** What became of it. */
export interface Saved {
	changed: 'created' | 'updated' | 'unchanged';
	id: string;
	name: string;
	/** e.g. "en_US" */
	language: string;
	/** As Meta has it, which may be another one than was asked for. */
	category: string;
	/** "PENDING": under review; or "APPROVED", "REJECTED", … */
	status: string;
	/** What an update changed. */
	differences: Difference[];
	/** What Meta tends to reject. */
	warnings: Finding[];
}

/** What would be done. */
export interface Rehearsed {
	findings: Finding[];
	/** Absent where Meta would refuse the draft whatever stands in the account. */
	plan?: UpsertPlan;
}

/** Meta's code for a name and language that are taken. */
const EXISTS = 2388024;

/**
 * Brings one draft into the account. May be tried again after any failure: a try that may have been accepted
 * is recognised by what then stands in the account, so nothing is done twice.
 */
export class TemplateSave {
	/** What an earlier try may have done. */
	private tried?: { changed: 'created' | 'updated'; differences: Difference[] };

	private isUploaded = false;

	constructor(
		private readonly account: TemplateAccount,
		private readonly wanted: Wanted,
		private readonly clock: Clock = systemClock,
		private readonly edits: EditLog = editLog,
	) {}

	/**
	 * @throws ValidationError when Meta would refuse it, which then is not asked
	 * @throws what the calls throw
	 */
	async attempt(signal?: AbortSignal): Promise<Saved> {
		const { draft, existing, findings } = await this.look(signal);
		const warnings = assertSound(findings);
		const plan = this.planFor(draft, existing);
		switch (plan.action) {
			case 'refuse':
				throw new ValidationError('Template', plan.reason, plan.fix);
			case 'nothing':
				return this.standing(existing as TemplateNode, warnings);
			case 'edit':
				return await this.edit(draft, existing as TemplateNode, warnings, signal);
			case 'create':
				return await this.create(draft, warnings, signal);
		}
	}

	/** Finds out what would be done; looks at the account, and changes nothing there. */
	async rehearse(signal?: AbortSignal): Promise<Rehearsed> {
		const { draft, existing, findings } = await this.look(signal);
		const isSound = !findings.some(isError);
		return { findings, ...(isSound ? { plan: this.planFor(draft, existing) } : {}) };
	}

	/** What is wanted and what there is. */
	private async look(signal?: AbortSignal): Promise<{
		draft: JsonObject;
		existing?: TemplateNode;
		findings: Finding[];
	}> {
		const { draft, target } = this.wanted;
		if (typeof target === 'object') {
			const existing = await getWhole(this.account, target, { signal });
			return { existing, ...onto(existing, draft) };
		}
		const findings = checkTemplate(draft);
		// Whether there is one, Meta says when it is asked to create another.
		if (target === 'create' || findings.some(isError)) return { draft, findings };
		const existing = await findWhole(this.account, normaliseDraft(draft), { signal });
		return { draft, existing, findings };
	}

	private planFor(draft: JsonObject, existing: TemplateNode | undefined): UpsertPlan {
		const now = this.clock.now();
		const editedAt = existing ? this.edits.of(this.keyOf(existing.id), now) : [];
		return planUpsert(draft, existing, { now, editedAt });
	}

	private async create(
		draft: JsonObject,
		warnings: Finding[],
		signal?: AbortSignal,
	): Promise<Saved> {
		const { client, businessAccountId } = this.account;
		await this.upload(signal);
		const request = asCreateRequest(draft);
		const wasTried = this.tried !== undefined;
		this.tried = { changed: 'created', differences: [] };
		const wanted = normaliseDraft(draft);
		const { name, language } = wanted;
		try {
			const made = await createTemplate(client, businessAccountId, request, { signal });
			const category = made.category ?? wanted.category;
			return {
				changed: 'created',
				id: made.id,
				name,
				language,
				category,
				status: made.status ?? 'PENDING',
				differences: [],
				warnings: [...warnings, ...otherCategory(wanted.category, category)],
			};
		} catch (error) {
			const standing =
				wasTried && isTaken(error)
					? await findWhole(this.account, { name, language }, { signal })
					: undefined;
			if (!standing || differences(draft, standing).length > 0) throw error;
			return this.standing(standing, warnings);
		} finally {
			templateCache.forget({ name, language });
		}
	}

	private async edit(
		draft: JsonObject,
		existing: TemplateNode,
		warnings: Finding[],
		signal?: AbortSignal,
	): Promise<Saved> {
		const { client } = this.account;
		await this.upload(signal);
		// Planned again: the draft has its handles now, which make no difference.
		const plan = this.planFor(draft, existing) as UpsertPlan & { action: 'edit' };
		this.tried = { changed: 'updated', differences: plan.differences };
		try {
			await editTemplate(client, existing.id, plan.request, { signal });
		} finally {
			templateCache.forget(existing);
		}
		if (existing.status.toUpperCase() === 'APPROVED') {
			this.edits.note(this.keyOf(existing.id), this.clock.now());
		}
		return this.standing(await getTemplate(client, existing.id, { signal }), warnings);
	}

	/** The template is as drafted: through an earlier try, or it always was. */
	private standing(template: TemplateNode, warnings: Finding[]): Saved {
		const { id, name, language, category, status } = template;
		const { changed, differences: made } = this.tried ?? { changed: 'unchanged', differences: [] };
		return { changed, id, name, language, category, status, differences: made, warnings };
	}

	private async upload(signal?: AbortSignal): Promise<void> {
		if (this.isUploaded) return;
		await this.wanted.upload?.(signal);
		this.isUploaded = true;
	}

	private keyOf(templateId: string): string {
		return `${this.account.client.host} ${templateId}`;
	}
}

/**
 * An edit need not repeat what stays as it is.
 * @throws ValidationError when it is about another template
 */
function onto(
	existing: TemplateNode,
	edit: JsonObject,
): { draft: JsonObject; findings: Finding[] } {
	const { name, language, category, parameter_format, components } = existing;
	const given = normaliseDraft(edit);
	if ((given.name || name) !== name || (given.language || language) !== language) {
		throw new ValidationError(
			'Template',
			`The template that is chosen is ${name} (${language}), the one that is described ${given.name || name} (${given.language || language})`,
			'Choose that one, or leave name and language out of the description: Meta does not change them.',
		);
	}
	const draft = { category, parameter_format, ...edit, name, language };
	const hasParts = !Array.isArray(given.components) || given.components.length > 0;
	if (hasParts) return { draft, findings: checkTemplate(draft) };
	const whole = { ...draft, components };
	// What stands already is not the edit's to answer for.
	const old = new Set(checkTemplate(existing).map(({ place, rule }) => `${place} ${rule}`));
	const isNew = ({ place, rule }: Finding) => !old.has(`${place} ${rule}`);
	return { draft: whole, findings: checkTemplate(whole).filter(isNew) };
}

function isError({ severity }: Finding): boolean {
	return severity === 'error';
}

function isTaken(error: unknown): boolean {
	return error instanceof GraphApiError && [error.code, error.facts.subcode].includes(EXISTS);
}

function otherCategory(wanted: string, given: string): Finding[] {
	if (wanted === given) return [];
	return [
		{
			severity: 'warning',
			place: 'Category',
			rule: 'category-changed',
			message: `Meta made it ${given} instead of ${wanted}`,
			fix: 'Messages are priced by it: change the text, or ask for a review of the category in WhatsApp Manager.',
		},
	];
}
