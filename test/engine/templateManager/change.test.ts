import { DEFAULT_ACCOUNT } from '../../simulator';
import { sendIt } from '../../integration/simulator/templateSupport';
import { chosen, countCalls, jsons, manager, useSimulator } from './support';

const simulator = useSimulator({ autoStatuses: 'sent', statusDelaysMs: { sent: 0 } });

const add = (name: string, facts: object = {}) =>
	simulator().account.addTemplate({ name, ...facts });
const names = () =>
	simulator()
		.account.accountOf(DEFAULT_ACCOUNT.businessAccountId)
		.templates.map(({ template }) => `${template.name}|${template.language}`);
const run = async (operation: string, parameters: object) =>
	jsons(await manager(simulator(), { operation, ...parameters }))[0];

describe('Delete', () => {
	beforeEach(() => {
		for (const language of ['en_US', 'de']) add('fresh', { language });
		add('fresh_two');
	});
	const lossOfAnswer = (before: number) => {
		const { faults } = simulator();
		faults.add({ match: { kind: 'any' }, next: before, action: { delay: 0 } });
		faults.add({ match: { kind: 'any' }, next: 1, action: { close: 'after' } });
	};

	it('takes one language unless more is asked for', async () => {
		const { id } = simulator().templates.find('fresh', 'de');
		expect(await run('delete', chosen('fresh|de'))).toEqual({
			deleted: true,
			id,
			name: 'fresh',
			language: 'de',
		});
		expect(names()).toEqual(expect.arrayContaining(['fresh|en_US', 'fresh_two|en_US']));
		expect(names()).not.toContain('fresh|de');
	});

	it('takes all languages of exactly that name when that is asked for', async () => {
		const parameters = { deleteScope: 'all', templateName: 'fresh' };
		expect(await run('delete', parameters)).toMatchObject({
			deleted: true,
			name: 'fresh',
			templates: [{ language: 'en_US' }, { language: 'de' }],
		});
		expect(names().filter((name) => name.startsWith('fresh'))).toEqual(['fresh_two|en_US']);
	});

	it.each([
		['one language', chosen('fresh|de')],
		['all languages', { deleteScope: 'all', templateName: 'fresh' }],
	])('has deleted %s when the answer was lost and the template is gone', async (_what, how) => {
		// The look-up and the figures come first.
		lossOfAnswer(2);
		expect(await run('delete', how)).toMatchObject({ deleted: true });
		expect(names()).not.toContain('fresh|de');
	});

	it('spares what was sent in the last days, unless it is told not to', async () => {
		await sendIt(simulator());
		await simulator().until(() => simulator().ledger.accepted[0]?.status === 'sent');
		expect(await run('delete', chosen('fresh|en_US'))).toMatchObject({
			error: 'fresh (en_US) was sent once in the last 7 days',
			details: { kind: 'validation' },
		});
		expect(names()).toContain('fresh|en_US');
		const options = { deleteSent: true };
		expect(await run('delete', { ...chosen('fresh|en_US'), options })).toMatchObject({
			deleted: true,
		});
	});

	it('deletes where Meta does not tell what was sent', async () => {
		const { faults } = simulator();
		faults.add({ match: { kind: 'any' }, next: 1, action: { delay: 0 } });
		const error = { code: 200007, status: 400 };
		const untold = faults.add({ match: { kind: 'any' }, next: 1, action: { error } });
		expect(await run('delete', chosen('fresh|en_US'))).toMatchObject({ deleted: true });
		expect(untold.fired).toBe(1);
	});

	it('says that there is nothing to delete', async () => {
		const parameters = { deleteScope: 'all', templateName: 'frech' };
		expect(await run('delete', parameters)).toMatchObject({
			error: 'The account has no template frech',
		});
	});
});

describe('Unpause', () => {
	it('ends a pause of pacing', async () => {
		const { id } = add('fresh');
		simulator().templates.pause(id, 'RATE_LIMITING_PAUSE');
		expect(await run('unpause', chosen('fresh|en_US'))).toEqual({
			unpaused: true,
			id,
			name: 'fresh',
			language: 'en_US',
			status: 'APPROVED',
		});
	});

	it('fails with the reason that Meta gives', async () => {
		simulator().templates.pause(add('fresh').id);
		expect(await run('unpause', chosen('fresh|en_US'))).toMatchObject({
			error:
				'Meta did not unpause fresh (en_US): The template is paused for its quality and cannot be unpaused.',
			details: { kind: 'not-done', attempts: 1 },
		});
	});
});

describe('Archive and Unarchive', () => {
	it('puts a template away and takes it out again', async () => {
		const template = add('fresh');
		const facts = { id: template.id, name: 'fresh', language: 'en_US' };
		expect(await run('archive', chosen('fresh|en_US'))).toEqual({ archived: true, ...facts });
		expect(template.status).toBe('ARCHIVED');
		expect(await run('unarchive', chosen(template.id))).toEqual({ archived: false, ...facts });
		expect(template.status).toBe('APPROVED');
	});

	it('fails with the reason that Meta gives', async () => {
		add('fresh', { status: 'PENDING' });
		expect(await run('archive', chosen('fresh|en_US'))).toMatchObject({
			error: 'Meta did not archive fresh (en_US): The template is PENDING.',
		});
	});
});

describe('Migrate', () => {
	const SOURCE = '204000000000099';
	beforeEach(() => {
		const { account } = simulator();
		account.addBusinessAccount({ id: SOURCE, name: 'Cedar & Loom Old' });
		const targets = [DEFAULT_ACCOUNT.businessAccountId, SOURCE];
		account.tokens.get(DEFAULT_ACCOUNT.tokens.full)!.granularTargets = {
			whatsapp_business_management: targets,
			whatsapp_business_messaging: targets,
		};
	});
	const addToSource = (name: string, facts: object = {}) =>
		simulator().account.addTemplate({ name, ...facts }, SOURCE).id;

	it('copies all that can be, and names the others', async () => {
		addToSource('moved');
		const waiting = addToSource('waiting', { status: 'PENDING' });
		expect(await run('migrate', { sourceBusinessAccountId: SOURCE })).toEqual({
			migrated: [simulator().templates.find('moved').id],
			failed: [{ id: waiting, reason: 'Only approved templates can be migrated.' }],
		});
	});

	it('copies those that are named', async () => {
		addToSource('stays');
		const parameters = {
			sourceBusinessAccountId: SOURCE,
			migrateScope: 'some',
			templateIds: addToSource('moved'),
		};
		expect(await run('migrate', parameters)).toMatchObject({ failed: [] });
		expect(names()).toContain('moved|en_US');
		expect(names()).not.toContain('stays|en_US');
	});

	it('does not take no ID for all of them', async () => {
		addToSource('stays');
		const calls = countCalls(simulator());
		const parameters = {
			sourceBusinessAccountId: SOURCE,
			migrateScope: 'some',
			templateIds: ' , ',
		};
		expect(await run('migrate', parameters)).toMatchObject({ error: 'Template IDs is empty' });
		expect(calls.matched).toBe(0);
	});
});
