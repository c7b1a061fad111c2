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
	#limit = FIRST;
	#marked = '';
	#rows = new Map();

	constructor({ call, select }) {
		this.#call = call;
		this.#select = select;
		byId('search').addEventListener('input', () => void this.refresh());
		byId('more').addEventListener('click', () => {
			this.#limit = MOST;
			void this.refresh();
		});
		byId('conversations').addEventListener('keydown', (event) => this.#move(event));
	}

	/** Shows which conversation is open. */
	mark(key) {
		this.#marked = key;
		for (const [rowKey, { button }] of this.#rows) {
			if (rowKey === key) button.setAttribute('aria-current', 'true');
			else button.removeAttribute('aria-current');
		}
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
		const focused = list.contains(document.activeElement) ? document.activeElement : null;
		list.replaceChildren(...rows);
		focused?.focus();
		byId('no-match').hidden = !search || answer.total > 0;
		byId('more').hidden = answer.total <= this.#limit || this.#limit === MOST;
		const unread = answer.conversations.reduce((sum, entry) => sum + entry.unread, 0);
		document.title = unread > 0 ? `(${unread}) The simulated phone` : 'The simulated phone';
		this.mark(this.#marked);
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
		const step = { ArrowDown: 'nextElementSibling', ArrowUp: 'previousElementSibling' }[event.key];
		const next = step && event.target.closest('li')?.[step];
		if (!next) return;
		event.preventDefault();
		next.querySelector('button').focus();
	}
}
