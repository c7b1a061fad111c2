import { randomUUID } from 'node:crypto';

import { LIMITS } from '../../../nodes/shared/messages/limits';
import { readTicket, writeTicket } from '../../../nodes/shared/webhooks/answerTicket';

const ticket = {
	executionId: '1234567890',
	nodeId: randomUUID(),
	signature: 'ab'.repeat(32),
	questionId: 'Zm9vYmFy',
	option: 9,
};

describe("the ID of a question's button or row", () => {
	it('says which execution waits, and which option it is', () => {
		expect(readTicket(writeTicket(ticket, 'secret'), ['secret'])).toEqual(ticket);
	});

	it('fits into the ID of a row, which is the shorter one', () => {
		expect(writeTicket(ticket, 'secret').length).toBeLessThanOrEqual(LIMITS.listRowId);
	});

	it('is read with either secret while the secret is rotated, and with no other', () => {
		const id = writeTicket(ticket, 'old');
		expect(readTicket(id, ['new', 'old'])).toEqual(ticket);
		expect(readTicket(id, ['new', ''])).toBeUndefined();
	});

	it('cannot be bent towards another execution, node, question or option', () => {
		const parts = writeTicket(ticket, 'secret').split('.');
		for (const index of parts.keys()) {
			const bent = parts.map((part, at) => (at === index ? `${part}1` : part));
			expect(readTicket(bent.join('.'), ['secret'])).toBeUndefined();
		}
	});

	it.each(['', 'yes', 'n8n-wait', 'n8n-wait.1.2.3.4.5.6', '......', '.'.repeat(10_000)])(
		'is nothing that a workflow makes itself: %j',
		(id) => {
			expect(readTicket(id, ['secret'])).toBeUndefined();
		},
	);
});
