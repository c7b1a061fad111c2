import { createHmac } from 'node:crypto';

import fc from 'fast-check';

import { isSignedBy } from '../../../nodes/shared/webhooks/signature';

const ONE = 'app-secret-one';
const TWO = 'app-secret-two';

/** As it comes over the wire: Meta escapes all that is not ASCII. */
const ESCAPED = Buffer.from(String.raw`{"text":"\u00e4\ud83d\udc4b"}`);
const UNESCAPED = Buffer.from('{"text":"ä👋"}');

// Made with: openssl dgst -sha256 -hmac <secret>
const ESCAPED_ONE = 'd3b9131500f07a83e790cc7375ac5ea8a3be394e2c14b7ec7ac9574b34fa5fc7';
const ESCAPED_TWO = '4b23b4bb041226dc1b2da62e0ecc56036dfd8ade919c41a398f26cb6e19f7959';
const UNESCAPED_ONE = 'b63ff58ed1ac292faef0aed16456f48c8d2b8b4d4bd0925d2f22c4d70feea3f7';
const EMPTY_ONE = 'a7adbf36f557764aebf26d5504e037e402055f834b9f515bdf5be3555f2aa525';

const signed = (hex: string, body: Buffer = ESCAPED, secrets = [ONE]) =>
	isSignedBy(body, `sha256=${hex}`, secrets);

describe('a signature', () => {
	it.each<[string, string, Buffer, string[]]>([
		['of an escaped body', ESCAPED_ONE, ESCAPED, [ONE]],
		['of a body that is not escaped', UNESCAPED_ONE, UNESCAPED, [ONE]],
		['of an empty body', EMPTY_ONE, Buffer.alloc(0), [ONE]],
		['in capital letters', ESCAPED_ONE.toUpperCase(), ESCAPED, [ONE]],
		['of the first of two secrets', ESCAPED_ONE, ESCAPED, [ONE, TWO]],
		['of the second of two secrets', ESCAPED_TWO, ESCAPED, [ONE, TWO]],
		['beside an empty secret', ESCAPED_ONE, ESCAPED, ['', ONE]],
	])('is genuine: %s', (_, hex, body, secrets) => {
		expect(signed(hex, body, secrets)).toBe(true);
	});

	it('is of the bytes, not of the JSON that they mean', () => {
		expect(JSON.parse(ESCAPED.toString())).toEqual(JSON.parse(UNESCAPED.toString()));
		expect(signed(ESCAPED_ONE, UNESCAPED)).toBe(false);
		expect(signed(UNESCAPED_ONE, ESCAPED)).toBe(false);
	});

	it('is not genuine with the secret of somebody else', () => {
		expect(signed(ESCAPED_TWO)).toBe(false);
	});

	it('is not genuine when the body has a byte more', () => {
		expect(signed(ESCAPED_ONE, Buffer.concat([ESCAPED, Buffer.from('\n')]))).toBe(false);
	});

	it.each([
		undefined,
		'',
		'sha256=',
		ESCAPED_ONE,
		`sha1=${ESCAPED_ONE}`,
		`sha256=${ESCAPED_ONE.slice(1)}`,
		`sha256=${ESCAPED_ONE}0`,
		`sha256=${ESCAPED_ONE} `,
		` sha256=${ESCAPED_ONE}`,
		`sha256=${ESCAPED_ONE}\n`,
		`sha256 ${ESCAPED_ONE}`,
		`sha256=${ESCAPED_ONE.slice(0, -1)}g`,
		`sha256=${ESCAPED_ONE},sha256=${ESCAPED_ONE}`,
		`sha256=${'é'.repeat(64)}`,
		'sha256='.repeat(10_000),
	])('is none: %.90j', (header) => {
		expect(isSignedBy(ESCAPED, header, [ONE])).toBe(false);
	});

	it.each([[[]], [['']], [['', '']]])('is never genuine without a secret: %j', (secrets) => {
		const withEmpty = createHmac('sha256', '').update(ESCAPED).digest('hex');
		expect(signed(withEmpty, ESCAPED, secrets)).toBe(false);
	});

	it('is genuine for any body and secret, and for no other body', () => {
		const bytes = fc.uint8Array({ maxLength: 200 });
		fc.assert(
			fc.property(bytes, bytes, fc.string({ minLength: 1 }), (raw, other, secret) => {
				const body = Buffer.from(raw);
				const hex = createHmac('sha256', secret).update(body).digest('hex');
				expect(signed(hex, body, [secret])).toBe(true);
				expect(signed(hex, Buffer.from(other), [secret])).toBe(body.equals(other));
			}),
		);
	});
});
