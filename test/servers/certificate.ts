import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

import { findProgram, PLAIN_ENV } from './program';

/** Paths of PEM files. */
export interface CertificateFiles {
	/** The certificate of the authority that has signed the server's. */
	authority: string;
	certificate: string;
	key: string;
}

/**
 * Makes an authority, and its certificate for a server that is reached as `localhost` or 127.0.0.1. Both
 * hold for a day.
 *
 * @param folder for the files
 * @throws Error when openssl is missing, with the package to install, or says no
 */
export function makeCertificate(folder: string): CertificateFiles {
	const openssl = findProgram('openssl', [], 'openssl');
	const file = (name: string) => join(folder, name);
	const make = (name: string, ...more: string[]) =>
		void execFileSync(
			openssl,
			['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'].concat(
				['-days', '1', '-subj', `/CN=test ${name}`],
				['-keyout', file(`${name}.key`), '-out', file(`${name}.crt`), ...more],
			),
			{ env: PLAIN_ENV, stdio: 'pipe' },
		);
	make('authority', '-addext', 'basicConstraints=critical,CA:TRUE');
	make(
		'server',
		...['-CA', file('authority.crt'), '-CAkey', file('authority.key')],
		...['-addext', 'basicConstraints=CA:FALSE'],
		...['-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'],
	);
	return {
		authority: file('authority.crt'),
		certificate: file('server.crt'),
		key: file('server.key'),
	};
}
