import { previewOf, tickOf } from './bubble.js';
import { element, hueOf, initials, shortTime } from './format.js';

const FIRST = 50;
const MOST = 200;

const byId = (id) => document.getElementById(id);

/** The list of conversations, the latest first. */
export class PeopleList {
	/** All conversations, also those that are not shown. */
	total = 0;

	/** The business's numbers. */
	numbers = [];

	#call;
	#select;
	#announce;
	#unread = 0;
	#limit = FIRST;
	#marked = '';
	#rows = new Map();

	constructor({ call, select, announce }) {
		this.#call = call;
		this.#select = select;
		this.#announce = announce;
		byId('search').addEventListener('input', () => void this.refresh());
		byId('more').addEventListener('click', () => {
			this.#limit = MOST;
			void this.refresh();
		});
		byId('conversations').addEventListener('keydown', (event) => this.#move(event));
		byId('conversations').addEventListener('focusin', (event) => this.#stopAt(event.target));
	}

	/** Shows which conversation is open. */
	mark(key) {
		this.#marked = key;
		for (const [rowKey, { button }] of this.#rows) {
			if (rowKey === key) button.setAttribute('aria-current', 'true');
			else button.removeAttribute('aria-current');
		}
	}

	/** Puts the keyboard on a conversation. */
	focus(key) {
		this.#rows.get(key)?.button.focus();
	}

	/** Fetches the list and brings the page up to it. */
	async refresh() {
		const search = byId('search').value.trim();
		const query = new URLSearchParams({ limit: this.#limit, search });
		const answer = await this.#call('GET', `conversations?${query}`);
		if (!search) this.total = answer.total;
		this.numbers = answer.numbers;
		const rows = answer.conversations.map((entry) => this.#row(entry, answer.now));
		const list = byId('conversations');
		// Elements that are moved lose the keyboard, and screen readers say them anew.
		if (rows.length !== list.childElementCount || rows.some((row, i) => row !== list.children[i])) {
			const focused = list.contains(document.activeElement) ? document.activeElement : null;
			list.replaceChildren(...rows);
			focused?.focus();
		}
		this.#stopAt(list.querySelector('[tabindex="0"]') ?? rows[0]?.firstElementChild);
		byId('no-match').hidden = !search || answer.total > 0;
		byId('more').hidden = answer.total <= this.#limit || this.#limit === MOST;
		const unread = answer.conversations.reduce((sum, entry) => sum + entry.unread, 0);
		document.title = unread > 0 ? `(${unread}) The simulated phone` : 'The simulated phone';
		if (unread > this.#unread && !this.#marked) {
			this.#announce(`${unread} unread ${unread === 1 ? 'message' : 'messages'}`);
		}
		this.#unread = unread;
		this.mark(this.#marked);
	}

	/** The list is one stop of the Tab key; the arrows lead on from there. */
	#stopAt(button) {
		if (!button) return;
		for (const row of this.#rows.values()) row.button.tabIndex = row.button === button ? 0 : -1;
	}

	#row(entry, now) {
		const { key, person, business, unread, at, last } = entry;
		const version = JSON.stringify([person.name, unread, at, last.id, last.status]);
		const known = this.#rows.get(key);
		if (known?.version === version) return known.item;
		const item = known?.item ?? element('li');
		const button = known?.button ?? element('button', { className: 'person', type: 'button' });
		if (!known) {
			button.addEventListener('click', () => this.#select(key));
			item.append(button);
		}
		const words = element('span', { className: 'person-words' });
		const top = element('span', { className: 'person-top' });
		top.append(
			element('span', { className: 'person-name', text: person.name }),
			element('time', { className: 'person-time', text: shortTime(at, now) }),
		);
		const preview = element('span', { className: 'person-preview' });
		preview.append(tickOf(last.status), element('span', { text: previewOf(last) }));
		const bottom = element('span', {
			className: 'person-business',
			text: `${person.number ?? person.userId} · ${business.name}`,
		});
		words.append(top, preview, bottom);
		button.replaceChildren(
			element('span', {
				className: `avatar ${hueOf(person.userId)}`,
				text: initials(person.name),
				'aria-hidden': 'true',
			}),
			words,
		);
		if (unread > 0) {
			const badge = element('span', { className: 'badge', text: String(Math.min(unread, 999)) });
			badge.append(element('span', { className: 'visually-hidden', text: ' unread' }));
			button.append(badge);
		}
		this.#rows.set(key, { item, button, version });
		return item;
	}

	#move(event) {
		const rows = [...byId('conversations').children];
		const at = rows.indexOf(event.target.closest('li'));
		const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
		if (!rows[to]) return;
		event.preventDefault();
		rows[to].querySelector('button').focus();
	}
}
