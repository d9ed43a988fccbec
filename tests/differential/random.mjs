// Numbers by chance, the same ones for the same seed (mulberry32).
export class Random {
	constructor(seed) {
		this.state = seed >>> 0;
	}

	// From 0 up to, but not, 1.
	next() {
		this.state = (this.state + 0x6d2b79f5) >>> 0;
		let t = this.state;
		t = Math.imul(t ^ (t >>> 15), t | 1);
		t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
		return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
	}

	below(count) {
		return Math.floor(this.next() * count);
	}

	chance(share) {
		return this.next() < share;
	}

	pick(list) {
		return list[this.below(list.length)];
	}
}
