import type { JsonObject } from '../../../nodes/shared/graph/answer';
import { planUpsert, type UpsertPlan } from '../../../nodes/shared/templates/upsert';
import type { TemplateDefinition } from '../../../nodes/shared/templates/types';
import { body, draft, footer } from './check/drafts';

const standing = (status = 'APPROVED', more: JsonObject = {}): TemplateDefinition =>
	({ id: '77', status, ...draft(), ...more }) as TemplateDefinition;

const other = draft([footer('Bye')]);
const NOW = Date.parse('2026-11-20T12:00:00Z');
const HOUR = 3_600_000;
const hoursAgo = (...hours: number[]) => ({
	now: NOW,
	editedAt: hours.map((h) => NOW - h * HOUR),
});
const refusal = (plan: UpsertPlan) =>
	plan.action === 'refuse' ? plan : { reason: plan.action, fix: '' };

describe('a draft becomes', () => {
	it('a new template where there is none', () => {
		expect(planUpsert({ ...other, category: 'marketing', id: '1' }, undefined)).toEqual({
			action: 'create',
			request: other,
		});
	});

	it('nothing where it stands already', () => {
		expect(planUpsert(draft(), standing())).toEqual({ action: 'nothing', id: '77' });
	});

	it.each(['PENDING', 'DISABLED'])('nothing where it stands already, though %s', (status) => {
		expect(planUpsert(draft(), standing(status)).action).toBe('nothing');
	});

	it.each(['APPROVED', 'REJECTED', 'PAUSED'])('an edit of a template that is %s', (status) => {
		expect(planUpsert(other, standing(status))).toEqual({
			action: 'edit',
			id: '77',
			request: { components: other.components },
			differences: [{ place: 'Footer', change: 'added', to: footer('Bye') }],
		});
	});

	it('an edit of what differs only', () => {
		const plan = planUpsert(draft([], { message_send_ttl_seconds: 86_400 }), standing());
		expect(plan).toMatchObject({ action: 'edit', request: { message_send_ttl_seconds: 86_400 } });
		expect(plan).not.toHaveProperty('request.components');
	});

	it('an edit with another category, unless it is approved', () => {
		const written = draft([], { category: 'UTILITY' });
		expect(planUpsert(written, standing('REJECTED'))).toMatchObject({
			action: 'edit',
			request: { category: 'UTILITY' },
		});
		expect(refusal(planUpsert(written, standing('APPROVED'))).reason).toContain(
			'approved as MARKETING',
		);
	});
});

describe('refused is', () => {
	it.each([
		['PENDING', 'Wait until Meta has decided'],
		['IN_APPEAL', 'Wait until Meta has decided'],
		['DISABLED', 'under another name'],
		['PENDING_DELETION', 'another name'],
		['ARCHIVED', 'archive'],
	])('an edit of a template that is %s', (status, fix) => {
		const { reason, fix: said } = refusal(planUpsert(other, standing(status)));
		expect(reason).toContain(`is ${status}`);
		expect(said).toContain(fix);
	});

	it('another kind of variables', () => {
		const written = draft([], { parameter_format: 'NAMED' });
		expect(refusal(planUpsert(written, standing('REJECTED'))).reason).toContain('variables');
	});

	it('with the differences that there are', () => {
		const plan = planUpsert({ ...other, components: [body('Hi')] }, standing('PENDING'));
		expect(plan).toMatchObject({ differences: [{ place: 'Body', field: 'text' }] });
	});
});

describe('edits of an approved template', () => {
	const tenIn = (days: number) => Array.from({ length: 10 }, (_, i) => 24 + (i * days * 24) / 10);

	it.each<[what: string, hours: number[], action: UpsertPlan['action']]>([
		['none', [], 'edit'],
		['one 24 hours ago', [24], 'edit'],
		['one just under 24 hours ago', [23.99], 'refuse'],
		['nine in 30 days', tenIn(28).slice(1), 'edit'],
		['ten in 30 days', tenIn(28), 'refuse'],
		['ten, the first 30 days ago', [...tenIn(28).slice(1), 720], 'edit'],
	])('%s', (_, hours, action) => {
		expect(planUpsert(other, standing(), hoursAgo(...hours)).action).toBe(action);
	});

	it('say from when on there may be another', () => {
		expect(refusal(planUpsert(other, standing(), hoursAgo(2))).fix).toBe(
			'Try again after 2026-11-21T10:00:00.000Z.',
		);
	});

	it('are not counted for one that is rejected', () => {
		expect(planUpsert(other, standing('REJECTED'), hoursAgo(1, 2, 3)).action).toBe('edit');
	});
});
