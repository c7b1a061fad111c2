/** Meta's limits on edits look back 30 days. */
const KEPT_MS = 30 * 86_400_000;

const MAX_TEMPLATES = 1_000;

/**
 * When approved templates were edited from this process: Meta limits that, and does not tell how many edits
 * are left. Edits made elsewhere, or before a restart, are not known of. The template that was not edited
 * for the longest time makes room for a new one.
 */
export class EditLog {
	private readonly moments = new Map<string, number[]>();

	constructor(private readonly size = MAX_TEMPLATES) {}

	/**
	 * @param template what it is told from all others by
	 * @param at milliseconds since the Unix epoch
	 */
	note(template: string, at: number): void {
		const moments = [...this.of(template, at), at];
		this.moments.delete(template);
		this.moments.set(template, moments);
		const [oldest] = this.moments.keys();
		if (this.moments.size > this.size) this.moments.delete(oldest);
	}

	/** The edits of the last 30 days, in the same unit. */
	of(template: string, now: number): number[] {
		return (this.moments.get(template) ?? []).filter((at) => now - at < KEPT_MS);
	}
}

/** Of this process. */
export const editLog = new EditLog();
