import { ValidationError } from '../graph/errors';
import { typed } from '../graph/settings';
import type { WhenAway } from './store';

/** What the credential says of shared state, as the user typed it. */
export interface SharedStateCredential {
	sharedState?: string;
	redisUrl?: string;
	redisPassword?: string;
	redisDatabase?: number | string;
	redisKeyPrefix?: string;
	whenRedisIsAway?: string;
	workerProcesses?: number | string;
}

/** How to reach a Redis. */
export interface RedisSettings {
	host: string;
	port: number;
	tls: boolean;
	username?: string;
	password?: string;
	database: number;
	/** Stands before every key. */
	prefix: string;
}

/** Checked: nothing in it can surprise a connection. */
export interface SharedStateSettings {
	/** Undefined: state stays in the process. */
	redis?: RedisSettings;
	whenAway: WhenAway;
	/** Between which a number's rate is divided where they don't know of one another. */
	processes: number;
}

export const DEFAULT_REDIS_URL = 'redis://localhost:6379';
export const DEFAULT_KEY_PREFIX = 'n8n-whatsapp:';
const DEFAULT_PORT = 6379;
const MOST_PROCESSES = 1_000;

/**
 * Checks what a credential says of shared state.
 * @throws ValidationError naming the credential's field; never with a secret in it
 */
export function readSharedState(credential: SharedStateCredential): SharedStateSettings {
	return {
		redis: typed(credential.sharedState) === 'redis' ? readRedis(credential) : undefined,
		whenAway: typed(credential.whenRedisIsAway) === 'fail' ? 'fail' : 'continue',
		processes: wholeNumber('Worker Processes', credential.workerProcesses, 1, MOST_PROCESSES),
	};
}

function readRedis(credential: SharedStateCredential): RedisSettings {
	const url = readUrl(typed(credential.redisUrl) || DEFAULT_REDIS_URL);
	return {
		host: url.hostname.replace(/^\[|\]$/g, ''),
		port: url.port === '' ? DEFAULT_PORT : Number(url.port),
		tls: url.protocol === 'rediss:',
		username: decoded(url.username) || undefined,
		password: typed(credential.redisPassword) || undefined,
		database: wholeNumber('Redis Database', credential.redisDatabase, 0, 1_000_000),
		prefix: typed(credential.redisKeyPrefix) || DEFAULT_KEY_PREFIX,
	};
}

/** Nothing that was typed is repeated: a password may be in it. */
function readUrl(text: string): URL {
	const invalid = (message: string, fix: string) => new ValidationError('Redis URL', message, fix);
	let url: URL;
	try {
		url = new URL(text);
	} catch {
		throw invalid('The Redis URL is not a URL', `It looks like ${DEFAULT_REDIS_URL}.`);
	}
	if (url.protocol !== 'redis:' && url.protocol !== 'rediss:') {
		throw invalid(
			'The Redis URL begins with something else than redis:// or rediss://',
			'rediss:// is the one with TLS.',
		);
	}
	if (url.password) {
		throw invalid(
			'The Redis URL has a password in it',
			'The password has a field of its own, where nobody can read it.',
		);
	}
	if (url.hostname === '') {
		throw invalid('The Redis URL names no host', `It looks like ${DEFAULT_REDIS_URL}.`);
	}
	if (!['', '/'].includes(url.pathname) || url.search || url.hash) {
		throw invalid(
			'The Redis URL has more than a host and a port',
			'The number of the database has a field of its own.',
		);
	}
	return url;
}

function decoded(username: string): string {
	try {
		return decodeURIComponent(username);
	} catch {
		throw new ValidationError(
			'Redis URL',
			'The user name in the Redis URL cannot be read',
			'Write %25 for a percent sign.',
		);
	}
}

function wholeNumber(field: string, value: unknown, min: number, max: number): number {
	const text = typed(value);
	if (text === '') return min;
	const number = Number(text);
	if (Number.isInteger(number) && number >= min && number <= max) return number;
	throw new ValidationError(
		field,
		`The credential's ${field} is not a whole number from ${min} to ${max}`,
		`Give a whole number from ${min} to ${max}.`,
	);
}
