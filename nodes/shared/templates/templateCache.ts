import { systemClock, type Clock } from '../clock';
import type { GraphClient } from '../graph/client';
import { findTemplate } from '../graph/endpoints/templates';
import { NetworkError, UnexpectedAnswerError } from '../graph/errors';
import type { TemplateReference } from './sendTime';
import type { TemplateDefinition } from './types';

/** Templates change seldom, and Meta says when what we know is out of date. */
const KNOWN_FOR_MS = 10 * 60 * 1000;

/** One that was just made must not stay unknown for long, nor each of many messages ask for a wrong name. */
const MISSING_FOR_MS = 60 * 1000;

const MAX_TEMPLATES = 500;

/** Codes by which Meta says that a message does not fit its template, which may have been changed since. */
const OUT_OF_DATE = new Set([132000, 132001, 132012]);

export function isOutOfDate(code: number): boolean {
	return OUT_OF_DATE.has(code);
}

interface Entry {
	template: TemplateReference;
	definition: Promise<TemplateDefinition | undefined>;
	until: number;
}

/**
 * What templates look like, asked for once in ten minutes by each credential and shared by all executions. The one
 * that was not needed for the longest time makes room for a new one.
 */
export class TemplateCache {
	private readonly known = new Map<string, Entry>();

	constructor(
		private readonly clock: Clock,
		private readonly size = MAX_TEMPLATES,
	) {}

	/**
	 * The template, or nothing where the account has none of that name in that language.
	 * @throws what the look-up threw; nothing is kept of that
	 */
	async of(
		client: GraphClient,
		businessAccountId: string,
		template: TemplateReference,
	): Promise<TemplateDefinition | undefined> {
		const key = keyOf(client, businessAccountId, template);
		const found = this.known.get(key);
		if (found && found.until > this.clock.now()) {
			this.known.delete(key);
			this.known.set(key, found);
			return await found.definition;
		}
		const definition = lookUp(client, businessAccountId, template);
		const entry = { template, definition, until: this.clock.now() + KNOWN_FOR_MS };
		this.known.delete(key);
		this.known.set(key, entry);
		const [oldest] = this.known.keys();
		if (this.known.size > this.size) this.known.delete(oldest);
		try {
			const answer = await definition;
			if (!answer) entry.until = this.clock.now() + MISSING_FOR_MS;
			return answer;
		} catch (error) {
			this.drop(key, entry);
			throw error;
		}
	}

	/** The template was changed, or deleted: whoever needs it next asks again, with whatever credential. */
	forget({ name, language }: Pick<TemplateReference, 'name'> & { language?: string }): void {
		for (const [key, { template }] of this.known) {
			if (template.name !== name) continue;
			if (language === undefined || template.language === language) this.known.delete(key);
		}
	}

	/** Only what was asked for, not what has taken its place meanwhile. */
	private drop(key: string, entry: Entry): void {
		if (this.known.get(key) === entry) this.known.delete(key);
	}
}

/** Nothing is sent by it: whatever became of the call, the message that needs it may be tried again. */
async function lookUp(
	client: GraphClient,
	businessAccountId: string,
	template: TemplateReference,
): Promise<TemplateDefinition | undefined> {
	try {
		return await findTemplate(client, businessAccountId, template);
	} catch (error) {
		if (error instanceof NetworkError || error instanceof UnexpectedAnswerError) {
			const message = `The template could not be looked up: ${error.message}`;
			const code = error instanceof NetworkError ? error.code : undefined;
			throw new NetworkError(message, false, code, { cause: error });
		}
		throw error;
	}
}

function keyOf(
	{ host, account }: GraphClient,
	businessAccountId: string,
	{ name, language }: TemplateReference,
): string {
	return `${host} ${account} ${businessAccountId} ${name} ${language}`;
}

/** Of this process. */
export const templateCache = new TemplateCache(systemClock);
