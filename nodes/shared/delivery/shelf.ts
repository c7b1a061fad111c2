/** Things kept by key while they are of use. Each look at a few of them makes room; no timer is needed for it. */
export class Shelf<V> {
	private readonly items = new Map<string, V>();
	private hand = this.items.entries();

	/** @param isIdle whether a new one would do as well */
	constructor(private readonly isIdle: (item: V) => boolean) {}

	get size(): number {
		return this.items.size;
	}

	get(key: string): V | undefined {
		return this.items.get(key);
	}

	getOrMake(key: string, make: () => V): V {
		let item = this.items.get(key);
		if (item === undefined) {
			item = make();
			this.items.set(key, item);
		}
		return item;
	}

	values(): IterableIterator<V> {
		return this.items.values();
	}

	/** Looks at the next few, round and round, and drops the idle ones. */
	sweep(count: number): void {
		for (let looked = 0; looked < count; looked++) {
			const next = this.hand.next();
			if (next.done) {
				this.hand = this.items.entries();
				return;
			}
			if (this.isIdle(next.value[1])) this.items.delete(next.value[0]);
		}
	}
}
