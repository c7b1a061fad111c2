import { EditLog } from '../../../nodes/shared/templates/editLog';

const DAY = 86_400_000;

it('knows the edits of the last 30 days, template by template', () => {
	const log = new EditLog();
	log.note('a', 0);
	log.note('b', DAY);
	log.note('a', 20 * DAY);
	expect(log.of('a', 29 * DAY)).toEqual([0, 20 * DAY]);
	expect(log.of('a', 30 * DAY)).toEqual([20 * DAY]);
	expect(log.of('c', 0)).toEqual([]);
});

it('forgets the template that was not edited for the longest time', () => {
	const log = new EditLog(2);
	for (const template of ['a', 'b', 'a', 'c']) log.note(template, 0);
	expect(log.of('b', 0)).toEqual([]);
	expect(log.of('a', 0)).toEqual([0, 0]);
});
