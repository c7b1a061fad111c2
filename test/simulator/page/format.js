/** Turns what was written into text, elements and words for times. Nothing here parses HTML. */

const MARKS = { '*': 'strong', _: 'em', '~': 's' };

/**
 * A text with the formatting that phones know: *bold*, _italic_, ~strike~ and ```monospace```.
 * A mark counts only at the edge of a word, so that file_names_like_this stay as they are.
 */
export function formatted(text) {
	const fragment = document.createDocumentFragment();
	const parts = text.split(/```([\s\S]+?)```/);
	parts.forEach((part, index) => {
		if (index % 2 === 1) fragment.append(element('code', { text: part }));
		else fragment.append(...marked(part));
	});
	return fragment;
}

function marked(text) {
	const pattern = /(^|[\s([{"'*_~])([*_~])(?=\S)([^\n]*?\S)\2(?=$|[\s.,;:!?)\]}"'*_~])/;
	const match = pattern.exec(text);
	if (!match) return text === '' ? [] : [text];
	const [whole, before, mark, inner] = match;
	const start = text.slice(0, match.index) + before;
	const piece = element(MARKS[mark]);
	piece.append(...marked(inner));
	return [start, piece, ...marked(text.slice(match.index + whole.length))];
}

/** An element with properties; `text` becomes its textContent. */
export function element(name, { text, className, ...attributes } = {}) {
	const made = document.createElement(name);
	if (text !== undefined) made.textContent = text;
	if (className) made.className = className;
	for (const [key, value] of Object.entries(attributes)) {
		if (value !== undefined) made.setAttribute(key, value);
	}
	return made;
}

const SVG = 'http://www.w3.org/2000/svg';

/** A line drawing from path data. */
export function drawing(path, viewBox, className) {
	const svg = document.createElementNS(SVG, 'svg');
	svg.setAttribute('viewBox', viewBox);
	svg.setAttribute('class', className);
	svg.setAttribute('aria-hidden', 'true');
	const line = document.createElementNS(SVG, 'path');
	line.setAttribute('d', path);
	svg.append(line);
	return svg;
}

const timeFormat = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const dayFormat = new Intl.DateTimeFormat(undefined, {
	weekday: 'long',
	day: 'numeric',
	month: 'long',
});
const shortDayFormat = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });

export const timeOf = (at) => timeFormat.format(at);

/** A key that is the same for two moments of one day. */
export const dayKey = (at) => new Date(at).toDateString();

/** "Today", "Yesterday" or the day's name and date. */
export function dayOf(at, now) {
	if (dayKey(at) === dayKey(now)) return 'Today';
	const yesterday = new Date(now);
	yesterday.setDate(yesterday.getDate() - 1);
	return dayKey(at) === dayKey(yesterday) ? 'Yesterday' : dayFormat.format(at);
}

/** The time of today, or the date. */
export const shortTime = (at, now) =>
	dayKey(at) === dayKey(now) ? timeOf(at) : shortDayFormat.format(at);

/** Up to two initials. */
export function initials(name) {
	const words = name.trim().split(/\s+/);
	return [words[0], words.length > 1 ? words.at(-1) : '']
		.map((word) => [...word][0] ?? '')
		.join('')
		.toUpperCase();
}

/** One of the avatar colours, always the same for the same text. */
export function hueOf(text) {
	let sum = 0;
	for (const char of text) sum = (sum * 31 + char.codePointAt(0)) % 6;
	return `hue-${sum}`;
}
