import { excerpt } from '../../text';
import { textAround, variablesIn } from '../variables';
import type { Context } from './context';
import type { Findings } from './finding';

/**
 * Meta says "lowercase letters and underscores"; digits are let through because no source shows that it
 * refuses them.
 */
const NAME = /^[a-z_][a-z0-9_]*$/;
const NUMBER = /^[1-9]\d*$/;

/** Something that is said, rather than punctuation around a variable. */
const WORDS = /[\p{L}\p{N}]/u;

/**
 * How the variables of a text are written.
 * @returns those that are written properly, each once
 */
export function checkVariables(findings: Findings, text: string, { isNamed }: Context): string[] {
	if (/\{\{|\}\}/.test(textAround(text).join(' '))) {
		findings.error(
			'braces',
			'braces do not make a variable',
			'Write each variable with two braces on both sides and no spaces, such as {{1}} or {{order_id}}.',
		);
	}
	const names = variablesIn(text);
	const proper = names.filter((name) => (isNamed ? NAME : NUMBER).test(name));
	for (const name of names) {
		if (proper.includes(name)) continue;
		variable(findings, name).error(
			'variable-name',
			isNamed
				? 'not a name that Meta takes'
				: 'not a number, but the template has numbered variables',
			isNamed
				? 'Use lowercase letters and underscores, such as {{order_id}}.'
				: 'Number the variables {{1}}, {{2}} …, or choose named variables for the template.',
		);
	}
	if (isNamed) checkOnce(findings, text, proper);
	else checkSequence(findings, proper);
	return proper;
}

/** The findings of one variable. */
export function variable(findings: Findings, name: string): Findings {
	return findings.within(`variable {{${excerpt(name)}}}`);
}

function checkOnce(findings: Findings, text: string, names: string[]): void {
	for (const name of names) {
		if (text.split(`{{${name}}}`).length <= 2) continue;
		variable(findings, name).error(
			'variable-twice',
			'used twice',
			'Give each place a name of its own: Meta wants the names of a text to differ.',
		);
	}
}

function checkSequence(findings: Findings, names: string[]): void {
	const numbers = new Set(names.map(Number));
	const missing = Array.from(numbers, (_, index) => index + 1).find((n) => !numbers.has(n));
	if (missing === undefined) return;
	variable(findings, String(missing)).error(
		'variable-gap',
		'missing, although higher numbers are used',
		'Number the variables of each text from {{1}} on without a gap.',
	);
}

/**
 * Where the variables of a body stand, and how many for its words.
 * Source: Meta's codes 2388299 (at the start or end) and 2388293 (too many for the words).
 */
export function checkPositions(findings: Findings, text: string): void {
	const around = textAround(text);
	if (around.length === 1) return;
	if (!around.some((part) => WORDS.test(part))) {
		findings.error(
			'only-variables',
			'there are no words, only variables',
			'Write what the message says; a variable holds only what differs from one message to the next.',
		);
		return;
	}
	checkEnd(findings, 'first', around[0]);
	checkEnd(findings, 'last', around[around.length - 1]);
	if (around.slice(1, -1).some((part) => !WORDS.test(part))) {
		findings.warn(
			'variables-adjacent',
			'two variables stand side by side, which Meta tends to reject',
			'Put a word between them.',
		);
	}
	checkDensity(findings, around);
}

/**
 * Nothing at all before or behind a variable is refused. Of punctuation alone sources differ: providers saw
 * it refused, and Meta's own sample for named variables ends in one and a period.
 */
function checkEnd(findings: Findings, which: 'first' | 'last', part: string): void {
	if (WORDS.test(part)) return;
	const side = which === 'first' ? 'begins' : 'ends';
	const fix = `Put words ${which === 'first' ? 'before the first' : 'behind the last'} variable.`;
	if (part.trim() === '') {
		findings.error(`variable-${which}`, `the text ${side} with a variable`, fix);
	} else {
		findings.warn(
			`variable-nearly-${which}`,
			`the text ${side} with a variable and punctuation, which Meta may reject`,
			fix,
		);
	}
}

/**
 * Meta gives no figure for its "ratio". Two providers found the same one by trying: n variables want at
 * least 2n + 1 words besides them. Counted in the reader's favour: by spaces or by the rules of Unicode
 * (Chinese and Thai have no spaces), whichever gives more words.
 */
function checkDensity(findings: Findings, around: string[]): void {
	const variables = around.length - 1;
	const least = 2 * variables + 1;
	const words = Math.max(countBySpaces(around), countByUnicode(around, least));
	if (words >= least) return;
	findings.error(
		'too-dense',
		`${variables} variables among ${words} words`.replace(/^1 variables/, '1 variable'),
		`Add words, or take variables out: ${variables} want about ${least} words besides them.`,
	);
}

function countBySpaces(around: string[]): number {
	return around.join(' ').split(/\s+/).filter(Boolean).length;
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });

/** Stops at `enough`. */
function countByUnicode(around: string[], enough: number): number {
	let words = 0;
	for (const { isWordLike } of segmenter.segment(around.join(' '))) {
		if (isWordLike) words += 1;
		if (words >= enough) break;
	}
	return words;
}
