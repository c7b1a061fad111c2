import { Quota } from '../quota';
import type { Template, TemplateCategory, TemplateStatus } from '../templateTypes';
import type { Update } from '../webhooks/payloads';
import type { World } from '../world';
import {
	categoryEvent,
	categoryNotice,
	componentsEvent,
	qualityEvent,
	statusEvent,
} from './events';
import type { StatusDetails } from './events';
import { judge, recommendationFor } from './review';

const HOUR_MS = 60 * 60 * 1_000;
const DAY_MS = 24 * HOUR_MS;
const EDIT_WINDOW_MS = 30 * DAY_MS;

/** Archived templates are deleted after 28 days (reference §3.6). */
const ARCHIVE_MS = 28 * DAY_MS;

/** A first pause for low quality lasts 3 hours, a second 6; after that comes the end (§3.6). */
const PAUSES = [
	{ title: 'FIRST_PAUSE', hours: 3 },
	{ title: 'SECOND_PAUSE', hours: 6 },
] as const;

/** What is known of a template besides what Graph tells. */
interface Progress {
	/** Grows with every change of status, so that a timer can tell that it came too late. */
	revision: number;
	mayChangeCategory: boolean;
	pauses: number;
	/** The title of the pause that it is in. */
	pausedFor?: string;
}

/**
 * The way of templates: created, reviewed, edited, paused, disabled, deleted. Each step tells
 * the app's callback.
 */
export class TemplateLifecycle {
	/** Creations by account, for the hourly limit. */
	readonly creations = new Quota(HOUR_MS);

	/** Edits of approved templates by id, for the limits of a day and of 30 days. */
	readonly edits = new Quota(EDIT_WINDOW_MS);

	private readonly records = new Map<string, Progress>();

	/** Until when a name is taken after a deletion, in ms since the epoch, by account and name. */
	private readonly locks = new Map<string, number>();

	constructor(private readonly world: World) {}

	/** @throws RangeError when there is none. */
	find(name: string, language = 'en_US', wabaId = this.world.account.businessAccountId): Template {
		const { templates } = this.world.account.accountOf(wabaId);
		const found = templates.find(
			({ template }) => template.name === name && template.language === language,
		);
		if (!found) throw new RangeError(`There is no template ${name} in ${language}`);
		return found.template;
	}

	/** Puts a template before the reviewer, who decides after a while or on command. */
	submit(template: Template, mayChangeCategory: boolean): void {
		const record = this.recordOf(template.id);
		record.mayChangeCategory = mayChangeCategory;
		this.become(template, 'PENDING');
		delete template.rejected_reason;
		const { settings } = this.world;
		if (settings.templates.review !== 'auto') return;
		this.later(template, settings.templates.reviewMs, () => {
			const { rules } = settings.templates;
			const verdict = judge(template, rules, record.mayChangeCategory);
			if (!verdict.approve) {
				this.reject(template.id, verdict.reason);
				return;
			}
			if (verdict.category !== template.category) this.setCategory(template.id, verdict.category);
			this.approve(template.id);
		});
	}

	approve(id: string): Template {
		const template = this.byId(id);
		template.quality_score ??= { score: 'UNKNOWN' };
		delete template.rejected_reason;
		return this.become(template, 'APPROVED', 'APPROVED');
	}

	/** @param reason Meta's word, e.g. `INVALID_FORMAT`, `PROMOTIONAL`, `TAG_CONTENT_MISMATCH`. */
	reject(id: string, reason = 'INVALID_FORMAT'): Template {
		const template = this.byId(id);
		template.rejected_reason = reason;
		return this.become(template, 'REJECTED', 'REJECTED', {
			reason,
			recommendation: recommendationFor(reason),
		});
	}

	/**
	 * Pauses a template for its quality: 3 hours the first time, 6 the second, the third disables.
	 *
	 * @param title another reason than quality, such as `RATE_LIMITING_PAUSE`: it lasts until the
	 * template is unpaused.
	 */
	pause(id: string, title?: string): Template {
		const template = this.byId(id);
		const record = this.recordOf(id);
		const next =
			title === undefined ? PAUSES[record.pauses] : PAUSES.find((p) => p.title === title);
		if (title === undefined && next === undefined) return this.disable(id);
		if (next) record.pauses = PAUSES.indexOf(next) + 1;
		record.pausedFor = title ?? next?.title ?? '';
		const description = next
			? `Paused for ${next.hours} hours for low quality.`
			: 'Paused until it is unpaused.';
		this.become(template, 'PAUSED', 'PAUSED', { pause: { title: record.pausedFor, description } });
		if (next) this.later(template, next.hours * HOUR_MS, () => void this.approve(id));
		return template;
	}

	/** The title of the pause that a template is in. */
	pausedFor(id: string): string | undefined {
		const template = this.byId(id);
		return template.status === 'PAUSED' ? (this.recordOf(id).pausedFor ?? '') : undefined;
	}

	disable(id: string): Template {
		const disabledAt = this.world.clock.now();
		return this.become(this.byId(id), 'DISABLED', 'DISABLED', { disabledAt });
	}

	/** Brings a template to a status that none of the other steps is for, and tells the callback. */
	setStatus(id: string, status: TemplateStatus, event: string = status): Template {
		return this.become(this.byId(id), status, event);
	}

	/** @param score `GREEN`, `YELLOW`, `RED` or `UNKNOWN`. */
	setQuality(id: string, score: string): Template {
		const template = this.byId(id);
		const before = template.quality_score?.score ?? 'UNKNOWN';
		const date = Math.floor(this.world.clock.now() / 1_000);
		template.quality_score = { score, date };
		return this.tell(template, qualityEvent(this.world, template, before, score));
	}

	/**
	 * Changes the category.
	 *
	 * @param inMs milliseconds for which it is only announced, as Meta does a day ahead.
	 */
	setCategory(id: string, category: TemplateCategory, inMs = 0): Template {
		const template = this.byId(id);
		if (inMs > 0) {
			template.correct_category = category;
			const at = this.world.clock.now() + inMs;
			this.world.clock.after(inMs, () => {
				if (this.world.account.templates.has(id) && template.correct_category === category) {
					this.setCategory(id, category);
				}
			});
			return this.tell(template, categoryNotice(this.world, template, category, at));
		}
		const previous = template.category;
		template.previous_category = previous;
		template.category = category;
		delete template.correct_category;
		return this.tell(template, categoryEvent(this.world, template, previous));
	}

	/** Puts an edit into force and the template before the reviewer. */
	edit(template: Template, change: Partial<Template>): void {
		if (template.status === 'APPROVED') this.edits.add(template.id, this.world.clock.now());
		const edited = this.world.account.replaceTemplate(template, change);
		if (change.components) this.tell(edited, componentsEvent(this.world, edited));
		this.submit(edited, this.recordOf(edited.id).mayChangeCategory);
	}

	/** Archives a template, which deletes it after a while, or takes it out again. */
	archive(template: Template, isArchived: boolean): void {
		if (!isArchived) {
			this.become(template, 'APPROVED', 'UNARCHIVED');
			return;
		}
		this.become(template, 'ARCHIVED', 'ARCHIVED');
		this.later(template, ARCHIVE_MS, () => this.delete(template));
	}

	/** Deletes a template; the name of one that was approved stays taken for a while. */
	delete(template: Template): void {
		const { account, clock, settings } = this.world;
		const { id: wabaId } = account.ownerOfTemplate(template);
		const wasApproved = !['PENDING', 'REJECTED'].includes(template.status);
		if (wasApproved) {
			const until = clock.now() + settings.templates.nameLockDays * DAY_MS;
			this.locks.set(`${wabaId}:${template.name}:${template.language}`, until);
		}
		this.become(template, 'DELETED', 'DELETED');
		account.removeTemplate(template);
		this.records.delete(template.id);
		this.edits.clear(template.id);
	}

	/** True while a name is taken by a template that is no more. */
	isLocked(wabaId: string, name: string, language: string): boolean {
		const until = this.locks.get(`${wabaId}:${name}:${language}`);
		return until !== undefined && this.world.clock.now() < until;
	}

	private byId(id: string): Template {
		const template = this.world.account.templates.get(id);
		if (!template) throw new RangeError(`There is no template ${id}`);
		return template;
	}

	private recordOf(id: string): Progress {
		let record = this.records.get(id);
		if (!record) {
			record = { revision: 0, mayChangeCategory: false, pauses: 0 };
			this.records.set(id, record);
		}
		return record;
	}

	private become(
		template: Template,
		status: TemplateStatus,
		event?: string,
		details?: StatusDetails,
	): Template {
		template.status = status;
		this.recordOf(template.id).revision++;
		return this.tell(
			template,
			event === undefined ? undefined : statusEvent(this.world, template, event, details),
		);
	}

	private tell(template: Template, update: Update | undefined): Template {
		const { webhooks, changes } = this.world;
		if (update) webhooks.send(update, `template ${template.id}`);
		changes.emit('change', { kind: 'template', templateId: template.id });
		return template;
	}

	/** Calls `run` unless the template has been brought to another status, or is gone, by then. */
	private later(template: Template, ms: number, run: () => void): void {
		const { revision } = this.recordOf(template.id);
		const { status } = template;
		this.world.clock.after(ms, () => {
			const isSame = this.records.get(template.id)?.revision === revision;
			if (isSame && template.status === status) run();
		});
	}
}
