import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, selectors, type Browser, type Page } from 'playwright-core';

/** Where browsers are on the systems that people run this on. */
const USUAL_PLACES = [
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
	'/usr/bin/google-chrome-stable',
	'/snap/bin/chromium',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'/Applications/Chromium.app/Contents/MacOS/Chromium',
	'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
	'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];

const screenshots = join(__dirname, 'screenshots');

/** @throws Error when there is none: a test in a browser that did not run has not passed. */
export function findChromium(): string {
	const given = process.env.CHROMIUM_BIN;
	if (given) {
		if (existsSync(given)) return given;
		throw new Error(`CHROMIUM_BIN names ${given}, which does not exist.`);
	}
	const found = USUAL_PLACES.find((path) => existsSync(path));
	if (found) return found;
	throw new Error(
		'No Chromium was found. Install one (Debian: apt-get install chromium) or give the path of ' +
			'one: CHROMIUM_BIN=/path/to/chromium npm run test:e2e',
	);
}

/** A headless Chromium that asks nobody but the pages under test. */
export async function launchChromium(): Promise<Browser> {
	// As n8n's editor names them.
	selectors.setTestIdAttribute('data-test-id');
	return await chromium.launch({
		executablePath: findChromium(),
		headless: true,
		args: [
			// Containers run as root, where Chromium's own sandbox cannot be set up.
			...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
			'--disable-gpu',
			'--disable-quic',
			'--no-first-run',
			'--disable-background-networking',
			'--disable-component-update',
			'--disable-sync',
			'--disable-dev-shm-usage',
		],
	});
}

/** A page of the size of a laptop's window. */
export async function newPage(browser: Browser, url?: string): Promise<Page> {
	const context = await browser.newContext({
		viewport: { width: 1440, height: 900 },
		locale: 'en-US',
		reducedMotion: 'reduce',
	});
	const page = await context.newPage();
	page.setDefaultTimeout(60_000);
	if (url) await page.goto(url);
	return page;
}

/** Keeps what a person would see, for a person to look at. */
export async function screenshot(page: Page, name: string): Promise<void> {
	mkdirSync(screenshots, { recursive: true });
	await page.screenshot({ path: join(screenshots, `${name}.png`) });
}
