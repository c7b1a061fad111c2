import { element } from './format.js';

const byId = (id) => document.getElementById(id);

/** What may be done with a template, by its status. */
const STEPS = {
	approve: { label: 'Approve', done: 'approved', when: ['PENDING', 'REJECTED', 'PAUSED'] },
	reject: { label: 'Reject', done: 'rejected', when: ['PENDING'] },
	pause: { label: 'Pause', done: 'paused', when: ['APPROVED'] },
	disable: { label: 'Disable', done: 'disabled', when: ['APPROVED', 'PAUSED'] },
};

const MODES = {
	auto: 'Templates are reviewed by themselves after a moment.',
	manual: 'Templates wait until you approve or reject them.',
};

async function call(path, body) {
	const answer = await fetch(`/_simulator/${path}`, {
		method: body ? 'POST' : 'GET',
		...(body
			? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
			: {}),
	});
	const result = await answer.json();
	if (!answer.ok) throw new Error(result.error);
	return result;
}

function entryOf(template) {
	const { id, name, language, category, status, rejected_reason: reason, text } = template;
	const title = `${name}, ${language}`;
	const steps = Object.entries(STEPS)
		.filter(([, { when }]) => when.includes(status))
		.map(([step, { label, done }]) => {
			const button = element('button', {
				className: step === 'approve' ? 'primary' : 'quiet',
				text: label,
			});
			button.type = 'button';
			button.id = `${step}-${id}`;
			button.setAttribute('aria-label', `${label} ${title}`);
			button.addEventListener('click', () => void act(step, id, `${title}: ${done}`));
			return button;
		});
	const head = element('div', { className: 'template-head' });
	head.append(
		element('h2', { text: name }),
		element('span', { className: 'hint', text: `${language} · ${category.toLowerCase()}` }),
		element('span', {
			className: `status ${status.toLowerCase()}`,
			text: reason ? `${status}: ${reason}` : status,
		}),
	);
	const row = element('div', { className: 'steps' });
	row.append(...steps);
	const item = element('li', { className: 'template' });
	item.append(head, element('p', { className: 'words', text }), row);
	item.dataset.id = id;
	item.tabIndex = -1;
	return item;
}

async function act(step, id, announcement) {
	try {
		await call(`templates/${step}`, { id });
		byId('problem').textContent = '';
		byId('announcer').textContent = announcement;
		await refresh();
	} catch (error) {
		byId('problem').textContent = error.message;
	}
}

/**
 * The list anew. Who used the keyboard stays at the button that they were at, or at its template
 * when it is gone: on the button that took its place they would press what they did not choose.
 */
async function refresh() {
	const { data, review } = await call('templates');
	byId('mode').textContent = MODES[review];
	const at = document.activeElement?.closest('.template')?.dataset.id;
	const focused = document.activeElement?.id;
	byId('templates').replaceChildren(...data.map(entryOf));
	if (at === undefined) return;
	const same = focused ? byId(focused) : null;
	(same ?? document.querySelector(`[data-id="${at}"]`))?.focus();
}

const events = new EventSource('/_simulator/events');
events.addEventListener('open', () => void refresh());
events.addEventListener('change', ({ data }) => {
	const { all, templates } = JSON.parse(data);
	if (all || templates) void refresh();
});
