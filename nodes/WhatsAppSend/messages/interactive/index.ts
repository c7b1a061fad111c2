import type { INodeProperties } from 'n8n-workflow';

import { chooseIn, showOnly } from '../../../shared/n8n/fields';
import type { MessageKind } from '../messageKind';
import { address } from './address';
import { callButton } from './callButton';
import { callPermission } from './callPermission';
import { catalog } from './catalog';
import { contactInfoRequest } from './contactInfoRequest';
import { flow } from './flow';
import { fieldsAbove, fieldsBelow, readFrame } from './frameFields';
import type { InteractiveKind } from './interactiveKind';
import { linkButton } from './linkButton';
import { list } from './list';
import { locationRequest } from './locationRequest';
import { mediaCarousel } from './mediaCarousel';
import { orderDetails } from './orderDetails';
import { orderStatus } from './orderStatus';
import { product } from './product';
import { productCarousel } from './productCarousel';
import { productList } from './productList';
import { replyButtons } from './replyButtons';

/** In the order in which "Interactive Type" shows them: what people use most comes first. */
export const interactiveKinds: InteractiveKind[] = [
	replyButtons,
	list,
	linkButton,
	flow,
	mediaCarousel,
	locationRequest,
	contactInfoRequest,
	callButton,
	callPermission,
	product,
	productList,
	productCarousel,
	catalog,
	address,
	orderDetails,
	orderStatus,
];

const own = interactiveKinds.flatMap(({ option, fields }) =>
	showOnly({ interactiveType: [option.value] }, fields),
);

/** Stands last, as in all forms. */
const isSeldomNeeded = ({ name }: INodeProperties) => name === 'additionalFields';

export const interactive: MessageKind = {
	option: {
		name: 'Interactive',
		value: 'interactive',
		description: 'Buttons, lists, forms, carousels, products, requests and orders',
	},
	fields: [
		{
			displayName: 'Interactive Type',
			name: 'interactiveType',
			type: 'options',
			noDataExpression: true,
			options: interactiveKinds.map(({ option }) => option),
			default: 'button',
		},
		...fieldsAbove(interactiveKinds),
		...own.filter((field) => !isSeldomNeeded(field)),
		...fieldsBelow(interactiveKinds),
		...own.filter(isSeldomNeeded),
	],
	build(parameters) {
		const type = parameters.text('interactiveType', 'Interactive Type');
		const kind = chooseIn('Interactive Type', interactiveKinds, type);
		return kind.build(parameters, readFrame(parameters, kind.frame));
	},
};
