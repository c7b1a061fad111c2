import { VOICE_CALL_FRAME, voiceCallMessage } from '../../../shared/messages/interactive/voiceCall';
import { LIMITS } from '../../../shared/messages/limits';
import { additionalFields } from '../parts/media';
import { readNumber, upTo } from '../parts/values';
import type { InteractiveKind } from './interactiveKind';

export const callButton: InteractiveKind = {
	option: {
		name: 'Call Button',
		value: 'voice_call',
		description: 'A button that calls your number on WhatsApp',
	},
	frame: VOICE_CALL_FRAME,
	fields: [
		additionalFields([
			{
				displayName: 'Button Text',
				name: 'callButtonText',
				type: 'string',
				default: '',
				placeholder: 'e.g. Call us',
				description: `${upTo(LIMITS.buttonText)}; “Call Now” without it`,
			},
			{
				displayName: 'Button Works For (Minutes)',
				name: 'callMinutes',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: LIMITS.callMinutes, numberPrecision: 0 },
				default: 10080,
				description: 'From one minute to 30 days (43,200); seven days without it',
			},
			{
				displayName: 'Payload',
				name: 'callPayload',
				type: 'string',
				default: '',
				placeholder: 'e.g. order-4711',
				description: `Comes back in the webhooks of the call. ${upTo(LIMITS.callPayload)}.`,
			},
		]),
	],
	build(parameters, frame) {
		const minutes = parameters.value('additionalFields.callMinutes', '');
		return voiceCallMessage(frame, {
			text: parameters.text('additionalFields.callButtonText', 'Button Text'),
			minutes: minutes === '' ? undefined : readNumber(minutes, 'Button Works For (Minutes)'),
			payload: parameters.text('additionalFields.callPayload', 'Payload'),
		});
	},
};
