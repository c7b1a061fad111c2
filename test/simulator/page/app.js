import { bubbleOf, previewOf, versionOf } from './bubble.js';
import { dayKey, dayOf, element, hueOf, initials } from './format.js';
import { PeopleList } from './people.js';

const PAGE = 200;
/** More bubbles than this are cut back to a page, unless someone is reading further up. */
const MOST_BUBBLES = 600;
const TYPING_MS = 25_000;

const byId = (id) => document.getElementById(id);
const scroll = byId('scroll');
const list = byId('messages');
const text = byId('text');

/** Asks the simulator; throws its error text. */
async function call(method, path, body) {
	const answer = await fetch(`/_simulator/${path}`, {
		method,
		...(body
			? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
			: {}),
	});
	const result = await answer.json();
	if (!answer.ok) throw new Error(result.error);
	return result;
}

/** What is open: the conversation, the range of it that is shown, and its bubbles by id. */
let open = null;

const people = new PeopleList({
	call,
	select: (key) => (location.hash = encodeURIComponent(key)),
	announce,
});

function showSection(name) {
	for (const id of ['empty', 'choose', 'chat']) byId(id).hidden = id !== name;
	document.body.classList.toggle('chatting', name === 'chat');
}

/** Opens the conversation that the address names, or none. */
async function followAddress() {
	const key = decodeURIComponent(location.hash.slice(1));
	open = null;
	list.replaceChildren();
	people.mark(key);
	if (!key) {
		showSection(people.total > 0 ? 'choose' : 'empty');
		return;
	}
	const mine = {
		key,
		start: undefined,
		bubbles: new Map(),
		messages: new Map(),
		lastId: undefined,
	};
	open = mine;
	try {
		await refreshChat();
	} catch {
		if (open === mine) location.hash = '';
		return;
	}
	if (open !== mine) return;
	scroll.scrollTop = scroll.scrollHeight;
	// Without room for both, the keyboard of a phone would cover what came.
	(matchMedia('(min-width: 45em)').matches ? text : byId('chat-name')).focus();
	await markRead();
}

const isAtEnd = () => scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 80;

/** Fetches the range that is shown and brings the page up to it. */
async function refreshChat() {
	const mine = open;
	if (!mine) return;
	const first = await fetchMessages(mine.key, {});
	const pages = [first];
	// What was scrolled back to is fetched anew as well, for its ticks.
	while (mine.start !== undefined && pages[0].start > mine.start) {
		pages.unshift(await fetchMessages(mine.key, { before: pages[0].start }));
	}
	if (open !== mine) return;
	const follow = isAtEnd();
	mine.start ??= first.start;
	const messages = pages.flatMap((page) => page.messages);
	showHead(first);
	showMessages(mine, {
		messages,
		start: pages[0].start,
		now: first.now,
		names: { in: first.person.name, out: first.business.name },
	});
	announceNew(mine, first);
	if (follow) scroll.scrollTop = scroll.scrollHeight;
	if (follow && list.childElementCount > MOST_BUBBLES) trim(mine, first.total);
}

function fetchMessages(conversation, range) {
	const query = new URLSearchParams({ conversation, limit: PAGE, ...range });
	return call('GET', `messages?${query}`);
}

function showHead({ person, business, typing, heard }) {
	showSection('chat');
	byId('chat-name').textContent = person.name;
	byId('chat-detail').textContent = person.number ?? person.userId;
	byId('chat-business').textContent = `with ${business.name}, ${business.number}`;
	const avatar = byId('chat-avatar');
	avatar.textContent = initials(person.name);
	avatar.className = `avatar ${hueOf(person.userId)}`;
	byId('text-label').textContent = `Answer as ${person.name}`;
	text.placeholder = `Answer as ${person.name}`;
	byId('unheard').hidden = heard;
	byId('typing').hidden = !typing;
	byId('typing-words').textContent = typing ? `${business.name} is typing` : '';
	clearTimeout(showHead.timer);
	if (typing) showHead.timer = setTimeout(() => void refreshChat(), TYPING_MS);
}

/** What the keyboard can be at within a bubble. */
const stopsIn = (item) => [...item.querySelectorAll('button, a, [tabindex]')];

/** Puts the messages on the page; bubbles that have not changed stay the elements they are. */
function showMessages(mine, { messages, start, now, names }) {
	mine.messages = new Map(messages.map((message) => [message.id, message]));
	const focused = list.contains(document.activeElement) ? document.activeElement : null;
	const at = focused?.closest('li.message');
	byId('earlier').hidden = start === 0;
	let day = '';
	const wanted = [];
	for (const message of messages) {
		if (dayKey(message.at) !== day) {
			day = dayKey(message.at);
			wanted.push(separatorOf(mine, day, message.at, now));
		}
		wanted.push(bubbleFor(mine, message, names));
	}
	// Walking along both lists leaves every element that is in its place untouched.
	let place = list.firstElementChild;
	for (const item of wanted) {
		if (item === place) place = place.nextElementSibling;
		else list.insertBefore(item, place);
	}
	while (place) {
		const next = place.nextElementSibling;
		place.remove();
		place = next;
	}
	// A bubble that was made anew, for its ticks, may be the one where someone's keyboard was.
	if (at && !at.isConnected) {
		const made = mine.bubbles.get(at.dataset.id)?.item;
		if (made) stopsIn(made)[stopsIn(at).indexOf(focused)]?.focus();
	}
}

function separatorOf(mine, day, at, now) {
	const key = `day ${day}`;
	const known = mine.bubbles.get(key) ?? { item: element('li', { className: 'day' }) };
	mine.bubbles.set(key, known);
	if (known.words !== dayOf(at, now)) {
		known.words = dayOf(at, now);
		known.item.replaceChildren(element('span', { text: known.words }));
	}
	return known.item;
}

function bubbleFor(mine, message, names) {
	const version = versionOf(message);
	const known = mine.bubbles.get(message.id);
	if (known?.version === version) return known.item;
	const item = bubbleOf(message, {
		from: names[message.direction],
		actions: { press, copied: (code) => announce(`Copied ${code}`) },
		quoted: (id) => mine.messages.get(id),
	});
	item.dataset.id = message.id;
	mine.bubbles.set(message.id, { item, version });
	return item;
}

/** Tells those who listen to the page instead of looking at it. */
function announce(words) {
	byId('announcer').textContent = words;
}

/** The last of the messages that came since the last look, and how many more there are. */
function announceNew(mine, { messages, person, business }) {
	const last = messages.at(-1);
	if (last && mine.lastId !== undefined && last.id !== mine.lastId) {
		const seen = messages.findIndex(({ id }) => id === mine.lastId);
		const others = messages.length - seen - 2;
		const who = last.direction === 'out' ? business.name : person.name;
		announce(`${others > 0 ? `${others} more, then ` : ''}${who}: ${previewOf(last)}`);
	}
	mine.lastId = last?.id;
}

function trim(mine, total) {
	mine.start = Math.max(0, total - PAGE);
	mine.bubbles.clear();
	void refreshChat();
}

async function showEarlier() {
	const mine = open;
	const before = scroll.scrollHeight - scroll.scrollTop;
	mine.start = Math.max(0, mine.start - PAGE);
	await refreshChat();
	if (open === mine) scroll.scrollTop = scroll.scrollHeight - before;
}

/** Closes the conversation; who came by keyboard goes on where they came from. */
function goBack() {
	const { key } = open;
	location.hash = '';
	// The list may have been out of sight.
	document.body.classList.remove('chatting');
	people.focus(key);
}

/** Looking at a conversation is what makes its messages read. */
async function markRead() {
	if (open && document.visibilityState === 'visible') {
		await call('POST', 'open', { conversation: open.key });
	}
}

async function press(messageId, { index, card }) {
	await call('POST', 'press', { conversation: open.key, messageId, index, card });
	await refreshChat();
	scroll.scrollTop = scroll.scrollHeight;
}

async function reply(event) {
	event.preventDefault();
	const written = text.value.trim();
	if (!written || !open) return;
	text.value = '';
	fitComposer();
	await call('POST', 'reply', { conversation: open.key, text: written });
	await refreshChat();
	scroll.scrollTop = scroll.scrollHeight;
}

/** The field grows with what is written; the style sheet bounds it. */
function fitComposer() {
	text.style.height = 'auto';
	text.style.height = `${text.scrollHeight}px`;
}

function showDialog() {
	byId('begin-error').textContent = '';
	byId('business').replaceChildren(
		...people.numbers.map(({ id, name, number }) =>
			element('option', { value: id, text: `${name}, ${number}` }),
		),
	);
	byId('dialog').showModal();
}

async function begin(event) {
	event.preventDefault();
	try {
		const { conversation } = await call('POST', 'begin', {
			phoneNumberId: byId('business').value,
			from: byId('from').value,
			name: byId('name').value.trim() || undefined,
			text: byId('first').value,
		});
		byId('dialog').close();
		location.hash = encodeURIComponent(conversation);
	} catch (error) {
		byId('begin-error').textContent = error.message;
	}
}

/** One refresh at a time; what changes meanwhile is fetched in the next. */
let refreshing = false;
let again = false;
async function refresh(touchesOpen) {
	if (refreshing) {
		again = true;
		return;
	}
	refreshing = true;
	try {
		await people.refresh();
		if (open && touchesOpen) {
			await refreshChat();
			await markRead();
		} else if (!open) {
			showSection(people.total > 0 ? 'choose' : 'empty');
		}
	} finally {
		refreshing = false;
	}
	if (again) {
		again = false;
		await refresh(true);
	}
}

function listen() {
	const events = new EventSource('/_simulator/events');
	const connection = byId('connection');
	events.addEventListener('open', () => {
		connection.textContent = 'Live';
		connection.classList.add('live');
		void refresh(true);
	});
	events.addEventListener('error', () => {
		connection.textContent = 'The simulator is not running; waiting for it …';
		connection.classList.remove('live');
	});
	events.addEventListener('change', ({ data }) => {
		const { all, conversations = [] } = JSON.parse(data);
		if (all && open) open.bubbles.clear();
		refresh(all || conversations.includes(open?.key)).catch(() => (location.hash = ''));
	});
}

byId('composer').addEventListener('submit', reply);
text.addEventListener('input', fitComposer);
text.addEventListener('keydown', (event) => {
	if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) void reply(event);
});
byId('earlier').addEventListener('click', () => void showEarlier());
byId('back').addEventListener('click', goBack);
byId('chat').addEventListener('keydown', (event) => {
	if (event.key === 'Escape' && !event.isComposing) goBack();
});
byId('begin').addEventListener('click', showDialog);
byId('begin-empty').addEventListener('click', showDialog);
byId('cancel').addEventListener('click', () => byId('dialog').close());
byId('begin-form').addEventListener('submit', begin);
document.addEventListener('visibilitychange', () => void markRead());
window.addEventListener('hashchange', () => void followAddress());

await people.refresh();
await followAddress();
listen();
