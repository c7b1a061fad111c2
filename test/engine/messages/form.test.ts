import { NodeHelpers, type INodeParameters, type INodeProperties } from 'n8n-workflow';

import { messageKinds } from '../../../nodes/WhatsAppSend/messages';
import { interactiveKinds } from '../../../nodes/WhatsAppSend/messages/interactive';
import { WhatsAppSend } from '../../../nodes/WhatsAppSend/WhatsAppSend.node';

const node = new WhatsAppSend();

/** What a builder sees after choosing a kind. */
function shown(choice: INodeParameters): INodeProperties[] {
	const values = { resource: 'message', operation: 'send', ...choice };
	const parameters =
		NodeHelpers.getNodeParameters(
			node.description.properties,
			values,
			true,
			false,
			null,
			node.description,
		) ?? {};
	return node.description.properties.filter((field) =>
		NodeHelpers.displayParameter(parameters, field, null, node.description),
	);
}

const choices: INodeParameters[] = [
	...messageKinds.map(({ option }) => ({ messageType: option.value })),
	...interactiveKinds.map(({ option }) => ({
		messageType: 'interactive',
		interactiveType: option.value,
	})),
];

describe.each(choices)('the form of $messageType $interactiveType', (choice) => {
	it('has each field once', () => {
		const names = shown(choice).map(({ name }) => name);
		expect(names.filter((name, place) => names.indexOf(name) !== place)).toEqual([]);
	});

	it('has a body text exactly where it is interactive', () => {
		const names = shown(choice).map(({ name }) => name);
		expect(names.includes('bodyText')).toBe(choice.messageType === 'interactive');
	});
});

it('shows header and footer only for kinds that have them', () => {
	const names = (interactiveType: string) =>
		shown({ messageType: 'interactive', interactiveType }).map(({ name }) => name);
	expect(names('button')).toEqual(expect.arrayContaining(['headerType', 'footerText']));
	expect(names('list')).toEqual(expect.arrayContaining(['headerText', 'footerText']));
	expect(names('list')).not.toContain('headerType');
	for (const none of ['headerType', 'headerText', 'footerText']) {
		expect(names('carousel')).not.toContain(none);
	}
});

it('asks for the ID of a group where the message goes to one', () => {
	const label = (recipientType: string) =>
		shown({ messageType: 'text', recipientType })
			.filter(({ name }) => name === 'recipientPhoneNumber')
			.map(({ displayName }) => displayName);
	expect(label('individual')).toEqual(['Recipient’s Phone Number']);
	expect(label('group')).toEqual(['Group ID']);
});

it('asks for a template only where one is to be sent for a closed window', () => {
	const names = (ifWindowClosed: string) =>
		shown({ messageType: 'text', ifWindowClosed }).map(({ name }) => name);
	expect(names('fail')).not.toContain('windowTemplate');
	expect(names('template')).toContain('windowTemplate');
});
