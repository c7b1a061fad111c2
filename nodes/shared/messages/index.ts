/** What a message is: one builder a kind, each checked against Meta's limits. */
export { composeMessage } from './message';
export { parseGroup, parseRecipient, type Recipient } from './recipient';
export type { MessageContent } from './types';

export { textMessage } from './text';
export {
	audioMessage,
	documentMessage,
	imageMessage,
	stickerMessage,
	videoMessage,
	type MediaSource,
} from './media';
export {
	checkMediaFile,
	endingFor,
	normaliseMimeType,
	type FileFacts,
	type MediaKind,
} from './mediaFiles';
export { locationMessage, type Place } from './location';
export { contactsMessage, type Contact } from './contacts';
export { reactionMessage, reactionRemoval } from './reaction';
export { pinMessage, unpinMessage } from './pin';
export { renderMessage } from './render';
export { customMessage } from './custom';
export { withExtras, type MessageExtras } from './extras';

export type { Frame, Header } from './interactive/frame';
export { addressMessage, type AddressForm } from './interactive/address';
export { ctaUrlMessage, type LinkButton } from './interactive/ctaUrl';
export { flowMessage, type Flow } from './interactive/flow';
export { listMessage, type ListRow, type ListSection } from './interactive/list';
export { mediaCarouselMessage, type MediaCarousel } from './interactive/mediaCarousel';
export {
	orderDetailsMessage,
	orderStatusMessage,
	type OrderDetails,
	type OrderStatus,
} from './interactive/orders';
export {
	catalogMessage,
	productCarouselMessage,
	productListMessage,
	productMessage,
	type ProductSection,
} from './interactive/products';
export type { ReplyButton } from './interactive/replies';
export { replyButtonsMessage } from './interactive/replyButtons';
export {
	callPermissionMessage,
	contactInfoRequestMessage,
	locationRequestMessage,
} from './interactive/requests';
export { voiceCallMessage, type CallButton } from './interactive/voiceCall';
