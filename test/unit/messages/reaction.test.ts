import { reactionMessage, reactionRemoval } from '../../../nodes/shared/messages/reaction';
import { refusal } from './support';

describe('a reaction', () => {
	it.each(['👍', '👍🏽', '❤️', '❤', '👨‍👩‍👧', '🇩🇪', '1️⃣', '☺', '🏴󠁧󠁢󠁳󠁣󠁴󠁿', ' 👍 '])('may be %s', (emoji) => {
		expect(reactionMessage('wamid.A', emoji).reaction).toEqual({
			message_id: 'wamid.A',
			emoji: emoji.trim(),
		});
	});

	it.each(['👍👍', 'a', 'ok', '1', '#', ':)', '👍 yes', 'é', '🇩'])('is refused as %s', (emoji) => {
		expect(refusal(() => reactionMessage('wamid.A', emoji)).message).toBe(
			`“${emoji}” is not one emoji`,
		);
	});

	it('is refused where it is empty, which would remove one', () => {
		expect(refusal(() => reactionMessage('wamid.A', '')).message).toBe('Emoji is empty');
	});

	it('is removed by an empty emoji', () => {
		expect(reactionRemoval(' wamid.A ').reaction).toEqual({ message_id: 'wamid.A', emoji: '' });
	});

	it('needs a message', () => {
		expect(refusal(() => reactionRemoval(' ')).field).toBe('Message ID');
		expect(refusal(() => reactionMessage('', '👍')).field).toBe('Message ID');
	});
});
