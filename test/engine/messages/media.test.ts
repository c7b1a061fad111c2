import { payloadOf, refusalOf, useSimulator } from './support';

useSimulator();

const LINK = 'https://example.com/file';
const byLink = { mediaPath: 'useMediaLink', mediaLink: LINK };
const byId = { mediaPath: 'useMediaId', mediaId: '1479537139650973' };

describe.each(['image', 'video', 'audio', 'document', 'sticker'])('%s', (messageType) => {
	it('is sent by its link', async () => {
		expect(await payloadOf({ messageType, ...byLink })).toEqual({
			type: messageType,
			[messageType]: { link: LINK },
		});
	});

	it('is sent by its media ID', async () => {
		expect(await payloadOf({ messageType, ...byId })).toEqual({
			type: messageType,
			[messageType]: { id: '1479537139650973' },
		});
	});

	it('takes a link where nothing is said about where the file comes from', async () => {
		expect(await payloadOf({ messageType, mediaLink: LINK })).toEqual({
			type: messageType,
			[messageType]: { link: LINK },
		});
	});

	it('takes a media ID that an expression gives as a number', async () => {
		expect(
			await payloadOf(
				{ messageType, mediaPath: 'useMediaId', mediaId: '={{ $json.id }}' },
				{ id: 1479537139650973 },
			),
		).toEqual({ type: messageType, [messageType]: { id: '1479537139650973' } });
	});

	it('is refused before anything leaves where its link is none', async () => {
		expect(await refusalOf({ messageType, ...byLink, mediaLink: 'file.png' })).toMatch(
			/^Link is no web address: “file\.png”/,
		);
	});

	it('is refused where the file would come from elsewhere', async () => {
		expect(await refusalOf({ messageType, mediaPath: 'elsewhere' })).toMatch(/neither from a link/);
	});
});

describe('captions', () => {
	it.each(['image', 'video', 'document'])('stand below %s', async (messageType) => {
		expect(
			await payloadOf({ messageType, ...byLink, additionalFields: { mediaCaption: 'Look' } }),
		).toEqual({ type: messageType, [messageType]: { link: LINK, caption: 'Look' } });
	});

	it('come from the item', async () => {
		expect(
			await payloadOf(
				{
					messageType: 'image',
					...byLink,
					additionalFields: { mediaCaption: '={{ $json.caption }}' },
				},
				{ caption: 'Look' },
			),
		).toMatchObject({ image: { caption: 'Look' } });
	});

	it('are left out where n8n’s own node had one for audio', async () => {
		expect(
			await payloadOf({
				messageType: 'audio',
				...byLink,
				additionalFields: { mediaCaption: 'Listen' },
			}),
		).toEqual({ type: 'audio', audio: { link: LINK } });
	});
});

describe('a document', () => {
	it('has its name among the additional fields where it comes from a link', async () => {
		expect(
			await payloadOf({
				messageType: 'document',
				...byLink,
				additionalFields: { mediaFilename: 'invoice.pdf', mediaCaption: 'May' },
			}),
		).toEqual({
			type: 'document',
			document: { link: LINK, filename: 'invoice.pdf', caption: 'May' },
		});
	});

	it('has its name beside its media ID, as pasted from n8n’s own node', async () => {
		expect(
			await payloadOf({ messageType: 'document', ...byId, mediaFilename: 'invoice.pdf' }),
		).toEqual({
			type: 'document',
			document: { id: '1479537139650973', filename: 'invoice.pdf' },
		});
	});
});

describe('audio', () => {
	it('is a voice note where asked for', async () => {
		expect(
			await payloadOf({ messageType: 'audio', ...byLink, additionalFields: { voice: true } }),
		).toEqual({ type: 'audio', audio: { link: LINK, voice: true } });
	});
});
