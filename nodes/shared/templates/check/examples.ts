import { isObject, objectsIn } from '../../graph/answer';
import { excerpt } from '../../text';
import type { TemplateComponent } from '../types';
import type { Context } from './context';
import type { Findings } from './finding';
import { variable } from './variables';

/**
 * Each variable of a text has an example, and each example a variable.
 * Numbered: `header_text: ["a"]`, `body_text: [["a", "b"]]`; named:
 * `…_text_named_params: [{param_name, example}]`.
 * @param names the variables of the text
 */
export function checkExamples(
	component: TemplateComponent,
	part: 'header' | 'body',
	names: string[],
	findings: Findings,
	{ isNamed }: Context,
): void {
	if (names.length === 0) {
		// Meta answers 2388043 even to an empty one.
		if (component.example !== undefined) {
			findings.error(
				'example-without-variable',
				'there is an example, but no variable',
				'Take the example out: Meta refuses one where there is no variable.',
			);
		}
		return;
	}
	const example = isObject(component.example) ? component.example : {};
	if (isNamed) checkNamed(example[`${part}_text_named_params`], names, findings);
	else if (part === 'body') checkRows(example.body_text, names, findings);
	else checkRow(example.header_text, names, findings);
}

function checkNamed(given: unknown, names: string[], findings: Findings): void {
	const entries = objectsIn(given);
	for (const name of names) {
		const entry = entries.find((candidate) => candidate.param_name === name);
		if (!isFilled(entry?.example)) missing(findings, name);
	}
	const strangers = entries.filter(({ param_name: name }) => !names.includes(String(name)));
	if (strangers.length > 0) {
		findings.error(
			'example-surplus',
			`there is an example for “${excerpt(String(strangers[0].param_name))}”, which is no variable of the text`,
			'Take the example out, or give it the name of a variable.',
		);
	}
}

function checkRows(given: unknown, names: string[], findings: Findings): void {
	const rows: unknown[] = Array.isArray(given) ? given : [];
	if (rows.length > 0 && !rows.every(Array.isArray)) {
		findings.error(
			'example-shape',
			'the examples are not a list within a list',
			'Write them as body_text: [["first", "second"]].',
		);
		return;
	}
	if (rows.length === 0) checkRow(undefined, names, findings);
	for (const row of rows) checkRow(row, names, findings);
}

function checkRow(given: unknown, names: string[], findings: Findings): void {
	const values: unknown[] = Array.isArray(given) ? given : [];
	for (const name of names) {
		if (!isFilled(values[Number(name) - 1])) missing(findings, name);
	}
	if (values.length > names.length) {
		findings.error(
			'example-surplus',
			`${values.length} examples for ${names.length} ${names.length === 1 ? 'variable' : 'variables'}`,
			'Give one example for each variable.',
		);
	}
}

function missing(findings: Findings, name: string): void {
	variable(findings, name).error(
		'example-missing',
		'no example',
		"Give an example of what it is filled with: Meta's review reads it.",
	);
}

/** Whether it is a text with more than white space. */
export function isFilled(value: unknown): value is string {
	return typeof value === 'string' && value.trim() !== '';
}
