import * as fc from 'fast-check';

import { Account } from '../../../nodes/shared/delivery/account';
import { InFlight } from '../../../nodes/shared/delivery/inFlight';
import { Rotation } from '../../../nodes/shared/delivery/rotation';
import { Line, type Owner, Share } from '../../../nodes/shared/delivery/share';
import { Shelf } from '../../../nodes/shared/delivery/shelf';
import { Sleepers } from '../../../nodes/shared/delivery/sleepers';
import { aSender } from './support/meta';

const nobody = {} as Owner;
const share = (isHigh = false) => new Share(nobody, new Account(), aSender(), isHigh);
const line = (index = 0) => new Line(share(), index, 'r', index);

describe('Sleepers', () => {
	it('wakes in order, whoever left in between', () => {
		fc.assert(
			fc.property(fc.array(fc.tuple(fc.nat(100), fc.boolean()), { maxLength: 60 }), (sleepers) => {
				const heap = new Sleepers();
				const lines = sleepers.map(([at]) => {
					const sleeper = line();
					heap.add(sleeper, at);
					return sleeper;
				});
				const staying = lines.filter((sleeper, index) => {
					if (sleepers[index][1]) heap.remove(sleeper);
					return !sleepers[index][1];
				});
				const expected = staying.map(({ wakeAt }) => wakeAt).sort((a, b) => a - b);
				const woken: number[] = [];
				while (heap.size > 0) {
					expect(heap.nextAt).toBe(expected[woken.length]);
					woken.push((heap.take() as Line).wakeAt);
				}
				expect(woken).toEqual(expected);
				expect(heap.nextAt).toBe(Infinity);
			}),
		);
	});
});

describe('Rotation', () => {
	function turns(rotation: Rotation, names: Map<Share, string>, count: number): string {
		let order = '';
		for (let turn = 0; turn < count; turn++) {
			const next = rotation.take();
			if (!next) break;
			order += names.get(next);
			rotation.add(next);
		}
		return order;
	}

	it('gives everyone their turn', () => {
		const rotation = new Rotation();
		const names = new Map([...'abc'].map((name) => [share(), name]));
		for (const one of names.keys()) rotation.add(one);
		expect(turns(rotation, names, 7)).toBe('abcabca');
	});

	it('lets high go before normal, nine times out of ten', () => {
		const rotation = new Rotation();
		const names = new Map([
			[share(), 'n'],
			[share(true), 'H'],
		]);
		for (const one of names.keys()) rotation.add(one);
		expect(turns(rotation, names, 21)).toBe('HHHHHHHHHnHHHHHHHHHnH');
	});

	it('does not add twice, and forgets who has left', () => {
		const rotation = new Rotation();
		const [a, b] = [share(), share()];
		rotation.add(a);
		rotation.add(a);
		rotation.add(b);
		rotation.remove(a);
		rotation.remove(a);
		expect(rotation.take()).toBe(b);
		expect(rotation.isEmpty).toBe(true);
		expect(rotation.take()).toBeUndefined();
	});

	it('goes round for long', () => {
		const rotation = new Rotation();
		const shares = Array.from({ length: 100 }, () => share());
		for (const one of shares) rotation.add(one);
		for (let turn = 0; turn < 1_000; turn++) {
			expect(rotation.take()).toBe(shares[turn % 100]);
			rotation.add(shares[turn % 100]);
		}
	});
});

describe('Share', () => {
	it('is a queue with a front door', () => {
		const queue = share();
		const [a, b, c] = [line(1), line(2), line(3)];
		queue.pushBack(a);
		queue.pushBack(b);
		queue.pushFront(c);
		expect(queue.readyCount).toBe(3);
		expect([queue.takeReady(), queue.takeReady(), queue.takeReady()]).toEqual([c, a, b]);
		expect(queue.takeReady()).toBeUndefined();
		queue.pushFront(a);
		queue.pushBack(b);
		expect([queue.takeReady(), queue.takeReady()]).toEqual([a, b]);
		queue.pushBack(a);
		queue.dropReady();
		expect(queue.readyCount).toBe(0);
		queue.pushBack(b);
		expect(queue.takeReady()).toBe(b);
	});
});

describe('Shelf', () => {
	it('drops what is idle, a few at a time', () => {
		const shelf = new Shelf<number>((item) => item % 2 === 0);
		for (let item = 0; item < 10; item++) shelf.getOrMake(String(item), () => item);
		shelf.sweep(4);
		expect([...shelf.values()]).toEqual([1, 3, 4, 5, 6, 7, 8, 9]);
		shelf.sweep(100);
		expect([...shelf.values()]).toEqual([1, 3, 5, 7, 9]);
		expect(shelf.getOrMake('1', () => 99)).toBe(1);
		shelf.getOrMake('0', () => 0);
		shelf.sweep(100);
		expect(shelf.get('0')).toBeUndefined();
	});
});

describe('InFlight', () => {
	it('follows rate times latency, within a floor and a cap', () => {
		const flights = new InFlight();
		for (let call = 0; call < 100; call++) flights.answered(200);
		expect(flights.limit(80)).toBeCloseTo(32, -1);
		expect(flights.limit(1)).toBe(16);
		expect(flights.limit(1_000)).toBeCloseTo(400, -1);
		for (let call = 0; call < 100; call++) flights.answered(20_000);
		expect(flights.limit(1_000)).toBe(1_024);
	});

	it('opens few connections at once until the first answer', () => {
		const flights = new InFlight();
		expect(flights.limit(1_000)).toBe(64);
		flights.answered(250);
		expect(flights.limit(1_000)).toBe(500);
	});

	it('starts with a guess, and needs no more than some sockets where nothing is paced', () => {
		expect(new InFlight().limit(80)).toBe(40);
		expect(new InFlight().limit(Infinity)).toBe(128);
	});
});
