import {
	LoggerProxy,
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type INodeParameters,
} from 'n8n-workflow';

import {
	Dispatcher,
	type Batch,
	type DeliveryOptions,
	type Report,
	type Sender,
} from '../../../../nodes/shared';
import { DEFAULT_ACCOUNT } from '../../../simulator';
import { person } from './traffic';

/**
 * The real dispatcher, told of each sender that it has no limit. The node cannot say so itself: no rate
 * that Meta gives, or that the node's option takes, is as high.
 */
export class UnpacedDispatcher extends Dispatcher {
	override run<T>(batch: Batch<T>, options: DeliveryOptions): Promise<Report<T>> {
		const lifted = new Map<Sender, Sender>();
		const lift = (sender: Sender): Sender => {
			let own = lifted.get(sender);
			if (!own) lifted.set(sender, (own = { ...sender, rate: Infinity }));
			return own;
		};
		const unpaced: Batch<T> = {
			size: batch.size,
			sender: batch.sender && lift(batch.sender),
			address(index) {
				const { recipient, sender } = batch.address(index);
				return { recipient, sender: lift(sender) };
			},
			prepare: (index, coming) => batch.prepare?.(index, coming),
			send: (index, attempt) => batch.send(index, attempt),
		};
		return super.run(unpaced, options);
	}
}

/** A credential for the account of the simulator at this address. */
export function credentialAt(url: string): ICredentialDataDecryptedObject {
	return {
		accessToken: DEFAULT_ACCOUNT.tokens.full,
		appId: DEFAULT_ACCOUNT.app.id,
		appSecret: DEFAULT_ACCOUNT.app.secret,
		businessAccountId: DEFAULT_ACCOUNT.businessAccountId,
		graphApiVersion: 'v26.0',
		baseUrl: url,
	};
}

/** WhatsApp Send as a campaign uses it: recipient and text come from each item. */
export const campaignParameters: INodeParameters = {
	resource: 'message',
	operation: 'send',
	phoneNumberId: { __rl: true, mode: 'id', value: DEFAULT_ACCOUNT.phoneNumberIds.high },
	recipientPhoneNumber: '={{ $json.phone }}',
	messageType: 'text',
	textBody: '=Hello {{ $json.name }}, your order is on its way',
};

/** Items as a table gives them, each for a person of its own. */
export function campaignItems(count: number): IDataObject[] {
	return Array.from({ length: count }, (_, index) => ({
		phone: person(index),
		name: `Person ${index}`,
	}));
}

/** Keeps the node's progress off the console. */
export function silenceN8n(): void {
	const silent = () => undefined;
	LoggerProxy.init({ error: silent, warn: silent, info: silent, debug: silent });
}
