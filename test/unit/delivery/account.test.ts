import { Account } from '../../../nodes/shared/delivery/account';

const dead = (serial: number) => ({ because: 'token' as const, error: new Error('190'), serial });

describe('Account', () => {
	it('binds the runs that were there, not later ones', () => {
		const account = new Account();
		expect(account.binds(1)).toBeUndefined();
		expect(account.condemn(dead(3), 10, 60)).toBe(true);
		expect(account.binds(3)).toMatchObject({ because: 'token' });
		expect(account.binds(4)).toBeUndefined();
	});

	it('lets one call at a time find out whether it lives again', () => {
		const account = new Account();
		account.condemn(dead(3), 10, 60);
		expect(account.freeAt()).toBe(-Infinity);
		account.inFlight = 1;
		expect(account.freeAt()).toBe(Infinity);
		account.clear(50);
		expect(account.freeAt()).toBe(Infinity);
		account.clear(70);
		expect(account.freeAt()).toBe(-Infinity);
	});

	it('takes what was in flight at the verdict for no news', () => {
		const account = new Account();
		account.condemn(dead(3), 10, 60);
		expect(account.condemn(dead(9), 50, 65)).toBe(false);
		expect(account.binds(9)).toBeUndefined();
		expect(account.pause(50, 65, 9_999, undefined)).toBe(false);
		expect(account.condemn(dead(9), 61, 90)).toBe(true);
	});

	it('waits for its quota', () => {
		const account = new Account();
		expect(account.pause(0, 50, 60_050, undefined)).toBe(true);
		expect(account.freeAt()).toBe(60_050);
		expect(account.isIdle(60_000)).toBe(false);
		expect(account.isIdle(60_050)).toBe(true);
	});

	it('is forgotten when nobody uses it, ten minutes after a verdict', () => {
		const account = new Account();
		expect(account.isIdle(0)).toBe(true);
		account.users = 1;
		expect(account.isIdle(0)).toBe(false);
		account.users = 0;
		account.condemn(dead(1), 0, 50);
		expect(account.isIdle(600_000)).toBe(false);
		expect(account.isIdle(600_051)).toBe(true);
	});
});
