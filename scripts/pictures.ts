import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import type { Browser, Locator, Page } from 'playwright-core';

import type { N8nClient } from '../test/n8n-host';
import { activateExample, exampleFiles, readExample, wire } from '../test/n8n-host/examples';
import { senderOf } from '../test/n8n-host/simulated';
import type { Simulator } from '../test/simulator';

/** What pictures are taken of. */
export interface Scene {
	browser: Browser;
	n8n: N8nClient;
	login: { email: string; password: string };
	/** Nothing else uses it. */
	simulator: Simulator;
	/** Reaches the simulator. */
	credential: { id: string; name: string };
}

/** Names of the README's pictures, without their ending. */
export const PICTURES = [
	'crm-step',
	'credential',
	'send-template',
	'template-manager',
	'trigger',
	'reply-bot',
	'phone',
];

/** Milliseconds until something is on the screen. */
const PATIENCE_MS = 60_000;

/** Pixels of the picture for each of the page's: small writing stays sharp on today's screens. */
const SCALE = 2;

/** The page's pixels around what is shown. */
const MARGIN = 24;

/** The page's pixels above the field at which a picture of a form ends. */
const GAP = 8;

const HOUR_MS = 3_600_000;

/** Takes the README's pictures: the editor of a real n8n, and the simulator's phone page. */
export async function takePictures(scene: Scene, folder: string): Promise<void> {
	mkdirSync(folder, { recursive: true });
	const { simulator } = scene;
	const studio = await Studio.enter(scene, folder);
	try {
		simulator.faults.add({
			match: { recipient: '61491570156' },
			action: { error: { code: 131049 } },
		});
		await studio.open('11', { width: 1200, height: 720 });
		await studio.execute('Reached');
		await studio.shootCanvas('crm-step');
		simulator.clear();

		await studio.shootCredential('credential');

		await studio.open('02', { width: 1240, height: 900 });
		await studio.execute('Send a template');
		await studio.shootForm('send-template', 'Send a template', {
			from: 'Template',
			until: 'Additional Fields',
			beside: 'input',
		});

		await studio.open('04', { width: 1360, height: 1040 });
		await studio.execute('Create or update a template', 'Start by hand');
		await studio.shootForm('template-manager', 'Create or update a template', {
			from: 'Category',
			until: 'Add Example',
			beside: 'output',
		});
		simulator.clear();

		await studio.open('03', { width: 1360, height: 900 });
		await studio.listen('WhatsApp Trigger', {
			from: '+1 202-555-0143',
			name: 'Aisha',
			text: 'Is my order ready?',
		});
		await studio.shootForm('trigger', 'WhatsApp Trigger', {
			from: 'Trigger On',
			until: 'I wish this node would...',
			beside: 'output',
		});
		simulator.clear();

		const bot = await studio.open('05', { width: 960, height: 800 });
		await studio.shootCanvas('reply-bot');
		// The phone page says when: the same in every picture.
		simulator.clock.set(nextNoon(simulator.clock.now()));
		try {
			await activateExample(scene.n8n, simulator, bot);
			await studio.talk();
			await studio.shootPhone('phone');
		} finally {
			await scene.n8n.deactivate(bot);
		}
	} finally {
		await studio.leave();
	}
}

/** Milliseconds since the epoch; a simulator's clock only moves forward. */
function nextNoon(now: number): number {
	return (Math.floor(now / (24 * HOUR_MS) + 0.5) + 0.5) * 24 * HOUR_MS;
}

/** One page of a browser, logged in. */
class Studio {
	private constructor(
		private readonly scene: Scene,
		private readonly page: Page,
		private readonly folder: string,
	) {}

	static async enter(scene: Scene, folder: string): Promise<Studio> {
		const context = await scene.browser.newContext({
			colorScheme: 'light',
			deviceScaleFactor: SCALE,
			locale: 'en-US',
			timezoneId: 'UTC',
			reducedMotion: 'reduce',
		});
		const page = await context.newPage();
		page.setDefaultTimeout(PATIENCE_MS);
		await page.goto(`${scene.n8n.url}/signin`);
		await page.locator('input[name=emailOrLdapLoginId]').fill(scene.login.email);
		await page.locator('input[type=password]').fill(scene.login.password);
		await page.getByRole('button', { name: 'Sign in' }).click();
		await page.waitForURL((address) => !address.pathname.startsWith('/signin'));
		return new Studio(scene, page, folder);
	}

	async leave(): Promise<void> {
		await this.page.context().close();
	}

	/**
	 * Stores an example without its note and opens it.
	 * @returns the workflow's ID
	 */
	async open(number: string, size: { width: number; height: number }): Promise<string> {
		const { n8n, simulator, credential } = this.scene;
		const file = exampleFiles().find((name) => name.startsWith(number)) ?? number;
		const workflow = wire(readExample(file), { credential, sender: senderOf(simulator) });
		const nodes = workflow.nodes.filter(({ type }) => !type.endsWith('.stickyNote'));
		const { id } = await n8n.createWorkflow({ ...workflow, nodes });
		await this.page.setViewportSize(size);
		await this.page.goto(`${n8n.url}/workflow/${id}`);
		await this.node(nodes[0]?.name ?? '').waitFor();
		return id;
	}

	/** Executes the open workflow until a node has succeeded; from this trigger where there are several. */
	async execute(until: string, trigger?: string): Promise<void> {
		const button = trigger
			? this.page.getByTestId(`execute-workflow-button-${trigger}`)
			: this.page.getByTestId('execute-workflow-button');
		if (trigger) await this.node(trigger).hover();
		await button.click();
		await this.node(until).getByTestId('canvas-node-status-success').waitFor();
		await this.closeNotices();
	}

	/** Has a trigger listen for one event, which comes when it is registered. */
	async listen(trigger: string, message: Parameters<Simulator['inbound']>[0]): Promise<void> {
		const { simulator } = this.scene;
		const phone = simulator.account.phoneNumbers.get(senderOf(simulator).id);
		await this.node(trigger).dblclick();
		await this.page.getByTestId('node-execute-button').click();
		await simulator.until(() => phone?.callback !== undefined, PATIENCE_MS);
		simulator.inbound(message);
		await this.page
			.getByTestId('output-panel')
			.getByText(message.text ?? message.from)
			.first()
			.waitFor();
		await this.closeNotices();
	}

	/** What the credential asks for with a Redis; nothing is saved. */
	async shootCredential(name: string): Promise<void> {
		const { n8n, credential } = this.scene;
		await this.page.setViewportSize({ width: 1240, height: 1000 });
		await this.page.goto(`${n8n.url}/home/credentials/${credential.id}`);
		const form = this.page.getByTestId('credential-edit-dialog');
		const field = form.getByTestId('parameter-input-sharedState');
		await field.click();
		await this.page.getByRole('option', { name: /^Redis/ }).click();
		await field.press('Tab');
		const first = form.getByText('Shared State', { exact: true });
		await scrollTo(first);
		await this.rest();
		const { x, y } = await boxOf(first);
		const last = await boxOf(form.getByTestId('parameter-input-whenRedisIsAway'));
		await this.page.screenshot({
			path: this.pathOf(name),
			clip: {
				x: x - MARGIN,
				y: y - MARGIN / 2,
				width: last.x + last.width - x + 2 * MARGIN,
				height: last.y + last.height - y + MARGIN,
			},
		});
	}

	/** All nodes of the canvas. */
	async shootCanvas(name: string): Promise<void> {
		await this.page.getByTestId('zoom-to-fit').click();
		await this.rest();
		const boxes = await this.page
			.locator('[data-test-id=canvas-node], [data-test-id=canvas-node] :not(:has(*))')
			.evaluateAll((parts) =>
				(parts as unknown as Part[])
					// Frames without anything in them and buttons wait, unseen, for the pointer.
					.filter((part) => part.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }))
					.map((part) => part.getBoundingClientRect().toJSON())
					.filter(({ width, height }) => width > 0 && height > 0),
			);
		const left = Math.min(...boxes.map(({ x }) => x)) - MARGIN;
		const top = Math.min(...boxes.map(({ y }) => y)) - MARGIN;
		const right = Math.max(...boxes.map(({ x, width }) => x + width)) + MARGIN;
		const bottom = Math.max(...boxes.map(({ y, height }) => y + height)) + MARGIN;
		await this.page.screenshot({
			path: this.pathOf(name),
			clip: { x: left, y: top, width: right - left, height: bottom - top },
			style: CANVAS_ALONE,
		});
	}

	/** A node's form from one of its fields on until another, with what came in or what went out beside it. */
	async shootForm(
		name: string,
		node: string,
		{ from, until, beside }: { from: string; until: string; beside: 'input' | 'output' },
	): Promise<void> {
		if (!(await this.page.getByTestId('ndv').isVisible())) await this.node(node).dblclick();
		const form = this.page.getByTestId('node-parameters');
		await form.waitFor();
		await this.page.waitForLoadState('networkidle');
		if (beside === 'output') {
			await this.page.getByTestId('output-panel').getByText('JSON', { exact: true }).click();
		}
		await scrollTo(form.getByText(from, { exact: true }).first());
		await this.rest();
		const panel = await boxOf(this.page.getByTestId('ndv'));
		const fields = await boxOf(form);
		const top = await boxOf(this.page.getByTestId('output-panel'));
		const end = await boxOf(form.getByText(until, { exact: true }).first());
		const left = beside === 'input' ? panel.x + 1 : fields.x;
		const right = beside === 'input' ? fields.x + fields.width : panel.x + panel.width - 1;
		await this.page.screenshot({
			path: this.pathOf(name),
			clip: { x: left, y: top.y, width: right - left, height: end.y - GAP - top.y },
			style: FORM_ALONE,
		});
	}

	/** A person gets from the menu to a confirmed time. */
	async talk(): Promise<void> {
		const { simulator } = this.scene;
		const { accepted } = simulator.ledger;
		const answers = async (count: number) =>
			await simulator.until(() => accepted.length >= count, PATIENCE_MS);
		simulator.inbound({ from: '+1 202-555-0143', name: 'Aisha', text: 'Good morning!' });
		await answers(1);
		await this.page.setViewportSize({ width: 900, height: 1080 });
		await this.page.goto(`${simulator.url}/`);
		await this.page.locator('#conversations button').first().click();
		const messages = this.page.locator('#messages');
		await messages.getByRole('button', { name: 'Book a visit' }).click();
		await answers(2);
		await messages.getByRole('button', { name: /^Saturday, 11:00/ }).click();
		await answers(3);
		const last = messages.locator('li.message').last();
		await last.getByText('we expect you on Saturday, 11:00').waitFor();
		await last.locator('.tick-read').waitFor();
		await this.page.locator('.badge').waitFor({ state: 'detached' });
	}

	async shootPhone(name: string): Promise<void> {
		await this.page.mouse.move(0, 0);
		await this.page.screenshot({ path: this.pathOf(name) });
	}

	/** What n8n says at the edge of the screen about what it did. */
	private async closeNotices(): Promise<void> {
		for (const close of await this.page.locator('.el-notification__closeBtn').all()) {
			await close.click();
		}
	}

	private node(name: string): Locator {
		return this.page.locator(`[data-test-id=canvas-node][data-node-name="${name}"]`);
	}

	private pathOf(name: string): string {
		return join(this.folder, `${name}.png`);
	}

	/** Takes the pointer away, which makes buttons appear wherever it stands, and waits until all is still. */
	private async rest(): Promise<void> {
		await this.page.mouse.move(0, 0);
		await this.page.waitForLoadState('networkidle');
		let before = '';
		for (let now = await this.look(); now !== before; now = await this.look()) before = now;
	}

	private async look(): Promise<string> {
		return (await this.page.screenshot()).toString('base64');
	}
}

/** Brings something to the top of what scrolls around it. */
async function scrollTo(locator: Locator): Promise<void> {
	await locator.evaluate((at) => (at as unknown as { scrollIntoView(): void }).scrollIntoView());
}

/** What is read of an element in the browser. */
interface Part {
	checkVisibility(options: object): boolean;
	getBoundingClientRect(): { toJSON(): Record<'x' | 'y' | 'width' | 'height', number> };
}

async function boxOf(locator: Locator) {
	const box = await locator.boundingBox();
	if (!box) throw new Error('What is to be on the picture cannot be seen.');
	return box;
}

/** Without n8n's hints, the nodes before and behind the one whose form is open, and buttons that have no room. */
const FORM_ALONE = `
	[role=tooltip], [data-test-id^=floating-node], [data-test-id=ndv-pin-data], [data-test-id=ndv-edit-pinned-data] { visibility: hidden; }
`;

/** Without n8n's bars and buttons beside and over the canvas. */
const CANVAS_ALONE = `
	body * { visibility: hidden; }
	.vue-flow, .vue-flow__viewport, .vue-flow__viewport *, .vue-flow__background * { visibility: visible; }
`;
