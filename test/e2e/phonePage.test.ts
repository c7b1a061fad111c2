import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { senderOf } from '../n8n-host/simulated';
import { startSimulator, type Simulator } from '../simulator';
import { launchChromium, screenshot } from './browser';

const AISHA = '+12025550143';
const BEN = '+12025550144';

const audit = readFileSync(join(__dirname, 'pageContrast.js'), 'utf8');

describe('the phone page', () => {
	let browser: Browser;
	let simulator: Simulator;
	let page: Page;

	beforeAll(async () => {
		browser = await launchChromium();
	});

	afterAll(async () => {
		await browser?.close();
	});

	beforeEach(async () => {
		simulator = await startSimulator({ settings: { templates: { review: 'manual' } } });
		page = await browser.newPage({ viewport: { width: 1200, height: 800 } });
		page.setDefaultTimeout(60_000);
	});

	afterEach(async () => {
		await page.close();
		await simulator.close();
	});

	const send = async (content: Record<string, unknown>, to = AISHA) => {
		const answer = await fetch(`${simulator.url}/v26.0/${senderOf(simulator).id}/messages`, {
			method: 'POST',
			headers: {
				'content-type': 'application/json',
				authorization: `Bearer ${simulator.account.accessToken}`,
			},
			body: JSON.stringify({ messaging_product: 'whatsapp', to, ...content }),
		});
		const body = (await answer.json()) as { messages?: Array<{ id: string }> };
		expect(body).toMatchObject({ messages: [{ id: expect.any(String) }] });
		return body.messages?.[0]?.id ?? '';
	};

	const text = (body: string) => ({ type: 'text', text: { body } });

	const question = {
		type: 'interactive',
		interactive: {
			type: 'button',
			header: { type: 'text', text: 'Your order' },
			body: { text: 'Shall we *send* it?' },
			footer: { text: 'Until Friday' },
			action: {
				buttons: [
					{ type: 'reply', reply: { id: 'yes', title: 'Yes, please' } },
					{ type: 'reply', reply: { id: 'no', title: 'No' } },
				],
			},
		},
	};

	/** One of each thing that a conversation can show. */
	const fillConversation = async () => {
		const { id } = simulator.inbound({ from: AISHA, name: 'Aisha', text: 'Is it ready?' });
		simulator.inbound({ from: BEN, name: 'Ben', text: 'Hello' });
		await send({ ...text('Yes: https://example.com'), context: { message_id: id } });
		await send({ type: 'image', image: { link: 'https://example.com/i.png', caption: 'Here' } });
		await send({ type: 'reaction', reaction: { message_id: id, emoji: '👍' } });
		await send(question);
		await send({
			type: 'interactive',
			interactive: {
				type: 'cta_url',
				body: { text: 'Follow it' },
				action: {
					name: 'cta_url',
					parameters: { display_text: 'Track', url: 'https://example.com/track' },
				},
			},
		});
		simulator.settings.enforceWindow = 'failLater';
		simulator.clock.advance(25 * 3_600_000);
		await send(text('Too late'));
	};

	const faintParts = async () =>
		await page.evaluate<{ looked: number; faint: string[] }>(`${audit}; faintParts()`);

	/** What the keyboard is at, as a screen reader names it. */
	const focusedName = async () =>
		await page.evaluate<string>(`(() => {
			const at = document.activeElement;
			return (at.getAttribute('aria-label') ?? at.labels?.[0]?.textContent ?? at.textContent).trim();
		})()`);

	const pressed = async (...keys: string[]) => {
		const names = [];
		for (const key of keys) {
			await page.keyboard.press(key);
			names.push(await focusedName());
		}
		return names;
	};

	const person = (name: string) => page.getByRole('navigation').getByRole('button', { name });
	const announced = async (words: string) =>
		await page.locator('#announcer', { hasText: words }).waitFor({ state: 'attached' });

	it.each(['light', 'dark'] as const)('can be read in %s colours', async (colorScheme) => {
		await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
		const expectReadable = async (atLeast: number) => {
			const { looked, faint } = await faintParts();
			expect(faint).toEqual([]);
			expect(looked).toBeGreaterThan(atLeast);
		};
		await page.goto(simulator.url);
		await page.getByRole('heading', { name: 'Nothing has arrived yet' }).waitFor();
		await expectReadable(15);

		await fillConversation();
		await person('Aisha').waitFor();
		await expectReadable(15);
		await person('Aisha').click();
		await page.getByText('Not delivered').waitFor();
		await screenshot(page, `phone-${colorScheme}`);
		await expectReadable(40);
		await person('Ben').hover();
		await expectReadable(40);

		await page.getByRole('button', { name: 'New conversation' }).click();
		await expectReadable(45);

		await page.goto(`${simulator.url}/page/templates.html`);
		await page.getByRole('heading', { level: 2 }).first().waitFor();
		await expectReadable(10);
	});

	it('is used by keyboard alone, from the list to an answer and back', async () => {
		simulator.inbound({ from: AISHA, name: 'Aisha', text: 'Is it ready?' });
		simulator.inbound({ from: BEN, name: 'Ben', text: 'Hello' });
		await send(question);
		await page.goto(simulator.url);
		await person('Ben').waitFor();

		expect(await pressed('Tab', 'Tab')).toEqual(['New conversation', 'Search people']);
		expect(await pressed('Tab', 'ArrowDown', 'ArrowUp')).toEqual([
			expect.stringContaining('Aisha'),
			expect.stringContaining('Ben'),
			expect.stringContaining('Aisha'),
		]);
		// The list is one stop, however many people there are.
		expect(await pressed('Tab', 'Shift+Tab')).toEqual([
			'Review templates',
			expect.stringContaining('Aisha'),
		]);

		await page.keyboard.press('Enter');
		await page.locator('#text:focus').waitFor();
		expect(await pressed('Shift+Tab', 'Shift+Tab', 'Shift+Tab')).toEqual([
			'No',
			'Yes, please',
			'Messages',
		]);
		await page.keyboard.press('Tab');
		await page.keyboard.press('Enter');
		await page.locator('.message.in', { hasText: 'Yes, please' }).waitFor();
		expect(await focusedName()).toBe('Yes, please');

		expect(await pressed('Tab', 'Tab')).toEqual(['No', 'Answer as Aisha']);
		await page.keyboard.type('Thank you');
		expect(await pressed('Tab')).toEqual(['Send answer']);
		await page.keyboard.press('Enter');
		await page.locator('.message.in', { hasText: 'Thank you' }).waitFor();

		expect(await pressed('Escape')).toEqual([expect.stringContaining('Aisha')]);
		await page.getByRole('heading', { name: 'Choose a conversation' }).waitFor();
	});

	it('leads the keyboard to all that can be used, in order, and shows where it is', async () => {
		await page.emulateMedia({ reducedMotion: 'reduce' });
		await fillConversation();
		await page.goto(simulator.url);
		await person('Aisha').click();
		await page.getByText('Not delivered').waitFor();
		await page.locator('#text:focus').waitFor();
		const stops = `[...document.querySelectorAll('button, a, input, textarea, [tabindex]')]
			.filter((one) => one.tabIndex >= 0 && one.checkVisibility())`;
		const count = await page.evaluate<number>(`${stops}.length`);
		const visited = [];
		for (let press = 0; press <= count; press += 1) {
			await page.keyboard.press('Tab');
			expect((await faintParts()).faint).toEqual([]);
			visited.push(await page.evaluate<number>(`${stops}.indexOf(document.activeElement)`));
		}
		// From the field for an answer to the end, over the browser itself, and on from the start.
		const inOrder = Array.from({ length: count }, (_, index) => index);
		const [from] = visited;
		expect(visited).toEqual([...inOrder.slice(from), -1, ...inOrder.slice(0, from)]);
	});

	it('keeps the keyboard where it is while ticks change around it', async () => {
		simulator.inbound({ from: AISHA, name: 'Aisha', text: 'Is it ready?' });
		await page.goto(simulator.url);
		await person('Aisha').click();
		await page.locator('#text:focus').waitFor();
		const id = await send(question);
		const no = page.getByRole('button', { name: 'No', exact: true });
		await no.focus();
		await page.locator(`[data-id="${id}"] .tick-read`).waitFor();
		expect(await focusedName()).toBe('No');
	});

	it('says what arrives, and from whom', async () => {
		simulator.inbound({ from: AISHA, name: 'Aisha', text: 'Is it ready?' });
		await page.goto(simulator.url);
		await person('Aisha').waitFor();
		await send(text('One moment'));
		await announced('1 unread message');
		await person('Aisha').click();
		await page.locator('#text:focus').waitFor();
		await send(text('It is ready'));
		await announced(': It is ready');
		const last = page.getByRole('listitem').filter({ hasText: 'It is ready' }).last();
		expect(await last.textContent()).toMatch(/^[^:]+:It is ready/);
	});

	it('stands still for those who want that', async () => {
		const { id } = simulator.inbound({ from: AISHA, name: 'Aisha', text: 'Is it ready?' });
		const typing = { status: 'read', message_id: id, typing_indicator: { type: 'text' } };
		// Styles are worked out anew some frames after the wish is known.
		const moveAs = async (reducedMotion: 'reduce' | 'no-preference', things: number) => {
			await page.emulateMedia({ reducedMotion });
			await page.waitForFunction(`document.getAnimations().length === ${things}`);
		};
		await page.goto(simulator.url);
		await person('Aisha').click();
		await page.locator('#text:focus').waitFor();
		await fetch(`${simulator.url}/v26.0/${senderOf(simulator).id}/messages`, {
			method: 'POST',
			headers: {
				'content-type': 'application/json',
				authorization: `Bearer ${simulator.account.accessToken}`,
			},
			body: JSON.stringify({ messaging_product: 'whatsapp', ...typing }),
		});
		await page.getByRole('status').filter({ hasText: 'is typing' }).waitFor();
		await moveAs('no-preference', 3);
		await moveAs('reduce', 0);
	});

	it('leads into a conversation and back where there is room for one of both', async () => {
		simulator.inbound({ from: AISHA, name: 'Aisha', text: 'Is it ready?' });
		await page.setViewportSize({ width: 380, height: 700 });
		await page.goto(simulator.url);
		await person('Aisha').press('Enter');
		await page.locator('#chat-name:focus').waitFor();
		await page.getByRole('button', { name: 'Back to all conversations' }).press('Enter');
		expect(await focusedName()).toContain('Aisha');
	});
});
