import { drawing, element, formatted, timeOf } from './format.js';

const TICK = 'M2 7l3.2 3.5L11.5 3.5';
const TWO_TICKS = `${TICK}M8.2 9.6l.9.9 6.4-7`;
const CLOCK = 'M7 3.5v4l2.5 1.5M1.5 7a5.5 5.5 0 1 0 11 0a5.5 5.5 0 1 0-11 0';
const WARNING = 'M7 3v5M7 10.6v.4M1.5 7a5.5 5.5 0 1 0 11 0a5.5 5.5 0 1 0-11 0';

const TICKS = {
	accepted: [CLOCK, '0 0 14 14'],
	sent: [TICK, '0 0 14 14'],
	delivered: [TWO_TICKS, '0 0 17 14'],
	read: [TWO_TICKS, '0 0 17 14'],
	failed: [WARNING, '0 0 14 14'],
};

const BUTTON_ICONS = {
	reply: 'M8 5L3 10l5 5M3 10h8a5 5 0 0 1 5 5',
	row: 'M7 5h10M7 10h10M7 15h10M3 5h.1M3 10h.1M3 15h.1',
	link: 'M8 4H4v12h12v-4M11 3h6v6M17 3l-8 8',
	call: 'M4 3h4l1.5 4L7 9a9 9 0 0 0 4 4l2-2.500L17 12v4a1 1 0 0 1-1 1A13 13 0 0 1 3 4a1 1 0 0 1 1-1',
	copy: 'M7 7h9v9H7zM4 13V4h9',
	other: 'M4 10h12M11 5l5 5-5 5',
};

const MEDIA_ICONS = {
	image: 'M3 4h18v16H3zM3 16l5-5 4 4 4-5 5 6M8.500 8.500h.1',
	video: 'M3 5h18v14H3zM10 9l5 3-5 3z',
	audio: 'M4 10v4M8 6v12M12 9v6M16 4v16M20 10v4',
	document: 'M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6',
	sticker: 'M4 4h16v10l-6 6H4zM14 20v-6h6',
	location: 'M12 21s-7-6.500-7-12a7 7 0 0 1 14 0c0 5.500-7 12-7 12zM12 9h.1',
};

/** The sign for how far a message got, with its word for those who do not see it. */
export function tickOf(status) {
	const [path, viewBox] = TICKS[status] ?? TICKS.accepted;
	const tick = element('span', { className: `tick tick-${status}`, title: status });
	tick.append(drawing(path, viewBox, 'tick-icon'));
	tick.append(element('span', { className: 'visually-hidden', text: status }));
	return tick;
}

/** What changes in a message after it was first shown; equal strings need no new bubble. */
export const versionOf = (message) => `${message.status} ${message.failure?.code ?? ''}`;

/** One line that stands for a message in the list and in announcements. */
export function previewOf(message) {
	const { header, body, media, note, cards } = message.content;
	const text = body || header || note || (cards ? 'Carousel' : '');
	const kind = media ? media.kind[0].toUpperCase() + media.kind.slice(1) : '';
	return [kind, text].filter(Boolean).join(': ').replace(/\s+/g, ' ');
}

/**
 * A message as a list item. `from` is who wrote it, for those who do not see on which side it stands;
 * `actions.press` is called with (messageId, button) for a button that answers, `actions.copied` when a
 * code was copied; `quoted` finds the message that one refers to.
 */
export function bubbleOf(message, { from, actions, quoted }) {
	const item = element('li', { className: `message ${message.direction}` });
	const bubble = element('div', { className: `bubble ${message.type}` });
	item.append(bubble);
	bubble.append(element('p', { className: 'visually-hidden', text: `${from}:` }));
	if (message.quotes) bubble.append(quoteOf(quoted(message.quotes)));
	if (message.template) {
		bubble.append(element('p', { className: 'label', text: `Template ${message.template}` }));
	}
	appendContent(bubble, message.content);
	bubble.append(metaOf(message));
	if (message.failure) {
		const { code, title, details } = message.failure;
		bubble.append(
			element('p', { className: 'failure', text: `Not delivered: ${title} (${code})` }),
		);
		if (details) bubble.append(element('p', { className: 'failure-details', text: details }));
	}
	appendButtons(bubble, message, message.content, actions);
	if (message.content.cards) item.append(cardsOf(message, actions));
	return item;
}

function metaOf(message) {
	const meta = element('p', { className: 'meta' });
	const time = element('time', {
		text: timeOf(message.at),
		datetime: new Date(message.at).toISOString(),
	});
	meta.append(time, tickOf(message.status));
	return meta;
}

function quoteOf(message) {
	const quote = element('blockquote', { className: 'quote' });
	quote.textContent = message ? previewOf(message).slice(0, 120) : 'An earlier message';
	return quote;
}

function appendContent(bubble, content) {
	const { media, header, note, body, footer } = content;
	if (media) bubble.append(mediaOf(media));
	if (header) bubble.append(element('p', { className: 'header', text: header }));
	if (note) bubble.append(element('p', { className: 'label', text: note.replaceAll('_', ' ') }));
	if (body) {
		const text = element('p', { className: 'body' });
		text.append(formatted(body));
		bubble.append(text);
	}
	if (footer) bubble.append(element('p', { className: 'footer', text: footer }));
}

function mediaOf({ kind, source }) {
	const box = element('div', { className: `media media-${kind}` });
	box.append(drawing(MEDIA_ICONS[kind] ?? MEDIA_ICONS.document, '0 0 24 24', 'media-icon'));
	box.append(element('span', { className: 'media-kind', text: kind }));
	if (source) box.append(element('span', { className: 'media-source', text: source }));
	return box;
}

function cardsOf(message, actions) {
	const strip = element('ul', { className: 'cards', tabindex: '0', 'aria-label': 'Cards' });
	for (const content of message.content.cards) {
		const card = element('li', { className: 'card' });
		appendContent(card, content);
		appendButtons(card, message, content, actions);
		strip.append(card);
	}
	return strip;
}

function appendButtons(bubble, message, content, actions) {
	if (!content.buttons?.length) return;
	const list = element('ul', { className: 'buttons' });
	for (const button of content.buttons) {
		const row = element('li');
		row.append(buttonOf(message, button, actions));
		list.append(row);
	}
	bubble.append(list);
}

function buttonOf(message, button, actions) {
	const made = shellOf(message, button, actions);
	made.append(drawing(BUTTON_ICONS[button.kind], '0 0 20 20', 'button-icon'));
	const words = element('span', { className: 'button-words', text: button.text });
	if (button.description) {
		words.append(element('span', { className: 'button-description', text: button.description }));
	}
	made.append(words);
	return made;
}

function shellOf(message, button, { press, copied }) {
	const { kind, target } = button;
	if (kind === 'link' && /^https?:\/\//i.test(target ?? '')) {
		return element('a', {
			className: 'message-button',
			href: target,
			title: target,
			target: '_blank',
			rel: 'noreferrer noopener',
		});
	}
	if (kind === 'reply' || kind === 'row' || (kind === 'copy' && target)) {
		const made = element('button', { className: 'message-button', type: 'button' });
		if (kind === 'copy') {
			made.title = target;
			made.addEventListener('click', () => {
				void navigator.clipboard?.writeText(target).then(() => copied(target));
			});
		} else {
			made.addEventListener('click', () => press(message.id, button));
		}
		return made;
	}
	return element('span', { className: 'message-button still', title: target });
}
