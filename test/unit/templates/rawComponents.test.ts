import {
	overrideComponents,
	readRawComponents,
} from '../../../nodes/shared/templates/rawComponents';
import { refusal } from '../messages/support';

it('takes components of any kind, and counts buttons by texts', () => {
	const tap = { type: 'tap_target_configuration', parameters: [] };
	expect(
		readRawComponents([{ type: 'BODY', parameters: [] }, tap, { type: 'button', index: 1 }]),
	).toEqual([{ type: 'body', parameters: [] }, tap, { type: 'button', index: '1' }]);
});

it.each<[unknown, RegExp]>([
	[{ type: 'body' }, /is no list of components/],
	[['body'], /is no list of components/],
	[[{ parameters: [] }], /has no type in component 1/],
	[[{ type: 'body' }, { type: 'button' }], /without its index in component 2/],
	[[{ type: 'button', index: 'first' }], /without its index/],
	[[{ type: 'body' }, { type: 'Body' }], /has two components for the body/],
	[
		[
			{ type: 'button', index: 0 },
			{ type: 'button', index: '0' },
		],
		/has two components for the button 0/,
	],
])('refuses %j', (value, message) => {
	expect(refusal(() => readRawComponents(value)).message).toMatch(message);
});

it('puts components in the places of others, and new ones at the end', () => {
	const [header, body, first, second] = [
		{ type: 'header', by: 'form' },
		{ type: 'body', by: 'form' },
		{ type: 'button', index: '0', by: 'form' },
		{ type: 'button', index: '1', by: 'form' },
	];
	const own = { type: 'button', index: '1', by: 'hand' };
	const tap = { type: 'tap_target_configuration' };
	expect(overrideComponents([header, body, first, second], [tap, own])).toEqual([
		header,
		body,
		first,
		own,
		tap,
	]);
});
