import { eventOf } from '../event';
import { textOf } from '../values';
import type { EventKind } from './kind';

/** How the business's Flows fare; what people fill in comes as a message. */
export const flow: EventKind = {
	name: 'flow',
	choice: {
		name: 'Flows',
		value: 'flows',
		description: 'A Flow changes status, or its error rate or latency. Answers come as messages.',
	},
	fields: ['flows'],
	read(change) {
		const { value } = change;
		return [
			eventOf(change, {
				kind: 'flow',
				type: textOf(value.event) ?? 'unknown',
				body: value,
				facts: {
					id: textOf(value.flow_id),
					text: textOf(value.message),
					previous: textOf(value.old_status),
					current: textOf(value.new_status),
					alert: textOf(value.alert_state),
				},
			}),
		];
	},
};
