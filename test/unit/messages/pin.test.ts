import { pinMessage, unpinMessage } from '../../../nodes/shared/messages/pin';
import { refusal } from './support';

it.each([1, 30])('a message is pinned for %d days', (days) => {
	expect(pinMessage('wamid.A', days)).toEqual({
		type: 'pin',
		pin: { type: 'pin', message_id: 'wamid.A', expiration_days: days },
	});
});

it.each([0, 31, 1.5, NaN])('a message is not pinned for %d days', (days) => {
	expect(refusal(() => pinMessage('wamid.A', days)).field).toBe('Days');
});

it('a message is named to be pinned or taken off', () => {
	expect(unpinMessage('wamid.A')).toEqual({
		type: 'pin',
		pin: { type: 'unpin', message_id: 'wamid.A' },
	});
	expect(refusal(() => pinMessage(' ', 7)).field).toBe('Message ID');
	expect(refusal(() => unpinMessage('')).field).toBe('Message ID');
});
