import { readFileSync } from "node:fs";
// simulation/core/memory.ts
const RESERVED_BYTES = 214e7;
const SCALES = [
	1,
	1 / 4,
	1 / 16,
	1 / 64
];
/** Unit in which WebAssembly counts memory. */
const PAGE_BYTES = 65536;
function reserveForKernel(bytes, scale) {
	if (typeof WebAssembly === "undefined") return null;
	try {
		const pages = Math.floor((bytes + PAGE_BYTES - 1) / PAGE_BYTES);
		const memory = new WebAssembly.Memory({
			initial: pages,
			maximum: pages
		});
		return {
			buffer: memory.buffer,
			scale,
			memory
		};
	} catch {
		return null;
	}
}
function reserve() {
	for (const scale of SCALES) {
		const bytes = Math.floor(RESERVED_BYTES * scale);
		const shared = reserveForKernel(bytes, scale);
		if (shared !== null) return shared;
		try {
			return {
				buffer: new ArrayBuffer(bytes),
				scale,
				memory: null
			};
		} catch {}
	}
	throw new Error("This platform gives less than 32 MB of contiguous memory to a page or process.");
}
const reservation = reserve();
const buffer$1 = reservation.buffer;
const everything = new Uint8Array(buffer$1);
let reservedBytes = 0;
/** 1 where the whole reservation was granted, else the share of it. */
const capacityScale = reservation.scale;
const regions = [];
function reserveRegion(name, bytes) {
	const offset = take(bytes);
	regions.push({
		name,
		offset,
		bytes
	});
	return offset;
}
/** An array in the engine's memory that belongs to no table: neither a reset nor a checkpoint touches it. */
function reserveFloat64(name, length) {
	return new Float64Array(buffer$1, reserveRegion(name, 8 * length), length);
}
/** The same for integers of 32 bits. */
function reserveInt32(name, length) {
	return new Int32Array(buffer$1, reserveRegion(name, 4 * length), length);
}
/** Tables in order of creation, for reset and checkpoints. */
const tables = [];
/** 0 while every table has room, else 1 + the number of the table whose cap was hit. */
const exhausted = reserveInt32("exhausted", 1);
/** Name of the table whose cap was hit, null while there is room. */
function exhaustedTable() {
	return exhausted[0] === 0 ? null : tables[exhausted[0] - 1]?.name ?? null;
}
/** In `Table.marks`: free-list head (row + 1, 0 = none), high-water mark, number of the table, cap. */
const FREE$1 = 0;
const HIGH$1 = 1;
const NUMBER = 2;
/** Here for compiled code, since the cap depends on the platform. */
const CAP = 3;
/**
* A row of a table, its columns as the last user left them; pass the table's `marks`, `next` and
* `cap`. A plain function over arrays, since a method shared by all tables would look them up
* anew at every call. Hitting the cap notes the table in `exhausted` and returns the spare row.
*/
function allocateRow(marks, next, cap) {
	const free = marks[FREE$1];
	if (free !== 0) {
		marks[FREE$1] = next[free - 1];
		return free - 1;
	}
	const row = marks[HIGH$1];
	if (row >= cap) {
		exhausted[0] = marks[NUMBER];
		return cap;
	}
	marks[HIGH$1] = row + 1;
	return row;
}
/** Gives a row back; `marks` and `next` are its table's. */
function freeRow(marks, next, row) {
	next[row] = marks[FREE$1];
	marks[FREE$1] = row + 1;
}
function take(bytes) {
	const offset = reservedBytes;
	reservedBytes += Math.ceil(bytes / 64) * 64;
	if (reservedBytes > buffer$1.byteLength) throw new Error("Engine columns exceed the reserved memory: lower a cap in memory.ts users.");
	return offset;
}
/** Rows in struct-of-arrays form with a LIFO free list. Subclasses declare their columns as fields. */
var Table = class {
	name;
	cap;
	marks;
	/** Link of the free list; free for the subclass's own lists while a row is in use. */
	next;
	columns = [];
	/** `cap` rows at full memory; one more row is kept to write into after the cap was hit. */
	constructor(name, cap) {
		this.name = name;
		this.cap = Math.floor(cap * capacityScale);
		this.marks = reserveInt32(`${name}/marks`, 4);
		this.next = this.int32();
		this.marks[NUMBER] = tables.push(this);
		this.marks[CAP] = this.cap;
	}
	float64(perRow = 1) {
		return new Float64Array(buffer$1, this.column(8 * perRow), (this.cap + 1) * perRow);
	}
	int32(perRow = 1) {
		return new Int32Array(buffer$1, this.column(4 * perRow), (this.cap + 1) * perRow);
	}
	uint8(perRow = 1) {
		return new Uint8Array(buffer$1, this.column(perRow), (this.cap + 1) * perRow);
	}
	column(rowBytes) {
		const bytes = rowBytes * (this.cap + 1);
		const offset = reserveRegion(`${this.name}/${this.columns.length}`, bytes);
		this.columns.push({
			offset,
			rowBytes
		});
		return offset;
	}
	/** Declares the table full. */
	exhaust() {
		exhausted[0] = this.marks[NUMBER];
	}
	/** Rows 0 .. highWater-1 were used since the last reset. */
	get highWater() {
		return this.marks[HIGH$1];
	}
	/** Reserves the rows 0 .. rows-1 for good (tables that are filled once per run). */
	occupy(rows) {
		if (rows > this.cap) return false;
		this.marks[HIGH$1] = rows;
		return true;
	}
	/** Rows up to the high-water mark, and the one that is written into when the table is full. */
	get rowsInUse() {
		return Math.min(this.marks[HIGH$1] + 1, this.cap + 1);
	}
	/** Zeroes all rows in use and empties the table. */
	clear() {
		this.zero(0, this.rowsInUse);
		this.marks[FREE$1] = 0;
		this.marks[HIGH$1] = 0;
	}
	zero(from, to) {
		if (from >= to) return;
		for (const { offset, rowBytes } of this.columns) everything.fill(0, offset + from * rowBytes, offset + to * rowBytes);
	}
	/** Bytes that `save` takes. */
	get savedBytes() {
		const rows = this.rowsInUse;
		const { byteLength } = this.marks;
		return this.columns.reduce((sum, { rowBytes }) => sum + rows * rowBytes, byteLength);
	}
	/** Copies marks and all columns up to the high-water mark to `place`; returns where it ends. */
	save(copy, place) {
		const { byteOffset, byteLength } = this.marks;
		copy.set(everything.subarray(byteOffset, byteOffset + byteLength), place);
		const rows = this.rowsInUse;
		let at = place + byteLength;
		for (const { offset, rowBytes } of this.columns) {
			copy.set(everything.subarray(offset, offset + rows * rowBytes), at);
			at += rows * rowBytes;
		}
		return at;
	}
	/** Puts back what `save` wrote at `place`, zeroes the rows above; returns where it ends. */
	restore(copy, place) {
		const { byteOffset, byteLength } = this.marks;
		const before = this.rowsInUse;
		everything.set(copy.subarray(place, place + byteLength), byteOffset);
		const rows = this.rowsInUse;
		this.zero(rows, before);
		let at = place + byteLength;
		for (const { offset, rowBytes } of this.columns) {
			everything.set(copy.subarray(at, at + rows * rowBytes), offset);
			at += rows * rowBytes;
		}
		return at;
	}
};
/** Empties every table: the state of a fresh engine. */
function clearMemory() {
	exhausted[0] = 0;
	for (const table of tables) table.clear();
}
function saveMemory() {
	const bytes = tables.reduce((sum, table) => sum + table.savedBytes, 0);
	const copy = new Uint8Array(bytes);
	let at = 0;
	for (const table of tables) at = table.save(copy, at);
	return {
		copy,
		bytes
	};
}
function restoreMemory({ copy }) {
	let at = 0;
	for (const table of tables) at = table.restore(copy, at);
}
/** A few scalars or a fixed block that must be part of a checkpoint. */
var Block = class extends Table {
	f64;
	i32;
	constructor(name, floats, integers) {
		super(name, 0);
		this.f64 = this.float64(Math.max(1, floats));
		this.i32 = this.int32(Math.max(1, integers));
	}
};
// simulation/core/registers.ts
/** The slots, named below. */
const registers = reserveFloat64("registers", 16);
// simulation/core/event-heap.ts
var HeapTable = class extends Table {
	time = this.float64();
	sequence = this.int32();
	event = this.int32();
};
const heap = new HeapTable("event heap", 8e6);
const size = new Block("event heap size", 0, 1).i32;
const heapTime = heap.time;
const heapSequence = heap.sequence;
const heapEvent = heap.event;
/** Events in the heap. */
function heapSize() {
	return size[0];
}
function emptyHeap() {
	size[0] = 0;
}
/** Puts an event in. */
function heapPush(time, sequence, event) {
	let i = size[0]++;
	if (i >= heap.marks[1]) heap.marks[1] = i + 1;
	while (i > 0) {
		const parent = i - 1 >> 1;
		const parentTime = heapTime[parent];
		if (parentTime < time || parentTime === time && (heapSequence[parent] - sequence | 0) < 0) break;
		heapTime[i] = parentTime;
		heapSequence[i] = heapSequence[parent];
		heapEvent[i] = heapEvent[parent];
		i = parent;
	}
	heapTime[i] = time;
	heapSequence[i] = sequence;
	heapEvent[i] = event;
}
/** Takes the first event out; the heap must not be empty. */
function heapPop() {
	const top = heapEvent[0];
	const last = --size[0];
	if (last > 0) {
		const time = heapTime[last];
		const sequence = heapSequence[last];
		let i = 0;
		for (;;) {
			let child = 2 * i + 1;
			if (child >= last) break;
			let childTime = heapTime[child];
			const right = child + 1;
			if (right < last) {
				const rightTime = heapTime[right];
				if (rightTime < childTime || rightTime === childTime && (heapSequence[right] - heapSequence[child] | 0) < 0) {
					child = right;
					childTime = rightTime;
				}
			}
			if (time < childTime || time === childTime && (sequence - heapSequence[child] | 0) < 0) break;
			heapTime[i] = childTime;
			heapSequence[i] = heapSequence[child];
			heapEvent[i] = heapEvent[child];
			i = child;
		}
		heapTime[i] = time;
		heapSequence[i] = sequence;
		heapEvent[i] = heapEvent[last];
	}
	return top;
}
// simulation/core/event-run.ts
/** The run drifts to the end of its places as events are taken from its front. */
const PLACES = 64;
const run = new Block("event run", PLACES, 128);
const bounds = new Block("event run bounds", 0, 4).i32;
const times$1 = run.f64;
/** Sequence and row of the event at place p stand at 2 p and 2 p + 1. */
const entries$1 = run.i32;
/** First and one past the last place in use, most events allowed. */
const FIRST$1 = 0;
const END = 1;
const MOST = 2;
/** Empties the run, which then takes up to `most` events. */
function openRun(most) {
	bounds[MOST] = most;
	emptyRun();
}
function emptyRun() {
	bounds[FIRST$1] = 0;
	bounds[END] = 0;
}
function runLength() {
	return bounds[END] - bounds[FIRST$1];
}
/** Row of the event at position `at` of the run. */
function eventOfRun(at) {
	return entries$1[2 * (bounds[FIRST$1] + at) + 1];
}
/** Moves the run to the front of its places. */
function drawBack() {
	const first = bounds[FIRST$1];
	const count = bounds[END] - first;
	for (let i = 0; i < count; i++) {
		times$1[i] = times$1[first + i];
		entries$1[2 * i] = entries$1[2 * (first + i)];
		entries$1[2 * i + 1] = entries$1[2 * (first + i) + 1];
	}
	bounds[FIRST$1] = 0;
	bounds[END] = count;
}
/** Puts an event where its time (ms) and sequence belong; false when the run is full. */
function putIntoRun(time, sequence, event) {
	if (bounds[END] - bounds[FIRST$1] >= bounds[MOST]) return false;
	if (bounds[END] === PLACES) drawBack();
	const first = bounds[FIRST$1];
	let at = bounds[END];
	bounds[END] = at + 1;
	while (at > first) {
		const before = at - 1;
		const otherTime = times$1[before];
		if (otherTime < time) break;
		const otherSequence = entries$1[2 * before];
		if (otherTime === time && (otherSequence - sequence | 0) < 0) break;
		times$1[at] = otherTime;
		entries$1[2 * at] = otherSequence;
		entries$1[2 * at + 1] = entries$1[2 * before + 1];
		at = before;
	}
	times$1[at] = time;
	entries$1[2 * at] = sequence;
	entries$1[2 * at + 1] = event;
	return true;
}
/** True when the first event of the run, which must not be empty, comes before the one described. */
function isRunBefore(time, sequence) {
	const first = bounds[FIRST$1];
	if (times$1[first] !== time) return times$1[first] < time;
	return (entries$1[2 * first] - sequence | 0) < 0;
}
/** Takes the first event off and sets `registers[NOW]`; -1 if it is due after `untilMs`. */
function takeFromRun(untilMs) {
	const first = bounds[FIRST$1];
	const time = times$1[first];
	if (time > untilMs) return -1;
	bounds[FIRST$1] = first + 1;
	registers[0] = time;
	return entries$1[2 * first + 1];
}
// simulation/core/event-list.ts
const EVENT_CAP = 8e6;
const BUCKET_CAP = 1 << 20;
const FEWEST_BUCKETS = 1024;
const EVENTS_PER_BUCKET = 2;
/** So few pending events are kept in the run alone, without buckets. */
const FEW_PENDING = 16;
const POPS_BETWEEN_TUNINGS = 16384;
/** The first tuning comes early: until then every event, cancelled ones too, is in the heap. */
const POPS_BEFORE_FIRST_TUNING = 256;
/** As many as there can be edges. */
const LANE_CAP = 5e3;
/** Kind of a cancelled event. */
const TOMBSTONE = 0;
/** Kind of the event that stands for the first one of a lane, `a`. */
const LANE = 255;
var EventTable = class extends Table {
	kind = this.uint8();
	a = this.int32();
	b = this.int32();
	time = this.float64();
	sequence = this.int32();
	/** Neighbors in a bucket or lane, 0 for none: row 0 is never an event, so it may be written to. */
	previous = this.int32();
	/** Bucket + 1, 0 while in the run or heap, -(lane + 1) while in a lane. */
	place = this.int32();
};
var BucketTable = class extends Table {
	/** First event, 0 = empty. */
	head = this.int32();
};
var LaneTable = class extends Table {
	/** First and last event, 0 = empty. */
	head = this.int32();
	tail = this.int32();
	/** Latest time that an event was put in for, ms; none with an earlier one may follow it. */
	latest = this.float64();
	/** 1 while an event of kind LANE is pending for it. */
	stoodFor = this.uint8();
};
const events = new EventTable("events", EVENT_CAP);
const buckets = new BucketTable("event buckets", BUCKET_CAP);
const lanes = new LaneTable("event lanes", LANE_CAP);
const scalars = new Block("event list", 4, 16);
const real = scalars.f64;
const whole = scalars.i32;
const eventKind$1 = events.kind;
const eventA$1 = events.a;
const eventB$1 = events.b;
const eventTime$3 = events.time;
const eventSequence = events.sequence;
const eventNext = events.next;
const eventPrevious = events.previous;
const eventPlace = events.place;
const bucketHead = buckets.head;
const laneHead = lanes.head;
const laneTail = lanes.tail;
const laneLatest = lanes.latest;
const laneStoodFor = lanes.stoodFor;
const INVERSE_WIDTH = 0;
/** Time in bucket widths at which the current bucket ends; a whole number. */
const CURRENT_END = 1;
const TUNED_AT = 2;
const SEQUENCE = 0;
const CURSOR = 1;
const MASK = 2;
const IN_BUCKETS = 3;
const IN_LANES = 4;
const POPS = 5;
const SPAN = 6;
/** 1: everything is kept in the heap. */
const HEAP_ONLY = 7;
const OFFSET = 8;
/**
* Empties the list, which then has `laneCount` lanes. `heapOnly` keeps every event in the plain heap
* (the reference for tests).
*/
function resetEvents(heapOnly, laneCount) {
	events.occupy(1);
	lanes.occupy(laneCount);
	buckets.occupy(FEWEST_BUCKETS);
	whole[MASK] = 1023;
	whole[HEAP_ONLY] = heapOnly ? 1 : 0;
	openRun(heapOnly ? 0 : 24);
	real[CURRENT_END] = 1;
	whole[POPS] = POPS_BEFORE_FIRST_TUNING;
	whole[SPAN] = POPS_BEFORE_FIRST_TUNING;
}
function pendingEvents() {
	return runLength() + heapSize() + whole[IN_BUCKETS] + whole[IN_LANES];
}
/** Puts an event of the current bucket into the run, or into the heap if that is full. */
function placeNow(event) {
	eventPlace[event] = 0;
	if (!putIntoRun(eventTime$3[event], eventSequence[event], event)) heapPush(eventTime$3[event], eventSequence[event], event);
}
/** Puts an event whose columns are filled where it belongs. */
function place(event) {
	const ahead = eventTime$3[event] * real[INVERSE_WIDTH] - real[CURRENT_END];
	if (ahead < 0) {
		placeNow(event);
		return;
	}
	const mask = whole[MASK];
	if (ahead < mask) whole[OFFSET] = Math.trunc(ahead) + 1;
	else whole[OFFSET] = mask;
	const bucket = whole[CURSOR] + whole[OFFSET] & mask;
	const head = bucketHead[bucket];
	eventPlace[event] = bucket + 1;
	eventNext[event] = head;
	eventPrevious[event] = 0;
	eventPrevious[head] = event;
	bucketHead[bucket] = event;
	whole[IN_BUCKETS]++;
}
/** A row for an event at time `registers[AT]` with the next sequence number. */
function make(kind, a, b) {
	const event = allocateRow(events.marks, events.next, events.cap);
	eventKind$1[event] = kind;
	eventA$1[event] = a;
	eventB$1[event] = b;
	eventTime$3[event] = registers[1];
	const sequence = whole[SEQUENCE] + 1 | 0;
	whole[SEQUENCE] = sequence;
	eventSequence[event] = sequence;
	return event;
}
/**
* Schedules an event at time `registers[AT]` (ms, not before now). `kind` is 1 .. 254, `a` and `b`
* are its payload. Returns its row, valid until it is executed or cancelled.
*/
function schedule(kind, a, b) {
	const event = make(kind, a, b);
	if (event < events.cap) place(event);
	return event;
}
/**
* The same for events of which most have the same delay and most are cancelled, as timeouts are.
* They queue up in `lane`, and only one event stands in the list for all of them.
*/
function scheduleInLane(lane, kind, a) {
	const event = make(kind, a, 0);
	if (event >= events.cap) return event;
	if (whole[HEAP_ONLY] === 1 || registers[1] < laneLatest[lane]) {
		place(event);
		return event;
	}
	laneLatest[lane] = registers[1];
	const last = laneTail[lane];
	eventPlace[event] = -lane - 1;
	eventPrevious[event] = last;
	eventNext[event] = 0;
	if (last !== 0) eventNext[last] = event;
	else laneHead[lane] = event;
	laneTail[lane] = event;
	whole[IN_LANES]++;
	if (laneStoodFor[lane] === 0) standFor(lane, event);
	return event;
}
/** Puts an event into the list that comes exactly when the lane's event is due. */
function standFor(lane, event) {
	laneStoodFor[lane] = 1;
	const stand = allocateRow(events.marks, events.next, events.cap);
	if (stand >= events.cap) return;
	eventKind$1[stand] = LANE;
	eventA$1[stand] = lane;
	eventTime$3[stand] = eventTime$3[event];
	eventSequence[stand] = eventSequence[event];
	place(stand);
}
/** The event that stood for a lane has come: the lane's event if that is due, else 0. */
function fromLane(stand) {
	const lane = eventA$1[stand];
	const sequence = eventSequence[stand];
	const head = laneHead[lane];
	laneStoodFor[lane] = 0;
	if (head === 0) return 0;
	if (eventSequence[head] !== sequence) {
		standFor(lane, head);
		return 0;
	}
	const next = eventNext[head];
	laneHead[lane] = next;
	eventPrevious[next] = 0;
	whole[IN_LANES]--;
	if (next === 0) laneTail[lane] = 0;
	else standFor(lane, next);
	freeRow(events.marks, events.next, head);
	return head;
}
/** Removes a pending event. */
function cancel(event) {
	const at = eventPlace[event];
	if (at === 0) {
		eventKind$1[event] = TOMBSTONE;
		return;
	}
	const previous = eventPrevious[event];
	const next = eventNext[event];
	eventPrevious[next] = previous;
	if (at > 0) {
		if (previous !== 0) eventNext[previous] = next;
		else bucketHead[at - 1] = next;
		whole[IN_BUCKETS]--;
	} else {
		if (previous !== 0) eventNext[previous] = next;
		else laneHead[-at - 1] = next;
		if (next === 0) laneTail[-at - 1] = previous;
		whole[IN_LANES]--;
	}
	freeRow(events.marks, events.next, event);
}
/** Moves the next bucket with events that are due in its turn into the run; run and heap are empty. */
function refill() {
	const mask = whole[MASK];
	let steps = 0;
	emptyRun();
	while (runLength() === 0 && heapSize() === 0 && whole[IN_BUCKETS] > 0) {
		if (steps++ > mask) {
			rebuild(0, mask + 1);
			return;
		}
		const cursor = whole[CURSOR] + 1 & mask;
		whole[CURSOR] = cursor;
		real[CURRENT_END] += 1;
		let link = bucketHead[cursor];
		if (link === 0) continue;
		bucketHead[cursor] = 0;
		while (link !== 0) {
			const event = link;
			link = eventNext[event];
			whole[IN_BUCKETS]--;
			if (eventTime$3[event] * real[INVERSE_WIDTH] < real[CURRENT_END]) placeNow(event);
			else place(event);
		}
	}
}
/** Takes the first event of run and heap off; -1 if it is due after `untilMs` or there is none. */
function takeFirst(untilMs) {
	if (runLength() === 0 && heapSize() === 0) {
		if (whole[IN_BUCKETS] === 0) return -1;
		refill();
	}
	if (heapSize() !== 0 && (runLength() === 0 || !isRunBefore(heapTime[0], heapSequence[0]))) {
		if (heapTime[0] > untilMs) return -1;
		registers[0] = heapTime[0];
		return heapPop();
	}
	return takeFromRun(untilMs);
}
/**
* Takes the next event that is due at or before `untilMs` off the list, sets `registers[NOW]` to
* its time and returns its row (its columns stay readable until the next `schedule`), else -1.
*/
function nextEvent(untilMs) {
	for (;;) {
		const before = registers[0];
		const event = takeFirst(untilMs);
		if (event < 0) return -1;
		freeRow(events.marks, events.next, event);
		const kind = eventKind$1[event];
		const due = kind === TOMBSTONE ? 0 : kind === LANE ? fromLane(event) : event;
		if (due === 0) {
			registers[0] = before;
			continue;
		}
		if (--whole[POPS] <= 0) tune();
		return due;
	}
}
/** Fits bucket width and count to the recent event rate; the order of events is not affected. */
function tune() {
	const elapsed = registers[0] - real[TUNED_AT];
	real[TUNED_AT] = registers[0];
	const popped = whole[SPAN];
	whole[POPS] = POPS_BETWEEN_TUNINGS;
	whole[SPAN] = POPS_BETWEEN_TUNINGS;
	if (whole[HEAP_ONLY] === 1) return;
	const pending = pendingEvents();
	const wanted = pending < FEW_PENDING || elapsed <= 0 ? 0 : popped / elapsed / EVENTS_PER_BUCKET;
	const present = real[INVERSE_WIDTH];
	const fits = wanted === 0 ? present === 0 : present > wanted / 2 && present < wanted * 2;
	let count = FEWEST_BUCKETS;
	while (count < pending && count < buckets.cap) count *= 2;
	if (fits && count <= whole[MASK] + 1) return;
	rebuild(wanted, count);
}
/** Puts an event before a chain of them, or frees it if it is cancelled; returns the chain. */
function chained(event, chain) {
	if (eventKind$1[event] === TOMBSTONE) {
		freeRow(events.marks, events.next, event);
		return chain;
	}
	eventNext[event] = chain;
	return event;
}
/** Empties buckets, run and heap and places every event anew under another width and count. */
function rebuild(inverseWidth, count) {
	let chain = 0;
	for (let bucket = 0; bucket <= whole[MASK]; bucket++) {
		let link = bucketHead[bucket];
		bucketHead[bucket] = 0;
		while (link !== 0) {
			const event = link;
			link = eventNext[event];
			eventNext[event] = chain;
			chain = event;
		}
	}
	for (let i = 0; i < heapSize(); i++) chain = chained(heapEvent[i], chain);
	for (let i = 0; i < runLength(); i++) chain = chained(eventOfRun(i), chain);
	emptyHeap();
	emptyRun();
	whole[IN_BUCKETS] = 0;
	whole[MASK] = count - 1;
	buckets.occupy(count);
	real[INVERSE_WIDTH] = inverseWidth;
	real[CURRENT_END] = Math.floor(registers[0] * inverseWidth) + 1;
	whole[CURSOR] = 0;
	while (chain !== 0) {
		const event = chain;
		chain = eventNext[event];
		place(event);
	}
}
// simulation/core/murmur.ts
const C1 = 597399067;
const C2 = -1425107063;
const C3 = 951274213;
const C4 = -1578923117;
function rotateLeft(x, bits) {
	return x << bits | x >>> 32 - bits;
}
function finalMix(h) {
	let x = h ^ h >>> 16;
	x = Math.imul(x, 2246822507);
	x ^= x >>> 13;
	x = Math.imul(x, 3266489909);
	return x ^ x >>> 16;
}
function word(bytes, at) {
	return bytes[at] | bytes[at + 1] << 8 | bytes[at + 2] << 16 | bytes[at + 3] << 24;
}
function hexOf(h) {
	return (h >>> 0).toString(16).padStart(8, "0");
}
/** MurmurHash3 x86 128 over bytes that arrive in any number of pieces. */
var Murmur128 = class {
	h1;
	h2;
	h3;
	h4;
	block = /* @__PURE__ */ new Uint8Array(16);
	filled = 0;
	byteCount = 0;
	/** `seed`: any 32-bit integer. */
	constructor(seed = 0) {
		this.h1 = seed | 0;
		this.h2 = seed | 0;
		this.h3 = seed | 0;
		this.h4 = seed | 0;
	}
	update(bytes) {
		let at = 0;
		if (this.filled > 0) {
			at = Math.min(16 - this.filled, bytes.length);
			this.block.set(bytes.subarray(0, at), this.filled);
			this.filled += at;
			if (this.filled === 16) this.mix(this.block, 0);
		}
		if (this.filled === 16 || this.filled === 0) {
			this.filled = 0;
			for (; at + 16 <= bytes.length; at += 16) this.mix(bytes, at);
			this.block.set(bytes.subarray(at));
			this.filled = bytes.length - at;
		}
		this.byteCount += bytes.length;
		return this;
	}
	mix(bytes, at) {
		let h1 = this.h1 ^ Math.imul(rotateLeft(Math.imul(word(bytes, at), C1), 15), C2);
		let h2 = this.h2 ^ Math.imul(rotateLeft(Math.imul(word(bytes, at + 4), C2), 16), C3);
		let h3 = this.h3 ^ Math.imul(rotateLeft(Math.imul(word(bytes, at + 8), C3), 17), C4);
		let h4 = this.h4 ^ Math.imul(rotateLeft(Math.imul(word(bytes, at + 12), C4), 18), C1);
		h1 = Math.imul(rotateLeft(h1, 19) + this.h2, 5) + 1444728091 | 0;
		h2 = Math.imul(rotateLeft(h2, 17) + this.h3, 5) + 197830471 | 0;
		h3 = Math.imul(rotateLeft(h3, 15) + this.h4, 5) + 2530024501 | 0;
		h4 = Math.imul(rotateLeft(h4, 13) + h1, 5) + 850148119 | 0;
		this.h1 = h1;
		this.h2 = h2;
		this.h3 = h3;
		this.h4 = h4;
	}
	/** The four 32-bit words of the hash of all bytes so far; more bytes may follow. */
	digestWords() {
		const tail = /* @__PURE__ */ new Uint8Array(16);
		tail.set(this.block.subarray(0, this.filled));
		let h1 = this.h1 ^ Math.imul(rotateLeft(Math.imul(word(tail, 0), C1), 15), C2);
		let h2 = this.h2 ^ Math.imul(rotateLeft(Math.imul(word(tail, 4), C2), 16), C3);
		let h3 = this.h3 ^ Math.imul(rotateLeft(Math.imul(word(tail, 8), C3), 17), C4);
		let h4 = this.h4 ^ Math.imul(rotateLeft(Math.imul(word(tail, 12), C4), 18), C1);
		h1 ^= this.byteCount;
		h2 ^= this.byteCount;
		h3 ^= this.byteCount;
		h4 ^= this.byteCount;
		h1 = h1 + h2 + h3 + h4 | 0;
		h2 = finalMix(h2 + h1 | 0);
		h3 = finalMix(h3 + h1 | 0);
		h4 = finalMix(h4 + h1 | 0);
		h1 = finalMix(h1);
		h1 = h1 + h2 + h3 + h4 | 0;
		return Int32Array.of(h1, h2 + h1, h3 + h1, h4 + h1);
	}
	/** 32 hex digits: the four words, highest digit first. */
	digestHex() {
		return Array.from(this.digestWords(), hexOf).join("");
	}
};
/** 32 hex digits of MurmurHash3 x86 128 with seed 0. */
function murmur128(bytes) {
	return new Murmur128().update(bytes).digestHex();
}
/** The UTF-8 bytes of a text; a lone surrogate becomes U+FFFD, as in the Encoding Standard. */
function utf8Of(text) {
	const bytes = [];
	for (const character of text) {
		const point = character.codePointAt(0) ?? 0;
		const code = point >= 55296 && point <= 57343 ? 65533 : point;
		if (code < 128) bytes.push(code);
		else if (code < 2048) bytes.push(192 | code >> 6, 128 | code & 63);
		else {
			if (code < 65536) bytes.push(224 | code >> 12);
			else bytes.push(240 | code >> 18, 128 | code >> 12 & 63);
			bytes.push(128 | code >> 6 & 63, 128 | code & 63);
		}
	}
	return Uint8Array.from(bytes);
}
// simulation/core/random.ts
var StreamTable = class extends Table {
	words = this.int32(4);
};
/** Rows 0 .. cap-1 are streams; the engine hands them out. */
const streamTable = new StreamTable("streams", 262144);
/** Four words of state a stream. */
const streams = streamTable.words;
/** Next 32 random bits of a stream, as a signed integer. */
function nextU32(stream) {
	const at = stream << 2;
	const a = streams[at];
	const b = streams[at + 1];
	const c = streams[at + 2] ^ a;
	const d = streams[at + 3] ^ b;
	streams[at] = a ^ d;
	streams[at + 1] = b ^ c;
	streams[at + 2] = c ^ b << 9;
	streams[at + 3] = d << 11 | d >>> 21;
	const r = Math.imul(b, 5);
	return Math.imul(r << 7 | r >>> 25, 9);
}
const TWO_26 = 67108864;
const TWO_MINUS_52 = 1 / 4503599627370496;
/**
* Draws a uniform number into `registers[UNIFORM]`: the midpoints of 2^52 equal cells of (0, 1), so
* both u and 1 - u are exact and neither is 0. Consumes two words.
*/
function nextUniform(stream) {
	const high = nextU32(stream) >>> 6;
	const low = nextU32(stream) >>> 6;
	registers[4] = (high * TWO_26 + low + .5) * TWO_MINUS_52;
}
/** A uniform integer in 0 .. count-1 without bias, for 1 <= count <= 2^31. Almost always one word. */
function nextIndex(stream, count) {
	const limit = 4294967296 - 4294967296 % count;
	let word = nextU32(stream) >>> 0;
	while (word >= limit) word = nextU32(stream) >>> 0;
	return word % count | 0;
}
/** One step of splitmix32's output function: spreads every input bit over the word. */
function spread$1(x) {
	let z = x ^ x >>> 16;
	z = Math.imul(z, 569420461);
	z ^= z >>> 15;
	z = Math.imul(z, 1935289751);
	return z ^ z >>> 15;
}
/**
* Puts a stream at its start for a run. `seed` is an integer of up to 53 bits, `entityId` the id of
* a node, edge or fault, `purpose` one of the engine's purposes, `instance` the row of the caller
* where each has a stream of its own.
*/
function seedStream(stream, seed, entityId, purpose, instance = 0) {
	const key = `${entityId}\n${purpose}\n${instance}\n${Math.floor(seed / 4294967296) | 0}`;
	const words = new Murmur128(seed | 0).update(utf8Of(key)).digestWords();
	const at = stream << 2;
	let any = 0;
	for (let i = 0; i < 4; i++) {
		const word = spread$1(words[i] + Math.imul(i + 1, 2654435769) | 0);
		streams[at + i] = word;
		any |= word;
	}
	if (any === 0) streams[at] = 1;
}
// simulation/results/outcomes.ts
/** Endings of a request or call, in the order of their codes. Source: product semantics, decision 59. */
const OUTCOMES = [
	"ok",
	"degraded",
	"timeout",
	"deadlineExceeded",
	"abandoned",
	"rejected",
	"queueTimeout",
	"poolTimeout",
	"rateLimited",
	"shed",
	"circuitOpen",
	"bulkheadFull",
	"connectionRefused",
	"connectionLost",
	"unauthorized",
	"error",
	"dependency",
	"cancelled"
];
const OUTCOME_COUNT = OUTCOMES.length;
/** Endings of one copy of a message. Redelivered, duplicate and unroutable are counters, not endings. */
const MESSAGE_ENDINGS = [
	"acked",
	"deadLettered",
	"expired",
	"dropped",
	"lost",
	"purged"
];
// simulation/metrics/meters.ts
const NODE_CAP = 1e3;
const EDGE_CAP = 5e3;
const TYPE_CAP = 2e3;
const NODE_METERS = 30 + OUTCOME_COUNT;
const EDGE_METERS = 11 + OUTCOME_COUNT;
const TYPE_METERS = 7 + OUTCOME_COUNT;
var Meters = class extends Table {
	window = this.float64();
	total = this.float64();
};
const nodeRows = new Meters("node meters", NODE_CAP * NODE_METERS);
const edgeRows = new Meters("edge meters", EDGE_CAP * EDGE_METERS);
const typeRows = new Meters("type meters", TYPE_CAP * TYPE_METERS);
/** Field f of node n stands at n * NODE_METERS + f; likewise for edges and types. */
const nodeMeter = nodeRows.window;
const nodeTotal = nodeRows.total;
const edgeMeter = edgeRows.window;
const edgeTotal = edgeRows.total;
const typeMeter = typeRows.window;
const typeTotal = typeRows.total;
function openMeters(nodes, edges, types) {
	nodeRows.occupy(nodes * NODE_METERS);
	edgeRows.occupy(edges * EDGE_METERS);
	typeRows.occupy(types * TYPE_METERS);
}
/** The measured period begins inside the present window. */
function restartMeters() {
	for (const rows of [
		nodeRows,
		edgeRows,
		typeRows
	]) for (let i = 0; i < rows.highWater; i++) rows.total[i] = -rows.window[i];
}
/** Adds the present window to the totals and empties it. */
function closeMeterWindow() {
	for (const rows of [
		nodeRows,
		edgeRows,
		typeRows
	]) {
		const { window, total } = rows;
		for (let i = 0; i < rows.highWater; i++) {
			total[i] += window[i];
			window[i] = 0;
		}
	}
}
// simulation/results/snapshot.ts
/** Live columns of one node, all over the last second of simulated time (or the window if longer). */
const NODE_LIVE_COLUMNS = [
	"ratePerS",
	"goodPerS",
	"failureRatio",
	"p50Ms",
	"p99Ms",
	"queue",
	"queueBound",
	"held",
	"slots",
	"inFlight",
	"instances",
	"instancesUp",
	"backlog",
	"oldestMs"
];
const EDGE_LIVE_COLUMNS = [
	"ratePerS",
	"failureRatio",
	"p99Ms",
	"retryRatio",
	"openRatio",
	"halfOpenRatio",
	"pending"
];
// simulation/core/deterministic-math.ts
/** ln 2 as a sum: the first part has 21 trailing zero bits, so its products with exponents are exact. */
const LN2_HIGH = .6931471803691238;
const LN2_LOW = 19082149292705877e-26;
/** What the two leave of ln 2, for pow. */
const LN2_LOWEST = 11612227229362532e-42;
const LN2 = .6931471805599453;
const LOG2_E = 1 / LN2;
const TWO_54 = 0x40000000000000;
const double = /* @__PURE__ */ new Float64Array(1);
const halves = new Int32Array(double.buffer);
/** Position of the half with sign and exponent, by the platform's byte order. */
const HIGH = new Uint8Array(Float64Array.of(1).buffer)[7] === 63 ? 1 : 0;
/** 2^k for k = -1074 .. 1023, at index k + 1074. */
const powersOfTwo = /* @__PURE__ */ new Float64Array(2098);
for (let k = 0, power = 1; k <= 1023; k++, power *= 2) powersOfTwo[k + 1074] = power;
for (let k = -1, power = .5; k >= -1074; k--, power /= 2) powersOfTwo[k + 1074] = power;
function scaled(x, k) {
	if (k > 1023) return x * 2 * powersOfTwo[Math.min(k - 1, 1023) + 1074];
	if (k < -1074) return x * .5 * powersOfTwo[Math.max(k + 1, -1074) + 1074];
	return x * powersOfTwo[k + 1074];
}
/** k such that x = m 2^k with m in [sqrt(1/2), sqrt(2)), for x > 0 that is not subnormal. */
function exponentOf(x) {
	double[0] = x;
	const bits = halves[HIGH];
	return (bits >>> 20) - 1023 + ((bits & 1048575) + 614241 >>> 20);
}
/** ln x, error 0.6 ulp. NaN below 0, -Infinity at 0. */
function log(x) {
	if (!(x >= 22250738585072014e-324 && x < Infinity)) return logOfExtreme(x);
	const k = exponentOf(x);
	const f = x * powersOfTwo[1074 - k] - 1;
	const s = f / (2 + f);
	const z = s * s;
	const w = z * z;
	const odd = .40000000000000885 + w * (.22222222392581045 + w * (.15386244737621665 + w * .13088034850927555));
	const p = z * (.6666666666666666 + w * (.28571428570799784 + w * (.18181795547521137 + w * .13268638369266825))) + w * odd;
	if (k === 0) return f - s * (f - p);
	return k * LN2_HIGH - (s * (f - p) - k * LN2_LOW - f);
}
function logOfExtreme(x) {
	if (x > 0 && x < Infinity) return log(x * TWO_54) - 54 * LN2;
	if (x === 0) return -Infinity;
	return x === Infinity ? x : NaN;
}
/** e^x, error 0.68 ulp. 0 below -745.14, Infinity above 709.79. */
function exp(x) {
	if (!(x < 709.79)) return x >= 709.79 ? Infinity : NaN;
	if (x < -745.14) return 0;
	const k = Math.floor(x * LOG2_E + .5);
	const high = x - k * LN2_HIGH;
	const low = k * LN2_LOW;
	const r = high - low;
	const z = r * r;
	const c = r - z * (.1666666666666666 - z * (.0027777777777562864 - z * (6613756470855508e-20 - z * (16534058842837582e-22 - z * 4.1437096880780196e-8))));
	const y = 1 - (low - r * c / (2 - c) - high);
	return k > 1023 || k < -1074 ? scaled(y, k) : y * powersOfTwo[k + 1074];
}
/** e^r - 1 for |r| <= 0.35. */
function expm1Near0(r) {
	const p = .1666666666666667 + r * (.04166666666666667 + r * (.008333333333326084 + r * (.0013888888888883711 + r * (.0001984126987500228 + r * (2480158732567746e-20 + r * (2755725517000089e-21 + r * (2.755727347871858e-7 + r * (2.5105312729622103e-8 + r * 2.09147553258932e-9))))))));
	return r + r * r * (.5 + r * p);
}
/** e^x - 1 without cancellation near 0, error 1.5 ulp. */
function expm1(x) {
	if (!(Math.abs(x) > .35)) return x === 0 ? x : expm1Near0(x);
	if (x > 40 || x < -40) return exp(x) - 1;
	const k = Math.floor(x * LOG2_E + .5);
	const high = x - k * LN2_HIGH;
	const low = k * LN2_LOW;
	const r = high - low;
	const rest = high - r - low;
	const power = powersOfTwo[k + 1074];
	return power * (expm1Near0(r) + rest) + (power - 1);
}
/** ln(1 + x) without cancellation near 0, error 0.82 ulp. NaN below -1. */
function log1p(x) {
	const y = 1 + x;
	if (y === 1) return x;
	if (!(y > 0 && y < Infinity)) return log(y);
	const error = x > 1 ? 1 - (y - x) : x - (y - 1);
	return log(y) + error / y;
}
/** Rounding error of the product p = a b (Dekker), for factors whose product is not near overflow. */
function productError(a, b, p) {
	const aSplit = a * 134217729;
	const aHigh = aSplit - (aSplit - a);
	const aLow = a - aHigh;
	const bSplit = b * 134217729;
	const bHigh = bSplit - (bSplit - b);
	const bLow = b - bHigh;
	return aLow * bLow - (p - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}
/** High and low part of the last `logPair`. */
const pair = /* @__PURE__ */ new Float64Array(2);
/** ln x for a finite x > 0 to about 100 bits, as a sum of two doubles in `pair`. */
function logPair(x) {
	const subnormal = x < 22250738585072014e-324;
	const normal = subnormal ? x * TWO_54 : x;
	const scale = exponentOf(normal);
	const k = subnormal ? scale - 54 : scale;
	const m = normal * powersOfTwo[1074 - scale];
	const f = m - 1;
	const d = m + 1;
	const dLow = m - (d - 1);
	const s = f / d;
	const sd = s * d;
	const sLow = (f - sd - productError(s, d, sd) - s * dLow) / d;
	const z = s * s;
	const zLow = productError(s, s, z) + 2 * s * sLow;
	const cube = z * s;
	const cubeLow = productError(z, s, cube) + zLow * s + z * sLow;
	const third = .6666666666666666;
	const t = cube * third;
	const tLow = productError(cube, third, t) + cubeLow * third + cube * 3700743415417188e-32;
	let rest = 0;
	for (let n = 25; n >= 5; n -= 2) rest = rest * z + 2 / n;
	const tail = rest * z * cube;
	const a = k * LN2_HIGH;
	const b = 2 * s;
	const ab = a + b;
	const abLow = b - (ab - a) + (a - (ab - (ab - a)));
	const abt = ab + t;
	const low = abLow + (t - (abt - ab) + (ab - (abt - (abt - ab)))) + 2 * sLow + tLow + tail + k * LN2_LOW + k * LN2_LOWEST;
	pair[0] = abt + low;
	pair[1] = low - (pair[0] - abt);
}
function isOdd(n) {
	return Math.abs(n) < 9007199254740992 && n - 2 * Math.floor(n / 2) === 1;
}
/** x^n for an integer n >= 1 by squaring in double-double arithmetic: correctly rounded in practice. */
function integerPower(x, n) {
	let high = 1;
	let low = 0;
	for (let bit = 31 - Math.clz32(n); bit >= 0; bit--) {
		let p = high * high;
		low = productError(high, high, p) + 2 * high * low;
		high = p + low;
		low -= high - p;
		if ((n >>> bit & 1) === 0) continue;
		p = high * x;
		low = productError(high, x, p) + low * x;
		high = p + low;
		low -= high - p;
	}
	return high;
}
/** x^y, error 1 ulp, with the special cases of IEEE 754 (so 1^NaN is 1). */
function pow(x, y) {
	if (y === 0 || x === 1) return 1;
	if (Number.isNaN(x) || Number.isNaN(y)) return NaN;
	const magnitude = Math.abs(x);
	if (magnitude === 0 || magnitude === Infinity || Math.abs(y) === Infinity) return powOfExtreme(x, magnitude, y);
	if (x < 0 && y !== Math.floor(y)) return NaN;
	const sign = x < 0 && isOdd(y) ? -1 : 1;
	if (y === Math.floor(y) && y >= 1 && y <= 64) {
		const power = integerPower(magnitude, y);
		if (power > 1e-200 && power < 1e200) return sign * power;
	}
	logPair(magnitude);
	const p = y * pair[0];
	if (!(Math.abs(p) < 800)) return sign * (p > 0 ? Infinity : 0);
	const pLow = productError(y, pair[0], p) + y * pair[1];
	const power = exp(p);
	return sign * (power === Infinity ? power : power + power * pLow);
}
function powOfExtreme(x, magnitude, y) {
	if (magnitude === 1) return 1;
	const large = magnitude > 1 === y > 0;
	return ((x < 0 || Object.is(x, -0)) && isOdd(y) ? -1 : 1) * (large ? Infinity : 0);
}
/** sin 2 pi r for |r| <= 1/8: 2 pi r + r^3 P(r^2). */
function sineNear0(r) {
	const z = r * r;
	const p = -41.341702240399755 + z * (81.6052492760517 + z * (-76.70585973562093 + z * (42.05868918088512 + z * (-15.094054182079999 + z * 3.78643334956545))));
	return r * 6.283185307179586 + r * (24492935982947064e-32 + z * p);
}
/** cos 2 pi r for |r| <= 1/8: 1 + r^2 Q(r^2). */
function cosineNear0(r) {
	const z = r * r;
	return 1 + z * (-19.739208802178716 + z * (64.93939402266824 + z * (-85.4568172066438 + z * (60.24464135270201 + z * (-26.426253275854723 + z * (7.903206911569678 + z * -1.6990343940660637))))));
}
/**
* sin(2 pi x): the sine of an angle in turns, so that whole turns are taken off without error.
* Error 0.99 ulp; exact at multiples of a quarter. NaN where x is not finite.
*/
function sineOfTurns(x) {
	const turns = Math.abs(x);
	const part = turns - Math.floor(turns);
	const quarter = Math.floor(part * 4 + .5);
	const r = part - quarter / 4;
	let y = (quarter & 1) === 0 ? sineNear0(r) : cosineNear0(r);
	if ((quarter & 2) !== 0) y = -y;
	return x < 0 ? -y : y;
}
// simulation/core/special-functions.ts
const LN_SQRT_2PI = .9189385332046728;
const TWO_OVER_SQRT_PI = 1.1283791670955126;
const SQRT_HALF = Math.sqrt(.5);
const TWO_PI = 6.283185307179586;
/** ln Gamma(y) - ((y - 1/2) ln y - y + ln sqrt(2 pi)) for y >= 10: Stirling's series. */
function stirlingRest(y) {
	const w = 1 / (y * y);
	return (1 / 12 - w * (1 / 360 - w * (1 / 1260 - w * (1 / 1680 - w * (1 / 1188 - w * (691 / 360360 - w * (1 / 156 - w * .0295))))))) / y;
}
/** ln Gamma(x) for x > 0, error 39 ulp; of 1 where the result is smaller, for it has zeros. */
function lnGamma(x) {
	let y = x;
	let product = 1;
	while (y < 15) product *= y++;
	return (y - .5) * log(y) - y + LN_SQRT_2PI + stirlingRest(y) - log(product);
}
/** Gamma(x) for x > 0, error 690 ulp, the more the larger the result. */
function gammaFunction(x) {
	return exp(lnGamma(x));
}
/** e^(-x^2) without the error that squaring adds in the exponent. */
function expMinusSquare(x) {
	const rounded = Math.floor(x * 1048576 + .5) / 1048576;
	return exp(-rounded * rounded) * exp((rounded - x) * (rounded + x));
}
/** Complementary error function, error 48 ulp also far in the tail. */
function erfc(x) {
	if (x < 0) return 2 - erfc(-x);
	if (!(x < 27.3)) return Number.isNaN(x) ? x : 0;
	if (x < 1.5) {
		let term = x;
		let sum = x;
		for (let n = 1; term > sum * 1e-17; n++) {
			term *= 2 * x * x / (2 * n + 1);
			sum += term;
		}
		return 1 - TWO_OVER_SQRT_PI * expMinusSquare(x) * sum;
	}
	let tail = x;
	for (let n = 160; n >= 1; n--) tail = x + n / 2 / tail;
	return expMinusSquare(x) / tail * (TWO_OVER_SQRT_PI / 2);
}
/** Standard normal distribution function, error 1500 ulp, far out: it grows as z^2. */
function normalCdf(z) {
	return .5 * erfc(-z * SQRT_HALF);
}
/** c[0] + c[1] x + c[2] x^2 + ... */
function polynomial(c, x) {
	let sum = 0;
	for (let i = c.length - 1; i >= 0; i--) sum = sum * x + c[i];
	return sum;
}
const CENTER_TOP = [
	3.3871328727963665,
	133.14166789178438,
	1971.5909503065513,
	13731.69376550946,
	45921.95393154987,
	67265.7709270087,
	33430.57558358813,
	2509.0809287301227
];
const CENTER_BOTTOM = [
	1,
	42.31333070160091,
	687.1870074920579,
	5394.196021424751,
	21213.794301586597,
	39307.89580009271,
	28729.085735721943,
	5226.495278852854
];
const NEAR_TOP = [
	1.4234371107496835,
	4.630337846156546,
	5.769497221460691,
	3.6478483247632045,
	1.2704582524523684,
	.2417807251774506,
	.022723844989269184,
	.0007745450142783414
];
const NEAR_BOTTOM = [
	1,
	2.053191626637759,
	1.6763848301838038,
	.6897673349851,
	.14810397642748008,
	.015198666563616457,
	.0005475938084995345,
	1.0507500716444169e-9
];
const FAR_TOP = [
	6.657904643501103,
	5.463784911164114,
	1.7848265399172913,
	.29656057182850487,
	.026532189526576124,
	.0012426609473880784,
	27115555687434876e-21,
	2.0103343992922881e-7
];
const FAR_BOTTOM = [
	1,
	.599832206555888,
	.1369298809227358,
	.014875361290850615,
	.0007868691311456133,
	18463183175100548e-21,
	1.421511758316446e-7,
	20442631033899397e-31
];
/**
* Standard normal quantile of a probability given with its complement (`lower` + `upper` = 1), so
* that both tails are exact, error 3.5 ulp. -Infinity at lower = 0, Infinity at upper = 0.
*/
function normalQuantile(lower, upper = 1 - lower) {
	const q = lower < upper ? lower - .5 : .5 - upper;
	if (Math.abs(q) <= .425) {
		const r = .180625 - q * q;
		return q * polynomial(CENTER_TOP, r) / polynomial(CENTER_BOTTOM, r);
	}
	const tail = Math.min(lower, upper);
	if (!(tail > 0)) return tail === 0 ? lower < upper ? -Infinity : Infinity : NaN;
	const r = Math.sqrt(-log(tail));
	const x = r <= 5 ? polynomial(NEAR_TOP, r - 1.6) / polynomial(NEAR_BOTTOM, r - 1.6) : polynomial(FAR_TOP, r - 5) / polynomial(FAR_BOTTOM, r - 5);
	return lower < upper ? -x : x;
}
/** Results of `incompleteGamma`: P(a, x), Q(a, x) = 1 - P and x dP/dx. */
const gammaParts = /* @__PURE__ */ new Float64Array(3);
/** x^a e^-x / Gamma(a), without cancellation for large a. */
function gammaFront(a, x) {
	if (a < 15) return exp(a * log(x) - x - lnGamma(a));
	const m = (x - a) / a;
	return exp(-a * (m - log1p(m)) - stirlingRest(a)) * Math.sqrt(a / TWO_PI);
}
/** Regularized incomplete gamma functions for a > 0, x >= 0, left in `gammaParts`. */
function incompleteGamma(a, x) {
	if (x <= 0 || x === Infinity) {
		gammaParts[0] = x <= 0 ? 0 : 1;
		gammaParts[1] = 1 - gammaParts[0];
		gammaParts[2] = 0;
		return;
	}
	const front = gammaFront(a, x);
	gammaParts[2] = front;
	if (x < a + 1) {
		let term = 1 / a;
		let sum = term;
		for (let n = 1; term > sum * 1e-17; n++) {
			term *= x / (a + n);
			sum += term;
		}
		gammaParts[0] = Math.min(1, front * sum);
		gammaParts[1] = 1 - gammaParts[0];
		return;
	}
	let b = x + 1 - a;
	let c = 1e300;
	let d = 1 / b;
	let h = d;
	for (let n = 1; n < 1e5; n++) {
		const an = n * (a - n);
		b += 2;
		d = 1 / (an * d + b);
		c = b + an / c;
		const step = d * c;
		h *= step;
		if (Math.abs(step - 1) < 2e-16) break;
	}
	gammaParts[1] = Math.min(1, front * h);
	gammaParts[0] = 1 - gammaParts[1];
}
/**
* Regularized lower incomplete gamma function P(a, x): distribution function of Gamma(shape a).
* Shapes from 0.05 to 3000: error 120 ulp.
*/
function gammaP(a, x) {
	incompleteGamma(a, x);
	return gammaParts[0];
}
/**
* Regularized upper incomplete gamma function Q(a, x) = 1 - P(a, x), without cancellation in its
* tail. Shapes from 0.05 to 3000: error 290 ulp.
*/
function gammaQ(a, x) {
	incompleteGamma(a, x);
	return gammaParts[1];
}
function gammaStart(a, lower, upper) {
	const small = exp((log(lower) + lnGamma(a + 1)) / a);
	if (a < 1 && small < .2 * a + .1) return small;
	const root = 1 - 1 / (9 * a) + normalQuantile(lower, upper) / (3 * Math.sqrt(a));
	const x = a * root * root * root;
	if (root > .1) return x;
	return Math.max(small, 1e-300);
}
/**
* Quantile of Gamma(shape a, scale 1) for a probability given with its complement; shapes from 0.1
* to 60: error 340 ulp. Newton's method on ln P or ln Q as a function of ln x, whichever tail is smaller,
* with bisection as the safeguard.
*/
function gammaQuantile(a, lower, upper = 1 - lower) {
	if (lower <= 0) return 0;
	if (upper <= 0) return Infinity;
	const inLower = lower < upper;
	const target = log(inLower ? lower : upper);
	let x = gammaStart(a, lower, upper);
	let least = 0;
	let most = Infinity;
	for (let step = 0; step < 100; step++) {
		incompleteGamma(a, x);
		const tail = gammaParts[inLower ? 0 : 1];
		const error = inLower ? log(tail) - target : target - log(tail);
		if (error > 0) most = x;
		else least = x;
		const move = tail > 0 ? -error * tail / gammaParts[2] : NaN;
		let next = x * exp(Math.max(-5, Math.min(5, move)));
		if (!(next > least && next < most)) {
			if (!(Math.abs(move) > 1e-13)) return x;
			next = most === Infinity ? x * 2 : least === 0 ? x / 16 : (least + most) / 2;
		}
		if (!(Math.abs(next - x) > 1e-15 * x)) return next;
		x = next;
	}
	return x;
}
// simulation/core/distribution-laws.ts
/** Index of the last entry of an ascending list that is at most x; -1 if none is. */
function lastAtMost(list, x) {
	let low = 0;
	let high = list.length;
	while (low < high) {
		const middle = low + high >>> 1;
		if (list[middle] <= x) low = middle + 1;
		else high = middle;
	}
	return low - 1;
}
/** P(X <= x), or P(X > x) if `upper`. */
function lawTail(law, x, upper) {
	switch (law.kind) {
		case "constant": return x >= law.value !== upper ? 1 : 0;
		case "exponential":
			if (x <= 0) return upper ? 1 : 0;
			return upper ? exp(-x / law.mean) : -expm1(-x / law.mean);
		case "gamma": return (upper ? gammaQ : gammaP)(law.shape, Math.max(0, x / law.scale));
		case "hyperexponential": return law.means.reduce((sum, mean, i) => sum + law.weights[i] * lawTail({
			kind: "exponential",
			mean
		}, x, upper), 0);
		case "lognormal": return lognormalTail(law, x, upper);
		case "weibull": {
			if (x <= 0) return upper ? 1 : 0;
			const hazard = pow(x / law.scale, law.shape);
			return upper ? exp(-hazard) : -expm1(-hazard);
		}
		case "pareto": {
			if (x <= law.min) return upper ? 1 : 0;
			const logTail = -law.shape * log(x / law.min);
			return upper ? exp(logTail) : -expm1(logTail);
		}
		case "normal": return normalTail$1(law, x, upper);
		case "mixture": return law.parts.reduce((sum, part, i) => sum + law.weights[i] * specTail(part, x, upper), 0);
		default: {
			const below = boundedCdf(law, x);
			return upper ? 1 - below : below;
		}
	}
}
function lognormalTail(law, x, upper) {
	if (x <= 0) return upper ? 1 : 0;
	if (law.sigma === 0) return log(x) >= law.mu !== upper ? 1 : 0;
	const z = (log(x) - law.mu) / law.sigma;
	return normalCdf(upper ? -z : z);
}
function normalTail$1(law, x, upper) {
	if (x <= 0) return upper ? 1 : 0;
	const z = (x - law.mean) / law.deviation;
	const zero = -law.mean / law.deviation;
	const kept = normalCdf(-zero);
	return (upper ? normalCdf(-z) : normalCdf(z) - normalCdf(zero)) / kept;
}
function boundedCdf(law, x) {
	switch (law.kind) {
		case "uniform": return Math.max(0, Math.min(1, (x - law.min) / (law.max - law.min)));
		case "triangular": {
			const { min, mode, max } = law;
			if (x <= min || x >= max) return x >= max ? 1 : 0;
			return x < mode ? (x - min) * (x - min) / ((max - min) * (mode - min)) : 1 - (max - x) * (max - x) / ((max - min) * (max - mode));
		}
		case "empirical": {
			const { probabilities, values } = law;
			const at = lastAtMost(values, x);
			if (at < 0) return 0;
			if (at === values.length - 1) return 1;
			const share = (x - values[at]) / (values[at + 1] - values[at]);
			return probabilities[at] + share * (probabilities[at + 1] - probabilities[at]);
		}
		case "discrete": {
			const upTo = lastAtMost(law.values, x) + 1;
			if (upTo === law.values.length) return 1;
			return law.weights.slice(0, upTo).reduce((sum, weight) => sum + weight, 0);
		}
		case "trace": return law.values.filter((value) => value <= x).length / law.values.length;
	}
}
/** Smallest x with P(X <= x) >= lower, where lower + upper = 1. */
function lawQuantile(law, lower, upper) {
	switch (law.kind) {
		case "constant": return law.value;
		case "uniform": return law.min + lower * (law.max - law.min);
		case "exponential": return law.mean * (lower < upper ? -log1p(-lower) : -log(upper));
		case "gamma": return law.scale * gammaQuantile(law.shape, lower, upper);
		case "lognormal":
			if (law.sigma === 0) return exp(law.mu);
			return exp(law.mu + law.sigma * normalQuantile(lower, upper));
		case "weibull": return law.scale * pow(lower < upper ? -log1p(-lower) : -log(upper), 1 / law.shape);
		case "pareto": return law.min * exp((lower < upper ? -log1p(-lower) : -log(upper)) / law.shape);
		case "normal": {
			const below = normalCdf(-law.mean / law.deviation);
			const kept = normalCdf(law.mean / law.deviation);
			const z = normalQuantile(below + lower * kept, upper * kept);
			return Math.max(0, law.mean + law.deviation * z);
		}
		case "triangular": {
			const { min, mode, max } = law;
			const width = max - min;
			return lower * width < mode - min ? min + Math.sqrt(lower * width * (mode - min)) : max - Math.sqrt(upper * width * (max - mode));
		}
		case "empirical": return empiricalQuantile(law, lower);
		case "discrete": return discreteQuantile(law.values, law.weights, lower);
		case "trace": {
			const sorted = law.values.toSorted((a, b) => a - b);
			const rank = Math.ceil(lower * sorted.length);
			return sorted[Math.max(0, Math.min(sorted.length, rank) - 1)];
		}
		case "hyperexponential":
		case "mixture": return blendQuantile(law, lower, upper);
	}
}
function empiricalQuantile(law, lower) {
	const { probabilities, values } = law;
	const at = Math.min(lastAtMost(probabilities, lower), values.length - 2);
	const share = (lower - probabilities[at]) / (probabilities[at + 1] - probabilities[at]);
	return values[at] + share * (values[at + 1] - values[at]);
}
function discreteQuantile(values, weights, lower) {
	let sum = 0;
	for (let i = 0; i < values.length; i++) {
		sum += weights[i];
		if (lower <= sum + 1e-14) return values[i];
	}
	return values[values.length - 1];
}
/** Between the quantiles of the parts, which bracket that of the whole. */
function blendQuantile(law, lower, upper) {
	const used = (law.kind === "mixture" ? law.parts.map((part) => specQuantile(part, lower, upper)) : law.means.map((mean) => lawQuantile({
		kind: "exponential",
		mean
	}, lower, upper))).filter((_, i) => law.weights[i] > 0);
	let low = used.reduce((a, b) => Math.min(a, b));
	let high = used.reduce((a, b) => Math.max(a, b));
	const reached = (x) => lower < upper ? lawTail(law, x, false) >= lower : lawTail(law, x, true) <= upper;
	if (reached(low)) return low;
	for (let step = 0; step < 200; step++) {
		const middle = low + (high - low) / 2;
		if (!(middle > low && middle < high)) break;
		if (reached(middle)) high = middle;
		else low = middle;
	}
	return high;
}
/** Share of draws that end clamped to the maximum: all redraws lay above it. */
function clampedShare(spec) {
	return pow(lawTail(spec.law, spec.max - spec.shift, true), 101);
}
/** P(X <= x), or P(X > x) if `upper`, of what is sampled: shifted, redrawn above `max`, clamped. */
function specTail(spec, x, upper) {
	if (spec.max === Infinity) return lawTail(spec.law, x - spec.shift, upper);
	if (x >= spec.max) return upper ? 0 : 1;
	const below = lawTail(spec.law, x - spec.shift, false);
	const kept = (1 - clampedShare(spec)) / lawTail(spec.law, spec.max - spec.shift, false);
	return upper ? 1 - below * kept : below * kept;
}
/** Quantile of what is sampled; lower + upper = 1. */
function specQuantile(spec, lower, upper) {
	if (spec.max === Infinity) return spec.shift + lawQuantile(spec.law, lower, upper);
	const clamped = clampedShare(spec);
	if (upper < clamped || lower === 1) return spec.max;
	const inside = lawTail(spec.law, spec.max - spec.shift, false) / (1 - clamped);
	const x = lawQuantile(spec.law, lower * inside, 1 - lower * inside);
	return Math.min(spec.max, spec.shift + x);
}
/** Smallest value that can occur. */
function leastOf(spec) {
	return spec.shift + leastOfLaw(spec.law);
}
function leastOfLaw(law) {
	switch (law.kind) {
		case "constant": return law.value;
		case "uniform":
		case "pareto":
		case "triangular": return law.min;
		case "empirical":
		case "discrete":
		case "trace": return law.values.reduce((a, b) => Math.min(a, b));
		case "mixture": return law.parts.map(leastOf).reduce((a, b) => Math.min(a, b));
		default: return 0;
	}
}
/** Doubles of one table: lower half, then upper half; 4 coefficients a cell. */
const TABLE_LENGTH = 3072;
const built = /* @__PURE__ */ new Map();
/** Tables kept; beyond it the oldest is built again when it is needed. */
const KEPT = 400;
/**
* Coefficients of the cubics for a shape in 0.05 .. 10,000. Half h (0 lower, 1 upper), octave o
* (1 = next to 1/2), cell c and coefficient i are at ((h OCTAVES + o - 1) CELLS + c) 4 + i; the
* variable runs from 0 to 1 over the cell as the probability of the half's end rises.
*/
function gammaTable(shape) {
	const known = built.get(shape);
	if (known !== void 0) return known;
	const table = new Float64Array(TABLE_LENGTH);
	for (let half = 0; half < 2; half++) for (let octave = 1; octave <= 12; octave++) fillOctave(table, shape, half === 1, octave);
	if (built.size >= KEPT) built.delete(built.keys().next().value ?? shape);
	built.set(shape, table);
	return table;
}
/** x and dx / d(probability) at a probability counted from the lower or the upper end. */
function pointAt(shape, tail, upper) {
	const x = upper ? gammaQuantile(shape, 1 - tail, tail) : gammaQuantile(shape, tail, 1 - tail);
	const density = exp((shape - 1) * log(x) - x - lnGamma(shape));
	return [x, (upper ? -1 : 1) / density];
}
function fillOctave(table, shape, upper, octave) {
	const start = powerOfHalf(octave + 1);
	const width = start / 32;
	let at = ((upper ? 12 : 0) + octave - 1) * 32 * 4;
	let [x0, slope0] = pointAt(shape, start, upper);
	for (let cell = 0; cell < 32; cell++) {
		const [x1, slope1] = pointAt(shape, start + width * (cell + 1), upper);
		const rise = x1 - x0;
		const a = slope0 * width;
		const b = slope1 * width;
		table[at++] = x0;
		table[at++] = a;
		table[at++] = 3 * rise - 2 * a - b;
		table[at++] = a + b - 2 * rise;
		x0 = x1;
		slope0 = slope1;
	}
}
/** 2^-n, exactly. */
function powerOfHalf(n) {
	let power = 1;
	for (let i = 0; i < n; i++) power /= 2;
	return power;
}
var Builder = class {
	rows = [];
	chunks = [];
	length = 0;
	gammaStarts = /* @__PURE__ */ new Map();
	append(values) {
		const start = this.length;
		this.chunks.push(values);
		this.length += values.length;
		return start;
	}
	entries() {
		const entries = new Float64Array(this.length);
		let at = 0;
		for (const chunk of this.chunks) {
			entries.set(chunk, at);
			at += chunk.length;
		}
		return entries;
	}
	reserve() {
		this.rows.push({
			kind: 0,
			shift: 0,
			parameters: [],
			start: 0,
			count: 0
		});
		return this.rows.length - 1;
	}
	put(row, spec) {
		if (spec.max === Infinity) {
			this.rows[row] = this.rowOf(spec.law, spec.shift);
			return;
		}
		const within = this.reserve();
		this.rows[within] = this.rowOf(spec.law, spec.shift);
		const clamped = clampedShare(spec);
		const inside = lawTail(spec.law, spec.max - spec.shift, false) / (1 - clamped);
		const parameters = [
			spec.max,
			inside,
			clamped
		];
		this.rows[row] = {
			kind: 16,
			shift: 0,
			parameters,
			start: 0,
			count: within
		};
	}
	rowOf(law, shift) {
		const row = (kind, parameters, list = [], count = list.length) => ({
			kind,
			shift,
			parameters,
			start: this.append(list),
			count
		});
		switch (law.kind) {
			case "constant": return row(0, [law.value]);
			case "exponential": return row(1, [law.mean]);
			case "lognormal": return row(2, [law.mu, law.sigma]);
			case "uniform": return row(3, [law.min, law.max - law.min]);
			case "normal": return row(4, [law.mean, law.deviation]);
			case "weibull": return row(5, [law.scale, 1 / law.shape]);
			case "pareto": return row(6, [law.min, 1 / law.shape]);
			case "gamma":
				if (law.shape < .05) return row(8, [law.scale, law.shape]);
				return {
					...row(7, [law.scale, law.shape]),
					start: this.gammaStart(law.shape)
				};
			case "triangular": return row(10, [
				law.min,
				law.mode,
				law.max
			]);
			case "empirical": {
				const points = law.probabilities.length;
				return row(11, [], [...law.probabilities, ...law.values], points);
			}
			case "trace": return row(15, [law.cyclic ? 1 : 0], law.values);
			default: return this.rowOfBranches(law, row);
		}
	}
	gammaStart(shape) {
		const known = this.gammaStarts.get(shape);
		if (known !== void 0) return known;
		const start = this.append(gammaTable(shape));
		this.gammaStarts.set(shape, start);
		return start;
	}
	/** Laws that choose a branch first: cumulated shares, then what each branch holds. */
	rowOfBranches(law, row) {
		const { weights } = law;
		const branches = weights.length;
		if (law.kind === "discrete" && weights.every((weight) => weight === weights[0])) return row(13, [], law.values, branches);
		const upTo = [];
		for (let i = 0, sum = 0; i < branches; i++) {
			sum += weights[i];
			upTo.push(sum);
		}
		for (let i = branches - 1; i >= 0; i--) {
			upTo[i] = 1;
			if (weights[i] > 0) break;
		}
		if (law.kind === "discrete") return row(12, [], [...upTo, ...law.values], branches);
		if (law.kind === "hyperexponential") return row(9, [], [...upTo, ...law.means], branches);
		const parts = law.parts.map((part) => {
			const partRow = this.reserve();
			this.put(partRow, part);
			return partRow;
		});
		return row(14, [], [...upTo, ...parts], branches);
	}
};
/** Rows 0 .. specs.length-1 sample the specs in order. */
function compileDistributions(specs) {
	const builder = new Builder();
	for (const _ of specs) builder.reserve();
	specs.forEach((spec, row) => {
		builder.put(row, spec);
	});
	const { rows } = builder;
	const parameters = new Float64Array(rows.length * 4);
	const lists = new Int32Array(rows.length * 2);
	rows.forEach((row, i) => {
		parameters[i * 4 + 0] = row.shift;
		parameters.set(row.parameters, i * 4 + 1);
		lists[i * 2 + 0] = row.start;
		lists[i * 2 + 1] = row.count;
	});
	return {
		count: specs.length,
		kinds: Uint8Array.from(rows, (row) => row.kind),
		parameters,
		lists,
		entries: builder.entries()
	};
}
// simulation/core/ziggurat.ts
/** Where the tails start, chosen so that 255 rectangles and the base strip have equal areas. */
const EXPONENTIAL_TAIL = 7.69711747013105;
const NORMAL_TAIL = 3.654152885361009;
const SQRT_HALF_PI = 1.2533141373155003;
function layersOf(tail, area, cells, f, inverse) {
	const cell = /* @__PURE__ */ new Float64Array(256);
	const inside = /* @__PURE__ */ new Int32Array(256);
	const height = /* @__PURE__ */ new Float64Array(257);
	const base = area / f(tail);
	cell[0] = base / cells;
	inside[0] = Math.floor(tail / base * cells);
	let edge = tail;
	for (let layer = 1; layer < 256; layer++) {
		height[layer] = f(edge);
		cell[layer] = edge / cells;
		const next = layer === 255 ? 0 : inverse(height[layer] + area / edge);
		inside[layer] = Math.floor(next / edge * cells);
		edge = next;
	}
	height[256] = 1;
	return {
		cell,
		inside,
		height
	};
}
function exponentialCurve(x) {
	return exp(-x);
}
function normalCurve(x) {
	return exp(-.5 * x * x);
}
const exponential = layersOf(EXPONENTIAL_TAIL, 8.697117470131051 * exponentialCurve(EXPONENTIAL_TAIL), 16777216, exponentialCurve, (y) => -log(y));
const normal = layersOf(NORMAL_TAIL, NORMAL_TAIL * normalCurve(NORMAL_TAIL) + SQRT_HALF_PI * erfc(NORMAL_TAIL * Math.sqrt(.5)), 8388608, normalCurve, (y) => Math.sqrt(-2 * log(y)));
const exponentialCell = exponential.cell;
const exponentialInside = exponential.inside;
const exponentialHeight = exponential.height;
const normalCell = normal.cell;
const normalInside = normal.inside;
const normalHeight = normal.height;
/** Draws from the exponential distribution of mean 1 into `registers[EXPONENTIAL]`. */
function nextExponential(stream) {
	const word = nextU32(stream);
	const layer = word & 255;
	const place = word >>> 8;
	if (place < exponentialInside[layer]) registers[6] = (place + .5) * exponentialCell[layer];
	else exponentialOutside(stream, layer, place);
}
function exponentialOutside(stream, firstLayer, firstPlace) {
	let layer = firstLayer;
	let place = firstPlace;
	let offset = 0;
	while (place >= exponentialInside[layer]) {
		if (layer === 0) offset += EXPONENTIAL_TAIL;
		else {
			const x = (place + .5) * exponentialCell[layer];
			nextUniform(stream);
			const low = exponentialHeight[layer];
			if (low + registers[4] * (exponentialHeight[layer + 1] - low) < exp(-x)) break;
		}
		const word = nextU32(stream);
		layer = word & 255;
		place = word >>> 8;
	}
	registers[6] = offset + (place + .5) * exponentialCell[layer];
}
/** Draws from the standard normal distribution into `registers[NORMAL]`. */
function nextNormal(stream) {
	const word = nextU32(stream);
	const layer = word & 255;
	const place = word >>> 9;
	if (place < normalInside[layer]) {
		const x = (place + .5) * normalCell[layer];
		registers[5] = (word & 256) === 0 ? x : -x;
	} else normalOutside(stream, word);
}
function normalOutside(stream, firstWord) {
	let word = firstWord;
	for (;;) {
		const layer = word & 255;
		const place = word >>> 9;
		const x = (place + .5) * normalCell[layer];
		const sign = (word & 256) === 0 ? 1 : -1;
		if (place < normalInside[layer]) {
			registers[5] = sign * x;
			return;
		}
		if (layer === 0) {
			normalTail(stream, sign);
			return;
		}
		nextUniform(stream);
		const low = normalHeight[layer];
		if (low + registers[4] * (normalHeight[layer + 1] - low) < normalCurve(x)) {
			registers[5] = sign * x;
			return;
		}
		word = nextU32(stream);
	}
}
/** Marsaglia (1964): the tail of the normal beyond its start, by rejection from an exponential. */
function normalTail(stream, sign) {
	let x = 0;
	let y = 0;
	do {
		nextUniform(stream);
		x = -log(registers[4]) / NORMAL_TAIL;
		nextUniform(stream);
		y = -log(registers[4]);
	} while (y + y < x * x);
	registers[5] = sign * (NORMAL_TAIL + x);
}
// simulation/core/sample.ts
var RowTable = class extends Table {
	kind = this.uint8();
	parameters = this.float64(4);
	lists = this.int32(2);
	clamped = this.int32();
	tracePosition = this.int32();
};
var EntryTable = class extends Table {
	value = this.float64();
};
const rowTable = new RowTable("distributions", 65536);
const entryTable = new EntryTable("distribution entries", 2097152);
const kinds$1 = rowTable.kind;
const parameters = rowTable.parameters;
const lists = rowTable.lists;
const tracePosition = rowTable.tracePosition;
const entries = entryTable.value;
/** Draws clamped to the maximum of their distribution after 100 redraws, by row. */
const clampedDraws = rowTable.clamped;
/**
* Makes a compiled table the one that `sampleInto` draws from, traces at their start; to be called
* again after the memory was cleared. False, with nothing loaded, where it exceeds 65,536 rows or
* 2,097,152 list entries (fewer where the platform gives less memory).
*/
function loadDistributions(table) {
	if (!fits(table)) return false;
	rowTable.clear();
	put(table);
	return true;
}
/**
* Takes over changed parameters while a run goes on: the same specs in the same order, other numbers.
* Rows keep their counts of clamped draws, traces their positions.
*/
function replaceDistributions(table) {
	if (!fits(table)) return false;
	put(table);
	return true;
}
function fits(table) {
	return table.kinds.length <= rowTable.cap && table.entries.length <= entryTable.cap;
}
function put(table) {
	entryTable.clear();
	rowTable.occupy(table.kinds.length);
	entryTable.occupy(table.entries.length);
	kinds$1.set(table.kinds);
	parameters.set(table.parameters);
	lists.set(table.lists);
	entries.set(table.entries);
}
/** Draws from distribution `dist` (row of the loaded table) with a stream, into `registers[SAMPLE]`. */
function sampleInto(dist, stream) {
	if (kinds$1[dist] === 0) {
		const at = dist * 4;
		registers[2] = parameters[at + 0] + parameters[at + 1];
	} else drawInto(dist, stream);
}
/** Draws from a distribution that is not constant. */
function drawInto(dist, stream) {
	const at = dist * 4;
	switch (kinds$1[dist]) {
		case 1:
			nextExponential(stream);
			registers[2] = parameters[at + 0] + parameters[at + 1] * registers[6];
			return;
		case 2:
			nextNormal(stream);
			registers[2] = parameters[at + 0] + exp(parameters[at + 1] + parameters[at + 2] * registers[5]);
			return;
		case 4:
			sampleNormal(at, stream);
			return;
		case 15:
			takeFromTrace(dist);
			return;
		case 16:
			sampleCapped(dist, stream);
			return;
		case 7:
			nextUniform(stream);
			gammaFromTable(dist);
			return;
		default:
			nextUniform(stream);
			quantileInto(dist);
	}
}
function sampleNormal(at, stream) {
	let value = -1;
	for (let draw = 0; draw <= 100 && value < 0; draw++) {
		nextNormal(stream);
		value = parameters[at + 1] + parameters[at + 2] * registers[5];
	}
	registers[2] = parameters[at + 0] + Math.max(0, value);
}
function sampleCapped(dist, stream) {
	const max = parameters[dist * 4 + 1];
	const within = lists[dist * 2 + 1];
	for (let draw = 0; draw <= 100; draw++) {
		sampleInto(within, stream);
		if (registers[2] <= max) return;
	}
	registers[2] = max;
	clampedDraws[dist]++;
}
function takeFromTrace(dist) {
	const count = lists[dist * 2 + 1];
	const shift = parameters[dist * 4 + 0];
	let position = tracePosition[dist];
	if (position >= count) {
		if (parameters[dist * 4 + 1] === 0) {
			registers[2] = Infinity;
			return;
		}
		position = 0;
	}
	registers[2] = shift + entries[lists[dist * 2 + 0] + position];
	tracePosition[dist] = position + 1;
}
/** 2^(octave + 1) cells: from a probability to its cell and the place in it. */
const octaveScale = /* @__PURE__ */ new Float64Array(13);
for (let octave = 1, scale = 4; octave <= 12; octave++, scale *= 2) octaveScale[octave] = scale * 32;
/** Quantile at `registers[UNIFORM]` from the table of a gamma row, exact in the far tails. */
function gammaFromTable(dist) {
	const u = registers[4];
	const upper = u >= .5;
	const tail = upper ? 1 - u : u;
	const octave = Math.clz32(tail * 4294967296);
	const at = dist * 4;
	if (octave > 12 || tail === .5) {
		const x = gammaQuantile(parameters[at + 2], u, 1 - u);
		registers[2] = parameters[at + 0] + parameters[at + 1] * x;
		return;
	}
	const place = tail * octaveScale[octave] - 32;
	const cell = Math.floor(place);
	const t = place - cell;
	const row = ((upper ? 12 : 0) + octave - 1) * 32 + cell;
	const i = lists[dist * 2 + 0] + row * 4;
	const x = entries[i] + t * (entries[i + 1] + t * (entries[i + 2] + t * entries[i + 3]));
	registers[2] = parameters[at + 0] + parameters[at + 1] * x;
}
/** Value of row `dist` at probability `registers[UNIFORM]`, into `registers[SAMPLE]`. */
function quantileInto(dist) {
	const at = dist * 4;
	const u = registers[4];
	const a = parameters[at + 1];
	const b = parameters[at + 2];
	let value = 0;
	switch (kinds$1[dist]) {
		case 0:
			value = a;
			break;
		case 3:
			value = a + b * u;
			break;
		case 1:
			value = -a * log(1 - u);
			break;
		case 5:
			value = a * exp(b * log(-log(1 - u)));
			break;
		case 6:
			value = a * exp(-b * log(1 - u));
			break;
		case 2:
			value = exp(a + b * normalQuantile(u, 1 - u));
			break;
		case 4: {
			const kept = normalCdf(a / b);
			value = Math.max(0, a + b * normalQuantile(1 - kept + u * kept, (1 - u) * kept));
			break;
		}
		case 10:
			value = triangularAt(a, b, parameters[at + 3], u);
			break;
		case 7:
			gammaFromTable(dist);
			return;
		case 8:
			value = a * gammaQuantile(b, u, 1 - u);
			break;
		case 16:
			cappedQuantileInto(dist);
			return;
		default:
			listQuantileInto(dist, u);
			return;
	}
	registers[2] = parameters[at + 0] + value;
}
function triangularAt(min, mode, max, u) {
	const width = max - min;
	return u * width < mode - min ? min + Math.sqrt(u * width * (mode - min)) : max - Math.sqrt((1 - u) * width * (max - mode));
}
/** The law of `sampleCapped` by inversion: what lies within, up to the maximum, and the clamped rest. */
function cappedQuantileInto(dist) {
	const at = dist * 4;
	const max = parameters[at + 1];
	if (registers[4] > 1 - parameters[at + 3]) {
		registers[2] = max;
		return;
	}
	registers[4] = Math.max(1e-16, registers[4] * parameters[at + 2]);
	quantileInto(lists[dist * 2 + 1]);
	registers[2] = Math.min(max, registers[2]);
}
/** First of `count` ascending entries from `start` that is above u. */
function firstAbove(start, count, u) {
	let low = 0;
	let high = count - 1;
	while (low < high) {
		const middle = low + high >>> 1;
		if (entries[start + middle] > u) high = middle;
		else low = middle + 1;
	}
	return low;
}
/** Laws with a list: a branch is chosen by u, which is then stretched to (0, 1) within the branch. */
function listQuantileInto(dist, u) {
	const start = lists[dist * 2 + 0];
	const count = lists[dist * 2 + 1];
	const shift = parameters[dist * 4 + 0];
	const kind = kinds$1[dist];
	if (kind === 13) {
		registers[2] = shift + entries[start + Math.floor(u * count)];
		return;
	}
	const branch = firstAbove(start, count, u);
	const content = start + count + branch;
	const from = branch === 0 ? 0 : entries[start + branch - 1];
	const to = entries[start + branch];
	if (kind === 12) registers[2] = shift + entries[content];
	else if (kind === 11) {
		const left = entries[content - 1];
		registers[2] = shift + left + (u - from) / (to - from) * (entries[content] - left);
	} else if (kind === 9) registers[2] = shift - entries[content] * log((to - u) / (to - from));
	else {
		const inside = (u - from) / (to - from);
		registers[4] = Math.max(1e-16, Math.min(1 - 12e-17, inside));
		quantileInto(entries[content] | 0);
		registers[2] += shift;
	}
}
// simulation/primitives/parameters.ts
const NODES = 1e3;
const EDGES = 5e3;
const OPERATIONS$1 = 2e4;
const PLANS = 5e4;
const TYPES = 2e3;
/** Stands for "no limit" in integer columns. */
const UNLIMITED = 2147483647;
var NodeParameters = class extends Table {
	primitive = this.uint8();
	discipline = this.uint8();
	mode = this.uint8();
	sharedQueue = this.uint8();
	firstInstance = this.int32();
	instanceCount = this.int32();
	/** 1: its instances differ in weight. */
	weighted = this.uint8();
	slots = this.int32();
	queueMax = this.int32();
	/** Where cores are shared: how many more than the cores may be present at an instance. */
	shareMax = this.int32();
	endpointDelayMs = this.float64();
	/** Chances to enter by the number present: where they stand, how many (0 = all enter). */
	firstRatio = this.int32();
	ratioCount = this.int32();
	/** Distributions, where the mode says so. */
	uptime = this.int32();
	repairTime = this.int32();
	sleep = this.int32();
	/** First of INSTANCE_STREAMS random streams of its first instance. */
	firstStream = this.int32();
	bulkMax = this.int32();
	bulkMin = this.int32();
	codelTargetMs = this.float64();
	codelIntervalMs = this.float64();
};
var AdmissionParameters = class extends Table {
	acceptRatio = this.float64();
};
var OperationParameters = class extends Table {
	node = this.int32();
	service = this.int32();
	/** Work after the calls, -1 = none. */
	after = this.int32();
	afterProbability = this.float64();
	errorRate = this.float64();
	/** When an error comes, -1 = after the service time. */
	errorTime = this.int32();
	queueTimeout = this.int32();
	blocking = this.uint8();
	priority = this.uint8();
	idempotent = this.uint8();
	firstStage = this.int32();
	stageCount = this.int32();
};
var StageParameters = class extends Table {
	firstPlan = this.int32();
	planCount = this.int32();
	/** Successes needed; 0 = all. */
	requires = this.int32();
	/** The plan of a stage that is one certain call, + 1; 0 = the stage is more than that. */
	onlyPlan = this.int32();
};
var PlanParameters = class extends Table {
	edge = this.int32();
	operation = this.int32();
	probability = this.float64();
	/** Number of the exclusive group within its stage, 0 = none. */
	choice = this.int32();
	/** Upper end of its share of the group's uniform draw. */
	choiceUpTo = this.float64();
	choiceFrom = this.float64();
	/** Distribution of the count, -1 = `fixedCount`. */
	count = this.int32();
	fixedCount = this.int32();
	/** 1: the calls go to the callee's instances one by one (scatter-gather). */
	toAll = this.uint8();
	parallel = this.uint8();
	optional = this.uint8();
	/** 1: the calls made at once go to different instances, drawn at random. */
	distinct = this.uint8();
};
var EdgeParameters = class extends Table {
	from = this.int32();
	to = this.int32();
	sort = this.uint8();
	network = this.int32();
	/** 0 = none. */
	timeoutMs = this.float64();
	oneWay = this.uint8();
	cancel = this.uint8();
	balancing = this.uint8();
	choiceCount = this.int32();
	maxAttempts = this.int32();
	retryMask = this.int32();
	retryNonIdempotent = this.uint8();
	backoff = this.uint8();
	jitter = this.uint8();
	backoffBaseMs = this.float64();
	backoffFactor = this.float64();
	backoffCapMs = this.float64();
	breaker = this.uint8();
	breakerSize = this.int32();
	breakerThreshold = this.float64();
	breakerMinimum = this.int32();
	breakerOpenMs = this.float64();
	breakerProbes = this.int32();
	breakerIgnore = this.int32();
	/** 0 = slow calls are not judged. */
	breakerSlowMs = this.float64();
	breakerSlowThreshold = this.float64();
	fallback = this.uint8();
	fallbackMs = this.float64();
	/** First row of policy state; one per caller instance. */
	firstRow = this.int32();
	rowCount = this.int32();
	/** First cell of per-(row, callee instance) state. */
	firstCell = this.int32();
};
var SourceParameters = class extends Table {
	node = this.int32();
	/** Row of its first random stream; the engine sets it. */
	firstStream = this.int32();
	arrivals = this.uint8();
	/** Rate at multiplier 1; of renewal, modulated and recorded arrivals 1 or 0 = none. */
	ratePerMs = this.float64();
	/** Distribution of the gaps of a renewal process at multiplier 1. */
	gap = this.int32();
	firstAtMs = this.float64();
	/** Requests an arrival is; `batchSize` is the distribution they are drawn from, -1 = none. */
	batch = this.int32();
	batchSize = this.int32();
	clients = this.int32();
	patience = this.int32();
	/** Closed loop: number of users (0 = open loop) and their think time. */
	users = this.int32();
	think = this.int32();
	firstType = this.int32();
	typeCount = this.int32();
	/** Load profile: points in the profile table, repeated every so often (0 = never). */
	firstPoint = this.int32();
	pointCount = this.int32();
	steps = this.uint8();
	repeatMs = this.float64();
	/** Integral of the multiplier over one repetition, ms. */
	repeatArea = this.float64();
	/** Load profile 1 + amplitude sin(2 pi (t - phase) / period); period 0 = none. */
	amplitude = this.float64();
	periodMs = this.float64();
	phaseMs = this.float64();
	/** No multiplier is larger: candidates of a Poisson process come at this many times the rate. */
	peak = this.float64();
	firstPhase = this.int32();
	phaseCount = this.int32();
	firstInstant = this.int32();
	instantCount = this.int32();
};
var ProfileParameters = class extends Table {
	atMs = this.float64();
	multiplier = this.float64();
};
var PhaseParameters = class extends Table {
	ratePerMs = this.float64();
	/** Rate of leaving the phase. */
	exitPerMs = this.float64();
	/** Upper end of its share of the draw of the first phase. */
	startUpTo = this.float64();
	/** Upper ends of the shares of the draw of the next phase, one a phase of the source. */
	nextUpTo = this.float64(16);
};
var InstantParameters = class extends Table {
	atMs = this.float64();
};
var TypeParameters = class extends Table {
	source = this.int32();
	operation = this.int32();
	/** Upper end of its share of the type draw. */
	upTo = this.float64();
	/** 0 = every ok answer is good. */
	goalMs = this.float64();
	/** Index into the layout's type ids (types of one name share it). */
	reported = this.int32();
};
const nodes = new NodeParameters("nodes", NODES);
const admissions = new AdmissionParameters("admission ratios", 2e5);
const operations = new OperationParameters("operations", OPERATIONS$1);
const stages = new StageParameters("stages", OPERATIONS$1 * 2);
const plans = new PlanParameters("plans", PLANS);
const edges = new EdgeParameters("edges", EDGES);
const sources = new SourceParameters("sources", NODES);
const profiles = new ProfileParameters("profiles", 262144);
const phases = new PhaseParameters("phases", 4096);
const instants = new InstantParameters("recorded instants", 1048576);
const types = new TypeParameters("types", TYPES);
// simulation/primitives/streams.ts
/** Purposes of a node's streams; names go into the stream's key and never change. */
const NODE_PURPOSES = [
	"service",
	"after",
	"afterChoice",
	"error",
	"errorTime",
	"patience",
	"admission",
	"order"
];
/** Purposes of an edge's streams. */
const EDGE_PURPOSES = [
	"network",
	"jitter",
	"branch",
	"count",
	"balance"
];
/** Purposes of a source's streams; type, user and key belong to the k-th request. */
const SOURCE_PURPOSES = [
	"arrival",
	"thinning",
	"type",
	"user",
	"key",
	"patience",
	"think",
	"modulation",
	"batch"
];
/** Purposes of the streams of an instance that breaks down or sleeps. */
const INSTANCE_PURPOSES = [
	"uptime",
	"repair",
	"sleep"
];
const NODE_STREAMS = NODE_PURPOSES.length;
const EDGE_STREAMS = EDGE_PURPOSES.length;
const SOURCE_STREAMS = SOURCE_PURPOSES.length;
const INSTANCE_STREAMS = INSTANCE_PURPOSES.length;
// simulation/primitives/network.ts
var EdgeState = class extends Table {
	/** Delay added by active faults, ms. */
	addedMs = this.float64();
	/** Calls in progress and rows with an open breaker, with sums as those of a node's levels. */
	pending = this.int32();
	open = this.int32();
	pendingTime = this.float64();
	openTime = this.float64();
};
const edgeState = new EdgeState("edge state", 5e3);
/** Sampled messages, [edge, kind, departure ms, arrival ms] each; not part of any result. */
const SHOWN_CAP = 512;
const STRIDE = 4;
const shown$2 = reserveFloat64("shown messages", SHOWN_CAP * STRIDE);
const sampling = new Block("particles", 0, 4).i32;
const EVERY = 0;
const COUNTDOWN = 1;
const FILLED = 2;
const FIRST_STREAM = reserveInt32("first edge stream", 1);
const networkDistribution = edges.network;
const addedMs = edgeState.addedMs;
/** One more call is in progress on an edge. */
function pendingMore(edge) {
	edgeState.pending[edge]++;
	edgeState.pendingTime[edge] -= registers[0] - registers[7];
}
function pendingLess(edge) {
	edgeState.pending[edge]--;
	edgeState.pendingTime[edge] += registers[0] - registers[7];
}
/** One more row of an edge has an open breaker, or one less: `change` is 1 or -1. */
function changeOpen(edge, change) {
	edgeState.open[edge] += change;
	edgeState.openTime[edge] -= change * (registers[0] - registers[7]);
}
/** Number of the first edge's first stream. */
function placeEdgeStreams(first) {
	FIRST_STREAM[0] = first;
}
function edgeStream(edge, purpose) {
	return FIRST_STREAM[0] + edge * EDGE_STREAMS + purpose;
}
/** Leaves the delay of one message on `edge` in `registers[SAMPLE]` (ms) and may show it. */
function sampleDelay(edge, kind) {
	sampleInto(networkDistribution[edge], FIRST_STREAM[0] + edge * EDGE_STREAMS + 0);
	registers[2] += addedMs[edge];
	if (sampling[EVERY] !== 0 && --sampling[COUNTDOWN] <= 0) show(edge, kind);
}
function show(edge, kind) {
	sampling[COUNTDOWN] = sampling[EVERY];
	const filled = sampling[FILLED];
	if (filled >= SHOWN_CAP) return;
	sampling[FILLED] = filled + 1;
	const at = filled * STRIDE;
	shown$2[at] = edge;
	shown$2[at + 1] = kind;
	shown$2[at + 2] = registers[0];
	shown$2[at + 3] = registers[0] + registers[2];
}
/** Shows one message in `every`; 0 shows none. */
function showEvery(every) {
	sampling[EVERY] = every;
	sampling[COUNTDOWN] = 1;
	sampling[FILLED] = 0;
}
/** The messages shown since the last call. */
function takeShown() {
	const taken = shown$2.slice(0, sampling[FILLED] * STRIDE);
	sampling[FILLED] = 0;
	return taken;
}
// simulation/metrics/histogram.ts
const HISTOGRAM_CAP = 8192;
/** Bits of the high word below the sub-bucket: 20 mantissa bits there, 7 of them used. */
const SHIFT = 13;
const SUB_BUCKETS = 128;
const FIRST = 1010 * SUB_BUCKETS - 1;
const BUCKETS = 5120;
const WINDOW_BUCKETS = BUCKETS / 4;
/** A window's quantile of fewer values than this is not given. */
const FEWEST_FOR_QUANTILE = 20;
/** Moments that are kept value by value; count and sum are kept per window and added at its end. */
const SUM_OF_SQUARES = 0;
const LEAST = 1;
const GREATEST = 2;
/** Count and sum of the windows closed so far, less what the present one held before the totals. */
const CLOSED_COUNT = 3;
const CLOSED_SUM = 4;
const MOMENTS = 5;
/** Values that queue up before they are put into the buckets. */
const PENDING = 64;
var HistogramTable = class extends Table {
	total = this.int32(BUCKETS);
	window = this.int32(WINDOW_BUCKETS);
	moments = this.float64(MOMENTS);
	pending = this.float64(PENDING);
	pendingCount = this.int32();
	/** Zeros of the present window that stand in no bucket yet. */
	zeros = this.int32();
	windowSum = this.float64();
	windowLow = this.int32();
	windowHigh = this.int32();
};
const histograms = new HistogramTable("histograms", HISTOGRAM_CAP);
const totalBuckets = histograms.total;
const windowBuckets = histograms.window;
const moments = histograms.moments;
const pending = histograms.pending;
const pendingCount = histograms.pendingCount;
const zeros = histograms.zeros;
const windowSum = histograms.windowSum;
const windowLow = histograms.windowLow;
const windowHigh = histograms.windowHigh;
const bits = reserveFloat64("histogram bits", 1);
const words = new Int32Array(bits.buffer, bits.byteOffset, 2);
/** Makes `count` empty histograms, numbered 0 .. count-1. False when there are too many. */
function openHistograms(count) {
	if (!histograms.occupy(count)) return false;
	for (let h = 0; h < count; h++) {
		windowLow[h] = WINDOW_BUCKETS;
		windowHigh[h] = -1;
		moments[h * MOMENTS + LEAST] = Infinity;
		moments[h * MOMENTS + GREATEST] = -Infinity;
	}
	return true;
}
function bucketOf(value) {
	bits[0] = value;
	const index = (words[1] >> SHIFT) - FIRST;
	return index < 0 ? 0 : index >= BUCKETS ? 5119 : index;
}
/** Adds `registers[VALUE]` (ms, not negative) to histogram `h`. */
function record$1(h) {
	const count = pendingCount[h];
	pending[h * PENDING + count] = registers[3];
	pendingCount[h] = count + 1;
	if (count === 63) placePending(h);
}
/** Puts the values that queue up into the buckets. */
function placePending(h) {
	const from = h * PENDING;
	const to = from + pendingCount[h];
	const m = h * MOMENTS;
	const fine = h * BUCKETS;
	const coarse = h * WINDOW_BUCKETS;
	let low = windowLow[h];
	let high = windowHigh[h];
	let sum = windowSum[h];
	let squares = moments[m + SUM_OF_SQUARES];
	let least = moments[m + LEAST];
	let greatest = moments[m + GREATEST];
	for (let i = from; i < to; i++) {
		const value = pending[i];
		const index = bucketOf(value);
		totalBuckets[fine + index]++;
		const window = index >> 2;
		windowBuckets[coarse + window]++;
		sum += value;
		squares += value * value;
		if (window < low) low = window;
		if (window > high) high = window;
		if (value < least) least = value;
		if (value > greatest) greatest = value;
	}
	pendingCount[h] = 0;
	windowLow[h] = low;
	windowHigh[h] = high;
	windowSum[h] = sum;
	moments[m + SUM_OF_SQUARES] = squares;
	moments[m + LEAST] = least;
	moments[m + GREATEST] = greatest;
}
/** Adds a 0 to histogram `h`: what most waits are, at a third of the cost. */
function recordZero(h) {
	zeros[h]++;
}
/** Puts values and zeros where they belong; to be called before anything is read. */
function complete(h) {
	if (pendingCount[h] > 0) placePending(h);
	const count = zeros[h];
	if (count === 0) return;
	zeros[h] = 0;
	totalBuckets[h * BUCKETS] += count;
	windowBuckets[h * WINDOW_BUCKETS] += count;
	windowLow[h] = 0;
	if (windowHigh[h] < 0) windowHigh[h] = 0;
	const m = h * MOMENTS;
	if (moments[m + LEAST] > 0) moments[m + LEAST] = 0;
	if (moments[m + GREATEST] < 0) moments[m + GREATEST] = 0;
}
/** Number of values in the present window of histogram `h`. */
function windowCountOf(h) {
	complete(h);
	let count = 0;
	const base = h * WINDOW_BUCKETS;
	for (let index = windowLow[h]; index <= windowHigh[h]; index++) count += windowBuckets[base + index];
	return count;
}
/** Forgets the totals (the end of the warm-up); the present window goes on. */
function restartTotals() {
	const rows = histograms.highWater;
	for (let h = 0; h < rows; h++) {
		const m = h * MOMENTS;
		moments[m + CLOSED_COUNT] = -windowCountOf(h);
		moments[m + CLOSED_SUM] = -windowSum[h];
		moments[m + SUM_OF_SQUARES] = 0;
		moments[m + LEAST] = Infinity;
		moments[m + GREATEST] = -Infinity;
	}
	totalBuckets.fill(0, 0, rows * BUCKETS);
}
/** Lower edge of bucket `index` when an octave has `sub` buckets; bucket 0 begins at 0. */
function edge(index, sub) {
	if (index <= 0) return 0;
	const fine = index * (SUB_BUCKETS / sub) + FIRST;
	words[0] = 0;
	words[1] = fine << SHIFT;
	return bits[0];
}
/** Mean of the present window of all of `rows` together, ms; NaN without values. */
function windowMeanOf(rows) {
	let count = 0;
	let sum = 0;
	for (const h of rows) {
		count += windowCountOf(h);
		sum += windowSum[h];
	}
	return count === 0 ? NaN : sum / count;
}
/**
* Writes the quantiles `probabilities` (rising) of the present window of all of `rows` together
* into `into` from `at` on; NaN when the window has fewer than 20 values.
*/
function windowQuantiles(rows, probabilities, into, at) {
	let count = 0;
	let low = WINDOW_BUCKETS;
	let high = -1;
	for (const h of rows) {
		count += windowCountOf(h);
		low = Math.min(low, windowLow[h]);
		high = Math.max(high, windowHigh[h]);
	}
	if (count < FEWEST_FOR_QUANTILE) {
		for (let k = 0; k < probabilities.length; k++) into[at + k] = NaN;
		return;
	}
	let k = 0;
	let rank = Math.max(1, ceil(probabilities[0] * count));
	let before = 0;
	for (let index = low; index <= high; index++) {
		let here = 0;
		for (const h of rows) here += windowBuckets[h * WINDOW_BUCKETS + index];
		while (here > 0 && before + here >= rank) {
			const from = edge(index, 32);
			const width = edge(index + 1, 32) - from;
			into[at + k] = index === 0 ? 0 : from + width * (rank - before - .5) / here;
			if (++k === probabilities.length) return;
			rank = Math.max(1, ceil(probabilities[k] * count));
		}
		before += here;
	}
}
/** Adds the present window of histogram `h` to its totals and empties it, touching what was used. */
function closeWindow(h) {
	const count = windowCountOf(h);
	if (count === 0) return;
	const base = h * WINDOW_BUCKETS;
	windowBuckets.fill(0, base + windowLow[h], base + windowHigh[h] + 1);
	moments[h * MOMENTS + CLOSED_COUNT] += count;
	moments[h * MOMENTS + CLOSED_SUM] += windowSum[h];
	windowSum[h] = 0;
	windowLow[h] = WINDOW_BUCKETS;
	windowHigh[h] = -1;
}
function ceil(x) {
	return -Math.floor(-x);
}
/** Moments of the totals of all of `rows` together. */
function totalsOf(rows) {
	let count = 0;
	let sum = 0;
	let squares = 0;
	let min = Infinity;
	let max = -Infinity;
	for (const h of rows) {
		const m = h * MOMENTS;
		count += windowCountOf(h) + moments[m + CLOSED_COUNT];
		sum += windowSum[h] + moments[m + CLOSED_SUM];
		squares += moments[m + SUM_OF_SQUARES];
		min = Math.min(min, moments[m + LEAST]);
		max = Math.max(max, moments[m + GREATEST]);
	}
	if (count === 0) return {
		count,
		mean: NaN,
		std: NaN,
		min: NaN,
		max: NaN
	};
	const mean = sum / count;
	const std = Math.sqrt(Math.max(0, squares / count - mean * mean));
	return {
		count,
		mean,
		std,
		min,
		max
	};
}
/** Quantile `p` of the totals of all of `rows` together, ms; NaN without values. */
function quantileOf$1(rows, p) {
	const { count, min, max } = totalsOf(rows);
	if (count === 0) return NaN;
	const rank = Math.max(1, ceil(p * count));
	let before = 0;
	for (let index = bucketOf(min); index < BUCKETS; index++) {
		let here = 0;
		for (const h of rows) here += totalBuckets[h * BUCKETS + index];
		if (here > 0 && before + here >= rank) {
			const low = edge(index, SUB_BUCKETS);
			const width = edge(index + 1, SUB_BUCKETS) - low;
			const value = index === 0 ? 0 : low + width * (rank - before - .5) / here;
			return Math.min(max, Math.max(min, value));
		}
		before += here;
	}
	return max;
}
/** Feeds the totals of histogram `h` to `take` in a canonical form, for the digest. */
function eachTotal(h, take) {
	const { count, min, max } = totalsOf(Int32Array.of(h));
	if (count === 0) return;
	const last = bucketOf(max);
	for (let index = bucketOf(min); index <= last; index++) {
		const here = totalBuckets[h * BUCKETS + index];
		if (here !== 0) take(index, here);
	}
}
var NodeState = class extends Table {
	/** Waits in a queue of the station. */
	queued = this.int32();
	/** Holds a slot and computes. */
	working = this.int32();
	/** Holds a slot and waits for its calls. */
	blocked = this.int32();
	/** Present without a slot: waits for its calls, to resume, or in a consumer's buffer. */
	away = this.int32();
	/** All four. */
	present = this.int32();
	slots = this.float64();
	/** Sums of change times moment of change since the window began, with opposite sign. */
	queuedTime = this.float64();
	workingTime = this.float64();
	blockedTime = this.float64();
	awayTime = this.float64();
	slotTime = this.float64();
	maxQueued = this.int32();
	maxPresent = this.int32();
	presentAtStart = this.int32();
	instancesUp = this.int32();
	/** Instances that callers believe to be up. */
	listed = this.int32();
	/** When the queue length changed last. */
	queueChangedAt = this.float64();
	queueShare = this.float64(64);
	/** Instance looked at first for a free slot of a shared queue. */
	pointer = this.int32();
};
var InstanceState = class extends Table {
	node = this.int32();
	slots = this.int32();
	held = this.int32();
	up = this.uint8();
	/** 1: takes connections and never answers. */
	blackhole = this.uint8();
	listed = this.uint8();
	/** 1: broken down by itself, or asleep until it looks for work again. Its `slots` are 0 then. */
	broken = this.uint8();
	asleep = this.uint8();
	speed = this.float64();
	/** Share of calls relative to the others, where balancing respects it. */
	weight = this.float64();
	/** Instance in whose row the queue stands (the node's first for a shared queue). */
	queue = this.int32();
	/** Ends of the queue, attempt + 1. */
	head = this.int32();
	tail = this.int32();
	queued = this.int32();
	/** Attempts that wait to do their work after the calls, served before new ones. */
	resumeHead = this.int32();
	resumeTail = this.int32();
	/** First consumer (of a mailbox or log) that lives in it, + 1. */
	firstConsumer = this.int32();
	/** Ends of the list of what holds its slots, attempt + 1, and its first batch, + 1. */
	workHead = this.int32();
	workTail = this.int32();
	firstBatch = this.int32();
	/** Factor on sampled service times, added error ratio: by active faults. */
	slowFactor = this.float64();
	/** Factor on sampled service times: slowFactor / speed. */
	pace = this.float64();
	addedErrorRatio = this.float64();
};
const INSTANCES = 1e5;
var LevelState = class extends Table {
	/** Last waiting attempt of each priority, + 1; LEVELS a queue. */
	tail = this.int32();
};
const levels = new LevelState("queue levels", INSTANCES * 16);
const nodeState = new NodeState("node state", 1e3);
const instances = new InstanceState("instances", INSTANCES);
/** Scalars of the run. */
const control = new Block("control", 16, 16);
const queued = nodeState.queued;
const working = nodeState.working;
const blocked = nodeState.blocked;
const away = nodeState.away;
const slots = nodeState.slots;
const queuedTime = nodeState.queuedTime;
const workingTime = nodeState.workingTime;
const blockedTime = nodeState.blockedTime;
const awayTime = nodeState.awayTime;
const slotTime = nodeState.slotTime;
const queueChangedAt = nodeState.queueChangedAt;
const queueShare = nodeState.queueShare;
/** Time that a node's queue had a length (the last one: or more) since the period began, ms. */
function queueShareOf(node, length) {
	const since = length === Math.min(queued[node], 63) ? registers[0] - queueChangedAt[node] : 0;
	return queueShare[node * 64 + length] + since;
}
/** Adds the time since the last change to the share of the present queue length. */
function shareQueue(node) {
	const length = queued[node];
	const now = registers[0];
	const cell = node * 64 + (length < 64 ? length : 63);
	queueShare[cell] += now - queueChangedAt[node];
	queueChangedAt[node] = now;
}
function queueMore(node) {
	shareQueue(node);
	const length = queued[node] + 1;
	queued[node] = length;
	if (length > nodeState.maxQueued[node]) nodeState.maxQueued[node] = length;
	queuedTime[node] -= registers[0] - registers[7];
}
function queueLess(node) {
	shareQueue(node);
	queued[node]--;
	queuedTime[node] += registers[0] - registers[7];
}
function workMore(node) {
	working[node]++;
	workingTime[node] -= registers[0] - registers[7];
}
function workLess(node) {
	working[node]--;
	workingTime[node] += registers[0] - registers[7];
}
function blockedMore(node) {
	blocked[node]++;
	blockedTime[node] -= registers[0] - registers[7];
}
function blockedLess(node) {
	blocked[node]--;
	blockedTime[node] += registers[0] - registers[7];
}
function awayMore(node) {
	away[node]++;
	awayTime[node] -= registers[0] - registers[7];
}
function awayLess(node) {
	away[node]--;
	awayTime[node] += registers[0] - registers[7];
}
/** One more attempt is present at a node. */
function enter(node) {
	const present = ++nodeState.present[node];
	if (present > nodeState.maxPresent[node]) nodeState.maxPresent[node] = present;
}
/** Sets the number of slots of all instances that are up. */
function setSlots(node, count) {
	slotTime[node] -= (count - slots[node]) * (registers[0] - registers[7]);
	slots[node] = count;
}
/** Slots held at a node, by attempts at work or blocked on their calls. */
function heldSlots(node) {
	return working[node] + blocked[node];
}
/** The window ends now: the sums start again. */
function reopenLevels(nodes) {
	for (let node = 0; node < nodes; node++) {
		queuedTime[node] = 0;
		workingTime[node] = 0;
		blockedTime[node] = 0;
		awayTime[node] = 0;
		slotTime[node] = 0;
	}
}
// simulation/primitives/rows.ts
const LIVE_CALLS = 4e6;
var RequestTable = class extends Table {
	source = this.int32();
	type = this.int32();
	client = this.int32();
	user = this.int32();
	key = this.int32();
	/** Attempts and messages that still refer to it. */
	references = this.int32();
	root = this.int32();
	patience = this.int32();
	/** 1: one of its calls was nested too deep, so it fails and nothing of it is tried again. */
	tooDeep = this.uint8();
	arrivedAt = this.float64();
	/** When the last asynchronous descendant ended. */
	settledAt = this.float64();
};
var AttemptTable = class extends Table {
	node = this.int32();
	instance = this.int32();
	operation = this.int32();
	/** The call it answers, -1 when nobody waits (any more). */
	call = this.int32();
	edge = this.int32();
	request = this.int32();
	/** Neighbors in the queue it stands in, row + 1. */
	after = this.int32();
	before = this.int32();
	stage = this.int32();
	needed = this.int32();
	pending = this.int32();
	/** First call in progress, row + 1. */
	firstCall = this.int32();
	/** Its service or queue timer event, row + 1. */
	event = this.int32();
	generation = this.int32();
	/** The message being processed, for deliveries. */
	message = this.int32();
	origin = this.uint8();
	phase = this.uint8();
	flags = this.uint8();
	outcome = this.uint8();
	/** Calls between it and the request or message that it descends from. */
	depth = this.uint8();
	arrivedAt = this.float64();
	/** Of interrupted and paused work: what is left of it, ms. Of shared cores: core time, ms. */
	startedAt = this.float64();
	/** When it took the slot it holds. Of shared cores: the virtual time at which it ends, ms. */
	slotAt = this.float64();
	/** Service time spent so far, ms (held time not counted). */
	servedMs = this.float64();
	orphanedAt = this.float64();
};
var CallTable = class extends Table {
	plan = this.int32();
	edge = this.int32();
	parent = this.int32();
	/** The attempt in progress, NONE, or SWALLOWED. */
	attempt = this.int32();
	/** Timer of the attempt, the back-off or the fallback, event row + 1; ENDED once it has ended. */
	timer = this.int32();
	tries = this.int32();
	/** Row of policy state: one per caller instance and edge. */
	row = this.int32();
	/** Repetitions still to be made one after another. */
	remaining = this.int32();
	nextCall = this.int32();
	previousCall = this.int32();
	/** Position of the instance it must go to, + 1; 0 = the balancer decides. */
	pinned = this.int32();
	/** Counter of outstanding requests that the current attempt raised, + 1. */
	cell = this.int32();
	outcome = this.uint8();
	/** 1 when the current attempt is a probe of a half-open breaker. */
	probe = this.uint8();
	attemptAt = this.float64();
	previousBackoff = this.float64();
};
const requests = new RequestTable("requests", LIVE_CALLS);
const attempts = new AttemptTable("attempts", LIVE_CALLS);
const calls = new CallTable("calls", LIVE_CALLS);
// simulation/primitives/request.ts
var TypeState = class extends Table {
	/** Requests whose root has not ended. */
	inFlight = this.int32();
	inFlightAtStart = this.int32();
};
/** Present of the reported request types; row 0, "all", is not kept here. */
const typeState = new TypeState("type state", 2e3);
/** Where the histograms of request types begin; what the scenario makes it necessary to record. */
const shape$1 = new Block("request histograms", 0, 4).i32;
const FIRST_HISTOGRAM = 0;
const SETTLES_LATER = 1;
/**
* `settlesLater`: some of what descends from a request can outlive its answer (one-way calls,
* messages).
*/
function placeTypeHistograms(first, settlesLater) {
	shape$1[FIRST_HISTOGRAM] = first;
	shape$1[SETTLES_LATER] = settlesLater ? 1 : 0;
}
/** Records `registers[VALUE]` for a reported type. */
function recordForType(reported, which) {
	record$1(shape$1[FIRST_HISTOGRAM] + reported * 3 + which);
}
/** True when requests can settle later than they are answered. */
function settlesLater$1() {
	return shape$1[SETTLES_LATER] === 1;
}
/** Histogram of a reported type. */
function typeHistogram(reported, which) {
	return shape$1[FIRST_HISTOGRAM] + reported * 3 + which;
}
const life$2 = control.i32;
/** A request is offered; its root holds the first reference. */
function beginRequest(request) {
	requests.references[request] = 1;
	life$2[0]++;
}
/** True once the duration of a draining run is over: nothing new is offered. */
function isDraining() {
	return life$2[1] === 1;
}
/** Stops the sources: the run is over when the last request has settled. */
function startDraining() {
	life$2[1] = 1;
	if (life$2[0] === 0) life$2[2] = 1;
}
function holdRequest(request) {
	requests.references[request]++;
}
/** Gives a reference back; the last one settles the request. */
function releaseRequest(request) {
	if (--requests.references[request] > 0) return;
	if (shape$1[SETTLES_LATER] === 1) {
		registers[3] = requests.settledAt[request] - requests.arrivedAt[request];
		recordForType(types.reported[requests.type[request]], 2);
	}
	freeRow(requests.marks, requests.next, request);
	if (--life$2[0] === 0 && life$2[1] === 1) life$2[2] = 1;
}
/** Notes that the root, a one-way call or a message of the request has just ended. */
function settleTo(request) {
	requests.settledAt[request] = registers[0];
}
// simulation/primitives/transitions.ts
const LONGEST = 1 << 20;
var TransitionTable = class extends Table {
	kind = this.int32();
	a = this.int32();
	b = this.int32();
};
const list = new TransitionTable("transitions", LONGEST);
const kinds = list.kind;
const as = list.a;
const bs = list.b;
const ends = new Block("transition ends", 0, 4).i32;
const TAIL = 1;
const HEAD = 0;
/** Adds a transition to be executed at this instant. */
function follow(kind, a, b) {
	const tail = ends[TAIL];
	if (tail >= LONGEST) {
		list.exhaust();
		return;
	}
	kinds[tail] = kind;
	as[tail] = a;
	bs[tail] = b;
	ends[TAIL] = tail + 1;
}
/** Position of the oldest transition, or -1; it is taken off the list. */
function nextTransition() {
	const head = ends[HEAD];
	if (head === ends[TAIL]) {
		ends[HEAD] = 0;
		ends[TAIL] = 0;
		return -1;
	}
	ends[HEAD] = head + 1;
	return head;
}
const transitionKind = kinds;
const transitionA = as;
const transitionB = bs;
// simulation/primitives/answer.ts
/** Sends the outcome to whoever waits for it. */
function answer(attempt, outcome) {
	attempts.outcome[attempt] = outcome;
	const origin = attempts.origin[attempt];
	if (origin === 3) {
		attempts.phase[attempt] = 6;
		follow(72, attempt, outcome);
		return;
	}
	if (origin === 2) {
		endOneWay(attempt, outcome);
		return;
	}
	if (attempts.call[attempt] < 0) {
		forget(attempt);
		return;
	}
	attempts.phase[attempt] = 6;
	const failed = outcome >= 2;
	sampleDelay(attempts.edge[attempt], failed ? 3 : 2);
	const delay = registers[2];
	if (delay > 0) {
		registers[1] = registers[0] + delay;
		schedule(4, attempt, 0);
	} else follow(65, attempt, 0);
}
/** Nobody is answered after a one-way call; its edge counts the failure, its request may settle. */
function endOneWay(attempt, outcome) {
	const m = attempts.node[attempt] * NODE_METERS;
	nodeMeter[m + 28]++;
	if (outcome >= 2) {
		nodeMeter[m + 4]++;
		const ended = attempts.edge[attempt] * EDGE_METERS + 11;
		edgeMeter[ended + 0]--;
		edgeMeter[ended + outcome]++;
	}
	settleTo(attempts.request[attempt]);
	forget(attempt);
}
/** Frees an attempt that nobody will hear of again. */
function forget(attempt) {
	attempts.phase[attempt] = 8;
	attempts.generation[attempt]++;
	const request = attempts.request[attempt];
	freeRow(attempts.marks, attempts.next, attempt);
	releaseRequest(request);
}
/** 1: the run records it. In `control.i32`. */
const RECORDED = 3;
var InstanceLoad = class extends Table {
	/** Present without a slot and not in the queue. */
	away = this.int32();
	/** Up to when the integrals below are complete. */
	touchedAt = this.float64();
	arrivals = this.float64();
	/** Integrals since the measured period began, ms. */
	heldTime = this.float64();
	queuedTime = this.float64();
	presentTime = this.float64();
	slotTime = this.float64();
};
var NodeLoad = class extends Table {
	/** Time with each number of requests, summed over the instances, ms. */
	time = this.float64(65);
};
const instanceLoad = new InstanceLoad("instance load", 1e5);
const nodeLoad = new NodeLoad("node load", 1e3);
const life$1 = control.i32;
function recordsLoad() {
	return life$1[RECORDED] === 1;
}
/** Begins to record where the run asks for it. Call it after the instances are set up. */
function openLoad(recorded) {
	life$1[RECORDED] = recorded ? 1 : 0;
	if (!recorded) return;
	instanceLoad.occupy(instances.highWater);
	nodeLoad.occupy(nodes.highWater);
}
/** Completes the integrals of an instance; before any change of what it has, or of its slots. */
function touchInstance(instance) {
	if (life$1[RECORDED] === 0) return;
	const now = registers[0];
	const since = now - instanceLoad.touchedAt[instance];
	instanceLoad.touchedAt[instance] = now;
	const node = instances.node[instance];
	const held = instances.held[instance];
	const queued = instances.queued[instance];
	const own = nodes.sharedQueue[node] === 1 ? 0 : queued;
	const present = own + held + instanceLoad.away[instance];
	const level = present < 65 ? present : 64;
	nodeLoad.time[node * 65 + level] += since;
	instanceLoad.heldTime[instance] += held * since;
	instanceLoad.queuedTime[instance] += own * since;
	instanceLoad.presentTime[instance] += present * since;
	if (instances.up[instance] === 1) instanceLoad.slotTime[instance] += instances.slots[instance] * since;
}
function countArrival(instance) {
	if (life$1[RECORDED] === 1) instanceLoad.arrivals[instance]++;
}
/** One more is at an instance without a slot, outside its queue. */
function awayMoreAt(node, instance) {
	awayMore(node);
	if (life$1[RECORDED] === 0) return;
	touchInstance(instance);
	instanceLoad.away[instance]++;
}
function awayLessAt(node, instance) {
	awayLess(node);
	if (life$1[RECORDED] === 0) return;
	touchInstance(instance);
	instanceLoad.away[instance]--;
}
/** Completes the integrals of all instances. */
function touchLoad() {
	for (let instance = 0; instance < instanceLoad.highWater; instance++) touchInstance(instance);
}
/** The measured period begins. */
function restartLoad() {
	touchLoad();
	const rows = instanceLoad.highWater;
	instanceLoad.arrivals.fill(0, 0, rows);
	instanceLoad.heldTime.fill(0, 0, rows);
	instanceLoad.queuedTime.fill(0, 0, rows);
	instanceLoad.presentTime.fill(0, 0, rows);
	instanceLoad.slotTime.fill(0, 0, rows);
	nodeLoad.time.fill(0, 0, nodeLoad.highWater * 65);
}
var PolicyRows = class extends Table {
	edge = this.int32();
	state = this.uint8();
	openUntil = this.float64();
	/** Window of the last outcomes: first cell, position, number filled, failures, slow calls. */
	firstCell = this.int32();
	position = this.int32();
	filled = this.int32();
	failures = this.int32();
	slow = this.int32();
	/** Probes of the half-open state: permitted and still free, ended, failed, slow. */
	probesFree = this.int32();
	probesEnded = this.int32();
	probesFailed = this.int32();
	probesSlow = this.int32();
	/** Load balancing: the next or chosen member, + 1 (0 = not chosen yet). */
	pointer = this.int32();
	/** Weighted round robin: deadline of the last pick. */
	turn = this.float64();
};
var BreakerCells = class extends Table {
	/** 1 = failed, 2 = slow, 3 = both. */
	outcome = this.uint8();
};
var BalanceCells = class extends Table {
	outstanding = this.int32();
	/** Weighted round robin: when it is the member's turn, in picks of weight 1. */
	deadline = this.float64();
};
const policyRows = new PolicyRows("policy rows", 2e5);
const breakerCells = new BreakerCells("breaker windows", 2e7);
const balanceCells = new BalanceCells("balanced members", 2e6);
const FAILED = 1;
const SLOW = 2;
/** Asks the breaker whether an attempt may go. An expired open state turns half-open here. */
function admit(row, edge) {
	const state = policyRows.state[row];
	if (state === 0) return 1;
	if (state === 1) {
		if (registers[0] < policyRows.openUntil[row]) return 0;
		changeOpen(edge, -1);
		policyRows.state[row] = 2;
		policyRows.probesFree[row] = edges.breakerProbes[edge];
		policyRows.probesEnded[row] = 0;
		policyRows.probesFailed[row] = 0;
		policyRows.probesSlow[row] = 0;
	}
	if (policyRows.probesFree[row] === 0) return 0;
	policyRows.probesFree[row]--;
	return 2;
}
/** A probe was abandoned or ended without a verdict: another call may take its place. */
function returnProbe(row) {
	if (policyRows.state[row] === 2) policyRows.probesFree[row]++;
}
/**
* Tells the breaker how an attempt that it admitted has ended. Half-open, only the probes count: an
* answer to an attempt from before the breaker opened says nothing about the callee now.
*/
function recordOutcome(row, edge, outcome, slow, probe) {
	if ((edges.breakerIgnore[edge] & 1 << outcome) !== 0) {
		if (probe) returnProbe(row);
		return;
	}
	const failed = outcome >= 2;
	const state = policyRows.state[row];
	if (state === 2 && probe) recordProbe(row, edge, failed, slow);
	else if (state === 0) recordClosed(row, edge, failed, slow);
}
function recordClosed(row, edge, failed, slow) {
	const size = edges.breakerSize[edge];
	const position = policyRows.position[row];
	const cell = policyRows.firstCell[row] + position;
	if (policyRows.filled[row] === size) {
		const old = breakerCells.outcome[cell];
		if ((old & FAILED) !== 0) policyRows.failures[row]--;
		if ((old & SLOW) !== 0) policyRows.slow[row]--;
	} else policyRows.filled[row]++;
	breakerCells.outcome[cell] = (failed ? FAILED : 0) | (slow ? SLOW : 0);
	if (failed) policyRows.failures[row]++;
	if (slow) policyRows.slow[row]++;
	policyRows.position[row] = position + 1 === size ? 0 : position + 1;
	const filled = policyRows.filled[row];
	if (filled < Math.min(edges.breakerMinimum[edge], size)) return;
	if (tooMany(edge, policyRows.failures[row], policyRows.slow[row], filled)) open$1(row, edge);
}
function recordProbe(row, edge, failed, slow) {
	const ended = ++policyRows.probesEnded[row];
	if (failed) policyRows.probesFailed[row]++;
	if (slow) policyRows.probesSlow[row]++;
	if (ended < edges.breakerProbes[edge]) return;
	if (tooMany(edge, policyRows.probesFailed[row], policyRows.probesSlow[row], ended)) open$1(row, edge);
	else {
		policyRows.state[row] = 0;
		clearWindow(row);
	}
}
function tooMany(edge, failures, slow, of) {
	if (failures >= edges.breakerThreshold[edge] * of) return true;
	return edges.breakerSlowMs[edge] > 0 && slow >= edges.breakerSlowThreshold[edge] * of;
}
function open$1(row, edge) {
	changeOpen(edge, 1);
	edgeMeter[edge * EDGE_METERS + 7]++;
	policyRows.state[row] = 1;
	policyRows.openUntil[row] = registers[0] + edges.breakerOpenMs[edge];
	clearWindow(row);
}
function clearWindow(row) {
	policyRows.position[row] = 0;
	policyRows.filled[row] = 0;
	policyRows.failures[row] = 0;
	policyRows.slow[row] = 0;
}
// simulation/primitives/balancer.ts
/** The instance for the next attempt of a caller row, -1 when no member is known. */
function pickInstance(edge, row) {
	const node = edges.to[edge];
	const first = nodes.firstInstance[node];
	const count = nodes.instanceCount[node];
	if (nodeState.listed[node] === 0) return -1;
	if (count === 1 || nodes.sharedQueue[node] === 1) return firstListed(first, count);
	switch (edges.balancing[edge]) {
		case 1:
			if (nodes.weighted[node] === 1) return first + weightedRoundRobin(edge, row, first, count);
			return first + roundRobin(edge, row, first, count);
		case 2: return first + leastRequest(edge, row, first, count);
		case 3: return first + pickFirst(edge, row, first, count);
		default:
			if (nodes.weighted[node] === 1) return first + weightedMember(edge, first, count);
			return first + randomMember(edge, first, count);
	}
}
function firstListed(first, count) {
	for (let i = 0; i < count; i++) if (instances.listed[first + i] === 1) return first + i;
	return -1;
}
function randomMember(edge, first, count) {
	const stream = edgeStream(edge, 4);
	for (;;) {
		const at = nextIndex(stream, count);
		if (instances.listed[first + at] === 1) return at;
	}
}
/** A member by chance, in proportion to its weight. One uniform a pick. */
function weightedMember(edge, first, count) {
	let total = 0;
	for (let at = 0; at < count; at++) if (instances.listed[first + at] === 1) total += instances.weight[first + at];
	nextUniform(edgeStream(edge, 4));
	let rest = registers[4] * total;
	let chosen = -1;
	for (let at = 0; at < count; at++) {
		if (instances.listed[first + at] === 0) continue;
		chosen = at;
		rest -= instances.weight[first + at];
		if (rest < 0) break;
	}
	return chosen;
}
/**
* Earliest deadline first: a pick puts off the member's next turn by 1 / weight, so in any stretch
* each gets its share to within one pick or so. Members begin at phases drawn by the caller row; one
* that was away has no turns to catch up on.
*/
function weightedRoundRobin(edge, row, first, count) {
	const cells = outstandingCell(edge, row, 0);
	const deadline = balanceCells.deadline;
	if (policyRows.pointer[row] === 0) {
		for (let at = 0; at < count; at++) {
			nextUniform(edgeStream(edge, 4));
			deadline[cells + at] = registers[4] / instances.weight[first + at];
		}
		policyRows.pointer[row] = 1;
	}
	const turn = policyRows.turn[row];
	let chosen = -1;
	let earliest = 0;
	for (let at = 0; at < count; at++) {
		if (instances.listed[first + at] === 0) continue;
		const due = Math.max(deadline[cells + at], turn);
		if (chosen < 0 || due < earliest) {
			chosen = at;
			earliest = due;
		}
	}
	policyRows.turn[row] = earliest;
	deadline[cells + chosen] = earliest + 1 / instances.weight[first + chosen];
	return chosen;
}
/** Starts at a random member and goes round. */
function roundRobin(edge, row, first, count) {
	let at = policyRows.pointer[row] - 1;
	if (at < 0) at = nextIndex(edgeStream(edge, 4), count);
	while (instances.listed[first + at] === 0) at = at + 1 === count ? 0 : at + 1;
	policyRows.pointer[row] = (at + 1 === count ? 0 : at + 1) + 1;
	return at;
}
/** Distinct draws, fewest outstanding of this caller row; a tie goes to the first drawn. */
function leastRequest(edge, row, first, count) {
	const draws = drawMembers(edge, first, count, edges.choiceCount[edge]);
	const cells = outstandingCell(edge, row, 0);
	const outstanding = balanceCells.outstanding;
	let best = drawn[0];
	for (let i = 1; i < draws; i++) {
		const at = drawn[i];
		if (outstanding[cells + at] < outstanding[cells + best]) best = at;
	}
	return best;
}
/** Members drawn by the last `drawMembers`, by their position in the node. */
const drawn = /* @__PURE__ */ new Int32Array(1e4);
/** Draws different members, at most as many as there are; returns how many. */
function drawMembers(edge, first, count, wanted) {
	const listed = nodeState.listed[edges.to[edge]];
	const draws = Math.min(wanted, listed);
	if (draws > listed / 2 && draws > 2) {
		shuffleMembers(edge, first, count, draws);
		return draws;
	}
	for (let i = 0; i < draws; i++) {
		let at = randomMember(edge, first, count);
		while (isAmong(at, i)) at = randomMember(edge, first, count);
		drawn[i] = at;
	}
	return draws;
}
function isAmong(member, count) {
	for (let i = 0; i < count; i++) if (drawn[i] === member) return true;
	return false;
}
/** The same where most members are drawn: a partial shuffle of all of them. */
function shuffleMembers(edge, first, count, draws) {
	let known = 0;
	for (let at = 0; at < count; at++) if (instances.listed[first + at] === 1) drawn[known++] = at;
	for (let i = 0; i < draws; i++) {
		const j = i + nextIndex(edgeStream(edge, 4), known - i);
		const at = drawn[j];
		drawn[j] = drawn[i];
		drawn[i] = at;
	}
}
/** Draws different instances for calls made at once; returns how many there are to go round. */
function drawDistinct$1(edge, wanted) {
	const node = edges.to[edge];
	return drawMembers(edge, nodes.firstInstance[node], nodes.instanceCount[node], wanted);
}
/** Position of one of the instances drawn last, valid until the next pick. */
function drawnMember(at) {
	return drawn[at];
}
/** Stays with one random member until callers learn that it is gone. */
function pickFirst(edge, row, first, count) {
	const chosen = policyRows.pointer[row] - 1;
	if (chosen >= 0 && instances.listed[first + chosen] === 1) return chosen;
	const at = randomMember(edge, first, count);
	policyRows.pointer[row] = at + 1;
	return at;
}
/** Cell that counts what a caller row has outstanding at member `at`. */
function outstandingCell(edge, row, at) {
	const members = nodes.instanceCount[edges.to[edge]];
	return edges.firstCell[edge] + (row - edges.firstRow[edge]) * members + at;
}
// simulation/primitives/retry.ts
/** True when the call's policy makes another attempt after `outcome`. */
function mayRetry(call, outcome) {
	const edge = calls.edge[call];
	if (calls.tries[call] >= edges.maxAttempts[edge]) return false;
	if ((edges.retryMask[edge] & 1 << outcome) === 0) return false;
	if (requests.tooDeep[attempts.request[calls.parent[call]]] === 1) return false;
	if (outcome === 12 || edges.retryNonIdempotent[edge] === 1) return true;
	return operations.idempotent[plans.operation[calls.plan[call]]] === 1;
}
/** Leaves the back-off before the next attempt of a call in `registers[SAMPLE]`, ms. */
function drawBackoff(call) {
	const edge = calls.edge[call];
	const kind = edges.backoff[edge];
	if (kind === 0) {
		registers[2] = 0;
		return;
	}
	const base = edges.backoffBaseMs[edge];
	const cap = edges.backoffCapMs[edge];
	const previous = calls.tries[call] === 1 ? 0 : calls.previousBackoff[call];
	if (edges.jitter[edge] === 3) {
		nextUniform(edgeStream(edge, 1));
		const from = previous === 0 ? base : previous;
		const drawn = Math.min(cap, base + registers[4] * (from * 3 - base));
		calls.previousBackoff[call] = drawn;
		registers[2] = drawn;
		return;
	}
	const grown = previous === 0 || kind === 1 ? base : previous * edges.backoffFactor[edge];
	const wait = Math.min(cap, grown);
	calls.previousBackoff[call] = wait;
	registers[2] = wait;
	spread(edge, wait);
}
function spread(edge, wait) {
	const jitter = edges.jitter[edge];
	if (jitter === 1) {
		nextUniform(edgeStream(edge, 1));
		registers[2] = registers[4] * wait;
	} else if (jitter === 2) {
		nextUniform(edgeStream(edge, 1));
		registers[2] = wait / 2 + registers[4] * wait / 2;
	}
}
// simulation/primitives/batches.ts
var BatchTable = class extends Table {
	instance = this.int32();
	/** Members, the first by row + 1, linked by `after` and `before` of the attempts. */
	first = this.int32();
	last = this.int32();
	count = this.int32();
	/** The event of its end, + 1; 0 while its instance is broken. */
	event = this.int32();
	/** Neighbors at the same instance, + 1. */
	nextHere = this.int32();
	previousHere = this.int32();
	startedAt = this.float64();
	slotAt = this.float64();
	/** Work left while its instance is broken, ms. */
	restMs = this.float64();
};
const batches = new BatchTable("batches", 25e4);
const period$2 = control.f64;
const eventTime$2 = events.time;
/** The batch of a member. */
const batchOf = attempts.pending;
/** A new batch takes a slot of an instance. */
function openBatch(instance) {
	const batch = allocateRow(batches.marks, batches.next, batches.cap);
	const next = instances.firstBatch[instance];
	batches.instance[batch] = instance;
	batches.first[batch] = 0;
	batches.last[batch] = 0;
	batches.count[batch] = 0;
	batches.nextHere[batch] = next;
	batches.previousHere[batch] = 0;
	if (next !== 0) batches.previousHere[next - 1] = batch + 1;
	instances.firstBatch[instance] = batch + 1;
	batches.slotAt[batch] = registers[0];
	touchInstance(instance);
	instances.held[instance]++;
	return batch;
}
function joinBatch(attempt, batch) {
	const last = batches.last[batch];
	attempts.phase[attempt] = 11;
	batchOf[attempt] = batch;
	attempts.before[attempt] = last;
	attempts.after[attempt] = 0;
	if (last !== 0) attempts.after[last - 1] = attempt + 1;
	else batches.first[batch] = attempt + 1;
	batches.last[batch] = attempt + 1;
	batches.count[batch]++;
}
/** Starts `registers[SAMPLE]` ms of work at speed 1 for all members. */
function startBatch(batch, node) {
	const instance = batches.instance[batch];
	for (let at = 1; at < batches.count[batch]; at++) awayMoreAt(node, instance);
	runBatch(batch, node, registers[2] * instances.pace[instance]);
}
function runBatch(batch, node, forMs) {
	workMore(node);
	batches.startedAt[batch] = registers[0];
	registers[1] = registers[0] + forMs;
	batches.event[batch] = schedule(41, batch, 0) + 1;
}
/** Books what an attempt has had of the batch since it was started: an equal part of its work. */
function accountMember(attempt, batch, node) {
	if (batches.event[batch] === 0) return;
	const m = node * NODE_METERS;
	const count = batches.count[batch];
	const started = batches.startedAt[batch];
	const now = registers[0];
	attempts.servedMs[attempt] += (now - started) / count;
	if (attempts.call[attempt] >= 0 || attempts.origin[attempt] !== 1) return;
	if ((attempts.flags[attempt] & 16) !== 0) {
		nodeMeter[m + 14] += attempts.servedMs[attempt];
		attempts.servedMs[attempt] = 0;
		return;
	}
	const from = Math.max(started, attempts.orphanedAt[attempt]);
	nodeMeter[m + 14] += (now - from) / count;
}
/** Books the work and the slot of a batch up to now. */
function accountBatch(batch, node) {
	const m = node * NODE_METERS;
	for (let at = batches.first[batch]; at !== 0; at = attempts.after[at - 1]) accountMember(at - 1, batch, node);
	workLess(node);
	nodeMeter[m + 29] += registers[0] - batches.startedAt[batch];
	const from = Math.max(batches.slotAt[batch], period$2[0]);
	nodeMeter[m + 16] += registers[0] - from;
}
/** The service of a batch has ended; its members are still linked, its row is free. */
function closeBatch(batch, node) {
	accountBatch(batch, node);
	const instance = batches.instance[batch];
	for (let at = 1; at < batches.count[batch]; at++) awayLessAt(node, instance);
	dissolve(batch);
}
function dissolve(batch) {
	const instance = batches.instance[batch];
	const next = batches.nextHere[batch];
	const previous = batches.previousHere[batch];
	if (previous !== 0) batches.nextHere[previous - 1] = next;
	else instances.firstBatch[instance] = next;
	if (next !== 0) batches.previousHere[next - 1] = previous;
	if (batches.event[batch] !== 0) {
		touchInstance(instance);
		instances.held[instance]--;
	}
	batches.event[batch] = 0;
	batches.count[batch] = 0;
	freeRow(batches.marks, batches.next, batch);
}
/** A member leaves before the end; with the last one the batch ends and its slot is free. */
function leaveBatch(attempt, node) {
	const batch = batchOf[attempt];
	if (batches.count[batch] === 1) {
		endEarly(batch, node);
		return;
	}
	accountMember(attempt, batch, node);
	awayLessAt(node, batches.instance[batch]);
	batches.count[batch]--;
	const before = attempts.before[attempt];
	const after = attempts.after[attempt];
	if (before !== 0) attempts.after[before - 1] = after;
	else batches.first[batch] = after;
	if (after !== 0) attempts.before[after - 1] = before;
	else batches.last[batch] = before;
}
function endEarly(batch, node) {
	const instance = batches.instance[batch];
	const event = batches.event[batch];
	if (event === 0) awayLessAt(node, instance);
	else {
		cancel(event - 1);
		accountBatch(batch, node);
	}
	dissolve(batch);
	follow(90, instance, 0);
}
/** The instance of a batch has broken down: its work stands still. */
function pauseBatch(batch, node) {
	const event = batches.event[batch] - 1;
	batches.restMs[batch] = eventTime$2[event] - registers[0];
	cancel(event);
	accountBatch(batch, node);
	batches.event[batch] = 0;
	awayMoreAt(node, batches.instance[batch]);
	instances.held[batches.instance[batch]]--;
}
/** The instance of a paused batch is repaired. */
function resumeBatch(batch, node) {
	awayLessAt(node, batches.instance[batch]);
	instances.held[batches.instance[batch]]++;
	batches.slotAt[batch] = registers[0];
	runBatch(batch, node, batches.restMs[batch]);
}
/** Held slots of batches that are not booked yet, as overlap with the measured period, ms. */
function eachBatchHeld(take) {
	for (let batch = 0; batch < batches.highWater; batch++) {
		if (batches.count[batch] === 0 || batches.event[batch] === 0) continue;
		const from = Math.max(batches.slotAt[batch], period$2[0]);
		take(instances.node[batches.instance[batch]], registers[0] - from);
	}
}
// simulation/primitives/sharing.ts
var SharingState = class extends Table {
	/** Work given to each attempt present since the instance was empty last, ms at speed 1. */
	virtual = this.float64();
	/** Core time that each was given, ms; now, and when the measured period began. */
	core = this.float64();
	coreAtStart = this.float64();
	/** Up to when both are counted, ms. */
	updatedAt = this.float64();
	/** Part of a core that each gets, and ms of core time that a ms of work takes. */
	share = this.float64();
	pace = this.float64();
	/** Attempt whose end is the earliest, + 1, and the one that the pending event is about. */
	root = this.int32();
	awaited = this.int32();
	/** The pending event, + 1. */
	event = this.int32();
	count = this.int32();
	/** Cores at work. */
	busy = this.int32();
};
const sharing = new SharingState("sharing", 1e5);
const child = attempts.pending;
const sibling = attempts.after;
/** Left sibling, of the first child its parent. */
const left = attempts.before;
const endsAt = attempts.slotAt;
function isEarlier(a, b) {
	const one = endsAt[a - 1];
	const other = endsAt[b - 1];
	return one < other || one === other && a < b;
}
/** Makes one heap of two; heaps are given by their roots, + 1, 0 = empty. */
function meld(a, b) {
	if (a === 0) return b;
	if (b === 0) return a;
	const top = isEarlier(b, a) ? b : a;
	const below = top === a ? b : a;
	const first = child[top - 1];
	sibling[below - 1] = first;
	if (first !== 0) left[first - 1] = below;
	left[below - 1] = top;
	child[top - 1] = below;
	return top;
}
/** One heap of a list of siblings: in pairs from the left, then all pairs from the right. */
function meldSiblings(first) {
	let pairs = 0;
	for (let at = first; at !== 0;) {
		const one = at;
		const two = sibling[one - 1];
		at = two === 0 ? 0 : sibling[two - 1];
		const pair = meld(one, two);
		sibling[pair - 1] = pairs;
		pairs = pair;
	}
	let root = 0;
	while (pairs !== 0) {
		const next = sibling[pairs - 1];
		root = meld(root, pairs);
		pairs = next;
	}
	if (root !== 0) {
		sibling[root - 1] = 0;
		left[root - 1] = 0;
	}
	return root;
}
function insert(attempt, instance) {
	child[attempt] = 0;
	sibling[attempt] = 0;
	left[attempt] = 0;
	sharing.root[instance] = meld(sharing.root[instance], attempt + 1);
}
function remove(attempt, instance) {
	const below = meldSiblings(child[attempt]);
	if (sharing.root[instance] === attempt + 1) {
		sharing.root[instance] = below;
		return;
	}
	const previous = left[attempt];
	const next = sibling[attempt];
	if (child[previous - 1] === attempt + 1) child[previous - 1] = next;
	else sibling[previous - 1] = next;
	if (next !== 0) left[next - 1] = previous;
	sharing.root[instance] = meld(sharing.root[instance], below);
}
/** Counts the time since the last change. */
function advance(instance) {
	const since = registers[0] - sharing.updatedAt[instance];
	sharing.updatedAt[instance] = registers[0];
	if (since <= 0 || sharing.count[instance] === 0) return;
	const given = since * sharing.share[instance];
	sharing.core[instance] += given;
	sharing.virtual[instance] += given / sharing.pace[instance];
}
/** Core time given to each attempt of an instance up to now, ms. */
function coreTimeOf(instance) {
	const since = registers[0] - sharing.updatedAt[instance];
	return sharing.core[instance] + since * sharing.share[instance];
}
function setBusy(instance, node, busy) {
	for (let at = sharing.busy[instance]; at < busy; at++) {
		awayLess(node);
		workMore(node);
	}
	for (let at = sharing.busy[instance]; at > busy; at--) {
		workLess(node);
		awayMore(node);
	}
	sharing.busy[instance] = busy;
}
/** Brings shares and the pending event to what is present now. */
function retime(instance, node) {
	const count = sharing.count[instance];
	const cores = instances.broken[instance] === 1 ? 0 : nodes.slots[node];
	const busy = Math.min(count, cores);
	setBusy(instance, node, busy);
	const share = count === 0 ? 0 : busy / count;
	const pace = instances.pace[instance];
	const root = sharing.root[instance];
	const pending = sharing.event[instance];
	const isSame = share === sharing.share[instance] && pace === sharing.pace[instance];
	if (pending !== 0 && isSame && root === sharing.awaited[instance]) return;
	sharing.share[instance] = share;
	sharing.pace[instance] = pace;
	if (pending !== 0) cancel(pending - 1);
	sharing.event[instance] = 0;
	sharing.awaited[instance] = root;
	if (count === 0) {
		sharing.virtual[instance] = 0;
		sharing.core[instance] = 0;
		sharing.coreAtStart[instance] = 0;
		return;
	}
	if (share === 0) return;
	const work = Math.max(0, endsAt[root - 1] - sharing.virtual[instance]);
	registers[1] = registers[0] + work * pace / share;
	sharing.event[instance] = schedule(40, instance, 0) + 1;
}
/** Starts `registers[SAMPLE]` ms of work of an attempt, which is in `phase` apart from that. */
function joinSharing(attempt, node, instance, phase) {
	advance(instance);
	attempts.stage[attempt] = phase;
	attempts.phase[attempt] = 10;
	attempts.startedAt[attempt] = sharing.core[instance];
	if (attempts.call[attempt] < 0) attempts.orphanedAt[attempt] = -1;
	endsAt[attempt] = sharing.virtual[instance] + registers[2];
	insert(attempt, instance);
	sharing.count[instance]++;
	awayMore(node);
	retime(instance, node);
}
/** The attempt's work has ended, done or not: it is in its phase apart from that again. */
function leaveSharing(attempt, node) {
	const instance = attempts.instance[attempt];
	advance(instance);
	remove(attempt, instance);
	account(attempt, node, instance);
	attempts.phase[attempt] = attempts.stage[attempt];
	sharing.count[instance]--;
	if (sharing.busy[instance] > sharing.count[instance]) {
		workLess(node);
		sharing.busy[instance]--;
	} else awayLess(node);
	retime(instance, node);
}
function account(attempt, node, instance) {
	const core = sharing.core[instance];
	const started = attempts.startedAt[attempt];
	const spent = core - started;
	const m = node * NODE_METERS;
	nodeMeter[m + 16] += core - Math.max(started, sharing.coreAtStart[instance]);
	nodeMeter[m + 29] += spent;
	attempts.servedMs[attempt] += spent;
	if (attempts.call[attempt] >= 0 || attempts.origin[attempt] !== 1) return;
	if ((attempts.flags[attempt] & 16) !== 0) {
		nodeMeter[m + 14] += attempts.servedMs[attempt];
		attempts.servedMs[attempt] = 0;
		return;
	}
	const orphaned = attempts.orphanedAt[attempt];
	nodeMeter[m + 14] += orphaned > started ? core - orphaned : spent;
}
/** The attempt loses its caller: the core time it is given from now on is wasted. */
function orphanShared(attempt) {
	attempts.orphanedAt[attempt] = coreTimeOf(attempts.instance[attempt]);
}
/** Speed, cores or availability of an instance have changed, or may have. */
function reshare(instance, node) {
	advance(instance);
	retime(instance, node);
}
/** The measured period begins. */
function beginSharedPeriod() {
	for (let instance = 0; instance < sharing.highWater; instance++) if (sharing.count[instance] > 0) sharing.coreAtStart[instance] = coreTimeOf(instance);
}
/** The attempt whose work is done, now that the pending event of the instance has come. */
function earliestEnd(instance) {
	sharing.event[instance] = 0;
	sharing.awaited[instance] = 0;
	return sharing.root[instance] - 1;
}
// simulation/primitives/work-list.ts
/** Adds an attempt that has taken a slot: behind all that are as urgent or more. */
function joinWork(attempt, node, instance) {
	let previous = instances.workTail[instance];
	if ((nodes.mode[node] & 2) !== 0) {
		const own = operations.priority[attempts.operation[attempt]];
		while (previous !== 0 && operations.priority[attempts.operation[previous - 1]] > own) previous = attempts.before[previous - 1];
	}
	const following = previous === 0 ? instances.workHead[instance] : attempts.after[previous - 1];
	attempts.before[attempt] = previous;
	attempts.after[attempt] = following;
	if (previous !== 0) attempts.after[previous - 1] = attempt + 1;
	else instances.workHead[instance] = attempt + 1;
	if (following !== 0) attempts.before[following - 1] = attempt + 1;
	else instances.workTail[instance] = attempt + 1;
}
function leaveWork(attempt, instance) {
	const before = attempts.before[attempt];
	const after = attempts.after[attempt];
	if (before !== 0) attempts.after[before - 1] = after;
	else instances.workHead[instance] = after;
	if (after !== 0) attempts.before[after - 1] = before;
	else instances.workTail[instance] = before;
}
// simulation/primitives/service.ts
const period$1 = control.f64;
const eventTime$1 = events.time;
function takeSlot(attempt, node, instance) {
	touchInstance(instance);
	instances.held[instance]++;
	const mode = nodes.mode[node];
	if ((mode & 1) !== 0) {
		attempts.flags[attempt] |= 64;
		return;
	}
	attempts.flags[attempt] |= 1;
	attempts.slotAt[attempt] = registers[0];
	if ((mode & 6) !== 0) joinWork(attempt, node, instance);
}
/** The attempt holds its slot no longer; who gets it is for others to say. */
function giveUpSlot(attempt, node, instance) {
	attempts.flags[attempt] &= -2;
	const from = Math.max(attempts.slotAt[attempt], period$1[0]);
	nodeMeter[node * NODE_METERS + 16] += registers[0] - from;
	touchInstance(instance);
	instances.held[instance]--;
}
/** Books how long an attempt has waited for its first service. */
function recordWait(attempt, node) {
	const wait = registers[0] - attempts.arrivedAt[attempt];
	if (wait > 0) {
		nodeMeter[node * NODE_METERS + 12]++;
		registers[3] = wait;
		record$1(2 * node);
	} else recordZero(2 * node);
}
/** Starts the first service of an attempt. */
function begin(attempt, node, instance) {
	takeSlot(attempt, node, instance);
	recordWait(attempt, node);
	attempts.phase[attempt] = 2;
	const operation = attempts.operation[attempt];
	sampleInto(operations.service[operation], node * NODE_STREAMS + 0);
	drawOutcome(attempt, node, instance);
	serve(attempt, node, instance);
}
/** How the service will end; an error may take a time of its own. */
function drawOutcome(attempt, node, instance) {
	attempts.outcome[attempt] = 0;
	const operation = attempts.operation[attempt];
	if (operations.errorRate[operation] > 0 || instances.addedErrorRatio[instance] > 0) drawError(attempt, operation, node * NODE_STREAMS, errorRatio(operation, instance));
}
function errorRatio(operation, instance) {
	const base = operations.errorRate[operation];
	const added = instances.addedErrorRatio[instance];
	return added === 0 ? base : 1 - (1 - base) * (1 - added);
}
function drawError(attempt, operation, streams, ratio) {
	nextUniform(streams + 3);
	if (registers[4] >= ratio) return;
	attempts.outcome[attempt] = 15;
	const errorTime = operations.errorTime[operation];
	if (errorTime >= 0) sampleInto(errorTime, streams + 4);
}
/** Occupies the slot for `registers[SAMPLE]` ms of work at speed 1. */
function serve(attempt, node, instance) {
	const mode = nodes.mode[node];
	if (mode !== 0) {
		if ((mode & 1) !== 0) {
			joinSharing(attempt, node, instance, attempts.phase[attempt]);
			return;
		}
		if (instances.broken[instance] === 1) {
			pause(attempt, node, registers[2] * instances.pace[instance]);
			return;
		}
	}
	work(attempt, node, registers[2] * instances.pace[instance]);
}
function work(attempt, node, forMs) {
	workMore(node);
	attempts.startedAt[attempt] = registers[0];
	registers[1] = registers[0] + forMs;
	attempts.event[attempt] = schedule(3, attempt, 0) + 1;
}
function beginAfter(attempt, node, instance) {
	attempts.phase[attempt] = 5;
	sampleInto(operations.after[attempts.operation[attempt]], node * NODE_STREAMS + 1);
	serve(attempt, node, instance);
}
/** Books the work since `startedAt`, wasted as far as nobody waits for it any more. */
function accountService(attempt, node) {
	workLess(node);
	const started = attempts.startedAt[attempt];
	const spent = registers[0] - started;
	const m = node * NODE_METERS;
	nodeMeter[m + 29] += spent;
	attempts.servedMs[attempt] += spent;
	if (attempts.call[attempt] >= 0 || attempts.origin[attempt] !== 1) return;
	if ((attempts.flags[attempt] & 16) !== 0) {
		nodeMeter[m + 14] += attempts.servedMs[attempt];
		attempts.servedMs[attempt] = 0;
		return;
	}
	const orphaned = attempts.orphanedAt[attempt];
	nodeMeter[m + 14] += orphaned > started ? registers[0] - orphaned : spent;
}
/** The result of an attempt is thrown away: its service so far was wasted, the rest will be. */
function discardService(attempt) {
	if (attempts.phase[attempt] === 0) return;
	nodeMeter[attempts.node[attempt] * NODE_METERS + 14] += attempts.servedMs[attempt];
	attempts.servedMs[attempt] = 0;
}
/** Ends the work of an attempt at once, whatever form it has; false if it was not at work. */
function stopWork(attempt, node) {
	const phase = attempts.phase[attempt];
	if (phase === 2 || phase === 5) {
		cancel(attempts.event[attempt] - 1);
		attempts.event[attempt] = 0;
		accountService(attempt, node);
		return true;
	}
	if (phase === 9) awayLessAt(node, attempts.instance[attempt]);
	else if (phase === 10) leaveSharing(attempt, node);
	else if (phase === 11) leaveBatch(attempt, node);
	else return false;
	return true;
}
/** Stops the work of an attempt, which keeps what is left of it, ms. */
function halt(attempt, node) {
	const event = attempts.event[attempt] - 1;
	const rest = eventTime$1[event] - registers[0];
	cancel(event);
	attempts.event[attempt] = 0;
	accountService(attempt, node);
	attempts.stage[attempt] = attempts.phase[attempt];
	return rest;
}
/** Takes the slot from an attempt at work, which is to go on with its work later. */
function interruptWork(attempt, node, instance) {
	const rest = halt(attempt, node) * instances.speed[instance];
	attempts.startedAt[attempt] = rest;
	attempts.flags[attempt] |= 128;
	giveUpSlot(attempt, node, instance);
	leaveWork(attempt, instance);
}
/** Interrupted work has a slot again. */
function resumeWork(attempt, node, instance) {
	takeSlot(attempt, node, instance);
	attempts.flags[attempt] &= -129;
	attempts.phase[attempt] = attempts.stage[attempt];
	work(attempt, node, attempts.startedAt[attempt] / instances.speed[instance]);
}
/** Work stands still with its instance: `restMs` of it are left. */
function pause(attempt, node, restMs) {
	if (attempts.phase[attempt] !== 9) attempts.stage[attempt] = attempts.phase[attempt];
	attempts.phase[attempt] = 9;
	attempts.startedAt[attempt] = restMs;
	awayMoreAt(node, attempts.instance[attempt]);
}
/** The instance of a slot holder has broken down. */
function setAside(attempt, node, instance) {
	if (attempts.phase[attempt] === 3) {
		blockedLess(node);
		awayMoreAt(node, instance);
	} else pause(attempt, node, halt(attempt, node));
	giveUpSlot(attempt, node, instance);
	attempts.flags[attempt] |= 64;
}
/** The instance of what was set aside is repaired: it has its slot again. */
function takeUp(attempt, node, instance) {
	attempts.flags[attempt] = attempts.flags[attempt] & -65 | 1;
	attempts.slotAt[attempt] = registers[0];
	awayLessAt(node, instance);
	instances.held[instance]++;
	if (attempts.phase[attempt] === 3) {
		blockedMore(node);
		return;
	}
	attempts.phase[attempt] = attempts.stage[attempt];
	work(attempt, node, attempts.startedAt[attempt]);
}
const shape = reserveInt32("edge histograms", 1);
/** Number of the first edge's latency histogram. */
function placeEdgeHistograms(first) {
	shape[0] = first;
}
function edgeHistogram(edge) {
	return shape[0] + edge;
}
/**
* Starts a call of a plan for an attempt; `remaining` further ones follow it one by one. `pinned`
* is the position of the instance it must go to, + 1, or 0.
*/
function startCall(plan, parent, remaining, pinned) {
	const call = allocateRow(calls.marks, calls.next, calls.cap);
	const edge = plans.edge[plan];
	calls.plan[call] = plan;
	calls.edge[call] = edge;
	calls.parent[call] = parent;
	calls.attempt[call] = -1;
	calls.timer[call] = 0;
	calls.tries[call] = 0;
	calls.remaining[call] = remaining;
	calls.pinned[call] = pinned;
	calls.row[call] = edges.firstRow[edge] + attempts.instance[parent] - nodes.firstInstance[edges.from[edge]];
	linkTo(parent, call);
	pendingMore(edge);
	if (attempts.depth[parent] < 64) sendAttempt(call);
	else refuseDepth(call, parent);
}
/** The first attempt of a call was refused before it was sent. */
function countUnsent(call, edge) {
	edgeMeter[edge * EDGE_METERS + 9]++;
	const parent = calls.parent[call];
	if (attempts.origin[parent] === 0) countForType(attempts.request[parent], 5);
}
function countForType(request, field) {
	typeMeter[types.reported[requests.type[request]] * TYPE_METERS + field]++;
}
/** A call nested too deep is never sent, and its request fails. */
function refuseDepth(call, parent) {
	const edge = calls.edge[call];
	edgeMeter[edge * EDGE_METERS + 8]++;
	countUnsent(call, edge);
	requests.tooDeep[attempts.request[parent]] = 1;
	endCall(call, edges.oneWay[edge] === 1 ? 0 : 15);
}
function linkTo(parent, call) {
	const first = attempts.firstCall[parent];
	calls.nextCall[call] = first;
	calls.previousCall[call] = 0;
	if (first !== 0) calls.previousCall[first - 1] = call + 1;
	attempts.firstCall[parent] = call + 1;
}
/** Takes a call out of its parent's list. */
function unlinkCall(call) {
	const next = calls.nextCall[call];
	const previous = calls.previousCall[call];
	if (previous !== 0) calls.nextCall[previous - 1] = next;
	else attempts.firstCall[calls.parent[call]] = next;
	if (next !== 0) calls.previousCall[next - 1] = previous;
}
/** Makes the next attempt of a call. */
function sendAttempt(call) {
	const edge = calls.edge[call];
	const row = calls.row[call];
	const tries = calls.tries[call] + 1;
	calls.timer[call] = 0;
	calls.tries[call] = tries;
	if (edges.breaker[edge] === 1) {
		const answer = admit(row, edge);
		if (answer === 0) {
			edgeMeter[edge * EDGE_METERS + 3]++;
			if (tries === 1) countUnsent(call, edge);
			retryOrEnd(call, 10);
			return;
		}
		calls.probe[call] = answer === 2 ? 1 : 0;
	}
	countAttempt(call, edge, tries);
	calls.attemptAt[call] = registers[0];
	const pinned = calls.pinned[call];
	const instance = pinned === 0 ? pickInstance(edge, row) : nodes.firstInstance[edges.to[edge]] + pinned - 1;
	if (instance < 0) {
		attemptEnded(call, 12);
		return;
	}
	if (edges.balancing[edge] === 2) {
		const cell = outstandingCell(edge, row, instance - nodes.firstInstance[edges.to[edge]]);
		balanceCells.outstanding[cell]++;
		calls.cell[call] = cell + 1;
	}
	transmit(call, edge, instance);
}
function countAttempt(call, edge, tries) {
	const m = edge * EDGE_METERS;
	edgeMeter[m + 1]++;
	if (tries > 1) edgeMeter[m + 2]++;
	const parent = calls.parent[call];
	if (attempts.origin[parent] !== 0) return;
	const request = attempts.request[parent];
	countForType(request, 3);
	if (tries > 1) countForType(request, 4);
}
/** Puts an attempt on the wire and starts its timer (which therefore wins a tie). */
function transmit(call, edge, instance) {
	const parent = calls.parent[call];
	const attempt = allocateRow(attempts.marks, attempts.next, attempts.cap);
	const isRetry = calls.tries[call] > 1;
	attempts.node[attempt] = edges.to[edge];
	attempts.instance[attempt] = instance;
	attempts.operation[attempt] = plans.operation[calls.plan[call]];
	attempts.edge[attempt] = edge;
	attempts.request[attempt] = attempts.request[parent];
	attempts.firstCall[attempt] = 0;
	attempts.event[attempt] = 0;
	attempts.phase[attempt] = 0;
	attempts.flags[attempt] = attempts.flags[parent] & 2 | (isRetry ? 2 : 0);
	attempts.depth[attempt] = attempts.depth[parent] + 1;
	holdRequest(attempts.request[parent]);
	if (edges.oneWay[edge] === 1) {
		attempts.call[attempt] = -1;
		attempts.origin[attempt] = 2;
		travel$1(attempt, edge, 4);
		edgeMeter[edge * EDGE_METERS + 11 + 0]++;
		noteSent(call, edge);
		endCall(call, 0);
		return;
	}
	attempts.call[attempt] = call;
	attempts.origin[attempt] = 1;
	calls.attempt[call] = attempt;
	const timeout = edges.timeoutMs[edge];
	if (timeout > 0) {
		registers[1] = registers[0] + timeout;
		calls.timer[call] = scheduleInLane(edge, 5, call) + 1;
	}
	const message = edges.sort[edge] === 1;
	travel$1(attempt, edge, isRetry ? 1 : message ? 4 : 0);
}
/** For its caller's policies a one-way call has succeeded once it is sent. */
function noteSent(call, edge) {
	lowerOutstanding(call);
	if (edges.breaker[edge] === 0) return;
	recordOutcome(calls.row[call], edge, 0, false, calls.probe[call] === 1);
	calls.probe[call] = 0;
}
function travel$1(attempt, edge, kind) {
	sampleDelay(edge, kind);
	const delay = registers[2];
	if (delay > 0) {
		registers[1] = registers[0] + delay;
		schedule(2, attempt, 0);
	} else follow(64, attempt, 0);
}
/** The answer to an attempt has reached the caller's side. */
function response(attempt) {
	const call = attempts.call[attempt];
	if (call < 0) {
		forget(attempt);
		return;
	}
	const outcome = attempts.outcome[attempt];
	if (outcome !== 12 && outcome !== 13) {
		registers[3] = registers[0] - calls.attemptAt[call];
		record$1(shape[0] + calls.edge[call]);
	}
	calls.attempt[call] = -1;
	stopTimer(call);
	forget(attempt);
	attemptEnded(call, outcome);
}
function stopTimer(call) {
	const timer = calls.timer[call];
	if (timer > 0) {
		cancel(timer - 1);
		calls.timer[call] = 0;
	}
}
/** The attempt's timer has run out: its caller gives up on it, the callee does not know. */
function attemptTimeout(call) {
	calls.timer[call] = 0;
	if (calls.attempt[call] >= 0) orphan(call, 0);
	calls.attempt[call] = -1;
	attemptEnded(call, 2);
}
/** Parts a call from its attempt, which goes on without a caller. */
function orphan(call, flag) {
	const attempt = calls.attempt[call];
	calls.attempt[call] = -1;
	attempts.call[attempt] = -1;
	attempts.orphanedAt[attempt] = registers[0];
	if (attempts.phase[attempt] === 10) orphanShared(attempt);
	attempts.flags[attempt] |= flag;
	if (flag === 16) discardService(attempt);
	sendCancel(attempt);
}
/** Tells the callee, over the wire, that nobody waits any more, if the edge's policy does so. */
function sendCancel(attempt) {
	const edge = attempts.edge[attempt];
	if (edges.cancel[edge] === 0) return;
	sampleDelay(edge, 0);
	registers[1] = registers[0] + registers[2];
	schedule(10, attempt, attempts.generation[attempt]);
}
/** An attempt has ended for its caller with `outcome`; the call may try again. */
function attemptEnded(call, outcome) {
	const edge = calls.edge[call];
	edgeMeter[edge * EDGE_METERS + 11 + outcome]++;
	if (outcome >= 2 && outcome !== 17) nodeMeter[edges.to[edge] * NODE_METERS + 4]++;
	lowerOutstanding(call);
	if (edges.breaker[edge] === 1) {
		const slowMs = edges.breakerSlowMs[edge];
		const slow = slowMs > 0 && registers[0] - calls.attemptAt[call] > slowMs;
		recordOutcome(calls.row[call], edge, outcome, slow, calls.probe[call] === 1);
		calls.probe[call] = 0;
	}
	if (outcome < 2) endCall(call, outcome);
	else retryOrEnd(call, outcome);
}
/** A failed attempt, or one that the breaker refused, is followed by another or ends the call. */
function retryOrEnd(call, outcome) {
	if (!mayRetry(call, outcome)) {
		endCall(call, outcome);
		return;
	}
	drawBackoff(call);
	registers[1] = registers[0] + registers[2];
	calls.timer[call] = schedule(6, call, 0) + 1;
}
function lowerOutstanding(call) {
	const cell = calls.cell[call];
	if (cell === 0) return;
	balanceCells.outstanding[cell - 1]--;
	calls.cell[call] = 0;
}
/** The call is decided, unless a fallback answers instead. */
function endCall(call, outcome) {
	const edge = calls.edge[call];
	if (outcome >= 2 && edges.fallback[edge] === 1) {
		edgeMeter[edge * EDGE_METERS + 4]++;
		calls.outcome[call] = 1;
		const delay = edges.fallbackMs[edge];
		if (delay > 0) {
			registers[1] = registers[0] + delay;
			calls.timer[call] = schedule(7, call, 0) + 1;
			return;
		}
	} else calls.outcome[call] = outcome;
	concludeCall(call);
}
/** Hands the end of a call to its parent's plan. */
function concludeCall(call) {
	const edge = calls.edge[call];
	pendingLess(edge);
	calls.timer[call] = -1;
	follow(68, call, 0);
}
/** The parent no longer waits for this call: whatever it does is discarded. */
function abandonCall(call) {
	unlinkCall(call);
	calls.parent[call] = -1;
	if (calls.timer[call] === -1) return;
	const edge = calls.edge[call];
	stopTimer(call);
	if (calls.probe[call] === 1) {
		returnProbe(calls.row[call]);
		calls.probe[call] = 0;
	}
	const attempt = calls.attempt[call];
	if (attempt !== -1) {
		edgeMeter[edge * EDGE_METERS + 11 + 17]++;
		edgeMeter[edge * EDGE_METERS + 10]++;
	}
	if (attempt >= 0) orphan(call, 16);
	lowerOutstanding(call);
	pendingLess(edge);
	freeRow(calls.marks, calls.next, call);
}
// simulation/primitives/late-drop.ts
/** A second dropping phase within this many intervals goes on at the rate of the first. */
const MEMORY_INTERVALS = 16;
var CodelState = class extends Table {
	/** When waits will have been above the target for an interval, 0 = they are not above it. */
	firstAboveAt = this.float64();
	dropNextAt = this.float64();
	dropping = this.uint8();
	/** Drops of the present phase; at the start of it and of the last one. */
	count = this.int32();
	lastCount = this.int32();
	/** What the last drop has left open for the next in line. */
	after = this.uint8();
};
const NOTHING$4 = 0;
/** The first drop of a phase: the next in line is let through. */
const SPARE = 1;
/** A later one: the time of the next drop is set once the next in line is late, too. */
const SET_TIME = 2;
const codel = new CodelState("codel", 1e5);
function isLate(attempt, queue, node) {
	const now = registers[0];
	if (now - attempts.arrivedAt[attempt] < nodes.codelTargetMs[node] || instances.queued[queue] <= 2) {
		codel.firstAboveAt[queue] = 0;
		return false;
	}
	if (codel.firstAboveAt[queue] === 0) {
		codel.firstAboveAt[queue] = now + nodes.codelIntervalMs[node];
		return false;
	}
	return now >= codel.firstAboveAt[queue];
}
function setNextDrop(queue, node, from) {
	codel.dropNextAt[queue] = from + nodes.codelIntervalMs[node] / Math.sqrt(codel.count[queue]);
}
/** Whether the head of a queue, still in it, is dropped instead of served. */
function dropsLate(attempt, queue, node) {
	const late = isLate(attempt, queue, node);
	const after = codel.after[queue];
	codel.after[queue] = NOTHING$4;
	if (after === SPARE) return false;
	if (codel.dropping[queue] === 0) {
		if (!late) return false;
		beginDropping(queue, node);
		return true;
	}
	if (!late) {
		codel.dropping[queue] = 0;
		return false;
	}
	if (after === SET_TIME) setNextDrop(queue, node, codel.dropNextAt[queue]);
	if (registers[0] < codel.dropNextAt[queue]) return false;
	codel.count[queue]++;
	codel.after[queue] = SET_TIME;
	return true;
}
function beginDropping(queue, node) {
	const now = registers[0];
	codel.dropping[queue] = 1;
	codel.after[queue] = SPARE;
	const drops = codel.count[queue] - codel.lastCount[queue];
	const memory = MEMORY_INTERVALS * nodes.codelIntervalMs[node];
	const isSoon = now - codel.dropNextAt[queue] < memory;
	codel.count[queue] = drops > 1 && isSoon ? drops : 1;
	codel.lastCount[queue] = codel.count[queue];
	setNextDrop(queue, node, now);
}
/** The queue was found empty. */
function noneWaits(queue) {
	codel.firstAboveAt[queue] = 0;
	codel.dropping[queue] = 0;
	codel.after[queue] = NOTHING$4;
}
// simulation/primitives/sleep.ts
/** Random stream of an instance for one of its purposes. */
function instanceStream(instance, node, purpose) {
	const at = instance - nodes.firstInstance[node];
	return nodes.firstStream[node] + at * INSTANCE_STREAMS + purpose;
}
/**
* Sets how many may be in service at an instance: none while it is broken or asleep. Shared cores
* take all who are let in, so what would be the bound of a queue bounds them.
*/
function setUsable(instance, node) {
	touchInstance(instance);
	if (instances.broken[instance] === 1 || instances.asleep[instance] === 1) {
		if ((nodes.mode[node] & 1) === 0) {
			instances.slots[instance] = 0;
			return;
		}
	}
	instances.slots[instance] = (nodes.mode[node] & 1) !== 0 ? roomOf(node) : nodes.slots[node];
}
function roomOf(node) {
	const bound = nodes.shareMax[node];
	return nodes.slots[node] > 2147483647 - bound ? UNLIMITED : nodes.slots[node] + bound;
}
/** Nothing was to be done: the instance looks again after a sleep. */
function fallAsleep(instance, node) {
	instances.asleep[instance] = 1;
	setUsable(instance, node);
	sampleInto(nodes.sleep[node], instanceStream(instance, node, 2));
	registers[1] = registers[0] + registers[2];
	schedule(44, instance, 0);
}
// simulation/primitives/station-queue.ts
/** Puts an attempt at the end of a queue and starts its patience, if it has any. */
function enqueue(attempt, node, queue) {
	attempts.phase[attempt] = 1;
	const before = nodes.discipline[node] === 2 ? byPriority(attempt, queue) : -1;
	link(attempt, queue, before < 0 ? instances.tail[queue] : before);
	queueMore(node);
	const patience = operations.queueTimeout[attempts.operation[attempt]];
	if (patience >= 0) {
		sampleInto(patience, node * NODE_STREAMS + 5);
		registers[1] = registers[0] + registers[2];
		attempts.event[attempt] = schedule(9, attempt, 0) + 1;
	}
}
/** Puts an interrupted attempt before all others of its priority; it has no patience to lose. */
function enqueueFirst(attempt, node, queue) {
	attempts.phase[attempt] = 1;
	const own = operations.priority[attempts.operation[attempt]];
	const cell = queue * 16;
	let previous = 0;
	for (let level = own - 1; level >= 0 && previous === 0; level--) previous = levels.tail[cell + level];
	if (levels.tail[cell + own] === 0) levels.tail[cell + own] = attempt + 1;
	link(attempt, queue, previous);
	queueMore(node);
}
/** Links an attempt behind `previous` (+ 1), 0 = to the head. */
function link(attempt, queue, previous) {
	const following = previous === 0 ? instances.head[queue] : attempts.after[previous - 1];
	attempts.before[attempt] = previous;
	attempts.after[attempt] = following;
	if (previous !== 0) attempts.after[previous - 1] = attempt + 1;
	else instances.head[queue] = attempt + 1;
	if (following !== 0) attempts.before[following - 1] = attempt + 1;
	else instances.tail[queue] = attempt + 1;
	touchInstance(queue);
	instances.queued[queue]++;
}
/** Last waiting attempt (+ 1) as urgent as this one or more, 0 if it goes to the head. */
function byPriority(attempt, queue) {
	const own = operations.priority[attempts.operation[attempt]];
	const cell = queue * 16;
	let place = 0;
	for (let level = own; level >= 0 && place === 0; level--) place = levels.tail[cell + level];
	levels.tail[cell + own] = attempt + 1;
	return place;
}
/** The most urgent class of a queue loses a member: the one before it, if alike, is its last now. */
function leaveLevel(attempt, queue) {
	const own = operations.priority[attempts.operation[attempt]];
	const cell = queue * 16 + own;
	if (levels.tail[cell] !== attempt + 1) return;
	const before = attempts.before[attempt];
	const alike = before !== 0 && operations.priority[attempts.operation[before - 1]] === own;
	levels.tail[cell] = alike ? before : 0;
}
/** The waiting attempt (+ 1) whose turn it is, 0 if nobody waits. */
function nextInQueue(queue, node) {
	const discipline = nodes.discipline[node];
	if (discipline === 1) return instances.tail[queue];
	if (discipline !== 3 || instances.queued[queue] < 2) return instances.head[queue];
	let skip = nextIndex(node * NODE_STREAMS + 7, instances.queued[queue]);
	let waiting = instances.head[queue];
	while (skip > 0) {
		waiting = attempts.after[waiting - 1];
		skip--;
	}
	return waiting;
}
/** Takes a queued attempt out of its queue. */
function leaveQueue(attempt) {
	const queue = instances.queue[attempts.instance[attempt]];
	if (nodes.discipline[attempts.node[attempt]] === 2) leaveLevel(attempt, queue);
	const before = attempts.before[attempt];
	const after = attempts.after[attempt];
	if (before !== 0) attempts.after[before - 1] = after;
	else instances.head[queue] = after;
	if (after !== 0) attempts.before[after - 1] = before;
	else instances.tail[queue] = before;
	touchInstance(queue);
	instances.queued[queue]--;
	queueLess(attempts.node[attempt]);
	dropTimer(attempt);
}
function dropTimer(attempt) {
	const event = attempts.event[attempt];
	if (event !== 0) {
		cancel(event - 1);
		attempts.event[attempt] = 0;
	}
}
// simulation/primitives/station.ts
const period = control.f64;
/** The queue timer of a waiting attempt has run out: it leaves without service. */
function queueTimeout(attempt) {
	attempts.event[attempt] = 0;
	leaveQueue(attempt);
	depart(attempt, 6);
}
/** Service, or the work after the calls, has ended. */
function serviceEnd(attempt) {
	const node = attempts.node[attempt];
	attempts.event[attempt] = 0;
	accountService(attempt, node);
	served(attempt, node);
}
/** What follows when the work of an attempt is done and booked. */
function served(attempt, node) {
	const outcome = attempts.outcome[attempt];
	if (attempts.phase[attempt] === 5 || outcome === 15) {
		finish(attempt, outcome);
		return;
	}
	if (nodes.primitive[node] >= 2) {
		follow(73, attempt, 0);
		return;
	}
	const operation = attempts.operation[attempt];
	if (operations.stageCount[operation] === 0) {
		callsDone(attempt, 0);
		return;
	}
	attempts.phase[attempt] = 3;
	if (operations.blocking[operation] === 0) {
		awayMoreAt(node, attempts.instance[attempt]);
		releaseSlot(attempt, node);
	} else if ((attempts.flags[attempt] & 1) !== 0) blockedMore(node);
	else waitApart(attempt, node);
	follow(66, attempt, 0);
}
/** An attempt no longer waits for its calls. */
function endCalling(attempt, node) {
	if ((attempts.flags[attempt] & 1) !== 0) blockedLess(node);
	else if (isAmongShared(attempt, node)) awayLess(node);
	else awayLessAt(node, attempts.instance[attempt]);
}
/** True of what is counted by its instance as sharing the cores, at work or not. */
function isAmongShared(attempt, node) {
	return (attempts.flags[attempt] & 64) !== 0 && (nodes.mode[node] & 1) !== 0;
}
function waitApart(attempt, node) {
	if (isAmongShared(attempt, node)) awayMore(node);
	else awayMoreAt(node, attempts.instance[attempt]);
}
/** All calls of an attempt's plan have ended; work after them may follow. */
function callsDone(attempt, outcome) {
	const operation = attempts.operation[attempt];
	const after = operations.after[operation];
	const node = attempts.node[attempt];
	if (attempts.phase[attempt] === 3) endCalling(attempt, node);
	if (outcome >= 2 || after < 0 || !worksAfter(attempt, operation)) {
		finish(attempt, outcome);
		return;
	}
	const instance = attempts.instance[attempt];
	attempts.outcome[attempt] = outcome;
	if ((attempts.flags[attempt] & 65) !== 0) beginAfter(attempt, node, instance);
	else if (instances.held[instance] < instances.slots[instance]) {
		takeSlot(attempt, node, instance);
		beginAfter(attempt, node, instance);
	} else {
		attempts.phase[attempt] = 4;
		awayMoreAt(node, instance);
		attempts.after[attempt] = 0;
		const tail = instances.resumeTail[instance];
		if (tail !== 0) attempts.after[tail - 1] = attempt + 1;
		else instances.resumeHead[instance] = attempt + 1;
		instances.resumeTail[instance] = attempt + 1;
	}
}
function worksAfter(attempt, operation) {
	if ((attempts.flags[attempt] & 8) !== 0) return false;
	const probability = operations.afterProbability[operation];
	if (probability >= 1) return true;
	nextUniform(attempts.node[attempt] * NODE_STREAMS + 2);
	return registers[4] < probability;
}
/** Gives the slot back and starts what waits for it. */
function releaseSlot(attempt, node) {
	const flags = attempts.flags[attempt];
	if ((flags & 65) === 0) return;
	const instance = attempts.instance[attempt];
	if ((flags & 1) === 0) {
		attempts.flags[attempt] = flags & -65;
		if ((nodes.mode[node] & 1) === 0) {
			leaveWork(attempt, instance);
			return;
		}
		touchInstance(instance);
		instances.held[instance]--;
	} else {
		giveUpSlot(attempt, node, instance);
		if ((nodes.mode[node] & 6) !== 0) leaveWork(attempt, instance);
	}
	if (instances.up[instance] === 1) fillSlot(instance, node);
}
/** Gives a free slot of an instance to whoever waits: resumed work, the queue, buffered messages. */
function fillSlot(instance, node) {
	const mode = nodes.mode[node];
	while (instances.held[instance] < instances.slots[instance]) {
		const resumed = instances.resumeHead[instance];
		if (resumed !== 0) {
			const attempt = resumed - 1;
			instances.resumeHead[instance] = attempts.after[attempt];
			if (attempts.after[attempt] === 0) instances.resumeTail[instance] = 0;
			awayLessAt(node, instance);
			if ((attempts.flags[attempt] & 8) !== 0) {
				depart(attempt, 17);
				continue;
			}
			takeSlot(attempt, node, instance);
			beginAfter(attempt, node, instance);
			continue;
		}
		const queue = instances.queue[instance];
		const waiting = nextInQueue(queue, node);
		if (waiting === 0 || (mode & 16) !== 0 && isTooFew(queue, node)) {
			if (instances.firstConsumer[instance] !== 0) follow(71, instance, 0);
			if (mode !== 0) findNothing(instance, node, queue, mode);
			return;
		}
		if ((mode & 16) !== 0) fillBatch(instance, node, queue);
		else callIn(waiting - 1, instance, node, mode);
	}
}
/** The waiting attempt whose turn it is begins or goes on, unless it is cancelled or dropped. */
function callIn(attempt, instance, node, mode) {
	const flags = attempts.flags[attempt];
	const isCancelled = (flags & 8) !== 0;
	const isDropped = !isCancelled && (mode & 32) !== 0 && dropsLate(attempt, instances.queue[instance], node);
	leaveQueue(attempt);
	if (isCancelled) depart(attempt, 17);
	else if (isDropped) depart(attempt, 9);
	else {
		attempts.instance[attempt] = instance;
		if ((flags & 128) !== 0) resumeWork(attempt, node, instance);
		else begin(attempt, node, instance);
	}
}
/** A free slot has found nobody to serve. */
function findNothing(instance, node, queue, mode) {
	if ((mode & 32) !== 0) noneWaits(queue);
	if ((mode & 8) !== 0) fallAsleep(instance, node);
}
function isTooFew(queue, node) {
	return instances.queued[queue] < nodes.bulkMin[node];
}
/** A free slot takes those whose turn it is, up to the size of a batch. */
function fillBatch(instance, node, queue) {
	let batch = -1;
	for (let waiting = nextInQueue(queue, node); waiting !== 0; waiting = nextInQueue(queue, node)) {
		const attempt = waiting - 1;
		leaveQueue(attempt);
		if ((attempts.flags[attempt] & 8) !== 0) {
			depart(attempt, 17);
			continue;
		}
		if (batch < 0) batch = openBatch(instance);
		attempts.instance[attempt] = instance;
		addToBatch(attempt, node, batch);
		if (batches.count[batch] === nodes.bulkMax[node]) break;
	}
	if (batch >= 0) launchBatch(batch, node);
}
function addToBatch(attempt, node, batch) {
	recordWait(attempt, node);
	drawOutcome(attempt, node, batches.instance[batch]);
	joinBatch(attempt, batch);
}
/** The service time of a batch is that of the operation of its first member. */
function launchBatch(batch, node) {
	const operation = attempts.operation[batches.first[batch] - 1];
	sampleInto(operations.service[operation], node * NODE_STREAMS + 0);
	startBatch(batch, node);
}
/** The attempt's work here is done. */
function finish(attempt, outcome) {
	const node = attempts.node[attempt];
	const m = node * NODE_METERS;
	if (outcome !== 0) nodeMeter[m + 27]++;
	if (outcome >= 2 || attempts.call[attempt] < 0) nodeMeter[m + 13]++;
	registers[3] = registers[0] - attempts.arrivedAt[attempt];
	record$1(2 * node + 1);
	depart(attempt, outcome);
}
/** The attempt leaves the node, served or not. */
function depart(attempt, outcome) {
	const node = attempts.node[attempt];
	const m = node * NODE_METERS;
	nodeState.present[node]--;
	const from = Math.max(attempts.arrivedAt[attempt], period[0]);
	nodeMeter[m + 15] += registers[0] - from;
	if (outcome !== 0) nodeMeter[m + 30 + outcome]++;
	releaseSlot(attempt, node);
	answer(attempt, outcome);
}
// simulation/primitives/plan.ts
const PLANS_PER_STAGE = 5e3;
const chosen = new Int32Array(PLANS_PER_STAGE);
const counts = new Int32Array(PLANS_PER_STAGE);
const draws = new Float64Array(PLANS_PER_STAGE);
/** The first service of an attempt is done (or a request was offered): its calls begin. */
function beginCalls(attempt) {
	attempts.stage[attempt] = 0;
	attempts.phase[attempt] = 3;
	nextStage(attempt);
}
function nextStage(attempt) {
	const operation = attempts.operation[attempt];
	const count = operations.stageCount[operation];
	for (;;) {
		if ((attempts.flags[attempt] & 8) !== 0) {
			planEnded(attempt, 17);
			return;
		}
		const at = attempts.stage[attempt];
		if (at === count) {
			planEnded(attempt, (attempts.flags[attempt] & 4) !== 0 ? 1 : 0);
			return;
		}
		if (launch(attempt, operations.firstStage[operation] + at)) return;
		attempts.stage[attempt] = at + 1;
	}
}
/** Starts the calls of a stage; false when chance left none to make. */
function launch(attempt, stage) {
	const only = stages.onlyPlan[stage];
	if (only !== 0) {
		attempts.pending[attempt] = 1;
		attempts.needed[attempt] = 1;
		startCall(only - 1, attempt, 0, 0);
		return true;
	}
	const selected = select(stage);
	if (selected === 0) return false;
	let pending = 0;
	for (let i = 0; i < selected; i++) pending += plans.parallel[chosen[i]] === 1 ? counts[i] : 1;
	const requires = stages.requires[stage];
	attempts.pending[attempt] = pending;
	attempts.needed[attempt] = requires === 0 ? pending : Math.min(requires, pending);
	for (let i = 0; i < selected; i++) {
		const plan = chosen[i];
		if (plans.parallel[plan] === 1) launchAtOnce(plan, attempt, counts[i]);
		else startCall(plan, attempt, counts[i] - 1, 0);
	}
	return true;
}
function launchAtOnce(plan, attempt, count) {
	if (plans.distinct[plan] === 1) {
		const members = drawDistinct$1(plans.edge[plan], count);
		for (let k = 0; k < count; k++) startCall(plan, attempt, 0, members === 0 ? 0 : drawnMember(k % members) + 1);
		return;
	}
	const toAll = plans.toAll[plan] === 1;
	for (let k = 0; k < count; k++) startCall(plan, attempt, 0, toAll ? k + 1 : 0);
}
/** Draws which calls of a stage are made and how often; leaves them in `chosen` and `counts`. */
function select(stage) {
	const first = stages.firstPlan[stage];
	const count = stages.planCount[stage];
	let selected = 0;
	for (let i = 0; i < count; i++) {
		const plan = first + i;
		if (!isTaken(plan, i)) continue;
		let times = plans.fixedCount[plan];
		const distribution = plans.count[plan];
		if (distribution >= 0) {
			sampleInto(distribution, edgeStream(plans.edge[plan], 3));
			times = Math.floor(registers[2] + .5);
		}
		if (times <= 0) continue;
		chosen[selected] = plan;
		counts[selected] = times;
		selected++;
	}
	return selected;
}
/** Independent chance, or the share of one draw that an exclusive group has in common. */
function isTaken(plan, position) {
	if (plans.choice[plan] === 0) {
		const probability = plans.probability[plan];
		if (probability >= 1) return true;
		nextUniform(edgeStream(plans.edge[plan], 2));
		return registers[4] < probability;
	}
	if (plans.choiceFrom[plan] === 0) {
		nextUniform(edgeStream(plans.edge[plan], 2));
		draws[position] = registers[4];
	} else draws[position] = draws[position - 1];
	return draws[position] >= plans.choiceFrom[plan] && draws[position] < plans.choiceUpTo[plan];
}
/** A call has ended with the outcome in its row; its parent's stage goes on or is decided. */
function callEnded(call) {
	const parent = calls.parent[call];
	if (parent < 0) {
		freeRow(calls.marks, calls.next, call);
		return;
	}
	const outcome = calls.outcome[call];
	const plan = calls.plan[call];
	const remaining = calls.remaining[call];
	unlinkCall(call);
	freeRow(calls.marks, calls.next, call);
	if (outcome === 1) attempts.flags[parent] |= 4;
	const succeeded = outcome < 2;
	if (succeeded && remaining > 0) {
		startCall(plan, parent, remaining - 1, 0);
		return;
	}
	const pending = --attempts.pending[parent];
	if (succeeded || isIgnored(plan, parent)) attempts.needed[parent]--;
	if (attempts.needed[parent] <= 0) {
		abandonCalls(parent);
		attempts.stage[parent]++;
		nextStage(parent);
	} else if (pending < attempts.needed[parent]) planEnded(parent, failureOf(parent, outcome));
}
/** An optional call's failure counts as done where all are needed, as no success where k are. */
function isIgnored(plan, parent) {
	if (plans.optional[plan] === 0) return false;
	const stage = operations.firstStage[attempts.operation[parent]] + attempts.stage[parent];
	return stages.requires[stage] === 0;
}
/** What an attempt fails with when a call that it needs has ended with `outcome`. */
function failureOf(parent, outcome) {
	if (attempts.origin[parent] !== 0) return 16;
	return requests.tooDeep[attempts.request[parent]] === 1 && outcome === 16 ? 15 : outcome;
}
/** Abandons every call that an attempt still has in progress. */
function abandonCalls(attempt) {
	while (attempts.firstCall[attempt] !== 0) abandonCall(attempts.firstCall[attempt] - 1);
}
function planEnded(attempt, outcome) {
	abandonCalls(attempt);
	if (attempts.origin[attempt] === 0) follow(70, attempt, outcome);
	else callsDone(attempt, outcome);
}
/** A cancellation has reached the callee. `generation` tells whether it still means this attempt. */
function cancelArrives(attempt, generation) {
	if (attempts.generation[attempt] !== generation) return;
	attempts.flags[attempt] |= 8;
	const phase = attempts.phase[attempt];
	const interrupts = edges.cancel[attempts.edge[attempt]] === 2;
	if (phase === 3 && !interrupts) for (let link = attempts.firstCall[attempt]; link !== 0; link = calls.nextCall[link - 1]) {
		const child = calls.attempt[link - 1];
		if (child >= 0) sendCancel(child);
	}
	if (interrupts) interrupt(attempt, phase);
}
/** `cancel: "interrupt"`: work stops at once and the slot is free. */
function interrupt(attempt, phase) {
	const node = attempts.node[attempt];
	if (phase === 1) {
		leaveQueue(attempt);
		depart(attempt, 17);
	} else if (phase === 3) {
		abandonCalls(attempt);
		endCalling(attempt, node);
		depart(attempt, 17);
	} else if (stopWork(attempt, node)) depart(attempt, 17);
}
// simulation/primitives/faults.ts
var WantedDown = class extends Table {
	/** Scratch: 1 = should be down, 2 = as a black hole. */
	down = this.uint8();
};
const wanted = new WantedDown("instances to be down", 1e5);
/** Steps in which a ramp grows. */
const RAMP_STEPS = 20;
/** The times at which the effect of a fault changes, ms. */
function boundariesOf(fault) {
	if (!fault.enabled) return [];
	const times = [fault.atMs];
	if (fault.rampMs > 0) for (let step = 1; step <= RAMP_STEPS; step++) {
		const at = fault.atMs + fault.rampMs * step / RAMP_STEPS;
		if (at < fault.endMs) times.push(at);
	}
	if (fault.endMs !== Infinity) times.push(fault.endMs);
	return times;
}
/** Strength of a fault at a time: 0 = not there, 1 = full. */
function levelOf(fault, atMs) {
	if (!fault.enabled || atMs < fault.atMs || atMs >= fault.endMs) return 0;
	if (fault.rampMs <= 0) return 1;
	const passed = Math.floor((atMs - fault.atMs) / fault.rampMs * RAMP_STEPS + 1e-9);
	return Math.min(1, Math.max(passed, .001) / RAMP_STEPS);
}
/** Brings the effect of all faults to the present. `stream` is a stream free for drawing targets. */
function applyFaults(faults, seed, stream) {
	wanted.occupy(instances.highWater);
	for (let instance = 0; instance < instances.highWater; instance++) {
		instances.slowFactor[instance] = 1;
		instances.addedErrorRatio[instance] = 0;
		wanted.down[instance] = 0;
	}
	for (let edge = 0; edge < edges.highWater; edge++) edgeState.addedMs[edge] = 0;
	for (const fault of faults) {
		const level = levelOf(fault, registers[0]);
		if (level > 0) applyFault(fault, level, seed, stream);
	}
	for (let instance = 0; instance < instances.highWater; instance++) {
		instances.pace[instance] = instances.slowFactor[instance] / instances.speed[instance];
		const node = instances.node[instance];
		if ((nodes.mode[node] & 1) !== 0) reshare(instance, node);
		const down = wanted.down[instance];
		if (down > 0 && instances.up[instance] === 1) crash$1(instance, down === 2);
		else if (down === 0 && instances.up[instance] === 0) restart(instance);
	}
}
function applyFault(fault, level, seed, stream) {
	for (const target of fault.targets) {
		if ("edge" in target) {
			edgeState.addedMs[target.edge] += fault.amount * level;
			continue;
		}
		const first = nodes.firstInstance[target.node];
		const count = nodes.instanceCount[target.node];
		if (fault.effect === "latency") {
			for (let edge = 0; edge < edges.highWater; edge++) if (edges.from[edge] === target.node || edges.to[edge] === target.node) edgeState.addedMs[edge] += fault.amount * level;
		} else if ("random" in target) {
			seedStream(stream, seed, fault.id, "target");
			for (const at of drawDistinct(stream, count, target.random)) hit(fault, first + at, level);
		} else if (target.instances === "all") for (let at = 0; at < count; at++) hit(fault, first + at, level);
		else for (const at of target.instances) if (at < count) hit(fault, first + at, level);
	}
}
/** The same draw at every boundary of the fault: its stream starts anew each time. */
function drawDistinct(stream, count, wantedCount) {
	const order = Array.from({ length: count }, (_, index) => index);
	const drawn = Math.min(count, wantedCount);
	for (let i = 0; i < drawn; i++) {
		const j = i + nextIndex(stream, count - i);
		const swapped = order[i];
		order[i] = order[j];
		order[j] = swapped;
	}
	return order.slice(0, drawn);
}
function hit(fault, instance, level) {
	if (fault.effect === "slow") instances.slowFactor[instance] *= 1 + (fault.amount - 1) * level;
	else if (fault.effect === "errors") {
		const ratio = instances.addedErrorRatio[instance];
		instances.addedErrorRatio[instance] = 1 - (1 - ratio) * (1 - fault.amount * level);
	} else if (fault.effect === "crash") wanted.down[instance] = fault.blackhole ? 2 : Math.max(1, wanted.down[instance]);
}
let listeners = {
	crashed: () => {},
	restarted: () => {}
};
function listenToCrashes(to) {
	listeners = to;
}
/** Slots come and go with their instance, unless it has broken down by itself anyway. */
function countSlots$1(instance, node, sign) {
	if (nodes.slots[node] === 2147483647 || instances.broken[instance] === 1) return;
	setSlots(node, nodeState.slots[node] + sign * nodes.slots[node]);
}
function crash$1(instance, blackhole) {
	const node = instances.node[instance];
	touchInstance(instance);
	instances.up[instance] = 0;
	instances.blackhole[instance] = blackhole ? 1 : 0;
	nodeState.instancesUp[node]--;
	countSlots$1(instance, node, -1);
	const queueSurvives = nodes.sharedQueue[node] === 1 && nodeState.instancesUp[node] > 0;
	for (const attempt of attemptsIn(instance, node, queueSurvives)) endByCrash(attempt, node, blackhole);
	instances.resumeHead[instance] = 0;
	instances.resumeTail[instance] = 0;
	listeners.crashed(instance);
	announce(instance, node);
}
/**
* Attempts that end with an instance, in an order of their own: row numbers depend on what other
* nodes do. They are left to decide only between arrivals over one edge at one instant that have
* also been at work alike and have no event.
*/
function attemptsIn(instance, node, queueSurvives) {
	const found = [];
	for (let attempt = 0; attempt < attempts.highWater; attempt++) {
		if (attempts.node[attempt] !== node || attempts.instance[attempt] !== instance) continue;
		const phase = attempts.phase[attempt];
		if (isAtWork(phase) || phase === 3 || phase === 4) found.push(attempt);
	}
	found.sort(byArrival);
	if (queueSurvives) return found;
	const waiting = [];
	let link = instances.head[instances.queue[instance]];
	while (link !== 0) {
		waiting.push(link - 1);
		link = attempts.after[link - 1];
	}
	return waiting.concat(found);
}
function isAtWork(phase) {
	switch (phase) {
		case 2:
		case 5:
		case 9:
		case 10:
		case 11: return true;
		default: return false;
	}
}
function byArrival(left, right) {
	return attempts.arrivedAt[left] - attempts.arrivedAt[right] || attempts.edge[left] - attempts.edge[right] || attempts.startedAt[left] - attempts.startedAt[right] || sequenceOf(left) - sequenceOf(right) | 0;
}
function sequenceOf(attempt) {
	const event = attempts.event[attempt];
	return event > 0 ? events.sequence[event - 1] : 0;
}
function endByCrash(attempt, node, blackhole) {
	const phase = attempts.phase[attempt];
	if (phase === 1) leaveQueue(attempt);
	else if (phase === 3) {
		abandonCalls(attempt);
		endCalling(attempt, node);
	} else if (phase === 4) awayLessAt(node, attempts.instance[attempt]);
	else if (!stopWork(attempt, node)) return;
	if (!blackhole && attempts.origin[attempt] !== 3) {
		depart(attempt, 13);
		return;
	}
	vanish(attempt, node);
}
/** Leaves without an answer: callers find out by their timeouts, brokers by the lost connection. */
function vanish(attempt, node) {
	const m = node * NODE_METERS;
	nodeState.present[node]--;
	const from = Math.max(attempts.arrivedAt[attempt], control.f64[0]);
	nodeMeter[m + 15] += registers[0] - from;
	nodeMeter[m + 30 + 13]++;
	releaseSlot(attempt, node);
	const call = attempts.call[attempt];
	if (call >= 0) calls.attempt[call] = -2;
	forget(attempt);
}
function restart(instance) {
	const node = instances.node[instance];
	touchInstance(instance);
	instances.up[instance] = 1;
	instances.blackhole[instance] = 0;
	nodeState.instancesUp[node]++;
	countSlots$1(instance, node, 1);
	announce(instance, node);
	listeners.restarted(instance);
	fillSlot(instance, node);
}
/** Callers learn of the change after the node's endpoint delay. */
function announce(instance, node) {
	const delay = nodes.endpointDelayMs[node];
	if (delay <= 0) {
		endpointUpdate(instance, instances.up[instance]);
		return;
	}
	registers[1] = registers[0] + delay;
	schedule(12, instance, instances.up[instance]);
}
/** Callers now know that an instance came or went, unless it has changed again since. */
function endpointUpdate(instance, up) {
	if (instances.up[instance] !== up || instances.listed[instance] === up) return;
	instances.listed[instance] = up;
	nodeState.listed[instances.node[instance]] += up === 1 ? 1 : -1;
}
// simulation/primitives/profile.ts
const ONE_OVER_PI = .3183098861837907;
function hasProfile(source) {
	return sources.pointCount[source] > 0 || sources.periodMs[source] > 0;
}
/** Number of the last point at or before a place in the pattern, -1 before the first. */
function pointBefore(source, placeMs) {
	const first = sources.firstPoint[source];
	let low = 0;
	let high = sources.pointCount[source];
	while (low < high) {
		const middle = low + high >>> 1;
		if (profiles.atMs[first + middle] <= placeMs) low = middle + 1;
		else high = middle;
	}
	return low - 1;
}
/** Where the stretch after a point ends: the next point, the end of the pattern or never. */
function stretchEnd(source, point) {
	if (point + 1 < sources.pointCount[source]) return profiles.atMs[sources.firstPoint[source] + point + 1];
	return sources.repeatMs[source] > 0 ? sources.repeatMs[source] : Infinity;
}
/** Growth of the multiplier per ms after a point. */
function slopeAfter(source, point) {
	if (point < 0 || point + 1 >= sources.pointCount[source] || sources.steps[source] === 1) return 0;
	const at = sources.firstPoint[source] + point;
	return (profiles.multiplier[at + 1] - profiles.multiplier[at]) / (profiles.atMs[at + 1] - profiles.atMs[at]);
}
/** Multiplier at a place in the stretch after a point. */
function multiplierAfter(source, point, placeMs) {
	const at = sources.firstPoint[source] + Math.max(0, point);
	return profiles.multiplier[at] + slopeAfter(source, point) * (placeMs - profiles.atMs[at]);
}
/** When the repetition began that a time falls into, ms; 0 for points that do not repeat. */
function patternStart(source, atMs) {
	const repeat = sources.repeatMs[source];
	if (repeat === 0) return 0;
	const start = Math.floor(atMs / repeat) * repeat;
	return start > atMs ? start - repeat : start;
}
/** The profile's multiplier at a time, ms; 1 without a profile. */
function multiplierAt(source, atMs) {
	const period = sources.periodMs[source];
	if (period > 0) {
		const turns = (atMs - sources.phaseMs[source]) / period;
		return 1 + sources.amplitude[source] * sineOfTurns(turns);
	}
	if (sources.pointCount[source] === 0) return 1;
	const place = atMs - patternStart(source, atMs);
	return multiplierAfter(source, pointBefore(source, place), place);
}
/**
* Leaves in `registers[AT]` when a gap of `gapMs` that begins at `fromMs` is over: a renewal process
* runs through its gaps as fast as the profile says, so that the integral of the multiplier over
* the gap is `gapMs`. Infinity when the profile ends at 0 before that.
*/
function endGap(source, fromMs, gapMs) {
	if (gapMs <= 0 || gapMs === Infinity || !hasProfile(source)) registers[1] = fromMs + gapMs;
	else if (sources.periodMs[source] > 0) endGapOnSine(source, fromMs, gapMs);
	else endGapOnPoints(source, fromMs, gapMs);
}
function endGapOnPoints(source, fromMs, gapMs) {
	let start = patternStart(source, fromMs);
	let place = fromMs - start;
	let left = gapMs;
	for (;;) {
		for (let point = pointBefore(source, place); point < sources.pointCount[source]; point++) {
			const end = stretchEnd(source, point);
			const span = end - place;
			if (span <= 0) continue;
			const multiplier = multiplierAfter(source, point, place);
			const slope = slopeAfter(source, point);
			const area = end === Infinity ? multiplier > 0 ? Infinity : 0 : (multiplier + slope * span / 2) * span;
			if (area >= left) {
				const root = Math.sqrt(Math.max(0, multiplier * multiplier + 2 * slope * left));
				registers[1] = start + place + 2 * left / (multiplier + root);
				return;
			}
			left -= area;
			place = end;
		}
		const whole = sources.repeatArea[source];
		if (sources.repeatMs[source] === 0 || whole <= 0) {
			registers[1] = Infinity;
			return;
		}
		const skipped = Math.max(0, -Math.floor(-left / whole) - 1);
		left -= skipped * whole;
		start += (1 + skipped) * sources.repeatMs[source];
		place = 0;
	}
}
/**
* Area below the sine profile over a part of a period, in periods: from u turns after its upward
* crossing on for d turns. As a product, so that nothing cancels where d is small.
*/
function sineArea(amplitude, u, d) {
	return d + amplitude * ONE_OVER_PI * sineOfTurns(u + d / 2) * sineOfTurns(d / 2);
}
/** Newton's method, kept between bounds that every step tightens. */
function endGapOnSine(source, fromMs, gapMs) {
	const period = sources.periodMs[source];
	const amplitude = sources.amplitude[source];
	const turns = (fromMs - sources.phaseMs[source]) / period;
	const u = turns - Math.floor(turns);
	const periods = gapMs / period;
	const whole = Math.floor(periods);
	const area = periods - whole;
	let low = area / (1 + amplitude);
	let high = amplitude < 1 ? Math.min(1, area / (1 - amplitude)) : 1;
	let d = area;
	for (let step = 0; step < 100; step++) {
		const excess = sineArea(amplitude, u, d) - area;
		if (excess > 0) high = d;
		else low = d;
		const change = excess / (1 + amplitude * sineOfTurns(u + d));
		if (Math.abs(change) <= 1e-16 * d) break;
		const next = d - change;
		const tried = next > low && next < high ? next : (low + high) / 2;
		if (tried === d) break;
		d = tried;
	}
	registers[1] = fromMs + (whole + d) * period;
}
/**
* Integral of the multiplier from one time to a later one, ms. `amplitude` is that of a sine, which
* may have been another one than now.
*/
function areaBetween(source, amplitude, fromMs, toMs) {
	const period = sources.periodMs[source];
	if (period > 0) {
		const turns = (fromMs - sources.phaseMs[source]) / period;
		return sineArea(amplitude, turns - Math.floor(turns), (toMs - fromMs) / period) * period;
	}
	if (sources.pointCount[source] === 0) return toMs - fromMs;
	const repeat = sources.repeatMs[source];
	const startFrom = patternStart(source, fromMs);
	const startTo = patternStart(source, toMs);
	const between = areaUpTo(source, toMs - startTo) - areaUpTo(source, fromMs - startFrom);
	if (repeat === 0) return between;
	return between + Math.floor((startTo - startFrom) / repeat + .5) * sources.repeatArea[source];
}
/** Integral of the multiplier from the beginning of the pattern to a place in it, ms. */
function areaUpTo(source, placeMs) {
	let area = 0;
	let place = 0;
	for (let point = -1; point < sources.pointCount[source] && place < placeMs; point++) {
		const end = Math.min(placeMs, stretchEnd(source, point));
		const span = end - place;
		if (span <= 0) continue;
		const multiplier = multiplierAfter(source, point, place);
		area += (multiplier + slopeAfter(source, point) * span / 2) * span;
		place = end;
	}
	return area;
}
// simulation/primitives/arrivals.ts
/** Most requests of one arrival; a draw above it counts as this. */
const BATCH_MAX = 1e4;
const eventTime = events.time;
var SourceState = class extends Table {
	/** The pending event + 1; 0 when none is due. */
	nextArrival = this.int32();
	/** Rate and amplitude of the profile for which it is due. */
	ratePerMs = this.float64();
	amplitude = this.float64();
	/** Phase of a modulated source, when it ends, and whether that comes before the next arrival. */
	phase = this.int32();
	phaseEndsAt = this.float64();
	phaseEndsFirst = this.uint8();
	/** What is left of the gap as a draw of mean 1, as of `leftAt`. */
	left = this.float64();
	leftAt = this.float64();
	/** Number of the next recorded instant. */
	instant = this.int32();
};
const sourceState = new SourceState("source state", 1e3);
/** Row of a source's stream for a purpose. */
function streamOf(source, purpose) {
	return sources.firstStream[source] + purpose;
}
/** Schedules the first arrival of an open loop. */
function startArrivals(source) {
	sourceState.occupy(source + 1);
	const rate = sources.ratePerMs[source];
	sourceState.ratePerMs[source] = rate;
	sourceState.amplitude[source] = sources.amplitude[source];
	if (sources.arrivals[source] === 3) drawFirstPhase(source);
	const first = sources.firstAtMs[source];
	if (first >= 0 && rate > 0) arriveAt(source, first);
	else scheduleNext(source);
}
function arriveAt(source, atMs) {
	registers[1] = atMs;
	sourceState.nextArrival[source] = schedule(1, source, 0) + 1;
}
function scheduleNext(source) {
	sourceState.nextArrival[source] = 0;
	const rate = sources.ratePerMs[source];
	if (rate <= 0) return;
	switch (sources.arrivals[source]) {
		case 0:
			nextExponential(streamOf(source, 0));
			registers[1] = registers[0] + registers[6] / (rate * sources.peak[source]);
			break;
		case 1:
			endGap(source, registers[0], 1 / rate);
			break;
		case 2:
			sampleInto(sources.gap[source], streamOf(source, 0));
			endGap(source, registers[0], registers[2]);
			break;
		case 3:
			nextExponential(streamOf(source, 0));
			sourceState.left[source] = registers[6];
			passGapInPhase(source);
			break;
		default: nextInstant(source);
	}
	if (registers[1] === Infinity) return;
	sourceState.nextArrival[source] = schedule(1, source, 0) + 1;
}
/** The next recorded instant that is not past, into `registers[AT]`; Infinity after the last. */
function nextInstant(source) {
	const first = sources.firstInstant[source];
	const count = sources.instantCount[source];
	let at = sourceState.instant[source];
	while (at < count && instants.atMs[first + at] < registers[0]) at++;
	registers[1] = at < count ? instants.atMs[first + at] : Infinity;
	sourceState.instant[source] = at + 1;
}
/** The pending event of a source has come: how many requests it offers now. */
function takeArrival(source) {
	const arrivals = sources.arrivals[source];
	if (arrivals === 3 && sourceState.phaseEndsFirst[source] === 1) {
		switchPhase(source);
		return 0;
	}
	if ((arrivals === 0 || arrivals === 3) && hasProfile(source)) {
		nextUniform(streamOf(source, 1));
		const share = multiplierAt(source, registers[0]) / sources.peak[source];
		if (registers[4] >= share) {
			scheduleNext(source);
			return 0;
		}
	}
	scheduleNext(source);
	const size = sources.batchSize[source];
	if (size < 0) return sources.batch[source];
	sampleInto(size, streamOf(source, 8));
	return Math.min(BATCH_MAX, Math.floor(registers[2] + .5)) | 0;
}
/**
* Rate or profile may have changed: what is left of the present gap is passed as they are now. A
* rate of 0 stops the source until the next change.
*/
function retimeArrivals(source) {
	const before = sourceState.ratePerMs[source];
	const after = sources.ratePerMs[source];
	const amplitude = sourceState.amplitude[source];
	if (before === after && amplitude === sources.amplitude[source]) return;
	sourceState.ratePerMs[source] = after;
	sourceState.amplitude[source] = sources.amplitude[source];
	const arrivals = sources.arrivals[source];
	const next = sourceState.nextArrival[source];
	if (next === 0) {
		if (arrivals === 3) enterPhase(source, sourceState.phase[source]);
		scheduleNext(source);
		return;
	}
	const gapped = arrivals === 1 || arrivals === 2;
	if (before === after && !gapped) return;
	const due = eventTime[next - 1];
	cancel(next - 1);
	sourceState.nextArrival[source] = 0;
	if (after <= 0) {
		if (arrivals === 4) sourceState.instant[source]--;
		return;
	}
	const now = registers[0];
	if (!gapped) {
		arriveAt(source, now + (due - now) * before / after);
		return;
	}
	endGap(source, now, areaBetween(source, amplitude, now, due) * before / after);
	if (registers[1] < Infinity) arriveAt(source, registers[1]);
}
function drawFirstPhase(source) {
	const first = sources.firstPhase[source];
	nextUniform(streamOf(source, 7));
	let phase = 0;
	while (phase + 1 < sources.phaseCount[source] && registers[4] >= phases.startUpTo[first + phase]) phase++;
	enterPhase(source, phase);
}
function enterPhase(source, phase) {
	sourceState.phase[source] = phase;
	sourceState.phaseEndsAt[source] = Infinity;
	const exit = phases.exitPerMs[sources.firstPhase[source] + phase];
	if (exit <= 0) return;
	nextExponential(streamOf(source, 7));
	sourceState.phaseEndsAt[source] = registers[0] + registers[6] / exit;
}
/**
* The present phase's clock and the arrivals' compete: whichever comes first goes into
* `registers[AT]`, Infinity if neither comes.
*/
function passGapInPhase(source) {
	const rate = candidateRate(source);
	const due = rate > 0 ? registers[0] + sourceState.left[source] / rate : Infinity;
	const end = sourceState.phaseEndsAt[source];
	sourceState.leftAt[source] = registers[0];
	sourceState.phaseEndsFirst[source] = end < due ? 1 : 0;
	registers[1] = Math.min(due, end);
}
function candidateRate(source) {
	const phase = sources.firstPhase[source] + sourceState.phase[source];
	return phases.ratePerMs[phase] * sources.peak[source];
}
/** The phase ends; what is left of the gap is passed at the rate of the next one. */
function switchPhase(source) {
	const passed = (registers[0] - sourceState.leftAt[source]) * candidateRate(source);
	sourceState.left[source] = Math.max(0, sourceState.left[source] - passed);
	const row = (sources.firstPhase[source] + sourceState.phase[source]) * 16;
	nextUniform(streamOf(source, 7));
	let phase = 0;
	while (phase + 1 < sources.phaseCount[source] && registers[4] >= phases.nextUpTo[row + phase]) phase++;
	enterPhase(source, phase);
	passGapInPhase(source);
	sourceState.nextArrival[source] = 0;
	if (registers[1] === Infinity) return;
	sourceState.nextArrival[source] = schedule(1, source, 0) + 1;
}
// simulation/primitives/source.ts
/** Number of the first source's first stream. */
function placeSourceStreams(first) {
	for (let source = 0; source < sources.highWater; source++) sources.firstStream[source] = first + source * SOURCE_STREAMS;
}
/** Schedules the first arrival of an open loop, or the first thoughts of a closed one. */
function startSource(source) {
	const users = sources.users[source];
	for (let user = 0; user < users; user++) think(source, user);
	if (users === 0) startArrivals(source);
}
/** Rate or profile of a source may have changed; users of a closed loop think on as they were. */
function retimeSource(source) {
	if (sources.users[source] === 0) retimeArrivals(source);
}
function think(source, user) {
	sampleInto(sources.think[source], streamOf(source, 6));
	registers[1] = registers[0] + registers[2];
	schedule(15, source, user);
}
/** A user of a closed loop stops thinking. */
function thinkEnd(source, user) {
	if (isDraining()) return;
	offer(source, user);
}
/** The pending event of an open loop has come: an arrival, or what decides when the next one is. */
function arrival(source) {
	if (isDraining()) return;
	const requestCount = takeArrival(source);
	for (let i = 0; i < requestCount; i++) offer(source, -1);
}
/** Offers one request; `user` is the closed loop's, -1 for an open one. */
function offer(source, user) {
	const node = sources.node[source];
	const request = allocateRow(requests.marks, requests.next, requests.cap);
	const type = drawType(source);
	const client = drawClient(source, user);
	requests.source[request] = source;
	requests.type[request] = type;
	requests.client[request] = client;
	requests.user[request] = user;
	requests.key[request] = nextU32(streamOf(source, 4));
	beginRequest(request);
	requests.patience[request] = 0;
	requests.tooDeep[request] = 0;
	requests.arrivedAt[request] = registers[0];
	requests.settledAt[request] = registers[0];
	const root = allocateRow(attempts.marks, attempts.next, attempts.cap);
	requests.root[request] = root;
	attempts.node[root] = node;
	attempts.instance[root] = nodes.firstInstance[node] + client;
	attempts.operation[root] = types.operation[type];
	attempts.call[root] = -1;
	attempts.edge[root] = -1;
	attempts.request[root] = request;
	attempts.firstCall[root] = 0;
	attempts.depth[root] = 0;
	attempts.origin[root] = 0;
	attempts.flags[root] = 0;
	attempts.arrivedAt[root] = registers[0];
	enter(node);
	awayMore(node);
	nodeMeter[node * NODE_METERS + 0]++;
	const reported = types.reported[type];
	typeMeter[reported * TYPE_METERS + 0]++;
	typeState.inFlight[reported]++;
	startPatience(source, request);
	beginCalls(root);
}
function drawType(source) {
	const first = sources.firstType[source];
	const count = sources.typeCount[source];
	if (count === 1) return first;
	nextUniform(streamOf(source, 2));
	let type = first;
	while (type + 1 < first + count && registers[4] >= types.upTo[type]) type++;
	return type;
}
function drawClient(source, user) {
	const clients = sources.clients[source];
	if (clients === 1) return 0;
	if (user >= 0) return user % clients;
	nextUniform(streamOf(source, 3));
	return Math.floor(registers[4] * clients) | 0;
}
function startPatience(source, request) {
	const patience = sources.patience[source];
	if (patience < 0) return;
	sampleInto(patience, streamOf(source, 5));
	registers[1] = registers[0] + registers[2];
	requests.patience[request] = schedule(8, request, 0) + 1;
}
/** The user gives up on the whole request. */
function patienceEnd(request) {
	const root = requests.root[request];
	requests.patience[request] = 0;
	abandonCalls(root);
	rootEnded(root, 4);
}
/** The root of a request has ended: its user learns the outcome now. */
function rootEnded(root, outcome) {
	const request = attempts.request[root];
	const node = attempts.node[root];
	const type = requests.type[request];
	const latency = registers[0] - requests.arrivedAt[request];
	if (requests.patience[request] !== 0) cancel(requests.patience[request] - 1);
	awayLess(node);
	nodeState.present[node]--;
	const m = node * NODE_METERS;
	const from = Math.max(requests.arrivedAt[request], control.f64[0]);
	nodeMeter[m + 15] += registers[0] - from;
	if (outcome !== 0) {
		nodeMeter[m + 30 + outcome]++;
		nodeMeter[m + 27]++;
		if (outcome >= 2) nodeMeter[m + 13]++;
	}
	registers[3] = latency;
	record$1(2 * node + 1);
	countEnd(type, outcome, latency);
	settleTo(request);
	const source = requests.source[request];
	const user = requests.user[request];
	forget(root);
	if (user >= 0) think(source, user);
}
function countEnd(type, outcome, latency) {
	const reported = types.reported[type];
	const t = reported * TYPE_METERS;
	typeState.inFlight[reported]--;
	typeMeter[t + 7 + outcome]++;
	const goal = types.goalMs[type];
	if (outcome === 0 && goal > 0 && latency > goal) typeMeter[t + 6]++;
	registers[3] = latency;
	recordForType(reported, outcome < 2 ? 0 : 1);
}
// simulation/results/series.ts
/** Columns of one request type. Counts are per window; `...Ms` are milliseconds. */
const TYPE_COLUMNS = [
	"offered",
	...OUTCOMES,
	"good",
	"meanMs",
	"p50Ms",
	"p90Ms",
	"p95Ms",
	"p99Ms",
	"inFlight",
	"calls",
	"attempts"
];
/** Columns of one node. Means are time averages over the window, `...End` the value at its end. */
const NODE_COLUMNS = [
	"arrivals",
	"retriedArrivals",
	"completions",
	"goodCompletions",
	"callerFailed",
	"callerEnded",
	"rejected",
	"errors",
	"queueMean",
	"queueEnd",
	"heldMean",
	"workingMean",
	"slotsMean",
	"inFlightMean",
	"started",
	"waitMeanMs",
	"serviceMs",
	"wastedMs",
	"p50Ms",
	"p95Ms",
	"p99Ms",
	"instancesUp",
	"published",
	"delivered",
	"acked",
	"redelivered",
	"deadLettered",
	"dropped",
	"backlogEnd",
	"oldestMs"
];
/** Columns of one edge. `pendingMean` is the time-average number of calls in progress on it. */
const EDGE_COLUMNS = [
	"calls",
	"attempts",
	"okAttempts",
	"failedAttempts",
	"retries",
	"timeouts",
	"shortCircuited",
	"fallbacks",
	"meanMs",
	"p50Ms",
	"p99Ms",
	"pendingMean",
	"openMean"
];
/** Column 0 of a row is the simulated time of the window's end in ms. */
const FIRST_COLUMN = 1;
function rowLengthOf(layout) {
	return FIRST_COLUMN + layout.typeIds.length * TYPE_COLUMNS.length + layout.nodeIds.length * NODE_COLUMNS.length + layout.edgeIds.length * EDGE_COLUMNS.length;
}
/** Offset inside a row of a node's column; `node` is an index into `layout.nodeIds`. */
function nodeColumn(layout, node, column) {
	return FIRST_COLUMN + layout.typeIds.length * TYPE_COLUMNS.length + node * NODE_COLUMNS.length + NODE_COLUMNS.indexOf(column);
}
/** Offset inside a row of an edge's column; `edge` is an index into `layout.edgeIds`. */
function edgeColumn(layout, edge, column) {
	return FIRST_COLUMN + layout.typeIds.length * TYPE_COLUMNS.length + layout.nodeIds.length * NODE_COLUMNS.length + edge * EDGE_COLUMNS.length + EDGE_COLUMNS.indexOf(column);
}
// simulation/primitives/backlog.ts
/** Rows: 10,000 queues and as many groups. */
const BACKLOGS = 2e4;
const ENDINGS = MESSAGE_ENDINGS.length;
const ENDING_METERS = Int32Array.of(21, 23, 24, 24, 25, 24);
var Backlogs = class extends Table {
	/** Node of the broker. */
	node = this.int32();
	level = this.int32();
	/** Largest level that lasted. */
	levelMax = this.int32();
	levelAtStart = this.int32();
	/** Dispatched and not settled (queue), in hand at a consumer (group). */
	inDelivery = this.int32();
	changedAt = this.float64();
	/** When the oldest message of the backlog was published, ms; means nothing while it is empty. */
	oldestAt = this.float64();
	levelTime = this.float64();
	/** Little's law, second path: overlap of each message's stay with the measured period. */
	stays = this.float64();
	lagTime = this.float64();
	lagMax = this.float64();
	offered = this.float64();
	routed = this.float64();
	delivered = this.float64();
	redelivered = this.float64();
	duplicates = this.float64();
	ended = this.float64(ENDINGS);
};
const backlogs = new Backlogs("backlogs", BACKLOGS);
/** Brings the integrals of a backlog up to now; call before changing its level or oldest message. */
function touchBacklog(backlog) {
	const now = registers[0];
	const since = backlogs.changedAt[backlog];
	const elapsed = now - since;
	if (elapsed === 0) return;
	backlogs.changedAt[backlog] = now;
	const level = backlogs.level[backlog];
	if (level === 0) return;
	if (level > backlogs.levelMax[backlog]) backlogs.levelMax[backlog] = level;
	const oldest = backlogs.oldestAt[backlog];
	backlogs.levelTime[backlog] += elapsed * level;
	backlogs.lagTime[backlog] += elapsed * ((since + now) / 2 - oldest);
	if (now - oldest > backlogs.lagMax[backlog]) backlogs.lagMax[backlog] = now - oldest;
}
/** A message has come in now. The backlog must be up to date. */
function raiseBacklog(backlog) {
	backlogs.routed[backlog]++;
	if (++backlogs.level[backlog] === 1) backlogs.oldestAt[backlog] = registers[0];
}
/** `count` messages have ended. The backlog must be up to date; its oldest message may be another. */
function lowerBacklog(backlog, ending, count) {
	backlogs.level[backlog] -= count;
	backlogs.ended[backlog * ENDINGS + ending] += count;
	nodeMeter[backlogs.node[backlog] * NODE_METERS + ENDING_METERS[ending]] += count;
}
/** A message that came in at `sinceMs` leaves now, so its stay is known. */
function countStay(backlog, sinceMs) {
	backlogs.stays[backlog] += stayedSince(sinceMs);
}
/** Overlap with the measured period of a stay that began at `sinceMs` and lasts until now, ms. */
function stayedSince(sinceMs) {
	return registers[0] - Math.max(sinceMs, control.f64[0]);
}
/** A message was handed to a consumer. */
function countDelivery(backlog, again) {
	const m = backlogs.node[backlog] * NODE_METERS;
	backlogs.delivered[backlog]++;
	nodeMeter[m + 20]++;
	if (!again) return;
	backlogs.redelivered[backlog]++;
	nodeMeter[m + 22]++;
}
/** A message took effect once more, or will, though it took effect before. */
function countDuplicate(backlog) {
	backlogs.duplicates[backlog]++;
	nodeMeter[backlogs.node[backlog] * NODE_METERS + 26]++;
}
/** Age of the oldest message of a backlog, ms; 0 when it is empty. */
function backlogAge(backlog) {
	return backlogs.level[backlog] === 0 ? 0 : registers[0] - backlogs.oldestAt[backlog];
}
function touchBacklogs() {
	for (let backlog = 0; backlog < backlogs.highWater; backlog++) touchBacklog(backlog);
}
/** The measured period begins now. */
function restartBacklogs() {
	touchBacklogs();
	for (let backlog = 0; backlog < backlogs.highWater; backlog++) {
		backlogs.levelAtStart[backlog] = backlogs.level[backlog];
		backlogs.levelMax[backlog] = backlogs.level[backlog];
		backlogs.lagMax[backlog] = backlogAge(backlog);
		backlogs.levelTime[backlog] = 0;
		backlogs.stays[backlog] = 0;
		backlogs.lagTime[backlog] = 0;
		backlogs.offered[backlog] = 0;
		backlogs.routed[backlog] = 0;
		backlogs.delivered[backlog] = 0;
		backlogs.redelivered[backlog] = 0;
		backlogs.duplicates[backlog] = 0;
		backlogs.ended.fill(0, backlog * ENDINGS, (backlog + 1) * ENDINGS);
	}
}
/** Totals of a queue or group over a measured period of `periodMs`; it must be up to date. */
function reportBacklog(backlog, periodMs) {
	const endings = Object.fromEntries(MESSAGE_ENDINGS.map((name, at) => [name, backlogs.ended[backlog * ENDINGS + at]]));
	return {
		published: backlogs.offered[backlog],
		routed: backlogs.routed[backlog],
		unroutable: 0,
		delivered: backlogs.delivered[backlog],
		redelivered: backlogs.redelivered[backlog],
		duplicates: backlogs.duplicates[backlog],
		endings,
		backlog: {
			mean: backlogs.levelTime[backlog] / periodMs,
			max: backlogs.levelMax[backlog]
		},
		backlogAtStart: backlogs.levelAtStart[backlog],
		backlogAtEnd: backlogs.level[backlog],
		inDeliveryAtEnd: backlogs.inDelivery[backlog],
		lagMs: {
			mean: backlogs.lagTime[backlog] / periodMs,
			max: backlogs.lagMax[backlog]
		}
	};
}
/** What the totals say is left: what was there, plus what came in, minus what ended. */
function expectedBacklog(backlog) {
	let left = backlogs.levelAtStart[backlog] + backlogs.routed[backlog];
	for (let ending = 0; ending < ENDINGS; ending++) left -= backlogs.ended[backlog * ENDINGS + ending];
	return left;
}
// simulation/primitives/consumer-rows.ts
const CONSUMERS = 1e5;
const BROKERS = 1e3;
const OPERATIONS = 2e4;
const ROUTES = 1e6;
var BrokerRows = class extends Table {
	/** Mailbox: its queues. */
	firstQueue = this.int32();
	queueCount = this.int32();
	/** Log: its partitions and groups. */
	firstPartition = this.int32();
	partitionCount = this.int32();
	firstGroup = this.int32();
	groupCount = this.int32();
	/** 1: the partition follows from the request's key; 0: each partition in turn. */
	byKey = this.uint8();
	nextPartition = this.int32();
};
var PublishedOperations = class extends Table {
	/** Number of an operation row among those of its broker. */
	position = this.int32();
};
var Routes = class extends Table {
	/** Operation row at the consumer. */
	operation = this.int32();
};
var Consumers = class extends Table {
	sort = this.uint8();
	/** Queue, or member of a group. */
	home = this.int32();
	edge = this.int32();
	instance = this.int32();
	/** Messages worked on at once; 0 = as many as the instance has slots. */
	concurrency = this.int32();
	onFailure = this.uint8();
	/** 1: a delivery is settled when it is dispatched. */
	autoAck = this.uint8();
	/** Dispatched and unsettled, at most; 0 = unlimited. */
	prefetch = this.int32();
	/** First of the routes of its edge. */
	firstRoute = this.int32();
	/** Next consumer of the same instance, + 1. */
	nextHere = this.int32();
	connected = this.uint8();
	unsettled = this.int32();
	/** Received and not ended yet, and how many of them have not begun. */
	inHand = this.int32();
	buffered = this.int32();
	/** Ends of the client's buffer, attempt + 1. */
	bufferHead = this.int32();
	bufferTail = this.int32();
	/** Ends of the list of messages that were dispatched to it, message + 1. */
	firstOwned = this.int32();
	lastOwned = this.int32();
};
/** By node. */
const brokers = new BrokerRows("brokers", BROKERS);
/** By operation row. */
const published = new PublishedOperations("published operations", OPERATIONS);
const routes = new Routes("routes of messages", ROUTES);
const consumers = new Consumers("consumers", CONSUMERS);
// simulation/primitives/consumers.ts
/** The consumer's operation for what was published by an operation row of its broker. */
function operationFor(consumer, publishing) {
	return routes.operation[consumers.firstRoute[consumer] + published.position[publishing]];
}
/** A message leaves for its consumer: the edge counts it. */
function countDispatch(edge, again) {
	const m = edge * EDGE_METERS;
	edgeMeter[m + 1]++;
	if (again) edgeMeter[m + 2]++;
	beginPending(edge);
}
function beginPending(edge) {
	pendingMore(edge);
}
/** What was dispatched over an edge is settled, or is nobody's concern any more. */
function endPending(edge) {
	pendingLess(edge);
}
/** A delivery has ended at the consumer, or on the way to it: both ends count its outcome. */
function countDeliveryEnd(edge, outcome) {
	edgeMeter[edge * EDGE_METERS + 11 + outcome]++;
	const consumer = edges.to[edge] * NODE_METERS;
	const broker = edges.from[edge] * NODE_METERS;
	nodeMeter[consumer + 28]++;
	nodeMeter[broker + 28]++;
	if (outcome < 2) {
		nodeMeter[consumer + 13]--;
		return;
	}
	nodeMeter[consumer + 4]++;
	nodeMeter[broker + 4]++;
}
/**
* An instance has received a message: it begins, or waits in the client's buffer. `row` is what the
* end of its processing is about, `flags` are bits of an attempt. Returns the attempt.
*/
function receive(consumer, request, operation, row, flags) {
	const instance = consumers.instance[consumer];
	const node = instances.node[instance];
	const attempt = allocateRow(attempts.marks, attempts.next, attempts.cap);
	attempts.node[attempt] = node;
	attempts.instance[attempt] = instance;
	attempts.operation[attempt] = operation;
	attempts.call[attempt] = -1;
	attempts.edge[attempt] = consumers.edge[consumer];
	attempts.request[attempt] = request;
	attempts.firstCall[attempt] = 0;
	attempts.event[attempt] = 0;
	attempts.message[attempt] = row;
	attempts.origin[attempt] = 3;
	attempts.flags[attempt] = flags;
	attempts.depth[attempt] = 0;
	attempts.arrivedAt[attempt] = registers[0];
	attempts.servedMs[attempt] = 0;
	holdRequest(request);
	nodeMeter[node * NODE_METERS + 0]++;
	countArrival(instance);
	if ((flags & 2) !== 0) nodeMeter[node * NODE_METERS + 1]++;
	enter(node);
	const free = instances.held[instance] < instances.slots[instance] && consumers.buffered[consumer] === 0 && mayBegin(consumer, instance);
	consumers.inHand[consumer]++;
	if (free) begin(attempt, node, instance);
	else buffer(attempt, consumer);
	return attempt;
}
/** True when the consumer's own concurrency leaves room for one more to begin. */
function mayBegin(consumer, instance) {
	const limit = consumers.concurrency[consumer];
	return consumers.inHand[consumer] - consumers.buffered[consumer] < (limit === 0 ? instances.slots[instance] : limit);
}
function buffer(attempt, consumer) {
	attempts.phase[attempt] = 7;
	awayMoreAt(attempts.node[attempt], attempts.instance[attempt]);
	const tail = consumers.bufferTail[consumer];
	attempts.before[attempt] = tail;
	attempts.after[attempt] = 0;
	if (tail !== 0) attempts.after[tail - 1] = attempt + 1;
	else consumers.bufferHead[consumer] = attempt + 1;
	consumers.bufferTail[consumer] = attempt + 1;
	consumers.buffered[consumer]++;
}
function unbuffer(attempt, consumer) {
	const before = attempts.before[attempt];
	const after = attempts.after[attempt];
	if (before !== 0) attempts.after[before - 1] = after;
	else consumers.bufferHead[consumer] = after;
	if (after !== 0) attempts.before[after - 1] = before;
	else consumers.bufferTail[consumer] = before;
	consumers.buffered[consumer]--;
}
/** A slot of an instance may be free: buffered messages begin, the one waiting longest first. */
function slotFree(instance) {
	const node = instances.node[instance];
	while (instances.up[instance] === 1 && instances.held[instance] < instances.slots[instance]) {
		const consumer = longestWaiting(instance);
		if (consumer < 0) return;
		const attempt = consumers.bufferHead[consumer] - 1;
		unbuffer(attempt, consumer);
		awayLessAt(node, instance);
		begin(attempt, node, instance);
	}
}
/** The consumer of an instance whose first buffered message may begin and waits longest, or -1. */
function longestWaiting(instance) {
	let chosen = -1;
	let since = 0;
	for (let link = instances.firstConsumer[instance]; link !== 0;) {
		const consumer = link - 1;
		link = consumers.nextHere[consumer];
		const head = consumers.bufferHead[consumer];
		if (head === 0 || !mayBegin(consumer, instance)) continue;
		const waitsSince = attempts.arrivedAt[head - 1];
		if (chosen < 0 || waitsSince < since) {
			chosen = consumer;
			since = waitsSince;
		}
	}
	return chosen;
}
/** The processing of a message has ended: whoever waited for its turn may begin. */
function endInHand(consumer, attempt) {
	consumers.inHand[consumer]--;
	forget(attempt);
	slotFree(consumers.instance[consumer]);
}
/**
* The instance of a consumer has crashed: if the message of `attempt` still waited in its buffer it
* leaves the node here; one in service has left with the crash of the station.
*/
function loseInHand(consumer, attempt) {
	consumers.inHand[consumer]--;
	if (attempts.phase[attempt] !== 7) return;
	unbuffer(attempt, consumer);
	const node = attempts.node[attempt];
	const m = node * NODE_METERS;
	awayLessAt(node, attempts.instance[attempt]);
	nodeState.present[node]--;
	const from = Math.max(attempts.arrivedAt[attempt], control.f64[0]);
	nodeMeter[m + 15] += registers[0] - from;
	nodeMeter[m + 30 + 13]++;
	forget(attempt);
}
// simulation/primitives/log-rows.ts
const PARTITIONS = 2e4;
const CURSORS = 1e5;
const GROUPS = 1e4;
const MEMBERS = 1e5;
const RECORDS = 2e6;
var Partitions = class extends Table {
	/** Ends of the chain of records, record + 1, and the offset of its first one. */
	head = this.int32();
	tail = this.int32();
	start = this.float64();
	/** Offset that the next record gets. */
	end = this.float64();
};
var Records = class extends Table {
	request = this.int32();
	/** Operation row that published it. */
	operation = this.int32();
	/** 1: its publish was, or descended from, a retry. */
	retried = this.uint8();
	appendedAt = this.float64();
};
var Groups = class extends Table {
	node = this.int32();
	backlog = this.int32();
	/** Cursor of the first partition. */
	firstCursor = this.int32();
	firstMember = this.int32();
	memberCount = this.int32();
	state = this.uint8();
	/** When the new assignment arrives, while SYNCING. */
	syncAt = this.float64();
};
var Members = class extends Table {
	group = this.int32();
	consumer = this.int32();
	/** 1: the group counts on it. */
	joined = this.uint8();
	/** When the group gives up its crashed incarnation; 0 = there is none. */
	expiresAt = this.float64();
	sessionTimeoutMs = this.float64();
	commitIntervalMs = this.float64();
	pollRecordsMax = this.int32();
	committedAt = this.float64();
	/** Commit event + 1. */
	tick = this.int32();
	/** 1: commits at its next poll. */
	due = this.uint8();
	/** Its partitions. */
	firstPartition = this.int32();
	partitionCount = this.int32();
};
var Cursors = class extends Table {
	group = this.int32();
	partition = this.int32();
	/** Member that owns the partition, + 1. */
	owner = this.int32();
	/** First offset that is not committed, and its record + 1. */
	committed = this.float64();
	committedRecord = this.int32();
	/** First offset that is not finished, and its record + 1; that record is in hand or next. */
	finished = this.float64();
	finishedRecord = this.int32();
	/** Everything below was finished before, if perhaps forgotten since. */
	everFinished = this.float64();
	everDelivered = this.float64();
	/** End of the batch that the last poll handed out, and of what the client has fetched. */
	batchEnd = this.float64();
	fetchedTo = this.float64();
	/** End of what is on the way. */
	sentTo = this.float64();
	fetch = this.uint8();
	/** Fetch event + 1. */
	fetchEvent = this.int32();
	/** Attempt that processes a record, + 1. */
	attempt = this.int32();
	/** Finished records that are not committed, by how they ended. */
	okCount = this.int32();
	droppedCount = this.int32();
	deadCount = this.int32();
};
const partitions = new Partitions("partitions", PARTITIONS);
const records = new Records("records", RECORDS);
const groups = new Groups("consumer groups", GROUPS);
const members$1 = new Members("group members", MEMBERS);
const cursors = new Cursors("group partitions", CURSORS);
// simulation/primitives/log-commit.ts
/** A batch of a partition is being worked off. */
function isBusy(cursor) {
	return cursors.finished[cursor] < cursors.batchEnd[cursor];
}
function firstCursorOf(member) {
	return groups.firstCursor[members$1.group[member]] + members$1.firstPartition[member];
}
/** The member has finished a record: a commit is due at the end of the interval. */
function planCommit(member) {
	if (members$1.tick[member] !== 0 || members$1.due[member] === 1) return;
	const at = members$1.committedAt[member] + members$1.commitIntervalMs[member];
	registers[1] = Math.max(registers[0], at);
	members$1.tick[member] = schedule(19, member, 0) + 1;
}
/** The commit interval of a member is over. */
function commitTick(member) {
	members$1.tick[member] = 0;
	members$1.due[member] = 1;
	commitIfIdle(member);
}
/** Commits what is due at once if a partition of the member is idle, else its next poll does. */
function commitIfIdle(member) {
	if (members$1.due[member] === 0) return;
	const first = firstCursorOf(member);
	for (let at = 0; at < members$1.partitionCount[member]; at++) {
		if (isBusy(first + at)) continue;
		commit(member);
		return;
	}
}
/** A member polls after work: the first poll after the interval commits. */
function commitAtPoll(member) {
	const due = members$1.committedAt[member] + members$1.commitIntervalMs[member];
	if (registers[0] >= due) commit(member);
}
/** A member that was idle gets records: meanwhile its interval has begun anew again and again. */
function commitAfterIdle(member) {
	if (members$1.due[member] === 1) {
		commit(member);
		return;
	}
	const interval = members$1.commitIntervalMs[member];
	if (members$1.tick[member] !== 0 || interval === 0) return;
	const elapsed = registers[0] - members$1.committedAt[member];
	members$1.committedAt[member] += Math.floor(elapsed / interval) * interval;
}
/** Drops a planned commit. */
function cancelCommit(member) {
	const tick = members$1.tick[member];
	if (tick !== 0) cancel(tick - 1);
	members$1.tick[member] = 0;
	members$1.due[member] = 0;
}
/** Commits what a member has finished; put off while the broker is down. */
function commit(member) {
	const group = members$1.group[member];
	if (nodeState.instancesUp[groups.node[group]] === 0) return;
	cancelCommit(member);
	members$1.committedAt[member] = registers[0];
	const backlog = groups.backlog[group];
	const first = firstCursorOf(member);
	touchBacklog(backlog);
	const oldestAt = backlogs.oldestAt[backlog];
	let heldOldest = false;
	for (let cursor = first; cursor < first + members$1.partitionCount[member]; cursor++) {
		if (cursors.finished[cursor] === cursors.committed[cursor]) continue;
		if (records.appendedAt[cursors.committedRecord[cursor] - 1] <= oldestAt) heldOldest = true;
		lowerBacklog(backlog, 0, cursors.okCount[cursor]);
		lowerBacklog(backlog, 3, cursors.droppedCount[cursor]);
		lowerBacklog(backlog, 1, cursors.deadCount[cursor]);
		for (let link = cursors.committedRecord[cursor]; link !== cursors.finishedRecord[cursor];) {
			countStay(backlog, records.appendedAt[link - 1]);
			link = records.next[link - 1];
		}
		cursors.committed[cursor] = cursors.finished[cursor];
		cursors.committedRecord[cursor] = cursors.finishedRecord[cursor];
		countNothing(cursor);
		freeCommitted(groups.node[group], cursors.partition[cursor]);
	}
	if (heldOldest) findOldest(group, backlog);
}
/** Puts a partition back to what is committed: what was finished beyond will be delivered again. */
function rewind(cursor) {
	cursors.finished[cursor] = cursors.committed[cursor];
	cursors.finishedRecord[cursor] = cursors.committedRecord[cursor];
	cursors.batchEnd[cursor] = cursors.committed[cursor];
	cursors.fetchedTo[cursor] = cursors.committed[cursor];
	countNothing(cursor);
}
function countNothing(cursor) {
	cursors.okCount[cursor] = 0;
	cursors.droppedCount[cursor] = 0;
	cursors.deadCount[cursor] = 0;
}
/** Finds out when the oldest uncommitted record of a group was appended. */
function findOldest(group, backlog) {
	const first = groups.firstCursor[group];
	const count = brokers.partitionCount[groups.node[group]];
	let oldest = registers[0];
	for (let cursor = first; cursor < first + count; cursor++) {
		const record = cursors.committedRecord[cursor];
		if (record !== 0) oldest = Math.min(oldest, records.appendedAt[record - 1]);
	}
	backlogs.oldestAt[backlog] = oldest;
}
/** Frees the records of a partition that every group has committed. */
function freeCommitted(node, partition) {
	const at = partition - brokers.firstPartition[node];
	const first = brokers.firstGroup[node];
	let upTo = partitions.end[partition];
	for (let group = first; group < first + brokers.groupCount[node]; group++) upTo = Math.min(upTo, cursors.committed[groups.firstCursor[group] + at]);
	while (partitions.start[partition] < upTo) {
		const record = partitions.head[partition] - 1;
		const request = records.request[record];
		partitions.head[partition] = records.next[record];
		partitions.start[partition]++;
		freeRow(records.marks, records.next, record);
		releaseRequest(request);
	}
	if (partitions.head[partition] === 0) partitions.tail[partition] = 0;
}
// simulation/primitives/log-fetch.ts
/** The consumer row of the member that owns a partition. */
function consumerOf(cursor) {
	return members$1.consumer[cursors.owner[cursor] - 1];
}
/** The client asks for what follows what it has, unless the broker is down. */
function askForRecords(cursor) {
	if (nodeState.instancesUp[groups.node[cursors.group[cursor]]] === 0) return;
	cursors.fetch[cursor] = 1;
	travel(cursor, 0);
}
function travel(cursor, particle) {
	sampleDelay(consumers.edge[consumerOf(cursor)], particle);
	registers[1] = registers[0] + registers[2];
	cursors.fetchEvent[cursor] = schedule(18, cursor, 0) + 1;
}
/** A request for records waits at the broker from now on. */
function park(cursor) {
	cursors.fetch[cursor] = 2;
	sendRecords(cursor);
}
/** Answers a waiting request if there is something to send. */
function sendRecords(cursor) {
	if (cursors.fetch[cursor] !== 2) return;
	const end = partitions.end[cursors.partition[cursor]];
	const from = cursors.fetchedTo[cursor];
	if (end <= from) return;
	const most = members$1.pollRecordsMax[cursors.owner[cursor] - 1];
	cursors.sentTo[cursor] = Math.min(end, from + most);
	cursors.fetch[cursor] = 3;
	travel(cursor, 4);
}
/** Gives a fetch up, wherever it is. */
function stopFetch(cursor) {
	const event = cursors.fetchEvent[cursor];
	if (event !== 0) cancel(event - 1);
	cursors.fetchEvent[cursor] = 0;
	cursors.fetch[cursor] = 0;
}
// simulation/primitives/log-group.ts
/** Wait of an empty group for more members. Apache Kafka 4.0: group.initial.rebalance.delay.ms. */
const INITIAL_DELAY_MS = 3e3;
/** Join and sync: two requests and their answers. */
const TRIPS = 4;
/** The first member from row `from` on that has joined the group, or -1. */
function joinedFrom(group, from) {
	const end = groups.firstMember[group] + groups.memberCount[group];
	for (let member = from; member < end; member++) if (members$1.joined[member] === 1) return member;
	return -1;
}
function firstJoined(group) {
	return joinedFrom(group, groups.firstMember[group]);
}
/** The members of a group have their partitions from the start of the run. */
function startGroup(group) {
	assign(group);
	const first = groups.firstCursor[group];
	const count = brokers.partitionCount[groups.node[group]];
	for (let cursor = first; cursor < first + count; cursor++) if (cursors.owner[cursor] !== 0) park(cursor);
}
/** Shares the partitions out over the joined members: consecutive ones, the first get one more. */
function assign(group) {
	const firstCursor = groups.firstCursor[group];
	const count = brokers.partitionCount[groups.node[group]];
	let left = 0;
	for (let member = firstJoined(group); member >= 0; member = joinedFrom(group, member + 1)) left++;
	let from = 0;
	for (let cursor = firstCursor; cursor < firstCursor + count; cursor++) {
		cursors.owner[cursor] = 0;
		rewind(cursor);
	}
	for (let member = firstJoined(group); member >= 0; member = joinedFrom(group, member + 1)) {
		const share = -Math.floor(-(count - from) / left--) | 0;
		members$1.firstPartition[member] = from;
		members$1.partitionCount[member] = share;
		members$1.committedAt[member] = registers[0];
		cancelCommit(member);
		for (let at = from; at < from + share; at++) cursors.owner[firstCursor + at] = member + 1;
		from += share;
	}
	groups.state[group] = 0;
}
/** A member has joined or its session has expired, or the new assignment has arrived. */
function rebalance(group) {
	if (nodeState.instancesUp[groups.node[group]] === 0) return;
	const changed = expireMembers(group);
	const state = groups.state[group];
	if (state === 1) completeIfQuiet(group);
	else if (state === 2) {
		if (registers[0] >= groups.syncAt[group]) finishRebalance(group);
	} else if (changed) beginRebalance(group);
}
/** Drops crashed members whose session is over; true if there was one. */
function expireMembers(group) {
	let changed = false;
	for (let member = firstJoined(group); member >= 0; member = joinedFrom(group, member + 1)) {
		const at = members$1.expiresAt[member];
		if (at === 0 || registers[0] < at) continue;
		members$1.expiresAt[member] = 0;
		members$1.joined[member] = consumers.connected[members$1.consumer[member]];
		if (members$1.joined[member] === 0) members$1.partitionCount[member] = 0;
		changed = true;
	}
	return changed;
}
/** Every member is to stop at its next poll. */
function beginRebalance(group) {
	if (groups.state[group] !== 0) return;
	groups.state[group] = 1;
	const first = groups.firstCursor[group];
	const count = brokers.partitionCount[groups.node[group]];
	for (let cursor = first; cursor < first + count; cursor++) {
		stopFetch(cursor);
		cursors.fetchedTo[cursor] = cursors.batchEnd[cursor];
	}
	completeIfQuiet(group);
}
/** Once nobody works and nobody is missed, the members get their new assignment. */
function completeIfQuiet(group) {
	if (nodeState.instancesUp[groups.node[group]] === 0) return;
	const first = firstJoined(group);
	for (let member = first; member >= 0; member = joinedFrom(group, member + 1)) if (members$1.expiresAt[member] !== 0 || !hasStopped(member)) return;
	for (let member = first; member >= 0; member = joinedFrom(group, member + 1)) if (members$1.partitionCount[member] > 0) commit(member);
	let delay = 0;
	for (let trip = 0; first >= 0 && trip < TRIPS; trip++) {
		sampleDelay(consumers.edge[members$1.consumer[first]], 0);
		delay += registers[2];
	}
	syncIn(group, delay);
}
function syncIn(group, delay) {
	groups.state[group] = 2;
	groups.syncAt[group] = registers[0] + delay;
	registers[1] = groups.syncAt[group];
	schedule(20, group, 0);
}
function hasStopped(member) {
	const first = firstCursorOf(member);
	for (let at = 0; at < members$1.partitionCount[member]; at++) if (isBusy(first + at)) return false;
	return true;
}
function finishRebalance(group) {
	assign(group);
	const first = groups.firstCursor[group];
	const count = brokers.partitionCount[groups.node[group]];
	for (let cursor = first; cursor < first + count; cursor++) {
		const owner = cursors.owner[cursor];
		if (owner !== 0 && consumers.connected[members$1.consumer[owner - 1]] === 1) askForRecords(cursor);
	}
}
/** A crashed member is missed when its session is over. */
function awaitExpiry(member) {
	const at = registers[0] + members$1.sessionTimeoutMs[member];
	members$1.expiresAt[member] = at;
	registers[1] = at;
	schedule(20, members$1.group[member], 0);
}
/** An instance has started and wants to be a member. */
function join(member) {
	const group = members$1.group[member];
	if (members$1.joined[member] === 1 || firstJoined(group) >= 0) {
		members$1.joined[member] = 1;
		beginRebalance(group);
		return;
	}
	members$1.joined[member] = 1;
	if (groups.state[group] === 0) syncIn(group, INITIAL_DELAY_MS);
}
// simulation/primitives/log.ts
/** The broker has handled an append: the record stands in its partition, the publisher is answered. */
function logPublished(attempt) {
	const node = attempts.node[attempt];
	nodeMeter[node * NODE_METERS + 17]++;
	nodeMeter[node * NODE_METERS + 18]++;
	if (brokers.groupCount[node] > 0) append(node, attempt);
	finish(attempt, 0);
}
function append(node, attempt) {
	const request = attempts.request[attempt];
	const at = pickPartition(node, request);
	const partition = brokers.firstPartition[node] + at;
	const record = allocateRow(records.marks, records.next, records.cap);
	holdRequest(request);
	records.request[record] = request;
	records.operation[record] = attempts.operation[attempt];
	records.retried[record] = (attempts.flags[attempt] & 2) !== 0 ? 1 : 0;
	records.appendedAt[record] = registers[0];
	records.next[record] = 0;
	const tail = partitions.tail[partition];
	if (tail !== 0) records.next[tail - 1] = record + 1;
	else partitions.head[partition] = record + 1;
	partitions.tail[partition] = record + 1;
	partitions.end[partition]++;
	const first = brokers.firstGroup[node];
	for (let group = first; group < first + brokers.groupCount[node]; group++) {
		const backlog = groups.backlog[group];
		const cursor = groups.firstCursor[group] + at;
		touchBacklog(backlog);
		backlogs.offered[backlog]++;
		raiseBacklog(backlog);
		if (cursors.committedRecord[cursor] === 0) cursors.committedRecord[cursor] = record + 1;
		if (cursors.finishedRecord[cursor] === 0) cursors.finishedRecord[cursor] = record + 1;
		sendRecords(cursor);
	}
}
/** By the key of the request, whose bits are spread first, or each partition in turn. */
function pickPartition(node, request) {
	const count = brokers.partitionCount[node];
	if (brokers.byKey[node] === 1) {
		const key = requests.key[request];
		const word = Math.imul(key ^ key >>> 15, 739982445) >>> 0;
		return Math.floor(word / 4294967296 * count) | 0;
	}
	const at = brokers.nextPartition[node];
	brokers.nextPartition[node] = at + 1 === count ? 0 : at + 1;
	return at;
}
/** A request for records has reached the broker, or records have reached the consumer. */
function fetchArrives(cursor) {
	cursors.fetchEvent[cursor] = 0;
	if (cursors.fetch[cursor] === 1) {
		park(cursor);
		return;
	}
	cursors.fetch[cursor] = 0;
	cursors.fetchedTo[cursor] = cursors.sentTo[cursor];
	if (isBusy(cursor)) return;
	commitAfterIdle(cursors.owner[cursor] - 1);
	poll(cursor);
}
/** The client polls: the next batch is handed out, the one after it asked for. */
function poll(cursor) {
	cursors.batchEnd[cursor] = cursors.fetchedTo[cursor];
	askForRecords(cursor);
	processNext(cursor);
}
function processNext(cursor) {
	const record = cursors.finishedRecord[cursor] - 1;
	const consumer = consumerOf(cursor);
	const offset = cursors.finished[cursor];
	const again = offset < cursors.everDelivered[cursor];
	if (!again) cursors.everDelivered[cursor] = offset + 1;
	const backlog = groups.backlog[cursors.group[cursor]];
	countDelivery(backlog, again);
	backlogs.inDelivery[backlog]++;
	countDispatch(consumers.edge[consumer], again);
	const flags = again || records.retried[record] === 1 ? 2 : 0;
	const operation = operationFor(consumer, records.operation[record]);
	const attempt = receive(consumer, records.request[record], operation, cursor, flags);
	cursors.attempt[cursor] = attempt + 1;
}
/** A record is no longer in hand at its consumer. */
function leaveHand(cursor, consumer, outcome) {
	const edge = consumers.edge[consumer];
	cursors.attempt[cursor] = 0;
	backlogs.inDelivery[groups.backlog[cursors.group[cursor]]]--;
	countDeliveryEnd(edge, outcome);
	endPending(edge);
}
/** The processing of a record has ended; the next of its partition follows. */
function logEnded(attempt, outcome) {
	const cursor = attempts.message[attempt];
	const consumer = consumerOf(cursor);
	registers[3] = registers[0] - attempts.arrivedAt[attempt];
	record$1(edgeHistogram(consumers.edge[consumer]));
	leaveHand(cursor, consumer, outcome);
	settleTo(attempts.request[attempt]);
	endInHand(consumer, attempt);
	if (outcome >= 2 && consumers.onFailure[consumer] === 0) {
		processNext(cursor);
		return;
	}
	finishRecord(cursor, outcome >= 2, consumers.onFailure[consumer]);
	if (isBusy(cursor)) processNext(cursor);
	else if (groups.state[cursors.group[cursor]] !== 0) completeIfQuiet(cursors.group[cursor]);
	else if (cursors.fetchedTo[cursor] > cursors.batchEnd[cursor]) {
		commitAtPoll(cursors.owner[cursor] - 1);
		poll(cursor);
	} else commitIfIdle(cursors.owner[cursor] - 1);
}
function finishRecord(cursor, failed, onFailure) {
	if (!failed) cursors.okCount[cursor]++;
	else if (onFailure === 1) cursors.deadCount[cursor]++;
	else cursors.droppedCount[cursor]++;
	const offset = cursors.finished[cursor];
	cursors.finished[cursor] = offset + 1;
	cursors.finishedRecord[cursor] = records.next[cursors.finishedRecord[cursor] - 1];
	if (offset >= cursors.everFinished[cursor]) cursors.everFinished[cursor] = offset + 1;
	else if (!failed) countDuplicate(groups.backlog[cursors.group[cursor]]);
	planCommit(cursors.owner[cursor] - 1);
}
// simulation/primitives/log-outage.ts
/** The instance of a member has crashed, its station's work included. */
function memberCrashed(member) {
	const consumer = members$1.consumer[member];
	consumers.connected[consumer] = 0;
	const first = firstCursorOf(member);
	for (let cursor = first; cursor < first + members$1.partitionCount[member]; cursor++) {
		stopFetch(cursor);
		const attempt = cursors.attempt[cursor];
		if (attempt !== 0) {
			loseInHand(consumer, attempt - 1);
			leaveHand(cursor, consumer, 13);
		}
		rewind(cursor);
	}
	cancelCommit(member);
	if (members$1.joined[member] === 1) awaitExpiry(member);
}
/** The instance of a member is back. */
function memberRestarted(member) {
	consumers.connected[members$1.consumer[member]] = 1;
	if (nodeState.instancesUp[groups.node[members$1.group[member]]] > 0) join(member);
}
/** A log broker has crashed: what is on the way to and from it is lost. */
function logCrashed(node) {
	const first = brokers.firstGroup[node];
	for (let group = first; group < first + brokers.groupCount[node]; group++) {
		const from = groups.firstCursor[group];
		for (let at = 0; at < brokers.partitionCount[node]; at++) stopFetch(from + at);
	}
}
/** A log broker is back: members join that could not, fetch and commit again. */
function logRestarted(node) {
	const first = brokers.firstGroup[node];
	for (let group = first; group < first + brokers.groupCount[node]; group++) {
		const from = groups.firstMember[group];
		for (let member = from; member < from + groups.memberCount[group]; member++) {
			if (consumers.connected[members$1.consumer[member]] === 0) continue;
			if (members$1.joined[member] === 0 || members$1.expiresAt[member] > 0) join(member);
		}
		rebalance(group);
		if (groups.state[group] === 0) resume(group);
	}
}
function resume(group) {
	const from = groups.firstMember[group];
	for (let member = from; member < from + groups.memberCount[group]; member++) {
		if (consumers.connected[members$1.consumer[member]] === 0) continue;
		commitIfIdle(member);
		const first = firstCursorOf(member);
		for (let at = 0; at < members$1.partitionCount[member]; at++) {
			const cursor = first + at;
			if (!(cursors.fetchedTo[cursor] > cursors.batchEnd[cursor]) && cursors.fetch[cursor] === 0) askForRecords(cursor);
		}
	}
}
// simulation/primitives/mailbox-rows.ts
const QUEUES = 1e4;
const BINDINGS = 1e6;
const MESSAGES = 2e6;
var Queues = class extends Table {
	backlog = this.int32();
	/** Ready messages, at most. */
	readyMax = this.int32();
	/** 1: a publish is refused when the queue is full; 0: the oldest message is dropped. */
	rejects = this.uint8();
	durable = this.uint8();
	/** A message that came back this often is dead-lettered; 0 = no limit. */
	deliveryLimit = this.int32();
	firstBinding = this.int32();
	firstConsumer = this.int32();
	consumerCount = this.int32();
	/** Consumers that may be given one more message. */
	roomy = this.int32();
	/** Consumer that is looked at first, relative to the first. */
	pointer = this.int32();
	/** Ends of the ready list and its length; message + 1. */
	readyHead = this.int32();
	readyTail = this.int32();
	ready = this.int32();
	/** Ends of the ledger, message + 1. */
	oldest = this.int32();
	newest = this.int32();
	/** Number of the last message stored. */
	sequence = this.int32();
	/** Message that came back last, + 1: the next one often belongs right behind it. */
	returned = this.int32();
};
var Bindings = class extends Table {
	/** 1: what this operation publishes reaches the queue. */
	bound = this.uint8();
};
var Messages = class extends Table {
	queue = this.int32();
	request = this.int32();
	/** Operation row that published it. */
	operation = this.int32();
	consumer = this.int32();
	held = this.int32();
	/** Neighbors in the ready list or the consumer's list, message + 1. */
	before = this.int32();
	after = this.int32();
	/** Neighbors in the ledger, message + 1. */
	older = this.int32();
	newer = this.int32();
	/** How often it came back to its queue. */
	returns = this.int32();
	sequence = this.int32();
	phase = this.uint8();
	flags = this.uint8();
	publishedAt = this.float64();
	dispatchedAt = this.float64();
};
const queues = new Queues("queues", QUEUES);
const bindings = new Bindings("bindings", BINDINGS);
const messages = new Messages("messages", MESSAGES);
/** Puts a message at the end of its queue's ledger. */
function enterLedger(queue, message) {
	const newest = queues.newest[queue];
	messages.older[message] = newest;
	messages.newer[message] = 0;
	if (newest !== 0) messages.newer[newest - 1] = message + 1;
	else queues.oldest[queue] = message + 1;
	queues.newest[queue] = message + 1;
}
function leaveLedger(queue, message) {
	const older = messages.older[message];
	const newer = messages.newer[message];
	if (older !== 0) messages.newer[older - 1] = newer;
	else queues.oldest[queue] = newer;
	if (newer !== 0) messages.older[newer - 1] = older;
	else queues.newest[queue] = older;
}
/** Links a message into the ready list behind `before` (message + 1, 0 = at the head). */
function linkReady(queue, message, before) {
	const after = before === 0 ? queues.readyHead[queue] : messages.after[before - 1];
	messages.before[message] = before;
	messages.after[message] = after;
	if (before !== 0) messages.after[before - 1] = message + 1;
	else queues.readyHead[queue] = message + 1;
	if (after !== 0) messages.before[after - 1] = message + 1;
	else queues.readyTail[queue] = message + 1;
	messages.phase[message] = 0;
	queues.ready[queue]++;
}
/** Takes the message at the head of the ready list off it. */
function takeReady(queue) {
	const message = queues.readyHead[queue] - 1;
	const after = messages.after[message];
	queues.readyHead[queue] = after;
	if (after !== 0) messages.before[after - 1] = 0;
	else queues.readyTail[queue] = 0;
	queues.ready[queue]--;
	return message;
}
/** Link behind which a message that came back belongs, by its number in the queue. */
function originalPlace(queue, message) {
	const sequence = messages.sequence[message];
	const last = queues.returned[queue];
	let before = 0;
	if (last !== 0 && messages.phase[last - 1] === 0 && messages.queue[last - 1] === queue) {
		if (messages.sequence[last - 1] < sequence) before = last;
	}
	let after = before === 0 ? queues.readyHead[queue] : messages.after[before - 1];
	while (after !== 0 && messages.sequence[after - 1] < sequence) {
		before = after;
		after = messages.after[after - 1];
	}
	return before;
}
// simulation/primitives/mailbox.ts
/** The broker has handled a publish: every bound queue gets a copy, then the publisher its answer. */
function mailboxPublished(attempt) {
	const node = attempts.node[attempt];
	const first = brokers.firstQueue[node];
	const position = published.position[attempts.operation[attempt]];
	let taken = 0;
	let refused = 0;
	for (let queue = first; queue < first + brokers.queueCount[node]; queue++) {
		if (bindings.bound[queues.firstBinding[queue] + position] === 0) continue;
		backlogs.offered[queues.backlog[queue]]++;
		if (isFull(queue) && queues.rejects[queue] === 1) {
			refused++;
			continue;
		}
		store(queue, attempt);
		taken++;
	}
	const m = node * NODE_METERS;
	if (taken > 0 || refused === 0) {
		nodeMeter[m + 17]++;
		nodeMeter[m + (taken > 0 ? 18 : 19)]++;
	}
	finish(attempt, refused > 0 ? 5 : 0);
}
/** No more messages may wait, and none could be dispatched either. */
function isFull(queue) {
	return queues.ready[queue] >= queues.readyMax[queue] && queues.roomy[queue] === 0;
}
function store(queue, attempt) {
	const message = allocateRow(messages.marks, messages.next, messages.cap);
	const request = attempts.request[attempt];
	holdRequest(request);
	messages.queue[message] = queue;
	messages.request[message] = request;
	messages.operation[message] = attempts.operation[attempt];
	messages.held[message] = 0;
	messages.returns[message] = 0;
	messages.flags[message] = (attempts.flags[attempt] & 2) !== 0 ? 1 : 0;
	messages.publishedAt[message] = registers[0];
	messages.sequence[message] = ++queues.sequence[queue];
	const backlog = queues.backlog[queue];
	touchBacklog(backlog);
	raiseBacklog(backlog);
	enterLedger(queue, message);
	linkReady(queue, message, queues.readyTail[queue]);
	dispatchQueue(queue);
}
/** Hands ready messages to consumers with room, then drops from the head what is too much. */
function dispatchQueue(queue) {
	while (queues.ready[queue] > 0 && queues.roomy[queue] > 0) dispatch(queue, nextConsumer(queue));
	if (queues.rejects[queue] === 1) return;
	while (queues.ready[queue] > queues.readyMax[queue]) {
		const message = takeReady(queue);
		endMessage(message, 3);
		retire(message);
	}
}
function hasRoom(consumer) {
	if (consumers.connected[consumer] === 0) return false;
	const prefetch = consumers.prefetch[consumer];
	return prefetch === 0 || consumers.unsettled[consumer] < prefetch;
}
/** The next consumer with room, round robin; there must be one. */
function nextConsumer(queue) {
	const first = queues.firstConsumer[queue];
	const count = queues.consumerCount[queue];
	let at = queues.pointer[queue];
	while (!hasRoom(first + at)) at = at + 1 === count ? 0 : at + 1;
	queues.pointer[queue] = at + 1 === count ? 0 : at + 1;
	return first + at;
}
/** Changes how many deliveries of a consumer are unsettled. */
function addUnsettled(queue, consumer, change) {
	const before = hasRoom(consumer);
	consumers.unsettled[consumer] += change;
	backlogs.inDelivery[queues.backlog[queue]] += change;
	const after = hasRoom(consumer);
	if (before !== after) queues.roomy[queue] += after ? 1 : -1;
}
function dispatch(queue, consumer) {
	const message = takeReady(queue);
	const edge = consumers.edge[consumer];
	const again = messages.returns[message] > 0;
	messages.phase[message] = 1;
	messages.dispatchedAt[message] = registers[0];
	own$1(consumer, message);
	countDelivery(queues.backlog[queue], again);
	countDispatch(edge, again);
	if (consumers.autoAck[consumer] === 1) endMessage(message, 0);
	else addUnsettled(queue, consumer, 1);
	sampleDelay(edge, again ? 1 : 4);
	registers[1] = registers[0] + registers[2];
	messages.held[message] = schedule(16, message, 0) + 1;
}
/** Puts a message at the end of its consumer's list. */
function own$1(consumer, message) {
	const last = consumers.lastOwned[consumer];
	messages.consumer[message] = consumer;
	messages.before[message] = last;
	messages.after[message] = 0;
	if (last !== 0) messages.after[last - 1] = message + 1;
	else consumers.firstOwned[consumer] = message + 1;
	consumers.lastOwned[consumer] = message + 1;
}
/** Takes a message out of its consumer's list, and out of what is unsettled if it still was. */
function disown(message) {
	const consumer = messages.consumer[message];
	const before = messages.before[message];
	const after = messages.after[message];
	if (before !== 0) messages.after[before - 1] = after;
	else consumers.firstOwned[consumer] = after;
	if (after !== 0) messages.before[after - 1] = before;
	else consumers.lastOwned[consumer] = before;
	endPending(consumers.edge[consumer]);
	if ((messages.flags[message] & 2) === 0) addUnsettled(messages.queue[message], consumer, -1);
}
/** A message has reached its consumer. */
function deliveryArrives(message) {
	const consumer = messages.consumer[message];
	const retried = messages.returns[message] > 0 || (messages.flags[message] & 1) !== 0;
	const operation = operationFor(consumer, messages.operation[message]);
	const flags = retried ? 2 : 0;
	messages.phase[message] = 2;
	messages.held[message] = receive(consumer, messages.request[message], operation, message, flags) + 1;
}
/** The processing of a message has ended: its settlement travels to the broker. */
function mailboxEnded(attempt, outcome) {
	const message = attempts.message[attempt];
	const consumer = messages.consumer[message];
	const edge = consumers.edge[consumer];
	countDeliveryEnd(edge, outcome);
	endInHand(consumer, attempt);
	if ((messages.flags[message] & 2) !== 0) {
		if ((messages.flags[message] & 4) !== 0 && outcome < 2) countDuplicate(queues.backlog[messages.queue[message]]);
		disown(message);
		retire(message);
		return;
	}
	const failed = outcome >= 2;
	messages.phase[message] = 3;
	sampleDelay(edge, failed ? 3 : 2);
	registers[1] = registers[0] + registers[2];
	const how = failed ? settlementAfterFailure(consumer) : 0;
	messages.held[message] = schedule(17, message, how) + 1;
}
function settlementAfterFailure(consumer) {
	const onFailure = consumers.onFailure[consumer];
	if (onFailure === 0) return 1;
	return onFailure === 1 ? 2 : 3;
}
/** A settlement has reached the broker. */
function settleArrives(message, how) {
	const queue = messages.queue[message];
	registers[3] = registers[0] - messages.dispatchedAt[message];
	record$1(edgeHistogram(consumers.edge[messages.consumer[message]]));
	disown(message);
	if (how === 1) comeBack(message);
	else {
		endMessage(message, how === 0 ? 0 : how === 2 ? 1 : 3);
		retire(message);
	}
	dispatchQueue(queue);
}
/** A message returns to its original place in its queue, unless it came back too often. */
function comeBack(message) {
	const queue = messages.queue[message];
	const limit = queues.deliveryLimit[queue];
	const returns = ++messages.returns[message];
	if (limit > 0 && returns >= limit) {
		endMessage(message, 1);
		retire(message);
		return;
	}
	linkReady(queue, message, originalPlace(queue, message));
	queues.returned[queue] = message + 1;
}
/** A message copy ends for its queue. */
function endMessage(message, ending) {
	const queue = messages.queue[message];
	const backlog = queues.backlog[queue];
	touchBacklog(backlog);
	lowerBacklog(backlog, ending, 1);
	countStay(backlog, messages.publishedAt[message]);
	leaveLedger(queue, message);
	messages.flags[message] |= 2;
	const oldest = queues.oldest[queue];
	if (oldest !== 0) backlogs.oldestAt[backlog] = messages.publishedAt[oldest - 1];
}
/** Nothing refers to a message any more. */
function retire(message) {
	const request = messages.request[message];
	messages.phase[message] = 4;
	freeRow(messages.marks, messages.next, message);
	settleTo(request);
	releaseRequest(request);
}
/** Calls off what is on the way from or to the broker for a message. */
function callOff(message) {
	cancel(messages.held[message] - 1);
	messages.held[message] = 0;
}
// simulation/primitives/mailbox-outage.ts
function connect(consumer, connected) {
	const before = hasRoom(consumer);
	consumers.connected[consumer] = connected;
	const after = hasRoom(consumer);
	if (before !== after) queues.roomy[consumers.home[consumer]] += after ? 1 : -1;
}
/** The instance of a consumer has crashed, its station's work included. */
function queueConsumerCrashed(consumer) {
	connect(consumer, 0);
	for (let link = consumers.firstOwned[consumer]; link !== 0;) {
		const message = link - 1;
		link = messages.after[message];
		if (messages.phase[message] === 3) continue;
		if (messages.phase[message] === 1) callOff(message);
		else loseInHand(consumer, messages.held[message] - 1);
		countDeliveryEnd(consumers.edge[consumer], 13);
		disown(message);
		if ((messages.flags[message] & 2) !== 0) retire(message);
		else comeBack(message);
	}
	follow(74, consumers.home[consumer], 0);
}
/** The instance of a consumer is back and connects, if its broker is there. */
function queueConsumerRestarted(consumer, brokerUp) {
	if (!brokerUp) return;
	connect(consumer, 1);
	follow(74, consumers.home[consumer], 0);
}
/** A mailbox broker has crashed: connections are lost, and queues that are not durable. */
function mailboxCrashed(node) {
	const first = brokers.firstQueue[node];
	for (let queue = first; queue < first + brokers.queueCount[node]; queue++) {
		const from = queues.firstConsumer[queue];
		for (let at = 0; at < queues.consumerCount[queue]; at++) connect(from + at, 0);
		for (let link = queues.oldest[queue]; link !== 0;) {
			const message = link - 1;
			link = messages.newer[message];
			if (messages.phase[message] !== 0) takeBack(queue, message);
		}
		if (queues.durable[queue] === 0) loseAll(queue);
	}
}
/** Ends the delivery of a message that its consumer still has, and returns it to the ready list. */
function takeBack(queue, message) {
	const consumer = messages.consumer[message];
	const edge = consumers.edge[consumer];
	const phase = messages.phase[message];
	if (phase === 3) {
		if (events.b[messages.held[message] - 1] === 0 && queues.durable[queue] === 1) countDuplicate(queues.backlog[queue]);
	}
	if (phase === 1) countDeliveryEnd(edge, 13);
	if (phase === 2) leaveToConsumer(queue, message);
	else callOff(message);
	disown(message);
	comeBack(message);
}
/** Gives the processing of a message a row of its own: the consumer works on, the queue takes back. */
function leaveToConsumer(queue, message) {
	const processed = allocateRow(messages.marks, messages.next, messages.cap);
	const consumer = messages.consumer[message];
	const attempt = messages.held[message] - 1;
	holdRequest(messages.request[message]);
	messages.queue[processed] = queue;
	messages.request[processed] = messages.request[message];
	messages.operation[processed] = messages.operation[message];
	messages.held[processed] = attempt + 1;
	messages.phase[processed] = 2;
	messages.flags[processed] = queues.durable[queue] === 1 ? 6 : 2;
	attempts.message[attempt] = processed;
	own$1(consumer, processed);
	beginPending(consumers.edge[consumer]);
}
function loseAll(queue) {
	for (let link = queues.oldest[queue]; link !== 0;) {
		const message = link - 1;
		link = messages.newer[message];
		endMessage(message, 4);
		retire(message);
	}
	queues.readyHead[queue] = 0;
	queues.readyTail[queue] = 0;
	queues.ready[queue] = 0;
}
/** A mailbox broker is back: consumers connect and get what is stored. */
function mailboxRestarted(node) {
	const first = brokers.firstQueue[node];
	for (let queue = first; queue < first + brokers.queueCount[node]; queue++) {
		const from = queues.firstConsumer[queue];
		for (let at = 0; at < queues.consumerCount[queue]; at++) if (instances.up[consumers.instance[from + at]] === 1) connect(from + at, 1);
		follow(74, queue, 0);
	}
}
// simulation/primitives/brokers.ts
/** A broker has handled a publish. */
function publishHandled(attempt) {
	if (nodes.primitive[attempts.node[attempt]] === 3) logPublished(attempt);
	else mailboxPublished(attempt);
}
/** The processing of a message or record has ended. */
function deliveryEnded(attempt, outcome) {
	const broker = edges.from[attempts.edge[attempt]];
	if (nodes.primitive[broker] === 3) logEnded(attempt, outcome);
	else mailboxEnded(attempt, outcome);
}
/** An instance has crashed and its station's work has ended: consumers in it, or a broker, are gone. */
function instanceCrashed(instance) {
	for (let link = instances.firstConsumer[instance]; link !== 0;) {
		const consumer = link - 1;
		link = consumers.nextHere[consumer];
		if (consumers.sort[consumer] === 0) queueConsumerCrashed(consumer);
		else memberCrashed(consumers.home[consumer]);
	}
	const node = instances.node[instance];
	if (nodeState.instancesUp[node] > 0) return;
	if (nodes.primitive[node] === 2) mailboxCrashed(node);
	else if (nodes.primitive[node] === 3) logCrashed(node);
}
/** An instance is back. */
function instanceRestarted(instance) {
	for (let link = instances.firstConsumer[instance]; link !== 0;) {
		const consumer = link - 1;
		link = consumers.nextHere[consumer];
		if (consumers.sort[consumer] === 0) {
			const broker = edges.from[consumers.edge[consumer]];
			queueConsumerRestarted(consumer, nodeState.instancesUp[broker] > 0);
		} else memberRestarted(consumers.home[consumer]);
	}
	const node = instances.node[instance];
	if (nodeState.instancesUp[node] !== 1) return;
	if (nodes.primitive[node] === 2) mailboxRestarted(node);
	else if (nodes.primitive[node] === 3) logRestarted(node);
}
/**
* Messages that a broker's queues hold, or records that its groups have still to process. What is
* processed and not committed is not in it: commits come in steps, which are no starvation.
*/
function backlogOf(node) {
	let sum = 0;
	if (nodes.primitive[node] === 2) {
		const first = brokers.firstQueue[node];
		for (let queue = first; queue < first + brokers.queueCount[node]; queue++) sum += backlogs.level[queues.backlog[queue]];
	} else if (nodes.primitive[node] === 3) eachCursor(node, (cursor, partition) => {
		sum += partitions.end[partition] - cursors.finished[cursor];
	});
	return sum;
}
/** Age of the oldest message in `backlogOf`, ms; 0 when there is none. */
function oldestAgeOf(node) {
	let age = 0;
	if (nodes.primitive[node] === 2) {
		const first = brokers.firstQueue[node];
		for (let queue = first; queue < first + brokers.queueCount[node]; queue++) age = Math.max(age, backlogAge(queues.backlog[queue]));
	} else if (nodes.primitive[node] === 3) eachCursor(node, (cursor) => {
		const record = cursors.finishedRecord[cursor];
		if (record !== 0) age = Math.max(age, registers[0] - records.appendedAt[record - 1]);
	});
	return age;
}
function eachCursor(node, visit) {
	const first = brokers.firstGroup[node];
	for (let group = first; group < first + brokers.groupCount[node]; group++) for (let at = 0; at < brokers.partitionCount[node]; at++) visit(groups.firstCursor[group] + at, brokers.firstPartition[node] + at);
}
/**
* Checks of a broker's backlogs: conservation (what the totals say is left against what stands
* there) and Little's law (integral of the level against stays of the messages). `names` are those
* of its queues or groups, in order of rows.
*/
function checkBroker(node, id, names) {
	return names.flatMap((name, at) => {
		const isLog = nodes.primitive[node] === 3;
		const row = (isLog ? brokers.firstGroup[node] : brokers.firstQueue[node]) + at;
		const backlog = isLog ? groups.backlog[row] : queues.backlog[row];
		touchBacklog(backlog);
		const standing = isLog ? uncommitted(node, row) : stored(row);
		const entity = `${id}/${name}`;
		const stays = backlogs.stays[backlog] + standing.stays;
		return [checkOf(entity, "little", backlogs.levelTime[backlog], stays), checkOf(entity, "conservation", expectedBacklog(backlog), standing.count)];
	});
}
function checkOf(entity, law, left, right) {
	return {
		entity,
		law,
		left,
		right,
		difference: Math.abs(left - right) / Math.max(Math.abs(left), 1e-12)
	};
}
/** Messages in the ready list and, apart from them, in delivery to each consumer of a queue. */
function stored(queue) {
	let count = 0;
	let stays = 0;
	for (let link = queues.readyHead[queue]; link !== 0; link = messages.after[link - 1]) {
		count++;
		stays += stayedSince(messages.publishedAt[link - 1]);
	}
	for (let link = queues.oldest[queue]; link !== 0; link = messages.newer[link - 1]) {
		if (messages.phase[link - 1] === 0) continue;
		count++;
		stays += stayedSince(messages.publishedAt[link - 1]);
	}
	return {
		count,
		stays
	};
}
/** Records in the chains of a group's partitions from the first uncommitted one on. */
function uncommitted(node, group) {
	let count = 0;
	let stays = 0;
	for (let at = 0; at < brokers.partitionCount[node]; at++) {
		const first = cursors.committedRecord[groups.firstCursor[group] + at];
		for (let link = first; link !== 0; link = records.next[link - 1]) {
			count++;
			stays += stayedSince(records.appendedAt[link - 1]);
		}
	}
	return {
		count,
		stays
	};
}
// simulation/engine/compile-brokers.ts
const ON_FAILURE = {
	requeue: 0,
	deadLetter: 1,
	drop: 2
};
/** How many rows of each table are in use while they are filled. */
var BrokerFilling = class {
	program;
	queue = 0;
	binding = 0;
	partition = 0;
	group = 0;
	cursor = 0;
	member = 0;
	consumer = 0;
	route = 0;
	backlog = 0;
	constructor(program) {
		this.program = program;
	}
	/** Null or the name of the table that is too small. */
	fill() {
		this.numberOperations();
		if (!brokers.occupy(this.program.nodes.length)) return "brokers";
		for (const [node, { descriptor }] of this.program.nodes.entries()) if (descriptor.primitive === "mailbox") {
			const cap = this.fillMailbox(node, descriptor.mailbox);
			if (cap !== null) return cap;
		} else if (descriptor.primitive === "log") {
			const cap = this.fillLog(node, descriptor.log);
			if (cap !== null) return cap;
		}
		return null;
	}
	/** Numbers the operations of each node from 0 on. */
	numberOperations() {
		const { operationNames } = this.program.index;
		published.occupy(operationNames.length);
		const next = this.program.nodes.map(() => 0);
		for (const [row, { node }] of operationNames.entries()) {
			const position = next[node] ?? 0;
			published.position[row] = position;
			next[node] = position + 1;
		}
	}
	operationsOf(node) {
		return this.program.index.operationNames.filter((operation) => operation.node === node).map(({ name }) => name);
	}
	fillMailbox(node, mailbox) {
		const names = backlogNamesOf(this.program, node);
		const operations = this.operationsOf(node);
		brokers.firstQueue[node] = this.queue;
		brokers.queueCount[node] = names.length;
		for (const name of names) {
			const subscriptions = subscriptionsOf(this.program, node, name);
			const queue = this.queue++;
			if (!queues.occupy(this.queue)) return queues.name;
			if (!bindings.occupy(this.binding + operations.length)) return bindings.name;
			queues.backlog[queue] = this.openBacklog(node);
			queues.readyMax[queue] = mailbox.queueLengthMax ?? 2147483647;
			queues.rejects[queue] = mailbox.rejectWhenFull ? 1 : 0;
			queues.durable[queue] = mailbox.durable ? 1 : 0;
			queues.deliveryLimit[queue] = mailbox.deliveryLimit === null ? 0 : Math.max(1, mailbox.deliveryLimit);
			queues.firstBinding[queue] = this.binding;
			for (const operation of operations) {
				const keys = subscriptions.map(({ values }) => values.routingKey ?? name);
				bindings.bound[this.binding++] = !mailbox.direct || keys.includes(operation) ? 1 : 0;
			}
			queues.firstConsumer[queue] = this.consumer;
			for (const subscription of subscriptions) {
				const cap = this.addConsumers(node, subscription, 0, () => queue);
				if (cap !== null) return cap;
			}
			queues.consumerCount[queue] = this.consumer - queues.firstConsumer[queue];
		}
		return null;
	}
	fillLog(node, log) {
		const names = backlogNamesOf(this.program, node);
		brokers.firstPartition[node] = this.partition;
		brokers.partitionCount[node] = log.partitions;
		brokers.byKey[node] = log.byKey ? 1 : 0;
		brokers.firstGroup[node] = this.group;
		brokers.groupCount[node] = names.length;
		if (!partitions.occupy(this.partition + log.partitions)) return partitions.name;
		for (const name of names) {
			const group = this.group++;
			if (!groups.occupy(this.group)) return groups.name;
			if (!cursors.occupy(this.cursor + log.partitions)) return cursors.name;
			groups.node[group] = node;
			groups.backlog[group] = this.openBacklog(node);
			groups.firstCursor[group] = this.cursor;
			groups.firstMember[group] = this.member;
			for (let at = 0; at < log.partitions; at++) {
				cursors.group[this.cursor] = group;
				cursors.partition[this.cursor++] = this.partition + at;
			}
			for (const subscription of subscriptionsOf(this.program, node, name)) {
				const cap = this.addConsumers(node, subscription, 1, (consumer) => this.addMember(group, consumer, subscription.values));
				if (cap !== null) return cap;
			}
			groups.memberCount[group] = this.member - groups.firstMember[group];
			startGroup(group);
		}
		this.partition += log.partitions;
		return null;
	}
	openBacklog(node) {
		backlogs.occupy(this.backlog + 1);
		backlogs.node[this.backlog] = node;
		return this.backlog++;
	}
	addMember(group, consumer, values) {
		const member = this.member++;
		members$1.occupy(this.member);
		members$1.group[member] = group;
		members$1.consumer[member] = consumer;
		members$1.joined[member] = 1;
		members$1.sessionTimeoutMs[member] = values.sessionTimeoutMs ?? 0;
		members$1.commitIntervalMs[member] = values.commitIntervalMs ?? 0;
		members$1.pollRecordsMax[member] = values.maxPollRecords ?? 2147483647;
		return member;
	}
	/** One consumer per instance of an edge's consumer; `homeOf` gives what it takes from. */
	addConsumers(node, subscription, sort, homeOf) {
		const { edge, resolved, to, values } = subscription;
		const target = this.program.index.nodeOf(resolved.to);
		const firstRoute = this.route;
		const operations = this.operationsOf(node);
		if (!routes.occupy(firstRoute + operations.length)) return routes.name;
		for (const operation of operations) routes.operation[this.route++] = this.program.index.operationOf(target, operation);
		if (!consumers.occupy(this.consumer + to.instanceCount)) return consumers.name;
		for (let at = 0; at < to.instanceCount; at++) {
			const consumer = this.consumer++;
			const instance = to.firstInstance + at;
			consumers.sort[consumer] = sort;
			consumers.home[consumer] = homeOf(consumer);
			consumers.edge[consumer] = edge;
			consumers.instance[consumer] = instance;
			consumers.firstRoute[consumer] = firstRoute;
			consumers.onFailure[consumer] = ON_FAILURE[values.onFailure ?? "drop"];
			consumers.autoAck[consumer] = values.ack === "auto" ? 1 : 0;
			consumers.connected[consumer] = 1;
			consumers.nextHere[consumer] = instances.firstConsumer[instance];
			instances.firstConsumer[instance] = consumer + 1;
		}
		return null;
	}
};
function nameOf({ resolved, values }) {
	return values.queue ?? values.group ?? resolved.to;
}
function subscriptionsOf(program, node, name) {
	const found = [];
	for (const [edge, resolved] of program.scenario.edges.entries()) {
		if (resolved.sort !== "deliver" || program.index.nodeOf(resolved.from) !== node) continue;
		const to = program.nodes[program.index.nodeOf(resolved.to)];
		if (!to) continue;
		const subscription = {
			edge,
			resolved,
			values: resolved.values,
			to
		};
		if (name === void 0 || nameOf(subscription) === name) found.push(subscription);
	}
	return found;
}
/** Names of a broker's queues or groups, in order of their rows. */
function backlogNamesOf(program, node) {
	return [...new Set(subscriptionsOf(program, node).map(nameOf))].sort();
}
/** Rows of all brokers of a fresh run. Null or the name of the table that is too small. */
function compileBrokers(program) {
	const cap = new BrokerFilling(program).fill();
	if (cap === null) tuneBrokers(program);
	return cap;
}
/** What may change while a run goes on: prefetch and concurrency of consumers. */
function tuneBrokers(program) {
	for (let consumer = 0; consumer < consumers.highWater; consumer++) {
		const values = program.scenario.edges[consumers.edge[consumer]]?.values;
		const isLog = consumers.sort[consumer] === 1;
		consumers.prefetch[consumer] = values?.prefetch ?? 0;
		consumers.concurrency[consumer] = values?.concurrency ?? (isLog ? 2147483647 : 0);
	}
	for (let queue = 0; queue < queues.highWater; queue++) {
		const first = queues.firstConsumer[queue];
		queues.roomy[queue] = 0;
		for (let at = 0; at < queues.consumerCount[queue]; at++) if (hasRoom(first + at)) queues.roomy[queue]++;
	}
}
// simulation/engine/brokers.ts
function dispatchBrokerEvent(kind, a, b) {
	switch (kind) {
		case 16:
			deliveryArrives(a);
			break;
		case 17:
			settleArrives(a, b);
			break;
		case 18:
			fetchArrives(a);
			break;
		case 19:
			commitTick(a);
			break;
		case 20:
			rebalance(a);
			break;
		default: throw new Error(`No handler for event ${kind}`);
	}
}
function dispatchBrokerTransition(kind, a, b) {
	switch (kind) {
		case 73:
			publishHandled(a);
			break;
		case 74:
			dispatchQueue(a);
			break;
		case 71:
			slotFree(a);
			break;
		case 72:
			deliveryEnded(a, b);
			break;
		default: throw new Error(`No handler for transition ${kind}`);
	}
}
function restartBrokers() {
	restartBacklogs();
}
function touchBrokers() {
	touchBacklogs();
}
/** Names of queues or groups by node, of the program that was filled in last. */
let names = [];
/** Rows of a fresh run, or new parameters of the present one. Null or the cap that was hit. */
function fillBrokers(program, fresh) {
	if (fresh) {
		names = program.nodes.map((_, node) => backlogNamesOf(program, node));
		return compileBrokers(program);
	}
	tuneBrokers(program);
	for (let queue = 0; queue < queues.highWater; queue++) follow(74, queue, 0);
	for (let instance = 0; instance < instances.highWater; instance++) if (instances.firstConsumer[instance] !== 0) follow(71, instance, 0);
	return null;
}
/** Totals of the queues or groups of a broker, null for other nodes. All must be up to date. */
function queueResultsOf(node, periodMs) {
	const primitive = nodes.primitive[node];
	if (primitive !== 2 && primitive !== 3) return null;
	const results = {};
	names[node]?.forEach((name, at) => {
		results[name] = reportBacklog(primitive === 3 ? groups.backlog[brokers.firstGroup[node] + at] : queues.backlog[brokers.firstQueue[node] + at], periodMs);
	});
	return results;
}
/** Conservation of messages in the queues or groups of a broker; none for other nodes. */
function brokerChecksOf(node, id) {
	const primitive = nodes.primitive[node];
	if (primitive !== 2 && primitive !== 3) return [];
	return checkBroker(node, id, names[node] ?? []);
}
/** Brokers keep no histograms of their own. */
function brokerHistograms(_program) {
	return 0;
}
const crashListeners = {
	crashed: instanceCrashed,
	restarted: instanceRestarted
};
// simulation/engine/derive.ts
function rowsOf$1(type, kinds) {
	const rows = [];
	const last = type > 0 ? type : typeState.highWater - 1;
	for (let t = type > 0 ? type : 1; t <= last; t++) for (const which of kinds) rows.push(typeHistogram(t, which));
	return Int32Array.from(rows);
}
/** Histograms that together hold the latencies of ok and degraded requests; type 0 is "all". */
function latencyRows(type) {
	return rowsOf$1(type, [0]);
}
/** Histograms that together hold the latencies of all finished requests. */
function latencyAllRows(type) {
	return rowsOf$1(type, [0, 1]);
}
/** Histograms that together hold the times until requests were settled. */
function settledRows(type) {
	return settlesLater$1() ? rowsOf$1(type, [2]) : latencyAllRows(type);
}
/** Histograms of a node's waits. */
function waitRows(node) {
	return Int32Array.of(2 * node);
}
/** Histograms of a node's latencies. */
function nodeLatencyRows(node) {
	return Int32Array.of(2 * node + 1);
}
/** Histograms of an edge's latencies. */
function edgeLatencyRows(edge) {
	return Int32Array.of(edgeHistogram(edge));
}
function countOf$1(rows) {
	let count = 0;
	for (const row of rows) count += windowCountOf(row);
	return count;
}
/** Completes the present window of all nodes, edges and request types. */
function deriveWindow() {
	const elapsed = registers[0] - registers[7];
	for (let node = 0; node < nodes.highWater; node++) deriveNode(node, elapsed);
	for (let edge = 0; edge < edges.highWater; edge++) deriveEdge(edge, elapsed);
	for (let type = 1; type < typeState.highWater; type++) deriveType(type);
}
/** Share of a window below which an integral is the rounding of the sums it is made of. */
const ROUNDING = 1e-13;
/** Integral of a level over the window: its value now times the window, and the sum of changes. */
function integral(sum, level, elapsed) {
	const value = sum + elapsed * level;
	return Math.abs(value) < ROUNDING * registers[0] ? 0 : value;
}
function deriveNode(node, elapsed) {
	const m = node * NODE_METERS;
	const meter = nodeMeter;
	const completions = countOf$1(nodeLatencyRows(node));
	meter[m + 2] = completions;
	meter[m + 3] = completions - meter[m + 13];
	meter[m + 30 + 0] = completions - meter[m + 27];
	meter[m + 5] = meter[m + 28];
	meter[m + 11] = windowCountOf(2 * node);
	const queue = integral(nodeState.queuedTime[node], nodeState.queued[node], elapsed);
	const working = integral(nodeState.workingTime[node], nodeState.working[node], elapsed);
	const blocked = integral(nodeState.blockedTime[node], nodeState.blocked[node], elapsed);
	const away = integral(nodeState.awayTime[node], nodeState.away[node], elapsed);
	meter[m + 6] = queue;
	meter[m + 8] = working;
	meter[m + 7] = working + blocked;
	meter[m + 10] = queue + working + blocked + away;
	meter[m + 9] = nodeState.slotTime[node] + elapsed * nodeState.slots[node];
}
function deriveEdge(edge, elapsed) {
	const m = edge * EDGE_METERS;
	const meter = edgeMeter;
	meter[m + 0] = meter[m + 1] - meter[m + 2] + meter[m + 9];
	meter[m + 5] = edgeState.pendingTime[edge] + elapsed * edgeState.pending[edge];
	meter[m + 6] = edgeState.openTime[edge] + elapsed * edgeState.open[edge];
	const sort = edges.sort[edge];
	if (sort !== 0 && sort !== 1 || edges.oneWay[edge] === 1) return;
	let ended = -meter[m + 10];
	for (let o = 0; o < OUTCOME_COUNT; o++) ended += meter[m + 11 + o];
	nodeMeter[edges.to[edge] * NODE_METERS + 5] += ended;
}
function deriveType(type) {
	const m = type * TYPE_METERS;
	const meter = typeMeter;
	meter[m + 1] = meter[m + 7 + 0] - meter[m + 6];
	meter[m + 2] = meter[m + 3] - meter[m + 4] + meter[m + 5];
}
// simulation/engine/windows.ts
const TYPE_QUANTILES = Float64Array.of(.5, .9, .95, .99);
const NODE_QUANTILES = Float64Array.of(.5, .95, .99);
const EDGE_QUANTILES = Float64Array.of(.5, .99);
let layout = {
	windowMs: 1,
	typeIds: ["all"],
	nodeIds: [],
	edgeIds: []
};
let rowLength = 0;
let series = /* @__PURE__ */ new Float64Array(0);
let rows = 0;
const quantiles = /* @__PURE__ */ new Float64Array(8);
/** Number of the first histogram of brokers, after those of nodes, edges and types. */
function histogramCount(of) {
	return 2 * of.nodeIds.length + of.edgeIds.length + 3 * of.typeIds.length;
}
/** Starts an empty series for a run of `expected` windows. False when histograms run out. */
function openSeries(of, expected, brokerHistograms) {
	layout = of;
	rowLength = rowLengthOf(of);
	rows = 0;
	const needed = (expected + 1) * rowLength;
	if (series.length < needed) series = new Float64Array(needed);
	openMeters(of.nodeIds.length, of.edgeIds.length, of.typeIds.length);
	typeState.occupy(of.typeIds.length);
	return openHistograms(histogramCount(of) + brokerHistograms);
}
function seriesRows() {
	return rows;
}
/** A copy of the rows from `from` on. */
function copyRows(from) {
	return series.slice(from * rowLength, rows * rowLength);
}
/** Writes whole rows, back to back, over those from row `at` on. */
function putRows(at, values) {
	while (at * rowLength + values.length > series.length) grow();
	series.set(values, at * rowLength);
}
/** Puts the end of the series after its first `count` rows. */
function cutSeries(count) {
	rows = count;
}
/** One number of the series. */
function seriesAt(row, column) {
	return series[row * rowLength + column];
}
/** Completes the present window, so that everything that is measured can be read. */
function touchAll() {
	deriveWindow();
	touchBrokers();
}
/** The warm-up is over: totals start here. */
function beginPeriod() {
	touchAll();
	control.f64[0] = registers[0];
	beginSharedPeriod();
	restartMeters();
	restartTotals();
	restartBrokers();
	for (let node = 0; node < nodes.highWater; node++) {
		shareQueue(node);
		nodeState.maxQueued[node] = nodeState.queued[node];
		nodeState.maxPresent[node] = nodeState.present[node];
		nodeState.presentAtStart[node] = nodeState.present[node];
	}
	restartLoad();
	nodeState.queueShare.fill(0, 0, nodes.highWater * 64);
	for (let type = 0; type < typeState.highWater; type++) typeState.inFlightAtStart[type] = typeState.inFlight[type];
}
/** Ends the present window at the present time. */
function closeSeriesWindow() {
	touchAll();
	const elapsed = registers[0] - registers[7];
	if (elapsed <= 0) return;
	if ((rows + 1) * rowLength > series.length) grow();
	const start = rows * rowLength;
	series[start] = registers[0];
	let at = start + 1;
	for (let type = 0; type < layout.typeIds.length; type++) at = writeType(type, at);
	for (let node = 0; node < layout.nodeIds.length; node++) at = writeNode(node, at, elapsed);
	for (let edge = 0; edge < layout.edgeIds.length; edge++) at = writeEdge(edge, at, elapsed);
	rows++;
	closeMeterWindow();
	reopenLevels(nodes.highWater);
	edgeState.pendingTime.fill(0, 0, edges.highWater);
	edgeState.openTime.fill(0, 0, edges.highWater);
	registers[7] = registers[0];
	for (let h = 0; h < histogramCount(layout); h++) closeWindow(h);
}
function grow() {
	const larger = new Float64Array(Math.max(series.length * 2, rowLength * 16));
	larger.set(series);
	series = larger;
}
/** Sum of a field over all reported types for "all" (row 0), else the type's own. */
function typeField(type, field) {
	if (type > 0) return typeMeter[type * TYPE_METERS + field];
	let sum = 0;
	for (let t = 1; t < layout.typeIds.length; t++) sum += typeMeter[t * TYPE_METERS + field];
	return sum;
}
function inFlightOf(type) {
	if (type > 0) return typeState.inFlight[type];
	let sum = 0;
	for (let t = 1; t < layout.typeIds.length; t++) sum += typeState.inFlight[t];
	return sum;
}
function writeType(type, start) {
	const h = latencyRows(type);
	let at = start;
	series[at++] = typeField(type, 0);
	for (let o = 0; o < OUTCOME_COUNT; o++) series[at++] = typeField(type, 7 + o);
	series[at++] = typeField(type, 1);
	series[at++] = windowMeanOf(h);
	windowQuantiles(h, TYPE_QUANTILES, series, at);
	at += TYPE_QUANTILES.length;
	series[at++] = inFlightOf(type);
	series[at++] = typeField(type, 2);
	series[at++] = typeField(type, 3);
	return start + TYPE_COLUMNS.length;
}
function writeNode(node, start, elapsed) {
	const m = node * NODE_METERS;
	const meter = nodeMeter;
	let at = start;
	series[at++] = meter[m + 0];
	series[at++] = meter[m + 1];
	series[at++] = meter[m + 2];
	series[at++] = meter[m + 3];
	series[at++] = meter[m + 4];
	series[at++] = meter[m + 5];
	series[at++] = meter[m + 30 + 5];
	series[at++] = meter[m + 30 + 15];
	series[at++] = meter[m + 6] / elapsed;
	series[at++] = nodeState.queued[node];
	series[at++] = meter[m + 7] / elapsed;
	series[at++] = meter[m + 8] / elapsed;
	series[at++] = meter[m + 9] / elapsed;
	series[at++] = meter[m + 10] / elapsed;
	series[at++] = meter[m + 11];
	series[at++] = windowMeanOf(waitRows(node));
	series[at++] = meter[m + 29];
	series[at++] = meter[m + 14];
	windowQuantiles(nodeLatencyRows(node), NODE_QUANTILES, series, at);
	at += NODE_QUANTILES.length;
	series[at++] = nodeState.instancesUp[node];
	series[at++] = meter[m + 17];
	series[at++] = meter[m + 20];
	series[at++] = meter[m + 21];
	series[at++] = meter[m + 22];
	series[at++] = meter[m + 23];
	series[at++] = meter[m + 24] + meter[m + 25];
	series[at++] = backlogOf(node);
	series[at++] = oldestAgeOf(node);
	return start + NODE_COLUMNS.length;
}
function writeEdge(edge, start, elapsed) {
	const m = edge * EDGE_METERS;
	const meter = edgeMeter;
	const h = edgeLatencyRows(edge);
	let failed = 0;
	for (let o = 2; o < OUTCOME_COUNT; o++) failed += meter[m + 11 + o];
	let at = start;
	series[at++] = meter[m + 0];
	series[at++] = meter[m + 1];
	series[at++] = meter[m + 11] + meter[m + 11 + 1];
	series[at++] = failed;
	series[at++] = meter[m + 2];
	series[at++] = meter[m + 11 + 2];
	series[at++] = meter[m + 3];
	series[at++] = meter[m + 4];
	series[at++] = windowMeanOf(h);
	windowQuantiles(h, EDGE_QUANTILES, quantiles, 0);
	series[at++] = quantiles[0];
	series[at++] = quantiles[1];
	series[at++] = meter[m + 5] / elapsed;
	const callers = edges.sort[edge] === 2 ? 0 : edges.rowCount[edge];
	series[at++] = callers > 0 ? meter[m + 6] / elapsed / callers : 0;
	return start + EDGE_COLUMNS.length;
}
/** Calls pending and callers with an open breaker, now. */
function edgePresent(edge) {
	const callers = edges.rowCount[edge];
	return {
		pending: edgeState.pending[edge],
		openRatio: callers > 0 ? edgeState.open[edge] / callers : 0
	};
}
// simulation/engine/checkpoint.ts
/** The rows of the present series that stand in pieces. */
let present = null;
/** The series has been emptied. */
function forgetPieces() {
	present = null;
}
function saveSeries() {
	const rows = seriesRows();
	const from = present?.rows ?? 0;
	if (rows === from) return present;
	const values = copyRows(from);
	const bytes = values.byteLength + (present?.bytes ?? 0);
	present = {
		before: present,
		rows,
		values,
		bytes
	};
	return present;
}
/** Brings the series to the end of `wanted`; what both histories share is not written again. */
function restoreSeries(wanted) {
	const missing = [];
	let mine = present;
	let theirs = wanted;
	while (mine !== theirs) if ((mine?.rows ?? 0) > (theirs?.rows ?? 0)) mine = mine?.before ?? null;
	else {
		if (theirs) missing.push(theirs);
		theirs = theirs?.before ?? null;
	}
	for (const { before, values } of missing.reverse()) putRows(before?.rows ?? 0, values);
	cutSeries(wanted?.rows ?? 0);
	present = wanted;
}
function copyState() {
	return {
		memory: saveMemory(),
		registers: registers.slice(),
		exhausted: exhausted[0]
	};
}
function putState(copy) {
	restoreMemory(copy.memory);
	registers.set(copy.registers);
	exhausted[0] = copy.exhausted;
}
/** A saved run; `position` is what its owner knows of it beside the columns. */
var SavedRun = class {
	atMs;
	events;
	position;
	series;
	state;
	constructor(atMs, events, position) {
		this.atMs = atMs;
		this.events = events;
		this.position = position;
		this.state = copyState();
		this.series = saveSeries();
	}
	/** Bytes of its copies; the series, which it shares with others, is not counted. */
	get bytes() {
		return this.state.memory.bytes + this.state.registers.byteLength;
	}
	/** Makes its state the present one. */
	putBack() {
		putState(this.state);
		restoreSeries(this.series);
	}
};
/** Calls `look` and puts the state back as it was: what looks on may bring integrals up to date. */
function undisturbed(look) {
	const copy = copyState();
	const seen = look();
	putState(copy);
	return seen;
}
// simulation/engine/checkpoint-list.ts
var CheckpointList = class {
	keeping = null;
	entries = [];
	spacing = 0;
	/** Starts anew with these settings; null keeps none. */
	configure(keeping) {
		this.keeping = keeping;
		this.clear();
	}
	/** Forgets what is kept: another run begins. */
	clear() {
		this.entries = [];
		this.spacing = this.keeping?.everyWindows ?? 0;
	}
	/** Whether a checkpoint is wanted now that `window` windows have ended. */
	wants(window) {
		const last = this.entries.at(-1);
		return this.spacing > 0 && window % this.spacing === 0 && (last === void 0 || last.window < window);
	}
	add(window, saved) {
		this.entries.push({
			window,
			saved
		});
		const most = this.keeping?.maxBytes ?? 0;
		while (this.entries.length > 0 && this.bytes() > most) {
			this.spacing *= 2;
			this.entries = this.entries.filter((entry) => entry.window % this.spacing === 0);
		}
	}
	/** Bytes of all copies and of the series they share. */
	bytes() {
		const series = this.entries.at(-1)?.saved.series?.bytes ?? 0;
		return this.entries.reduce((sum, { saved }) => sum + saved.bytes, series);
	}
	all() {
		return this.entries.map(({ saved }) => saved);
	}
	/** The last one at or before a time, ms. */
	nearest(atMs) {
		return this.entries.findLast(({ saved }) => saved.atMs <= atMs)?.saved ?? null;
	}
	/** The run takes another course from here: what lies beyond did not happen. */
	cutAfter(atMs, events) {
		this.entries = this.entries.filter(({ saved }) => saved.atMs <= atMs && saved.events <= events);
	}
};
// simulation/engine/fill-faults.ts
const EFFECTS = /* @__PURE__ */ new Set([
	"slow",
	"crash",
	"errors",
	"latency"
]);
function amountOf(values) {
	return values.factor ?? values.ratio ?? values.addMs ?? 1;
}
function faultsOf(program) {
	return program.scenario.faults.flatMap((fault) => {
		if (!EFFECTS.has(fault.kind)) return [];
		return [compileFault(program, fault)];
	});
}
function compileFault(program, fault) {
	const values = fault.values;
	const targets = fault.targets.map((target) => {
		if ("edge" in target) return { edge: program.index.edgeOf(target.edge) };
		const node = program.index.nodeOf(target.node);
		const { instances } = target;
		if (instances === "all") return {
			node,
			instances
		};
		return "random" in instances ? {
			node,
			random: instances.random
		} : {
			node,
			instances
		};
	});
	return {
		id: fault.id,
		effect: fault.kind,
		atMs: fault.atMs,
		endMs: fault.atMs + fault.forMs,
		rampMs: fault.rampMs,
		enabled: fault.enabled,
		amount: amountOf(values),
		blackhole: values.mode === "blackhole",
		targets
	};
}
// simulation/engine/fill-nodes.ts
const PRIMITIVES = {
	source: 0,
	station: 1,
	mailbox: 2,
	log: 3
};
const DISCIPLINES = {
	fifo: 0,
	lifo: 1,
	priority: 2,
	random: 3,
	ps: 4,
	codel: 5
};
/** Parameters of all nodes; with `fresh` their present is set up too. Null or the cap that was hit. */
function fillNodes(program, fresh) {
	const count = program.nodes.length;
	const last = program.nodes.at(-1);
	const instanceCount = last ? last.firstInstance + last.instanceCount : 0;
	if (!nodes.occupy(count) || !nodeState.occupy(count)) return "nodes";
	if (!instances.occupy(instanceCount) || !levels.occupy(instanceCount * 16)) return "instances";
	if (!sharing.occupy(instanceCount) || !codel.occupy(instanceCount)) return "instances";
	program.nodes.forEach((node, row) => {
		nodes.primitive[row] = PRIMITIVES[node.descriptor.primitive];
		nodes.firstInstance[row] = node.firstInstance;
		nodes.instanceCount[row] = node.instanceCount;
		if (node.descriptor.primitive === "source") fillSourceNode(row);
		else fillStation(program, row, node.descriptor.station);
		nodes.weighted[row] = differInWeight(node) ? 1 : 0;
		if (fresh) openNode(row, node);
		else resizeSlots(row, node);
	});
	return null;
}
function fillSourceNode(row) {
	nodes.slots[row] = UNLIMITED;
	nodes.queueMax[row] = UNLIMITED;
	fillAdmission(row, []);
}
function fillStation(program, row, station) {
	const { breakdowns, polling, bulk } = station;
	const shares = station.discipline === "ps";
	nodes.discipline[row] = DISCIPLINES[station.discipline];
	nodes.mode[row] = modeOf(station);
	fillAdmission(row, station.acceptRatios);
	nodes.sharedQueue[row] = station.sharedQueue && !shares ? 1 : 0;
	nodes.slots[row] = station.slots ?? 2147483647;
	nodes.queueMax[row] = station.queueLengthMax === null ? UNLIMITED : shares ? 0 : station.queueLengthMax;
	nodes.shareMax[row] = station.queueLengthMax ?? 2147483647;
	nodes.endpointDelayMs[row] = station.endpointDelayMs;
	if (breakdowns !== null) {
		nodes.uptime[row] = program.index.distribution(breakdowns.every, "ms");
		nodes.repairTime[row] = program.index.distribution(breakdowns.for, "ms");
	}
	if (polling !== null) nodes.sleep[row] = program.index.distribution(polling.sleepMs, "ms");
	nodes.bulkMax[row] = bulk?.max ?? 1;
	nodes.bulkMin[row] = bulk?.min ?? 1;
	nodes.codelTargetMs[row] = station.codelTargetMs;
	nodes.codelIntervalMs[row] = station.codelIntervalMs;
}
function modeOf(station) {
	return (station.discipline === "ps" ? 1 : 0) | (station.discipline === "codel" ? 32 : 0) | (station.preemptive ? 2 : 0) | (station.breakdowns === null ? 0 : 4) | (station.polling === null ? 0 : 8) | (station.bulk === null ? 0 : 16);
}
/** Whether balancing has to look at weights at all. */
function differInWeight({ descriptor, instanceCount }) {
	if (descriptor.primitive === "source") return false;
	const weights = descriptor.station.instanceWeight.slice(0, instanceCount);
	return weights.some((weight) => weight !== weights[0]);
}
/** Ratios are appended in order of nodes, so a live change finds them where they were. */
function fillAdmission(row, ratios) {
	const first = row === 0 ? 0 : nodes.firstRatio[row - 1] + nodes.ratioCount[row - 1];
	nodes.firstRatio[row] = first;
	nodes.ratioCount[row] = ratios.length;
	if (!admissions.occupy(first + ratios.length)) {
		admissions.exhaust();
		return;
	}
	ratios.forEach((ratio, at) => {
		admissions.acceptRatio[first + at] = ratio;
	});
}
/** The entry of an instance in a list whose last entry repeats; 1 where there is none. */
function entryOf(list, at) {
	return list[Math.min(at, list.length - 1)] ?? 1;
}
function fillInstance(node, at) {
	const instance = node.firstInstance + at;
	const station = node.descriptor.primitive === "source" ? null : node.descriptor.station;
	instances.speed[instance] = entryOf(station?.instanceSpeed ?? [], at);
	instances.weight[instance] = entryOf(station?.instanceWeight ?? [], at);
}
function openNode(row, node) {
	setSlots(row, nodes.slots[row] !== UNLIMITED ? nodes.slots[row] * node.instanceCount : 0);
	nodeState.instancesUp[row] = node.instanceCount;
	nodeState.listed[row] = node.instanceCount;
	for (let at = 0; at < node.instanceCount; at++) {
		const instance = node.firstInstance + at;
		instances.node[instance] = row;
		setUsable(instance, row);
		instances.up[instance] = 1;
		instances.listed[instance] = 1;
		fillInstance(node, at);
		instances.slowFactor[instance] = 1;
		instances.queue[instance] = nodes.sharedQueue[row] === 1 ? node.firstInstance : instance;
	}
}
/** New numbers of slots and speeds for a live change; running work is not touched. */
function resizeSlots(row, node) {
	let working = 0;
	for (let at = 0; at < node.instanceCount; at++) {
		const instance = node.firstInstance + at;
		if (instances.up[instance] === 1 && instances.broken[instance] === 0) working++;
		setUsable(instance, row);
		fillInstance(node, at);
	}
	setSlots(row, nodes.slots[row] === 2147483647 ? 0 : nodes.slots[row] * working);
}
/** What waits begins where a live change has made room. */
function startWaiting() {
	for (let instance = 0; instance < instances.highWater; instance++) {
		if (instances.up[instance] === 0) continue;
		const node = instances.node[instance];
		fillSlot(instance, node);
	}
}
/** Operations with their stages and calls. Null or the cap that was hit. */
function fillOperations(program) {
	const all = program.graph.operations;
	const stageCount = all.reduce((sum, operation) => sum + operation.stages.length, 0);
	const planCount = all.reduce((sum, { stages: of }) => sum + of.reduce((n, stage) => n + stage.calls.length, 0), 0);
	if (!operations.occupy(all.length)) return "operations";
	if (!stages.occupy(stageCount)) return "stages";
	if (!plans.occupy(planCount)) return "calls of operations";
	let stageRow = 0;
	let planRow = 0;
	all.forEach((operation, row) => {
		fillOperation(program, operation, row);
		operations.firstStage[row] = stageRow;
		operations.stageCount[row] = operation.stages.length;
		for (const stage of operation.stages) {
			stages.firstPlan[stageRow] = planRow;
			stages.planCount[stageRow] = stage.calls.length;
			stages.requires[stageRow] = stage.requires;
			for (const call of stage.calls) fillPlan(program, call, planRow++);
			stages.onlyPlan[stageRow] = isOneCall(stage) ? planRow : 0;
			stageRow++;
		}
	});
	return null;
}
/** A stage of one call that is always made, once. */
function isOneCall({ calls }) {
	const [only, ...more] = calls;
	if (!only || more.length > 0) return false;
	const { probability, count } = only.call;
	return only.choice === 0 && probability >= 1 && count === 1;
}
function isZero(literal) {
	return literal === 0;
}
function fillOperation(program, operation, row) {
	const { index } = program;
	const node = program.nodes[operation.node];
	const work = operation.work;
	operations.node[row] = operation.node;
	operations.service[row] = index.distribution(work?.serviceTime ?? 0, "ms");
	operations.after[row] = work && !isZero(work.afterTime) ? index.distribution(work.afterTime, "ms") : -1;
	operations.afterProbability[row] = work?.afterProbability ?? 1;
	operations.errorRate[row] = work?.errorRate ?? 0;
	const errorTime = work?.errorTime ?? null;
	operations.errorTime[row] = errorTime === null ? -1 : index.distribution(errorTime, "ms");
	operations.priority[row] = work?.priority ?? 0;
	operations.idempotent[row] = work?.idempotent ?? true ? 1 : 0;
	const station = node && node.descriptor.primitive !== "source" ? node.descriptor.station : null;
	operations.blocking[row] = station?.blocking ? 1 : 0;
	const patience = station?.queueTimeout ?? null;
	operations.queueTimeout[row] = patience === null ? -1 : index.distribution(patience, "ms");
}
function fillPlan(program, planned, row) {
	const { call } = planned;
	plans.edge[row] = planned.edge;
	plans.operation[row] = planned.target;
	plans.probability[row] = call.probability;
	plans.choice[row] = planned.choice;
	plans.choiceFrom[row] = planned.from;
	plans.choiceUpTo[row] = planned.upTo;
	const { count } = call;
	plans.count[row] = -1;
	plans.fixedCount[row] = 1;
	plans.toAll[row] = 0;
	plans.parallel[row] = call.parallel ? 1 : 0;
	if (count === "all") {
		const to = program.scenario.edges[planned.edge]?.to ?? "";
		plans.fixedCount[row] = program.nodes[program.index.nodeOf(to)]?.instanceCount ?? 1;
		plans.toAll[row] = 1;
		plans.parallel[row] = 1;
	} else if (typeof count === "number") plans.fixedCount[row] = count;
	else plans.count[row] = program.index.distribution(count, "");
	plans.optional[row] = call.optional ? 1 : 0;
	plans.distinct[row] = call.distinct && call.parallel ? 1 : 0;
}
/** Bit mask of outcome names. */
function maskOf(names, all) {
	return names.reduce((mask, name) => {
		const code = all.indexOf(name);
		return code >= 0 && code < OUTCOME_COUNT ? mask | 1 << code : mask;
	}, 0);
}
// simulation/engine/instance-results.ts
function utilizationOf(node, instance) {
	const slotTime = instanceLoad.slotTime[instance];
	if ((nodes.mode[node] & 1) !== 0) return null;
	if (nodes.slots[node] === 2147483647 || slotTime <= 0) return null;
	return instanceLoad.heldTime[instance] / slotTime;
}
function instanceResultOf(node, instance, periodMs) {
	const shared = nodes.sharedQueue[node] === 1;
	return {
		arrivals: shared ? null : instanceLoad.arrivals[instance],
		utilization: utilizationOf(node, instance),
		queue: { mean: shared ? null : instanceLoad.queuedTime[instance] / periodMs },
		inFlight: { mean: instanceLoad.presentTime[instance] / periodMs }
	};
}
function loadOf(node, periodMs) {
	const first = nodes.firstInstance[node];
	const count = nodes.instanceCount[node];
	const times = nodeLoad.time.subarray(node * 65, (node + 1) * 65);
	const distribution = Array.from(times, (time) => time / periodMs / count);
	while (distribution.length > 1 && distribution.at(-1) === 0) distribution.pop();
	return {
		distribution,
		instances: Array.from({ length: count }, (_, at) => instanceResultOf(node, first + at, periodMs))
	};
}
/** Totals with the load of instances, where the run records it; no part of the digest. */
function withInstanceLoad(totals, program) {
	if (!recordsLoad()) return totals;
	touchLoad();
	const periodMs = Math.max(registers[0] - control.f64[0], 1e-9);
	const found = { ...totals.nodes };
	program.nodes.forEach(({ id }, node) => {
		const result = found[id];
		if (!result || nodes.primitive[node] === 0) return;
		found[id] = {
			...result,
			instanceLoad: loadOf(node, periodMs)
		};
	});
	return {
		...totals,
		nodes: found
	};
}
// simulation/primitives/preemption.ts
/** The least urgent work in progress of an instance (+ 1), the latest among equals; 0 if none. */
function leastUrgent(instance) {
	if (instances.up[instance] === 0 || instances.slots[instance] === 0) return 0;
	let at = instances.workTail[instance];
	while (at !== 0) {
		const phase = attempts.phase[at - 1];
		if (phase === 2 || phase === 5) return at;
		at = attempts.before[at - 1];
	}
	return 0;
}
/** Makes room for an arrival; returns the instance that has it, -1 if nothing gives way to it. */
function displace(attempt, node, instance) {
	const isShared = nodes.sharedQueue[node] === 1;
	const first = isShared ? nodes.firstInstance[node] : instance;
	const last = isShared ? first + nodes.instanceCount[node] - 1 : instance;
	let worst = operations.priority[attempts.operation[attempt]];
	let victim = -1;
	for (let at = first; at <= last; at++) {
		const link = leastUrgent(at);
		if (link === 0) continue;
		const priority = operations.priority[attempts.operation[link - 1]];
		if (priority > worst) {
			worst = priority;
			victim = link - 1;
		}
	}
	if (victim < 0) return -1;
	const host = attempts.instance[victim];
	interruptWork(victim, node, host);
	enqueueFirst(victim, node, instances.queue[host]);
	return host;
}
// simulation/primitives/station-entry.ts
/** An attempt has reached its instance. */
function arrive(attempt) {
	const instance = attempts.instance[attempt];
	const node = attempts.node[attempt];
	attempts.arrivedAt[attempt] = registers[0];
	const m = node * NODE_METERS;
	nodeMeter[m + 0]++;
	countArrival(instance);
	const flags = attempts.flags[attempt];
	if ((flags & 2) !== 0) nodeMeter[m + 1]++;
	attempts.servedMs[attempt] = 0;
	if (instances.up[instance] === 0) {
		meetDeadInstance(attempt, instance);
		return;
	}
	if ((flags & 8) !== 0) {
		nodeMeter[m + 30 + 17]++;
		answer(attempt, 17);
		return;
	}
	if (nodes.ratioCount[node] !== 0 && isShed(node)) {
		nodeMeter[m + 30 + 9]++;
		answer(attempt, 9);
		return;
	}
	if ((nodes.mode[node] & 16) !== 0) {
		arriveForBatch(attempt, node, instance);
		return;
	}
	if (nodes.sharedQueue[node] === 1) {
		const free = instanceWithSlot(node);
		if (free >= 0) {
			enter(node);
			attempts.instance[attempt] = free;
			begin(attempt, node, free);
			return;
		}
	} else if (instances.held[instance] < instances.slots[instance]) {
		enter(node);
		begin(attempt, node, instance);
		return;
	}
	const queue = instances.queue[instance];
	if (instances.queued[queue] >= nodes.queueMax[node]) {
		nodeMeter[m + 30 + 5]++;
		answer(attempt, 5);
		return;
	}
	enter(node);
	if ((nodes.mode[node] & 2) !== 0) {
		const host = displace(attempt, node, instance);
		if (host >= 0) {
			attempts.instance[attempt] = host;
			begin(attempt, node, host);
			return;
		}
	}
	enqueue(attempt, node, queue);
}
/** State-dependent admission: drawn by the number present. */
function isShed(node) {
	const last = nodes.ratioCount[node] - 1;
	const ratio = admissions.acceptRatio[nodes.firstRatio[node] + Math.min(last, nodeState.present[node])];
	nextUniform(node * NODE_STREAMS + 6);
	return registers[4] >= ratio;
}
/** A crashed process refuses the connection; a black hole swallows what is sent to it. */
function meetDeadInstance(attempt, instance) {
	if (instances.blackhole[instance] === 1) {
		nodeMeter[attempts.node[attempt] * NODE_METERS + 30 + 13]++;
		const call = attempts.call[attempt];
		if (call >= 0) calls.attempt[call] = -2;
		forget(attempt);
		return;
	}
	nodeMeter[attempts.node[attempt] * NODE_METERS + 30 + 12]++;
	answer(attempt, 12);
}
/** An instance that is up and has a free slot, looked for round robin; -1 if there is none. */
function instanceWithSlot(node) {
	const first = nodes.firstInstance[node];
	const count = nodes.instanceCount[node];
	let at = nodeState.pointer[node];
	for (let i = 0; i < count; i++) {
		const instance = first + at;
		at = at + 1 === count ? 0 : at + 1;
		if (instances.up[instance] === 1 && instances.held[instance] < instances.slots[instance]) {
			nodeState.pointer[node] = at;
			return instance;
		}
	}
	return -1;
}
/** Takes an arrival into a batch at once, where a slot is free and enough are there, or queues it. */
function arriveForBatch(attempt, node, instance) {
	let host = instance;
	if (nodes.sharedQueue[node] === 1) host = instanceWithSlot(node);
	else if (instances.held[instance] >= instances.slots[instance]) host = -1;
	const queue = instances.queue[instance];
	const begins = host >= 0 && instances.queued[queue] + 1 >= nodes.bulkMin[node];
	if (!begins && instances.queued[queue] >= nodes.queueMax[node]) {
		nodeMeter[node * NODE_METERS + 30 + 5]++;
		answer(attempt, 5);
		return;
	}
	enter(node);
	if (begins && instances.queued[queue] === 0) {
		const batch = openBatch(host);
		attempts.instance[attempt] = host;
		addToBatch(attempt, node, batch);
		launchBatch(batch, node);
		return;
	}
	enqueue(attempt, node, queue);
	if (begins) fillSlot(host, node);
}
// simulation/primitives/station-events.ts
/** Work at an instance that shares its cores is done. */
function shareEnd(instance) {
	const node = instances.node[instance];
	const attempt = earliestEnd(instance);
	leaveSharing(attempt, node);
	served(attempt, node);
}
/** The service of a batch is done: all its members go on by themselves. */
function batchEnd(batch) {
	const instance = batches.instance[batch];
	const node = instances.node[instance];
	let at = batches.first[batch];
	closeBatch(batch, node);
	while (at !== 0) {
		const attempt = at - 1;
		at = attempts.after[attempt];
		attempts.phase[attempt] = 2;
		served(attempt, node);
	}
	if (instances.up[instance] === 1) fillSlot(instance, node);
}
/** A slot has become free apart from the end of a service. */
function slotOpen(instance) {
	if (instances.up[instance] === 1) fillSlot(instance, instances.node[instance]);
}
/** The slots of an instance come into use, or go out of use. */
function countSlots(instance, node, sign) {
	if (instances.up[instance] === 0 || nodes.slots[node] === 2147483647) return;
	setSlots(node, nodeState.slots[node] + sign * nodes.slots[node]);
}
/** An instance breaks down: work in progress stands still, the queue stays. */
function breakDown(instance) {
	const node = instances.node[instance];
	instances.broken[instance] = 1;
	countSlots(instance, node, -1);
	setUsable(instance, node);
	if ((nodes.mode[node] & 1) !== 0) reshare(instance, node);
	else {
		for (let at = instances.workHead[instance]; at !== 0; at = attempts.after[at - 1]) setAside(at - 1, node, instance);
		for (let at = instances.firstBatch[instance]; at !== 0; at = batches.nextHere[at - 1]) pauseBatch(at - 1, node);
	}
	sampleInto(nodes.repairTime[node], instanceStream(instance, node, 1));
	registers[1] = registers[0] + registers[2];
	schedule(43, instance, 0);
}
/** An instance is repaired: work goes on where it stopped. */
function mend(instance) {
	const node = instances.node[instance];
	instances.broken[instance] = 0;
	countSlots(instance, node, 1);
	setUsable(instance, node);
	if ((nodes.mode[node] & 1) !== 0) reshare(instance, node);
	else {
		for (let at = instances.workHead[instance]; at !== 0; at = attempts.after[at - 1]) takeUp(at - 1, node, instance);
		for (let at = instances.firstBatch[instance]; at !== 0; at = batches.nextHere[at - 1]) resumeBatch(at - 1, node);
	}
	scheduleBreakDown(instance, node);
	if (instances.up[instance] === 1) fillSlot(instance, node);
}
function scheduleBreakDown(instance, node) {
	sampleInto(nodes.uptime[node], instanceStream(instance, node, 0));
	registers[1] = registers[0] + registers[2];
	schedule(42, instance, 0);
}
/** A sleeping instance looks for work; if it finds none, or is down, it sleeps on. */
function wake(instance) {
	const node = instances.node[instance];
	instances.asleep[instance] = 0;
	setUsable(instance, node);
	if (instances.up[instance] === 1) fillSlot(instance, node);
	else fallAsleep(instance, node);
}
/** Schedules what instances do by themselves from time 0 on. */
function startStations() {
	for (let instance = 0; instance < instances.highWater; instance++) {
		const node = instances.node[instance];
		const mode = nodes.mode[node];
		if ((mode & 4) !== 0) scheduleBreakDown(instance, node);
		if ((mode & 8) !== 0) fallAsleep(instance, node);
	}
}
// simulation/engine/run.ts
const eventKind = events.kind;
const eventA = events.a;
const eventB = events.b;
const life = control.i32;
function dispatchEvent(kind, a, b) {
	switch (kind) {
		case 1:
			arrival(a);
			break;
		case 2:
			arrive(a);
			break;
		case 3:
			serviceEnd(a);
			break;
		case 4:
			response(a);
			break;
		case 5:
			attemptTimeout(a);
			break;
		case 6:
			sendAttempt(a);
			break;
		case 7:
			concludeCall(a);
			break;
		case 8:
			patienceEnd(a);
			break;
		case 9:
			queueTimeout(a);
			break;
		case 10:
			cancelArrives(a, b);
			break;
		case 12:
			endpointUpdate(a, b);
			break;
		case 15:
			thinkEnd(a, b);
			break;
		case 40:
			shareEnd(a);
			break;
		case 41:
			batchEnd(a);
			break;
		case 42:
			breakDown(a);
			break;
		case 43:
			mend(a);
			break;
		case 44:
			wake(a);
			break;
		default: dispatchBrokerEvent(kind, a, b);
	}
}
function dispatchTransition(kind, a, b) {
	switch (kind) {
		case 64:
			arrive(a);
			break;
		case 65:
			response(a);
			break;
		case 66:
			beginCalls(a);
			break;
		case 68:
			callEnded(a);
			break;
		case 70:
			rootEnded(a, b);
			break;
		case 90:
			slotOpen(a);
			break;
		default: dispatchBrokerTransition(kind, a, b);
	}
}
/** Executes what follows from the last event until nothing is left to do at this instant. */
function settle$1() {
	for (;;) {
		const at = nextTransition();
		if (at < 0) return;
		dispatchTransition(transitionKind[at], transitionA[at], transitionB[at]);
	}
}
/** Executes events up to `untilMs` or the end of draining, at most `budget`; returns how many. */
function executeEvents(untilMs, budget) {
	let executed = 0;
	while (executed < budget && exhausted[0] === 0 && life[2] === 0) {
		const event = nextEvent(untilMs);
		if (event < 0) break;
		executed++;
		dispatchEvent(eventKind[event], eventA[event], eventB[event]);
		settle$1();
	}
	return executed;
}
const JAVASCRIPT = {
	name: "js",
	executeEvents
};
let made = null;
/** The compiled kernel of this build, or why there is none. Made at the first call. */
function compiledKernel() {
	made ??= "this build has none";
	return made;
}
/** The kernel for a choice. Throws when "wasm" is asked for and cannot be had. */
function kernelFor(choice) {
	if (typeof choice === "object") return choice;
	if (choice === "js") return JAVASCRIPT;
	const compiled = compiledKernel();
	if (typeof compiled !== "string") return compiled;
	if (choice === "wasm") throw new Error(`There is no compiled engine: ${compiled}.`);
	return JAVASCRIPT;
}
// simulation/engine/live.ts
/** Live numbers look back over this long, ms. */
const SPAN_MS = 1e3;
var Span = class {
	from;
	to;
	seconds;
	layout;
	constructor(layout) {
		const windows = Math.max(1, Math.floor(SPAN_MS / layout.windowMs + .5));
		this.layout = layout;
		this.to = seriesRows();
		this.from = Math.max(0, this.to - windows);
		this.seconds = (this.to - this.from) * layout.windowMs / 1e3;
	}
	sum(column) {
		let total = 0;
		for (let row = this.from; row < this.to; row++) total += seriesAt(row, column);
		return total;
	}
	/** The latest value that exists. */
	last(column) {
		for (let row = this.to - 1; row >= this.from; row--) {
			const value = seriesAt(row, column);
			if (!Number.isNaN(value)) return value;
		}
		return NaN;
	}
	node(node, column) {
		return this.sum(nodeColumn(this.layout, node, column));
	}
	lastNode(node, column) {
		return this.last(nodeColumn(this.layout, node, column));
	}
	edge(edge, column) {
		return this.sum(edgeColumn(this.layout, edge, column));
	}
	lastEdge(edge, column) {
		return this.last(edgeColumn(this.layout, edge, column));
	}
};
function ratio$1(part, whole) {
	return whole > 0 ? part / whole : NaN;
}
function nodeNumbers(span, node) {
	const bound = nodes.queueMax[node];
	const perSecond = (count) => span.seconds > 0 ? count / span.seconds : 0;
	return {
		ratePerS: perSecond(span.node(node, "arrivals")),
		goodPerS: perSecond(span.node(node, "goodCompletions")),
		failureRatio: ratio$1(span.node(node, "callerFailed"), span.node(node, "callerEnded")),
		p50Ms: span.lastNode(node, "p50Ms"),
		p99Ms: span.lastNode(node, "p99Ms"),
		queue: nodeState.queued[node],
		queueBound: bound === 2147483647 ? NaN : bound * queuesOf(node),
		held: heldSlots(node),
		slots: nodes.slots[node] === 2147483647 ? NaN : nodeState.slots[node],
		inFlight: nodeState.present[node],
		instances: nodes.instanceCount[node],
		instancesUp: nodeState.instancesUp[node],
		backlog: backlogOf(node),
		oldestMs: oldestAgeOf(node)
	};
}
function queuesOf(node) {
	return nodes.sharedQueue[node] === 1 ? 1 : nodes.instanceCount[node];
}
function edgeNumbers(span, edge) {
	const attempts = span.edge(edge, "attempts");
	const ended = span.edge(edge, "okAttempts") + span.edge(edge, "failedAttempts");
	const { pending, openRatio } = edgePresent(edge);
	let halfOpen = 0;
	const callers = edges.sort[edge] === 2 ? 0 : edges.rowCount[edge];
	for (let at = 0; at < callers; at++) if (policyRows.state[edges.firstRow[edge] + at] === 2) halfOpen++;
	return {
		ratePerS: span.seconds > 0 ? attempts / span.seconds : 0,
		failureRatio: ratio$1(span.edge(edge, "failedAttempts"), ended),
		p99Ms: span.lastEdge(edge, "p99Ms"),
		retryRatio: ratio$1(span.edge(edge, "retries"), attempts),
		openRatio,
		halfOpenRatio: callers > 0 ? halfOpen / callers : 0,
		pending
	};
}
/** Live columns of all nodes, then of all edges, in layout order. */
function livePresent(layout) {
	const span = new Span(layout);
	const values = [];
	for (let node = 0; node < layout.nodeIds.length; node++) {
		const numbers = nodeNumbers(span, node);
		for (const column of NODE_LIVE_COLUMNS) values.push(numbers[column]);
	}
	for (let edge = 0; edge < layout.edgeIds.length; edge++) {
		const numbers = edgeNumbers(span, edge);
		for (const column of EDGE_LIVE_COLUMNS) values.push(numbers[column]);
	}
	return Float64Array.from(values);
}
// simulation/engine/memory-use.ts
/** Bytes of one row in all columns. */
function rowBytesOf(table) {
	let bytes = 0;
	for (const column of Object.values(table)) if (ArrayBuffer.isView(column) && column !== table.marks) bytes += column.byteLength / (table.cap + 1);
	return bytes;
}
const GROWING = [
	requests,
	attempts,
	calls,
	messages,
	records,
	events
].map((table) => ({
	table,
	rowBytes: rowBytesOf(table)
}));
/** Bytes of all rows of requests, attempts, calls, messages, records and pending events. */
function growingBytes() {
	return GROWING.reduce((sum, { table, rowBytes }) => sum + table.highWater * rowBytes, 0);
}
// simulation/engine/particle-sampling.ts
/** Particles per snapshot between which the sampling ratio stays as it is. */
const PARTICLES_LEAST = 40;
const PARTICLES_MOST = 200;
var ParticleSampling = class {
	/** One in how many is shown; 0 until somebody asks. */
	ratio = 0;
	/** To be called whenever the columns were cleared or put back. */
	begin() {
		showEvery(this.ratio);
	}
	/** Messages shown since the last call; the first call starts the sampling. */
	take() {
		const values = takeShown();
		const { ratio } = this;
		const taken = values.length / 4;
		if (ratio === 0) this.ratio = 1;
		else if (taken > PARTICLES_MOST) this.ratio = ratio * 2;
		else if (taken < PARTICLES_LEAST && ratio > 1) this.ratio = ratio / 2;
		if (this.ratio !== ratio) this.begin();
		return {
			values,
			ratio
		};
	}
};
// simulation/engine/position.ts
/** Before anything is loaded. */
const NOTHING$3 = {
	start: null,
	program: null,
	applied: [],
	faults: [],
	marks: [],
	nextMark: 0,
	nextWindow: 1,
	executed: 0,
	warm: false,
	ended: false,
	seed: 0,
	cap: null,
	changes: [],
	made: 0
};
// simulation/engine/fill-edges.ts
const SORTS = {
	call: 0,
	publish: 1,
	deliver: 2
};
const CANCELS = {
	none: 0,
	check: 1,
	interrupt: 2
};
const BALANCINGS = {
	random: 0,
	roundRobin: 1,
	leastRequest: 2,
	pickFirst: 3
};
const BACKOFFS = {
	none: 0,
	constant: 1,
	exponential: 2
};
const JITTERS = {
	none: 0,
	full: 1,
	equal: 2,
	decorrelated: 3
};
/** Parameters of all edges; with `fresh` their policy rows too. Null or the cap that was hit. */
function fillEdges(program, fresh) {
	const list = program.scenario.edges;
	if (!edges.occupy(list.length) || !edgeState.occupy(list.length)) return "edges";
	let row = 0;
	let breakerCell = 0;
	let balanceCell = 0;
	for (const [edge, resolved] of list.entries()) {
		fillEdge(program, resolved, edge);
		const from = program.nodes[edges.from[edge]];
		const callers = resolved.sort === "deliver" ? 0 : from?.instanceCount ?? 0;
		const members = program.nodes[edges.to[edge]]?.instanceCount ?? 0;
		edges.firstRow[edge] = row;
		edges.rowCount[edge] = callers;
		edges.firstCell[edge] = balanceCell;
		const size = edges.breaker[edge] === 1 ? edges.breakerSize[edge] : 0;
		const balanced = needsCells(edge) ? members : 0;
		if (fresh) {
			if (!policyRows.occupy(row + callers)) return "caller instances";
			if (!breakerCells.occupy(breakerCell + callers * size)) return "breaker windows";
			if (!balanceCells.occupy(balanceCell + callers * balanced)) return "balanced instances";
			for (let at = 0; at < callers; at++) {
				policyRows.edge[row + at] = edge;
				policyRows.firstCell[row + at] = breakerCell + at * size;
			}
		}
		row += callers;
		breakerCell += callers * size;
		balanceCell += callers * balanced;
	}
	return null;
}
/** Whether a caller keeps something about each member. */
function needsCells(edge) {
	const balancing = edges.balancing[edge];
	if (balancing === 2) return true;
	return balancing === 1 && nodes.weighted[edges.to[edge]] === 1;
}
function fillEdge(program, resolved, edge) {
	const values = resolved.values;
	edges.from[edge] = program.index.nodeOf(resolved.from);
	edges.to[edge] = program.index.nodeOf(resolved.to);
	edges.sort[edge] = SORTS[resolved.sort];
	edges.network[edge] = program.index.distribution(values.networkMs, "ms");
	edges.timeoutMs[edge] = values.timeoutMs ?? 0;
	edges.oneWay[edge] = values.oneWay ? 1 : 0;
	edges.cancel[edge] = CANCELS[values.cancel ?? "none"];
	edges.balancing[edge] = BALANCINGS[values.balancing ?? "roundRobin"];
	edges.choiceCount[edge] = values.choiceCount ?? 1;
	fillRetry(edge, values.retry ?? null);
	fillBreaker(edge, values.breaker ?? null);
	edges.fallback[edge] = values.fallback ? 1 : 0;
	edges.fallbackMs[edge] = values.fallback?.latencyMs ?? 0;
}
function fillRetry(edge, retry) {
	if (!retry) {
		edges.maxAttempts[edge] = 1;
		return;
	}
	edges.maxAttempts[edge] = retry.maxAttempts ?? 2147483647;
	edges.retryMask[edge] = maskOf(retry.retryOn, OUTCOMES);
	edges.retryNonIdempotent[edge] = retry.retryNonIdempotent ? 1 : 0;
	edges.backoff[edge] = BACKOFFS[retry.backoff.type];
	edges.backoffBaseMs[edge] = retry.backoff.baseMs;
	edges.backoffFactor[edge] = retry.backoff.factor;
	edges.backoffCapMs[edge] = retry.backoff.capMs;
	edges.jitter[edge] = JITTERS[retry.backoff.jitter];
}
function fillBreaker(edge, breaker) {
	edges.breaker[edge] = breaker ? 1 : 0;
	if (!breaker) return;
	edges.breakerSize[edge] = breaker.window.size;
	edges.breakerThreshold[edge] = breaker.failureRateThreshold;
	edges.breakerSlowMs[edge] = breaker.slowCallMs ?? 0;
	edges.breakerSlowThreshold[edge] = breaker.slowCallRateThreshold;
	edges.breakerMinimum[edge] = breaker.minimumCalls;
	edges.breakerOpenMs[edge] = breaker.openMs;
	edges.breakerProbes[edge] = breaker.probes;
	edges.breakerIgnore[edge] = maskOf(["cancelled", ...breaker.ignore], OUTCOMES);
}
// simulation/kinds/mmpp.ts
function isMmpp(value) {
	return typeof value === "object" && value !== null && "type" in value && value.type === "mmpp";
}
/** Why a literal of the right structure is no process, with the field it is about; null if it is one. */
function mmppProblem(literal) {
	const { ratesPerS, switchPerS, start = "stationary" } = literal;
	const count = ratesPerS.length;
	const refuse = (field, message) => ({
		field,
		message
	});
	if (switchPerS.length !== count || switchPerS.some((row) => row.length !== count)) return refuse("switchPerS", `must have ${count} rows of ${count} rates, one a phase.`);
	const own = switchPerS.findIndex((row, i) => row[i] !== 0);
	if (own >= 0) return refuse(`switchPerS.${own}.${own}`, "must be 0: a phase does not change to itself.");
	if (typeof start === "number") return start < count ? null : refuse("start", `must be a phase from 0 to ${count - 1}.`);
	for (let from = 0; from < count; from++) {
		const reached = reachedFrom(switchPerS, from);
		const missed = ratesPerS.findIndex((_, to) => !reached.has(to));
		if (missed >= 0) return refuse("switchPerS", `has no stationary start, ${`phase ${missed} is never reached from phase ${from}`}: give the first phase as start.`);
	}
	return null;
}
function reachedFrom(switchPerS, from) {
	const reached = /* @__PURE__ */ new Set([from]);
	for (const phase of reached) switchPerS[phase]?.forEach((rate, to) => {
		if (rate > 0) reached.add(to);
	});
	return reached;
}
/**
* Long-run shares of the phases of an irreducible chain: elimination without subtractions
* (Grassmann, Taksar, Heyman 1985), so that no digits are lost.
*/
function stationaryShares(switchPerS) {
	const rates = switchPerS.map((row) => [...row]);
	const at = (i, j) => rates[i]?.[j] ?? 0;
	const count = rates.length;
	for (let k = count - 1; k > 0; k--) {
		let out = 0;
		for (let j = 0; j < k; j++) out += at(k, j);
		for (let i = 0; i < k; i++) {
			const row = rates[i];
			if (!row) continue;
			row[k] = at(i, k) / out;
			for (let j = 0; j < k; j++) if (j !== i) row[j] = at(i, j) + at(i, k) * at(k, j);
		}
	}
	const weights = [1];
	for (let k = 1; k < count; k++) weights.push(weights.reduce((sum, weight, i) => sum + weight * at(i, k), 0));
	const total = weights.reduce((sum, weight) => sum + weight, 0);
	return weights.map((weight) => weight / total);
}
/** Shares of the first phase: the stationary ones, or all of it in the one that is named. */
function startShares({ ratesPerS, switchPerS, start }) {
	if (typeof start !== "number") return stationaryShares(switchPerS);
	return ratesPerS.map((_, phase) => phase === start ? 1 : 0);
}
// simulation/engine/fill-sources.ts
/** Parameters of all sources. Null or the cap that was hit. */
function fillSources(program) {
	const rows = {
		source: 0,
		type: 0,
		point: 0,
		phase: 0,
		instant: 0
	};
	for (const [node, { descriptor }] of program.nodes.entries()) {
		if (descriptor.primitive !== "source") continue;
		const of = descriptor.source;
		const names = Object.keys(of.requests).sort();
		const { source } = rows;
		if (!sources.occupy(source + 1)) return "sources";
		if (!types.occupy(rows.type + names.length)) return "request types";
		sources.node[source] = node;
		sources.firstType[source] = rows.type;
		sources.typeCount[source] = names.length;
		fillSource(program, of, source);
		const cap = fillProfile(of.profile, rows) ?? fillArrivals(program, of, rows);
		if (cap !== null) return cap;
		rows.type = fillTypes(program, of, source, node, names, rows.type);
		rows.source++;
	}
	return null;
}
function fillSource(program, of, source) {
	const { distribution } = program.index;
	sources.batch[source] = typeof of.batch === "number" ? of.batch : 0;
	sources.batchSize[source] = typeof of.batch === "number" ? -1 : distribution(of.batch, "");
	sources.clients[source] = of.clients;
	sources.users[source] = of.closed?.users ?? 0;
	sources.think[source] = of.closed ? distribution(of.closed.thinkTime, "ms") : -1;
	sources.patience[source] = of.patienceMs === null ? -1 : distribution(of.patienceMs, "ms");
	sources.firstAtMs[source] = of.arrivals === "constant" && of.offsetMs !== null ? of.offsetMs : -1;
}
function fillProfile(profile, rows) {
	const { source } = rows;
	const points = profile?.points ?? [];
	if (!profiles.occupy(rows.point + points.length)) return "profile points";
	const sine = profile?.shape === "sine";
	const repeatMs = (profile?.repeatEveryS ?? 0) * 1e3;
	sources.firstPoint[source] = rows.point;
	sources.pointCount[source] = points.length;
	sources.steps[source] = profile?.shape === "steps" ? 1 : 0;
	sources.repeatMs[source] = repeatMs;
	sources.amplitude[source] = sine ? profile.amplitude : 0;
	sources.periodMs[source] = sine ? profile.periodS * 1e3 : 0;
	sources.phaseMs[source] = sine ? profile.phaseS * 1e3 : 0;
	sources.peak[source] = points.reduce((most, [, factor]) => Math.max(most, factor), sine ? 2 : 1);
	for (const [atS, factor] of points) {
		profiles.atMs[rows.point] = atS * 1e3;
		profiles.multiplier[rows.point] = factor;
		rows.point++;
	}
	sources.repeatArea[source] = repeatMs > 0 ? areaUpTo(source, repeatMs) : 0;
	return null;
}
/** Named processes take the rate; the others have their own, and the number only tells whether there are any. */
function fillArrivals(program, of, rows) {
	const { source } = rows;
	const { arrivals, ratePerS } = of;
	const named = typeof arrivals === "string";
	sources.ratePerMs[source] = named || ratePerS <= 0 ? ratePerS / 1e3 : 1;
	sources.gap[source] = -1;
	sources.phaseCount[source] = 0;
	sources.instantCount[source] = 0;
	if (named) {
		sources.arrivals[source] = arrivals === "poisson" ? 0 : 1;
		return null;
	}
	if (isMmpp(arrivals)) {
		sources.arrivals[source] = 3;
		return fillPhases(arrivals, rows);
	}
	const times = recordedTimes(arrivals);
	if (times !== null) {
		sources.arrivals[source] = 4;
		return fillInstants(times, rows);
	}
	sources.arrivals[source] = 2;
	sources.gap[source] = program.index.distribution(arrivals, "ms");
	return null;
}
/** The instants of a trace of times, ms: scaled, then shifted; null where it is another distribution. */
function recordedTimes(arrivals) {
	const { timesMs, scale = 1, shiftMs = 0 } = arrivals;
	return timesMs?.map((time) => time * scale + shiftMs) ?? null;
}
function fillInstants(times, rows) {
	if (!instants.occupy(rows.instant + times.length)) return "recorded instants";
	sources.firstInstant[rows.source] = rows.instant;
	sources.instantCount[rows.source] = times.length;
	instants.atMs.set(times, rows.instant);
	rows.instant += times.length;
	return null;
}
function fillPhases(mmpp, rows) {
	const count = mmpp.ratesPerS.length;
	if (!phases.occupy(rows.phase + count)) return "phases";
	sources.firstPhase[rows.source] = rows.phase;
	sources.phaseCount[rows.source] = count;
	const starts = upperEnds(startShares(mmpp));
	for (const [phase, ratePerS] of mmpp.ratesPerS.entries()) {
		const row = rows.phase++;
		const switches = mmpp.switchPerS[phase] ?? [];
		const exitPerS = switches.reduce((sum, rate) => sum + rate, 0);
		phases.ratePerMs[row] = ratePerS / 1e3;
		phases.exitPerMs[row] = exitPerS / 1e3;
		phases.startUpTo[row] = starts[phase] ?? 1;
		phases.nextUpTo.set(upperEnds(switches), row * 16);
	}
	return null;
}
/** Upper ends of the shares of (0, 1) that weights get, 1 from the last weight above 0 on. */
function upperEnds(weights) {
	const total = weights.reduce((sum, weight) => sum + weight, 0);
	const last = weights.findLastIndex((weight) => weight > 0);
	let below = 0;
	return weights.map((weight, at) => {
		below += weight;
		return at >= last ? 1 : below / total;
	});
}
function fillTypes(program, of, source, node, names, first) {
	const total = names.reduce((sum, name) => sum + (of.requests[name]?.weight ?? 0), 0);
	let below = 0;
	let type = first;
	for (const name of names) {
		const entry = of.requests[name];
		below += entry?.weight ?? 0;
		types.source[type] = source;
		types.operation[type] = program.index.operationOf(node, name);
		types.upTo[type] = total > 0 ? below / total : 1;
		types.goalMs[type] = entry?.goalMs ?? 0;
		types.reported[type] = program.layout.typeIds.indexOf(name);
		type++;
	}
	return type;
}
// simulation/engine/seed-streams.ts
/** Places and seeds the streams of all nodes, edges and sources; sources must be filled in. */
function seedStreams({ nodeIds, edgeIds }, seed) {
	const firstEdge = nodeIds.length * NODE_STREAMS;
	const firstSource = firstEdge + edgeIds.length * EDGE_STREAMS;
	const last = placeInstanceStreams(firstSource + sources.highWater * SOURCE_STREAMS);
	if (!streamTable.occupy(last + 1)) {
		streamTable.exhaust();
		return;
	}
	placeEdgeStreams(firstEdge);
	placeSourceStreams(firstSource);
	nodeIds.forEach((id, node) => {
		seedPurposes(node * NODE_STREAMS, seed, id, NODE_PURPOSES);
		if (!hasInstanceStreams(node)) return;
		for (let at = 0; at < nodes.instanceCount[node]; at++) seedPurposes(nodes.firstStream[node] + at * INSTANCE_STREAMS, seed, id, INSTANCE_PURPOSES, at);
	});
	edgeIds.forEach((id, edge) => {
		seedPurposes(firstEdge + edge * EDGE_STREAMS, seed, id, EDGE_PURPOSES);
	});
	for (let source = 0; source < sources.highWater; source++) {
		const id = nodeIds[sources.node[source]] ?? "";
		seedPurposes(firstSource + source * SOURCE_STREAMS, seed, id, SOURCE_PURPOSES);
	}
}
function seedPurposes(first, seed, id, purposes, instance = 0) {
	purposes.forEach((purpose, at) => {
		seedStream(first + at, seed, id, purpose, instance);
	});
}
function hasInstanceStreams(node) {
	return (nodes.mode[node] & 12) !== 0;
}
/** Instances that break down or sleep have streams of their own; returns the first free one. */
function placeInstanceStreams(first) {
	let next = first;
	for (let node = 0; node < nodes.highWater; node++) {
		if (!hasInstanceStreams(node)) continue;
		nodes.firstStream[node] = next;
		next += nodes.instanceCount[node] * INSTANCE_STREAMS;
	}
	return next;
}
/** A stream that belongs to nobody: fault targets are drawn with it from a fresh start. */
function spareStream() {
	return streamTable.highWater - 1;
}
// simulation/engine/prepare.ts
function fill(program, fresh) {
	return fillNodes(program, fresh) ?? fillOperations(program) ?? fillEdges(program, fresh) ?? fillSources(program) ?? fillBrokers(program, fresh);
}
/** True when one-way calls or messages can outlive the request that caused them. */
function settlesLater({ scenario }) {
	return scenario.edges.some(({ sort, values }) => sort !== "call" || values.oneWay === true);
}
/** Puts the columns at time 0 of a run, before its first event. Null or the cap that was hit. */
function putAtStart(program, seed, heapOnly) {
	const { scenario, layout } = program;
	clearMemory();
	registers.fill(0);
	resetEvents(heapOnly, layout.edgeIds.length);
	const opened = openSeries(layout, Math.floor(scenario.durationMs / scenario.windowMs) + 2, brokerHistograms(program));
	forgetPieces();
	const cap = fill(program, true) ?? (opened ? null : "histograms");
	openLoad(scenario.detail === true);
	placeEdgeHistograms(2 * layout.nodeIds.length);
	placeTypeHistograms(2 * layout.nodeIds.length + layout.edgeIds.length, settlesLater(program));
	seedStreams(layout, seed);
	loadDistributions(program.distributions());
	startStations();
	listenToCrashes(crashListeners);
	return cap;
}
/** Writes other parameters of the same shape; sources meet their new rates at once. */
function putParameters(program) {
	const cap = fill(program, false);
	replaceDistributions(program.distributions());
	for (let source = 0; source < sources.highWater; source++) retimeSource(source);
	return cap;
}
// simulation/core/distribution-moments.ts
const NOTHING$2 = {
	p: 0,
	first: 0,
	second: 0
};
function plus(a, b, weight = 1) {
	return {
		p: a.p + weight * b.p,
		first: a.first + weight * b.first,
		second: a.second + weight * b.second
	};
}
function atom(value, limit) {
	return value <= limit ? {
		p: 1,
		first: value,
		second: value * value
	} : NOTHING$2;
}
/** Uniform on [from, to], the part at most `limit`. */
function segment(from, to, limit) {
	if (from === to) return atom(from, limit);
	const end = Math.min(to, limit);
	if (end <= from) return NOTHING$2;
	const p = (end - from) / (to - from);
	const second = (from * from + from * end + end * end) / 3;
	return {
		p,
		first: p * (from + end) / 2,
		second: p * second
	};
}
function gammaPartial(shape, scale, limit) {
	const x = Math.max(0, limit / scale);
	return {
		p: gammaP(shape, x),
		first: scale * shape * gammaP(shape + 1, x),
		second: scale * scale * shape * (shape + 1) * gammaP(shape + 2, x)
	};
}
function weibullPartial({ shape, scale }, limit) {
	const hazard = limit <= 0 ? 0 : limit === Infinity ? limit : pow(limit / scale, shape);
	const moment = (n) => gammaFunction(1 + n / shape) * gammaP(1 + n / shape, hazard);
	return {
		p: gammaP(1, hazard),
		first: scale * moment(1),
		second: scale * scale * moment(2)
	};
}
function lognormalPartial({ mu, sigma }, limit) {
	if (sigma === 0) return atom(exp(mu), limit);
	if (limit <= 0) return NOTHING$2;
	const z = limit === Infinity ? Infinity : (log(limit) - mu) / sigma;
	const moment = (n) => exp(n * mu + n * n * sigma * sigma / 2) * normalCdf(z - n * sigma);
	return {
		p: normalCdf(z),
		first: moment(1),
		second: moment(2)
	};
}
function paretoPartial({ shape, min }, limit) {
	if (limit <= min) return NOTHING$2;
	const ratio = limit === Infinity ? Infinity : log(limit / min);
	const moment = (n) => {
		const power = n - shape;
		if (ratio === Infinity) return power < 0 ? shape / -power : Infinity;
		return power === 0 ? shape * ratio : shape * (exp(power * ratio) - 1) / power;
	};
	return {
		p: moment(0),
		first: min * moment(1),
		second: min * min * moment(2)
	};
}
function normalPartial({ mean, deviation }, limit) {
	if (limit <= 0) return NOTHING$2;
	const a = -mean / deviation;
	const b = (limit - mean) / deviation;
	const density = (z) => exp(-.5 * z * z) * .3989422804014327;
	const bTimesDensity = b === Infinity ? 0 : b * density(b);
	const p = normalCdf(b) - normalCdf(a);
	const z1 = density(a) - density(b);
	const z2 = p + a * density(a) - bTimesDensity;
	const kept = normalCdf(-a);
	return {
		p: p / kept,
		first: (mean * p + deviation * z1) / kept,
		second: (mean * mean * p + 2 * mean * deviation * z1 + deviation * deviation * z2) / kept
	};
}
function triangularPartial(law, limit) {
	const { min, mode, max } = law;
	const side = (end, s, t, leg) => {
		if (leg === 0) return NOTHING$2;
		const area = (max - min) * leg;
		const p = t * t / area;
		return {
			p,
			first: p * (end + s * 2 * t / 3),
			second: p * (end * end + s * 4 * end * t / 3 + t * t / 2)
		};
	};
	if (limit <= min) return NOTHING$2;
	const rising = side(min, 1, Math.min(limit, mode) - min, mode - min);
	if (limit <= mode) return rising;
	const falling = side(max, -1, max - mode, max - mode);
	const beyond = side(max, -1, max - Math.min(limit, max), max - mode);
	return plus(plus(rising, falling), beyond, -1);
}
function listPartial(law, limit) {
	const { values } = law;
	if (law.kind === "empirical") {
		const shares = law.probabilities;
		return values.reduce((sum, value, i) => {
			if (i === 0) return sum;
			return plus(sum, segment(values[i - 1], value, limit), shares[i] - shares[i - 1]);
		}, NOTHING$2);
	}
	const share = law.kind === "discrete" ? law.weights : void 0;
	return values.reduce((sum, value, i) => plus(sum, atom(value, limit), share?.[i] ?? 1 / values.length), NOTHING$2);
}
function lawPartial(law, limit) {
	switch (law.kind) {
		case "constant": return atom(law.value, limit);
		case "uniform": return segment(law.min, law.max, limit);
		case "exponential": return gammaPartial(1, law.mean, limit);
		case "gamma": return gammaPartial(law.shape, law.scale, limit);
		case "hyperexponential": return law.means.reduce((sum, mean, i) => plus(sum, gammaPartial(1, mean, limit), law.weights[i]), NOTHING$2);
		case "lognormal": return lognormalPartial(law, limit);
		case "weibull": return weibullPartial(law, limit);
		case "pareto": return paretoPartial(law, limit);
		case "normal": return normalPartial(law, limit);
		case "triangular": return triangularPartial(law, limit);
		case "mixture": return law.parts.reduce((sum, part, i) => {
			const weight = law.weights[i];
			return weight === 0 ? sum : plus(sum, specPartial(part, limit), weight);
		}, NOTHING$2);
		default: return listPartial(law, limit);
	}
}
/** Of what is sampled: shifted, drawn again above `max`, clamped after the last redraw. */
function specPartial(spec, limit) {
	const { law, shift, max } = spec;
	const part = lawPartial(law, Math.min(limit, max) - shift);
	const shifted = shift === 0 ? part : {
		p: part.p,
		first: part.first + shift * part.p,
		second: part.second + 2 * shift * part.first + shift * shift * part.p
	};
	if (max === Infinity) return shifted;
	const below = lawPartial(law, max - shift).p;
	const clamped = pow(Math.max(0, 1 - below), 101);
	return plus(plus(NOTHING$2, shifted, (1 - clamped) / below), atom(max, limit), clamped);
}
/** Mean, median, p99 and squared coefficient of variation of what is sampled. */
function momentsOf(spec) {
	const { first, second } = specPartial(spec, Infinity);
	const relative = second / (first * first) - 1;
	const scv = second === Infinity ? Infinity : first === 0 ? 0 : Math.max(0, relative);
	return {
		meanMs: first,
		p50Ms: quantileOf(spec, .5),
		p99Ms: quantileOf(spec, .99),
		scv
	};
}
/** Smallest value that at least the share u of the draws does not exceed, 0 <= u <= 1. */
function quantileOf(spec, u) {
	return specQuantile(spec, u, 1 - u);
}
// simulation/core/distribution-literal.ts
/** Largest value, in any unit: 31 years in ms. */
const VALUE_MAX$1 = 0xe8d4a51000;
const LIST_MAX$1 = 1e6;
/** Why a literal is refused, as data on its way out of the parse. */
var Refusal = class {
	message;
	field;
	constructor(message, field) {
		this.message = message;
		this.field = field;
	}
};
/** The fields of one literal; reading a wrong one ends the parse with a Refusal. */
var Literal = class {
	fields;
	unit;
	path;
	depth;
	constructor(fields, unit, path, depth) {
		this.fields = fields;
		this.unit = unit;
		this.path = path;
		this.depth = depth;
	}
	/** Name in the file of a field that carries the parameter's unit. */
	nameOf(base) {
		if (!WITH_UNIT.has(base)) return base;
		const withUnit = `${base}Ms`;
		return this.unit === "ms" || this.fields[withUnit] !== void 0 ? withUnit : base;
	}
	has(base) {
		return this.fields[this.nameOf(base)] !== void 0;
	}
	refuse(base, sentence) {
		const name = base === "" ? "" : this.nameOf(base);
		throw new Refusal(name === "" ? sentence : `${name} ${sentence}`, this.path + name);
	}
	number(base, least, most = VALUE_MAX$1) {
		const value = this.fields[this.nameOf(base)];
		if (typeof value !== "number" || !(value >= least && value <= most)) this.refuse(base, `must be a number from ${least} to ${most}, found ${shown$1(value)}.`);
		return value;
	}
	/** A value of the distribution's unit, above 0. */
	positive(base) {
		const value = this.number(base, 0);
		if (value < 1e-9) this.refuse(base, "must be greater than 0.");
		return value;
	}
	numbers(base, least) {
		const list = this.fields[this.nameOf(base)];
		if (!Array.isArray(list) || list.length === 0 || list.length > 1e6) this.refuse(base, `must be a list of 1 to ${LIST_MAX$1} numbers.`);
		const bad = list.find((v) => typeof v !== "number" || !(v >= least && v <= 0xe8d4a51000));
		if (bad !== void 0) this.refuse(base, `holds ${shown$1(bad)}; allowed are numbers from ${least} to ${VALUE_MAX$1}.`);
		return list;
	}
	/** Weights for `count` branches, scaled to add up to 1; equal ones if the field is absent. */
	shares(base, count) {
		if (!this.has(base)) return Array.from({ length: count }, () => 1 / count);
		const weights = this.numbers(base, 0);
		if (weights.length !== count) this.refuse(base, `has ${weights.length} entries, there are ${count} values.`);
		return this.normalized(base, weights);
	}
	normalized(base, weights) {
		const total = weights.reduce((sum, weight) => sum + weight, 0);
		if (!(total > 0)) this.refuse(base, "must not all be 0.");
		return weights.map((weight) => weight / total);
	}
};
function shown$1(value) {
	if (value === void 0) return "nothing";
	const text = typeof value === "object" ? "an object or list" : String(value);
	return text.length > 30 ? `${text.slice(0, 30)}...` : text;
}
/** Bases whose name in the file ends in the unit. */
const WITH_UNIT = new Set("value values times mean means p99 median min max mode std shift".split(" "));
// simulation/core/distribution-forms.ts
/** Standard normal quantile at 0.99. */
const Z99 = normalQuantile(.99, .01);
function form(type, fields, read) {
	return {
		type,
		fields: fields.split(" "),
		read
	};
}
/** A field marked "?" may be left out. */
const FORMS = [
	form("constant", "value", (l) => ({
		kind: "constant",
		value: l.number("value", 0)
	})),
	form("constant", "mean", (l) => ({
		kind: "constant",
		value: l.number("mean", 0)
	})),
	form("uniform", "min max", uniformOf),
	form("exponential", "mean", (l) => ({
		kind: "exponential",
		mean: l.positive("mean")
	})),
	form("erlang", "k mean", erlangOf),
	form("gamma", "shape mean", (l) => gammaOf(l, l.number("shape", .01, 1e4))),
	form("gamma", "scv mean", (l) => gammaOf(l, 1 / l.number("scv", 1e-4, 100))),
	form("hyperexponential", "means weights", branchesOf),
	form("hyperexponential", "mean scv", balancedBranchesOf),
	form("lognormal", "mean p99", lognormalOfMeanAndP99),
	form("lognormal", "mean sigma", (l) => {
		const sigma = l.number("sigma", 0, 10);
		return {
			kind: "lognormal",
			mu: log(l.positive("mean")) - sigma * sigma / 2,
			sigma
		};
	}),
	form("lognormal", "mean scv", (l) => {
		const variance = log(1 + l.number("scv", 0, 1e6));
		return {
			kind: "lognormal",
			mu: log(l.positive("mean")) - variance / 2,
			sigma: Math.sqrt(variance)
		};
	}),
	form("lognormal", "median sigma", (l) => ({
		kind: "lognormal",
		mu: log(l.positive("median")),
		sigma: l.number("sigma", 0, 10)
	})),
	form("lognormal", "median p99", lognormalOfMedianAndP99),
	form("weibull", "shape mean", (l) => {
		const shape = l.number("shape", .1, 1e3);
		return {
			kind: "weibull",
			shape,
			scale: l.positive("mean") / gammaFunction(1 + 1 / shape)
		};
	}),
	form("weibull", "shape scaleMs", (l) => ({
		kind: "weibull",
		shape: l.number("shape", .1, 1e3),
		scale: l.positive("scaleMs")
	})),
	form("pareto", "shape min", (l) => ({
		kind: "pareto",
		shape: l.number("shape", .1, 1e3),
		min: l.positive("min")
	})),
	form("pareto", "shape mean", paretoOfMean),
	form("normal", "mean std", (l) => normalOf(l, l.positive("std"))),
	form("normal", "mean sigma", (l) => normalOf(l, l.positive("sigma"))),
	form("normal", "mean scv", (l) => {
		return normalOf(l, l.positive("mean") * Math.sqrt(l.number("scv", 1e-12, 100)));
	}),
	form("triangular", "min mode max", triangularOf),
	form("empirical", "quantiles", empiricalOf),
	form("empirical", "values weights?", discreteOf),
	form("mixture", "parts", mixtureOf),
	form("trace", "values", (l) => ({
		kind: "trace",
		values: l.numbers("values", 0),
		cyclic: true
	})),
	form("trace", "times", traceOfTimes)
];
function uniformOf(l) {
	const min = l.number("min", 0);
	const max = l.number("max", 0);
	if (max < min) l.refuse("max", `must not be below ${l.nameOf("min")}.`);
	return max === min ? {
		kind: "constant",
		value: min
	} : {
		kind: "uniform",
		min,
		max
	};
}
function erlangOf(l) {
	const k = l.number("k", 1, 1e4);
	if (k !== Math.floor(k)) l.refuse("k", "must be a whole number.");
	return gammaOf(l, k);
}
function gammaOf(l, shape) {
	const mean = l.positive("mean");
	return shape === 1 ? {
		kind: "exponential",
		mean
	} : {
		kind: "gamma",
		shape,
		scale: mean / shape
	};
}
function branchesOf(l) {
	const means = l.numbers("means", 1e-9);
	return {
		kind: "hyperexponential",
		means,
		weights: l.shares("weights", means.length)
	};
}
/** Two branches that carry the same load each (balanced means); needs scv >= 1. */
function balancedBranchesOf(l) {
	const mean = l.positive("mean");
	const scv = l.number("scv", 1, 1e6);
	if (scv === 1) return {
		kind: "exponential",
		mean
	};
	const rare = 1 / (scv + 1 + Math.sqrt((scv - 1) * (scv + 1)));
	const weights = [1 - rare, rare];
	return {
		kind: "hyperexponential",
		means: weights.map((w) => mean / (2 * w)),
		weights
	};
}
function lognormalOfMeanAndP99(l) {
	const mean = l.positive("mean");
	const ratio = log(l.positive("p99") / mean);
	const most = Z99 * Z99 / 2;
	if (!(ratio > 0)) l.refuse("p99", `must be greater than ${l.nameOf("mean")}.`);
	if (ratio > most) {
		const limit = Math.floor(mean * exp(most) * 1e3) / 1e3;
		l.refuse("p99", `must be at most ${limit}: no lognormal has p99 / mean above 14.97.`);
	}
	const sigma = 2 * ratio / (Z99 + Math.sqrt(Z99 * Z99 - 2 * ratio));
	return {
		kind: "lognormal",
		mu: log(mean) - sigma * sigma / 2,
		sigma
	};
}
function lognormalOfMedianAndP99(l) {
	const median = l.positive("median");
	const ratio = l.positive("p99") / median;
	if (!(ratio > 1)) l.refuse("p99", `must be greater than ${l.nameOf("median")}.`);
	return {
		kind: "lognormal",
		mu: log(median),
		sigma: log(ratio) / Z99
	};
}
function paretoOfMean(l) {
	const shape = l.number("shape", .1, 1e3);
	if (shape <= 1) l.refuse("shape", "must be greater than 1 where the mean is given.");
	return {
		kind: "pareto",
		shape,
		min: l.positive("mean") * (shape - 1) / shape
	};
}
function normalOf(l, deviation) {
	return {
		kind: "normal",
		mean: l.number("mean", 0),
		deviation
	};
}
function triangularOf(l) {
	const min = l.number("min", 0);
	const mode = l.number("mode", 0);
	const max = l.number("max", 0);
	if (mode < min) l.refuse("mode", `must not be below ${l.nameOf("min")}.`);
	if (max < mode) l.refuse("max", `must not be below ${l.nameOf("mode")}.`);
	return max === min ? {
		kind: "constant",
		value: min
	} : {
		kind: "triangular",
		min,
		mode,
		max
	};
}
function isPair(point) {
	return Array.isArray(point) && point.length === 2 && point.every((v) => typeof v === "number");
}
function empiricalOf(l) {
	const points = l.fields.quantiles;
	if (!Array.isArray(points) || points.length < 2 || points.length > 1e6) l.refuse("quantiles", "must be a list of at least two pairs [probability, value].");
	points.forEach((point, i) => {
		const before = i === 0 ? [-1, 0] : points[i - 1];
		if (!isPair(point) || !(point[0] > before[0] && point[1] >= before[1])) l.refuse("quantiles", `need ascending pairs [probability, value]; see entry ${i + 1}.`);
	});
	const last = points[points.length - 1];
	if (points[0][0] !== 0 || last[0] !== 1 || last[1] > 0xe8d4a51000) l.refuse("quantiles", "must start at probability 0 (smallest value) and end at 1 (largest).");
	return {
		kind: "empirical",
		probabilities: points.map((point) => point[0]),
		values: points.map((point) => point[1])
	};
}
function discreteOf(l) {
	const values = l.numbers("values", 0);
	const weights = l.shares("weights", values.length);
	const shareOf = /* @__PURE__ */ new Map();
	values.forEach((value, i) => {
		if (weights[i] > 0) shareOf.set(value, (shareOf.get(value) ?? 0) + weights[i]);
	});
	const sorted = [...shareOf.keys()].sort((a, b) => a - b);
	if (sorted.length === 1) return {
		kind: "constant",
		value: sorted[0]
	};
	return {
		kind: "discrete",
		values: sorted,
		weights: sorted.map((v) => shareOf.get(v) ?? 0)
	};
}
function mixtureOf(l, readPart) {
	const literals = l.fields.parts;
	if (!Array.isArray(literals) || literals.length === 0 || literals.length > 1e3) l.refuse("parts", "must be a list of 1 to 1000 distributions, each with a weight.");
	if (l.depth >= 4) l.refuse("parts", `are nested more than 4 levels deep.`);
	const weights = [];
	return {
		kind: "mixture",
		parts: literals.map((literal, i) => {
			const path = `${l.path}parts.${i}.`;
			if (typeof literal !== "object" || literal === null || literal.type === "trace") throw new Refusal("A part must be an object with type and weight, no trace.", path.slice(0, -1));
			const { weight = 1, ...rest } = literal;
			if (typeof weight !== "number" || !(weight >= 0 && weight <= 0xe8d4a51000)) throw new Refusal(`weight must be a number from 0 to ${VALUE_MAX$1}.`, `${path}weight`);
			weights.push(weight);
			return readPart(new Literal(rest, l.unit, path, l.depth + 1));
		}),
		weights: l.normalized("parts", weights)
	};
}
/** Points in time become the gaps between them; after the last nothing comes any more. */
function traceOfTimes(l) {
	const times = l.numbers("times", 0);
	const gaps = times.map((time, i) => time - (i === 0 ? 0 : times[i - 1]));
	if (gaps.some((gap) => gap < 0)) l.refuse("times", "must ascend.");
	return {
		kind: "trace",
		values: gaps,
		cyclic: false
	};
}
// simulation/core/distribution-parse.ts
/** The names of all types, in the order of the format. */
const DISTRIBUTION_TYPES = [...new Set(FORMS.map(({ type }) => type))];
/**
* The ways to state a type: each a list of field names as they stand in the file for a parameter in
* ms; optional ones end in "?". Besides, every type takes `shiftMs`, `scale` and `maxMs` (for uniform
* and triangular `maxMs` is the upper end itself).
*/
function distributionFields(type) {
	return FORMS.filter((candidate) => candidate.type === type).map(({ fields }) => fields.map((field) => {
		const base = field.replace("?", "");
		return WITH_UNIT.has(base) ? field.replace(base, `${base}Ms`) : field;
	}));
}
function times(values, factor) {
	return values.map((value) => value * factor);
}
/** The law of `factor` times a draw from it. */
function scaledLaw(law, factor) {
	switch (law.kind) {
		case "constant": return {
			...law,
			value: law.value * factor
		};
		case "uniform": return {
			...law,
			min: law.min * factor,
			max: law.max * factor
		};
		case "exponential": return {
			...law,
			mean: law.mean * factor
		};
		case "gamma":
		case "weibull": return {
			...law,
			scale: law.scale * factor
		};
		case "hyperexponential": return {
			...law,
			means: times(law.means, factor)
		};
		case "lognormal": return {
			...law,
			mu: law.mu + log(factor)
		};
		case "pareto": return {
			...law,
			min: law.min * factor
		};
		case "normal": return {
			...law,
			mean: law.mean * factor,
			deviation: law.deviation * factor
		};
		case "triangular": return {
			...law,
			min: law.min * factor,
			mode: law.mode * factor,
			max: law.max * factor
		};
		case "empirical":
		case "discrete":
		case "trace": return {
			...law,
			values: times(law.values, factor)
		};
		case "mixture": return {
			...law,
			parts: law.parts.map((part) => scaledSpec(part, factor))
		};
	}
}
function scaledSpec(spec, factor) {
	return {
		law: scaledLaw(spec.law, factor),
		shift: spec.shift * factor,
		max: spec.max * factor
	};
}
/** Fields that every type takes. */
const EVERYWHERE = [
	"shift",
	"scale",
	"max"
];
function lawOf(literal) {
	const { type } = literal.fields;
	if (typeof type !== "string" || !DISTRIBUTION_TYPES.includes(type)) literal.refuse("type", `must be one of ${DISTRIBUTION_TYPES.join(", ")}.`);
	const forms = FORMS.filter((form) => form.type === type);
	const needed = (fields) => fields.filter((field) => !field.endsWith("?"));
	const form = forms.find(({ fields }) => needed(fields).every((field) => literal.has(field)));
	if (form === void 0) {
		const choices = forms.map(({ fields }) => needed(fields).map((field) => literal.nameOf(field)).join(" and "));
		literal.refuse("", `A ${type} distribution needs ${choices.join(", or ")}.`);
	}
	const known = new Set([
		"type",
		...form.fields,
		...EVERYWHERE
	].map((field) => literal.nameOf(field.replace("?", ""))));
	const unknown = Object.keys(literal.fields).find((name) => literal.fields[name] !== void 0 && !known.has(name));
	if (unknown !== void 0) throw new Refusal(`${unknown} does not go with ${form.fields.join(", ").replace("?", "")} here.`, literal.path + unknown);
	return {
		law: form.read(literal, readSpec),
		boundsItself: form.fields.includes("max")
	};
}
function readSpec(literal) {
	const { law, boundsItself } = lawOf(literal);
	const shift = literal.has("shift") ? literal.number("shift", 0) : 0;
	const scale = literal.has("scale") ? literal.number("scale", 1e-9, 1e9) : 1;
	const max = literal.has("max") && !boundsItself ? literal.number("max", 0) : Infinity;
	const spec = {
		law: scale === 1 ? law : scaledLaw(law, scale),
		shift,
		max
	};
	const least = leastOf(spec);
	if (max < least || max === least && law.kind !== "constant") literal.refuse("max", `must be above the smallest possible value, ${least}.`);
	return spec;
}
/**
* The numbers behind a literal of a scenario file. `unit` is that of the parameter ("ms", "" ...): it
* is the unit of a bare number and decides the names of the fields. Values may not be negative.
*/
function parseDistribution(literal, unit) {
	if (typeof literal === "number") {
		if (!(literal >= 0 && literal <= 0xe8d4a51000)) return {
			ok: false,
			message: `Must be a number from 0 to ${VALUE_MAX$1}.`,
			field: ""
		};
		return {
			ok: true,
			spec: {
				law: {
					kind: "constant",
					value: literal
				},
				shift: 0,
				max: Infinity
			}
		};
	}
	if (typeof literal !== "object" || literal === null || Array.isArray(literal)) return {
		ok: false,
		message: "Must be a number or an object with a type.",
		field: ""
	};
	try {
		return {
			ok: true,
			spec: readSpec(new Literal({ ...literal }, unit, "", 1))
		};
	} catch (refusal) {
		if (!(refusal instanceof Refusal)) throw refusal;
		return {
			ok: false,
			message: refusal.message,
			field: refusal.field
		};
	}
}
// simulation/kinds/station-model.ts
/** Executing it twice does no harm: as said, else by its method (RFC 9110: a POST is not). */
function isIdempotent(own) {
	if (typeof own.idempotent === "boolean") return own.idempotent;
	return own.method !== "POST" && own.method !== "PATCH";
}
function operationOf(values, own) {
	const merged = {
		...values,
		...own
	};
	return {
		serviceTime: merged.serviceTime,
		afterTime: merged.afterTime,
		afterProbability: merged.afterProbability,
		errorRate: merged.errorRate,
		errorTime: merged.errorTime,
		idempotent: isIdempotent(own),
		priority: merged.priority,
		requires: merged.requires ?? {}
	};
}
function compileStation(input) {
	const { values, operations } = input;
	return {
		instances: values.replicas,
		slots: values.concurrency,
		queueLengthMax: values.queueLengthMax,
		sharedQueue: values.queueScope === "node",
		discipline: values.discipline,
		preemptive: values.preemptive === "resume",
		codelTargetMs: values.codelTargetMs,
		codelIntervalMs: values.codelIntervalMs,
		breakdowns: values.breakdowns,
		polling: values.polling ?? null,
		bulk: values.bulk ?? null,
		acceptRatios: values.admission?.acceptRatios ?? [],
		blocking: values.blocking ?? false,
		queueTimeout: values.queueTimeoutMs,
		instanceSpeed: values.instanceSpeed ?? [],
		instanceWeight: values.instanceWeight ?? [],
		endpointDelayMs: values.endpointDelayMs,
		work: operationOf(values, {}),
		operations: Object.fromEntries(Object.entries(operations).map(([name, own]) => [name, operationOf(values, own)]))
	};
}
/** Endpoint delay of a node that has one instance at a known place, ms: nobody is told anything. */
const BROKER_ENDPOINT_DELAY_MS = 0;
/** A broker's own capacity: one instance that handles publishes. */
function compileBrokerStation(values) {
	return {
		instances: 1,
		slots: values.concurrency,
		queueLengthMax: null,
		sharedQueue: false,
		discipline: "fifo",
		preemptive: false,
		codelTargetMs: 0,
		codelIntervalMs: 0,
		breakdowns: null,
		polling: null,
		bulk: null,
		acceptRatios: [],
		blocking: false,
		queueTimeout: null,
		instanceSpeed: [],
		instanceWeight: [],
		endpointDelayMs: BROKER_ENDPOINT_DELAY_MS,
		work: {
			serviceTime: values.serviceTime,
			afterTime: 0,
			afterProbability: 1,
			errorRate: 0,
			errorTime: null,
			idempotent: true,
			priority: 0,
			requires: {}
		},
		operations: {}
	};
}
// simulation/kinds/api-gateway/model.ts
function compile$7(input) {
	return {
		primitive: "station",
		station: compileStation(input)
	};
}
// simulation/kinds/client/model.ts
function compile$6(input) {
	const { values } = input;
	return {
		primitive: "source",
		source: {
			ratePerS: values.profile?.recorded && values.ratePerS > 0 ? 1 : values.ratePerS,
			arrivals: values.arrivals,
			profile: values.profile,
			closed: values.closed,
			requests: values.requests,
			patienceMs: values.patienceMs,
			clients: values.clients,
			offsetMs: values.offsetMs,
			batch: values.batch
		}
	};
}
// simulation/kinds/database/model.ts
function compile$5(input) {
	return {
		primitive: "station",
		station: compileStation(input)
	};
}
// simulation/kinds/kafka/model.ts
function compile$4(input) {
	const { values } = input;
	return {
		primitive: "log",
		station: compileBrokerStation(values),
		log: {
			partitions: values.partitions,
			byKey: values.partitioner === "key"
		}
	};
}
// simulation/kinds/rabbitmq/model.ts
function compile$3(input) {
	const { values } = input;
	return {
		primitive: "mailbox",
		station: compileBrokerStation(values),
		mailbox: {
			direct: values.exchange === "direct",
			queueLengthMax: values.queueLengthMax,
			rejectWhenFull: values.overflow === "reject-publish",
			durable: values.durable,
			deliveryLimit: values.deliveryLimit
		}
	};
}
// simulation/kinds/service/model.ts
function compile$2(input) {
	return {
		primitive: "station",
		station: compileStation(input)
	};
}
// simulation/kinds/stream-processor/model.ts
function compile$1(input) {
	return {
		primitive: "station",
		station: compileStation(input)
	};
}
// simulation/kinds/models.ts
const models = {
	client: compile$6,
	"api-gateway": compile$7,
	service: compile$2,
	"stream-processor": compile$1,
	database: compile$5,
	rabbitmq: compile$3,
	kafka: compile$4
};
/**
* The primitives of a node. `values` must be the resolved values of its kind (resolveScenario
* checks them); undefined for a kind that does not exist.
*/
function describeNode(kind, input) {
	return (Object.hasOwn(models, kind) ? models[kind] : void 0)?.(input);
}
var OperationGraph = class {
	operations = [];
	rows = /* @__PURE__ */ new Map();
	drafts = [];
	scenario;
	descriptors;
	outgoing;
	nodeIndex;
	constructor(scenario, descriptors, nodeIndex) {
		this.scenario = scenario;
		this.descriptors = descriptors;
		this.nodeIndex = nodeIndex;
		this.outgoing = scenario.nodes.map(() => []);
		scenario.edges.forEach((edge, index) => {
			const from = nodeIndex.get(edge.from);
			if (from !== void 0) this.outgoing[from]?.push(index);
		});
		descriptors.forEach((descriptor, node) => {
			this.rowOf(node, "");
			if (descriptor.primitive !== "source") return;
			for (const type of Object.keys(descriptor.source.requests).sort()) this.rowOf(node, type);
		});
		this.operations = this.drafts.map(({ node, name, stages }) => ({
			node,
			name,
			work: this.workOf(node, name),
			stages
		}));
	}
	/** Row of an operation, made on first use together with everything it leads to. */
	rowOf(node, name) {
		const key = `${node} ${name}`;
		const known = this.rows.get(key);
		if (known !== void 0) return known;
		const row = this.drafts.length;
		this.rows.set(key, row);
		const draft = {
			node,
			name,
			stages: []
		};
		this.drafts.push(draft);
		draft.stages = this.stagesOf(node, name);
		return row;
	}
	/** Row of a known operation; the node's default for a name nobody calls. */
	find(node, name) {
		return this.rows.get(`${node} ${name}`) ?? this.rows.get(`${node} `) ?? 0;
	}
	workOf(node, name) {
		const descriptor = this.descriptors[node];
		if (!descriptor || descriptor.primitive === "source") return null;
		const { station } = descriptor;
		return Object.hasOwn(station.operations, name) ? station.operations[name] ?? null : station.work;
	}
	stagesOf(node, name) {
		const byStage = /* @__PURE__ */ new Map();
		for (const index of this.outgoing[node] ?? []) {
			const edge = this.scenario.edges[index];
			if (!edge) continue;
			if (edge.sort === "deliver") {
				this.reachConsumer(edge, name);
				continue;
			}
			for (const call of edge.calls) {
				if (call.when !== null && !call.when.includes(name)) continue;
				const list = byStage.get(call.stage) ?? [];
				list.push({
					edge: index,
					call
				});
				byStage.set(call.stage, list);
			}
		}
		const requires = this.workOf(node, name)?.requires ?? {};
		return [...byStage.keys()].sort((a, b) => a - b).map((stage) => ({
			requires: countOf(requires[String(stage)]),
			calls: this.planStage(byStage.get(stage) ?? [], name)
		}));
	}
	/** A message keeps the name of the operation that published it. */
	reachConsumer(edge, name) {
		const consumer = this.nodeIndex.get(edge.to);
		if (consumer !== void 0) this.rowOf(consumer, name);
	}
	planStage(entries, name) {
		const groups = [...new Set(entries.map(({ call }) => call.choice ?? ""))].sort();
		const planned = [];
		groups.forEach((group, position) => {
			const members = entries.filter(({ call }) => (call.choice ?? "") === group && (group === "" || call.weight > 0));
			const total = members.reduce((sum, { call }) => sum + call.weight, 0);
			let below = 0;
			members.forEach(({ edge, call }, at) => {
				const target = this.targetOf(edge, call.operation ?? name);
				const from = below;
				below += call.weight;
				const last = at === members.length - 1;
				planned.push({
					edge,
					call,
					target,
					choice: group === "" ? 0 : position + 1,
					from: from / total,
					upTo: last ? 2 : below / total
				});
			});
		});
		return planned;
	}
	targetOf(edge, name) {
		const callee = this.nodeIndex.get(this.scenario.edges[edge]?.to ?? "");
		return this.rowOf(callee ?? 0, name);
	}
};
function countOf(requirement) {
	if (requirement === void 0 || requirement === "all") return 0;
	return requirement === "any" ? 1 : requirement;
}
// simulation/engine/program.ts
/** Distributions are numbered as they are first asked for; equal literals share a number. */
var DistributionList = class {
	specs = [];
	known = /* @__PURE__ */ new Map();
	table = null;
	number(literal, unit) {
		const key = `${unit} ${JSON.stringify(literal)}`;
		const found = this.known.get(key);
		if (found !== void 0 && !key.includes("\"trace\"")) return found;
		const parsed = parseDistribution(literal, unit);
		if (!parsed.ok) throw new Error(`Unchecked distribution ${key}: ${parsed.message}`);
		const number = this.specs.length;
		this.specs.push(parsed.spec);
		this.known.set(key, number);
		this.table = null;
		return number;
	}
	compiled() {
		this.table ??= compileDistributions(this.specs);
		return this.table;
	}
};
function instancesOf$1(descriptor) {
	return descriptor.primitive === "source" ? descriptor.source.clients : descriptor.station.instances;
}
/** Compiles a scenario that `resolveScenario` has checked. */
function compile(scenario) {
	const nodeIndex = new Map(scenario.nodes.map((node, index) => [node.id, index]));
	const edgeIndex = new Map(scenario.edges.map((edge, index) => [edge.id, index]));
	let firstInstance = 0;
	const nodes = scenario.nodes.map((node) => {
		const descriptor = describeNode(node.kind, node);
		if (!descriptor) throw new Error(`No model for kind ${node.kind}`);
		const instanceCount = instancesOf$1(descriptor);
		const row = {
			id: node.id,
			kind: node.kind,
			descriptor,
			firstInstance,
			instanceCount
		};
		firstInstance += instanceCount;
		return row;
	});
	const graph = new OperationGraph(scenario, nodes.map((node) => node.descriptor), nodeIndex);
	const typeNames = /* @__PURE__ */ new Set();
	for (const { descriptor } of nodes) {
		if (descriptor.primitive !== "source") continue;
		for (const name of Object.keys(descriptor.source.requests)) typeNames.add(name);
	}
	const layout = {
		windowMs: scenario.windowMs,
		typeIds: ["all", ...[...typeNames].sort()],
		nodeIds: nodes.map((node) => node.id),
		edgeIds: scenario.edges.map((edge) => edge.id)
	};
	const list = new DistributionList();
	const must = (found, id) => {
		if (found === void 0) throw new Error(`Unknown id ${id}`);
		return found;
	};
	return {
		scenario,
		nodes,
		graph,
		layout,
		distributions: () => list.compiled(),
		index: {
			nodeOf: (id) => must(nodeIndex.get(id), id),
			edgeOf: (id) => must(edgeIndex.get(id), id),
			operationOf: (node, name) => graph.find(node, name),
			operationNames: graph.operations,
			distribution: (literal, unit) => list.number(literal, unit),
			firstBrokerHistogram: 2 * nodes.length + scenario.edges.length + 3 * layout.typeIds.length
		}
	};
}
// simulation/engine/shape.ts
/** Every part of a program that needs rows of its own, by its name in a sentence. */
function shapeOf(program) {
	const { scenario, layout, nodes, graph } = program;
	const { durationMs, warmupMs, windowMs } = scenario;
	const parts = /* @__PURE__ */ new Map([
		["the duration", durationMs],
		["the warm-up", warmupMs],
		["the window", windowMs],
		["the set of request types", layout.typeIds]
	]);
	for (const node of nodes) {
		parts.set(`node ${node.id}`, node.kind);
		parts.set(`the number of instances of ${node.id}`, node.instanceCount);
		for (const [name, value] of partsOfNode(node)) parts.set(`${name} of ${node.id}`, value);
	}
	for (const { id, protocol, sort, calls, values } of scenario.edges) {
		parts.set(`edge ${id}`, [protocol, sort]);
		parts.set(`the calls of ${id}`, calls.map(partsOfCall));
		for (const [name, value] of partsOfEdge(values)) parts.set(`${name} of ${id}`, value);
	}
	for (const { id, kind, targets } of scenario.faults) parts.set(`fault ${id}`, [kind, targets]);
	parts.set("the set of operations", graph.operations.map(({ node, name }) => [node, name]));
	return parts;
}
function partsOfNode(node) {
	const { descriptor } = node;
	if (descriptor.primitive === "source") {
		const { closed, profile, requests, arrivals } = descriptor.source;
		return [
			["the number of users", closed?.users ?? 0],
			["the length of the load profile", profile?.points.length ?? 0],
			["the set of request types", Object.keys(requests)],
			["the kind of arrivals", arrivals]
		];
	}
	const { sharedQueue, discipline, preemptive, breakdowns, polling, bulk } = descriptor.station;
	return [
		["the queue", [
			sharedQueue,
			discipline,
			preemptive
		]],
		["whether instances differ in weight", differInWeight(node)],
		["the breakdowns", breakdowns],
		["the polling", polling],
		["the bulk service", bulk]
	];
}
/** A member of an exclusive group that is never chosen has no row in the plan. */
function partsOfCall({ probability: _, weight, ...call }) {
	return {
		...call,
		isPlanned: call.choice === null || weight > 0
	};
}
function partsOfEdge(values) {
	const breaker = values.breaker;
	return [
		["the balancing", values.balancing],
		["oneWay", values.oneWay],
		["the breaker's window", breaker?.window?.size ?? 0],
		["the queue", values.queue],
		["the group", values.group]
	];
}
/** Why a run of `before` cannot go on as `after`, in a sentence; null when it can. */
function whyStructural(before, after) {
	const old = shapeOf(before);
	const present = shapeOf(after);
	const says = (name, what) => `${name.charAt(0).toUpperCase()}${name.slice(1)} ${what}: this needs a restart at 0.`;
	for (const name of present.keys()) if (!old.has(name)) return says(name, "is new");
	for (const name of old.keys()) if (!present.has(name)) return says(name, "is gone");
	for (const [name, value] of present) if (JSON.stringify(old.get(name)) !== JSON.stringify(value)) return says(name, "changes");
	return null;
}
const CHUNK = 1024;
const NAN_LOW = 0;
const NAN_HIGH = 2146959360;
/** Feeds doubles to the hash in canonical form: -0 is 0, every NaN has one bit pattern. */
var DigestWriter = class {
	hash = new Murmur128(0);
	view = /* @__PURE__ */ new DataView(/* @__PURE__ */ new ArrayBuffer(CHUNK * 8));
	filled = 0;
	text(text) {
		this.flush();
		this.hash.update(utf8Of(`${text}\n`));
	}
	number(value) {
		const at = this.filled * 8;
		if (!Number.isNaN(value)) this.view.setFloat64(at, value === 0 ? 0 : value, true);
		else {
			this.view.setUint32(at, NAN_LOW, true);
			this.view.setUint32(at + 4, NAN_HIGH, true);
		}
		if (++this.filled === CHUNK) this.flush();
	}
	hex() {
		this.flush();
		return this.hash.digestHex();
	}
	flush() {
		if (this.filled === 0) return;
		this.hash.update(new Uint8Array(this.view.buffer, 0, this.filled * 8));
		this.filled = 0;
	}
};
/** Begins a digest with what was simulated: engine version, scenario, seed. */
function beginDigest(scenarioHash, seed, layout) {
	const writer = new DigestWriter();
	writer.text(`engine 1`);
	writer.text(scenarioHash);
	writer.number(seed);
	writer.number(rowLengthOf(layout));
	return writer;
}
/** Writes any result as a tree: keys and values in the order in which they stand. */
function digestTree(writer, value) {
	if (typeof value === "number") writer.number(value);
	else if (value === null || value === void 0) writer.number(NaN);
	else if (typeof value === "string") writer.text(value);
	else if (typeof value === "boolean") writer.number(value ? 1 : 0);
	else if (Array.isArray(value)) for (const entry of value) digestTree(writer, entry);
	else for (const [key, entry] of Object.entries(value)) {
		writer.text(key);
		digestTree(writer, entry);
	}
}
// simulation/engine/totals.ts
function known(value) {
	return Number.isFinite(value) ? value : null;
}
function ratio(part, whole) {
	return whole > 0 ? part / whole : null;
}
/** Field of a node over the measured period, the present window included. */
function nodeSum(node, field) {
	const at = node * NODE_METERS + field;
	return nodeTotal[at] + nodeMeter[at];
}
function edgeSum(edge, field) {
	const at = edge * EDGE_METERS + field;
	return edgeTotal[at] + edgeMeter[at];
}
function typeSum(types, field) {
	let sum = 0;
	for (const type of types) {
		const at = type * TYPE_METERS + field;
		sum += typeTotal[at] + typeMeter[at];
	}
	return sum;
}
/** Summary of all values in `h`, histograms that count as one. */
function summarize(h) {
	const { mean, std, min, max } = totalsOf(h);
	return {
		mean: known(mean),
		stdMs: known(std),
		min: known(min),
		p50: known(quantileOf$1(h, .5)),
		p90: known(quantileOf$1(h, .9)),
		p95: known(quantileOf$1(h, .95)),
		p99: known(quantileOf$1(h, .99)),
		p999: known(quantileOf$1(h, .999)),
		max: known(max)
	};
}
function failuresOf(count) {
	const failed = {};
	for (let o = 2; o < OUTCOME_COUNT; o++) {
		const n = count(o);
		if (n !== 0) failed[OUTCOMES[o]] = n;
	}
	return failed;
}
function endToEndOf(layout, type, periodS) {
	const rows = type > 0 ? [type] : layout.typeIds.map((_, row) => row).slice(1);
	const ended = (o) => typeSum(rows, 7 + o);
	const ok = ended(0);
	const degraded = ended(1);
	const failed = failuresOf(ended);
	const failures = Object.values(failed).reduce((sum, n) => sum + n, 0);
	const completed = ok + degraded + failures;
	const calls = typeSum(rows, 2);
	return {
		offered: typeSum(rows, 0),
		completed,
		ok,
		degraded,
		failed,
		throughput: (ok + degraded) / periodS,
		goodput: typeSum(rows, 1) / periodS,
		errorRate: ratio(failures, completed),
		retryAmplification: ratio(typeSum(rows, 3), calls),
		inFlightAtStart: rows.reduce((sum, row) => sum + typeState.inFlightAtStart[row], 0),
		inFlightAtEnd: rows.reduce((sum, row) => sum + typeState.inFlight[row], 0),
		latencyMs: summarize(latencyRows(type)),
		latencyAllMs: summarize(latencyAllRows(type)),
		settledMs: summarize(settledRows(type))
	};
}
function nodeResultOf(node, of, periodMs) {
	const completions = nodeSum(node, 2);
	const arrivals = nodeSum(node, 0);
	const slotTime = nodeSum(node, 9);
	const started = nodeSum(node, 11);
	const served = nodeSum(node, 29);
	const periodS = periodMs / 1e3;
	const queues = queueResultsOf(node, periodMs);
	const shares = [];
	for (let length = 0; length < 64; length++) shares.push(queueShareOf(node, length) / periodMs);
	while (shares.length > 1 && shares.at(-1) === 0) shares.pop();
	const isSource = nodes.primitive[node] === 0;
	return {
		kind: of.kind,
		arrivals,
		completions,
		failed: failuresOf((o) => nodeSum(node, 30 + o)),
		throughput: completions / periodS,
		goodput: nodeSum(node, 3) / periodS,
		utilization: ratio(nodeSum(node, 7), slotTime),
		workingRatio: ratio(nodeSum(node, 8), slotTime),
		waitProbability: ratio(nodeSum(node, 12), started),
		queue: {
			mean: nodeSum(node, 6) / periodMs,
			max: nodeState.maxQueued[node],
			distribution: shares
		},
		inFlight: {
			mean: nodeSum(node, 10) / periodMs,
			max: nodeState.maxPresent[node]
		},
		inFlightAtStart: nodeState.presentAtStart[node],
		inFlightAtEnd: nodeState.present[node],
		waitMs: summarize(waitRows(node)),
		latencyMs: summarize(nodeLatencyRows(node)),
		wastedWork: isSource ? null : ratio(nodeSum(node, 14), served),
		wastedRatio: isSource ? null : ratio(nodeSum(node, 14), served),
		retryAmplification: ratio(arrivals, arrivals - nodeSum(node, 1)),
		...queues ? { queues } : {}
	};
}
function edgeResultOf(edge) {
	const calls = edgeSum(edge, 0);
	const attempts = edgeSum(edge, 1);
	return {
		calls,
		attempts,
		ok: edgeSum(edge, 11) + edgeSum(edge, 12),
		failed: failuresOf((o) => o === 10 ? edgeSum(edge, 3) : edgeSum(edge, 11 + o)),
		retries: edgeSum(edge, 2),
		hedges: 0,
		fallbacks: edgeSum(edge, 4),
		breaker: {
			openS: edgeSum(edge, 6) / 1e3,
			opens: edgeSum(edge, 7)
		},
		retryAmplification: ratio(attempts, calls),
		latencyMs: summarize(edgeLatencyRows(edge))
	};
}
function check(entity, law, left, right) {
	return {
		entity,
		law,
		left,
		right,
		difference: Math.abs(left - right) / Math.max(Math.abs(left), 1e-12)
	};
}
/**
* Little's law, the utilization law and the conservation of requests at a node, each by two counts
* that were kept apart. `residual` gives the overlap with the period of what is still there.
*/
function checksOf(node, id, residual) {
	const arrived = nodeSum(node, 0) + nodeState.presentAtStart[node];
	let ended = nodeState.present[node];
	for (let o = 0; o < OUTCOME_COUNT; o++) ended += nodeSum(node, 30 + o);
	const sojourns = nodeSum(node, 15) + residual.present;
	const holds = nodeSum(node, 16) + residual.held;
	return [
		check(id, "little", nodeSum(node, 10), sojourns),
		check(id, "utilization", nodeSum(node, 7), holds),
		check(id, "conservation", arrived, ended)
	];
}
/** All totals of a histogram in canonical order, for the digest. */
function histogramNumbers(h, take) {
	const { count, mean, std, min, max } = totalsOf(Int32Array.of(h));
	take(count);
	take(mean);
	take(std);
	take(min);
	take(max);
	eachTotal(h, (index, n) => {
		take(index);
		take(n);
	});
}
// simulation/engine/summary.ts
/** What is still there: overlap with the measured period of stays and held slots, per node. */
function residuals(nodeCount) {
	const now = registers[0];
	const start = control.f64[0];
	const found = Array.from({ length: nodeCount }, () => ({
		present: 0,
		held: 0
	}));
	for (let attempt = 0; attempt < attempts.highWater; attempt++) {
		const phase = attempts.phase[attempt];
		if (phase === 8 || phase === 6) continue;
		if (phase === 0 && attempts.origin[attempt] !== 0) continue;
		const at = found[attempts.node[attempt]];
		if (!at) continue;
		at.present += now - Math.max(attempts.arrivedAt[attempt], start);
		if ((attempts.flags[attempt] & 1) !== 0) at.held += now - Math.max(attempts.slotAt[attempt], start);
		else if (phase === 10) {
			const instance = attempts.instance[attempt];
			const from = Math.max(attempts.startedAt[attempt], sharing.coreAtStart[instance]);
			at.held += coreTimeOf(instance) - from;
		}
	}
	eachBatchHeld((node, heldMs) => {
		const at = found[node];
		if (at) at.held += heldMs;
	});
	return found;
}
function totalsAtPresent(program, seed, events, cap, digest) {
	touchAll();
	const { scenario, layout, nodes } = program;
	const periodMs = Math.max(registers[0] - control.f64[0], 1e-9);
	const left = residuals(nodes.length);
	const checks = nodes.flatMap((node, row) => [...checksOf(row, node.id, left[row] ?? {
		present: 0,
		held: 0
	}), ...brokerChecksOf(row, node.id)]);
	return {
		scenario: scenario.name,
		format: 1,
		seed,
		simulatedS: registers[0] / 1e3,
		warmupS: control.f64[0] / 1e3,
		events,
		digest,
		endedEarly: cap,
		endToEnd: Object.fromEntries(layout.typeIds.map((id, type) => [id, endToEndOf(layout, type, periodMs / 1e3)])),
		nodes: Object.fromEntries(nodes.map((node, row) => [node.id, nodeResultOf(row, node, periodMs)])),
		edges: Object.fromEntries(scenario.edges.map((edge, row) => [edge.id, edgeResultOf(row)])),
		checks,
		warnings: warningsOf(program, cap)
	};
}
/** Why a run ended early, in words; `cap` is what stands in `endedEarly`. */
function earlyEnd({ maxEvents, maxMemoryMb }, cap) {
	switch (cap) {
		case "events": return `run.maxEvents allows ${maxEvents} events`;
		case "memory": return `its rows take more than the ${maxMemoryMb} MB that run.maxMemoryMb allows`;
		case "wall time": return "its limit of wall time was reached";
		case "time to drain": return "it was not empty after ten times its duration";
		default: return cap.startsWith("structural change") ? `${cap} needs a restart` : `cap on ${cap} reached`;
	}
}
function warningsOf({ scenario }, cap) {
	const warnings = cap === null ? [] : [`The run ended early: ${earlyEnd(scenario, cap)}.`];
	scenario.edges.forEach(({ id }, edge) => {
		const refused = edgeSum(edge, 8);
		if (refused === 0) return;
		warnings.push(`${refused} calls on ${id} were nested more than 64 deep and failed as error (callDepth).`);
	});
	return warnings;
}
/** 32 hex digits over counters, histograms, integrals and series of the run so far. */
function digestOf(program, started, seed, events, histograms) {
	const writer = beginDigest(started.hash, seed, program.layout);
	digestTree(writer, started.applied);
	const { endToEnd, nodes, edges } = totalsAtPresent(program, seed, events, null, "");
	writer.number(events);
	digestTree(writer, endToEnd);
	digestTree(writer, nodes);
	digestTree(writer, edges);
	for (const value of copyRows(0)) writer.number(value);
	for (let h = 0; h < histograms; h++) histogramNumbers(h, (value) => writer.number(value));
	return writer.hex();
}
// simulation/engine/engine.ts
const EMPTY_LAYOUT = {
	windowMs: 1,
	typeIds: ["all"],
	nodeIds: [],
	edgeIds: []
};
/** Events between two looks at the memory in use, which has a cap only where the run says so. */
const MEMORY_STRIDE = 65536;
const BYTES_PER_MB = 1e6;
/** A draining run ends at this multiple of its duration at the latest. */
const DRAIN_FACTOR = 10;
/** The program whose rows stand in the columns, whichever engine put it there. */
let resident = null;
var Engine = class {
	at = { ...NOTHING$3 };
	kept = new CheckpointList();
	particles = new ParticleSampling();
	options;
	constructor(options) {
		this.options = options;
	}
	load(scenario, seed = scenario.seed) {
		this.at = {
			...NOTHING$3,
			start: compile(scenario)
		};
		this.reset(seed);
	}
	reset(seed) {
		this.kept.clear();
		const recorded = this.at.start?.scenario.changes ?? [];
		this.restart(seed, recorded.map(({ id, atMs, after }) => ({
			id,
			atMs,
			after,
			live: false
		})));
	}
	/** Time 0 of what was loaded; `changes` are to come. */
	restart(seed, changes) {
		const { start } = this.at;
		this.at = {
			...NOTHING$3,
			start,
			program: start,
			seed,
			changes
		};
		const program = this.loaded();
		const { scenario } = program;
		resident = program;
		this.at.faults = faultsOf(program);
		this.at.cap = putAtStart(program, seed, this.options.heapOnly);
		this.particles.begin();
		this.planMarks();
		if (scenario.warmupMs <= 0) this.warmUp();
		for (let source = 0; source < sources.highWater; source++) startSource(source);
		this.applyFaults();
		settle$1();
	}
	loaded() {
		if (!this.at.program) throw new Error("No scenario is loaded");
		return this.at.program;
	}
	/** Marks still to come. A change may be due at this very instant, after the events of it. */
	planMarks() {
		const times = this.at.faults.flatMap((fault) => boundariesOf(fault));
		const { warmupMs, durationMs, drain } = this.loaded().scenario;
		if (warmupMs > 0) times.push(warmupMs);
		if (drain) times.push(durationMs);
		this.mark(times.filter((time) => time > registers[0]));
	}
	mark(times) {
		const due = this.at.changes.slice(this.at.made).map(({ atMs }) => atMs).filter((atMs) => atMs >= registers[0]);
		this.at.marks = [.../* @__PURE__ */ new Set([...times, ...due])].sort((a, b) => a - b);
		this.at.nextMark = 0;
	}
	applyFaults() {
		applyFaults(this.at.faults, this.at.seed, spareStream());
	}
	warmUp() {
		this.at.warm = true;
		beginPeriod();
	}
	run(untilMs, maxEvents) {
		const { scenario } = this.loaded();
		let budget = maxEvents;
		while (!this.at.ended) {
			if (this.at.cap !== null) return {
				kind: "cap",
				cap: this.at.cap
			};
			if (untilMs < registers[0]) return { kind: "time" };
			const end = scenario.drain ? scenario.durationMs * DRAIN_FACTOR : scenario.durationMs;
			const mark = this.at.marks[this.at.nextMark] ?? Infinity;
			const window = this.at.nextWindow * scenario.windowMs;
			const limit = Math.min(untilMs, mark, window, end);
			const share = Math.min(budget, this.eventsAllowed());
			const done = kernelFor(this.options.kernel ?? "auto").executeEvents(limit, share);
			this.at.executed += done;
			budget -= done;
			this.at.cap = this.capReached(done);
			if (this.at.cap !== null) continue;
			if (control.i32[2] === 1) {
				this.finish();
				break;
			}
			if (budget <= 0) return { kind: "budget" };
			if (done === share) continue;
			registers[0] = limit;
			this.passMarks(limit, mark, window, end);
			if (limit === untilMs && !this.at.ended && untilMs < end) return this.at.cap === null ? { kind: "time" } : {
				kind: "cap",
				cap: this.at.cap
			};
		}
		return this.at.cap === null ? { kind: "end" } : {
			kind: "cap",
			cap: this.at.cap
		};
	}
	/** Events up to the next point at which a cap is looked at: the same whoever runs in slices. */
	eventsAllowed() {
		const { maxEvents, maxMemoryMb } = this.loaded().scenario;
		const left = maxEvents - this.at.executed;
		if (maxMemoryMb === null) return left;
		return Math.min(left, MEMORY_STRIDE - this.at.executed % MEMORY_STRIDE);
	}
	capReached(done) {
		const table = exhaustedTable();
		if (table !== null) return table === "events" ? "pending events" : table;
		const { maxEvents, maxMemoryMb } = this.loaded().scenario;
		const { executed } = this.at;
		if (executed >= maxEvents) return "events";
		if (maxMemoryMb === null || done === 0 || executed % MEMORY_STRIDE !== 0) return null;
		return growingBytes() > maxMemoryMb * BYTES_PER_MB ? "memory" : null;
	}
	/** What happens at an instant after all of its ordinary events. */
	passMarks(now, mark, window, end) {
		const { scenario } = this.loaded();
		if (now === window) {
			closeSeriesWindow();
			this.at.nextWindow++;
		}
		if (now === mark) {
			this.at.nextMark++;
			if (!this.at.warm && now >= scenario.warmupMs) this.warmUp();
			this.makeChanges();
			this.applyFaults();
			settle$1();
			if (scenario.drain && now === scenario.durationMs) startDraining();
		}
		if (now === end) {
			if (scenario.drain) this.at.cap = "time to drain";
			this.finish();
		} else if (now === window && this.kept.wants(this.at.nextWindow - 1)) this.kept.add(this.at.nextWindow - 1, this.save());
	}
	finish() {
		closeSeriesWindow();
		this.at.ended = true;
	}
	makeChanges() {
		for (;;) {
			const next = this.at.changes[this.at.made];
			if (!next || next.atMs > registers[0]) return;
			this.at.made++;
			const after = compile(next.after);
			if (whyStructural(this.loaded(), after) === null) this.takeOver(after);
			else this.at.cap ??= `structural change ${next.id}`;
		}
	}
	change(scenario) {
		const after = compile(scenario);
		if (whyStructural(this.loaded(), after) !== null) return false;
		this.run(registers[0], Infinity);
		const { changes, made } = this.at;
		const atMs = registers[0];
		this.kept.cutAfter(atMs, this.at.executed);
		this.at.changes = [
			...changes.slice(0, made),
			{
				id: `live-${made + 1}`,
				atMs,
				after: scenario,
				live: true
			},
			...changes.slice(made).filter(({ live }) => !live)
		];
		this.at.made++;
		this.takeOver(after);
		return true;
	}
	takeOver(after) {
		this.at.program = after;
		this.at.applied = [...this.at.applied, {
			atMs: registers[0],
			hash: after.scenario.hash
		}];
		this.at.faults = faultsOf(after);
		this.at.cap = putParameters(after) ?? this.at.cap;
		this.planMarks();
		this.applyFaults();
		startWaiting();
		settle$1();
	}
	whyNotChange(scenario) {
		return whyStructural(this.loaded(), compile(scenario));
	}
	endEarly(reason) {
		if (!this.at.ended) this.at.cap ??= reason;
	}
	save() {
		this.loaded();
		return new SavedRun(registers[0], this.at.executed, { ...this.at });
	}
	saveCheckpoint() {
		return this.save();
	}
	restoreCheckpoint(checkpoint) {
		const saved = savedRunOf(checkpoint);
		if (this.kept.all().includes(saved)) this.kept.cutAfter(saved.atMs, saved.events);
		else this.kept.clear();
		this.putBack(saved);
	}
	putBack(saved) {
		const { start, seed } = saved.position;
		if (resident !== start) {
			this.at = {
				...NOTHING$3,
				start
			};
			this.restart(seed, []);
		}
		saved.putBack();
		this.at = { ...saved.position };
		this.particles.begin();
	}
	keepCheckpoints(keeping) {
		this.kept.configure(keeping);
	}
	keptCheckpoints() {
		return this.kept.all();
	}
	nearestCheckpoint(atMs) {
		return this.kept.nearest(atMs);
	}
	replayTo(atMs) {
		const from = this.kept.nearest(atMs);
		const { changes, seed } = this.at;
		if (registers[0] > atMs || from && from.events > this.at.executed) {
			if (from) this.putBack(from);
			else this.restart(seed, changes);
			this.at.changes = changes;
			this.mark(this.at.marks.slice(this.at.nextMark));
		}
		return this.run(atMs, Infinity);
	}
	fork(checkpoint, scenario) {
		const { program } = savedRunOf(checkpoint).position;
		const reason = program && whyStructural(program, compile(scenario));
		if (reason !== null) return reason;
		this.restoreCheckpoint(checkpoint);
		this.change(scenario);
		return null;
	}
	nowMs() {
		return registers[0];
	}
	events() {
		return this.at.executed;
	}
	layout() {
		return this.at.program?.layout ?? EMPTY_LAYOUT;
	}
	windowCount() {
		return seriesRows();
	}
	rows(from) {
		return copyRows(from);
	}
	live() {
		return livePresent(this.layout());
	}
	takeParticles() {
		return this.particles.take();
	}
	totals() {
		return this.look(() => {
			const { seed, executed, cap } = this.at;
			const program = this.loaded();
			return withInstanceLoad(totalsAtPresent(program, seed, executed, cap, this.digestNow()), program);
		});
	}
	digest() {
		return this.look(() => this.digestNow());
	}
	/** Integrals are brought up to date for a result; the run must go on as if nobody had looked. */
	look(result) {
		return this.at.ended || this.at.cap !== null ? result() : undisturbed(result);
	}
	digestNow() {
		const { start, applied, seed, executed } = this.at;
		const started = {
			hash: start?.scenario.hash ?? "",
			applied
		};
		const histograms = histogramCount(this.layout());
		return digestOf(this.loaded(), started, seed, executed, histograms);
	}
};
function savedRunOf(checkpoint) {
	if (checkpoint instanceof SavedRun) return checkpoint;
	throw new Error("This is no checkpoint of this engine: one lives as long as its process.");
}
/** An engine of its own options; the application uses `engine`, tests also the plain heap. */
function createEngine(options) {
	return new Engine(options);
}
const engine = createEngine({ heapOnly: false });
// simulation/kinds/define.ts
function defineKind(definition) {
	return definition;
}
function defineProtocol(definition) {
	return definition;
}
function defineFault(definition) {
	return definition;
}
// simulation/faults/crash.ts
const crash = defineFault({
	id: "crash",
	label: "Crash",
	help: "Instances stop at once and start again, empty, when the fault ends.",
	icon: "power",
	targets: ["node"],
	ramp: false,
	params: { mode: {
		type: "choice",
		label: "How it stops",
		help: "Exit: connections break and new ones are refused. Black hole: nothing is answered, callers run into their timeouts.",
		options: ["exit", "blackhole"],
		optionLabels: ["Process exit", "Black hole"],
		default: "exit"
	} }
});
// simulation/faults/errors.ts
const errors = defineFault({
	id: "errors",
	label: "Errors",
	help: "A share of the requests ends in an error of the node's own, beside its usual error rate.",
	icon: "alert",
	targets: ["node"],
	ramp: true,
	params: { ratio: {
		type: "ratio",
		label: "Share of requests",
		help: "Share of requests that fail because of the fault.",
		default: .5,
		live: true
	} }
});
// simulation/faults/latency.ts
const latency = defineFault({
	id: "latency",
	label: "Network latency",
	help: "Messages take longer: over one edge, or over every edge into and out of a node.",
	icon: "network",
	targets: ["edge", "node"],
	ramp: true,
	params: { addMs: {
		type: "number",
		label: "Adds",
		help: "Added to each one-way trip.",
		unit: "ms",
		min: 0,
		max: 36e5,
		soft: [1, 5e3],
		scale: "log",
		default: 100,
		live: true
	} }
});
// simulation/faults/slow.ts
const slow = defineFault({
	id: "slow",
	label: "Slow",
	help: "Work that starts during the fault takes longer; work in progress is not re-timed.",
	icon: "hourglass",
	targets: ["node"],
	ramp: true,
	params: { factor: {
		type: "number",
		label: "Slower by",
		help: "Service times are multiplied by this.",
		unit: "×",
		min: .001,
		max: 1e5,
		soft: [1, 100],
		scale: "log",
		default: 10,
		live: true
	} }
});
// simulation/faults/schedule.ts
const FAULT_PARAMS = {
	atS: {
		type: "number",
		label: "Starts at",
		help: "Simulated time at which the fault begins.",
		unit: "s",
		min: 0,
		max: 2592e3,
		default: 0,
		live: true
	},
	forS: {
		type: "number",
		label: "Lasts",
		help: "How long the fault is there.",
		unit: "s",
		min: 0,
		max: 2592e3,
		default: null,
		nullMeans: "to the end",
		live: true
	},
	rampS: {
		type: "number",
		label: "Ramp",
		help: "Grows from nothing to full strength over this time, from its start.",
		unit: "s",
		min: 0,
		max: 2592e3,
		default: 0,
		live: true
	},
	enabled: {
		type: "boolean",
		label: "On",
		help: "A fault that is off stays in the file and can be switched on while it runs.",
		default: true,
		live: true
	}
};
// simulation/faults/catalog.ts
const faults = {
	slow,
	crash,
	errors,
	latency
};
/** The definition of a fault, undefined if there is none of this name. */
function faultOf(id) {
	return Object.hasOwn(faults, id) ? faults[id] : void 0;
}
// simulation/catalogs/2026-11/documented.ts
const KAFKA_SOURCE = "Apache Kafka 4.0, ConsumerConfig.java";
const RABBITMQ_SOURCE = "RabbitMQ documentation (2026-08)";
const BREAKER_SOURCE = "resilience4j (2026-05), CircuitBreakerConfig.java";
const RETRY_SOURCE = "resilience4j (2026-05), RetryConfig.java";
const AWS_SOURCE = "AWS SDK standard retry (2026)";
const DOCUMENTED = {
	networkMs: {
		value: .02,
		source: "Azure, same zone: 0.04 ms round trip measured (blog.cloud63.fr); half of it one way",
		row: {
			system: "Cloud RTT",
			setting: "Azure same zone"
		},
		factor: .5
	},
	grpcBalancing: {
		value: "pickFirst",
		source: "gRPC documentation, custom load balancing: pick_first is the default policy",
		row: {
			system: "gRPC",
			setting: "lb policy"
		},
		says: "pick_first"
	},
	grpcTimeoutMs: {
		value: null,
		source: "gRPC documentation, deadlines: none is set by default",
		row: {
			system: "gRPC",
			setting: "deadline"
		},
		says: null
	},
	kafkaPartitions: {
		value: 1,
		source: "Apache Kafka 4.0, ServerLogConfigs.java: num.partitions",
		row: {
			system: "Kafka broker",
			setting: "num.partitions"
		}
	},
	kafkaPartitioner: {
		value: "key",
		source: "Apache Kafka 4.0, upgrade notes: built-in partitioner hashes the key (KIP-794)",
		row: {
			system: "Kafka producer",
			setting: "partitioner"
		},
		says: "built-in: key => murmur2(key) % n; no key => sticky per batch (KIP-794)"
	},
	kafkaMaxPollRecords: {
		value: 500,
		source: `${KAFKA_SOURCE}: max.poll.records`,
		row: {
			system: "Kafka consumer",
			setting: "max.poll.records"
		}
	},
	kafkaCommitIntervalMs: {
		value: 5e3,
		source: `${KAFKA_SOURCE}: auto.commit.interval.ms`,
		row: {
			system: "Kafka consumer",
			setting: "auto.commit.interval.ms"
		}
	},
	kafkaSessionTimeoutMs: {
		value: 45e3,
		source: `${KAFKA_SOURCE}: session.timeout.ms`,
		row: {
			system: "Kafka consumer",
			setting: "session.timeout.ms"
		}
	},
	rabbitmqPrefetch: {
		value: null,
		source: `${RABBITMQ_SOURCE}, confirms: basic.qos 0 is unlimited`,
		row: {
			system: "RabbitMQ",
			setting: "prefetch"
		}
	},
	rabbitmqOverflow: {
		value: "drop-head",
		source: `${RABBITMQ_SOURCE}, maxlength: overflow behavior`,
		row: {
			system: "RabbitMQ",
			setting: "max-length overflow"
		},
		says: "drop-head"
	},
	breakerWindowType: {
		value: "count",
		source: `${BREAKER_SOURCE}: slidingWindowType`,
		row: {
			system: "resilience4j CircuitBreaker",
			setting: "slidingWindowType"
		},
		says: "COUNT_BASED"
	},
	breakerWindowSize: {
		value: 100,
		source: `${BREAKER_SOURCE}: slidingWindowSize`,
		row: {
			system: "resilience4j CircuitBreaker",
			setting: "slidingWindowSize"
		}
	},
	breakerFailureRate: {
		value: .5,
		source: `${BREAKER_SOURCE}: failureRateThreshold`,
		row: {
			system: "resilience4j CircuitBreaker",
			setting: "failureRateThreshold"
		},
		factor: .01
	},
	breakerSlowCallMs: {
		value: 6e4,
		source: `${BREAKER_SOURCE}: slowCallDurationThreshold`,
		row: {
			system: "resilience4j CircuitBreaker",
			setting: "slowCallDurationThreshold"
		},
		factor: 1e3
	},
	breakerSlowCallRate: {
		value: 1,
		source: `${BREAKER_SOURCE}: slowCallRateThreshold`,
		row: {
			system: "resilience4j CircuitBreaker",
			setting: "slowCallRateThreshold"
		},
		factor: .01
	},
	breakerMinimumCalls: {
		value: 100,
		source: `${BREAKER_SOURCE}: minimumNumberOfCalls`,
		row: {
			system: "resilience4j CircuitBreaker",
			setting: "minimumNumberOfCalls"
		}
	},
	breakerOpenMs: {
		value: 6e4,
		source: `${BREAKER_SOURCE}: waitDurationInOpenState`,
		row: {
			system: "resilience4j CircuitBreaker",
			setting: "waitDurationInOpenState"
		},
		factor: 1e3
	},
	breakerProbes: {
		value: 10,
		source: `${BREAKER_SOURCE}: permittedNumberOfCallsInHalfOpenState`,
		row: {
			system: "resilience4j CircuitBreaker",
			setting: "permittedNumberOfCallsInHalfOpenState"
		}
	},
	retryMaxAttempts: {
		value: 3,
		source: `${AWS_SOURCE}: max attempts, the first included`,
		row: {
			system: AWS_SOURCE,
			setting: "max attempts"
		}
	},
	retryBaseMs: {
		value: 50,
		source: `${AWS_SOURCE}: base delay of transient errors`,
		row: {
			system: AWS_SOURCE,
			setting: "base delay transient"
		}
	},
	retryFormula: {
		value: {
			factor: 2,
			capMs: 2e4,
			jitter: "full"
		},
		source: `${AWS_SOURCE}: rand(0, 1) x min(20 s, base x 2^i)`,
		row: {
			system: AWS_SOURCE,
			setting: "formula"
		},
		says: "rand(0,1)*min(20 s, base*2^i)"
	},
	resilience4jMaxAttempts: {
		value: 3,
		source: `${RETRY_SOURCE}: maxAttempts, the first included`,
		row: {
			system: "resilience4j other",
			setting: "Retry.maxAttempts"
		}
	},
	resilience4jWaitMs: {
		value: 500,
		source: `${RETRY_SOURCE}: waitDuration, constant`,
		row: {
			system: "resilience4j other",
			setting: "Retry.waitDuration"
		}
	}
};
// simulation/policies/attempt.ts
const NETWORK_MS = {
	type: "distribution",
	label: "Network, one way",
	help: "Time a message spends between the two nodes, each way.",
	unit: "ms",
	default: DOCUMENTED.networkMs.value,
	source: DOCUMENTED.networkMs.source,
	live: true
};
const TIMEOUT_MS = {
	type: "number",
	label: "Timeout",
	help: "The caller gives up one attempt after this time; the callee may work on for nobody.",
	unit: "ms",
	min: .001,
	max: 864e5,
	soft: [10, 3e4],
	scale: "log",
	default: null,
	nullMeans: "waits for ever",
	live: true
};
const ONE_WAY = {
	type: "boolean",
	label: "One way",
	help: "The caller goes on as soon as the message is sent; failures show at the edge only.",
	default: false
};
const CANCEL = {
	type: "choice",
	label: "Cancellation",
	help: "What the callee does with an attempt whose caller has given up. None: finishes it for nobody. Check: stops when dequeued, between stages and before after-work. Interrupt: stops at once.",
	options: [
		"none",
		"check",
		"interrupt"
	],
	optionLabels: [
		"None",
		"Check",
		"Interrupt"
	],
	default: "none"
};
const BALANCING = {
	type: "choice",
	label: "Load balancing",
	help: "How an instance of the callee is picked. Least requests: the best of some drawn at random. Pick first: always the same one, until it fails.",
	options: [
		"random",
		"roundRobin",
		"leastRequest",
		"pickFirst"
	],
	optionLabels: [
		"Random",
		"Round robin",
		"Least requests",
		"Pick first"
	],
	default: "roundRobin"
};
const CHOICE_COUNT = {
	type: "number",
	label: "Instances compared",
	help: "Least requests: how many different instances are drawn; as many as there are compares all.",
	unit: "",
	min: 1,
	max: 1e4,
	soft: [1, 10],
	integer: true,
	default: 2,
	live: true
};
// simulation/catalogs/2026-11/presets.ts
/** Presets by policy ("retry", "breaker") and name. */
const PRESETS = {
	breaker: { "resilience4j@2026-11": {
		label: "resilience4j",
		source: "resilience4j (2026-05), CircuitBreakerConfig.java",
		values: {
			window: {
				type: DOCUMENTED.breakerWindowType.value,
				size: DOCUMENTED.breakerWindowSize.value
			},
			failureRateThreshold: DOCUMENTED.breakerFailureRate.value,
			slowCallMs: DOCUMENTED.breakerSlowCallMs.value,
			slowCallRateThreshold: DOCUMENTED.breakerSlowCallRate.value,
			minimumCalls: DOCUMENTED.breakerMinimumCalls.value,
			openMs: DOCUMENTED.breakerOpenMs.value,
			probes: DOCUMENTED.breakerProbes.value
		}
	} },
	retry: { "resilience4j@2026-11": {
		label: "resilience4j",
		source: "resilience4j (2026-05), RetryConfig.java",
		values: {
			maxAttempts: DOCUMENTED.resilience4jMaxAttempts.value,
			backoff: {
				type: "constant",
				baseMs: DOCUMENTED.resilience4jWaitMs.value,
				jitter: "none"
			},
			retryNonIdempotent: true
		}
	} }
};
const BREAKER = {
	type: "object",
	label: "Circuit breaker",
	help: "Stops calling a callee that keeps failing, and probes it after a while.",
	fields: {
		window: {
			type: "object",
			label: "Window",
			help: "The calls that the failure rate is computed over.",
			fields: {
				type: {
					type: "choice",
					label: "Window",
					help: "What the rates are computed over: the last N recorded calls.",
					options: ["count"],
					optionLabels: ["Last N calls"],
					default: DOCUMENTED.breakerWindowType.value,
					source: DOCUMENTED.breakerWindowType.source
				},
				size: {
					type: "number",
					label: "Window size",
					help: "How many of the last calls the rates are computed over.",
					unit: "calls",
					min: 1,
					max: 1e4,
					soft: [5, 500],
					integer: true,
					default: DOCUMENTED.breakerWindowSize.value,
					source: DOCUMENTED.breakerWindowSize.source
				}
			},
			default: {}
		},
		failureRateThreshold: {
			type: "ratio",
			label: "Failure rate to open",
			help: "Opens when this share of the calls in the window failed.",
			default: DOCUMENTED.breakerFailureRate.value,
			source: DOCUMENTED.breakerFailureRate.source,
			live: true
		},
		slowCallMs: {
			type: "number",
			label: "A call is slow from",
			help: "Calls that took longer count as slow.",
			unit: "ms",
			min: .001,
			max: 864e5,
			soft: [10, 1e4],
			scale: "log",
			default: null,
			nullMeans: "slow calls do not count",
			live: true
		},
		slowCallRateThreshold: {
			type: "ratio",
			label: "Slow-call rate to open",
			help: "Opens when this share of the calls in the window was slow.",
			default: DOCUMENTED.breakerSlowCallRate.value,
			source: DOCUMENTED.breakerSlowCallRate.source,
			live: true
		},
		minimumCalls: {
			type: "number",
			label: "Calls before judging",
			help: "No rate is computed before this many calls are in the window.",
			unit: "calls",
			min: 1,
			max: 1e4,
			soft: [1, 500],
			integer: true,
			default: DOCUMENTED.breakerMinimumCalls.value,
			source: DOCUMENTED.breakerMinimumCalls.source,
			live: true
		},
		openMs: {
			type: "number",
			label: "Stays open for",
			help: "Calls end at once as circuitOpen for this long; then probes are let through.",
			unit: "ms",
			min: 0,
			max: 864e5,
			soft: [100, 12e4],
			scale: "log",
			default: DOCUMENTED.breakerOpenMs.value,
			source: DOCUMENTED.breakerOpenMs.source,
			live: true
		},
		probes: {
			type: "number",
			label: "Probes",
			help: "Calls let through half-open; their failure rate decides between closed and open.",
			unit: "calls",
			min: 1,
			max: 1e4,
			soft: [1, 50],
			integer: true,
			default: DOCUMENTED.breakerProbes.value,
			source: DOCUMENTED.breakerProbes.source,
			live: true
		},
		ignore: {
			type: "names",
			label: "Ignore",
			help: "Endings that count neither as failure nor as success.",
			options: [
				"timeout",
				"rejected",
				"queueTimeout",
				"connectionRefused",
				"connectionLost",
				"error",
				"dependency"
			],
			default: [],
			live: true
		}
	},
	presets: Object.keys(PRESETS.breaker),
	default: null,
	nullMeans: "off"
};
const FALLBACK = {
	type: "object",
	label: "Fallback",
	help: "Replaces a failed call, after all retries, by an answer of the caller's own.",
	fields: {
		type: {
			type: "choice",
			label: "Answer",
			help: "A static answer made by the caller itself; the request ends as degraded, not failed.",
			options: ["static"],
			optionLabels: ["Static answer"],
			default: "static"
		},
		latencyMs: {
			type: "number",
			label: "Takes",
			help: "Time the caller needs to make the answer.",
			unit: "ms",
			min: 0,
			max: 864e5,
			soft: [0, 100],
			default: 0,
			live: true
		}
	},
	default: null,
	nullMeans: "off"
};
// simulation/policies/retry.ts
/** Endings of an attempt that a caller may see and retry. */
const RETRYABLE_OUTCOMES = [
	"timeout",
	"rejected",
	"queueTimeout",
	"circuitOpen",
	"connectionRefused",
	"connectionLost",
	"error",
	"dependency"
];
const FORMULA = DOCUMENTED.retryFormula;
const BACKOFF_PARAMS = {
	type: {
		type: "choice",
		label: "Back-off",
		help: "How the pause before retry n grows: none, always the base, or base × factor^(n−1).",
		options: [
			"none",
			"constant",
			"exponential"
		],
		optionLabels: [
			"None",
			"Constant",
			"Exponential"
		],
		default: "exponential",
		source: FORMULA.source,
		live: true
	},
	baseMs: {
		type: "number",
		label: "Base pause",
		help: "Pause before the first retry, before jitter.",
		unit: "ms",
		min: 0,
		max: 36e5,
		soft: [0, 2e3],
		default: DOCUMENTED.retryBaseMs.value,
		source: DOCUMENTED.retryBaseMs.source,
		live: true
	},
	factor: {
		type: "number",
		label: "Growth factor",
		help: "Each further pause is this many times the one before (exponential back-off only).",
		unit: "",
		min: 1,
		max: 100,
		soft: [1, 4],
		default: FORMULA.value.factor,
		source: FORMULA.source,
		live: true
	},
	capMs: {
		type: "number",
		label: "Longest pause",
		help: "The pause never grows beyond this; applied before jitter.",
		unit: "ms",
		min: 0,
		max: 864e5,
		soft: [100, 3e4],
		scale: "log",
		default: FORMULA.value.capMs,
		source: FORMULA.source,
		live: true
	},
	jitter: {
		type: "choice",
		label: "Jitter",
		help: "Spreads the retries of many callers over time. Full: 0 to v. Equal: v/2 to v. Decorrelated: base to three times the pause before.",
		options: [
			"none",
			"full",
			"equal",
			"decorrelated"
		],
		optionLabels: [
			"None",
			"Full",
			"Equal",
			"Decorrelated"
		],
		default: FORMULA.value.jitter,
		source: FORMULA.source,
		live: true
	}
};
const RETRY_PARAMS = {
	maxAttempts: {
		type: "number",
		label: "Attempts",
		help: "Attempts of one call in all, the first included.",
		unit: "",
		min: 1,
		max: 1e3,
		soft: [1, 10],
		integer: true,
		default: DOCUMENTED.retryMaxAttempts.value,
		source: DOCUMENTED.retryMaxAttempts.source,
		nullMeans: "unlimited",
		live: true
	},
	backoff: {
		type: "object",
		label: "Back-off",
		help: "The pause before each retry.",
		fields: BACKOFF_PARAMS,
		default: {}
	},
	retryOn: {
		type: "names",
		label: "Retry on",
		help: "Endings of an attempt after which the call is tried again.",
		options: RETRYABLE_OUTCOMES,
		default: [
			"timeout",
			"connectionRefused",
			"connectionLost",
			"rejected",
			"error",
			"dependency"
		],
		live: true
	},
	retryNonIdempotent: {
		type: "boolean",
		label: "Retry non-idempotent operations",
		help: "Off: an operation that is not idempotent (a POST, say) is retried only if the connection was refused, since otherwise it may have taken effect.",
		default: false,
		live: true
	}
};
const RETRY$1 = {
	type: "object",
	label: "Retry",
	help: "Tries a failed call again. Adds load exactly when the callee has least to spare.",
	fields: RETRY_PARAMS,
	presets: Object.keys(PRESETS.retry),
	default: null,
	nullMeans: "off"
};
// simulation/policies/call-plan.ts
/** One call of an edge, beside its `id`. */
const CALL_PARAMS = {
	when: {
		type: "names",
		label: "When",
		help: "Operations of the caller that make this call.",
		default: null,
		nullMeans: "every operation"
	},
	operation: {
		type: "text",
		label: "Operation",
		help: "What it invokes at the callee.",
		default: null,
		nullMeans: "the caller's own"
	},
	stage: {
		type: "number",
		label: "Stage",
		help: "Calls of one stage run in parallel, stages one after another, over all edges of a node.",
		unit: "",
		min: 1,
		max: 1e3,
		soft: [1, 10],
		integer: true,
		default: 1
	},
	probability: {
		type: "ratio",
		label: "Chance",
		help: "How often it is made at all, independent of other calls.",
		default: 1,
		live: true
	},
	choice: {
		type: "text",
		label: "Choice group",
		help: "Of the calls with the same group in a stage, exactly one is made, by weight.",
		default: null,
		nullMeans: "none"
	},
	weight: {
		type: "number",
		label: "Weight",
		help: "Share of this call within its choice group, relative to the others.",
		unit: "",
		min: 0,
		max: 1e6,
		soft: [0, 100],
		default: 1,
		live: true
	},
	count: {
		type: "count",
		label: "Count",
		help: "How many times it is made; \"all\" makes one to every instance of the callee.",
		min: 0,
		max: 1e4,
		default: 1
	},
	parallel: {
		type: "boolean",
		label: "At once",
		help: "On: the counted calls run side by side (fan-out). Off: one after another (N+1).",
		default: false
	},
	distinct: {
		type: "boolean",
		label: "Different instances",
		help: "Of calls made at once each goes to another instance, drawn at random (redundant copies, where the stage requires any). More calls than instances: the drawn ones in turn. A retry stays with its instance.",
		default: false
	},
	optional: {
		type: "boolean",
		label: "Optional",
		help: "The caller waits for it, yet its failure is ignored.",
		default: false
	}
};
/** Fields of a call that may stand directly on an edge without `calls`. */
const CALL_SHORTHAND = [
	"when",
	"operation",
	"stage",
	"probability",
	"count",
	"parallel",
	"distinct"
];
// simulation/policies/catalog.ts
/** Parameters of an edge that calls, beside its protocol and calls. */
const CALL_EDGE_PARAMS = {
	networkMs: NETWORK_MS,
	timeoutMs: TIMEOUT_MS,
	cancel: CANCEL,
	oneWay: ONE_WAY,
	balancing: BALANCING,
	choiceCount: CHOICE_COUNT,
	retry: RETRY$1,
	breaker: BREAKER,
	fallback: FALLBACK
};
/** A broker takes every publish alike, so there is nothing that must not be sent twice. */
const { retryNonIdempotent: _, ...PUBLISH_RETRY_PARAMS } = RETRY_PARAMS;
/** Parameters of an edge into a broker; a publish waits for the broker's confirmation only. */
const PUBLISH_EDGE_PARAMS = {
	networkMs: NETWORK_MS,
	timeoutMs: TIMEOUT_MS,
	oneWay: ONE_WAY,
	retry: {
		...RETRY$1,
		fields: PUBLISH_RETRY_PARAMS
	},
	breaker: BREAKER,
	fallback: FALLBACK
};
/** Parameters of every edge to a consumer; the broker's kind adds its own. */
const CONSUMER_EDGE_PARAMS = { networkMs: NETWORK_MS };
// simulation/kinds/station-params.ts
/** Decides what may enter; only for stations that requests arrive at one by one. */
const ADMISSION_PARAM = {
	type: "object",
	label: "Admission",
	help: "Lets a request in with a chance that depends on how many are present; others are shed.",
	fields: { acceptRatios: {
		type: "numbers",
		label: "Chance to be let in",
		help: "With 0, 1, 2, ... requests waiting or in service; the last one holds beyond.",
		default: [1]
	} },
	default: null,
	nullMeans: "everything is let in"
};
const PRIORITY_PARAM = {
	type: "number",
	label: "Priority",
	help: "Who is served first where the order is by priority: 0 is the most urgent, 15 the least.",
	unit: "",
	min: 0,
	max: 15,
	soft: [0, 3],
	integer: true,
	default: 0,
	live: true
};
/** Longest time that these parameters take, ms: a day. */
const DAY_MS = 864e5;
/** How a station serves, beyond slots and the order of its queue; all off by default. */
const SERVICE_ORDER_PARAMS = {
	preemptive: {
		type: "choice",
		label: "Preemption",
		help: "With the order by priority: whether a more urgent request interrupts the least urgent work in progress, which goes on later where it stopped.",
		options: ["none", "resume"],
		optionLabels: ["None", "Interrupt, then resume"],
		default: "none"
	},
	codelTargetMs: {
		type: "number",
		label: "CoDel target",
		help: "With CoDel: a wait that is acceptable. RFC 8289 recommends 5 ms.",
		unit: "ms",
		min: 0,
		max: DAY_MS,
		soft: [1, 100],
		default: 5,
		live: true
	},
	codelIntervalMs: {
		type: "number",
		label: "CoDel interval",
		help: "With CoDel: waits above the target for this long start the shedding; the n-th follows after this divided by the root of n. RFC 8289 recommends 100 ms.",
		unit: "ms",
		min: 1,
		max: DAY_MS,
		soft: [10, 1e3],
		default: 100,
		live: true
	},
	breakdowns: {
		type: "object",
		label: "Breakdowns",
		help: "Each instance stands still from time to time (a long pause, a stuck disk): its work and its queue stay, callers are not told, and it goes on after the repair.",
		fields: {
			every: {
				type: "distribution",
				label: "Runs for",
				help: "Time from the start or a repair to the next breakdown, busy or not.",
				unit: "ms",
				default: {
					type: "exponential",
					meanMs: 1e4
				}
			},
			for: {
				type: "distribution",
				label: "Stands still for",
				help: "Time from a breakdown to the end of its repair.",
				unit: "ms",
				default: {
					type: "exponential",
					meanMs: 1e3
				}
			}
		},
		default: null,
		nullMeans: "never"
	}
};
/**
* How a station takes requests from its queue. Not for kinds that live on messages, which are handed
* to their slots one by one.
*/
const PULL_PARAMS = {
	polling: {
		type: "object",
		label: "Polling",
		help: "An instance that finds its queue empty sleeps, then looks again. What arrives meanwhile waits, even if its slots are free.",
		fields: { sleepMs: {
			type: "distribution",
			label: "Sleeps for",
			help: "Time between two looks at an empty queue.",
			unit: "ms",
			default: 100
		} },
		default: null,
		nullMeans: "off: work starts as soon as a slot is free"
	},
	bulk: {
		type: "object",
		label: "Bulk service",
		help: "A free slot takes several waiting requests and serves them together: one service time, of the first one's operation, for all of them.",
		fields: {
			max: {
				type: "number",
				label: "At most",
				help: "Requests that one slot serves together.",
				unit: "",
				min: 1,
				max: 1e5,
				soft: [1, 100],
				integer: true,
				default: 10
			},
			min: {
				type: "number",
				label: "At least",
				help: "A slot waits until so many are there.",
				unit: "",
				min: 1,
				max: 1e5,
				soft: [1, 100],
				integer: true,
				default: 1
			}
		},
		default: null,
		nullMeans: "one by one"
	}
};
const CAPACITY_PARAMS = {
	replicas: {
		type: "number",
		label: "Instances",
		help: "How many instances of it run. Each has its own slots and fails on its own.",
		unit: "",
		min: 1,
		max: 1e4,
		soft: [1, 20],
		integer: true,
		default: 1
	},
	concurrency: {
		type: "number",
		label: "Slots per instance",
		help: "Requests that one instance works on at the same time (threads, workers).",
		unit: "",
		min: 1,
		max: 1e6,
		soft: [1, 256],
		scale: "log",
		integer: true,
		default: 16,
		nullMeans: "unlimited",
		live: true
	},
	queueLengthMax: {
		type: "number",
		label: "Queue length, at most",
		help: "Requests that may wait for a slot; one more is rejected. 0: none may wait.",
		unit: "",
		min: 0,
		max: 1e8,
		soft: [0, 1e3],
		integer: true,
		default: null,
		nullMeans: "unbounded"
	},
	queueScope: {
		type: "choice",
		label: "Queue",
		help: "Each instance with a queue of its own, or one queue shared by all of them.",
		options: ["instance", "node"],
		optionLabels: ["Per instance", "Shared"],
		default: "instance"
	},
	discipline: {
		type: "choice",
		label: "Order",
		help: "Who is served next: the one waiting longest (FIFO) or shortest (LIFO), the most urgent one (by the operation's priority, first in first out among equals), or any at random. Processor sharing: nobody waits, all share the slots as cores. CoDel: first in, first out, and who has waited too long is shed while waits do not come down.",
		options: [
			"fifo",
			"lifo",
			"priority",
			"random",
			"ps",
			"codel"
		],
		optionLabels: [
			"First in, first out",
			"Last in, first out",
			"Priority",
			"Random",
			"Processor sharing",
			"CoDel"
		],
		default: "fifo"
	},
	...SERVICE_ORDER_PARAMS,
	queueTimeoutMs: {
		type: "distribution",
		label: "Leaves the queue after",
		help: "A request not started by then ends as queueTimeout; started work runs on.",
		unit: "ms",
		default: null,
		nullMeans: "never",
		live: true
	},
	instanceSpeed: {
		type: "numbers",
		label: "Speed of each instance",
		help: "Factor on the speed of instance 0, 1, ...; the last one holds for the rest.",
		default: null,
		nullMeans: "all alike"
	},
	instanceWeight: {
		type: "numbers",
		label: "Weight of each instance",
		help: "Share of calls for instance 0, 1, ..., relative to the others; the last one holds for the rest. Random and round robin balancing respect it.",
		default: null,
		nullMeans: "all alike"
	},
	endpointDelayMs: {
		type: "number",
		label: "Membership is known after",
		help: "How long callers go on without noticing that an instance started or crashed.",
		unit: "ms",
		min: 0,
		max: 36e5,
		soft: [0, 3e4],
		default: 1e3
	},
	admission: ADMISSION_PARAM
};
/** What one operation does; the node's own values hold for operations that do not say. */
const WORK_PARAMS = {
	serviceTime: {
		type: "distribution",
		label: "Service time",
		help: "Slot time before any call, without waiting.",
		unit: "ms",
		default: {
			type: "exponential",
			meanMs: 10
		},
		live: true
	},
	afterTime: {
		type: "distribution",
		label: "After-work",
		help: "Slot time after the last stage of calls.",
		unit: "ms",
		default: 0,
		live: true
	},
	afterProbability: {
		type: "ratio",
		label: "After-work happens",
		help: "How often the after-work is needed.",
		default: 1,
		live: true
	},
	errorRate: {
		type: "ratio",
		label: "Error rate",
		help: "Share of requests that end in an error of its own; they make no calls.",
		default: 0,
		live: true
	},
	errorTime: {
		type: "distribution",
		label: "An error takes",
		help: "Time until an error is answered; 0 fails fast.",
		unit: "ms",
		default: null,
		nullMeans: "the sampled service time",
		live: true
	},
	priority: PRIORITY_PARAM
};
/** For kinds that call others. */
const CALLER_PARAMS = {
	blocking: {
		type: "boolean",
		label: "Holds its slot while it waits",
		help: "On: a thread per request, held during calls; this is what cascades. Off: asynchronous, the slot is free while a call is pending.",
		default: false
	},
	requires: {
		type: "requires",
		label: "Stages require",
		help: "Per stage: all of its calls (default), the first success (any), or k successes.",
		default: {}
	}
};
/** Beside the work of an operation: whether executing it twice does harm. */
const EFFECT_PARAMS = {
	method: {
		type: "choice",
		label: "Method",
		help: "HTTP method. POST and PATCH are not idempotent unless said otherwise.",
		options: [
			"GET",
			"HEAD",
			"PUT",
			"DELETE",
			"POST",
			"PATCH"
		],
		default: null,
		nullMeans: "a read"
	},
	idempotent: {
		type: "boolean",
		label: "Idempotent",
		help: "Executing it twice has the effect of once. Decides what callers may retry.",
		default: null,
		nullMeans: "by the method: POST and PATCH are not"
	}
};
// simulation/kinds/api-gateway/definition.ts
const GATEWAY_WORK = {
	...WORK_PARAMS,
	serviceTime: {
		...WORK_PARAMS.serviceTime,
		default: {
			type: "exponential",
			meanMs: 1
		}
	}
};
const apiGateway = defineKind({
	id: "api-gateway",
	label: "API gateway",
	family: "edge",
	icon: "api-gateway",
	summary: "Single entrance that forwards requests: short work, many requests pending at once.",
	ports: {
		out: ["call", "publish"],
		in: ["call"]
	},
	protocols: ["rest", "grpc"],
	monotone: ["concurrency", "replicas"],
	params: {
		...CAPACITY_PARAMS,
		replicas: {
			...CAPACITY_PARAMS.replicas,
			default: 2
		},
		concurrency: {
			...CAPACITY_PARAMS.concurrency,
			default: 100
		},
		...PULL_PARAMS,
		...GATEWAY_WORK,
		...CALLER_PARAMS
	},
	operation: {
		...GATEWAY_WORK,
		...EFFECT_PARAMS,
		requires: CALLER_PARAMS.requires
	}
});
// simulation/kinds/client/definition.ts
const client = defineKind({
	id: "client",
	label: "Client",
	family: "edge",
	icon: "client",
	summary: "Users or systems that send requests: a rate, or a number of users with think time.",
	ports: {
		out: ["call", "publish"],
		in: []
	},
	protocols: [],
	params: {
		ratePerS: {
			type: "number",
			label: "Requests per second",
			help: "Mean rate of new arrivals, before the load profile. Arrivals drawn from gaps, in bursts or recorded have a rate of their own; at 0 they stop too.",
			unit: "1/s",
			min: 0,
			max: 1e7,
			soft: [1, 5e3],
			scale: "log",
			default: 100,
			live: true
		},
		arrivals: {
			type: "arrivals",
			label: "Arrivals",
			help: "Poisson: independent users. Constant: a metronome. Or a distribution of the gaps, recorded times, or bursts (MMPP: a Poisson rate for each phase of a Markov chain); these decide the rate themselves.",
			options: ["poisson", "constant"],
			optionLabels: ["Poisson", "Constant"],
			default: "poisson"
		},
		profile: {
			type: "points",
			label: "Load profile",
			help: "Multiplies the rate over time: points of [second, multiplier], a sine, or a recorded series of rates. Poisson arrivals are thinned out, other gaps pass as fast as the profile says.",
			default: null,
			nullMeans: "the rate is constant"
		},
		closed: {
			type: "object",
			label: "Closed loop",
			help: "A fixed number of users; each thinks, sends one request and waits for its end.",
			fields: {
				users: {
					type: "number",
					label: "Users",
					help: "How many users there are.",
					unit: "",
					min: 1,
					max: 1e6,
					soft: [1, 1e3],
					scale: "log",
					integer: true,
					default: 10
				},
				thinkTime: {
					type: "distribution",
					label: "Think time",
					help: "Pause of a user between the end of a request and the next one.",
					unit: "ms",
					default: {
						type: "exponential",
						meanMs: 1e3
					},
					live: true
				}
			},
			default: null,
			nullMeans: "open: the rate does not wait for answers"
		},
		requests: {
			type: "map",
			label: "Request types",
			help: "What the users do; each request is of one type, drawn by weight.",
			entry: {
				weight: {
					type: "number",
					label: "Weight",
					help: "How often it is drawn, relative to the other types.",
					unit: "",
					min: 0,
					max: 1e6,
					soft: [0, 100],
					default: 1,
					live: true
				},
				goalMs: {
					type: "number",
					label: "Good within",
					help: "Goodput counts only requests of this type that ended ok within this time.",
					unit: "ms",
					min: .001,
					max: 864e5,
					soft: [50, 1e4],
					scale: "log",
					default: null,
					nullMeans: "any ok request is good"
				}
			},
			default: { request: {} }
		},
		patienceMs: {
			type: "number",
			label: "Patience",
			help: "The user leaves after this time, retries included; the request ends as abandoned.",
			unit: "ms",
			min: .001,
			max: 864e5,
			soft: [500, 6e4],
			scale: "log",
			default: null,
			nullMeans: "waits for ever",
			live: true
		},
		clients: {
			type: "number",
			label: "Client instances",
			help: "Callers with breakers and balancers of their own. Does not change the rate.",
			unit: "",
			min: 1,
			max: 1e4,
			soft: [1, 100],
			integer: true,
			default: 1
		},
		offsetMs: {
			type: "number",
			label: "First arrival at",
			help: "Time of the first request when arrivals are constant.",
			unit: "ms",
			min: 0,
			max: 864e5,
			soft: [0, 1e3],
			default: null,
			nullMeans: "one interval after the start"
		},
		batch: {
			type: "count",
			label: "Requests per arrival",
			help: "Every arrival is this many requests at the same instant. A draw from a distribution is rounded to the nearest whole number, 0 is none, at most 10,000.",
			min: 0,
			max: 1e4,
			numberOnly: true,
			default: 1,
			live: true
		}
	}
});
// simulation/kinds/database/definition.ts
const QUERY_WORK = {
	...WORK_PARAMS,
	serviceTime: {
		...WORK_PARAMS.serviceTime,
		default: {
			type: "exponential",
			meanMs: 4
		}
	}
};
const database = defineKind({
	id: "database",
	label: "Database",
	family: "data",
	icon: "database",
	summary: "Answers queries; all its instances serve one queue. Calls nobody.",
	ports: {
		out: [],
		in: ["call"]
	},
	protocols: ["sql", "redis"],
	monotone: ["concurrency", "replicas"],
	params: {
		...CAPACITY_PARAMS,
		concurrency: {
			...CAPACITY_PARAMS.concurrency,
			label: "Queries at once",
			default: 20
		},
		queueScope: {
			...CAPACITY_PARAMS.queueScope,
			default: "node"
		},
		...PULL_PARAMS,
		...QUERY_WORK
	},
	operation: {
		...QUERY_WORK,
		...EFFECT_PARAMS
	}
});
// simulation/kinds/consumer-params.ts
const CONSUMER_PARAMS = { concurrency: {
	type: "number",
	label: "Messages at once",
	help: "Messages that one instance of the consumer works on at the same time.",
	unit: "",
	min: 1,
	max: 1e6,
	soft: [1, 100],
	integer: true,
	default: null,
	nullMeans: "as many as it has slots",
	live: true
} };
// simulation/kinds/kafka/definition.ts
const kafka$1 = defineKind({
	id: "kafka",
	label: "Kafka",
	family: "messaging",
	icon: "log",
	summary: "A partitioned log; every consumer group reads all records at its own pace.",
	ports: {
		out: ["deliver"],
		in: ["publish"]
	},
	protocols: ["kafka"],
	params: {
		partitions: {
			type: "number",
			label: "Partitions",
			help: "At most this many instances of a consumer group work in parallel.",
			unit: "",
			min: 1,
			max: 1e4,
			soft: [1, 64],
			integer: true,
			default: DOCUMENTED.kafkaPartitions.value,
			source: DOCUMENTED.kafkaPartitions.source
		},
		partitioner: {
			type: "choice",
			label: "Partitioner",
			help: "By the key of the request (order kept per key), or each partition in turn.",
			options: ["key", "roundRobin"],
			optionLabels: ["By key", "Round robin"],
			default: DOCUMENTED.kafkaPartitioner.value,
			source: DOCUMENTED.kafkaPartitioner.source
		},
		concurrency: {
			type: "number",
			label: "Appends at once",
			help: "Appends that the broker handles at the same time.",
			unit: "",
			min: 1,
			max: 1e6,
			soft: [1, 64],
			integer: true,
			default: 8,
			live: true
		},
		serviceTime: {
			type: "distribution",
			label: "Handling an append",
			help: "Time until a record is appended and acknowledged.",
			unit: "ms",
			default: .05,
			live: true
		}
	},
	deliver: {
		...CONSUMER_PARAMS,
		concurrency: {
			...CONSUMER_PARAMS.concurrency,
			label: "Partitions at once",
			help: "Partitions that one instance works on at the same time, each in order.",
			nullMeans: "all it was assigned"
		},
		group: {
			type: "text",
			label: "Consumer group",
			help: "Consumers that name the same group share the partitions.",
			default: null,
			nullMeans: "its own"
		},
		commitIntervalMs: {
			type: "number",
			label: "Commits every",
			help: "Offsets of finished records are committed at the first poll after this time.",
			unit: "ms",
			min: 0,
			max: 36e5,
			soft: [100, 6e4],
			scale: "log",
			default: DOCUMENTED.kafkaCommitIntervalMs.value,
			source: DOCUMENTED.kafkaCommitIntervalMs.source
		},
		maxPollRecords: {
			type: "number",
			label: "Records per poll, at most",
			help: "Records that one poll of an instance hands out.",
			unit: "",
			min: 1,
			max: 1e6,
			soft: [1, 5e3],
			scale: "log",
			integer: true,
			default: DOCUMENTED.kafkaMaxPollRecords.value,
			source: DOCUMENTED.kafkaMaxPollRecords.source
		},
		sessionTimeoutMs: {
			type: "number",
			label: "Session timeout",
			help: "A crashed instance loses its partitions to the others after this time.",
			unit: "ms",
			min: 1,
			max: 36e5,
			soft: [1e3, 12e4],
			scale: "log",
			default: DOCUMENTED.kafkaSessionTimeoutMs.value,
			source: DOCUMENTED.kafkaSessionTimeoutMs.source
		}
	}
});
// simulation/kinds/rabbitmq/definition.ts
const rabbitmq = defineKind({
	id: "rabbitmq",
	label: "RabbitMQ",
	family: "messaging",
	icon: "queue",
	summary: "An exchange and a queue for every consumer; a message leaves when it is acknowledged.",
	ports: {
		out: ["deliver"],
		in: ["publish"]
	},
	protocols: ["amqp"],
	params: {
		exchange: {
			type: "choice",
			label: "Exchange",
			help: "Fanout: a copy to every queue. Direct: to the queues whose routing key equals the operation of the publishing call.",
			options: ["fanout", "direct"],
			optionLabels: ["Fanout", "Direct"],
			default: "fanout"
		},
		concurrency: {
			type: "number",
			label: "Publishes at once",
			help: "Publishes that the broker handles at the same time.",
			unit: "",
			min: 1,
			max: 1e6,
			soft: [1, 64],
			integer: true,
			default: 8,
			live: true
		},
		serviceTime: {
			type: "distribution",
			label: "Handling a publish",
			help: "Time until a publish is stored in its queues and confirmed.",
			unit: "ms",
			default: .1,
			live: true
		},
		queueLengthMax: {
			type: "number",
			label: "Messages per queue, at most",
			help: "Messages that one queue keeps ready for delivery.",
			unit: "",
			min: 0,
			max: 1e8,
			soft: [0, 1e6],
			integer: true,
			default: null,
			nullMeans: "unbounded"
		},
		overflow: {
			type: "choice",
			label: "When a queue is full",
			help: "Drop the oldest message, or reject the publish.",
			options: ["drop-head", "reject-publish"],
			optionLabels: ["Drop the oldest", "Reject the publish"],
			default: DOCUMENTED.rabbitmqOverflow.value,
			source: DOCUMENTED.rabbitmqOverflow.source
		},
		durable: {
			type: "boolean",
			label: "Durable",
			help: "Queues and messages survive a restart of the broker.",
			default: true
		},
		deliveryLimit: {
			type: "number",
			label: "Deliveries, at most",
			help: "A message that came back this often is dead-lettered (quorum queues: 20).",
			unit: "",
			min: 1,
			max: 1e6,
			soft: [1, 50],
			integer: true,
			default: null,
			nullMeans: "unlimited, as classic queues"
		}
	},
	deliver: {
		...CONSUMER_PARAMS,
		prefetch: {
			type: "number",
			label: "Prefetch",
			help: "Unacknowledged messages that one instance of the consumer may hold.",
			unit: "",
			min: 1,
			max: 1e6,
			soft: [1, 1e3],
			scale: "log",
			integer: true,
			default: DOCUMENTED.rabbitmqPrefetch.value,
			source: DOCUMENTED.rabbitmqPrefetch.source,
			nullMeans: "unlimited",
			live: true
		},
		ack: {
			type: "choice",
			label: "Acknowledge",
			help: "Manual: when the work has ended. Auto: on delivery, a crash then loses the message.",
			options: ["manual", "auto"],
			optionLabels: ["Manual", "Auto"],
			default: "manual"
		},
		onFailure: {
			type: "choice",
			label: "On failure",
			help: "Requeue: back to its place and tried again at once. Dead-letter or drop: once only.",
			options: [
				"requeue",
				"deadLetter",
				"drop"
			],
			optionLabels: [
				"Requeue",
				"Dead-letter",
				"Drop"
			],
			default: "requeue"
		},
		queue: {
			type: "text",
			label: "Queue",
			help: "Consumers that name the same queue compete for its messages.",
			default: null,
			nullMeans: "its own"
		},
		routingKey: {
			type: "text",
			label: "Routing key",
			help: "Direct exchange: gets messages whose publishing call has this operation.",
			default: null,
			nullMeans: "the queue's name"
		}
	}
});
// simulation/kinds/service/definition.ts
const service = defineKind({
	id: "service",
	label: "Service",
	family: "compute",
	icon: "service",
	summary: "Works on requests and messages, and calls others.",
	ports: {
		out: ["call", "publish"],
		in: ["call", "deliver"],
		self: true
	},
	protocols: ["rest", "grpc"],
	monotone: ["concurrency", "replicas"],
	params: {
		...CAPACITY_PARAMS,
		...PULL_PARAMS,
		...WORK_PARAMS,
		...CALLER_PARAMS
	},
	operation: {
		...WORK_PARAMS,
		...EFFECT_PARAMS,
		requires: CALLER_PARAMS.requires
	}
});
// simulation/kinds/stream-processor/definition.ts
const RECORD_WORK = {
	...WORK_PARAMS,
	serviceTime: {
		...WORK_PARAMS.serviceTime,
		default: {
			type: "exponential",
			meanMs: 3
		}
	}
};
// simulation/kinds/catalog.ts
const catalog = {
	client,
	"api-gateway": apiGateway,
	service,
	"stream-processor": defineKind({
		id: "stream-processor",
		label: "Stream processor",
		family: "compute",
		icon: "stream-processor",
		summary: "Consumes records one after another per instance, and answers queries of its state.",
		ports: {
			out: ["call", "publish"],
			in: ["deliver", "call"]
		},
		protocols: ["rest", "grpc"],
		monotone: ["concurrency", "replicas"],
		params: {
			...CAPACITY_PARAMS,
			concurrency: {
				...CAPACITY_PARAMS.concurrency,
				default: 1
			},
			...RECORD_WORK,
			...CALLER_PARAMS,
			blocking: {
				...CALLER_PARAMS.blocking,
				default: true
			}
		},
		operation: {
			...RECORD_WORK,
			...EFFECT_PARAMS,
			requires: CALLER_PARAMS.requires
		}
	}),
	database,
	rabbitmq,
	kafka: kafka$1
};
/** The definition of a kind, undefined if there is none of this name. */
function kindOf(id) {
	return Object.hasOwn(catalog, id) ? catalog[id] : void 0;
}
/** Parameters of the edges from a broker to its consumers; none for other kinds. */
function deliverParamsOf(kind) {
	return kind.deliver === void 0 ? {} : {
		...CONSUMER_EDGE_PARAMS,
		...kind.deliver
	};
}
({
	...CONSUMER_EDGE_PARAMS,
	...kafka$1.deliver,
	...rabbitmq.deliver
});
// simulation/protocols/amqp.ts
const amqp = defineProtocol({
	id: "amqp",
	label: "AMQP",
	help: "Publish with confirmation to an exchange; deliveries are pushed to consumers.",
	sort: "publish-deliver",
	defaults: {}
});
// simulation/protocols/grpc.ts
const grpc = defineProtocol({
	id: "grpc",
	label: "gRPC",
	help: "One long-lived connection to one instance unless balanced; callees notice cancellation.",
	sort: "call",
	defaults: {
		balancing: {
			value: DOCUMENTED.grpcBalancing.value,
			source: DOCUMENTED.grpcBalancing.source
		},
		timeoutMs: {
			value: DOCUMENTED.grpcTimeoutMs.value,
			source: DOCUMENTED.grpcTimeoutMs.source
		},
		cancel: { value: "check" }
	}
});
// simulation/protocols/kafka.ts
const kafka = defineProtocol({
	id: "kafka",
	label: "Kafka",
	help: "Records are appended to a log; consumers poll.",
	sort: "publish-deliver",
	defaults: {}
});
// simulation/protocols/redis.ts
const redis = defineProtocol({
	id: "redis",
	label: "Redis",
	help: "Commands to a key-value store.",
	sort: "call",
	defaults: {}
});
// simulation/protocols/catalog.ts
const protocols = {
	rest: defineProtocol({
		id: "rest",
		label: "REST",
		help: "HTTP request and response; spread over the instances request by request.",
		sort: "call",
		defaults: {}
	}),
	grpc,
	sql: defineProtocol({
		id: "sql",
		label: "SQL",
		help: "Queries to a relational database.",
		sort: "call",
		defaults: {}
	}),
	redis,
	amqp,
	kafka
};
/** The definition of a protocol, undefined if there is none of this name. */
function protocolOf(id) {
	return Object.hasOwn(protocols, id) ? protocols[id] : void 0;
}
// simulation/scenario/edge-sorts.ts
function isBroker(kind) {
	return kind.deliver !== void 0;
}
function edgeSortOf(from, to) {
	if (isBroker(from)) return "deliver";
	return isBroker(to) ? "publish" : "call";
}
/** Parameters of an edge, beside `protocol` and its calls. */
function edgeParamsOf(from, to) {
	const sort = edgeSortOf(from, to);
	if (sort === "deliver") return deliverParamsOf(from);
	return sort === "publish" ? PUBLISH_EDGE_PARAMS : CALL_EDGE_PARAMS;
}
/** Protocols that an edge between two kinds may speak, first choice first. */
function protocolsBetween(from, to) {
	return isBroker(from) ? from.protocols : to.protocols;
}
/** Why an edge between two kinds is impossible; null if it is not. */
function whyKindsDoNotConnect(from, to) {
	const sort = edgeSortOf(from, to);
	if (isBroker(from) && isBroker(to)) return `${from.label} delivers to consumers, not to another broker`;
	if (!from.ports.out.includes(sort)) return from.ports.out.length === 0 ? `${from.label} nodes call nobody` : `${from.label} nodes do not ${GIVES[sort]}`;
	if (!to.ports.in.includes(sort)) return to.ports.in.length === 0 ? `${to.label} nodes are called by nobody` : `${to.label} nodes do not ${TAKES[sort]}`;
	return null;
}
const GIVES = {
	call: "call others",
	publish: "publish messages",
	deliver: "deliver messages"
};
const TAKES = {
	call: "take calls",
	publish: "take published messages",
	deliver: "consume messages"
};
/** The kind of a node of a document by its id, undefined if either is missing. */
function kindOfNode(nodes, id) {
	return Object.hasOwn(nodes, id) ? kindOf(nodes[id].kind) : void 0;
}
// simulation/scenario/ids.ts
/** Names that would clash with totals or with JavaScript objects. */
const REFUSED = /* @__PURE__ */ new Set([
	"all",
	"__proto__",
	"constructor",
	"prototype"
]);
/** Ids of nodes, groups, faults, SLOs, variants and changes. */
const ID_PATTERN = /^[a-z0-9][a-z0-9_-]{0,62}$/;
/** Names of operations and request types; they may follow the code's own spelling. */
const NAME_PATTERN = /^[A-Za-z0-9_][A-Za-z0-9_-]{0,62}$/;
const ID_RULE = "1 to 63 of a-z, 0-9, _ and -, starting with a letter or digit; not `all`";
const NAME_RULE = "1 to 63 of letters, digits, _ and -; not `all`";
function isId(text) {
	return ID_PATTERN.test(text) && !REFUSED.has(text);
}
function isName(text) {
	return NAME_PATTERN.test(text) && !REFUSED.has(text);
}
/** Keys that must not occur anywhere in a file. */
function isForbiddenKey(key) {
	return key === "__proto__" || key === "constructor" || key === "prototype";
}
/** Takes `from->to`, `from->to#2`, and the forms with a colon for shells; null if it is neither. */
function parseEdgeId(text) {
	const match = /^(.+?)(?:->|:)(.+?)(?:#([1-9]\d{0,3}))?$/.exec(text);
	if (match === null) return null;
	const [, from, to, number] = match;
	if (!isId(from) || !isId(to)) return null;
	return {
		from,
		to,
		number: number === void 0 ? 1 : Number(number)
	};
}
/** The key of an edge in the file. */
function edgeId(from, to, number = 1) {
	return number === 1 ? `${from}->${to}` : `${from}->${to}#${number}`;
}
/** Code-point order, the order in which everything is compiled. */
function compareIds(left, right) {
	return left < right ? -1 : left > right ? 1 : 0;
}
// simulation/scenario/calls.ts
/** Fields of the shorthand that an edge uses. */
function shorthandOf(edge) {
	return CALL_SHORTHAND.filter((name) => edge[name] !== void 0);
}
/** The calls of an edge; one with all defaults if it says nothing. Not for edges that deliver. */
function callsOf(edge) {
	if (Array.isArray(edge.calls)) return edge.calls;
	return [Object.fromEntries(shorthandOf(edge).map((name) => [name, edge[name]]))];
}
/** Ids of the edges by the node that they leave. */
function edgesFrom(document) {
	const leaving = /* @__PURE__ */ new Map();
	for (const id of Object.keys(document.edges)) {
		const from = parseEdgeId(id)?.from;
		if (from === void 0) continue;
		leaving.set(from, [...leaving.get(from) ?? [], id]);
	}
	return leaving;
}
/**
* The operations that can arrive at each node, following the calls from the clients' request types.
* A message keeps the operation of the call that published it.
*/
function operationsAt(document) {
	const reached = /* @__PURE__ */ new Map();
	const leaving = edgesFrom(document);
	const open = [];
	for (const [id, node] of Object.entries(document.nodes)) {
		const isClient = node.kind === "client";
		const types = isClient ? Object.keys(node.requests ?? { request: 0 }) : [];
		reached.set(id, new Set(types));
		if (isClient) open.push(id);
	}
	for (let node = open.pop(); node !== void 0; node = open.pop()) for (const id of leaving.get(node) ?? []) {
		const to = parseEdgeId(id)?.to;
		const there = to === void 0 ? void 0 : reached.get(to);
		if (to === void 0 || there === void 0) continue;
		const before = there.size;
		for (const name of operationsOver(document, id, reached.get(node) ?? [])) there.add(name);
		if (there.size > before) open.push(to);
	}
	return reached;
}
function operationsOver(document, id, atCaller) {
	const from = parseEdgeId(id)?.from ?? "";
	const edge = document.edges[id];
	const operations = [...atCaller];
	if (kindOfNode(document.nodes, from)?.deliver !== void 0) return operations;
	return callsOf(edge).flatMap((call) => operations.filter((name) => !call.when || call.when.includes(name)).map((name) => call.operation ?? name));
}
// simulation/scenario/limits.ts
const LIMITS = {
	fileBytes: 5e6,
	depth: 32,
	nodes: 1e3,
	edges: 5e3,
	groups: 1e3,
	faults: 1e3,
	changes: 1e4,
	slos: 1e3,
	variants: 100,
	callsPerEdge: 100,
	instancesInAll: 1e5,
	windows: 1e4,
	simulatedS: 2592e3,
	events: 1e10,
	memoryMb: 2048,
	problems: 200
};
// simulation/scenario/nearest-names.ts
/** Edits (insert, delete, replace) that turn one word into the other; both are short. */
function editDistance(left, right) {
	let row = Array.from({ length: right.length + 1 }, (_, column) => column);
	for (let i = 1; i <= left.length; i++) {
		const next = [i];
		for (let j = 1; j <= right.length; j++) {
			const replaced = row[j - 1] + (left[i - 1] === right[j - 1] ? 0 : 1);
			next.push(Math.min(replaced, row[j] + 1, next[j - 1] + 1));
		}
		row = next;
	}
	return row[right.length];
}
const NAME_LENGTH_MAX = 64;
/** The names most like `name`, best first, at most three; none if nothing is near. */
function nearestNames(name, candidates) {
	if (name.length > NAME_LENGTH_MAX) return [];
	const wanted = name.toLowerCase();
	const near = [];
	for (const candidate of candidates) {
		if (candidate.length > NAME_LENGTH_MAX) continue;
		const other = candidate.toLowerCase();
		const allowed = Math.max(1, Math.floor(Math.max(wanted.length, other.length) / 3));
		const inside = wanted.length >= 3 && (other.includes(wanted) || wanted.includes(other));
		if (!inside && Math.abs(other.length - wanted.length) > allowed) continue;
		const distance = editDistance(wanted, other);
		if (distance <= allowed || inside) near.push({
			candidate,
			distance
		});
	}
	near.sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1));
	return near.slice(0, 3).map((entry) => entry.candidate);
}
/** "a, b or c" */
function listOf(names) {
	if (names.length < 2) return names.join("");
	return `${names.slice(0, -1).join(", ")} or ${names[names.length - 1]}`;
}
// simulation/scenario/problem-list.ts
function pathOf(parts) {
	return parts.join(".");
}
/** A value as it is shown in a problem: short JSON. */
function shown(value) {
	if (value === void 0) return "nothing";
	if (typeof value === "number") return String(value);
	const text = excerpt(value, 3);
	return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
function excerpt(value, depth) {
	if (Array.isArray(value)) {
		if (depth === 0) return "[...]";
		return `[${value.slice(0, 5).map((item) => excerpt(item, depth - 1)).join(", ")}]`;
	}
	if (typeof value === "object" && value !== null) {
		if (depth === 0) return "{...}";
		return `{ ${Object.entries(value).slice(0, 5).map(([key, item]) => `"${key}": ${excerpt(item, depth - 1)}`).join(", ")} }`;
	}
	return typeof value === "string" ? JSON.stringify(value.slice(0, 60)) : String(value);
}
var ProblemList = class {
	items = [];
	seen = /* @__PURE__ */ new Set();
	get hasErrors() {
		return this.items.some((item) => item.severity === "error");
	}
	error(code, path, message, extras = {}) {
		this.add({
			code,
			path: pathOf(path),
			message,
			severity: "error",
			...extras
		});
	}
	warn(code, path, message, extras = {}) {
		this.add({
			code,
			path: pathOf(path),
			message,
			severity: "warning",
			...extras
		});
	}
	/** A name that does not exist, with the nearest ones that do. */
	unknown(code, path, what, name, candidates) {
		const near = nearestNames(name, candidates);
		const allowed = candidates.length === 0 ? "none" : listOf(candidates.slice(0, 40));
		this.error(code, path, `${what} "${name.slice(0, 64)}"`, {
			found: shown(name),
			allowed,
			...near.length > 0 ? { fix: `Did you mean ${listOf(near)}?` } : {}
		});
	}
	add(problem) {
		const key = `${problem.path}\n${problem.code}\n${problem.message}`;
		if (this.seen.has(key)) return;
		this.seen.add(key);
		this.items.push(problem);
	}
	/** Errors first, each kind by path; a hopeless file shows the first ones and how many more. */
	list() {
		const sorted = [...this.items].sort((a, b) => rank(a) - rank(b) || compare(a.path, b.path) || compare(a.message, b.message));
		if (sorted.length <= LIMITS.problems) return sorted;
		const note = {
			code: "more",
			path: "",
			message: `and ${sorted.length - LIMITS.problems} more problems`
		};
		return [...sorted.slice(0, LIMITS.problems), {
			...note,
			severity: sorted[0].severity
		}];
	}
};
function rank(problem) {
	return problem.severity === "error" ? 0 : 1;
}
function compare(left, right) {
	return left < right ? -1 : left > right ? 1 : 0;
}
// simulation/scenario/json-shape.ts
const VALUES_MAX = 2e6;
function isObject$1(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
function pathTo(visit) {
	const parts = [];
	for (let at = visit; at?.parent; at = at.parent) parts.unshift(at.key);
	return parts.slice(0, 8);
}
/** Reports what is not JSON; false if the rest cannot be looked at. */
function checkJsonShape(value, problems) {
	const open = [{
		value,
		key: "",
		depth: 0,
		parent: null
	}];
	let seen = 0;
	for (let visit = open.pop(); visit !== void 0; visit = open.pop()) {
		if (++seen > VALUES_MAX) {
			problems.error("too-large", [], `holds more than ${VALUES_MAX} values`);
			return false;
		}
		if (visit.depth > LIMITS.depth) {
			problems.error("too-deep", pathTo(visit), `is nested deeper than ${LIMITS.depth} levels`);
			return false;
		}
		if (typeof visit.value === "object" && visit.value !== null) openUp(visit, open, problems);
		else checkLeaf(visit, problems);
	}
	return !problems.hasErrors;
}
function openUp(visit, open, problems) {
	const value = visit.value;
	const prototype = Object.getPrototypeOf(value);
	if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null) {
		problems.error("not-json", pathTo(visit), "is not a plain JSON object");
		return;
	}
	const depth = visit.depth + 1;
	for (const [key, child] of Object.entries(value)) {
		const next = {
			value: child,
			key,
			depth,
			parent: visit
		};
		if (isForbiddenKey(key)) problems.error("forbidden-key", pathTo(next), `the name ${key} is not allowed`);
		else open.push(next);
	}
}
function checkLeaf(visit, problems) {
	const { value } = visit;
	if (!(value === null || value === void 0 || typeof value === "string" || typeof value === "boolean" || typeof value === "number" && value - value === 0)) problems.error("not-json", pathTo(visit), "is not a JSON value", { found: shown(value) });
}
// simulation/scenario/document.ts
const CATALOG = "2026-11";
// simulation/scenario/migrations.ts
const MIGRATIONS = [];
/** The file in the present format, or null with a problem that says why it cannot be read. */
function migrateFile(value, problems, migrations = MIGRATIONS, target = 1) {
	if (!isObject$1(value)) {
		problems.error("wrong-type", [], "a scenario is a JSON object", { found: shown(value) });
		return null;
	}
	const format = value.format;
	if (typeof format !== "number" || !Number.isInteger(format) || format < 1) {
		problems.error("format", ["format"], "must be the number of the file's format", {
			found: shown(format),
			allowed: String(target)
		});
		return null;
	}
	if (format > target) {
		problems.error("format", ["format"], "was made by a newer version of Brownout", {
			found: shown(format),
			allowed: `at most ${target}`
		});
		return null;
	}
	return carryForward(value, format, problems, migrations, target);
}
function carryForward(value, format, problems, migrations, target) {
	let file = value;
	for (let at = format; at < target; at++) {
		const step = migrations.find((migration) => migration.from === at);
		if (step === void 0) {
			problems.error("format", ["format"], `format ${at} can no longer be read`);
			return null;
		}
		file = {
			...step.migrate(file),
			format: at + 1
		};
	}
	return file;
}
// simulation/scenario/call-checks.ts
function checkCalls(document, problems) {
	const operations = operationsAt(document);
	for (const [node, edges] of edgesFrom(document)) {
		const calls = edges.flatMap((edge) => callsOnEdge(document, edge, problems));
		checkChoices(calls, problems);
		checkWhen(calls, operations.get(node) ?? /* @__PURE__ */ new Set(), problems);
		checkRequires(document, node, calls, problems);
		for (const { call, path } of calls) checkDistinct(call, path, problems);
	}
	checkOperations(document, operations, problems);
}
function callsOnEdge(document, id, problems) {
	const edge = document.edges[id];
	const path = ["edges", id];
	const shorthand = shorthandOf(edge);
	if (edge.calls === void 0) return callsOf(edge).map((call) => ({
		call,
		path
	}));
	if (shorthand.length > 0) problems.error("both-forms", path, `${listOf(shorthand)} and calls cannot both stand here`, { fix: "Move it into an entry of calls." });
	const seen = /* @__PURE__ */ new Set();
	return callsOf(edge).map((call, index) => {
		const own = call.id ?? String(index);
		if (seen.has(own)) {
			const found = { found: shown(own) };
			problems.error("duplicate", [
				...path,
				"calls",
				index,
				"id"
			], "is the id of another call", found);
		}
		seen.add(own);
		return {
			call,
			path: [
				...path,
				"calls",
				index
			]
		};
	});
}
/** Exactly one call of a choice group is made, so the group must stand in one stage. */
function checkChoices(calls, problems) {
	const stages = /* @__PURE__ */ new Map();
	for (const { call, path } of calls) {
		if (call.choice == null) continue;
		const stage = call.stage ?? 1;
		const first = stages.get(call.choice) ?? stage;
		stages.set(call.choice, first);
		if (first !== stage) problems.error("choice", [...path, "choice"], `"${call.choice}" stands in two stages`, {
			found: `stage ${stage}`,
			allowed: `stage ${first}`
		});
	}
}
function checkWhen(calls, operations, problems) {
	if (operations.size === 0) return;
	for (const { call, path } of calls) for (const name of call.when ?? []) {
		if (operations.has(name)) continue;
		const near = nearestNames(name, operations);
		problems.warn("never", [...path, "when"], `the operation "${name}" never arrives here`, {
			found: shown(name),
			allowed: listOf([...operations]),
			...near.length > 0 ? { fix: `Did you mean ${listOf(near)}?` } : {}
		});
	}
}
function checkRequires(document, node, calls, problems) {
	const owner = document.nodes[node];
	const operations = owner?.operations ?? {};
	const all = [[[
		"nodes",
		node,
		"requires"
	], owner?.requires], ...Object.entries(operations).map(([name, operation]) => [[
		"nodes",
		node,
		"operations",
		name,
		"requires"
	], operation.requires])];
	for (const [path, requires] of all) for (const [stage, needed] of Object.entries(requires ?? {})) {
		const there = calls.filter(({ call }) => (call.stage ?? 1) === Number(stage));
		if (there.length === 0) problems.warn("never", [...path, stage], `no call stands in stage ${stage}`);
		else if (typeof needed === "number" && there.every(isSingle) && needed > there.length) problems.error("out-of-range", [...path, stage], "requires more calls than there are", {
			found: shown(needed),
			allowed: `at most ${there.length}`
		});
	}
}
function isSingle({ call }) {
	return call.count === void 0 || call.count === 1;
}
/** Different instances are a matter of several calls at once. */
function checkDistinct(call, path, problems) {
	if (call.distinct !== true) return;
	const { count = 1, parallel } = call;
	const message = count === "all" ? "has no effect: a call to all instances reaches each of them once" : count === 1 || parallel !== true ? "has no effect on calls that are not made at once: set count and parallel" : null;
	if (message !== null) problems.warn("unused", [...path, "distinct"], message);
}
function checkOperations(document, operations, problems) {
	for (const [id, node] of Object.entries(document.nodes)) {
		const arriving = operations.get(id) ?? /* @__PURE__ */ new Set();
		if (arriving.size === 0) continue;
		for (const name of Object.keys(node.operations ?? {})) {
			if (arriving.has(name)) continue;
			const near = nearestNames(name, arriving);
			const path = [
				"nodes",
				id,
				"operations",
				name
			];
			problems.warn("never", path, `the operation "${name}" is never called`, {
				allowed: listOf([...arriving]),
				...near.length > 0 ? { fix: `Did you mean ${listOf(near)}?` } : {}
			});
		}
	}
}
// simulation/scenario/rate-csv.ts
const RATE_LINES_MAX = 1e5;
const PROBLEMS_MAX = 20;
const DELIMITERS = [
	"	",
	";",
	","
];
/** The delimiter that the first line has; a semicolon or tab leaves the comma to the numbers. */
function delimiterOf(text) {
	const [first = ""] = text.split("\n", 1);
	return DELIMITERS.find((delimiter) => first.includes(delimiter)) ?? ",";
}
function rowsOf(text, delimiter) {
	return text.split(/\r\n|\n|\r/).map((content, index) => ({
		content: content.trim(),
		line: index + 1
	})).filter(({ content }) => content !== "" && !content.startsWith("#")).map(({ content, line }) => ({
		line,
		cells: content.split(delimiter).map((cell) => cell.trim().replace(/^"(.*)"$/, "$1"))
	}));
}
function numberIn(cell, delimiter) {
	const text = delimiter === "," ? cell : cell.replace(",", ".");
	return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text) ? Number(text) : NaN;
}
const TIMESTAMP = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d(?:[.,]\d+)?))?)?\s*(Z|UTC|([+-])(\d\d):?(\d\d))?$/;
/** Days from 1970-01-01 in the Gregorian calendar; years begin in March, so leap days come last. */
function daysFrom1970(year, month, day) {
	const y = month > 2 ? year : year - 1;
	const m = month > 2 ? month - 3 : month + 9;
	const leapDays = Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400);
	return y * 365 + leapDays + Math.floor((153 * m + 2) / 5) + day - 1 - 719468;
}
/** Seconds since 1970 of an ISO 8601 timestamp, UTC where it names no zone; NaN if it is none. */
function secondsOfTimestamp(cell) {
	const match = TIMESTAMP.exec(cell);
	if (match === null) return NaN;
	const [year, month, day, hour, minute] = match.slice(1, 6).map((part) => Number(part ?? 0));
	if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 24 || minute > 59) return NaN;
	const second = Number((match[6] ?? "0").replace(",", "."));
	if (second >= 61) return NaN;
	const ahead = (Number(match[9] ?? 0) * 60 + Number(match[10] ?? 0)) * 60;
	const offset = match[8] === "-" ? -ahead : ahead;
	return daysFrom1970(year, month, day) * 86400 + hour * 3600 + minute * 60 + second - offset;
}
/** Larger numbers in a time column count from 1970: seconds, or from 1e11 on milliseconds. */
const CALENDAR_S = 1e8;
const CALENDAR_MS = 1e11;
/** Seconds since 1970 of a time as text or number; NaN if it is none of the calendar. */
function calendarSeconds(cell, number) {
	if (Number.isNaN(number)) return secondsOfTimestamp(cell);
	if (number < CALENDAR_S) return NaN;
	return number >= CALENDAR_MS ? number / 1e3 : number;
}
const TIME_NAME = /^(t|at|time|timestamp|ts|date|datetime|offset)(_?(ms|s|sec|seconds|min|minutes|h|hours))?$/;
const RATE_NAME = /^(rate|rps|qps|tps|requests)(_?(per_?|\/)(ms|s|sec|second|min|minute|h|hour))?$/;
function secondsPer(unit) {
	if (unit === void 0) return 1;
	if (unit === "ms") return .001;
	if (unit.startsWith("min")) return 60;
	return unit.startsWith("h") ? 3600 : 1;
}
/** Columns by the names of a header; null where a name is not known and the order must tell. */
function columnsOf(cells) {
	const names = cells.map((cell) => cell.toLowerCase().replaceAll(/[\s()[\]]+/g, "_").replace(/_$/, ""));
	const time = names.findIndex((name) => TIME_NAME.test(name));
	const rate = names.findIndex((name, at) => at !== time && RATE_NAME.test(name));
	if (time < 0 || rate < 0) return null;
	return {
		time,
		rate,
		timeUnitS: secondsPer(TIME_NAME.exec(names[time])?.[3]),
		rateUnitPerS: 1 / secondsPer(RATE_NAME.exec(names[rate])?.[4])
	};
}
const FIRST_TWO = {
	time: 0,
	rate: 1,
	timeUnitS: 1,
	rateUnitPerS: 1
};
var Reader = class {
	problems = [];
	points = [];
	delimiter;
	columns;
	/** Of the first line, where its time is one of the calendar; null: times are plain numbers. */
	startS = null;
	constructor(delimiter, columns) {
		this.delimiter = delimiter;
		this.columns = columns;
	}
	refuse(line, message) {
		this.problems.push({
			line,
			message
		});
	}
	/**
	* Seconds since the first line where that has a time of the calendar, else as they are: the first
	* line decides for all, so that a long series in ms does not turn into dates. NaN if it is none.
	*/
	timeIn(cell) {
		const number = numberIn(cell, this.delimiter);
		const seconds = calendarSeconds(cell, number);
		if (this.points.length === 0 && !Number.isNaN(seconds)) this.startS = seconds;
		return this.startS === null ? number * this.columns.timeUnitS : seconds - this.startS;
	}
	read({ line, cells }) {
		const { time, rate, rateUnitPerS } = this.columns;
		if (cells.length <= Math.max(time, rate)) {
			this.refuse(line, `has ${cells.length} columns, needs a time and a rate`);
			return;
		}
		const atS = this.timeIn(cells[time]);
		const ratePerS = numberIn(cells[rate], this.delimiter) * rateUnitPerS;
		const before = this.points.at(-1)?.[0];
		if (Number.isNaN(atS)) this.refuse(line, `"${cells[time].slice(0, 30)}" is no time`);
		else if (atS < 0) this.refuse(line, `the time ${atS} s is before the start`);
		else if (Number.isNaN(ratePerS)) this.refuse(line, `"${cells[rate].slice(0, 30)}" is no rate`);
		else if (ratePerS < 0) this.refuse(line, "a rate cannot be negative");
		else if (before !== void 0 && atS < before) this.refuse(line, "the times must ascend");
		else this.points.push([atS, ratePerS]);
	}
};
/**
* Reads a series of rates per second. Columns by a header such as `t_s,rate_per_s` (units ms, s, min, h
* in the names), without one the first two. Timestamps (ISO 8601, or seconds or milliseconds since
* 1970) count from the first line. All problems at once, by line.
*/
function parseRateCsv(text) {
	const content = text.startsWith("﻿") ? text.slice(1) : text;
	const delimiter = delimiterOf(content.trimStart());
	const [first, ...rest] = rowsOf(content, delimiter);
	const whole = (message) => ({
		ok: false,
		problems: [{
			line: 0,
			message
		}]
	});
	if (first === void 0) return whole("there is no line with a time and a rate");
	if (rest.length > 1e5) return whole(`more than ${RATE_LINES_MAX} lines`);
	const isHeader = first.cells.every((cell) => !/^[+-]?[\d.]/.test(cell));
	const columns = isHeader ? columnsOf(first.cells) : FIRST_TWO;
	if (columns === null && first.cells.length !== 2) return {
		ok: false,
		problems: [{
			line: first.line,
			message: "names no columns of time and rate: call them t_s and rate_per_s"
		}]
	};
	const reader = new Reader(delimiter, columns ?? FIRST_TWO);
	for (const row of isHeader ? rest : [first, ...rest]) {
		reader.read(row);
		if (reader.problems.length >= PROBLEMS_MAX) break;
	}
	const { problems, points } = reader;
	if (problems.length > 0) return {
		ok: false,
		problems
	};
	return points.length > 0 ? {
		ok: true,
		points
	} : whole("there is no line with a time and a rate");
}
// simulation/scenario/load-profile.ts
const POINTS = {
	shape: "linear",
	points: [],
	recorded: false,
	repeatEveryS: null,
	amplitude: 0,
	periodS: 0,
	phaseS: 0
};
/** Reads what `profileSchema` allows; a recorded series is held as steps unless it says lines. */
function loadProfileOf(value) {
	if (Array.isArray(value)) return {
		...POINTS,
		points: value
	};
	if (!isObject$1(value)) return POINTS;
	const { csv, ...fields } = value;
	if (csv === void 0) return {
		...POINTS,
		...fields
	};
	const read = parseRateCsv(csv);
	return {
		...POINTS,
		shape: "steps",
		...fields,
		points: read.ok ? read.points : [],
		recorded: true
	};
}
// simulation/scenario/client-checks.ts
/** Parameters of a client that say nothing in a closed loop. */
const OPEN_LOOP_ONLY = [
	"ratePerS",
	"arrivals",
	"profile",
	"offsetMs",
	"batch"
];
/** Fields of a client that have no effect beside what its others say, each with the reason. */
function idleFields(node) {
	const idle = /* @__PURE__ */ new Map();
	if (node.closed) {
		for (const name of OPEN_LOOP_ONLY) idle.set(name, "has no effect in a closed loop");
		return Object.fromEntries(idle);
	}
	const { arrivals = "poisson", profile } = node;
	if (arrivals !== "constant") idle.set("offsetMs", "has an effect on constant arrivals only");
	const by = ratedBy(arrivals, profile);
	if (by !== null) idle.set("ratePerS", `has no effect unless it is 0: ${by}`);
	if (hasTimes(arrivals)) idle.set("profile", "has no effect: the times are recorded");
	return Object.fromEntries(idle);
}
function hasTimes(arrivals) {
	return isObject$1(arrivals) && arrivals.timesMs !== void 0;
}
function isRecorded(profile) {
	return isObject$1(profile) && profile.csv !== void 0;
}
/** What has a rate of its own; null where the number is the rate. */
function ratedBy(arrivals, profile) {
	if (isRecorded(profile)) return "the recorded series says it";
	if (typeof arrivals === "string") return null;
	if (isMmpp(arrivals)) return "the phases have rates of their own";
	return hasTimes(arrivals) ? "the times are recorded" : "the gaps decide the rate";
}
/** Checks a client whose fields are each sound. */
function checkClient(id, node, problems) {
	const path = ["nodes", id];
	for (const [name, message] of Object.entries(idleFields(node))) {
		const value = node[name];
		const saysNothing = value === void 0 || value === null || name === "ratePerS" && value === 0;
		if (node.closed ? value !== void 0 : !saysNothing) problems.warn("unused", [...path, name], message);
	}
	if (!node.closed) checkArrivals(path, node, problems);
	if (node.profile != null) checkProfile(path, node.profile, problems);
	const requests = node.requests;
	if (requests === void 0) return;
	if (!Object.values(requests).some((type) => (type.weight ?? 1) > 0)) problems.error("no-request", [...path, "requests"], "needs a request type with a weight above 0");
}
function checkArrivals(path, node, problems) {
	const { arrivals = "poisson", profile } = node;
	if (isRecorded(profile) && typeof arrivals !== "string") {
		const message = "a recorded series of rates goes with Poisson or constant arrivals only";
		problems.error("conflict", [...path, "profile"], message);
	}
	if (hasTimes(arrivals) && arrivals.maxMs !== void 0) {
		const field = [
			...path,
			"arrivals",
			"maxMs"
		];
		problems.error("conflict", field, "does not go with timesMs: recorded times are kept");
	}
}
function checkProfile(path, profile, problems) {
	const { points, repeatEveryS } = loadProfileOf(profile);
	const place = [...path, "profile"];
	const at = points.findIndex((point, index) => {
		const before = points[index - 1];
		return before !== void 0 && point[0] < before[0];
	});
	if (at >= 0) problems.error("order", place, "the points must be in order of time", { found: shown(points[at]) });
	const last = points.at(-1)?.[0] ?? 0;
	if (repeatEveryS !== null && last > repeatEveryS) problems.error("order", [...place, "repeatEveryS"], "must not end before the last point", {
		found: shown(repeatEveryS),
		allowed: `at least ${last}`
	});
}
// simulation/scenario/fault-targets.ts
const ALLOWED = "a node, node[0], node[*], node[random:2], an edge, a group or a list of them";
const TARGET = /^([^[\]]+?)(?:\[(\*|\d{1,5}|random:[1-9]\d{0,4})\])?$/;
function refuse$1(message, allowed = ALLOWED) {
	return {
		ok: false,
		message,
		allowed
	};
}
function instancesOf(selector) {
	if (selector === void 0 || selector === "*") return "all";
	if (selector.startsWith("random:")) return { random: Number(selector.slice(7)) };
	return [Number(selector)];
}
/** Ids of the nodes that say they are in a group. */
function membersOf(document, group) {
	return Object.entries(document.nodes).filter(([, node]) => [node.in ?? []].flat().includes(group)).map(([id]) => id);
}
/** One target of a fault of the given kind, as nodes and edges. */
function resolveTarget(document, faultKind, text) {
	const ends = text.includes("[") ? null : parseEdgeId(text);
	if (ends !== null) return edgeTarget(document, faultKind, edgeId(ends.from, ends.to, ends.number));
	const match = TARGET.exec(text);
	if (match === null || !isId(match[1])) return refuse$1(`"${text}" is not a target`);
	const [, id, selector] = match;
	if (Object.hasOwn(document.nodes, id)) return nodeTarget(document, faultKind, id, selector);
	if (selector !== void 0 || !Object.hasOwn(document.groups ?? {}, id)) return refuse$1(`nothing is named "${id}"`);
	return groupTarget(document, faultKind, id);
}
function edgeTarget(document, faultKind, id) {
	if (!Object.hasOwn(document.edges, id)) return refuse$1(`there is no edge "${id}"`);
	if (faultOf(faultKind)?.targets.includes("edge")) return {
		ok: true,
		targets: [{ edge: id }]
	};
	return refuse$1(`a fault of kind ${faultKind} cannot hit an edge`, "a node or a group");
}
function nodeTarget(document, faultKind, node, selector) {
	const { kind, replicas = defaultReplicas(document, node) } = document.nodes[node];
	if (faultOf(faultKind)?.targets.includes("edge")) {
		if (selector !== void 0 && selector !== "*") return refuse$1(`a fault of kind ${faultKind} hits whole nodes`, "a node, an edge or a group");
		return {
			ok: true,
			targets: edgesOf(document, node).map((edge) => ({ edge }))
		};
	}
	if (kind === "client") return refuse$1(`"${node}" is a client and has no instances to hit`);
	const instances = instancesOf(selector);
	const most = instances === "all" ? 0 : "random" in instances ? instances.random - 1 : instances[0];
	if (typeof replicas === "number" && most >= replicas) return refuse$1(`"${node}" has only ${replicas} instances`, `${node}[0] to ${node}[${replicas - 1}]`);
	return {
		ok: true,
		targets: [{
			node,
			instances
		}]
	};
}
function defaultReplicas(document, node) {
	const param = kindOf(document.nodes[node].kind)?.params.replicas;
	return param?.type === "number" ? param.default ?? 1 : 1;
}
function edgesOf(document, node) {
	return Object.keys(document.edges).filter((id) => {
		const ends = parseEdgeId(id);
		return ends?.from === node || ends?.to === node;
	});
}
function groupTarget(document, faultKind, group) {
	const members = membersOf(document, group);
	if (members.length === 0) return refuse$1(`nothing is in the group "${group}"`);
	const targets = [];
	const edges = /* @__PURE__ */ new Set();
	for (const node of members) {
		const result = nodeTarget(document, faultKind, node, void 0);
		if (!result.ok) return result;
		for (const target of result.targets) {
			if ("edge" in target && edges.has(target.edge)) continue;
			if ("edge" in target) edges.add(target.edge);
			targets.push(target);
		}
	}
	return {
		ok: true,
		targets
	};
}
// simulation/scenario/link-cycles.ts
function neighbors(count, links, backward) {
	const lists = Array.from({ length: count }, () => []);
	for (const { from, to } of links) lists[backward ? to : from]?.push(backward ? from : to);
	return lists;
}
/** Vertices in the order in which a depth-first search leaves them. */
function finishOrder(next) {
	const seen = new Uint8Array(next.length);
	const finished = [];
	for (let root = 0; root < next.length; root++) {
		if (seen[root] === 1) continue;
		seen[root] = 1;
		const stack = [{
			vertex: root,
			at: 0
		}];
		for (let top = stack.at(-1); top !== void 0; top = stack.at(-1)) {
			const to = next[top.vertex]?.[top.at++];
			if (to === void 0) {
				finished.push(top.vertex);
				stack.pop();
			} else if (seen[to] === 0) {
				seen[to] = 1;
				stack.push({
					vertex: to,
					at: 0
				});
			}
		}
	}
	return finished;
}
/** The sets of vertices that reach each other, those on no cycle left out. */
function cyclesOf(count, links) {
	const back = neighbors(count, links, true);
	const seen = new Uint8Array(count);
	const loops = new Set(links.filter(({ from, to }) => from === to).map(({ from }) => from));
	const cycles = [];
	for (const root of finishOrder(neighbors(count, links, false)).reverse()) {
		if (seen[root] === 1) continue;
		seen[root] = 1;
		const members = [root];
		for (let at = 0; at < members.length; at++) for (const vertex of back[members[at] ?? 0] ?? []) {
			if (seen[vertex] === 1) continue;
			seen[vertex] = 1;
			members.push(vertex);
		}
		if (members.length > 1 || loops.has(root)) cycles.push(members);
	}
	return cycles;
}
const ROUNDS = 400;
/**
* By how much what goes round grows with each step: the spectral radius of vertices that reach each
* other. Power iteration on the matrix plus the identity, which has no periods.
*/
function growthOf(members, links) {
	const row = new Map(members.map((vertex, at) => [vertex, at]));
	let present = new Float64Array(members.length).fill(1);
	let growth = 0;
	for (let round = 0; round < ROUNDS; round++) {
		const next = Float64Array.from(present);
		for (const { from, to, weight } of links) {
			const [i = 0, j = 0] = [row.get(from), row.get(to)];
			next[j] = (next[j] ?? 0) + weight * (present[i] ?? 0);
		}
		const before = present.reduce((sum, value) => sum + value, 0);
		const after = next.reduce((sum, value) => sum + value, 0);
		growth = after / before - 1;
		present = next.map((value) => value / after);
	}
	return growth;
}
// simulation/scenario/resolve-values.ts
const NOTHING$1 = {
	values: {},
	origin: "default"
};
/** All values of a set of parameters. `path` is that of the entity or object they stand on. */
function resolveValues(params, given, path, origins, supplied = NOTHING$1) {
	const values = {};
	for (const [name, param] of Object.entries(params)) values[name] = resolveValue(name, param, given, path, origins, supplied);
	return values;
}
function resolveValue(name, param, given, path, origins, supplied) {
	const place = `${path}.${name}`;
	const own = given[name];
	const substitute = supplied.values[name];
	const origin = own !== void 0 ? "explicit" : substitute !== void 0 ? supplied.origin : "default";
	origins.set(place, origin);
	const value = own ?? (own === null ? null : substitute ?? param.default);
	if (value === null || value === void 0) return null;
	if (param.type === "object") {
		const inside = objectSupplied(name, own, substitute, supplied, param.default);
		return resolveValues(param.fields, isObject$1(own) ? own : {}, place, origins, inside);
	}
	if (param.type === "map") return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, resolveValues(param.entry, entry, `${place}.${key}`, origins)]));
	return param.type === "points" ? loadProfileOf(value) : value;
}
/** What stands in for the fields that an object leaves out. */
function objectSupplied(policy, own, substitute, supplied, fallback) {
	const preset = isObject$1(own) ? presetValues(policy, own.preset) : null;
	if (preset !== null) return {
		values: preset,
		origin: "preset"
	};
	if (isObject$1(substitute)) return {
		values: substitute,
		origin: supplied.origin
	};
	return {
		values: fallback ?? {},
		origin: "default"
	};
}
function presetValues(policy, preset) {
	const presets = PRESETS;
	if (typeof preset !== "string" || !Object.hasOwn(presets, policy)) return null;
	return Object.hasOwn(presets[policy], preset) ? presets[policy][preset].values : null;
}
// simulation/scenario/loop-checks.ts
function checkLoops(document, problems) {
	checkRetries(document, problems);
	checkCycles(document, problems);
}
const { retry: RETRY } = CALL_EDGE_PARAMS;
function checkRetries(document, problems) {
	for (const [id, edge] of Object.entries(document.edges)) {
		if (edge.retry == null) continue;
		const given = { retry: edge.retry };
		const { maxAttempts, backoff } = resolveValues({ retry: RETRY }, given, "", /* @__PURE__ */ new Map()).retry;
		const pauses = backoff.type !== "none" && backoff.baseMs > 0 && backoff.capMs > 0;
		if (maxAttempts !== null || pauses) continue;
		problems.warn("endless-retry", [
			"edges",
			id,
			"retry"
		], "retries without limit and without a pause: a call that fails at once, on a refused connection, say, is tried for ever at the same instant", { fix: "Set maxAttempts or a back-off." });
	}
}
function checkCycles(document, problems) {
	const { places, links } = graphOf(document);
	for (const members of cyclesOf(places.length, links)) {
		const inside = new Set(members);
		const own = links.filter(({ from, to }) => inside.has(from) && inside.has(to));
		if (!(growthOf(members, own) >= 1 - 1e-9)) continue;
		const nodes = [...new Set(members.map((at) => places[at]?.node ?? ""))].sort(compareIds);
		const [edge = ""] = [...new Set(own.map((link) => link.edge))].sort(compareIds);
		problems.warn("call-cycle", ["edges", edge], `calls come back to where they came from (${listOf(nodes)}) and each round makes one or more for one: they end 64 calls deep, as error`, { fix: "Lower a probability, limit a call by when, or make it oneWay." });
	}
}
/** Everything that requests reach by synchronous calls, from every client's request types on. */
function graphOf(document) {
	const places = [];
	const links = [];
	const rows = /* @__PURE__ */ new Map();
	const rowOf = (node, operation) => {
		const key = `${node} ${operation}`;
		const row = rows.get(key) ?? places.push({
			node,
			operation
		}) - 1;
		rows.set(key, row);
		return row;
	};
	for (const [id, node] of Object.entries(document.nodes)) {
		if (node.kind !== "client") continue;
		const types = node.requests ?? { request: 0 };
		for (const type of Object.keys(types)) rowOf(id, type);
	}
	const leaving = edgesFrom(document);
	for (let from = 0; from < places.length; from++) {
		const { node, operation } = places[from];
		const calls = callsFrom(document, leaving.get(node) ?? [], operation);
		for (const { edge, to, call } of calls) {
			const calling = expectedCalls(document, call, to, calls);
			if (calling <= 0) continue;
			links.push({
				from,
				to: rowOf(to, call.operation ?? operation),
				weight: calling,
				edge
			});
		}
	}
	return {
		places,
		links
	};
}
function callsFrom(document, edges, operation) {
	return edges.flatMap((id) => {
		const ends = parseEdgeId(id);
		const from = kindOfNode(document.nodes, ends?.from ?? "");
		const to = kindOfNode(document.nodes, ends?.to ?? "");
		const edge = document.edges[id];
		if (!ends || !from || !to || !edge) return [];
		if (edgeSortOf(from, to) !== "call" || edge.oneWay === true) return [];
		return callsOf(edge).filter(({ when }) => !when || when.includes(operation)).map((call) => ({
			edge: id,
			to: ends.to,
			call
		}));
	});
}
/** Mean number of times that a call is made per execution of its operation, without retries. */
function expectedCalls(document, call, to, others) {
	const count = meanCount(document, call.count ?? 1, to);
	if (call.choice == null) return count * Number(call.probability ?? 1);
	const total = others.filter((other) => other.call.choice === call.choice && (other.call.stage ?? 1) === (call.stage ?? 1)).reduce((sum, other) => sum + (other.call.weight ?? 1), 0);
	return total > 0 ? count * (call.weight ?? 1) / total : 0;
}
function meanCount(document, count, to) {
	if (typeof count === "number") return count;
	if (count === "all") {
		const node = document.nodes[to];
		const param = kindOf(node?.kind ?? "")?.params.replicas;
		return Number(node?.replicas ?? param?.default ?? 1);
	}
	const parsed = parseDistribution(count, "");
	return parsed.ok ? Math.min(momentsOf(parsed.spec).meanMs, CALL_PARAMS.count.max) : 1;
}
// simulation/scenario/run-params.ts
const RUN_PARAMS = {
	durationS: {
		type: "number",
		label: "Duration",
		help: "Simulated time of a run.",
		unit: "s",
		min: .001,
		max: LIMITS.simulatedS,
		soft: [10, 3600],
		scale: "log",
		default: 120
	},
	warmupS: {
		type: "number",
		label: "Warm-up",
		help: "Left out of the totals, since every run starts empty.",
		unit: "s",
		min: 0,
		max: LIMITS.simulatedS,
		soft: [0, 600],
		default: 0
	},
	seed: {
		type: "number",
		label: "Seed",
		help: "The same file and seed give the same run, event by event.",
		unit: "",
		min: 0,
		max: 4294967295,
		integer: true,
		default: 1
	},
	windowS: {
		type: "number",
		label: "Window",
		help: "Width of a point of the series.",
		unit: "s",
		min: .001,
		max: LIMITS.simulatedS,
		soft: [.1, 60],
		scale: "log",
		default: null,
		nullMeans: "duration / 600, at least 0.1 s"
	},
	drain: {
		type: "boolean",
		label: "Drain",
		help: "Clients stop at the end of the duration and the run goes on until nothing is left.",
		default: false
	},
	sampleAtS: {
		type: "numbers",
		label: "Sample at",
		help: "Instants, s, at which the command reports the exact levels of all nodes (`samples`).",
		default: null,
		nullMeans: "no samples"
	},
	detail: {
		type: "boolean",
		label: "Detail",
		help: "Adds to the command's results how load spreads over the instances of each node (`instanceLoad`), and each instance's own means.",
		default: false
	},
	maxEvents: {
		type: "number",
		label: "Event limit",
		help: "Ends a run early after this many events, with its results so far.",
		unit: "",
		min: 1,
		max: LIMITS.events,
		integer: true,
		soft: [1e6, LIMITS.events],
		scale: "log",
		default: LIMITS.events
	},
	maxMemoryMb: {
		type: "number",
		label: "Memory limit",
		help: "Ends a run early when its requests, calls, messages and pending events take more memory than this. Looked at every 65,536 events.",
		unit: "MB",
		min: 1,
		max: LIMITS.memoryMb,
		soft: [10, LIMITS.memoryMb],
		scale: "log",
		default: null,
		nullMeans: "what the engine reserves"
	}
};
// simulation/scenario/quantity.ts
const MILLISECONDS = {
	us: .001,
	µs: .001,
	ms: 1,
	s: 1e3,
	min: 6e4,
	h: 36e5,
	d: 864e5
};
const FACTORS = {
	"%": .01,
	"/s": 1,
	B: 1,
	kB: 1e3,
	MB: 1e6,
	GB: 1e9,
	k: 1e3
};
const QUANTITY = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*(us|µs|ms|s|min|h|d|%|\/s|B|kB|MB|GB|k)$/;
/** Whether a field counts seconds: its name ends in S but is not a rate per second. */
function isInSeconds(field) {
	return field.endsWith("S") && !field.endsWith("PerS");
}
/** The number in "300ms", in ms (in s for a field whose name ends in S); null if it is none. */
function parseQuantity(text, field = "") {
	const match = QUANTITY.exec(text);
	if (match === null) return null;
	const number = Number(match[1]);
	const perUnit = MILLISECONDS[match[2]];
	if (perUnit === void 0) return match[2] === "%" ? number / 100 : number * FACTORS[match[2]];
	const milliseconds = number * perUnit;
	return isInSeconds(field) ? milliseconds / 1e3 : milliseconds;
}
// simulation/scenario/slo-grammar.ts
const SLO_MEASURES = [
	"p50",
	"p90",
	"p95",
	"p99",
	"p999",
	"mean",
	"max",
	"errorRate",
	"availability",
	"throughput",
	"goodput",
	"lag",
	"backlog",
	"recovery",
	"duplicates",
	"lost",
	"wastedRatio",
	"utilization"
];
const EXPRESSION = /^\s*([A-Za-z0-9]+)\s*(?:\(\s*([^()\s]+)\s*\))?\s*(<=|>=|<|>)\s*(\S(?:.*\S)?)\s*$/;
const UNITS = {
	time: /(us|µs|ms|s|min|h|d)$/,
	ratio: /(%|\d)$/,
	rate: /(\/s|k|\d)$/,
	count: /(k|\d)$/
};
const MEASURED_IN = {
	p50: "time",
	p90: "time",
	p95: "time",
	p99: "time",
	p999: "time",
	mean: "time",
	max: "time",
	lag: "time",
	recovery: "time",
	errorRate: "ratio",
	availability: "ratio",
	wastedRatio: "ratio",
	utilization: "ratio",
	throughput: "rate",
	goodput: "rate",
	backlog: "count",
	duplicates: "count",
	lost: "count"
};
const EXAMPLES = {
	time: "300ms",
	ratio: "99.5%",
	rate: "200/s",
	count: "1000"
};
function problem(expr, message, allowed, fix) {
	const base = {
		code: "slo",
		path: "",
		message,
		severity: "error",
		found: expr,
		allowed
	};
	return fix === void 0 ? base : {
		...base,
		fix
	};
}
/** Reads an SLO expression; a Problem (without path) if it is none. */
function parseSlo(expr) {
	const match = EXPRESSION.exec(expr);
	if (match === null) return problem(expr, "is not an SLO expression", "MEASURE(TARGET) OP VALUE, as in p99(checkout) < 300ms");
	const [, name, target = "all", op, text] = match;
	const measure = SLO_MEASURES.find((known) => known === name);
	if (measure === void 0) {
		const near = nearestNames(name, SLO_MEASURES);
		const fix = near.length > 0 ? `Did you mean ${listOf(near)}?` : void 0;
		return problem(expr, `unknown measure "${name}"`, listOf(SLO_MEASURES), fix);
	}
	const unit = MEASURED_IN[measure];
	const value = UNITS[unit].test(text) ? parseQuantity(text) ?? Number(text) : NaN;
	if (value - value !== 0) {
		const allowed = `a value such as ${EXAMPLES[unit]}`;
		return problem(expr, `${measure} cannot be compared with "${text}"`, allowed);
	}
	return {
		measure,
		target,
		op,
		value
	};
}
/** Whether `parseSlo` found a defect. */
function isSloProblem(result) {
	return "code" in result;
}
// simulation/scenario/station-checks.ts
/** Checks a node of a kind with slots whose fields are each sound. */
function checkStation(document, id, params, problems) {
	const node = document.nodes[id];
	if (node === void 0 || !Object.hasOwn(params, "discipline")) return;
	const value = (name) => node[name] === void 0 ? params[name]?.default ?? null : node[name];
	const station = {
		path: ["nodes", id],
		node,
		value,
		problems
	};
	checkOrder(station);
	if (value("discipline") === "ps") checkSharing(station);
	if (value("bulk") !== null) checkBulk(station);
	if (value("polling") !== null) checkPolling(station);
	checkBreakdowns(station);
	if (value("bulk") !== null || value("polling") !== null) checkNotConsumer(document, id, problems);
}
function conflict({ path, problems }, field, message) {
	problems.error("conflict", [...path, field], message);
}
function checkOrder(station) {
	const { path, node, value, problems } = station;
	const discipline = value("discipline");
	if (value("preemptive") === "resume" && discipline !== "priority") conflict(station, "preemptive", "needs the discipline \"priority\", by which it interrupts");
	for (const name of ["codelTargetMs", "codelIntervalMs"]) if (node[name] !== void 0 && discipline !== "codel") problems.warn("unused", [...path, name], "has an effect with the discipline \"codel\" only");
}
function checkSharing(station) {
	const { path, node, value, problems } = station;
	for (const name of ["polling", "bulk"]) if (value(name) !== null) conflict(station, name, "does not go with processor sharing, where nobody waits for a slot");
	if (node.queueTimeoutMs != null) problems.warn("unused", [...path, "queueTimeoutMs"], "has no effect: nobody waits");
	if (node.queueScope === "node") {
		const message = "has no effect with processor sharing: each instance shares its own slots";
		problems.warn("unused", [...path, "queueScope"], message);
	}
}
function checkBulk(station) {
	const { path, node, value, problems } = station;
	const { max = 10, min = 1 } = value("bulk");
	if (min > max) problems.error("order", [
		...path,
		"bulk",
		"min"
	], "must not be more than its maximum", {
		found: String(min),
		allowed: `at most ${max}`
	});
	const bound = value("queueLengthMax");
	if (bound !== null && min > bound + 1) {
		const message = "so many never wait: the queue is shorter";
		problems.error("conflict", [
			...path,
			"bulk",
			"min"
		], message, {
			found: String(min),
			allowed: `at most ${bound + 1}`
		});
	}
	if (value("preemptive") === "resume") conflict(station, "preemptive", "does not go with bulk service: a batch is not interrupted");
	if (value("discipline") === "codel") conflict(station, "bulk", "does not go with CoDel, which decides on one request at a time");
	if (value("blocking") === true) conflict(station, "blocking", "does not go with bulk service: a batch holds one slot for all");
	if (value("concurrency") === null) conflict(station, "bulk", "needs a number of slots: with unlimited ones nobody waits");
	const operations = node.operations ?? {};
	const places = [[["errorTime"], node.errorTime], ...Object.entries(operations).map(([name, own]) => [[
		"operations",
		name,
		"errorTime"
	], own.errorTime])];
	for (const [place, errorTime] of places) {
		if (errorTime == null) continue;
		const message = "does not go with bulk service: a batch ends together";
		problems.error("conflict", [...path, ...place], message);
	}
}
/** Whether a distribution in ms yields 0 and nothing else. */
function isAlwaysZero(literal) {
	const parsed = parseDistribution(literal ?? 1, "ms");
	return parsed.ok && momentsOf(parsed.spec).meanMs === 0;
}
function checkPolling(station) {
	const { sleepMs } = station.value("polling");
	if (!isAlwaysZero(sleepMs)) return;
	const field = [
		...station.path,
		"polling",
		"sleepMs"
	];
	station.problems.error("out-of-range", field, "must be more than 0: it would never stop looking");
}
function checkBreakdowns(station) {
	if (!isAlwaysZero(station.value("breakdowns")?.every)) return;
	const field = [
		...station.path,
		"breakdowns",
		"every"
	];
	station.problems.error("out-of-range", field, "must be more than 0: it would never work");
}
/** Messages are handed to slots one by one, whether or not the station sleeps. */
function checkNotConsumer(document, id, problems) {
	const deliveries = Object.keys(document.edges).filter((edge) => {
		const ends = parseEdgeId(edge);
		const from = ends === null ? void 0 : kindOfNode(document.nodes, ends.from);
		return ends?.to === id && from !== void 0 && isBroker(from);
	});
	for (const edge of deliveries) for (const name of ["bulk", "polling"]) {
		if (document.nodes[id]?.[name] == null) continue;
		const message = `does not go with messages, which come over ${edge} one by one`;
		problems.error("conflict", [
			"nodes",
			id,
			name
		], message);
	}
}
// simulation/scenario/references.ts
function checkReferences(document, problems) {
	checkRun(document, problems);
	checkMembership(document, problems);
	checkInstances(document, problems);
	for (const [id, node] of Object.entries(document.nodes)) {
		if (node.kind === "client") checkClient(id, node, problems);
		checkStation(document, id, kindOf(node.kind)?.params ?? {}, problems);
	}
	if (!Object.values(document.nodes).some((node) => node.kind === "client")) problems.warn("no-load", ["nodes"], "no client sends requests, so nothing will happen");
	checkConsumers(document, problems);
	checkCalls(document, problems);
	checkLoops(document, problems);
	checkFaults(document, problems);
	checkSlos(document, problems);
}
function checkRun({ run }, problems) {
	const durationS = run.durationS ?? RUN_PARAMS.durationS.default;
	const warmupS = run.warmupS ?? RUN_PARAMS.warmupS.default;
	if (warmupS >= durationS) problems.error("out-of-range", ["run", "warmupS"], "the warm-up must end before the run does", {
		found: shown(warmupS),
		allowed: `less than ${durationS}`
	});
	const late = (run.sampleAtS ?? []).filter((atS) => !run.drain && atS > durationS);
	if (late.length > 0) problems.error("out-of-range", ["run", "sampleAtS"], "an instant lies after the end", {
		found: shown(late[0]),
		allowed: `at most ${durationS}`
	});
	const { windowS } = run;
	if (windowS && durationS / windowS > LIMITS.windows) problems.error("cap", ["run", "windowS"], `more than ${LIMITS.windows} windows`, {
		found: shown(windowS),
		allowed: `at least ${durationS / LIMITS.windows}`
	});
}
function checkMembership(document, problems) {
	const groups = Object.keys(document.groups ?? {});
	for (const [id, node] of Object.entries(document.nodes)) for (const group of [node.in ?? []].flat()) if (!groups.includes(group)) problems.unknown("unknown-group", [
		"nodes",
		id,
		"in"
	], "unknown group", group, groups);
}
function checkInstances(document, problems) {
	let instances = 0;
	for (const node of Object.values(document.nodes)) {
		const param = kindOf(node.kind)?.params.replicas;
		instances += Number(node.replicas ?? param?.default ?? 1);
	}
	if (instances > LIMITS.instancesInAll) problems.error("cap", ["nodes"], `more than ${LIMITS.instancesInAll} instances in all`, {
		found: String(instances),
		allowed: `at most ${LIMITS.instancesInAll}`
	});
}
function checkConsumers(document, problems) {
	for (const [id, edge] of Object.entries(document.edges)) {
		const from = document.nodes[parseEdgeId(id)?.from ?? ""];
		if (from?.kind !== "rabbitmq" || edge.routingKey == null) continue;
		if ((from.exchange ?? "fanout") === "fanout") {
			const path = [
				"edges",
				id,
				"routingKey"
			];
			problems.warn("unused", path, "has no effect: a fanout exchange copies to every queue");
		}
	}
}
function checkFaults(document, problems) {
	for (const [id, fault] of Object.entries(document.faults ?? {})) for (const target of [fault.target].flat()) {
		const result = resolveTarget(document, fault.kind, target);
		if (result.ok) continue;
		problems.error("unknown-target", [
			"faults",
			id,
			"target"
		], result.message, {
			found: shown(target),
			allowed: result.allowed
		});
	}
}
function checkSlos(document, problems) {
	const types = Object.values(document.nodes).flatMap((node) => node.kind === "client" ? Object.keys(node.requests ?? { request: 0 }) : []);
	const nodes = Object.keys(document.nodes);
	const names = /* @__PURE__ */ new Set([
		"all",
		...types,
		...nodes,
		...queueNames(document)
	]);
	for (const [id, slo] of Object.entries(document.slos ?? {})) {
		const path = [
			"slos",
			id,
			"expr"
		];
		const parsed = parseSlo(slo.expr);
		if (isSloProblem(parsed)) {
			problems.add({
				...parsed,
				path: path.join(".")
			});
			continue;
		}
		const { target } = parsed;
		const node = target.startsWith("node:") ? target.slice(5) : null;
		const edge = parseEdgeId(target.startsWith("edge:") ? target.slice(5) : target);
		if (edge !== null && node === null && Object.keys(document.edges).some((key) => isSameEdge(key, edge))) continue;
		if (node !== null ? Object.hasOwn(document.nodes, node) : names.has(target)) continue;
		problems.unknown("unknown-target", path, "unknown target", target, [...names]);
	}
}
/** Queues and groups of brokers, by their name and as `broker/queue`. */
function queueNames(document) {
	return Object.entries(document.edges).flatMap(([id, edge]) => {
		const ends = parseEdgeId(id);
		const from = ends === null ? void 0 : kindOfNode(document.nodes, ends.from);
		if (ends === null || from === void 0 || !isBroker(from)) return [];
		const name = String(edge.queue ?? edge.group ?? ends.to);
		return [name, `${ends.from}/${name}`];
	});
}
function isSameEdge(id, ends) {
	const other = parseEdgeId(id);
	return other?.from === ends?.from && other?.to === ends?.to && other?.number === ends?.number;
}
// node_modules/zod/v4/core/util.js
function getEnumValues(entries) {
	const numericValues = Object.values(entries).filter((v) => typeof v === "number");
	return Object.entries(entries).filter(([k, _]) => numericValues.indexOf(+k) === -1).map(([_, v]) => v);
}
function joinValues(array, separator = "|") {
	return array.map((val) => stringifyPrimitive(val)).join(separator);
}
function jsonStringifyReplacer(_, value) {
	if (typeof value === "bigint") return value.toString();
	return value;
}
var Cached = class {
	constructor(getter) {
		this._getter = getter;
		this._value = void 0;
	}
	get value() {
		const getter = this._getter;
		if (getter !== void 0) {
			this._value = getter();
			this._getter = void 0;
		}
		return this._value;
	}
};
function cached$1(getter) {
	return new Cached(getter);
}
function nullish(input) {
	return input === null || input === void 0;
}
function cleanRegex(source) {
	const start = source.startsWith("^") ? 1 : 0;
	const end = source.endsWith("$") ? source.length - 1 : source.length;
	return source.slice(start, end);
}
function floatSafeRemainder(val, step) {
	const ratio = val / step;
	const roundedRatio = Math.round(ratio);
	const tolerance = 4 * Number.EPSILON * Math.max(Math.abs(ratio), 1);
	if (Math.abs(ratio - roundedRatio) < tolerance) return 0;
	return ratio - roundedRatio;
}
const EVALUATING = /* @__PURE__*/ Symbol("evaluating");
function defineLazy(object, key, getter) {
	let value = void 0;
	Object.defineProperty(object, key, {
		get() {
			if (value === EVALUATING) return;
			if (value === void 0) {
				value = EVALUATING;
				value = getter();
			}
			return value;
		},
		set(v) {
			Object.defineProperty(object, key, { value: v });
		},
		configurable: true
	});
}
function assignProp(target, prop, value) {
	Object.defineProperty(target, prop, {
		value,
		writable: true,
		enumerable: true,
		configurable: true
	});
}
/**
* Whichever object a def's `shape` currently answers from: the one the caller passed until the first read, the frozen copy after it.
*
* Its keys and descriptors read without invoking anything, which is what lets a discriminated union check its discriminator, and the cycle walk read a shape, without resolving a getter that references the schema being constructed. A def that answers `shape` from an accessor of its own has none.
*/
function rawShape(def) {
	const desc = Object.getOwnPropertyDescriptor(def, "shape");
	return desc?.get ? desc.get.raw : desc?.value;
}
function sourceShape(schema) {
	return rawShape(schema._zod.def) ?? schema._zod.def.shape;
}
function deferProp(target, key, getter) {
	Object.defineProperty(target, key, {
		get() {
			const value = getter();
			assignProp(this, key, value);
			return value;
		},
		enumerable: true,
		configurable: true
	});
}
function putProp(target, key, value) {
	if (key in target) assignProp(target, key, value);
	else target[key] = value;
}
/**
* Copies `keys` of `source`'s shape onto `target`, each value passed through `wrap`.
*
* A key the source has resolved is copied through now, so the derived shape states it outright and nothing has to resolve it to learn what it holds. A key the source still defers stays deferred, and reads back through the source's own `shape`, so it resolves once and both shapes get that one schema.
*/
function mirrorShape(target, source, keys, wrap) {
	const raw = sourceShape(source);
	for (const key of keys) {
		const desc = Object.getOwnPropertyDescriptor(raw, key);
		if (!desc.enumerable) continue;
		if (desc.get) deferProp(target, key, () => {
			const value = source._zod.def.shape[key];
			return wrap ? wrap(value, key) : value;
		});
		else putProp(target, key, wrap ? wrap(desc.value, key) : desc.value);
	}
}
function mirrorProps(target, source) {
	for (const key of Reflect.ownKeys(source)) {
		const desc = Object.getOwnPropertyDescriptor(source, key);
		if (!desc.enumerable) continue;
		if (desc.get) deferProp(target, key, () => source[key]);
		else putProp(target, key, desc.value);
	}
}
function mergeDefs(...defs) {
	const mergedDescriptors = {};
	for (const def of defs) {
		const descriptors = Object.getOwnPropertyDescriptors(def);
		Object.assign(mergedDescriptors, descriptors);
	}
	return Object.defineProperties({}, mergedDescriptors);
}
function esc(str) {
	return JSON.stringify(str);
}
function slugify(input) {
	return input.toLowerCase().trim().replace(/[^\w\s-]/g, "").replace(/[\s_-]+/g, "-").replace(/^-+|-+$/g, "");
}
const captureStackTrace = "captureStackTrace" in Error ? Error.captureStackTrace : (..._args) => {};
function isObject(data) {
	return typeof data === "object" && data !== null && !Array.isArray(data);
}
const allowsEval = /* @__PURE__*/ cached$1(() => {
	if (globalConfig.jitless) return false;
	if (typeof navigator !== "undefined" && navigator?.userAgent?.includes("Cloudflare")) return false;
	try {
		new Function("");
		return true;
	} catch (_) {
		return false;
	}
});
function isPlainObject(o) {
	if (isObject(o) === false) return false;
	const ctor = o.constructor;
	if (ctor === void 0) return true;
	if (typeof ctor !== "function") return true;
	const prot = ctor.prototype;
	if (isObject(prot) === false) return false;
	if (Object.prototype.hasOwnProperty.call(prot, "isPrototypeOf") === false) return false;
	return true;
}
function shallowClone(o) {
	if (isPlainObject(o)) return { ...o };
	if (Array.isArray(o)) return [...o];
	if (o instanceof Map) return new Map(o);
	if (o instanceof Set) return new Set(o);
	return o;
}
const propertyKeyTypes = /* @__PURE__*/ new Set([
	"string",
	"number",
	"symbol"
]);
function escapeRegex(str) {
	return str.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
function clone(inst, def, params) {
	const cl = new inst._zod.constr(def ?? inst._zod.def);
	if (!def || params?.parent) cl._zod.parent = inst;
	return cl;
}
function normalizeParams(_params) {
	const params = _params;
	if (!params) return {};
	if (typeof params === "string") return { error: () => params };
	if (params?.message !== void 0) {
		if (params?.error !== void 0) throw new Error("Cannot specify both `message` and `error` params");
		params.error = params.message;
	}
	delete params.message;
	if (typeof params.error === "string") return {
		...params,
		error: () => params.error
	};
	return params;
}
function stringifyPrimitive(value) {
	if (typeof value === "bigint") return value.toString() + "n";
	if (typeof value === "string") return `"${value}"`;
	return `${value}`;
}
function optionalKeys(shape) {
	return Object.keys(shape).filter((k) => {
		return shape[k]._zod.optin !== void 0 && shape[k]._zod.optout === "optional";
	});
}
const NUMBER_FORMAT_RANGES = /*@__PURE__*/ (() => ({
	safeint: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
	int32: [-2147483648, 2147483647],
	uint32: [0, 4294967295],
	float32: [-34028234663852886e22, 34028234663852886e22],
	float64: [-Number.MAX_VALUE, Number.MAX_VALUE]
}))();
const BIGINT_FORMAT_RANGES = {
	int64: [/* @__PURE__*/ BigInt("-9223372036854775808"), /* @__PURE__*/ BigInt("9223372036854775807")],
	uint64: [/* @__PURE__*/ BigInt(0), /* @__PURE__*/ BigInt("18446744073709551615")]
};
function pick$1(schema, mask) {
	const currDef = schema._zod.def;
	const checks = currDef.checks;
	if (checks && checks.length > 0) throw new Error(".pick() cannot be used on object schemas containing refinements");
	const newShape = {};
	mirrorShape(newShape, schema, maskedKeys(schema, mask));
	return clone(schema, mergeDefs(currDef, {
		shape: newShape,
		checks: []
	}));
}
function maskedKeys(schema, mask) {
	const raw = sourceShape(schema);
	const keys = [];
	for (const key of Reflect.ownKeys(mask)) {
		if (!Object.getOwnPropertyDescriptor(raw, key)?.enumerable) throw new Error(`Unrecognized key: "${String(key)}"`);
		if (mask[key]) keys.push(key);
	}
	return keys;
}
function omit(schema, mask) {
	const currDef = schema._zod.def;
	const checks = currDef.checks;
	if (checks && checks.length > 0) throw new Error(".omit() cannot be used on object schemas containing refinements");
	const omitted = new Set(maskedKeys(schema, mask));
	const newShape = {};
	mirrorShape(newShape, schema, Reflect.ownKeys(sourceShape(schema)).filter((key) => !omitted.has(key)));
	return clone(schema, mergeDefs(currDef, {
		shape: newShape,
		checks: []
	}));
}
function extend(schema, shape) {
	if (!isPlainObject(shape)) throw new Error("Invalid input to extend: expected a plain object");
	const checks = schema._zod.def.checks;
	if (checks && checks.length > 0) {
		const existingShape = sourceShape(schema);
		for (const key of Reflect.ownKeys(shape)) if (Object.getOwnPropertyDescriptor(existingShape, key) !== void 0) throw new Error("Cannot overwrite keys on object schemas containing refinements. Use `.safeExtend()` instead.");
	}
	return clone(schema, mergeDefs(schema._zod.def, { shape: extended(schema, shape) }));
}
function extended(schema, shape) {
	const newShape = {};
	mirrorShape(newShape, schema, Reflect.ownKeys(sourceShape(schema)));
	mirrorProps(newShape, shape);
	return newShape;
}
function safeExtend(schema, shape) {
	if (!isPlainObject(shape)) throw new Error("Invalid input to safeExtend: expected a plain object");
	return clone(schema, mergeDefs(schema._zod.def, { shape: extended(schema, shape) }));
}
function merge(a, b) {
	if (!b?._zod?.def) throw new Error("Invalid input to merge: expected an object schema. To merge a plain shape, use `.extend()`.");
	if (a._zod.def.checks?.length) throw new Error(".merge() cannot be used on object schemas containing refinements. Use .safeExtend() instead.");
	const newShape = {};
	mirrorShape(newShape, a, Reflect.ownKeys(sourceShape(a)));
	mirrorShape(newShape, b, Reflect.ownKeys(sourceShape(b)));
	return clone(a, mergeDefs(a._zod.def, {
		shape: newShape,
		get catchall() {
			return b._zod.def.catchall;
		},
		checks: b._zod.def.checks ?? []
	}));
}
function partial(Class, schema, mask, name = "partial") {
	const checks = schema._zod.def.checks;
	if (checks && checks.length > 0) throw new Error(`.${name}() cannot be used on object schemas containing refinements`);
	const selected = mask ? new Set(maskedKeys(schema, mask)) : void 0;
	const newShape = {};
	mirrorShape(newShape, schema, Reflect.ownKeys(sourceShape(schema)), Class && ((value, key) => selected && !selected.has(key) ? value : new Class({
		type: "optional",
		innerType: value
	})));
	return clone(schema, mergeDefs(schema._zod.def, {
		shape: newShape,
		checks: []
	}));
}
function required(Class, schema, mask) {
	const selected = mask ? new Set(maskedKeys(schema, mask)) : void 0;
	const newShape = {};
	mirrorShape(newShape, schema, Reflect.ownKeys(sourceShape(schema)), (value, key) => selected && !selected.has(key) ? value : new Class({
		type: "nonoptional",
		innerType: value
	}));
	return clone(schema, mergeDefs(schema._zod.def, { shape: newShape }));
}
function aborted(x, startIndex = 0) {
	if (x.aborted === true) return true;
	for (let i = startIndex; i < x.issues.length; i++) if (x.issues[i]?.continue !== true) return true;
	return false;
}
function explicitlyAborted(x, startIndex = 0) {
	if (x.aborted === true) return true;
	for (let i = startIndex; i < x.issues.length; i++) if (x.issues[i]?.continue === false) return true;
	return false;
}
function prefixIssues(path, issues) {
	return issues.map((iss) => {
		var _a;
		(_a = iss).path ?? (_a.path = []);
		iss.path.unshift(path);
		return iss;
	});
}
function unwrapMessage(message) {
	return typeof message === "string" ? message : message?.message;
}
/** The leading size checks of `defChecks` that set an upper bound, each paired with it. */
function sizeCaps(defChecks) {
	const caps = [];
	for (const ch of defChecks ?? []) {
		const d = ch._zod.def;
		if (!/_(length|size)$|_equals$/.test(d.check)) break;
		const max = d.maximum ?? d.length ?? d.size;
		if (max >= 0) caps.push([max, ch]);
	}
	return caps;
}
function attachSchema(issues, start, inst) {
	var _a;
	for (let i = start; i < issues.length; i++) (_a = issues[i]).schema ?? (_a.schema = inst);
}
function finalizeIssue(iss, ctx, config) {
	var _a;
	const traits = iss.inst?._zod?.traits;
	if (traits?.has("$ZodType")) {
		if (traits.has("$ZodCheck")) (_a = iss).schema ?? (_a.schema = iss.inst);
		else iss.schema = iss.inst;
	}
	const schemaError = iss.schema !== iss.inst ? iss.schema?._zod.def?.error : void 0;
	const message = iss.message ? iss.message : unwrapMessage(iss.inst?._zod.def?.error?.(iss)) ?? unwrapMessage(schemaError?.(iss)) ?? unwrapMessage(ctx?.error?.(iss)) ?? unwrapMessage(config.customError?.(iss)) ?? unwrapMessage(config.localeError?.(iss)) ?? "Invalid input";
	const full = {};
	for (const k of Object.keys(iss)) {
		if (k === "inst" || k === "schema" || k === "continue" || k === "input" || k === "__proto__") continue;
		full[k] = iss[k];
	}
	full.path ?? (full.path = []);
	full.message = message;
	if (ctx?.reportInput) full.input = iss.input;
	return full;
}
const highSurrogate = /[\uD800-\uDBFF]/;
function codePointLength(str) {
	const units = str.length;
	if (!highSurrogate.test(str)) return units;
	let count = units;
	for (let i = 0; i < units - 1; i++) if ((str.charCodeAt(i) & 64512) === 55296 && (str.charCodeAt(i + 1) & 64512) === 56320) {
		count--;
		i++;
	}
	return count;
}
function getLengthableOrigin(input) {
	if (Array.isArray(input)) return "array";
	if (typeof input === "string") return "string";
	return "unknown";
}
function parsedType(data) {
	const t = typeof data;
	switch (t) {
		case "number": return Number.isNaN(data) ? "nan" : "number";
		case "object": {
			if (data === null) return "null";
			if (Array.isArray(data)) return "array";
			const obj = data;
			if (obj && Object.getPrototypeOf(obj) !== Object.prototype && "constructor" in obj && obj.constructor) return obj.constructor.name;
		}
	}
	return t;
}
function issue(...args) {
	const [iss, input, inst] = args;
	if (typeof iss === "string") return {
		message: iss,
		code: "custom",
		input,
		inst
	};
	return { ...iss };
}
/**
* Installs a trait's members on its prototype. Each value builds that member for the instance on first read; the built value shadows the accessor as an own property, so a detached `const { parse } = schema` keeps working.
*
* Call this from a `proto` initializer, which runs once per prototype — never per instance.
*/
function members(proto, table) {
	for (const key in table) {
		const desc = Object.getOwnPropertyDescriptor(table, key);
		if (desc.get) Object.defineProperty(proto, key, {
			...desc,
			enumerable: false
		});
		else defineBound(proto, key, desc.value);
	}
}
/** Shadows a prototype member with an own value, so a getter that builds from the instance runs once. */
function own(inst, key, value, enumerable = true) {
	Object.defineProperty(inst, key, {
		configurable: true,
		writable: true,
		enumerable,
		value
	});
	return value;
}
/** Like {@link own}, for a member that was never an own data property and has to stay out of `Object.keys`. */
function hide(inst, key, value) {
	return own(inst, key, value, false);
}
/** Adds members a table derives from the instance: each builds on first read and shadows as own data, and assignment shadows the same way, as when these were own properties. */
/* @__NO_SIDE_EFFECTS__ */
function derived(computes, table) {
	for (const key in computes) {
		const compute = computes[key];
		Object.defineProperty(table, key, {
			configurable: true,
			enumerable: true,
			get() {
				return own(this, key, compute(this));
			},
			set(value) {
				own(this, key, value);
			}
		});
	}
	return table;
}
function defineBound(proto, key, fn) {
	Object.defineProperty(proto, key, {
		configurable: true,
		get() {
			return this == null ? fn : own(this, key, fn.bind(this));
		},
		set(value) {
			own(this, key, value);
		}
	});
}
/** Returns the prototype to install on, or `undefined` if this group is already installed on it. */
function claim(inst, sentinel) {
	const proto = Object.getPrototypeOf(inst);
	return sentinel in proto ? void 0 : proto;
}
let installing;
let broke = false;
const breaker = {
	configurable: true,
	get() {
		broke = true;
	}
};
/**
* Installs a lazily-derived internal on the `_zod` prototype of `inst`'s
* constructor, computed from the internals object itself and cached there on
* first read. One accessor per constructor rather than one per instance.
*/
function defineLazyInternal(inst, key, compute) {
	const proto = Object.getPrototypeOf(inst._zod);
	if (key in proto && installing !== inst._zod) {
		installing = void 0;
		return;
	}
	installing = inst._zod;
	Object.defineProperty(proto, key, {
		configurable: true,
		get() {
			Object.defineProperty(this, key, breaker);
			const outer = broke;
			broke = false;
			try {
				const value = compute(this);
				if (broke) delete this[key];
				else Object.defineProperty(this, key, {
					configurable: true,
					writable: true,
					value
				});
				broke = broke || outer;
				return value;
			} catch (err) {
				delete this[key];
				broke = broke || outer;
				throw err;
			}
		},
		set(value) {
			Object.defineProperty(this, key, {
				configurable: true,
				writable: true,
				value
			});
		}
	});
}
/**
* Installs `key` on `inst`'s prototype, computed by `make` on first read and cached there as an own
* data property. One accessor per constructor rather than one per instance, because an own accessor
* puts every instance after the first into v8 dictionary mode. The key doubles as the sentinel.
*/
function installLazyProp(inst, key, make, enumerable) {
	const proto = claim(inst, key);
	if (!proto) return;
	Object.defineProperty(proto, key, {
		configurable: true,
		get() {
			const desc = {
				configurable: true,
				writable: true,
				enumerable,
				value: void 0
			};
			Object.defineProperty(this, key, desc);
			desc.value = make(this);
			Object.defineProperty(this, key, desc);
			return desc.value;
		},
		set(value) {
			Object.defineProperty(this, key, {
				configurable: true,
				writable: true,
				enumerable,
				value
			});
		}
	});
}
/** Marks the thunk `_catch` synthesises for a constant catch value. `Function.length` cannot tell that thunk from a user callback — rest and defaulted parameters both report arity 0 — and a user callback reads `ctx.error`, whose issues only finalize correctly against the caller's per-parse error map. Provenance can say what arity cannot. A plain string key rather than `Symbol.for`, whose call at module scope no bundler can prove pure — the same shape that anchored `urlCanParse` into every build. */
const CONSTANT_CATCH = "~constantCatch";
/** Wraps a constant catch value in a thunk tagged with {@link CONSTANT_CATCH}. */
function constantCatch(value) {
	const fn = () => value;
	fn[CONSTANT_CATCH] = true;
	return fn;
}
// node_modules/zod/v4/core/core.js
var _a$1;
const _zodDesc = {
	value: void 0,
	enumerable: false
};
let _E = "captureStackTrace" in Error ? Error : null;
function newError(Definition) {
	const E = _E;
	if (E) {
		const saved = E.stackTraceLimit;
		if (typeof saved === "number") {
			try {
				E.stackTraceLimit = 0;
			} catch {
				_E = null;
				return new Definition();
			}
			try {
				return new Definition();
			} finally {
				E.stackTraceLimit = saved;
			}
		}
	}
	return new Definition();
}
/* @__NO_SIDE_EFFECTS__ */
function $constructor(name, initializer, proto, params) {
	const zodProto = {};
	function Internals(def) {
		this.def = def;
		this.constr = _;
		this.traits = /* @__PURE__ */ new Set();
	}
	Internals.prototype = zodProto;
	const protoMembers = proto;
	const initialized = protoMembers && /* @__PURE__ */ new WeakSet();
	function init(inst, def) {
		if (!inst._zod) {
			_zodDesc.value = new Internals(def);
			try {
				Object.defineProperty(inst, "_zod", _zodDesc);
			} finally {
				_zodDesc.value = void 0;
			}
		} else if (inst._zod.traits.has(name)) return;
		inst._zod.traits.add(name);
		initializer(inst, def);
		if (initialized) {
			const own = Object.getPrototypeOf(inst);
			const ctorProto = inst._zod.constr.prototype;
			let up = own;
			while (up && up !== ctorProto) up = Object.getPrototypeOf(up);
			const target = up ?? own;
			if (!initialized.has(target)) {
				initialized.add(target);
				members(target, protoMembers);
			}
		}
		const proto = _.prototype;
		for (const k in proto) {
			if (!Object.prototype.hasOwnProperty.call(proto, k)) continue;
			if (!(k in inst)) inst[k] = proto[k].bind(inst);
		}
	}
	const Parent = params?.Parent ?? Object;
	class Definition extends Parent {}
	Object.defineProperty(Definition, "name", { value: name });
	function _(def) {
		const inst = params?.Parent ? newError(Definition) : this;
		init(inst, def);
		const deferred = inst._zod.deferred;
		if (deferred) {
			for (const fn of deferred) fn();
			inst._zod.deferred = void 0;
		}
		const pp = globalThis.__zod_globalConfig?.postProcessor;
		if (pp) pp(inst);
		return inst;
	}
	Object.defineProperty(_, "init", { value: init });
	Object.defineProperty(_, Symbol.hasInstance, { value: (inst) => {
		if (params?.Parent && inst instanceof params.Parent) return true;
		return inst?._zod?.traits?.has(name);
	} });
	Object.defineProperty(_, "name", { value: name });
	return _;
}
var $ZodAsyncError = class extends Error {
	constructor() {
		super(`Encountered Promise during synchronous parse. Use .parseAsync() instead.`);
	}
};
var $ZodEncodeError = class extends Error {
	constructor(name) {
		super(`Encountered unidirectional transform during encode: ${name}`);
		this.name = "ZodEncodeError";
	}
};
(_a$1 = globalThis).__zod_globalConfig ?? (_a$1.__zod_globalConfig = {});
const globalConfig = globalThis.__zod_globalConfig;
function config(newConfig) {
	if (newConfig) Object.assign(globalConfig, newConfig);
	return globalConfig;
}
// node_modules/zod/v4/core/errors.js
function _getMessage() {
	const internals = this._zod;
	internals.message ?? (internals.message = JSON.stringify(internals.def, jsonStringifyReplacer, 2));
	return internals.message;
}
function _setMessage(value) {
	this._zod.message = value;
}
const _messageDesc = {
	get: _getMessage,
	set: _setMessage,
	enumerable: true,
	configurable: true
};
const _issuesDesc = {
	value: void 0,
	enumerable: false
};
const _installedToString = /* @__PURE__ */ new WeakSet([Object.prototype, Error.prototype]);
const initializer$1 = (inst, def) => {
	inst.name = "$ZodError";
	_issuesDesc.value = def;
	Object.defineProperty(inst, "issues", _issuesDesc);
	_issuesDesc.value = void 0;
	Object.defineProperty(inst, "message", _messageDesc);
	const proto = Object.getPrototypeOf(inst);
	if (!_installedToString.has(proto)) {
		_installedToString.add(proto);
		Object.defineProperty(proto, "toString", {
			configurable: true,
			enumerable: false,
			get() {
				const value = () => this.message;
				Object.defineProperty(this, "toString", {
					value,
					configurable: true,
					writable: true
				});
				return value;
			},
			set(value) {
				Object.defineProperty(this, "toString", {
					value,
					configurable: true,
					writable: true
				});
			}
		});
	}
};
const $ZodError = /* @__PURE__ */ $constructor("$ZodError", initializer$1);
/** Get-or-create `obj[key]` as an own data property. A path segment naming an inherited member
* ("toString", "constructor") would otherwise read through to the prototype, and assigning
* "__proto__" would hit the setter instead of creating a key. */
function node(obj, key, make) {
	if (!Object.prototype.hasOwnProperty.call(obj, key)) {
		if (key === "__proto__") Object.defineProperty(obj, key, {
			value: make(),
			writable: true,
			enumerable: true,
			configurable: true
		});
		else obj[key] = make();
	}
	return obj[key];
}
function flattenError(error, mapper = (issue) => issue.message) {
	const fieldErrors = {};
	const formErrors = [];
	for (const sub of error.issues) if (sub.path.length > 0) node(fieldErrors, sub.path[0], () => []).push(mapper(sub));
	else formErrors.push(mapper(sub));
	return {
		formErrors,
		fieldErrors
	};
}
function formatError(error, mapper = (issue) => issue.message) {
	const fieldErrors = { _errors: [] };
	const processError = (error, path = []) => {
		for (const issue of error.issues) if (issue.code === "invalid_union" && issue.errors.length) issue.errors.map((issues) => processError({ issues }, [...path, ...issue.path]));
		else if (issue.code === "invalid_key") processError({ issues: issue.issues }, [...path, ...issue.path]);
		else if (issue.code === "invalid_element") processError({ issues: issue.issues }, [...path, ...issue.path]);
		else {
			const fullpath = [...path, ...issue.path];
			if (fullpath.length === 0) fieldErrors._errors.push(mapper(issue));
			else {
				let curr = fieldErrors;
				let i = 0;
				while (i < fullpath.length) {
					const el = fullpath[i];
					const terminal = i === fullpath.length - 1;
					if (el === "_errors") {
						if (terminal) curr._errors.push(mapper(issue));
						i++;
						continue;
					}
					if (!Object.prototype.hasOwnProperty.call(curr, el)) Object.defineProperty(curr, el, {
						value: { _errors: [] },
						enumerable: true,
						writable: true,
						configurable: true
					});
					const node = curr[el];
					if (terminal) node._errors.push(mapper(issue));
					curr = node;
					i++;
				}
			}
		}
	};
	processError(error);
	return fieldErrors;
}
// node_modules/zod/v4/core/parse.js
function finalizeParams(callee, params) {
	return {
		callee: params?.callee ?? callee,
		Err: params?.Err
	};
}
const _parse = (_Err) => {
	const fn = (schema, value, _ctx, _params) => {
		const ctx = _ctx ? {
			..._ctx,
			async: false
		} : { async: false };
		const result = schema._zod.run({
			value,
			issues: []
		}, ctx);
		if (result instanceof Promise) throw new $ZodAsyncError();
		if (result.issues.length) {
			const e = new ((_params?.Err) ?? _Err)(result.issues.map((iss) => finalizeIssue(iss, ctx, config())));
			captureStackTrace(e, _params?.callee ?? fn);
			throw e;
		}
		return result.value;
	};
	return fn;
};
const _parseAsync = (_Err) => {
	const fn = async (schema, value, _ctx, params) => {
		const ctx = _ctx ? {
			..._ctx,
			async: true
		} : { async: true };
		let result = schema._zod.run({
			value,
			issues: []
		}, ctx);
		if (result instanceof Promise) result = await result;
		if (result.issues.length) {
			const e = new ((params?.Err) ?? _Err)(result.issues.map((iss) => finalizeIssue(iss, ctx, config())));
			captureStackTrace(e, params?.callee ?? fn);
			throw e;
		}
		return result.value;
	};
	return fn;
};
const _safeParse = (_Err) => (schema, value, _ctx) => {
	const ctx = _ctx ? {
		..._ctx,
		async: false
	} : { async: false };
	const result = schema._zod.run({
		value,
		issues: []
	}, ctx);
	if (result instanceof Promise) throw new $ZodAsyncError();
	return result.issues.length ? failure(_Err, result.issues, ctx) : {
		success: true,
		data: result.value
	};
};
function failure(Err, issues, ctx) {
	let error;
	return {
		success: false,
		get error() {
			if (!error) {
				error = new Err(issues.map((iss) => finalizeIssue(iss, ctx, config())));
				issues = void 0;
				ctx = void 0;
			}
			return error;
		},
		set error(e) {
			error = e;
			issues = void 0;
			ctx = void 0;
		}
	};
}
const _safeParseAsync = (_Err) => async (schema, value, _ctx) => {
	const ctx = _ctx ? {
		..._ctx,
		async: true
	} : { async: true };
	let result = schema._zod.run({
		value,
		issues: []
	}, ctx);
	if (result instanceof Promise) result = await result;
	return result.issues.length ? failure(_Err, result.issues, ctx) : {
		success: true,
		data: result.value
	};
};
const COMPILE_INVALID = /* @__PURE__ */ Symbol.for("zod.compile.invalid");
const COMPILE_FALLBACK = /* @__PURE__ */ Symbol.for("zod.compile.fallback");
const validate = ((schema, value, _ctx) => {
	const validator = schema._zod.bag.validator;
	if (validator !== void 0) {
		if (validator(value) !== COMPILE_INVALID) return true;
		if (validator.definite === true && _ctx === void 0) return false;
	}
	return validateFallback(schema, value, _ctx);
});
function validateFallback(schema, value, _ctx) {
	const ctx = _ctx ? {
		..._ctx,
		async: false,
		abortEarly: true
	} : {
		async: false,
		abortEarly: true
	};
	const fallbackRun = schema._zod.bag.fallbackRun;
	let result;
	if (fallbackRun) {
		ctx[COMPILE_FALLBACK] = true;
		result = fallbackRun({
			value,
			issues: []
		}, ctx);
	} else result = schema._zod.run({
		value,
		issues: []
	}, ctx);
	if (result instanceof Promise) throw new $ZodAsyncError();
	return result.issues.length === 0;
}
const validateAsync$1 = async (schema, value, _ctx) => {
	const ctx = _ctx ? {
		..._ctx,
		async: true,
		abortEarly: true
	} : {
		async: true,
		abortEarly: true
	};
	let result = schema._zod.run({
		value,
		issues: []
	}, ctx);
	if (result instanceof Promise) result = await result;
	return result.issues.length === 0;
};
const _encode = (_Err) => {
	const parse = _parse(_Err);
	const fn = (schema, value, _ctx, _params) => {
		const ctx = _ctx ? {
			..._ctx,
			direction: "backward"
		} : { direction: "backward" };
		return parse(schema, value, ctx, finalizeParams(fn, _params));
	};
	return fn;
};
const _decode = (_Err) => {
	const parse = _parse(_Err);
	const fn = (schema, value, _ctx, _params) => {
		return parse(schema, value, _ctx, finalizeParams(fn, _params));
	};
	return fn;
};
const _encodeAsync = (_Err) => {
	const parseAsync = _parseAsync(_Err);
	const fn = async (schema, value, _ctx, _params) => {
		const ctx = _ctx ? {
			..._ctx,
			direction: "backward"
		} : { direction: "backward" };
		return await parseAsync(schema, value, ctx, finalizeParams(fn, _params));
	};
	return fn;
};
const _decodeAsync = (_Err) => {
	const parseAsync = _parseAsync(_Err);
	const fn = async (schema, value, _ctx, _params) => {
		return await parseAsync(schema, value, _ctx, finalizeParams(fn, _params));
	};
	return fn;
};
const _safeEncode = (_Err) => (schema, value, _ctx) => {
	const ctx = _ctx ? {
		..._ctx,
		direction: "backward"
	} : { direction: "backward" };
	return _safeParse(_Err)(schema, value, ctx);
};
const _safeDecode = (_Err) => (schema, value, _ctx) => {
	return _safeParse(_Err)(schema, value, _ctx);
};
const _safeEncodeAsync = (_Err) => async (schema, value, _ctx) => {
	const ctx = _ctx ? {
		..._ctx,
		direction: "backward"
	} : { direction: "backward" };
	return _safeParseAsync(_Err)(schema, value, ctx);
};
const _safeDecodeAsync = (_Err) => async (schema, value, _ctx) => {
	return _safeParseAsync(_Err)(schema, value, _ctx);
};
// node_modules/zod/v4/core/regexes.js
/**
* @deprecated CUID v1 is deprecated by its authors due to information leakage
* (timestamps embedded in the id). Use {@link cuid2} instead.
* See https://github.com/paralleldrive/cuid.
*/
const cuid = /^[cC][0-9a-z]{6,}$/;
const cuid2 = /^[0-9a-z]+$/;
const ulid = /^[0-7][0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{25}$/;
const xid = /^[0-9a-vA-V]{20}$/;
const ksuid = /^[A-Za-z0-9]{27}$/;
const nanoid = /^[a-zA-Z0-9_-]{21}$/;
function nanoidOfLength(length) {
	return new RegExp(`^[a-zA-Z0-9_-]{${length}}$`);
}
/** ISO 8601-1 duration regex. Does not support the 8601-2 extensions like negative durations or fractional/negative components. */
const duration = /^P(?:(\d+W)|(?!.*W)(?=\d|T\d)(\d+Y)?(\d+M)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+([.,]\d+)?S)?)?)$/;
/** A regex for any UUID-like identifier: 8-4-4-4-12 hex pattern */
const guid = /^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})$/;
/** Returns a regex for validating an RFC 9562/4122 UUID.
*
* @param version Optionally specify a version 1-8. If no version is specified, all versions are supported. */
const uuid = (version) => {
	if (!version) return /^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$/;
	return new RegExp(`^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-${version}[0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12})$`);
};
/** Practical email validation */
const email = /^(?:[A-Za-z0-9_'+\-]+\.)*[A-Za-z0-9_'+\-]*[A-Za-z0-9_+-]@(?:[A-Za-z0-9][A-Za-z0-9\-]*\.)+[A-Za-z]{2,}$/;
const _emoji$1 = `^(?=[\\s\\S]*[\\p{Extended_Pictographic}\\p{Regional_Indicator}\\u20E3])[\\p{Extended_Pictographic}\\p{Emoji_Component}]+$`;
function emoji() {
	return new RegExp(_emoji$1, "u");
}
const ipv4 = /^(?:(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9][0-9]|[0-9])\.){3}(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9][0-9]|[0-9])$/;
const ipv6 = /^(([0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}|([0-9a-fA-F]{1,4}:){1,7}:|([0-9a-fA-F]{1,4}:){1,6}:[0-9a-fA-F]{1,4}|([0-9a-fA-F]{1,4}:){1,5}(:[0-9a-fA-F]{1,4}){1,2}|([0-9a-fA-F]{1,4}:){1,4}(:[0-9a-fA-F]{1,4}){1,3}|([0-9a-fA-F]{1,4}:){1,3}(:[0-9a-fA-F]{1,4}){1,4}|([0-9a-fA-F]{1,4}:){1,2}(:[0-9a-fA-F]{1,4}){1,5}|[0-9a-fA-F]{1,4}:((:[0-9a-fA-F]{1,4}){1,6})|:((:[0-9a-fA-F]{1,4}){1,7}|:))$/;
const cidrv4 = /^((25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9][0-9]|[0-9])\.){3}(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9][0-9]|[0-9])\/([0-9]|[1-2][0-9]|3[0-2])$/;
const cidrv6 = /^(([0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}|([0-9a-fA-F]{1,4}:){1,7}:|([0-9a-fA-F]{1,4}:){1,6}:[0-9a-fA-F]{1,4}|([0-9a-fA-F]{1,4}:){1,5}(:[0-9a-fA-F]{1,4}){1,2}|([0-9a-fA-F]{1,4}:){1,4}(:[0-9a-fA-F]{1,4}){1,3}|([0-9a-fA-F]{1,4}:){1,3}(:[0-9a-fA-F]{1,4}){1,4}|([0-9a-fA-F]{1,4}:){1,2}(:[0-9a-fA-F]{1,4}){1,5}|[0-9a-fA-F]{1,4}:((:[0-9a-fA-F]{1,4}){1,6})|:((:[0-9a-fA-F]{1,4}){1,7}|:))\/(12[0-8]|1[01][0-9]|[1-9]?[0-9])$/;
const base64 = /^$|^(?:[0-9a-zA-Z+/]{4})*(?:(?:[0-9a-zA-Z+/]{2}==)|(?:[0-9a-zA-Z+/]{3}=))?$/;
const base64url = /^(?:[A-Za-z0-9_-]{4})*(?:[A-Za-z0-9_-]{2,3})?$/;
const httpProtocol = /^https?$/;
const e164 = /^\+[1-9]\d{6,14}$/;
const dateSource = `(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))`;
/** Anchors a pattern source. The interpolation lives here rather than at the call site because
* esbuild will not drop a `@__PURE__` call whose own argument interpolates a variable, but it
* will drop `anchor(dateSource)`. Keeping it inline pinned `date` into every bundle. */
function anchor(source) {
	return new RegExp(`^${source}$`);
}
const date = /*@__PURE__*/ anchor(dateSource);
function timeSource(args) {
	const hhmm = `(?:[01]\\d|2[0-3]):[0-5]\\d`;
	return typeof args.precision === "number" ? args.precision === -1 ? `${hhmm}` : args.precision === 0 ? `${hhmm}:[0-5]\\d` : `${hhmm}:[0-5]\\d\\.\\d{${args.precision}}` : args.seconds ? `${hhmm}:[0-5]\\d(?:\\.\\d+)?` : `${hhmm}(?::[0-5]\\d(?:\\.\\d+)?)?`;
}
function time(args) {
	return new RegExp(`^${timeSource(args)}$`);
}
function datetime(args) {
	const opts = ["Z"];
	if (args.offset) opts.push(`([+-](?:[01]\\d|2[0-3]):[0-5]\\d)`);
	const qualified = `${timeSource({
		precision: args.precision,
		seconds: true
	})}(?:${opts.join("|")})`;
	const timeRegex = args.local ? `${qualified}|${timeSource({ precision: args.precision })}` : qualified;
	return new RegExp(`^${dateSource}T(?:${timeRegex})$`);
}
const anyString = /^[\s\S]{0,}$/;
const integer = /^-?\d+$/;
const number$1 = /^-?\d+(?:\.\d+)?$/;
const boolean$1 = /^(?:true|false)$/i;
const _null$2 = /^null$/i;
const lowercase = /^[^A-Z]*$/;
const uppercase = /^[^a-z]*$/;
// node_modules/zod/v4/core/checks.js
const $ZodCheck = /*@__PURE__*/ $constructor("$ZodCheck", (inst, def) => {
	var _a;
	inst._zod ?? (inst._zod = {});
	inst._zod.def = def;
	(_a = inst._zod).onattach ?? (_a.onattach = []);
});
/** Default `when` for length-based checks: run only on non-nullish values with a `length`. */
const _whenHasLength = (payload) => {
	const val = payload.value;
	return !nullish(val) && val.length !== void 0;
};
const numericOriginMap = {
	number: "number",
	bigint: "bigint",
	object: "date"
};
const $ZodCheckLessThan = /*@__PURE__*/ $constructor("$ZodCheckLessThan", (inst, def) => {
	$ZodCheck.init(inst, def);
	const origin = numericOriginMap[typeof def.value];
	inst._zod.check = (payload) => {
		if (def.inclusive ? payload.value <= def.value : payload.value < def.value) return;
		payload.issues.push({
			origin: numericOriginMap[typeof payload.value] ?? origin,
			code: "too_big",
			maximum: typeof def.value === "object" ? def.value.getTime() : def.value,
			input: payload.value,
			inclusive: def.inclusive,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodCheckGreaterThan = /*@__PURE__*/ $constructor("$ZodCheckGreaterThan", (inst, def) => {
	$ZodCheck.init(inst, def);
	const origin = numericOriginMap[typeof def.value];
	inst._zod.check = (payload) => {
		if (def.inclusive ? payload.value >= def.value : payload.value > def.value) return;
		payload.issues.push({
			origin: numericOriginMap[typeof payload.value] ?? origin,
			code: "too_small",
			minimum: typeof def.value === "object" ? def.value.getTime() : def.value,
			input: payload.value,
			inclusive: def.inclusive,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodCheckMultipleOf = /*@__PURE__*/ $constructor("$ZodCheckMultipleOf", (inst, def) => {
	$ZodCheck.init(inst, def);
	inst._zod.check = (payload) => {
		if (typeof payload.value !== typeof def.value) throw new Error("Cannot mix number and bigint in multiple_of check.");
		if (typeof payload.value === "bigint" ? def.value !== BigInt(0) && payload.value % def.value === BigInt(0) : floatSafeRemainder(payload.value, def.value) === 0) return;
		payload.issues.push({
			origin: typeof payload.value,
			code: "not_multiple_of",
			divisor: def.value,
			input: payload.value,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodCheckNumberFormat = /*@__PURE__*/ $constructor("$ZodCheckNumberFormat", (inst, def) => {
	$ZodCheck.init(inst, def);
	def.format = def.format || "float64";
	const isInt = def.format?.includes("int");
	const origin = isInt ? "int" : "number";
	const [minimum, maximum] = NUMBER_FORMAT_RANGES[def.format];
	inst._zod.check = (payload) => {
		const input = payload.value;
		if (isInt) {
			if (!Number.isInteger(input)) {
				payload.issues.push({
					expected: origin,
					format: def.format,
					code: "invalid_type",
					continue: false,
					input,
					inst
				});
				return;
			}
			if (!Number.isSafeInteger(input)) {
				if (input > 0) payload.issues.push({
					input,
					code: "too_big",
					maximum: Number.MAX_SAFE_INTEGER,
					note: "Integers must be within the safe integer range.",
					inst,
					origin,
					inclusive: true,
					continue: !def.abort
				});
				else payload.issues.push({
					input,
					code: "too_small",
					minimum: Number.MIN_SAFE_INTEGER,
					note: "Integers must be within the safe integer range.",
					inst,
					origin,
					inclusive: true,
					continue: !def.abort
				});
				return;
			}
		}
		if (input < minimum) payload.issues.push({
			origin: "number",
			input,
			code: "too_small",
			minimum,
			inclusive: true,
			inst,
			continue: !def.abort
		});
		if (input > maximum) payload.issues.push({
			origin: "number",
			input,
			code: "too_big",
			maximum,
			inclusive: true,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodCheckMaxLength = /*@__PURE__*/ $constructor("$ZodCheckMaxLength", (inst, def) => {
	var _a;
	$ZodCheck.init(inst, def);
	(_a = inst._zod.def).when ?? (_a.when = _whenHasLength);
	inst._zod.check = (payload) => {
		const input = payload.value;
		const units = input.length;
		if ((typeof input === "string" && units > def.maximum ? codePointLength(input) : units) <= def.maximum) return;
		const origin = getLengthableOrigin(input);
		payload.issues.push({
			origin,
			code: "too_big",
			maximum: def.maximum,
			inclusive: true,
			input,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodCheckMinLength = /*@__PURE__*/ $constructor("$ZodCheckMinLength", (inst, def) => {
	var _a;
	$ZodCheck.init(inst, def);
	(_a = inst._zod.def).when ?? (_a.when = _whenHasLength);
	inst._zod.check = (payload) => {
		const input = payload.value;
		const units = input.length;
		if ((typeof input === "string" && units >= def.minimum && units < def.minimum * 2 ? codePointLength(input) : units) >= def.minimum) return;
		const origin = getLengthableOrigin(input);
		payload.issues.push({
			origin,
			code: "too_small",
			minimum: def.minimum,
			inclusive: true,
			input,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodCheckLengthEquals = /*@__PURE__*/ $constructor("$ZodCheckLengthEquals", (inst, def) => {
	var _a;
	$ZodCheck.init(inst, def);
	(_a = inst._zod.def).when ?? (_a.when = _whenHasLength);
	inst._zod.check = (payload) => {
		const input = payload.value;
		const units = input.length;
		const length = typeof input === "string" && units >= def.length && units <= def.length * 2 ? codePointLength(input) : units;
		if (length === def.length) return;
		const origin = getLengthableOrigin(input);
		const tooBig = length > def.length;
		payload.issues.push({
			origin,
			...tooBig ? {
				code: "too_big",
				maximum: def.length
			} : {
				code: "too_small",
				minimum: def.length
			},
			inclusive: true,
			exact: true,
			input: payload.value,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodCheckStringFormat = /*@__PURE__*/ $constructor("$ZodCheckStringFormat", (inst, def) => {
	var _a, _b;
	$ZodCheck.init(inst, def);
	if (def.pattern) (_a = inst._zod).check ?? (_a.check = (payload) => {
		def.pattern.lastIndex = 0;
		if (def.pattern.test(payload.value)) return;
		payload.issues.push({
			origin: "string",
			code: "invalid_format",
			format: def.format,
			input: payload.value,
			...def.pattern ? { pattern: def.pattern.toString() } : {},
			inst,
			continue: !def.abort
		});
	});
	else (_b = inst._zod).check ?? (_b.check = () => {});
});
const $ZodCheckRegex = /*@__PURE__*/ $constructor("$ZodCheckRegex", (inst, def) => {
	$ZodCheckStringFormat.init(inst, def);
	inst._zod.check = (payload) => {
		def.pattern.lastIndex = 0;
		if (def.pattern.test(payload.value)) return;
		payload.issues.push({
			origin: "string",
			code: "invalid_format",
			format: "regex",
			input: payload.value,
			pattern: def.pattern.toString(),
			inst,
			continue: !def.abort
		});
	};
});
const $ZodCheckLowerCase = /*@__PURE__*/ $constructor("$ZodCheckLowerCase", (inst, def) => {
	def.pattern ?? (def.pattern = lowercase);
	$ZodCheckStringFormat.init(inst, def);
});
const $ZodCheckUpperCase = /*@__PURE__*/ $constructor("$ZodCheckUpperCase", (inst, def) => {
	def.pattern ?? (def.pattern = uppercase);
	$ZodCheckStringFormat.init(inst, def);
});
const $ZodCheckIncludes = /*@__PURE__*/ $constructor("$ZodCheckIncludes", (inst, def) => {
	$ZodCheck.init(inst, def);
	const escapedRegex = escapeRegex(def.includes);
	def.pattern = new RegExp(typeof def.position === "number" ? `^.{${def.position},}${escapedRegex}` : escapedRegex);
	inst._zod.check = (payload) => {
		if (payload.value.includes(def.includes, def.position)) return;
		payload.issues.push({
			origin: "string",
			code: "invalid_format",
			format: "includes",
			includes: def.includes,
			input: payload.value,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodCheckStartsWith = /*@__PURE__*/ $constructor("$ZodCheckStartsWith", (inst, def) => {
	$ZodCheck.init(inst, def);
	const pattern = new RegExp(`^${escapeRegex(def.prefix)}.*`);
	def.pattern ?? (def.pattern = pattern);
	inst._zod.check = (payload) => {
		if (payload.value.startsWith(def.prefix)) return;
		payload.issues.push({
			origin: "string",
			code: "invalid_format",
			format: "starts_with",
			prefix: def.prefix,
			input: payload.value,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodCheckEndsWith = /*@__PURE__*/ $constructor("$ZodCheckEndsWith", (inst, def) => {
	$ZodCheck.init(inst, def);
	const pattern = new RegExp(`.*${escapeRegex(def.suffix)}$`);
	def.pattern ?? (def.pattern = pattern);
	inst._zod.check = (payload) => {
		if (payload.value.endsWith(def.suffix)) return;
		payload.issues.push({
			origin: "string",
			code: "invalid_format",
			format: "ends_with",
			suffix: def.suffix,
			input: payload.value,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodCheckOverwrite = /*@__PURE__*/ $constructor("$ZodCheckOverwrite", (inst, def) => {
	$ZodCheck.init(inst, def);
	inst._zod.check = (payload) => {
		payload.value = def.tx(payload.value);
	};
});
// node_modules/zod/v4/core/doc.js
var Doc = class {
	constructor(args = [], closed = {}) {
		this.content = [];
		this.indent = 0;
		this.args = args;
		this.closed = closed;
	}
	indented(fn) {
		this.indent += 1;
		try {
			fn(this);
		} finally {
			this.indent -= 1;
		}
	}
	write(arg) {
		if (typeof arg === "function") {
			arg(this, { execution: "sync" });
			arg(this, { execution: "async" });
			return;
		}
		const lines = arg.split("\n").filter((x) => x);
		const minIndent = Math.min(...lines.map((x) => x.length - x.trimStart().length));
		const dedented = lines.map((x) => x.slice(minIndent)).map((x) => " ".repeat(this.indent * 2) + x);
		for (const line of dedented) this.content.push(line);
	}
	compile() {
		const F = Function;
		const content = this?.content ?? [``];
		return new F(...Object.keys(this.closed), `return function (${this.args.join(", ")}) {\n${content.join("\n")}\n};`)(...Object.values(this.closed));
	}
};
// node_modules/zod/v4/core/versions.js
const version = {
	major: 4,
	minor: 6,
	patch: 7
};
// node_modules/zod/v4/core/schemas.js
const $ZodType = /*@__PURE__*/ $constructor("$ZodType", (inst, def) => {
	var _a;
	inst ?? (inst = {});
	inst._zod.def = def;
	inst._zod.bag = inst._zod.bag || {};
	inst._zod.version = version;
	const defChecks = inst._zod.def.checks;
	const checks = inst._zod.traits.has("$ZodCheck") ? [inst, ...defChecks ?? []] : defChecks?.length ? [...defChecks] : [];
	for (const ch of checks) for (const fn of ch._zod.onattach) fn(inst);
	if (checks.length === 0) {
		(_a = inst._zod).deferred ?? (_a.deferred = []);
		inst._zod.deferred?.push(() => {
			inst._zod.run = inst._zod.parse;
		});
	} else {
		const runChecks = (payload, checks, ctx) => {
			if (payload.memo) return payload;
			let isAborted = aborted(payload);
			let asyncResult;
			for (const ch of checks) {
				if (ch._zod.def.when) {
					if (explicitlyAborted(payload)) continue;
					if (!ch._zod.def.when(payload)) continue;
				} else if (isAborted) continue;
				const currLen = payload.issues.length;
				const _ = ch._zod.check(payload);
				if (_ instanceof Promise && ctx?.async === false) throw new $ZodAsyncError();
				if (asyncResult || _ instanceof Promise) asyncResult = (asyncResult ?? Promise.resolve()).then(async () => {
					await _;
					if (payload.issues.length === currLen) return;
					attachSchema(payload.issues, currLen, inst);
					if (!isAborted) isAborted = aborted(payload, currLen);
				});
				else {
					if (payload.issues.length === currLen) continue;
					attachSchema(payload.issues, currLen, inst);
					if (!isAborted) isAborted = aborted(payload, currLen);
				}
			}
			if (asyncResult) return asyncResult.then(() => {
				return payload;
			});
			return payload;
		};
		const handleCanaryResult = (canary, payload, ctx) => {
			if (aborted(canary)) {
				canary.aborted = true;
				return canary;
			}
			const checkResult = runChecks(payload, checks, ctx);
			if (checkResult instanceof Promise) {
				if (ctx.async === false) throw new $ZodAsyncError();
				return checkResult.then((checkResult) => inst._zod.parse(checkResult, ctx));
			}
			return inst._zod.parse(checkResult, ctx);
		};
		inst._zod.run = (payload, ctx) => {
			if (ctx.skipChecks) return inst._zod.parse(payload, ctx);
			if (ctx.direction === "backward") {
				const canary = inst._zod.parse({
					value: payload.value,
					issues: []
				}, {
					...ctx,
					skipChecks: true
				});
				if (canary instanceof Promise) return canary.then((canary) => {
					return handleCanaryResult(canary, payload, ctx);
				});
				return handleCanaryResult(canary, payload, ctx);
			}
			const result = inst._zod.parse(payload, ctx);
			if (result instanceof Promise) {
				if (ctx.async === false) throw new $ZodAsyncError();
				return result.then((result) => runChecks(result, checks, ctx));
			}
			return runChecks(result, checks, ctx);
		};
	}
}, {
	get "~standard"() {
		return hide(this, "~standard", standardProps(this));
	},
	set "~standard"(value) {
		own(this, "~standard", value);
	}
});
/** The Standard Schema surface for `inst`. Shared so wrappers can extend it without forcing it. */
const toStandardResult = (r, ctx) => r.issues.length ? { issues: r.issues.map((iss) => finalizeIssue(iss, ctx, config())) } : { value: r.value };
async function validateAsync(inst, value) {
	const ctx = { async: true };
	return toStandardResult(await inst._zod.run({
		value,
		issues: []
	}, ctx), ctx);
}
function standardProps(inst) {
	return {
		validate: (value) => {
			const ctx = { async: false };
			try {
				const r = inst._zod.run({
					value,
					issues: []
				}, ctx);
				if (!(r instanceof Promise)) return toStandardResult(r, ctx);
			} catch (_) {}
			return validateAsync(inst, value);
		},
		vendor: "zod",
		version: 1
	};
}
const $ZodString = /*@__PURE__*/ $constructor("$ZodString", (inst, def) => {
	$ZodType.init(inst, def);
	inst._zod.pattern = def.pattern ?? anyString;
	inst._zod.parse = (payload, _) => {
		if (def.coerce) try {
			payload.value = String(payload.value);
		} catch (_) {}
		if (typeof payload.value === "string") return payload;
		payload.issues.push({
			expected: "string",
			code: "invalid_type",
			input: payload.value,
			inst
		});
		return payload;
	};
});
const $ZodStringFormat = /*@__PURE__*/ $constructor("$ZodStringFormat", (inst, def) => {
	$ZodCheckStringFormat.init(inst, def);
	$ZodString.init(inst, def);
});
const $ZodGUID = /*@__PURE__*/ $constructor("$ZodGUID", (inst, def) => {
	def.pattern ?? (def.pattern = guid);
	$ZodStringFormat.init(inst, def);
});
const $ZodUUID = /*@__PURE__*/ $constructor("$ZodUUID", (inst, def) => {
	if (def.version) {
		const v = {
			v1: 1,
			v2: 2,
			v3: 3,
			v4: 4,
			v5: 5,
			v6: 6,
			v7: 7,
			v8: 8
		}[def.version];
		if (v === void 0) throw new Error(`Invalid UUID version: "${def.version}"`);
		def.pattern ?? (def.pattern = uuid(v));
	} else def.pattern ?? (def.pattern = uuid());
	$ZodStringFormat.init(inst, def);
});
const $ZodEmail = /*@__PURE__*/ $constructor("$ZodEmail", (inst, def) => {
	def.pattern ?? (def.pattern = email);
	$ZodStringFormat.init(inst, def);
});
function canParseURL(input) {
	try {
		if (typeof URL !== "undefined" && typeof URL.canParse === "function") return URL.canParse(input);
		new URL(input);
		return true;
	} catch {
		return false;
	}
}
function validateURL(trimmed, def) {
	if (!("normalize" in def) && !("hostname" in def) && !("protocol" in def)) return canParseURL(trimmed) || 2;
	return parseURLObject(trimmed, def);
}
/** Parses a URL while preserving the non-normalizing HTTP guard. */
function parseURLObject(trimmed, def) {
	if (!def.normalize && def.protocol?.source === httpProtocol.source && !/^https?:\/\//i.test(trimmed)) return 1;
	try {
		if (typeof URL !== "undefined") {
			const URLStatic = URL;
			if (typeof URLStatic.parse === "function") return URLStatic.parse(trimmed) ?? 2;
		}
		return new URL(trimmed);
	} catch {
		return 2;
	}
}
const asciiTabOrNewline = /[\t\n\r]/g;
/** The URL parser deletes every ASCII tab, LF and CR from its input before it parses, so `new URL("https://exa\nmple.com")` reports on `example.com`. Applying the same deletion to the returned value closes the half of that divergence which can move the host; the parser's other rewrite, stripping C0 controls at the edges, cannot. */
function stripTabAndNewline(value) {
	return value.replace(asciiTabOrNewline, "");
}
function urlHostnameOk(url, hostname) {
	hostname.lastIndex = 0;
	return hostname.test(url.hostname);
}
function urlProtocolOk(url, protocol) {
	protocol.lastIndex = 0;
	return protocol.test(url.protocol.endsWith(":") ? url.protocol.slice(0, -1) : url.protocol);
}
const $ZodURL = /*@__PURE__*/ $constructor("$ZodURL", (inst, def) => {
	$ZodStringFormat.init(inst, def);
	inst._zod.check = (payload) => {
		try {
			const trimmed = payload.value.trim();
			const url = validateURL(trimmed, def);
			if (url === 1) {
				payload.issues.push({
					code: "invalid_format",
					format: "url",
					note: "Invalid URL format",
					input: payload.value,
					inst,
					continue: !def.abort
				});
				return;
			}
			if (url === 2) {
				payload.issues.push({
					code: "invalid_format",
					format: "url",
					input: payload.value,
					inst,
					continue: !def.abort
				});
				return;
			}
			if (url === true) {
				payload.value = stripTabAndNewline(trimmed);
				return;
			}
			if (def.hostname && !urlHostnameOk(url, def.hostname)) payload.issues.push({
				code: "invalid_format",
				format: "url",
				note: "Invalid hostname",
				pattern: def.hostname.source,
				input: payload.value,
				inst,
				continue: !def.abort
			});
			if (def.protocol && !urlProtocolOk(url, def.protocol)) payload.issues.push({
				code: "invalid_format",
				format: "url",
				note: "Invalid protocol",
				pattern: def.protocol.source,
				input: payload.value,
				inst,
				continue: !def.abort
			});
			payload.value = def.normalize ? url.href : stripTabAndNewline(trimmed);
			return;
		} catch (_) {
			payload.issues.push({
				code: "invalid_format",
				format: "url",
				input: payload.value,
				inst,
				continue: !def.abort
			});
		}
	};
});
const $ZodEmoji = /*@__PURE__*/ $constructor("$ZodEmoji", (inst, def) => {
	def.pattern ?? (def.pattern = emoji());
	$ZodStringFormat.init(inst, def);
});
const $ZodNanoID = /*@__PURE__*/ $constructor("$ZodNanoID", (inst, def) => {
	if (def.length !== void 0 && (!Number.isInteger(def.length) || def.length < 1)) throw new Error(`Invalid nanoid length: ${def.length}`);
	def.pattern ?? (def.pattern = def.length === void 0 ? nanoid : nanoidOfLength(def.length));
	$ZodStringFormat.init(inst, def);
});
/**
* @deprecated CUID v1 is deprecated by its authors due to information leakage
* (timestamps embedded in the id). Use {@link $ZodCUID2} instead.
* See https://github.com/paralleldrive/cuid.
*/
const $ZodCUID = /*@__PURE__*/ $constructor("$ZodCUID", (inst, def) => {
	def.pattern ?? (def.pattern = cuid);
	$ZodStringFormat.init(inst, def);
});
const $ZodCUID2 = /*@__PURE__*/ $constructor("$ZodCUID2", (inst, def) => {
	def.pattern ?? (def.pattern = cuid2);
	$ZodStringFormat.init(inst, def);
});
const $ZodULID = /*@__PURE__*/ $constructor("$ZodULID", (inst, def) => {
	def.pattern ?? (def.pattern = ulid);
	$ZodStringFormat.init(inst, def);
});
const $ZodXID = /*@__PURE__*/ $constructor("$ZodXID", (inst, def) => {
	def.pattern ?? (def.pattern = xid);
	$ZodStringFormat.init(inst, def);
});
const $ZodKSUID = /*@__PURE__*/ $constructor("$ZodKSUID", (inst, def) => {
	def.pattern ?? (def.pattern = ksuid);
	$ZodStringFormat.init(inst, def);
});
const $ZodISODateTime = /*@__PURE__*/ $constructor("$ZodISODateTime", (inst, def) => {
	def.pattern ?? (def.pattern = datetime(def));
	$ZodStringFormat.init(inst, def);
});
const $ZodISODate = /*@__PURE__*/ $constructor("$ZodISODate", (inst, def) => {
	def.pattern ?? (def.pattern = date);
	$ZodStringFormat.init(inst, def);
});
const $ZodISOTime = /*@__PURE__*/ $constructor("$ZodISOTime", (inst, def) => {
	def.pattern ?? (def.pattern = time(def));
	$ZodStringFormat.init(inst, def);
});
const $ZodISODuration = /*@__PURE__*/ $constructor("$ZodISODuration", (inst, def) => {
	def.pattern ?? (def.pattern = duration);
	$ZodStringFormat.init(inst, def);
});
const $ZodIPv4 = /*@__PURE__*/ $constructor("$ZodIPv4", (inst, def) => {
	def.pattern ?? (def.pattern = ipv4);
	$ZodStringFormat.init(inst, def);
});
/** An IPv6 address is written with hex digits, colons and dots, and nothing else. The guard is what makes the check below an IPv6 check: `new URL("http://[...]")` parses an authority, not an address, so `@` and `\` re-delimit it and `"::@1\\"` validates against the host `0.0.0.1`. The URL parser also deletes ASCII tab, LF and CR rather than failing, which is how `"::1\n"` validated as `::1`. */
const ipv6Alphabet = /^[0-9a-fA-F:.]+$/;
function isValidIPv6(value) {
	if (!ipv6Alphabet.test(value)) return false;
	return canParseURL(`http://[${value}]`);
}
const $ZodIPv6 = /*@__PURE__*/ $constructor("$ZodIPv6", (inst, def) => {
	def.pattern ?? (def.pattern = ipv6);
	$ZodStringFormat.init(inst, def);
	inst._zod.check = (payload) => {
		if (!isValidIPv6(payload.value)) payload.issues.push({
			code: "invalid_format",
			format: "ipv6",
			input: payload.value,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodCIDRv4 = /*@__PURE__*/ $constructor("$ZodCIDRv4", (inst, def) => {
	def.pattern ?? (def.pattern = cidrv4);
	$ZodStringFormat.init(inst, def);
});
function isValidCIDRv6(value) {
	const parts = value.split("/");
	if (parts.length !== 2) return false;
	const [address, prefix] = parts;
	if (!prefix) return false;
	const prefixNum = Number(prefix);
	if (`${prefixNum}` !== prefix) return false;
	if (prefixNum < 0 || prefixNum > 128) return false;
	return isValidIPv6(address);
}
const $ZodCIDRv6 = /*@__PURE__*/ $constructor("$ZodCIDRv6", (inst, def) => {
	def.pattern ?? (def.pattern = cidrv6);
	$ZodStringFormat.init(inst, def);
	inst._zod.check = (payload) => {
		if (!isValidCIDRv6(payload.value)) payload.issues.push({
			code: "invalid_format",
			format: "cidrv6",
			input: payload.value,
			inst,
			continue: !def.abort
		});
	};
});
function isValidBase64(data) {
	if (data === "") return true;
	if (/\s/.test(data)) return false;
	if (data.length % 4 !== 0) return false;
	try {
		atob(data);
		return true;
	} catch {
		return false;
	}
}
const base64Charset = /^[0-9a-zA-Z+/]*={0,2}$/;
const $ZodBase64 = /*@__PURE__*/ $constructor("$ZodBase64", (inst, def) => {
	def.pattern ?? (def.pattern = base64Charset);
	$ZodStringFormat.init(inst, def);
	inst._zod.check = (payload) => {
		if (isValidBase64(payload.value)) return;
		payload.issues.push({
			code: "invalid_format",
			format: "base64",
			input: payload.value,
			inst,
			continue: !def.abort
		});
	};
});
const base64urlCharset = /^[A-Za-z0-9_-]*$/;
function isValidBase64URL(data) {
	if (!base64urlCharset.test(data)) return false;
	const base64 = data.replace(/[-_]/g, (c) => c === "-" ? "+" : "/");
	return isValidBase64(base64.padEnd(Math.ceil(base64.length / 4) * 4, "="));
}
const $ZodBase64URL = /*@__PURE__*/ $constructor("$ZodBase64URL", (inst, def) => {
	def.pattern ?? (def.pattern = base64urlCharset);
	$ZodStringFormat.init(inst, def);
	inst._zod.check = (payload) => {
		if (isValidBase64URL(payload.value)) return;
		payload.issues.push({
			code: "invalid_format",
			format: "base64url",
			input: payload.value,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodE164 = /*@__PURE__*/ $constructor("$ZodE164", (inst, def) => {
	def.pattern ?? (def.pattern = e164);
	$ZodStringFormat.init(inst, def);
});
function isValidJWT(token, algorithm = null) {
	try {
		const tokensParts = token.split(".");
		if (tokensParts.length !== 3) return false;
		const [header] = tokensParts;
		if (!header) return false;
		const parsedHeader = JSON.parse(atob(header));
		if ("typ" in parsedHeader && parsedHeader?.typ !== "JWT") return false;
		if (!parsedHeader.alg) return false;
		if (algorithm && (!("alg" in parsedHeader) || parsedHeader.alg !== algorithm)) return false;
		return true;
	} catch {
		return false;
	}
}
const $ZodJWT = /*@__PURE__*/ $constructor("$ZodJWT", (inst, def) => {
	$ZodStringFormat.init(inst, def);
	inst._zod.check = (payload) => {
		if (isValidJWT(payload.value, def.alg)) return;
		payload.issues.push({
			code: "invalid_format",
			format: "jwt",
			input: payload.value,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodNumber = /*@__PURE__*/ $constructor("$ZodNumber", (inst, def) => {
	$ZodType.init(inst, def);
	inst._zod.pattern = number$1;
	inst._zod.parse = (payload, _ctx) => {
		if (def.coerce) try {
			payload.value = Number(payload.value);
		} catch (_) {}
		const input = payload.value;
		if (typeof input === "number" && !Number.isNaN(input) && Number.isFinite(input)) return payload;
		const received = typeof input === "number" ? Number.isNaN(input) ? "NaN" : !Number.isFinite(input) ? String(input) : void 0 : void 0;
		payload.issues.push({
			expected: "number",
			code: "invalid_type",
			input,
			inst,
			...received ? { received } : {}
		});
		return payload;
	};
});
const $ZodNumberFormat = /*@__PURE__*/ $constructor("$ZodNumberFormat", (inst, def) => {
	$ZodCheckNumberFormat.init(inst, def);
	$ZodNumber.init(inst, def);
});
const $ZodBoolean = /*@__PURE__*/ $constructor("$ZodBoolean", (inst, def) => {
	$ZodType.init(inst, def);
	inst._zod.pattern = boolean$1;
	inst._zod.parse = (payload, _ctx) => {
		if (def.coerce) try {
			payload.value = Boolean(payload.value);
		} catch (_) {}
		const input = payload.value;
		if (typeof input === "boolean") return payload;
		payload.issues.push({
			expected: "boolean",
			code: "invalid_type",
			input,
			inst
		});
		return payload;
	};
});
const $ZodNull = /*@__PURE__*/ $constructor("$ZodNull", (inst, def) => {
	$ZodType.init(inst, def);
	inst._zod.pattern = _null$2;
	inst._zod.values = /* @__PURE__ */ new Set([null]);
	inst._zod.parse = (payload, _ctx) => {
		const input = payload.value;
		if (input === null) return payload;
		payload.issues.push({
			expected: "null",
			code: "invalid_type",
			input,
			inst
		});
		return payload;
	};
});
const $ZodUnknown = /*@__PURE__*/ $constructor("$ZodUnknown", (inst, def) => {
	$ZodType.init(inst, def);
	inst._zod.parse = (payload) => payload;
});
const $ZodNever = /*@__PURE__*/ $constructor("$ZodNever", (inst, def) => {
	$ZodType.init(inst, def);
	inst._zod.parse = (payload, _ctx) => {
		payload.issues.push({
			expected: "never",
			code: "invalid_type",
			input: payload.value,
			inst
		});
		return payload;
	};
});
function capSize(inst, size) {
	const caps = sizeCaps(inst._zod.def.checks);
	if (!caps.length) return;
	const cap = Math.min(...caps.map((c) => c[0]));
	const parse = inst._zod.parse;
	inst._zod.parse = (payload, ctx) => {
		const n = size(payload.value);
		if (n > cap && !ctx?.skipChecks && ctx?.direction !== "backward") {
			for (const [max, ch] of sizeCaps(inst._zod.def.checks)) if (n > max && ch._zod.def.when(payload)) {
				const start = payload.issues.length;
				ch._zod.check(payload);
				payload.issues[start].continue = false;
				attachSchema(payload.issues, start, inst);
				return payload;
			}
		}
		return parse(payload, ctx);
	};
}
const arraySize = (input) => Array.isArray(input) ? input.length : -1;
function handleArrayResult(result, final, index) {
	if (result.issues.length) final.issues.push(...prefixIssues(index, result.issues));
	final.value[index] = result.value;
}
const $ZodArray = /*@__PURE__*/ $constructor("$ZodArray", (inst, def) => {
	$ZodType.init(inst, def);
	const memo = globalConfig.memoizer;
	memo?.attach(inst);
	inst._zod.parse = (payload, ctx) => {
		const input = payload.value;
		if (!Array.isArray(input)) {
			payload.issues.push({
				expected: "array",
				code: "invalid_type",
				input,
				inst
			});
			return payload;
		}
		payload.value = memo ? memo.alloc(inst, payload, Array(input.length), ctx) : Array(input.length);
		const proms = [];
		const abortEarly = ctx?.abortEarly;
		for (let i = 0; i < input.length; i++) {
			const item = input[i];
			const result = def.element._zod.run({
				value: item,
				issues: []
			}, ctx);
			if (result instanceof Promise) proms.push(result.then((result) => handleArrayResult(result, payload, i)));
			else {
				handleArrayResult(result, payload, i);
				if (abortEarly && result.issues.length !== 0 && aborted(result)) break;
			}
		}
		if (proms.length) return Promise.all(proms).then(() => payload);
		return payload;
	};
	capSize(inst, arraySize);
});
function handlePropertyResult(result, final, key, input, optin, optout) {
	const isPresent = key in input;
	const isOptionalOut = optout === "optional";
	if (!isPresent && isOptionalOut && optin === "optional") return;
	if (result.issues.length) {
		if (optin !== void 0 && isOptionalOut && !isPresent) return;
		final.issues.push(...prefixIssues(key, result.issues));
	}
	if (!isPresent && optin === void 0) {
		if (!result.issues.length) final.issues.push({
			code: "invalid_type",
			expected: "nonoptional",
			input: void 0,
			path: [key]
		});
		return;
	}
	if (result.value === void 0) {
		if (isPresent || optin === "defaulted" && !isOptionalOut) final.value[key] = void 0;
	} else final.value[key] = result.value;
}
const NO_SYMBOL_KEYS = [];
function normalizeDef(def) {
	const keys = Object.keys(def.shape);
	const ownSymbols = Object.getOwnPropertySymbols(def.shape);
	const symbolKeys = ownSymbols.length ? ownSymbols : NO_SYMBOL_KEYS;
	const allKeys = symbolKeys.length ? [...keys, ...symbolKeys] : keys;
	for (const k of allKeys) if (!def.shape?.[k]?._zod?.traits?.has("$ZodType")) throw new Error(`Invalid element at key "${String(k)}": expected a Zod schema`);
	const okeys = optionalKeys(def.shape);
	return {
		...def,
		allKeys,
		symbolKeys,
		keySet: new Set(keys),
		numKeys: keys.length,
		optionalKeys: new Set(okeys)
	};
}
function handleCatchall(proms, input, payload, ctx, def, inst, abortEarly) {
	const unrecognized = [];
	const keySet = def.keySet;
	const _catchall = def.catchall._zod;
	const t = _catchall.def.type;
	const optin = _catchall.optin;
	const optout = _catchall.optout;
	let seen = 0;
	for (const key in input) {
		if (abortEarly && payload.issues.length !== seen) {
			if (aborted(payload, seen)) break;
			seen = payload.issues.length;
		}
		if (keySet.has(key)) continue;
		if (key === "__proto__") {
			if (t === "never") unrecognized.push(key);
			continue;
		}
		if (t === "never") {
			unrecognized.push(key);
			continue;
		}
		const r = _catchall.run({
			value: input[key],
			issues: []
		}, ctx);
		if (r instanceof Promise) proms.push(r.then((r) => handlePropertyResult(r, payload, key, input, optin, optout)));
		else handlePropertyResult(r, payload, key, input, optin, optout);
	}
	if (unrecognized.length) payload.issues.push({
		code: "unrecognized_keys",
		keys: unrecognized,
		input,
		inst,
		continue: true
	});
	if (!proms.length) return payload;
	return Promise.all(proms).then(() => {
		return payload;
	});
}
const $ZodObject = /*@__PURE__*/ $constructor("$ZodObject", (inst, def) => {
	$ZodType.init(inst, def);
	const desc = Object.getOwnPropertyDescriptor(def, "shape");
	const sh = desc?.get ? desc.get.raw : def.shape ?? {};
	if (sh) {
		const get = () => {
			const newSh = { ...sh };
			Object.defineProperty(def, "shape", { value: newSh });
			get.raw = newSh;
			return newSh;
		};
		get.raw = sh;
		Object.defineProperty(def, "shape", { get });
	}
	const _normalized = cached$1(() => normalizeDef(def));
	defineLazyInternal(inst, "propValues", (zod) => {
		const shape = zod.def.shape;
		const propValues = {};
		for (const key in shape) {
			const field = shape[key]._zod;
			if (field.values) {
				if (!Object.prototype.hasOwnProperty.call(propValues, key)) assignProp(propValues, key, /* @__PURE__ */ new Set());
				for (const v of field.values) propValues[key].add(v);
				if (field.optin !== void 0) propValues[key].add(void 0);
			}
		}
		return propValues;
	});
	const isObject$2 = isObject;
	const catchall = def.catchall;
	let value;
	const memo = globalConfig.memoizer;
	memo?.attach(inst);
	inst._zod.parse = (payload, ctx) => {
		value ?? (value = _normalized.value);
		const input = payload.value;
		if (!isObject$2(input)) {
			payload.issues.push({
				expected: "object",
				code: "invalid_type",
				input,
				inst
			});
			return payload;
		}
		payload.value = memo ? memo.alloc(inst, payload, {}, ctx) : {};
		const proms = [];
		const shape = value.shape;
		const abortEarly = ctx?.abortEarly;
		let seen = payload.issues.length;
		for (const key of value.allKeys) {
			if (abortEarly && payload.issues.length !== seen) {
				if (aborted(payload, seen)) break;
				seen = payload.issues.length;
			}
			if (key === "__proto__") continue;
			const el = shape[key];
			const optin = el._zod.optin;
			const optout = el._zod.optout;
			const r = el._zod.run({
				value: input[key],
				issues: []
			}, ctx);
			if (r instanceof Promise) proms.push(r.then((r) => handlePropertyResult(r, payload, key, input, optin, optout)));
			else handlePropertyResult(r, payload, key, input, optin, optout);
		}
		if (!catchall) return proms.length ? Promise.all(proms).then(() => payload) : payload;
		return handleCatchall(proms, input, payload, ctx, _normalized.value, inst, abortEarly === true);
	};
});
const $ZodObjectJIT = /*@__PURE__*/ $constructor("$ZodObjectJIT", (inst, def) => {
	$ZodObject.init(inst, def);
	const superParse = inst._zod.parse;
	const _normalized = cached$1(() => normalizeDef(def));
	const memo = globalConfig.memoizer;
	const generateFastpass = (shape) => {
		const normalized = _normalized.value;
		const syms = normalized.symbolKeys;
		const doc = new Doc(["payload", "ctx"], {
			shape,
			inst,
			memo,
			syms
		});
		const parseStr = (k) => `shape[${k}]._zod.run({ value: input[${k}], issues: [] }, ctx)`;
		const prefixStr = (id, k) => `
          let ${id}_ab = false;
          for (let i = 0; i < ${id}.issues.length; i++) {
            const iss = ${id}.issues[i];
            iss.path = iss.path ? [${k}, ...iss.path] : [${k}];
            payload.issues.push(iss);
            if (iss.continue !== true) ${id}_ab = true;
          }
          if (${id}_ab && ctx && ctx.abortEarly) {
            payload.value = newResult;
            return payload;
          }`;
		doc.write(`const input = payload.value;`);
		const ids = Object.create(null);
		let counter = 0;
		for (const key of normalized.allKeys) ids[key] = `key_${counter++}`;
		doc.write(memo ? `const newResult = memo.alloc(inst, payload, {}, ctx);` : `const newResult = {};`);
		for (const key of normalized.allKeys) {
			if (key === "__proto__") continue;
			const id = ids[key];
			const k = typeof key === "symbol" ? `syms[${syms.indexOf(key)}]` : esc(key);
			const isPresent = `${k} in input`;
			const schema = shape[key];
			const optin = schema?._zod?.optin;
			const isOptionalIn = optin !== void 0;
			const isOptionalOut = schema?._zod?.optout === "optional";
			doc.write(`const ${id} = ${parseStr(k)};`);
			if (isOptionalIn && isOptionalOut) {
				const assign = optin === "optional" ? `${id}_present` : `${id}.value !== undefined || ${id}_present`;
				doc.write(`
        const ${id}_present = ${isPresent};
        if (!${id}.issues.length || ${id}_present) {
          if (${id}.issues.length) {${prefixStr(id, k)}
          }

          if (${assign}) {
            newResult[${k}] = ${id}.value;
          }
        }

      `);
			} else if (!isOptionalIn) doc.write(`
        const ${id}_present = ${isPresent};
        if (${id}.issues.length) {${prefixStr(id, k)}
        }
        if (!${id}_present && !${id}.issues.length) {
          payload.issues.push({
            code: "invalid_type",
            expected: "nonoptional",
            input: undefined,
            path: [${k}]
          });
          if (ctx && ctx.abortEarly) {
            payload.value = newResult;
            return payload;
          }
        }

        if (${id}_present) {
          newResult[${k}] = ${id}.value;
        }

      `);
			else {
				doc.write(`
        if (${id}.issues.length) {${prefixStr(id, k)}
        }
      `);
				if (optin === "defaulted") doc.write(`newResult[${k}] = ${id}.value;`);
				else doc.write(`
        if (${id}.value !== undefined || ${isPresent}) {
          newResult[${k}] = ${id}.value;
        }
      `);
			}
		}
		doc.write(`payload.value = newResult;`);
		doc.write(`return payload;`);
		return doc.compile();
	};
	let fastpass;
	const isObject$3 = isObject;
	const jit = !globalConfig.jitless;
	const fastEnabled = jit && allowsEval.value;
	const catchall = def.catchall;
	let value;
	inst._zod.parse = (payload, ctx) => {
		value ?? (value = _normalized.value);
		const input = payload.value;
		if (!isObject$3(input)) {
			payload.issues.push({
				expected: "object",
				code: "invalid_type",
				input,
				inst
			});
			return payload;
		}
		if (jit && fastEnabled && ctx?.async === false && ctx.jitless !== true) {
			if (!fastpass) fastpass = generateFastpass(def.shape);
			payload = fastpass(payload, ctx);
			if (!catchall) return payload;
			return handleCatchall([], input, payload, ctx, value, inst, ctx?.abortEarly === true);
		}
		return superParse(payload, ctx);
	};
});
function handleUnionResults(results, final, inst, ctx) {
	for (const result of results) if (result.issues.length === 0) {
		final.value = result.value;
		return final;
	}
	const nonaborted = results.filter((r) => !aborted(r));
	if (nonaborted.length === 1) {
		final.value = nonaborted[0].value;
		return nonaborted[0];
	}
	final.issues.push({
		code: "invalid_union",
		input: final.value,
		inst,
		errors: results.map((result) => result.issues.map((iss) => finalizeIssue(iss, ctx, config())))
	});
	return final;
}
const $ZodUnion = /*@__PURE__*/ $constructor("$ZodUnion", (inst, def) => {
	$ZodType.init(inst, def);
	defineLazyInternal(inst, "optin", (zod) => zod.def.options.some((o) => o._zod.optin === "defaulted") ? "defaulted" : zod.def.options.some((o) => o._zod.optin !== void 0) ? "optional" : void 0);
	defineLazyInternal(inst, "optout", (zod) => zod.def.options.some((o) => o._zod.optout === "optional") ? "optional" : void 0);
	defineLazyInternal(inst, "values", (zod) => {
		if (zod.def.options.every((o) => o._zod.values)) return new Set(zod.def.options.flatMap((option) => Array.from(option._zod.values)));
	});
	defineLazyInternal(inst, "pattern", (zod) => {
		if (zod.def.options.every((o) => o._zod.pattern)) {
			const patterns = zod.def.options.map((o) => o._zod.pattern);
			return new RegExp(`^(${patterns.map((p) => cleanRegex(p.source)).join("|")})$`);
		}
	});
	const first = def.options.length === 1 ? def.options[0]._zod.run : null;
	inst._zod.parse = (payload, ctx) => {
		if (first) return first(payload, ctx);
		let async = false;
		const results = [];
		for (const option of def.options) {
			const result = option._zod.run({
				value: payload.value,
				issues: []
			}, ctx);
			if (result instanceof Promise) {
				results.push(result);
				async = true;
			} else {
				if (result.issues.length === 0) return result;
				results.push(result);
			}
		}
		if (!async) return handleUnionResults(results, payload, inst, ctx);
		return Promise.all(results).then((results) => {
			return handleUnionResults(results, payload, inst, ctx);
		});
	};
});
function discriminatorMap(def) {
	const map = /* @__PURE__ */ new Map();
	for (const option of def.options) {
		const values = option._zod.propValues?.[def.discriminator];
		if (!values || values.size === 0) throw new Error(`Invalid discriminated union option at index "${def.options.indexOf(option)}"`);
		for (const value of values) if (map.has(value)) {
			if (value !== void 0) throw new Error(`Duplicate discriminator value "${String(value)}"`);
			map.set(value, null);
		} else map.set(value, option);
	}
	return map;
}
const $ZodDiscriminatedUnion = /*@__PURE__*/ $constructor("$ZodDiscriminatedUnion", (inst, def) => {
	def.inclusive = false;
	$ZodUnion.init(inst, def);
	const _super = inst._zod.parse;
	defineLazyInternal(inst, "propValues", (zod) => {
		const propValues = {};
		let undefinedCount = 0;
		for (const option of zod.def.options) {
			const pv = option._zod.propValues;
			if (!pv || Object.keys(pv).length === 0) throw new Error(`Invalid discriminated union option at index "${zod.def.options.indexOf(option)}"`);
			if (pv[zod.def.discriminator]?.has(void 0)) undefinedCount++;
			for (const [k, v] of Object.entries(pv)) {
				if (!Object.prototype.hasOwnProperty.call(propValues, k)) assignProp(propValues, k, /* @__PURE__ */ new Set());
				for (const val of v) propValues[k].add(val);
			}
		}
		if (!zod.def.unionFallback && undefinedCount > 1) propValues[zod.def.discriminator]?.delete(void 0);
		return propValues;
	});
	def.options.forEach((option, i) => {
		const propShape = rawShape(option._zod.def);
		if (propShape && !Object.prototype.hasOwnProperty.call(propShape, def.discriminator)) throw new Error(`Invalid discriminated union option at index "${i}"`);
	});
	const disc = cached$1(() => discriminatorMap(def));
	inst._zod.parse = (payload, ctx) => {
		const input = payload.value;
		if (!isObject(input)) {
			payload.issues.push({
				code: "invalid_type",
				expected: "object",
				input,
				inst
			});
			return payload;
		}
		const value = input?.[def.discriminator];
		const opt = disc.value.get(value);
		if (opt && (value !== void 0 || ctx.direction !== "backward")) return opt._zod.run(payload, ctx);
		if (def.unionFallback || ctx.direction === "backward") return _super(payload, ctx);
		payload.issues.push({
			code: "invalid_union",
			errors: [],
			note: "No matching discriminator",
			discriminator: def.discriminator,
			options: Array.from(disc.value.keys()).filter((value) => disc.value.get(value) !== null),
			input,
			path: [def.discriminator],
			inst
		});
		return payload;
	};
});
const $ZodIntersection = /*@__PURE__*/ $constructor("$ZodIntersection", (inst, def) => {
	$ZodType.init(inst, def);
	inst._zod.parse = (payload, ctx) => {
		const input = payload.value;
		const left = def.left._zod.run({
			value: input,
			issues: []
		}, ctx);
		const right = def.right._zod.run({
			value: input,
			issues: []
		}, ctx);
		if (left instanceof Promise || right instanceof Promise) return Promise.all([left, right]).then(([left, right]) => {
			return handleIntersectionResults(payload, left, right);
		});
		return handleIntersectionResults(payload, left, right);
	};
});
function mergeValues(a, b) {
	if (a === b) return {
		valid: true,
		data: a
	};
	if (a instanceof Date && b instanceof Date && +a === +b) return {
		valid: true,
		data: a
	};
	if (isPlainObject(a) && isPlainObject(b)) {
		const bKeys = Object.keys(b);
		const sharedKeys = Object.keys(a).filter((key) => bKeys.indexOf(key) !== -1);
		const newObj = {
			...a,
			...b
		};
		if (Object.prototype.hasOwnProperty.call(newObj, "__proto__")) delete newObj.__proto__;
		for (const key of sharedKeys) {
			if (key === "__proto__") continue;
			const sharedValue = mergeValues(a[key], b[key]);
			if (!sharedValue.valid) return {
				valid: false,
				mergeErrorPath: [key, ...sharedValue.mergeErrorPath]
			};
			newObj[key] = sharedValue.data;
		}
		return {
			valid: true,
			data: newObj
		};
	}
	if (Array.isArray(a) && Array.isArray(b)) {
		if (a.length !== b.length) return {
			valid: false,
			mergeErrorPath: []
		};
		const newArray = [];
		for (let index = 0; index < a.length; index++) {
			const itemA = a[index];
			const itemB = b[index];
			const sharedValue = mergeValues(itemA, itemB);
			if (!sharedValue.valid) return {
				valid: false,
				mergeErrorPath: [index, ...sharedValue.mergeErrorPath]
			};
			newArray.push(sharedValue.data);
		}
		return {
			valid: true,
			data: newArray
		};
	}
	return {
		valid: false,
		mergeErrorPath: []
	};
}
function handleIntersectionResults(result, left, right) {
	const unrecKeys = /* @__PURE__ */ new Map();
	let unrecIssue;
	const keyIssues = /* @__PURE__ */ new Map();
	const collect = (iss, side) => {
		let keys;
		if (iss.code === "unrecognized_keys" && !iss.path?.length) {
			unrecIssue ?? (unrecIssue = iss);
			keys = iss.keys;
		} else if (iss.code === "invalid_key" && iss.origin === "record" && iss.path?.length === 1) {
			const k = String(iss.path[0]);
			if (!keyIssues.has(k)) keyIssues.set(k, iss);
			keys = [k];
		} else return false;
		for (const k of keys) {
			if (!unrecKeys.has(k)) unrecKeys.set(k, {});
			unrecKeys.get(k)[side] = true;
		}
		return true;
	};
	for (const iss of left.issues) if (!collect(iss, "l")) result.issues.push(iss);
	for (const iss of right.issues) if (!collect(iss, "r")) result.issues.push(iss);
	const bothKeys = [...unrecKeys].filter(([, f]) => f.l && f.r).map(([k]) => k);
	if (bothKeys.length) {
		const aggregated = unrecIssue ? bothKeys.filter((k) => unrecIssue.keys.includes(k)) : [];
		if (aggregated.length) result.issues.push({
			...unrecIssue,
			keys: aggregated
		});
		for (const k of bothKeys) if (!aggregated.includes(k) && keyIssues.has(k)) result.issues.push(keyIssues.get(k));
	}
	const merged = mergeValues(left.value, right.value);
	if (!merged.valid) {
		if (aborted(result)) return result;
		throw new Error(`Unmergable intersection. Error path: ${JSON.stringify(merged.mergeErrorPath)}`);
	}
	result.value = merged.data;
	return result;
}
const $ZodTuple = /*@__PURE__*/ $constructor("$ZodTuple", (inst, def) => {
	$ZodType.init(inst, def);
	const items = def.items;
	const memo = globalConfig.memoizer;
	memo?.attach(inst);
	inst._zod.parse = (payload, ctx) => {
		const input = payload.value;
		if (!Array.isArray(input)) {
			payload.issues.push({
				input,
				inst,
				expected: "tuple",
				code: "invalid_type"
			});
			return payload;
		}
		payload.value = memo ? memo.alloc(inst, payload, [], ctx) : [];
		const proms = [];
		const optinStart = getTupleOptStart(items, "optin");
		const optoutStart = getTupleOptStart(items, "optout");
		if (!def.rest) {
			if (input.length < optinStart) {
				payload.issues.push({
					code: "too_small",
					minimum: optinStart,
					inclusive: true,
					input,
					inst,
					origin: "array"
				});
				return payload;
			}
			if (input.length > items.length) payload.issues.push({
				code: "too_big",
				maximum: items.length,
				inclusive: true,
				input,
				inst,
				origin: "array"
			});
		}
		const itemResults = new Array(items.length);
		const abortEarly = def.rest ? ctx?.abortEarly : void 0;
		let itemAborted = false;
		for (let i = 0; i < items.length; i++) {
			const r = items[i]._zod.run({
				value: input[i],
				issues: []
			}, ctx);
			if (r instanceof Promise) proms.push(r.then((rr) => {
				itemResults[i] = rr;
			}));
			else {
				itemResults[i] = r;
				if (abortEarly && !itemAborted && r.issues.length) itemAborted = aborted(r);
			}
		}
		if (def.rest && !itemAborted) {
			let i = items.length - 1;
			const rest = input.slice(items.length);
			let seen = payload.issues.length;
			for (const el of rest) {
				if (abortEarly && payload.issues.length !== seen) {
					if (aborted(payload, seen)) break;
					seen = payload.issues.length;
				}
				i++;
				const result = def.rest._zod.run({
					value: el,
					issues: []
				}, ctx);
				if (result instanceof Promise) proms.push(result.then((r) => handleTupleResult(r, payload, i)));
				else handleTupleResult(result, payload, i);
			}
		}
		if (proms.length) return Promise.all(proms).then(() => handleTupleResults(itemResults, payload, items, input, optoutStart));
		return handleTupleResults(itemResults, payload, items, input, optoutStart);
	};
});
function getTupleOptStart(items, key) {
	for (let i = items.length - 1; i >= 0; i--) if (!(key === "optin" ? items[i]._zod.optin !== void 0 : items[i]._zod.optout === "optional")) return i + 1;
	return 0;
}
function handleTupleResult(result, final, index) {
	if (result.issues.length) final.issues.push(...prefixIssues(index, result.issues));
	final.value[index] = result.value;
}
function handleTupleResults(itemResults, final, items, input, optoutStart) {
	for (let i = 0; i < items.length; i++) {
		const r = itemResults[i];
		const isPresent = i < input.length;
		if (!isPresent && i >= optoutStart && items[i]._zod.optin === "optional") {
			final.value.length = i;
			break;
		}
		if (r.issues.length) {
			if (!isPresent && i >= optoutStart) {
				final.value.length = i;
				break;
			}
			final.issues.push(...prefixIssues(i, r.issues));
		}
		final.value[i] = r.value;
	}
	for (let i = final.value.length - 1; i >= input.length; i--) if (items[i]._zod.optout === "optional" && final.value[i] === void 0) final.value.length = i;
	else break;
	return final;
}
const $ZodRecord = /*@__PURE__*/ $constructor("$ZodRecord", (inst, def) => {
	$ZodType.init(inst, def);
	const memo = globalConfig.memoizer;
	memo?.attach(inst);
	inst._zod.parse = (payload, ctx) => {
		const input = payload.value;
		if (!isPlainObject(input)) {
			payload.issues.push({
				expected: "record",
				code: "invalid_type",
				input,
				inst
			});
			return payload;
		}
		const proms = [];
		const values = def.keyType._zod.values;
		if (values && !def.partial) {
			payload.value = memo ? memo.alloc(inst, payload, {}, ctx) : {};
			const recordKeys = /* @__PURE__ */ new Set();
			for (const key of values) if (typeof key === "string" || typeof key === "number" || typeof key === "symbol") {
				recordKeys.add(typeof key === "number" ? key.toString() : key);
				if (key === "__proto__") continue;
				const keyResult = def.keyType._zod.run({
					value: key,
					issues: []
				}, ctx);
				if (keyResult instanceof Promise) throw new Error("Async schemas not supported in object keys currently");
				if (keyResult.issues.length) {
					payload.issues.push({
						code: "invalid_key",
						origin: "record",
						issues: keyResult.issues.map((iss) => finalizeIssue(iss, ctx, config())),
						input: key,
						path: [key],
						inst
					});
					continue;
				}
				const outKey = keyResult.value;
				if (outKey === "__proto__") continue;
				const result = def.valueType._zod.run({
					value: input[key],
					issues: []
				}, ctx);
				if (result instanceof Promise) proms.push(result.then((result) => {
					if (result.issues.length) payload.issues.push(...prefixIssues(key, result.issues));
					payload.value[outKey] = result.value;
				}));
				else {
					if (result.issues.length) payload.issues.push(...prefixIssues(key, result.issues));
					payload.value[outKey] = result.value;
				}
			}
			let unrecognized;
			for (const key in input) if (!recordKeys.has(key)) {
				if (def.mode === "loose") {
					if (key === "__proto__") continue;
					payload.value[key] = input[key];
				} else {
					unrecognized = unrecognized ?? [];
					unrecognized.push(key);
				}
			}
			if (unrecognized && unrecognized.length > 0) payload.issues.push({
				code: "unrecognized_keys",
				input,
				inst,
				keys: unrecognized,
				continue: true
			});
		} else {
			payload.value = memo ? memo.alloc(inst, payload, {}, ctx) : {};
			let unrecognized;
			for (const key of Reflect.ownKeys(input)) {
				if (key === "__proto__") continue;
				if (!Object.prototype.propertyIsEnumerable.call(input, key)) continue;
				let keyResult = def.keyType._zod.run({
					value: key,
					issues: []
				}, ctx);
				if (keyResult instanceof Promise) throw new Error("Async schemas not supported in object keys currently");
				if (typeof key === "string" && number$1.test(key) && keyResult.issues.length) {
					const retryResult = def.keyType._zod.run({
						value: Number(key),
						issues: []
					}, ctx);
					if (retryResult instanceof Promise) throw new Error("Async schemas not supported in object keys currently");
					if (retryResult.issues.length === 0) keyResult = retryResult;
				}
				if (keyResult.issues.length) {
					if (def.mode === "loose") payload.value[key] = input[key];
					else if (values) {
						unrecognized = unrecognized ?? [];
						unrecognized.push(key);
					} else payload.issues.push({
						code: "invalid_key",
						origin: "record",
						issues: keyResult.issues.map((iss) => finalizeIssue(iss, ctx, config())),
						input: key,
						path: [key],
						inst
					});
					continue;
				}
				const outKey = keyResult.value;
				if (outKey === "__proto__") continue;
				const result = def.valueType._zod.run({
					value: input[key],
					issues: []
				}, ctx);
				if (result instanceof Promise) proms.push(result.then((result) => {
					if (result.issues.length) payload.issues.push(...prefixIssues(key, result.issues));
					payload.value[outKey] = result.value;
				}));
				else {
					if (result.issues.length) payload.issues.push(...prefixIssues(key, result.issues));
					payload.value[outKey] = result.value;
				}
			}
			if (unrecognized && unrecognized.length > 0) payload.issues.push({
				code: "unrecognized_keys",
				input,
				inst,
				keys: unrecognized,
				continue: true
			});
		}
		if (proms.length) return Promise.all(proms).then(() => payload);
		return payload;
	};
});
const $ZodEnum = /*@__PURE__*/ $constructor("$ZodEnum", (inst, def) => {
	$ZodType.init(inst, def);
	const values = getEnumValues(def.entries);
	const valuesSet = new Set(values);
	inst._zod.values = valuesSet;
	defineLazyInternal(inst, "pattern", (zod) => {
		const patternValues = getEnumValues(zod.def.entries).filter((k) => propertyKeyTypes.has(typeof k));
		return new RegExp(patternValues.length ? `^(${patternValues.map((o) => escapeRegex(o.toString())).join("|")})$` : "^[^\\s\\S]$");
	});
	inst._zod.parse = (payload, _ctx) => {
		const input = payload.value;
		if (valuesSet.has(input)) return payload;
		payload.issues.push({
			code: "invalid_value",
			values,
			input,
			inst
		});
		return payload;
	};
});
const $ZodLiteral = /*@__PURE__*/ $constructor("$ZodLiteral", (inst, def) => {
	$ZodType.init(inst, def);
	const values = new Set(def.values);
	inst._zod.values = values;
	defineLazyInternal(inst, "pattern", (zod) => {
		const vals = zod.def.values;
		return new RegExp(vals.length ? `^(${vals.map((o) => typeof o === "string" ? escapeRegex(o) : o ? escapeRegex(o.toString()) : String(o)).join("|")})$` : "^[^\\s\\S]$");
	});
	inst._zod.parse = (payload, _ctx) => {
		const input = payload.value;
		if (values.has(input)) return payload;
		payload.issues.push({
			code: "invalid_value",
			values: def.values,
			input,
			inst
		});
		return payload;
	};
});
const $ZodTransform = /*@__PURE__*/ $constructor("$ZodTransform", (inst, def) => {
	$ZodType.init(inst, def);
	inst._zod.optin = "optional";
	globalConfig.memoizer?.guard(inst);
	inst._zod.parse = (payload, ctx) => {
		if (ctx.direction === "backward") throw new $ZodEncodeError(inst.constructor.name);
		const _out = def.transform(payload.value, payload);
		if (ctx.async) return (_out instanceof Promise ? _out : Promise.resolve(_out)).then((output) => {
			payload.value = output;
			return payload;
		});
		if (_out instanceof Promise) throw new $ZodAsyncError();
		payload.value = _out;
		return payload;
	};
});
function handleOptionalResult(payload, result) {
	payload.value = result.issues.length ? void 0 : result.value;
	return payload;
}
const $ZodOptional = /*@__PURE__*/ $constructor("$ZodOptional", (inst, def) => {
	$ZodType.init(inst, def);
	defineLazyInternal(inst, "optin", (zod) => zod.def.innerType._zod.optin === "defaulted" ? "defaulted" : "optional");
	inst._zod.optout = "optional";
	defineLazyInternal(inst, "values", (zod) => {
		const values = zod.def.innerType._zod.values;
		return values ? /* @__PURE__ */ new Set([...values, void 0]) : void 0;
	});
	defineLazyInternal(inst, "pattern", (zod) => {
		const pattern = zod.def.innerType._zod.pattern;
		return pattern ? new RegExp(`^(${cleanRegex(pattern.source)})?$`) : void 0;
	});
	inst._zod.parse = (payload, ctx) => {
		if (payload.value === void 0) {
			if (def.innerType._zod.optin !== "defaulted") return payload;
			const result = def.innerType._zod.run({
				value: payload.value,
				issues: []
			}, ctx);
			if (result instanceof Promise) return result.then((result) => handleOptionalResult(payload, result));
			return handleOptionalResult(payload, result);
		}
		return def.innerType._zod.run(payload, ctx);
	};
});
const $ZodExactOptional = /*@__PURE__*/ $constructor("$ZodExactOptional", (inst, def) => {
	$ZodOptional.init(inst, def);
	defineLazyInternal(inst, "values", (zod) => zod.def.innerType._zod.values);
	defineLazyInternal(inst, "pattern", (zod) => zod.def.innerType._zod.pattern);
	inst._zod.parse = (payload, ctx) => {
		return def.innerType._zod.run(payload, ctx);
	};
});
const $ZodNullable = /*@__PURE__*/ $constructor("$ZodNullable", (inst, def) => {
	$ZodType.init(inst, def);
	defineLazyInternal(inst, "optin", (zod) => zod.def.innerType._zod.optin);
	defineLazyInternal(inst, "optout", (zod) => zod.def.innerType._zod.optout);
	defineLazyInternal(inst, "pattern", (zod) => {
		const pattern = zod.def.innerType._zod.pattern;
		return pattern ? new RegExp(`^(${cleanRegex(pattern.source)}|null)$`) : void 0;
	});
	defineLazyInternal(inst, "values", (zod) => {
		return zod.def.innerType._zod.values ? /* @__PURE__ */ new Set([...zod.def.innerType._zod.values, null]) : void 0;
	});
	inst._zod.parse = (payload, ctx) => {
		if (payload.value === null) return payload;
		return def.innerType._zod.run(payload, ctx);
	};
});
const $ZodDefault = /*@__PURE__*/ $constructor("$ZodDefault", (inst, def) => {
	$ZodType.init(inst, def);
	inst._zod.optin = "defaulted";
	defineLazyInternal(inst, "values", (zod) => zod.def.innerType._zod.values);
	inst._zod.parse = (payload, ctx) => {
		if (ctx.direction === "backward") return def.innerType._zod.run(payload, ctx);
		if (payload.value === void 0) {
			payload.value = def.defaultValue;
			/**
			* $ZodDefault returns the default value immediately in forward direction.
			* It doesn't pass the default value into the validator ("prefault"). There's no reason to pass the default value through validation. The validity of the default is enforced by TypeScript statically. Otherwise, it's the responsibility of the user to ensure the default is valid. In the case of pipes with divergent in/out types, you can specify the default on the `in` schema of your ZodPipe to set a "prefault" for the pipe.   */
			return payload;
		}
		const result = def.innerType._zod.run(payload, ctx);
		if (result instanceof Promise) return result.then((result) => handleDefaultResult(result, def));
		return handleDefaultResult(result, def);
	};
});
function handleDefaultResult(payload, def) {
	if (payload.value === void 0) payload.value = def.defaultValue;
	return payload;
}
const $ZodPrefault = /*@__PURE__*/ $constructor("$ZodPrefault", (inst, def) => {
	$ZodType.init(inst, def);
	inst._zod.optin = "defaulted";
	defineLazyInternal(inst, "values", (zod) => zod.def.innerType._zod.values);
	inst._zod.parse = (payload, ctx) => {
		if (ctx.direction === "backward") return def.innerType._zod.run(payload, ctx);
		if (payload.value === void 0) payload.value = def.defaultValue;
		return def.innerType._zod.run(payload, ctx);
	};
});
const $ZodNonOptional = /*@__PURE__*/ $constructor("$ZodNonOptional", (inst, def) => {
	$ZodType.init(inst, def);
	defineLazyInternal(inst, "values", (zod) => {
		const v = zod.def.innerType._zod.values;
		return v ? new Set([...v].filter((x) => x !== void 0)) : void 0;
	});
	inst._zod.parse = (payload, ctx) => {
		const result = def.innerType._zod.run(payload, ctx);
		if (result instanceof Promise) return result.then((result) => handleNonOptionalResult(result, inst));
		return handleNonOptionalResult(result, inst);
	};
});
function handleNonOptionalResult(payload, inst) {
	if (!payload.issues.length && payload.value === void 0) payload.issues.push({
		code: "invalid_type",
		expected: "nonoptional",
		input: payload.value,
		inst
	});
	return payload;
}
function handleCatchResult(payload, result, def, ctx) {
	if (!result.issues.length) {
		payload.value = result.value;
		if (result.memo) payload.memo = true;
		return payload;
	}
	payload.value = def.catchValue({
		...result,
		value: payload.value,
		error: { issues: result.issues.map((iss) => finalizeIssue(iss, ctx, config())) },
		input: payload.value
	});
	return payload;
}
const $ZodCatch = /*@__PURE__*/ $constructor("$ZodCatch", (inst, def) => {
	$ZodType.init(inst, def);
	defineLazyInternal(inst, "optin", (zod) => zod.def.innerType._zod.optin === "defaulted" ? "defaulted" : "optional");
	defineLazyInternal(inst, "optout", (zod) => zod.def.innerType._zod.optout);
	defineLazyInternal(inst, "values", (zod) => zod.def.innerType._zod.values);
	inst._zod.parse = (payload, ctx) => {
		if (ctx.direction === "backward") return def.innerType._zod.run(payload, ctx);
		const result = def.innerType._zod.run({
			value: payload.value,
			issues: []
		}, ctx);
		if (result instanceof Promise) return result.then((result) => handleCatchResult(payload, result, def, ctx));
		return handleCatchResult(payload, result, def, ctx);
	};
});
const $ZodPipe = /*@__PURE__*/ $constructor("$ZodPipe", (inst, def) => {
	$ZodType.init(inst, def);
	defineLazyInternal(inst, "values", (zod) => zod.def.in._zod.values);
	defineLazyInternal(inst, "optin", (zod) => zod.def.in._zod.optin);
	defineLazyInternal(inst, "optout", (zod) => zod.def.out._zod.optout);
	defineLazyInternal(inst, "propValues", (zod) => zod.def.in._zod.propValues);
	inst._zod.parse = (payload, ctx) => {
		if (ctx.direction === "backward") {
			const right = def.out._zod.run(payload, ctx);
			if (right instanceof Promise) return right.then((right) => handlePipeResult(right, def.in, ctx));
			return handlePipeResult(right, def.in, ctx);
		}
		const left = def.in._zod.run(payload, ctx);
		if (left instanceof Promise) return left.then((left) => handlePipeResult(left, def.out, ctx));
		return handlePipeResult(left, def.out, ctx);
	};
});
function handlePipeResult(left, next, ctx) {
	if (left.issues.some((iss) => iss.code !== "unrecognized_keys")) {
		left.aborted = true;
		return left;
	}
	return next._zod.run({
		value: left.value,
		issues: left.issues
	}, ctx);
}
const $ZodReadonly = /*@__PURE__*/ $constructor("$ZodReadonly", (inst, def) => {
	$ZodType.init(inst, def);
	defineLazyInternal(inst, "propValues", (zod) => zod.def.innerType._zod.propValues);
	defineLazyInternal(inst, "values", (zod) => zod.def.innerType._zod.values);
	defineLazyInternal(inst, "optin", (zod) => zod.def.innerType?._zod?.optin);
	defineLazyInternal(inst, "optout", (zod) => zod.def.innerType?._zod?.optout);
	inst._zod.parse = (payload, ctx) => {
		if (ctx.direction === "backward") return def.innerType._zod.run(payload, ctx);
		const result = def.innerType._zod.run(payload, ctx);
		if (result instanceof Promise) return result.then(handleReadonlyResult);
		return handleReadonlyResult(result);
	};
});
function handleReadonlyResult(payload) {
	if (!payload.memo) payload.value = Object.freeze(payload.value);
	return payload;
}
const $ZodLazy = /*@__PURE__*/ $constructor("$ZodLazy", (inst, def) => {
	$ZodType.init(inst, def);
	defineLazy(inst._zod, "innerType", () => {
		const d = def;
		if (!d._cachedInner) d._cachedInner = def.getter();
		return d._cachedInner;
	});
	defineLazyInternal(inst, "pattern", (zod) => zod.innerType?._zod?.pattern);
	defineLazyInternal(inst, "propValues", (zod) => zod.innerType?._zod?.propValues);
	defineLazyInternal(inst, "optin", (zod) => zod.innerType?._zod?.optin ?? void 0);
	defineLazyInternal(inst, "optout", (zod) => zod.innerType?._zod?.optout ?? void 0);
	inst._zod.parse = (payload, ctx) => {
		return inst._zod.innerType._zod.run(payload, ctx);
	};
});
const $ZodCustom = /*@__PURE__*/ $constructor("$ZodCustom", (inst, def) => {
	$ZodCheck.init(inst, def);
	$ZodType.init(inst, def);
	inst._zod.parse = (payload, _) => {
		return payload;
	};
	inst._zod.check = (payload) => {
		const input = payload.value;
		const r = def.fn(input);
		if (r instanceof Promise) return r.then((r) => handleRefineResult(r, payload, input, inst));
		handleRefineResult(r, payload, input, inst);
	};
});
function handleRefineResult(result, payload, input, inst) {
	if (!result) {
		const _iss = {
			code: "custom",
			input,
			inst,
			path: [...inst._zod.def.path ?? []],
			continue: !inst._zod.def.abort
		};
		if (inst._zod.def.params) _iss.params = inst._zod.def.params;
		payload.issues.push(issue(_iss));
	}
}
// node_modules/zod/v4/core/memoizer.js
var $ZodCyclicError = class extends Error {
	constructor() {
		super(`Cannot parse a reference cycle that closes through a transform`);
		this.name = "ZodCyclicError";
	}
};
/** Keyed off the context object every schema in one parse call already shares. */
const STATE = "~memo";
const NO_ISSUES = [];
function isRef(value) {
	return value !== null && typeof value === "object";
}
function cloneIssues(issues) {
	return issues.map((iss) => iss.path ? {
		...iss,
		path: iss.path.slice()
	} : { ...iss });
}
const recursive = /*@__PURE__*/ new WeakMap();
/** What the walk established, in order of certainty: ordered so the strongest answer among children wins. */
const NONE = 0;
const ASSUMED = 1;
const PROVEN = 2;
/** Whether this schema's subtree contains a cycle, so one parse can re-enter it. */
function isRecursive(inst, stack, resolve) {
	const cached = recursive.get(inst);
	if (cached !== void 0) return cached ? PROVEN : NONE;
	if (stack.has(inst)) return PROVEN;
	stack.add(inst);
	let result = NONE;
	const check = (child) => {
		if (result !== PROVEN && child?._zod) {
			const answer = isRecursive(child, stack, resolve);
			if (answer > result) result = answer;
		}
	};
	const shape = (sh, spread) => {
		let answer = NONE;
		for (const key of Reflect.ownKeys(sh)) {
			const desc = Object.getOwnPropertyDescriptor(sh, key);
			if (spread && !desc.enumerable) continue;
			const child = desc.get ? ASSUMED : desc.value?._zod ? isRecursive(desc.value, stack, resolve) : NONE;
			if (child > answer) answer = child;
		}
		return answer;
	};
	const merge = (answer) => {
		if (answer > result) result = answer;
	};
	const def = inst._zod.def;
	switch (def.type) {
		case "object": {
			const raw = rawShape(def);
			merge(raw ? shape(raw, true) : ASSUMED);
			check(def.catchall);
			break;
		}
		case "array":
			check(def.element);
			break;
		case "tuple":
			for (const el of def.items) check(el);
			check(def.rest);
			break;
		case "record":
		case "map":
			check(def.keyType);
			check(def.valueType);
			break;
		case "set":
			check(def.valueType);
			break;
		case "union":
			for (const el of def.options) check(el);
			break;
		case "intersection":
			check(def.left);
			check(def.right);
			break;
		case "optional":
		case "nullable":
		case "default":
		case "prefault":
		case "catch":
		case "readonly":
		case "nonoptional":
		case "promise":
		case "success":
			check(def.innerType);
			break;
		case "pipe":
			check(def.in);
			check(def.out);
			break;
		case "function":
			check(def.input);
			check(def.output);
			break;
		case "lazy": {
			const inner = def._cachedInner ?? (resolve ? inst._zod.innerType : void 0);
			merge(inner ? isRecursive(inner, stack, false) : ASSUMED);
			break;
		}
		case "template_literal":
		case "string":
		case "number":
		case "int":
		case "boolean":
		case "bigint":
		case "symbol":
		case "undefined":
		case "null":
		case "void":
		case "never":
		case "any":
		case "unknown":
		case "date":
		case "nan":
		case "enum":
		case "literal":
		case "file":
		case "transform":
		case "custom": break;
		default: for (const key in def) {
			const desc = Object.getOwnPropertyDescriptor(def, key);
			if (!desc || desc.get) continue;
			const value = desc.value;
			if (!value || typeof value !== "object") continue;
			if (value._zod) check(value);
			else if (Array.isArray(value)) for (const el of value) check(el);
		}
	}
	stack.delete(inst);
	return settle(inst, result);
}
/** An assumed answer must not outlive the resolution that settles it, so only a certain one is cached. */
function settle(inst, answer) {
	if (answer !== ASSUMED) recursive.set(inst, answer === PROVEN);
	return answer;
}
function bucketFor(state, inst) {
	let bucket = state.buckets.get(inst);
	if (!bucket) {
		bucket = /* @__PURE__ */ new WeakMap();
		state.buckets.set(inst, bucket);
	}
	return bucket;
}
let handoff;
const open = [];
const memo = {
	alloc(_inst, payload, empty) {
		const bucket = handoff;
		if (!bucket) return empty;
		handoff = void 0;
		const entry = {
			value: empty,
			issues: null
		};
		bucket.set(payload.value, entry);
		open.push(entry);
		return empty;
	},
	guard(inst) {
		var _a;
		(_a = inst._zod).deferred ?? (_a.deferred = []);
		inst._zod.deferred.push(() => {
			const base = inst._zod.parse;
			const wrapped = (payload, ctx) => {
				if (ctx.direction !== "backward" && isBackEdge(ctx, payload.value)) throw new $ZodCyclicError();
				return base(payload, ctx);
			};
			inst._zod.parse = wrapped;
			if (inst._zod.run === base) inst._zod.run = wrapped;
		});
	},
	attach(inst) {
		var _a;
		let isRecursiveInst;
		let rechecked = false;
		let lastCtx;
		let lastBucket;
		(_a = inst._zod).deferred ?? (_a.deferred = []);
		inst._zod.deferred.push(() => {
			const base = inst._zod.parse;
			const wrapped = (payload, ctx) => {
				if (isRecursiveInst === void 0) {
					const walked = isRecursive(inst, /* @__PURE__ */ new Set(), false);
					if (walked === NONE) {
						inst._zod.parse = base;
						if (inst._zod.run === wrapped) inst._zod.run = base;
						return base(payload, ctx);
					}
					if (walked === PROVEN || rechecked) isRecursiveInst = true;
					else rechecked = true;
				}
				const input = payload.value;
				if (!isRef(input)) return base(payload, ctx);
				let state = ctx[STATE];
				if (!state) {
					state = {
						buckets: /* @__PURE__ */ new WeakMap(),
						backEdges: void 0
					};
					ctx[STATE] = state;
				}
				let bucket;
				if (lastCtx === ctx) bucket = lastBucket;
				else {
					bucket = bucketFor(state, inst);
					lastCtx = ctx;
					lastBucket = bucket;
				}
				const hit = bucket.get(input);
				if (hit) {
					payload.value = hit.value;
					if (hit.issues) {
						if (hit.issues.length) payload.issues.push(...cloneIssues(hit.issues));
					} else {
						payload.memo = true;
						state.backEdges ?? (state.backEdges = /* @__PURE__ */ new WeakSet());
						state.backEdges.add(hit.value);
					}
					return payload;
				}
				handoff = bucket;
				const depth = open.length;
				const result = base(payload, ctx);
				handoff = void 0;
				const entry = open.length > depth ? open.pop() : void 0;
				if (result instanceof Promise) return result.then((r) => {
					if (entry) entry.issues = r.issues.length ? cloneIssues(r.issues) : NO_ISSUES;
					return r;
				});
				if (entry) entry.issues = result.issues.length ? cloneIssues(result.issues) : NO_ISSUES;
				return result;
			};
			inst._zod.parse = wrapped;
			if (inst._zod.run === base) inst._zod.run = wrapped;
		});
	}
};
/** The memoizer that gives containers cycle support. `zod` installs it by default; `zod/mini` opts in with `config({ memoizer: memoizer() })`. */
function memoizer() {
	return memo;
}
/** Whether this value is a node a back-edge resolved to before it finished. */
function isBackEdge(ctx, value) {
	const backEdges = ctx[STATE]?.backEdges;
	return backEdges !== void 0 && isRef(value) && backEdges.has(value);
}
// node_modules/zod/v4/locales/en.js
const error = () => {
	const Sizable = {
		string: {
			unit: "characters",
			verb: "to have"
		},
		file: {
			unit: "bytes",
			verb: "to have"
		},
		array: {
			unit: "items",
			verb: "to have"
		},
		set: {
			unit: "items",
			verb: "to have"
		},
		map: {
			unit: "entries",
			verb: "to have"
		}
	};
	function getSizing(origin) {
		return Sizable[origin] ?? null;
	}
	const FormatDictionary = {
		regex: "input",
		email: "email address",
		url: "URL",
		emoji: "emoji",
		uuid: "UUID",
		uuidv4: "UUIDv4",
		uuidv6: "UUIDv6",
		nanoid: "nanoid",
		guid: "GUID",
		cuid: "cuid",
		cuid2: "cuid2",
		ulid: "ULID",
		xid: "XID",
		ksuid: "KSUID",
		datetime: "ISO datetime",
		date: "ISO date",
		time: "ISO time",
		duration: "ISO duration",
		ipv4: "IPv4 address",
		ipv6: "IPv6 address",
		mac: "MAC address",
		cidrv4: "IPv4 range",
		cidrv6: "IPv6 range",
		base64: "base64-encoded string",
		base64url: "base64url-encoded string",
		json_string: "JSON string",
		e164: "E.164 number",
		currency_code: "currency code",
		credit_card: "credit card number",
		iban: "IBAN",
		jwt: "JWT",
		template_literal: "input"
	};
	const TypeDictionary = { nan: "NaN" };
	function getTypeName(type, input) {
		if (type === "number" && typeof input === "number" && !Number.isFinite(input)) return String(input);
		return TypeDictionary[type] ?? type;
	}
	return (issue) => {
		switch (issue.code) {
			case "invalid_type": return `Invalid input: expected ${getTypeName(issue.expected)}, received ${getTypeName(parsedType(issue.input), issue.input)}`;
			case "invalid_value":
				if (issue.values.length === 1) return `Invalid input: expected ${stringifyPrimitive(issue.values[0])}`;
				return `Invalid option: expected one of ${joinValues(issue.values, "|")}`;
			case "too_big": {
				const adj = issue.exact ? "exactly " : issue.inclusive ? "<=" : "<";
				const sizing = getSizing(issue.origin);
				if (sizing) return `Too big: expected ${issue.origin ?? "value"} to have ${adj}${issue.maximum.toString()} ${sizing.unit ?? "elements"}`;
				return `Too big: expected ${issue.origin ?? "value"} to be ${adj}${issue.maximum.toString()}`;
			}
			case "too_small": {
				const adj = issue.exact ? "exactly " : issue.inclusive ? ">=" : ">";
				const sizing = getSizing(issue.origin);
				if (sizing) return `Too small: expected ${issue.origin} to have ${adj}${issue.minimum.toString()} ${sizing.unit}`;
				return `Too small: expected ${issue.origin} to be ${adj}${issue.minimum.toString()}`;
			}
			case "invalid_format": {
				const _issue = issue;
				if (_issue.format === "starts_with") return `Invalid string: must start with "${_issue.prefix}"`;
				if (_issue.format === "ends_with") return `Invalid string: must end with "${_issue.suffix}"`;
				if (_issue.format === "includes") return `Invalid string: must include "${_issue.includes}"`;
				if (_issue.format === "regex") return `Invalid string: must match pattern ${_issue.pattern}`;
				return `Invalid ${FormatDictionary[_issue.format] ?? issue.format}`;
			}
			case "not_multiple_of": return `Invalid number: must be a multiple of ${issue.divisor}`;
			case "unrecognized_keys": return `Unrecognized key${issue.keys.length > 1 ? "s" : ""}: ${joinValues(issue.keys, ", ")}`;
			case "invalid_key": return `Invalid key in ${issue.origin}`;
			case "invalid_union":
				if (issue.options && Array.isArray(issue.options) && issue.options.length > 0) return `Invalid discriminator value. Expected ${issue.options.map((o) => `'${o}'`).join(" | ")}`;
				if (issue.inclusive === false) return "Invalid input: more than one option matched";
				return "Invalid input";
			case "invalid_element": return `Invalid value in ${issue.origin}`;
			default: return `Invalid input`;
		}
	};
};
function en_default() {
	return { localeError: error() };
}
// node_modules/zod/v4/core/registries.js
var _a;
var $ZodRegistry = class {
	constructor() {
		this._map = /* @__PURE__ */ new WeakMap();
		this._idmap = /* @__PURE__ */ new Map();
	}
	add(schema, ..._meta) {
		const meta = _meta[0];
		this._map.set(schema, meta);
		if (meta && typeof meta === "object" && "id" in meta) this._idmap.set(meta.id, schema);
		return this;
	}
	clear() {
		this._map = /* @__PURE__ */ new WeakMap();
		this._idmap = /* @__PURE__ */ new Map();
		return this;
	}
	remove(schema) {
		const meta = this._map.get(schema);
		if (meta && typeof meta === "object" && "id" in meta) this._idmap.delete(meta.id);
		this._map.delete(schema);
		return this;
	}
	get(schema) {
		const p = schema._zod.parent;
		if (p) {
			const pm = { ...this.get(p) ?? {} };
			delete pm.id;
			const f = {
				...pm,
				...this._map.get(schema)
			};
			return Object.keys(f).length ? f : void 0;
		}
		return this._map.get(schema);
	}
	has(schema) {
		return this._map.has(schema);
	}
};
function registry() {
	return new $ZodRegistry();
}
(_a = globalThis).__zod_globalRegistry ?? (_a.__zod_globalRegistry = registry());
const globalRegistry = globalThis.__zod_globalRegistry;
// node_modules/zod/v4/core/api.js
function snapshotChecks(def) {
	if (def.checks) def.checks = [...def.checks];
	return def;
}
// @__NO_SIDE_EFFECTS__
function _string(Class, params) {
	return new Class(snapshotChecks({
		type: "string",
		...normalizeParams(params)
	}));
}
// @__NO_SIDE_EFFECTS__
function _email(Class, params) {
	return new Class({
		type: "string",
		format: "email",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _guid(Class, params) {
	return new Class({
		type: "string",
		format: "guid",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _uuid(Class, params) {
	return new Class({
		type: "string",
		format: "uuid",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _uuidv4(Class, params) {
	return new Class({
		type: "string",
		format: "uuid",
		check: "string_format",
		abort: false,
		version: "v4",
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _uuidv6(Class, params) {
	return new Class({
		type: "string",
		format: "uuid",
		check: "string_format",
		abort: false,
		version: "v6",
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _uuidv7(Class, params) {
	return new Class({
		type: "string",
		format: "uuid",
		check: "string_format",
		abort: false,
		version: "v7",
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _url(Class, params) {
	return new Class({
		type: "string",
		format: "url",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _emoji(Class, params) {
	return new Class({
		type: "string",
		format: "emoji",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _nanoid(Class, params) {
	return new Class({
		type: "string",
		format: "nanoid",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
/**
* @deprecated CUID v1 is deprecated by its authors due to information leakage
* (timestamps embedded in the id). Use {@link _cuid2} instead.
* See https://github.com/paralleldrive/cuid.
*/
// @__NO_SIDE_EFFECTS__
function _cuid(Class, params) {
	return new Class({
		type: "string",
		format: "cuid",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _cuid2(Class, params) {
	return new Class({
		type: "string",
		format: "cuid2",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _ulid(Class, params) {
	return new Class({
		type: "string",
		format: "ulid",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _xid(Class, params) {
	return new Class({
		type: "string",
		format: "xid",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _ksuid(Class, params) {
	return new Class({
		type: "string",
		format: "ksuid",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _ipv4(Class, params) {
	return new Class({
		type: "string",
		format: "ipv4",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _ipv6(Class, params) {
	return new Class({
		type: "string",
		format: "ipv6",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _cidrv4(Class, params) {
	return new Class({
		type: "string",
		format: "cidrv4",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _cidrv6(Class, params) {
	return new Class({
		type: "string",
		format: "cidrv6",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _base64(Class, params) {
	return new Class({
		type: "string",
		format: "base64",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _base64url(Class, params) {
	return new Class({
		type: "string",
		format: "base64url",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _e164(Class, params) {
	return new Class({
		type: "string",
		format: "e164",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _jwt(Class, params) {
	return new Class({
		type: "string",
		format: "jwt",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _isoDateTime(Class, params) {
	return new Class({
		type: "string",
		format: "datetime",
		check: "string_format",
		offset: false,
		local: false,
		precision: null,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _isoDate(Class, params) {
	return new Class({
		type: "string",
		format: "date",
		check: "string_format",
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _isoTime(Class, params) {
	return new Class({
		type: "string",
		format: "time",
		check: "string_format",
		precision: null,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _isoDuration(Class, params) {
	return new Class({
		type: "string",
		format: "duration",
		check: "string_format",
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _number(Class, params) {
	return new Class(snapshotChecks({
		type: "number",
		checks: [],
		...normalizeParams(params)
	}));
}
// @__NO_SIDE_EFFECTS__
function _int(Class, params) {
	return new Class({
		type: "number",
		check: "number_format",
		abort: false,
		format: "safeint",
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _boolean(Class, params) {
	return new Class({
		type: "boolean",
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _null$1(Class, params) {
	return new Class({
		type: "null",
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _unknown(Class) {
	return new Class({ type: "unknown" });
}
// @__NO_SIDE_EFFECTS__
function _never(Class, params) {
	return new Class({
		type: "never",
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _lt(value, params) {
	return new $ZodCheckLessThan({
		check: "less_than",
		...normalizeParams(params),
		value,
		inclusive: false
	});
}
// @__NO_SIDE_EFFECTS__
function _lte(value, params) {
	return new $ZodCheckLessThan({
		check: "less_than",
		...normalizeParams(params),
		value,
		inclusive: true
	});
}
// @__NO_SIDE_EFFECTS__
function _gt(value, params) {
	return new $ZodCheckGreaterThan({
		check: "greater_than",
		...normalizeParams(params),
		value,
		inclusive: false
	});
}
// @__NO_SIDE_EFFECTS__
function _gte(value, params) {
	return new $ZodCheckGreaterThan({
		check: "greater_than",
		...normalizeParams(params),
		value,
		inclusive: true
	});
}
// @__NO_SIDE_EFFECTS__
function _multipleOf(value, params) {
	return new $ZodCheckMultipleOf({
		check: "multiple_of",
		...normalizeParams(params),
		value
	});
}
// @__NO_SIDE_EFFECTS__
function _maxLength(maximum, params) {
	return new $ZodCheckMaxLength({
		check: "max_length",
		...normalizeParams(params),
		maximum
	});
}
// @__NO_SIDE_EFFECTS__
function _minLength(minimum, params) {
	return new $ZodCheckMinLength({
		check: "min_length",
		...normalizeParams(params),
		minimum
	});
}
// @__NO_SIDE_EFFECTS__
function _length(length, params) {
	return new $ZodCheckLengthEquals({
		check: "length_equals",
		...normalizeParams(params),
		length
	});
}
// @__NO_SIDE_EFFECTS__
function _regex(pattern, params) {
	return new $ZodCheckRegex({
		check: "string_format",
		format: "regex",
		...normalizeParams(params),
		pattern
	});
}
// @__NO_SIDE_EFFECTS__
function _lowercase(params) {
	return new $ZodCheckLowerCase({
		check: "string_format",
		format: "lowercase",
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _uppercase(params) {
	return new $ZodCheckUpperCase({
		check: "string_format",
		format: "uppercase",
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _includes(includes, params) {
	return new $ZodCheckIncludes({
		check: "string_format",
		format: "includes",
		...normalizeParams(params),
		includes
	});
}
// @__NO_SIDE_EFFECTS__
function _startsWith(prefix, params) {
	return new $ZodCheckStartsWith({
		check: "string_format",
		format: "starts_with",
		...normalizeParams(params),
		prefix
	});
}
// @__NO_SIDE_EFFECTS__
function _endsWith(suffix, params) {
	return new $ZodCheckEndsWith({
		check: "string_format",
		format: "ends_with",
		...normalizeParams(params),
		suffix
	});
}
// @__NO_SIDE_EFFECTS__
function _overwrite(tx) {
	return new $ZodCheckOverwrite({
		check: "overwrite",
		tx
	});
}
// @__NO_SIDE_EFFECTS__
function _normalize(form) {
	return /* @__PURE__ */ _overwrite((input) => input.normalize(form));
}
// @__NO_SIDE_EFFECTS__
function _trim() {
	return /* @__PURE__ */ _overwrite((input) => input.trim());
}
// @__NO_SIDE_EFFECTS__
function _toLowerCase() {
	return /* @__PURE__ */ _overwrite((input) => input.toLowerCase());
}
// @__NO_SIDE_EFFECTS__
function _toUpperCase() {
	return /* @__PURE__ */ _overwrite((input) => input.toUpperCase());
}
// @__NO_SIDE_EFFECTS__
function _slugify() {
	return /* @__PURE__ */ _overwrite((input) => slugify(input));
}
// @__NO_SIDE_EFFECTS__
function _array(Class, element, params) {
	return new Class({
		type: "array",
		element,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _refine(Class, fn, _params) {
	return new Class({
		type: "custom",
		check: "custom",
		fn,
		...normalizeParams(_params)
	});
}
// @__NO_SIDE_EFFECTS__
function _superRefine(fn, params) {
	const ch = /* @__PURE__ */ _check((payload) => {
		payload.addIssue = (issue$2) => {
			if (typeof issue$2 === "string") payload.issues.push(issue(issue$2, payload.value, ch._zod.def));
			else {
				const _issue = issue$2;
				if (_issue.fatal) _issue.continue = false;
				_issue.code ?? (_issue.code = "custom");
				if (!("input" in _issue)) _issue.input = payload.value;
				_issue.inst ?? (_issue.inst = ch);
				_issue.continue ?? (_issue.continue = !ch._zod.def.abort);
				payload.issues.push(issue(_issue));
			}
		};
		return fn(payload.value, payload);
	}, params);
	return ch;
}
// @__NO_SIDE_EFFECTS__
function _check(fn, params) {
	const ch = new $ZodCheck({
		check: "custom",
		...normalizeParams(params)
	});
	ch._zod.check = fn;
	return ch;
}
// node_modules/zod/v4/core/to-json-schema.js
function assignProps(target, ...sources) {
	for (const source of sources) for (const key of Reflect.ownKeys(source)) if (Object.prototype.propertyIsEnumerable.call(source, key)) assignProp(target, key, source[key]);
	return target;
}
function initializeContext(params) {
	let target = params?.target ?? "draft-2020-12";
	if (target === "draft-4") target = "draft-04";
	if (target === "draft-7") target = "draft-07";
	return {
		processors: params.processors ?? {},
		metadataRegistry: params?.metadata ?? globalRegistry,
		target,
		unrepresentable: params?.unrepresentable ?? "throw",
		override: params?.override ?? (() => {}),
		io: params?.io ?? "output",
		counter: 0,
		seen: /* @__PURE__ */ new Map(),
		sharedDefsExtractedFor: void 0,
		sharedEmitDoneFor: void 0,
		cycles: params?.cycles ?? "ref",
		reused: params?.reused ?? "inline",
		intersections: [],
		deferred: [],
		external: params?.external ?? void 0
	};
}
/**
* Applies the `unrepresentable` setting at a site that has no JSON Schema equivalent. Throws
* `message` unless the setting (or the handler's return value) says otherwise. Returns `true` if a
* custom JSON Schema was written into `json`, in which case the caller must not write its own.
*/
function handleUnrepresentable(schema, ctx, json, params, message) {
	const result = typeof ctx.unrepresentable === "function" ? ctx.unrepresentable({
		zodSchema: schema,
		path: params.path,
		message
	}) : ctx.unrepresentable;
	if (result === "any") return false;
	if (result === void 0 || result === "throw") throw new Error(message);
	Object.assign(json, result);
	return true;
}
function processSchema(schema, ctx, _params = {
	path: [],
	schemaPath: []
}) {
	var _a;
	const def = schema._zod.def;
	const seen = ctx.seen.get(schema);
	if (seen) {
		seen.count++;
		if (_params.schemaPath.includes(schema)) seen.cycle = _params.path;
		return seen.schema;
	}
	const result = {
		schema: {},
		count: 1,
		cycle: void 0,
		path: _params.path
	};
	ctx.seen.set(schema, result);
	ctx.sharedDefsExtractedFor = void 0;
	ctx.sharedEmitDoneFor = void 0;
	const overrideSchema = schema._zod.toJSONSchema?.();
	if (overrideSchema) result.schema = overrideSchema;
	else {
		const params = {
			..._params,
			schemaPath: [..._params.schemaPath, schema],
			path: _params.path
		};
		if (schema._zod.processJSONSchema) schema._zod.processJSONSchema(ctx, result.schema, params);
		else {
			const _json = result.schema;
			const processor = ctx.processors[def.type];
			if (!processor) throw new Error(`[toJSONSchema]: Non-representable type encountered: ${def.type}`);
			processor(schema, ctx, _json, params);
		}
		const parent = schema._zod.parent;
		if (parent) {
			if (!result.ref) result.ref = parent;
			processSchema(parent, ctx, params);
			ctx.seen.get(parent).isParent = true;
		}
	}
	const meta = ctx.metadataRegistry.get(schema);
	if (meta) assignProps(result.schema, meta);
	if (ctx.io === "input" && isTransforming(schema)) {
		delete result.schema.examples;
		delete result.schema.default;
	}
	if (ctx.io === "input" && "_prefault" in result.schema) (_a = result.schema).default ?? (_a.default = result.schema._prefault);
	delete result.schema._prefault;
	return ctx.seen.get(schema).schema;
}
function encodeJSONPointerSegment(segment) {
	return segment.replace(/~/g, "~0").replace(/\//g, "~1");
}
function extractDefs(ctx, schema) {
	const root = ctx.seen.get(schema);
	if (!root) throw new Error("Unprocessed schema. This is a bug in Zod.");
	if (ctx.external && ctx.sharedDefsExtractedFor === ctx.external) return;
	const idToSchema = /* @__PURE__ */ new Map();
	for (const entry of ctx.seen.entries()) {
		const id = ctx.metadataRegistry.get(entry[0])?.id;
		if (id) {
			const existing = idToSchema.get(id);
			if (existing && existing !== entry[0]) throw new Error(`Duplicate schema id "${id}" detected during JSON Schema conversion. Two different schemas cannot share the same id when converted together.`);
			idToSchema.set(id, entry[0]);
		}
	}
	const makeURI = (entry) => {
		const defsSegment = ctx.target === "draft-2020-12" ? "$defs" : "definitions";
		if (ctx.external) {
			const externalId = ctx.external.registry.get(entry[0])?.id;
			const uriGenerator = ctx.external.uri ?? ((id) => id);
			if (externalId) return { ref: uriGenerator(externalId) };
			const id = entry[1].defId ?? entry[1].schema.id ?? `schema${ctx.counter++}`;
			entry[1].defId = id;
			return {
				defId: id,
				ref: `${uriGenerator("__shared")}#/${defsSegment}/${encodeJSONPointerSegment(id)}`
			};
		}
		const uriPrefix = `#`;
		const defUriPrefix = `${uriPrefix}/${defsSegment}/`;
		if (entry[1] === root && !entry[1].schema.id) return { ref: uriPrefix };
		const defId = entry[1].schema.id ?? `__schema${ctx.counter++}`;
		return {
			defId,
			ref: defUriPrefix + encodeJSONPointerSegment(defId)
		};
	};
	const extractToDef = (entry) => {
		if (entry[1].schema.$ref) return;
		const seen = entry[1];
		const { ref, defId } = makeURI(entry);
		seen.def = { ...seen.schema };
		if (defId) seen.defId = defId;
		const schema = seen.schema;
		for (const key in schema) delete schema[key];
		schema.$ref = ref;
	};
	if (ctx.cycles === "throw") for (const entry of ctx.seen.entries()) {
		const seen = entry[1];
		if (seen.cycle) throw new Error(`Cycle detected: #/${seen.cycle?.join("/")}/<root>

Set the \`cycles\` parameter to \`"ref"\` to resolve cyclical schemas with defs.`);
	}
	for (const entry of ctx.seen.entries()) {
		const seen = entry[1];
		if (schema === entry[0]) {
			extractToDef(entry);
			continue;
		}
		if (ctx.external) {
			const ext = ctx.external.registry.get(entry[0])?.id;
			if (schema !== entry[0] && ext) {
				extractToDef(entry);
				continue;
			}
		}
		if (ctx.metadataRegistry.get(entry[0])?.id) {
			extractToDef(entry);
			continue;
		}
		if (seen.cycle) {
			extractToDef(entry);
			continue;
		}
		if (seen.count > 1) {
			if (ctx.reused === "ref") extractToDef(entry);
		}
	}
	if (ctx.external) ctx.sharedDefsExtractedFor = ctx.external;
}
/** Rewrites `anyOf: [{type: "a"}, {type: "b"}]` to `type: ["a", "b"]`, which every JSON Schema draft treats as equivalent and most consumers render far better for the nullable case. Only branches that are a bare type assertion qualify — anything carrying a constraint, `$ref`, `const` or metadata is left alone. Runs after `flattenRef`, so a branch an override decorated or `$defs` extraction turned into a `$ref` is no longer bare and correctly stays in `anyOf`. `oneOf` is excluded: `integer` and `number` overlap, so "exactly one" and "at least one" are not the same there. OpenAPI 3.0 is excluded: its `type` must be a single string. */
function compactTypeUnion(schema) {
	const options = schema.anyOf;
	if (!Array.isArray(options) || options.length === 0 || schema.type !== void 0) return;
	const types = [];
	for (const option of options) {
		if (!option || typeof option !== "object") return;
		compactTypeUnion(option);
		const keys = Object.keys(option);
		if (keys.length !== 1 || keys[0] !== "type") return;
		const type = option.type;
		for (const member of Array.isArray(type) ? type : [type]) {
			if (typeof member !== "string") return;
			if (!types.includes(member)) types.push(member);
		}
	}
	delete schema.anyOf;
	schema.type = types.length === 1 ? types[0] : types;
}
/** Keywords `foldIntersection` knows how to combine. Anything else — `$ref`, `patternProperties`,
* an annotation like `description` — makes a member unfoldable, so a constraint this does not
* understand leaves the `allOf` alone instead of being silently dropped or misattributed. */
const FOLDABLE_KEYS = /* @__PURE__ */ new Set([
	"type",
	"properties",
	"required",
	"additionalProperties"
]);
const UNION_KEYS = ["oneOf", "anyOf"];
/** A member's constraint on a key it does not declare itself. A `catchall` states one; `false`, an absent `additionalProperties`, and the empty schema a loose object emits state nothing. */
function undeclaredConstraint(member) {
	const extra = member.additionalProperties;
	if (extra === void 0 || extra === false || typeof extra !== "object" || extra === null) return null;
	return Object.keys(extra).length ? extra : null;
}
/** Combines object members into the single object they describe together, or returns `null` if any of them carries a keyword outside {@link FOLDABLE_KEYS}. */
function foldObjects(members) {
	const objects = [];
	for (const member of members) {
		if (typeof member !== "object" || member.type !== "object") return null;
		for (const key in member) if (!FOLDABLE_KEYS.has(key)) return null;
		objects.push(member);
	}
	const properties = {};
	const required = /* @__PURE__ */ new Set();
	for (const object of objects) {
		for (const key in object.properties) {
			if (Object.prototype.hasOwnProperty.call(properties, key)) continue;
			const parts = [];
			for (const other of objects) {
				const part = other.properties?.[key] ?? undeclaredConstraint(other);
				if (part === null || part === void 0) continue;
				if (!parts.some((seen) => JSON.stringify(seen) === JSON.stringify(part))) parts.push(part);
			}
			assignProp(properties, key, parts.length === 1 ? parts[0] : foldObjects(parts) ?? { allOf: parts });
		}
		for (const key of object.required ?? []) required.add(key);
	}
	const folded = {
		type: "object",
		properties
	};
	if (required.size) folded.required = [...required];
	if (objects.every((object) => object.additionalProperties === false)) folded.additionalProperties = false;
	else {
		const constraints = [];
		for (const object of objects) {
			const constraint = undeclaredConstraint(object);
			if (constraint && !constraints.some((seen) => JSON.stringify(seen) === JSON.stringify(constraint))) constraints.push(constraint);
		}
		if (constraints.length === 1) folded.additionalProperties = constraints[0];
		else if (constraints.length > 1) folded.additionalProperties = { allOf: constraints };
	}
	return folded;
}
/** `additionalProperties` in an `allOf` member sees only that member's own `properties`, so two
* closed object members reject each other's keys and the schema validates nothing. Zod's parser
* pools the key sets instead — `handleIntersectionResults` reports a key as unrecognized only when
* *every* side rejects it — so the emitted schema has to pool them too, and folding the members
* into one object is the encoding that says so on every target.
*
* This runs from `finalize`, after `extractDefs`, which is what keeps it clear of the `$ref`
* machinery: a member extracted into `$defs` is already a `$ref` by now and declines to fold, so it
* keeps its reference and its own closedness rather than being inlined as a stale copy. */
function foldIntersection(json) {
	const allOf = json.allOf;
	if (!Array.isArray(allOf) || allOf.length < 2) return;
	for (const key of FOLDABLE_KEYS) if (key in json) return;
	const unions = allOf.filter((m) => UNION_KEYS.some((k) => Array.isArray(m[k])));
	let folded = null;
	if (!unions.length) folded = foldObjects(allOf);
	else {
		const union = unions[0];
		const keyword = UNION_KEYS.find((k) => Array.isArray(union[k]));
		if (Object.keys(union).length !== 1) return;
		const rest = allOf.filter((m) => m !== union);
		const branches = union[keyword].map((branch) => foldObjects([...rest, branch]));
		if (branches.some((b) => !b)) return;
		folded = { [keyword]: branches };
	}
	if (!folded) return;
	delete json.allOf;
	assignProps(json, folded);
}
function finalize(ctx, schema) {
	const root = ctx.seen.get(schema);
	if (!root) throw new Error("Unprocessed schema. This is a bug in Zod.");
	const flattenRef = (zodSchema) => {
		const seen = ctx.seen.get(zodSchema);
		if (seen.ref === null) return;
		const schema = seen.def ?? seen.schema;
		const _cached = { ...schema };
		const ref = seen.ref;
		seen.ref = null;
		if (ref) {
			flattenRef(ref);
			const refSeen = ctx.seen.get(ref);
			const refSchema = refSeen.schema;
			if (refSchema.$ref && (ctx.target === "draft-07" || ctx.target === "draft-04" || ctx.target === "openapi-3.0")) {
				schema.allOf = schema.allOf ?? [];
				schema.allOf.push(refSchema);
			} else assignProps(schema, refSchema);
			assignProps(schema, _cached);
			if (zodSchema._zod.parent === ref) for (const key in schema) {
				if (key === "$ref" || key === "allOf") continue;
				if (!(key in _cached)) delete schema[key];
			}
			if (refSchema.$ref && refSeen.def) for (const key in schema) {
				if (key === "$ref" || key === "allOf") continue;
				if (key in refSeen.def && JSON.stringify(schema[key]) === JSON.stringify(refSeen.def[key])) delete schema[key];
			}
		}
		const parent = zodSchema._zod.parent;
		if (parent && parent !== ref) {
			flattenRef(parent);
			const parentSeen = ctx.seen.get(parent);
			if (parentSeen?.schema.$ref) {
				schema.$ref = parentSeen.schema.$ref;
				if (parentSeen.def) for (const key in schema) {
					if (key === "$ref" || key === "allOf") continue;
					if (key in parentSeen.def && JSON.stringify(schema[key]) === JSON.stringify(parentSeen.def[key])) delete schema[key];
				}
			}
		}
		ctx.override({
			zodSchema,
			jsonSchema: schema,
			path: seen.path ?? []
		});
	};
	if (!ctx.external || ctx.sharedEmitDoneFor !== ctx.external) {
		for (const entry of [...ctx.seen.entries()].reverse()) flattenRef(entry[0]);
		if (ctx.target !== "openapi-3.0") for (const entry of ctx.seen.entries()) compactTypeUnion(entry[1].def ?? entry[1].schema);
		for (const rewrite of ctx.deferred) rewrite();
		if (ctx.intersections.length) {
			const carriers = /* @__PURE__ */ new Map();
			for (const seen of ctx.seen.values()) for (const json of [seen.schema, seen.def]) {
				const allOf = json?.allOf;
				if (!Array.isArray(allOf)) continue;
				const existing = carriers.get(allOf);
				if (existing) existing.push(json);
				else carriers.set(allOf, [json]);
			}
			for (const allOf of ctx.intersections) for (const json of carriers.get(allOf) ?? []) foldIntersection(json);
		}
	}
	const result = {};
	if (ctx.target === "draft-2020-12") result.$schema = "https://json-schema.org/draft/2020-12/schema";
	else if (ctx.target === "draft-07") result.$schema = "http://json-schema.org/draft-07/schema#";
	else if (ctx.target === "draft-04") result.$schema = "http://json-schema.org/draft-04/schema#";
	else if (ctx.target === "openapi-3.0") {}
	if (ctx.external?.uri) {
		const id = ctx.external.registry.get(schema)?.id;
		if (!id) throw new Error("Schema is missing an `id` property");
		result.$id = ctx.external.uri(id);
	}
	assignProps(result, root.defId ? root.schema : root.def ?? root.schema);
	const rootMetaId = ctx.metadataRegistry.get(schema)?.id;
	if (rootMetaId !== void 0 && result.id === rootMetaId) delete result.id;
	const defs = ctx.external?.defs ?? {};
	if (!ctx.external || ctx.sharedEmitDoneFor !== ctx.external) for (const entry of ctx.seen.entries()) {
		const seen = entry[1];
		if (seen.def && seen.defId) {
			if (seen.def.id === seen.defId) delete seen.def.id;
			assignProp(defs, seen.defId, seen.def);
		}
	}
	if (ctx.external) ctx.sharedEmitDoneFor = ctx.external;
	if (ctx.external) {} else if (Object.keys(defs).length > 0) {
		if (ctx.target === "draft-2020-12") result.$defs = defs;
		else result.definitions = defs;
	}
	try {
		const finalized = JSON.parse(JSON.stringify(result));
		Object.defineProperty(finalized, "~standard", {
			value: {
				...schema["~standard"],
				jsonSchema: {
					input: createStandardJSONSchemaMethod(schema, "input", ctx.processors),
					output: createStandardJSONSchemaMethod(schema, "output", ctx.processors)
				}
			},
			enumerable: false,
			writable: false
		});
		return finalized;
	} catch (_err) {
		throw new Error("Error converting schema to JSON.");
	}
}
function isTransforming(_schema, _ctx) {
	const ctx = _ctx ?? { seen: /* @__PURE__ */ new Set() };
	if (ctx.seen.has(_schema)) return false;
	ctx.seen.add(_schema);
	const def = _schema._zod.def;
	if (def.type === "transform") return true;
	if (def.type === "array") return isTransforming(def.element, ctx);
	if (def.type === "set") return isTransforming(def.valueType, ctx);
	if (def.type === "lazy") return isTransforming(def.getter(), ctx);
	if (def.type === "promise" || def.type === "optional" || def.type === "nonoptional" || def.type === "nullable" || def.type === "readonly" || def.type === "default" || def.type === "prefault" || def.type === "catch") return isTransforming(def.innerType, ctx);
	if (def.type === "intersection") return isTransforming(def.left, ctx) || isTransforming(def.right, ctx);
	if (def.type === "record" || def.type === "map") return isTransforming(def.keyType, ctx) || isTransforming(def.valueType, ctx);
	if (def.type === "pipe") {
		if (_schema._zod.traits.has("$ZodCodec")) return true;
		return isTransforming(def.in, ctx) || isTransforming(def.out, ctx);
	}
	if (def.type === "object") {
		for (const key in def.shape) if (isTransforming(def.shape[key], ctx)) return true;
		return false;
	}
	if (def.type === "union") {
		for (const option of def.options) if (isTransforming(option, ctx)) return true;
		return false;
	}
	if (def.type === "tuple") {
		for (const item of def.items) if (isTransforming(item, ctx)) return true;
		if (def.rest && isTransforming(def.rest, ctx)) return true;
		return false;
	}
	return false;
}
/**
* Creates a toJSONSchema method for a schema instance.
* This encapsulates the logic of initializing context, processing, extracting defs, and finalizing.
*/
const createToJSONSchemaMethod = (schema, processors = {}) => (params) => {
	const ctx = initializeContext({
		...params,
		processors
	});
	processSchema(schema, ctx);
	extractDefs(ctx, schema);
	return finalize(ctx, schema);
};
const createStandardJSONSchemaMethod = (schema, io, processors = {}) => (params) => {
	const { libraryOptions, target } = params ?? {};
	const ctx = initializeContext({
		...libraryOptions ?? {},
		target,
		io,
		processors
	});
	processSchema(schema, ctx);
	extractDefs(ctx, schema);
	return finalize(ctx, schema);
};
// node_modules/zod/v4/core/json-schema-processors.js
const narrowMin = (agg, key, value) => {
	if (agg[key] === void 0 || value > agg[key]) agg[key] = value;
};
const narrowMax = (agg, key, value) => {
	if (agg[key] === void 0 || value < agg[key]) agg[key] = value;
};
const narrowBoth = (agg, value) => {
	narrowMin(agg, "minimum", value);
	narrowMax(agg, "maximum", value);
};
const addDivisor = (agg, value) => {
	agg.multipleOf ?? (agg.multipleOf = []);
	if (!agg.multipleOf.includes(value)) agg.multipleOf.push(value);
};
const addPattern = (agg, pattern) => {
	agg.patterns ?? (agg.patterns = /* @__PURE__ */ new Set());
	agg.patterns.add(pattern);
};
const intersectMime = (agg, mime) => {
	agg.mime = agg.mime ? agg.mime.filter((m) => mime.includes(m)) : [...mime];
};
const setFormat = (agg, format) => {
	agg.format = format;
	if (format.includes("int")) agg.isInt = true;
};
const minContributor = (agg, def) => narrowMin(agg, "minimum", def.minimum);
const maxContributor = (agg, def) => narrowMax(agg, "maximum", def.maximum);
const formatContributor = (ranges) => (agg, def) => {
	setFormat(agg, def.format);
	const [minimum, maximum] = ranges[def.format];
	narrowMin(agg, "minimum", minimum);
	narrowMax(agg, "maximum", maximum);
};
const contributors = {
	greater_than: (agg, def) => narrowMin(agg, def.inclusive ? "minimum" : "exclusiveMinimum", def.value),
	less_than: (agg, def) => narrowMax(agg, def.inclusive ? "maximum" : "exclusiveMaximum", def.value),
	multiple_of: (agg, def) => addDivisor(agg, def.value),
	number_format: formatContributor(NUMBER_FORMAT_RANGES),
	bigint_format: formatContributor(BIGINT_FORMAT_RANGES),
	min_length: minContributor,
	max_length: maxContributor,
	length_equals: (agg, def) => narrowBoth(agg, def.length),
	min_size: minContributor,
	max_size: maxContributor,
	size_equals: (agg, def) => narrowBoth(agg, def.size),
	string_format: (agg, def) => {
		setFormat(agg, def.format);
		if (def.pattern) addPattern(agg, def.pattern);
		if (def.format === "base64" || def.format === "base64url") agg.contentEncoding = def.format;
		if (def.local || def.precision === -1) agg.laxFormat = true;
	},
	mime_type: (agg, def) => intersectMime(agg, def.mime)
};
function aggregateChecks(schema) {
	const agg = {};
	const def = schema._zod.def;
	const list = schema._zod.traits.has("$ZodCheck") ? [schema, ...def.checks ?? []] : def.checks ?? [];
	for (const ch of list) contributors[ch._zod.def.check]?.(agg, ch._zod.def);
	const bag = schema._zod.bag;
	if (bag.minimum !== void 0) narrowMin(agg, "minimum", bag.minimum);
	if (bag.exclusiveMinimum !== void 0) narrowMin(agg, "exclusiveMinimum", bag.exclusiveMinimum);
	if (bag.maximum !== void 0) narrowMax(agg, "maximum", bag.maximum);
	if (bag.exclusiveMaximum !== void 0) narrowMax(agg, "exclusiveMaximum", bag.exclusiveMaximum);
	if (bag.multipleOf !== void 0) addDivisor(agg, bag.multipleOf);
	if (bag.format !== void 0) {
		agg.format ?? (agg.format = bag.format);
		if (bag.format.includes("int")) agg.isInt = true;
	}
	if (bag.mime) intersectMime(agg, bag.mime);
	for (const pattern of bag.patterns ?? []) addPattern(agg, pattern);
	return agg;
}
const formatMap = {
	guid: "uuid",
	url: "uri",
	datetime: "date-time",
	json_string: "json-string",
	regex: ""
};
const exactPatterns = /* @__PURE__ */ new Map([[base64Charset, base64], [base64urlCharset, base64url]]);
const exactPattern = (p) => exactPatterns.get(p) ?? p;
const stringProcessor = (schema, ctx, _json, _params) => {
	const json = _json;
	json.type = "string";
	const { minimum, maximum, format, patterns, contentEncoding, laxFormat } = aggregateChecks(schema);
	if (typeof minimum === "number") json.minLength = minimum;
	if (typeof maximum === "number") json.maxLength = maximum;
	if (format) {
		json.format = formatMap[format] ?? format;
		if (json.format === "") delete json.format;
		if (format === "time" || laxFormat) delete json.format;
	}
	if (contentEncoding) json.contentEncoding = contentEncoding;
	if (patterns && patterns.size > 0) {
		const patternList = [...patterns].map(exactPattern);
		if (patternList.length === 1) json.pattern = patternList[0].source;
		else if (patternList.length > 1) json.allOf = [...patternList.map((regex) => ({
			...ctx.target === "draft-07" || ctx.target === "draft-04" || ctx.target === "openapi-3.0" ? { type: "string" } : {},
			pattern: regex.source
		}))];
	}
};
const numberProcessor = (schema, ctx, _json, params) => {
	const json = _json;
	const { minimum, maximum, multipleOf, exclusiveMaximum, exclusiveMinimum, isInt } = aggregateChecks(schema);
	json.type = isInt ? "integer" : "number";
	const exMin = typeof exclusiveMinimum === "number" && exclusiveMinimum >= (minimum ?? Number.NEGATIVE_INFINITY);
	const exMax = typeof exclusiveMaximum === "number" && exclusiveMaximum <= (maximum ?? Number.POSITIVE_INFINITY);
	const legacy = ctx.target === "draft-04" || ctx.target === "openapi-3.0";
	if (exMin) {
		if (legacy) {
			json.minimum = exclusiveMinimum;
			json.exclusiveMinimum = true;
		} else json.exclusiveMinimum = exclusiveMinimum;
	} else if (typeof minimum === "number") json.minimum = minimum;
	if (exMax) {
		if (legacy) {
			json.maximum = exclusiveMaximum;
			json.exclusiveMaximum = true;
		} else json.exclusiveMaximum = exclusiveMaximum;
	} else if (typeof maximum === "number") json.maximum = maximum;
	if (multipleOf) {
		const divisors = /* @__PURE__ */ new Set();
		for (const divisor of multipleOf) if (Number.isFinite(divisor) && divisor !== 0) divisors.add(Math.abs(divisor));
		else handleUnrepresentable(schema, ctx, json, params, `A multipleOf divisor of ${divisor} cannot be represented in JSON Schema`);
		const [first, ...rest] = divisors;
		if (first !== void 0) json.multipleOf = first;
		if (rest.length) json.allOf = [...json.allOf ?? [], ...rest.map((m) => ({ multipleOf: m }))];
	}
};
const booleanProcessor = (_schema, _ctx, json, _params) => {
	json.type = "boolean";
};
const nullProcessor = (_schema, ctx, json, _params) => {
	if (ctx.target === "openapi-3.0") {
		json.type = "string";
		json.nullable = true;
		json.enum = [null];
	} else json.type = "null";
};
const neverProcessor = (_schema, _ctx, json, _params) => {
	json.not = {};
};
const enumProcessor = (schema, _ctx, json, _params) => {
	const def = schema._zod.def;
	const values = getEnumValues(def.entries);
	if (values.length === 0) {
		json.not = {};
		return;
	}
	if (values.every((v) => typeof v === "number")) json.type = "number";
	if (values.every((v) => typeof v === "string")) json.type = "string";
	json.enum = values;
};
const literalProcessor = (schema, ctx, json, params) => {
	const def = schema._zod.def;
	if (def.values.length === 0) {
		json.not = {};
		return;
	}
	const vals = [];
	for (const val of def.values) if (val === void 0) {
		if (handleUnrepresentable(schema, ctx, json, params, "Literal `undefined` cannot be represented in JSON Schema")) return;
	} else if (typeof val === "bigint") {
		if (handleUnrepresentable(schema, ctx, json, params, "BigInt literals cannot be represented in JSON Schema")) return;
		vals.push(Number(val));
	} else vals.push(val);
	if (vals.length === 0) {} else if (vals.length === 1) {
		const val = vals[0];
		json.type = val === null ? "null" : typeof val;
		if (ctx.target === "draft-04" || ctx.target === "openapi-3.0") json.enum = [val];
		else json.const = val;
	} else {
		if (vals.every((v) => typeof v === "number")) json.type = "number";
		if (vals.every((v) => typeof v === "string")) json.type = "string";
		if (vals.every((v) => typeof v === "boolean")) json.type = "boolean";
		if (vals.every((v) => v === null)) json.type = "null";
		json.enum = vals;
	}
};
const customProcessor = (schema, ctx, json, params) => {
	handleUnrepresentable(schema, ctx, json, params, "Custom types cannot be represented in JSON Schema");
};
const transformProcessor = (schema, ctx, json, params) => {
	handleUnrepresentable(schema, ctx, json, params, "Transforms cannot be represented in JSON Schema");
};
const arrayProcessor = (schema, ctx, _json, params) => {
	const json = _json;
	const def = schema._zod.def;
	const { minimum, maximum } = aggregateChecks(schema);
	if (typeof minimum === "number") json.minItems = minimum;
	if (typeof maximum === "number") json.maxItems = maximum;
	json.type = "array";
	json.items = processSchema(def.element, ctx, {
		...params,
		path: [...params.path, "items"]
	});
};
function inputOptin(schema) {
	const def = schema._zod.def;
	if (def.type === "pipe" && def.in._zod.traits.has("$ZodTransform")) return inputOptin(def.out);
	if (def.type === "catch") return inputOptin(def.innerType);
	return schema._zod.optin;
}
const objectProcessor = (schema, ctx, _json, params) => {
	const json = _json;
	const def = schema._zod.def;
	const shape = def.shape;
	if (Object.getOwnPropertySymbols(shape).length && handleUnrepresentable(schema, ctx, json, params, "Symbol keys cannot be represented in JSON Schema")) return;
	json.type = "object";
	json.properties = {};
	for (const key in shape) assignProp(json.properties, key, processSchema(shape[key], ctx, {
		...params,
		path: [
			...params.path,
			"properties",
			key
		]
	}));
	const requiredKeys = [];
	for (const key of Object.keys(shape)) {
		const field = def.shape[key];
		if (ctx.io === "input" ? inputOptin(field) === void 0 : field._zod.optout === void 0) requiredKeys.push(key);
	}
	if (requiredKeys.length > 0) json.required = requiredKeys;
	if (def.catchall?._zod.def.type === "never") json.additionalProperties = false;
	else if (!def.catchall) {
		if (ctx.io === "output") json.additionalProperties = false;
	} else if (def.catchall) json.additionalProperties = processSchema(def.catchall, ctx, {
		...params,
		path: [...params.path, "additionalProperties"]
	});
};
const unionProcessor = (schema, ctx, json, params) => {
	const def = schema._zod.def;
	const isExclusive = def.inclusive === false;
	const options = def.options.map((x, i) => processSchema(x, ctx, {
		...params,
		path: [
			...params.path,
			isExclusive ? "oneOf" : "anyOf",
			i
		]
	}));
	if (isExclusive) json.oneOf = options;
	else json.anyOf = options;
};
const intersectionProcessor = (schema, ctx, json, params) => {
	const def = schema._zod.def;
	const a = processSchema(def.left, ctx, {
		...params,
		path: [
			...params.path,
			"allOf",
			0
		]
	});
	const b = processSchema(def.right, ctx, {
		...params,
		path: [
			...params.path,
			"allOf",
			1
		]
	});
	const isSimpleIntersection = (val) => "allOf" in val && Object.keys(val).length === 1;
	const allOf = [...isSimpleIntersection(a) ? a.allOf : [a], ...isSimpleIntersection(b) ? b.allOf : [b]];
	json.allOf = allOf;
	ctx.intersections.push(allOf);
};
const tupleProcessor = (schema, ctx, _json, params) => {
	const json = _json;
	const def = schema._zod.def;
	json.type = "array";
	const prefixPath = ctx.target === "draft-2020-12" ? "prefixItems" : "items";
	const restPath = ctx.target === "draft-2020-12" ? "items" : ctx.target === "openapi-3.0" ? "items" : "additionalItems";
	const prefixItems = def.items.map((x, i) => processSchema(x, ctx, {
		...params,
		path: [
			...params.path,
			prefixPath,
			i
		]
	}));
	const rest = def.rest ? processSchema(def.rest, ctx, {
		...params,
		path: [
			...params.path,
			restPath,
			...ctx.target === "openapi-3.0" ? [def.items.length] : []
		]
	}) : null;
	let minItems = def.items.length;
	while (minItems > 0) {
		const item = def.items[minItems - 1];
		if (!(ctx.io === "input" ? inputOptin(item) !== void 0 : item._zod.optout === "optional")) break;
		minItems--;
	}
	const maxItems = def.items.length;
	const isClosed = !def.rest;
	if (ctx.target === "draft-2020-12") {
		json.prefixItems = prefixItems;
		if (isClosed) json.items = false;
		else if (rest) json.items = rest;
		if (minItems > 0) json.minItems = minItems;
		if (isClosed) json.maxItems = maxItems;
	} else if (ctx.target === "openapi-3.0") {
		json.items = { anyOf: prefixItems };
		if (rest) json.items.anyOf.push(rest);
		if (minItems > 0) json.minItems = minItems;
		if (isClosed) json.maxItems = maxItems;
	} else {
		json.items = prefixItems;
		if (isClosed) json.additionalItems = false;
		else if (rest) json.additionalItems = rest;
		if (minItems > 0) json.minItems = minItems;
		if (isClosed) json.maxItems = maxItems;
	}
	const { minimum, maximum } = aggregateChecks(schema);
	if (typeof minimum === "number") json.minItems = minimum;
	if (typeof maximum === "number") json.maxItems = maximum;
};
/** JSON object keys are always strings, so a numeric record key schema is re-expressed over the
* numeric-string form the record parser matches. Deferred to `finalize`, after the flatten: a key
* behind a wrapper only carries its own `type` before then, and a union key only has its branches.
*
* A numeric bound cannot apply to a property name, so `minimum` and its siblings are dropped rather
* than carried over: keeping them beside `type: "string"` reproduces the match-nothing schema this
* exists to fix. A key that carries one therefore emits wider than the record parses — `z.record(z.number().min(5), V)`
* accepts `"3"` — which is the deliberate trade, since throwing on it would reject an ordinary schema
* outright. */
function stringifyKeyNames(bySchema, json, visited) {
	if (json.$ref) {
		if (visited.has(json)) return json;
		visited.add(json);
		const def = bySchema.get(json)?.def;
		if (!def) return json;
		const inlined = stringifyKeyNames(bySchema, def, visited);
		return inlined === def ? json : inlined;
	}
	for (const keyword of ["anyOf", "oneOf"]) {
		const branches = json[keyword];
		if (!Array.isArray(branches)) continue;
		const mapped = branches.map((branch) => stringifyKeyNames(bySchema, branch, visited));
		if (mapped.some((branch, i) => branch !== branches[i])) json = {
			...json,
			[keyword]: mapped
		};
	}
	const types = Array.isArray(json.type) ? json.type : [json.type];
	const numericType = !types.includes("string") && types.some((t) => t === "number" || t === "integer");
	const values = json.enum ?? (json.const !== void 0 ? [json.const] : void 0);
	if (!numericType && !values?.some((v) => typeof v === "number")) return json;
	const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf, format, id, ...rest } = json;
	if (rest.enum) rest.enum = rest.enum.map((v) => typeof v === "number" ? String(v) : v);
	else if (typeof rest.const === "number") rest.const = String(rest.const);
	if (!numericType) return rest;
	rest.type = "string";
	if (!values) rest.pattern = (types.includes("number") ? number$1 : integer).source;
	return rest;
}
/** Every record of one conversion, so the carriers are found in a single pass rather than once per record. */
const pendingRecords = /* @__PURE__ */ new WeakMap();
function rewriteKeyNames(ctx) {
	const bySchema = /* @__PURE__ */ new Map();
	for (const entry of ctx.seen.values()) if (entry.def && !bySchema.has(entry.schema)) bySchema.set(entry.schema, entry);
	const rewrites = /* @__PURE__ */ new Map();
	for (const record of pendingRecords.get(ctx) ?? []) {
		const seen = ctx.seen.get(record);
		const names = (seen?.def ?? seen?.schema)?.propertyNames;
		if (!names || names === true || rewrites.has(names)) continue;
		const rewritten = stringifyKeyNames(bySchema, names, /* @__PURE__ */ new Set());
		if (rewritten !== names) rewrites.set(names, rewritten);
	}
	if (!rewrites.size) return;
	for (const entry of ctx.seen.values()) for (const carrier of [entry.schema, entry.def]) {
		const rewritten = carrier && rewrites.get(carrier.propertyNames);
		if (rewritten) carrier.propertyNames = rewritten;
	}
}
const recordProcessor = (schema, ctx, _json, params) => {
	const json = _json;
	const def = schema._zod.def;
	json.type = "object";
	const keyType = def.keyType;
	const patterns = aggregateChecks(keyType).patterns;
	if (def.mode === "loose" && patterns && patterns.size > 0) {
		const valueSchema = processSchema(def.valueType, ctx, {
			...params,
			path: [
				...params.path,
				"patternProperties",
				"*"
			]
		});
		json.patternProperties = {};
		for (const pattern of patterns) assignProp(json.patternProperties, exactPattern(pattern).source, valueSchema);
	} else {
		if (ctx.target === "draft-07" || ctx.target === "draft-2020-12") {
			json.propertyNames = processSchema(def.keyType, ctx, {
				...params,
				path: [...params.path, "propertyNames"]
			});
			let pending = pendingRecords.get(ctx);
			if (!pending) {
				pending = [];
				pendingRecords.set(ctx, pending);
				ctx.deferred.push(() => rewriteKeyNames(ctx));
			}
			pending.push(schema);
		}
		json.additionalProperties = processSchema(def.valueType, ctx, {
			...params,
			path: [...params.path, "additionalProperties"]
		});
	}
	const keyValues = keyType._zod.values;
	const omittableOnInput = ctx.io === "input" && inputOptin(def.valueType) !== void 0;
	if (keyValues && !def.partial && !omittableOnInput) {
		const validKeyValues = [...keyValues].filter((v) => typeof v === "string" || typeof v === "number");
		if (validKeyValues.length > 0) json.required = validKeyValues.map(String);
	}
};
const nullableProcessor = (schema, ctx, json, params) => {
	const def = schema._zod.def;
	const inner = processSchema(def.innerType, ctx, params);
	const seen = ctx.seen.get(schema);
	if (ctx.target === "openapi-3.0") {
		seen.ref = def.innerType;
		json.nullable = true;
	} else json.anyOf = [inner, { type: "null" }];
};
const nonoptionalProcessor = (schema, ctx, _json, params) => {
	const def = schema._zod.def;
	processSchema(def.innerType, ctx, params);
	const seen = ctx.seen.get(schema);
	seen.ref = def.innerType;
};
/** Round-trips a default value through JSON so the emitted schema is guaranteed to be valid JSON.
* A BigInt has no reliable encoding, so it goes through `unrepresentable` like any other
* unrepresentable value. Returns a sentinel when the caller must not write a default of its own. */
const UNREPRESENTABLE_DEFAULT = Symbol();
function serializeDefaultValue(value, schema, ctx, json, params) {
	let unrepresentable = false;
	const serialized = JSON.stringify(value, (_, val) => {
		if (typeof val !== "bigint") return val;
		unrepresentable = true;
		return null;
	});
	if (!unrepresentable) return JSON.parse(serialized);
	handleUnrepresentable(schema, ctx, json, params, "BigInt defaults cannot be represented in JSON Schema");
	return UNREPRESENTABLE_DEFAULT;
}
const defaultProcessor = (schema, ctx, json, params) => {
	const def = schema._zod.def;
	processSchema(def.innerType, ctx, params);
	const seen = ctx.seen.get(schema);
	seen.ref = def.innerType;
	const value = serializeDefaultValue(def.defaultValue, schema, ctx, json, params);
	if (value !== UNREPRESENTABLE_DEFAULT) json.default = value;
};
const prefaultProcessor = (schema, ctx, json, params) => {
	const def = schema._zod.def;
	processSchema(def.innerType, ctx, params);
	const seen = ctx.seen.get(schema);
	seen.ref = def.innerType;
	if (ctx.io !== "input") return;
	const value = serializeDefaultValue(def.defaultValue, schema, ctx, json, params);
	if (value !== UNREPRESENTABLE_DEFAULT) json._prefault = value;
};
const catchProcessor = (schema, ctx, json, params) => {
	const def = schema._zod.def;
	processSchema(def.innerType, ctx, params);
	const seen = ctx.seen.get(schema);
	seen.ref = def.innerType;
	let catchValue;
	try {
		catchValue = def.catchValue(void 0);
	} catch {
		handleUnrepresentable(schema, ctx, json, params, "Dynamic catch values are not supported in JSON Schema");
		return;
	}
	json.default = catchValue;
};
const pipeProcessor = (schema, ctx, _json, params) => {
	const def = schema._zod.def;
	const inIsTransform = def.in._zod.traits.has("$ZodTransform");
	const innerType = ctx.io === "input" ? inIsTransform ? def.out : def.in : def.out;
	processSchema(innerType, ctx, params);
	const seen = ctx.seen.get(schema);
	seen.ref = innerType;
};
const readonlyProcessor = (schema, ctx, json, params) => {
	const def = schema._zod.def;
	processSchema(def.innerType, ctx, params);
	const seen = ctx.seen.get(schema);
	seen.ref = def.innerType;
	json.readOnly = true;
};
const optionalProcessor = (schema, ctx, _json, params) => {
	const def = schema._zod.def;
	processSchema(def.innerType, ctx, params);
	const seen = ctx.seen.get(schema);
	seen.ref = def.innerType;
};
const lazyProcessor = (schema, ctx, _json, params) => {
	const innerType = schema._zod.innerType;
	processSchema(innerType, ctx, params);
	const seen = ctx.seen.get(schema);
	seen.ref = innerType;
};
// node_modules/zod/v4/classic/errors.js
const _installedErrorProtos = /* @__PURE__ */ new WeakSet([Object.prototype, Error.prototype]);
function _lazyMethod(proto, key, make) {
	Object.defineProperty(proto, key, {
		configurable: true,
		enumerable: false,
		get() {
			const value = make(this);
			Object.defineProperty(this, key, {
				value,
				configurable: true,
				writable: true
			});
			return value;
		},
		set(value) {
			Object.defineProperty(this, key, {
				value,
				configurable: true,
				writable: true
			});
		}
	});
}
const initializer = (inst, issues) => {
	$ZodError.init(inst, issues);
	inst.name = "ZodError";
	const proto = Object.getPrototypeOf(inst);
	if (_installedErrorProtos.has(proto)) return;
	_installedErrorProtos.add(proto);
	_lazyMethod(proto, "format", (self) => (mapper) => formatError(self, mapper));
	_lazyMethod(proto, "flatten", (self) => (mapper) => flattenError(self, mapper));
	_lazyMethod(proto, "addIssue", (self) => (issue) => {
		self.issues.push(issue);
		self.message = JSON.stringify(self.issues, jsonStringifyReplacer, 2);
	});
	_lazyMethod(proto, "addIssues", (self) => (issues) => {
		self.issues.push(...issues);
		self.message = JSON.stringify(self.issues, jsonStringifyReplacer, 2);
	});
	Object.defineProperty(proto, "isEmpty", {
		configurable: true,
		enumerable: false,
		get() {
			return this.issues.length === 0;
		}
	});
};
const ZodRealError = /*@__PURE__*/ $constructor("ZodError", initializer, void 0, { Parent: Error });
// node_modules/zod/v4/classic/parse.js
const parse = /* @__PURE__ */ _parse(ZodRealError);
const parseAsync = /* @__PURE__ */ _parseAsync(ZodRealError);
const safeParse = /* @__PURE__ */ _safeParse(ZodRealError);
const safeParseAsync = /* @__PURE__ */ _safeParseAsync(ZodRealError);
const encode = /* @__PURE__ */ _encode(ZodRealError);
const decode = /* @__PURE__ */ _decode(ZodRealError);
const encodeAsync = /* @__PURE__ */ _encodeAsync(ZodRealError);
const decodeAsync = /* @__PURE__ */ _decodeAsync(ZodRealError);
const safeEncode = /* @__PURE__ */ _safeEncode(ZodRealError);
const safeDecode = /* @__PURE__ */ _safeDecode(ZodRealError);
const safeEncodeAsync = /* @__PURE__ */ _safeEncodeAsync(ZodRealError);
const safeDecodeAsync = /* @__PURE__ */ _safeDecodeAsync(ZodRealError);
// node_modules/zod/v4/classic/schemas.js
function _ensureDefaultLocale() {
	if (!globalConfig.localeError) config(en_default());
}
function _ensureDefaultMemoizer() {
	if (!globalConfig.memoizer) config({ memoizer: memoizer() });
}
const ZodType = /*@__PURE__*/ $constructor("ZodType", (inst, def) => {
	_ensureDefaultLocale();
	$ZodType.init(inst, def);
	inst.def = def;
	inst.type = def.type;
	return inst;
}, {
	check(...chks) {
		const def = this.def;
		return this.clone(mergeDefs(def, { checks: [...def.checks ?? [], ...chks.map((ch) => typeof ch === "function" ? { _zod: {
			check: ch,
			def: { check: "custom" },
			onattach: []
		} } : ch)] }), { parent: true });
	},
	with(...chks) {
		return this.check(...chks);
	},
	clone(def, params) {
		return clone(this, def, params);
	},
	brand() {
		return this;
	},
	register(reg, meta) {
		reg.add(this, meta);
		return this;
	},
	refine(check, params) {
		return this.check(refine(check, params));
	},
	superRefine(refinement, params) {
		return this.check(superRefine(refinement, params));
	},
	overwrite(fn) {
		return this.check(/* @__PURE__ */ _overwrite(fn));
	},
	optional() {
		return optional(this);
	},
	exactOptional() {
		return exactOptional(this);
	},
	nullable() {
		return nullable(this);
	},
	nullish() {
		return optional(nullable(this));
	},
	nonoptional(params) {
		return nonoptional(this, params);
	},
	array() {
		return array(this);
	},
	or(arg) {
		return union([this, arg]);
	},
	and(arg) {
		return intersection(this, arg);
	},
	transform(tx) {
		return pipe(this, transform(tx));
	},
	default(d) {
		return _default(this, d);
	},
	prefault(d) {
		return prefault(this, d);
	},
	catch(params) {
		return _catch(this, params);
	},
	pipe(target) {
		return pipe(this, target);
	},
	readonly() {
		return readonly(this);
	},
	describe(description) {
		const cl = this.clone();
		globalRegistry.add(cl, { description });
		return cl;
	},
	meta(...args) {
		if (args.length === 0) return globalRegistry.get(this);
		const cl = this.clone();
		globalRegistry.add(cl, args[0]);
		return cl;
	},
	isOptional() {
		return this.safeParse(void 0).success;
	},
	isNullable() {
		return this.safeParse(null).success;
	},
	apply(fn, ...args) {
		return args.length === 0 ? fn(this) : fn(this, ...args);
	},
	get "~standard"() {
		return hide(this, "~standard", {
			...standardProps(this),
			jsonSchema: {
				input: createStandardJSONSchemaMethod(this, "input"),
				output: createStandardJSONSchemaMethod(this, "output")
			}
		});
	},
	set "~standard"(value) {
		own(this, "~standard", value);
	},
	parse: function _parse(data, params) {
		return parse(this, data, params, { callee: _parse });
	},
	parseAsync: async function _parseAsync(data, params) {
		return await parseAsync(this, data, params, { callee: _parseAsync });
	},
	safeParse(data, params) {
		return safeParse(this, data, params);
	},
	async safeParseAsync(data, params) {
		return safeParseAsync(this, data, params);
	},
	get spa() {
		return this?.safeParseAsync;
	},
	set spa(value) {
		own(this, "spa", value);
	},
	validate(data, params) {
		return validate(this, data, params);
	},
	validateAsync(data, params) {
		return validateAsync$1(this, data, params);
	},
	encode: function _encode(data, params) {
		return encode(this, data, params, { callee: _encode });
	},
	decode: function _decode(data, params) {
		return decode(this, data, params, { callee: _decode });
	},
	encodeAsync: async function _encodeAsync(data, params) {
		return await encodeAsync(this, data, params, { callee: _encodeAsync });
	},
	decodeAsync: async function _decodeAsync(data, params) {
		return await decodeAsync(this, data, params, { callee: _decodeAsync });
	},
	safeEncode(data, params) {
		return safeEncode(this, data, params);
	},
	safeDecode(data, params) {
		return safeDecode(this, data, params);
	},
	async safeEncodeAsync(data, params) {
		return safeEncodeAsync(this, data, params);
	},
	async safeDecodeAsync(data, params) {
		return safeDecodeAsync(this, data, params);
	},
	toJSONSchema(params) {
		return createToJSONSchemaMethod(this, {})(params);
	},
	get description() {
		return globalRegistry.get(this)?.description;
	},
	get _def() {
		return this._zod.def;
	}
});
/** @internal */
const _ZodString = /*@__PURE__*/ $constructor("_ZodString", (inst, def) => {
	$ZodString.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => stringProcessor(inst, ctx, json, params);
}, /*@__PURE__*/ derived({
	format: (inst) => aggregateChecks(inst).format ?? null,
	minLength: (inst) => aggregateChecks(inst).minimum ?? null,
	maxLength: (inst) => aggregateChecks(inst).maximum ?? null
}, {
	regex(...args) {
		return this.check(/* @__PURE__ */ _regex(...args));
	},
	includes(...args) {
		return this.check(/* @__PURE__ */ _includes(...args));
	},
	startsWith(...args) {
		return this.check(/* @__PURE__ */ _startsWith(...args));
	},
	endsWith(...args) {
		return this.check(/* @__PURE__ */ _endsWith(...args));
	},
	min(...args) {
		return this.check(/* @__PURE__ */ _minLength(...args));
	},
	max(...args) {
		return this.check(/* @__PURE__ */ _maxLength(...args));
	},
	length(...args) {
		return this.check(/* @__PURE__ */ _length(...args));
	},
	nonempty(...args) {
		return this.check(/* @__PURE__ */ _minLength(1, ...args));
	},
	lowercase(params) {
		return this.check(/* @__PURE__ */ _lowercase(params));
	},
	uppercase(params) {
		return this.check(/* @__PURE__ */ _uppercase(params));
	},
	trim() {
		return this.check(/* @__PURE__ */ _trim());
	},
	normalize(...args) {
		return this.check(/* @__PURE__ */ _normalize(...args));
	},
	toLowerCase() {
		return this.check(/* @__PURE__ */ _toLowerCase());
	},
	toUpperCase() {
		return this.check(/* @__PURE__ */ _toUpperCase());
	},
	slugify() {
		return this.check(/* @__PURE__ */ _slugify());
	}
}));
const ZodString = /*@__PURE__*/ $constructor("ZodString", (inst, def) => {
	$ZodString.init(inst, def);
	_ZodString.init(inst, def);
}, {
	email(params) {
		return this.check(/* @__PURE__ */ _email(ZodEmail, params));
	},
	url(params) {
		return this.check(/* @__PURE__ */ _url(ZodURL, params));
	},
	jwt(params) {
		return this.check(/* @__PURE__ */ _jwt(ZodJWT, params));
	},
	emoji(params) {
		return this.check(/* @__PURE__ */ _emoji(ZodEmoji, params));
	},
	guid(params) {
		return this.check(/* @__PURE__ */ _guid(ZodGUID, params));
	},
	uuid(params) {
		return this.check(/* @__PURE__ */ _uuid(ZodUUID, params));
	},
	uuidv4(params) {
		return this.check(/* @__PURE__ */ _uuidv4(ZodUUID, params));
	},
	uuidv6(params) {
		return this.check(/* @__PURE__ */ _uuidv6(ZodUUID, params));
	},
	uuidv7(params) {
		return this.check(/* @__PURE__ */ _uuidv7(ZodUUID, params));
	},
	nanoid(params) {
		return this.check(/* @__PURE__ */ _nanoid(ZodNanoID, params));
	},
	cuid(params) {
		return this.check(/* @__PURE__ */ _cuid(ZodCUID, params));
	},
	cuid2(params) {
		return this.check(/* @__PURE__ */ _cuid2(ZodCUID2, params));
	},
	ulid(params) {
		return this.check(/* @__PURE__ */ _ulid(ZodULID, params));
	},
	base64(params) {
		return this.check(/* @__PURE__ */ _base64(ZodBase64, params));
	},
	base64url(params) {
		return this.check(/* @__PURE__ */ _base64url(ZodBase64URL, params));
	},
	xid(params) {
		return this.check(/* @__PURE__ */ _xid(ZodXID, params));
	},
	ksuid(params) {
		return this.check(/* @__PURE__ */ _ksuid(ZodKSUID, params));
	},
	ipv4(params) {
		return this.check(/* @__PURE__ */ _ipv4(ZodIPv4, params));
	},
	ipv6(params) {
		return this.check(/* @__PURE__ */ _ipv6(ZodIPv6, params));
	},
	cidrv4(params) {
		return this.check(/* @__PURE__ */ _cidrv4(ZodCIDRv4, params));
	},
	cidrv6(params) {
		return this.check(/* @__PURE__ */ _cidrv6(ZodCIDRv6, params));
	},
	e164(params) {
		return this.check(/* @__PURE__ */ _e164(ZodE164, params));
	},
	datetime(params) {
		return this.check(/* @__PURE__ */ _isoDateTime(ZodISODateTime, params));
	},
	date(params) {
		return this.check(/* @__PURE__ */ _isoDate(ZodISODate, params));
	},
	time(params) {
		return this.check(/* @__PURE__ */ _isoTime(ZodISOTime, params));
	},
	duration(params) {
		return this.check(/* @__PURE__ */ _isoDuration(ZodISODuration, params));
	}
});
function string(params) {
	return /* @__PURE__ */ _string(ZodString, params);
}
const ZodStringFormat = /*@__PURE__*/ $constructor("ZodStringFormat", (inst, def) => {
	$ZodStringFormat.init(inst, def);
	_ZodString.init(inst, def);
});
const ZodISODateTime = /*@__PURE__*/ $constructor("ZodISODateTime", (inst, def) => {
	$ZodISODateTime.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodISODate = /*@__PURE__*/ $constructor("ZodISODate", (inst, def) => {
	$ZodISODate.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodISOTime = /*@__PURE__*/ $constructor("ZodISOTime", (inst, def) => {
	$ZodISOTime.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodISODuration = /*@__PURE__*/ $constructor("ZodISODuration", (inst, def) => {
	$ZodISODuration.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodEmail = /*@__PURE__*/ $constructor("ZodEmail", (inst, def) => {
	$ZodEmail.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodGUID = /*@__PURE__*/ $constructor("ZodGUID", (inst, def) => {
	$ZodGUID.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodUUID = /*@__PURE__*/ $constructor("ZodUUID", (inst, def) => {
	$ZodUUID.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodURL = /*@__PURE__*/ $constructor("ZodURL", (inst, def) => {
	$ZodURL.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodEmoji = /*@__PURE__*/ $constructor("ZodEmoji", (inst, def) => {
	$ZodEmoji.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodNanoID = /*@__PURE__*/ $constructor("ZodNanoID", (inst, def) => {
	$ZodNanoID.init(inst, def);
	ZodStringFormat.init(inst, def);
});
/**
* @deprecated CUID v1 is deprecated by its authors due to information leakage
* (timestamps embedded in the id). Use {@link ZodCUID2} instead.
* See https://github.com/paralleldrive/cuid.
*/
const ZodCUID = /*@__PURE__*/ $constructor("ZodCUID", (inst, def) => {
	$ZodCUID.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodCUID2 = /*@__PURE__*/ $constructor("ZodCUID2", (inst, def) => {
	$ZodCUID2.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodULID = /*@__PURE__*/ $constructor("ZodULID", (inst, def) => {
	$ZodULID.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodXID = /*@__PURE__*/ $constructor("ZodXID", (inst, def) => {
	$ZodXID.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodKSUID = /*@__PURE__*/ $constructor("ZodKSUID", (inst, def) => {
	$ZodKSUID.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodIPv4 = /*@__PURE__*/ $constructor("ZodIPv4", (inst, def) => {
	$ZodIPv4.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodIPv6 = /*@__PURE__*/ $constructor("ZodIPv6", (inst, def) => {
	$ZodIPv6.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodCIDRv4 = /*@__PURE__*/ $constructor("ZodCIDRv4", (inst, def) => {
	$ZodCIDRv4.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodCIDRv6 = /*@__PURE__*/ $constructor("ZodCIDRv6", (inst, def) => {
	$ZodCIDRv6.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodBase64 = /*@__PURE__*/ $constructor("ZodBase64", (inst, def) => {
	$ZodBase64.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodBase64URL = /*@__PURE__*/ $constructor("ZodBase64URL", (inst, def) => {
	$ZodBase64URL.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodE164 = /*@__PURE__*/ $constructor("ZodE164", (inst, def) => {
	$ZodE164.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodJWT = /*@__PURE__*/ $constructor("ZodJWT", (inst, def) => {
	$ZodJWT.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodNumber = /*@__PURE__*/ $constructor("ZodNumber", (inst, def) => {
	$ZodNumber.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => numberProcessor(inst, ctx, json, params);
	inst.isFinite = true;
}, /*@__PURE__*/ derived({
	minValue: (inst) => {
		const { minimum, exclusiveMinimum } = aggregateChecks(inst);
		return Math.max(minimum ?? Number.NEGATIVE_INFINITY, exclusiveMinimum ?? Number.NEGATIVE_INFINITY);
	},
	maxValue: (inst) => {
		const { maximum, exclusiveMaximum } = aggregateChecks(inst);
		return Math.min(maximum ?? Number.POSITIVE_INFINITY, exclusiveMaximum ?? Number.POSITIVE_INFINITY);
	},
	isInt: (inst) => {
		const { isInt, multipleOf } = aggregateChecks(inst);
		return !!isInt || !!multipleOf?.some(Number.isSafeInteger);
	},
	format: (inst) => aggregateChecks(inst).format ?? null
}, {
	gt(value, params) {
		return this.check(/* @__PURE__ */ _gt(value, params));
	},
	gte(value, params) {
		return this.check(/* @__PURE__ */ _gte(value, params));
	},
	min(value, params) {
		return this.check(/* @__PURE__ */ _gte(value, params));
	},
	lt(value, params) {
		return this.check(/* @__PURE__ */ _lt(value, params));
	},
	lte(value, params) {
		return this.check(/* @__PURE__ */ _lte(value, params));
	},
	max(value, params) {
		return this.check(/* @__PURE__ */ _lte(value, params));
	},
	int(params) {
		return this.check(int(params));
	},
	safe(params) {
		return this.check(int(params));
	},
	positive(params) {
		return this.check(/* @__PURE__ */ _gt(0, params));
	},
	nonnegative(params) {
		return this.check(/* @__PURE__ */ _gte(0, params));
	},
	negative(params) {
		return this.check(/* @__PURE__ */ _lt(0, params));
	},
	nonpositive(params) {
		return this.check(/* @__PURE__ */ _lte(0, params));
	},
	multipleOf(value, params) {
		return this.check(/* @__PURE__ */ _multipleOf(value, params));
	},
	step(value, params) {
		return this.check(/* @__PURE__ */ _multipleOf(value, params));
	},
	finite() {
		return this;
	}
}));
function number(params) {
	return /* @__PURE__ */ _number(ZodNumber, params);
}
const ZodNumberFormat = /*@__PURE__*/ $constructor("ZodNumberFormat", (inst, def) => {
	$ZodNumberFormat.init(inst, def);
	ZodNumber.init(inst, def);
});
function int(params) {
	return /* @__PURE__ */ _int(ZodNumberFormat, params);
}
const ZodBoolean = /*@__PURE__*/ $constructor("ZodBoolean", (inst, def) => {
	$ZodBoolean.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => booleanProcessor(inst, ctx, json, params);
});
function boolean(params) {
	return /* @__PURE__ */ _boolean(ZodBoolean, params);
}
const ZodNull = /*@__PURE__*/ $constructor("ZodNull", (inst, def) => {
	$ZodNull.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => nullProcessor(inst, ctx, json, params);
});
function _null(params) {
	return /* @__PURE__ */ _null$1(ZodNull, params);
}
const ZodUnknown = /*@__PURE__*/ $constructor("ZodUnknown", (inst, def) => {
	$ZodUnknown.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => void 0;
});
function unknown() {
	return /* @__PURE__ */ _unknown(ZodUnknown);
}
const ZodNever = /*@__PURE__*/ $constructor("ZodNever", (inst, def) => {
	$ZodNever.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => neverProcessor(inst, ctx, json, params);
});
function never(params) {
	return /* @__PURE__ */ _never(ZodNever, params);
}
const ZodArray = /*@__PURE__*/ $constructor("ZodArray", (inst, def) => {
	_ensureDefaultMemoizer();
	$ZodArray.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => arrayProcessor(inst, ctx, json, params);
	inst.element = def.element;
}, {
	min(n, params) {
		return this.check(/* @__PURE__ */ _minLength(n, params));
	},
	nonempty(params) {
		return this.check(/* @__PURE__ */ _minLength(1, params));
	},
	max(n, params) {
		return this.check(/* @__PURE__ */ _maxLength(n, params));
	},
	length(n, params) {
		return this.check(/* @__PURE__ */ _length(n, params));
	},
	unwrap() {
		return this.element;
	}
});
function array(element, params) {
	return /* @__PURE__ */ _array(ZodArray, element, params);
}
const ZodObject = /*@__PURE__*/ $constructor("ZodObject", (inst, def) => {
	_ensureDefaultMemoizer();
	$ZodObjectJIT.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => objectProcessor(inst, ctx, json, params);
	installLazyProp(inst, "shape", (self) => self._zod.def.shape, false);
}, {
	keyof() {
		return _enum(Object.keys(this._zod.def.shape));
	},
	catchall(catchall) {
		return this.clone(mergeDefs(this._zod.def, { catchall }));
	},
	passthrough() {
		return this.clone(mergeDefs(this._zod.def, { catchall: unknown() }));
	},
	loose() {
		return this.clone(mergeDefs(this._zod.def, { catchall: unknown() }));
	},
	strict() {
		return this.clone(mergeDefs(this._zod.def, { catchall: never() }));
	},
	strip() {
		return this.clone(mergeDefs(this._zod.def, { catchall: void 0 }));
	},
	extend(incoming) {
		return extend(this, incoming);
	},
	safeExtend(incoming) {
		return safeExtend(this, incoming);
	},
	merge(other) {
		return merge(this, other);
	},
	pick(mask) {
		return pick$1(this, mask);
	},
	omit(mask) {
		return omit(this, mask);
	},
	partial(...args) {
		return partial(ZodOptional, this, args[0]);
	},
	exactPartial(...args) {
		return partial(ZodExactOptional, this, args[0], "exactPartial");
	},
	required(...args) {
		return required(ZodNonOptional, this, args[0]);
	}
});
function strictObject(shape, params) {
	return new ZodObject({
		type: "object",
		shape,
		catchall: never(),
		...normalizeParams(params)
	});
}
function looseObject(shape, params) {
	return new ZodObject({
		type: "object",
		shape,
		catchall: unknown(),
		...normalizeParams(params)
	});
}
const ZodUnion = /*@__PURE__*/ $constructor("ZodUnion", (inst, def) => {
	$ZodUnion.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => unionProcessor(inst, ctx, json, params);
	inst.options = def.options;
});
function union(options, params) {
	return new ZodUnion({
		type: "union",
		options,
		...normalizeParams(params)
	});
}
const ZodDiscriminatedUnion = /*@__PURE__*/ $constructor("ZodDiscriminatedUnion", (inst, def) => {
	ZodUnion.init(inst, def);
	$ZodDiscriminatedUnion.init(inst, def);
});
function discriminatedUnion(discriminator, options, params) {
	return new ZodDiscriminatedUnion({
		type: "union",
		options,
		discriminator,
		...normalizeParams(params)
	});
}
const ZodIntersection = /*@__PURE__*/ $constructor("ZodIntersection", (inst, def) => {
	$ZodIntersection.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => intersectionProcessor(inst, ctx, json, params);
});
function intersection(left, right) {
	return new ZodIntersection({
		type: "intersection",
		left,
		right
	});
}
const ZodTuple = /*@__PURE__*/ $constructor("ZodTuple", (inst, def) => {
	_ensureDefaultMemoizer();
	$ZodTuple.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => tupleProcessor(inst, ctx, json, params);
}, {
	rest(rest) {
		return this.clone({
			...this._zod.def,
			rest
		});
	},
	partial() {
		const def = this._zod.def;
		if (def.checks?.length) throw new Error(".partial() cannot be used on tuple schemas containing refinements");
		return this.clone({
			...def,
			items: def.items.map((item) => new ZodOptional({
				type: "optional",
				innerType: item
			}))
		});
	}
});
function tuple(items, _paramsOrRest, _params) {
	const hasRest = _paramsOrRest instanceof $ZodType;
	return new ZodTuple({
		type: "tuple",
		items,
		rest: hasRest ? _paramsOrRest : null,
		...normalizeParams(hasRest ? _params : _paramsOrRest)
	});
}
const ZodRecord = /*@__PURE__*/ $constructor("ZodRecord", (inst, def) => {
	_ensureDefaultMemoizer();
	$ZodRecord.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => recordProcessor(inst, ctx, json, params);
	inst.keyType = def.keyType;
	inst.valueType = def.valueType;
});
function record(keyType, valueType, params) {
	if (!valueType || !valueType._zod) return new ZodRecord({
		type: "record",
		keyType: string(),
		valueType: keyType,
		...normalizeParams(valueType)
	});
	return new ZodRecord({
		type: "record",
		keyType,
		valueType,
		...normalizeParams(params)
	});
}
const ZodEnum = /*@__PURE__*/ $constructor("ZodEnum", (inst, def) => {
	$ZodEnum.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => enumProcessor(inst, ctx, json, params);
	inst.enum = def.entries;
	inst.options = [...inst._zod.values];
	const keys = new Set(Object.keys(def.entries));
	inst.extract = (values, params) => {
		const newEntries = {};
		for (const value of values) if (keys.has(value)) newEntries[value] = def.entries[value];
		else throw new Error(`Key ${value} not found in enum`);
		return new ZodEnum({
			...def,
			checks: [],
			...normalizeParams(params),
			entries: newEntries
		});
	};
	inst.exclude = (values, params) => {
		const newEntries = { ...def.entries };
		for (const value of values) if (keys.has(value)) delete newEntries[value];
		else throw new Error(`Key ${value} not found in enum`);
		return new ZodEnum({
			...def,
			checks: [],
			...normalizeParams(params),
			entries: newEntries
		});
	};
});
function _enum(values, params) {
	const entries = Array.isArray(values) ? Object.fromEntries(values.map((v) => [v, v])) : values;
	return new ZodEnum({
		type: "enum",
		entries,
		...normalizeParams(params)
	});
}
const ZodLiteral = /*@__PURE__*/ $constructor("ZodLiteral", (inst, def) => {
	$ZodLiteral.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => literalProcessor(inst, ctx, json, params);
	inst.values = new Set(def.values);
	Object.defineProperty(inst, "value", { get() {
		if (def.values.length > 1) throw new Error("This schema contains multiple valid literal values. Use `.values` instead.");
		return def.values[0];
	} });
});
function literal(value, params) {
	return new ZodLiteral({
		type: "literal",
		values: Array.isArray(value) ? value : [value],
		...normalizeParams(params)
	});
}
const ZodTransform = /*@__PURE__*/ $constructor("ZodTransform", (inst, def) => {
	_ensureDefaultMemoizer();
	$ZodTransform.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => transformProcessor(inst, ctx, json, params);
	inst._zod.parse = (payload, _ctx) => {
		if (_ctx.direction === "backward") throw new $ZodEncodeError(inst.constructor.name);
		payload.addIssue = (issue$1) => {
			if (typeof issue$1 === "string") payload.issues.push(issue(issue$1, payload.value, def));
			else {
				const _issue = issue$1;
				if (_issue.fatal) _issue.continue = false;
				_issue.code ?? (_issue.code = "custom");
				if (!("input" in _issue)) _issue.input = payload.value;
				_issue.inst ?? (_issue.inst = inst);
				payload.issues.push(issue(_issue));
			}
		};
		const output = def.transform(payload.value, payload);
		if (output instanceof Promise) return output.then((output) => {
			payload.value = output;
			return payload;
		});
		payload.value = output;
		return payload;
	};
});
function transform(fn) {
	return new ZodTransform({
		type: "transform",
		transform: fn
	});
}
const ZodOptional = /*@__PURE__*/ $constructor("ZodOptional", (inst, def) => {
	$ZodOptional.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => optionalProcessor(inst, ctx, json, params);
	inst.unwrap = () => inst._zod.def.innerType;
});
function optional(innerType) {
	return new ZodOptional({
		type: "optional",
		innerType
	});
}
const ZodExactOptional = /*@__PURE__*/ $constructor("ZodExactOptional", (inst, def) => {
	$ZodExactOptional.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => optionalProcessor(inst, ctx, json, params);
	inst.unwrap = () => inst._zod.def.innerType;
});
function exactOptional(innerType) {
	return new ZodExactOptional({
		type: "optional",
		innerType
	});
}
const ZodNullable = /*@__PURE__*/ $constructor("ZodNullable", (inst, def) => {
	$ZodNullable.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => nullableProcessor(inst, ctx, json, params);
	inst.unwrap = () => inst._zod.def.innerType;
});
function nullable(innerType) {
	return new ZodNullable({
		type: "nullable",
		innerType
	});
}
const ZodDefault = /*@__PURE__*/ $constructor("ZodDefault", (inst, def) => {
	$ZodDefault.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => defaultProcessor(inst, ctx, json, params);
	inst.unwrap = () => inst._zod.def.innerType;
	inst.removeDefault = inst.unwrap;
});
function _default(innerType, defaultValue) {
	return new ZodDefault({
		type: "default",
		innerType,
		get defaultValue() {
			return typeof defaultValue === "function" ? defaultValue() : shallowClone(defaultValue);
		}
	});
}
const ZodPrefault = /*@__PURE__*/ $constructor("ZodPrefault", (inst, def) => {
	$ZodPrefault.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => prefaultProcessor(inst, ctx, json, params);
	inst.unwrap = () => inst._zod.def.innerType;
});
function prefault(innerType, defaultValue) {
	return new ZodPrefault({
		type: "prefault",
		innerType,
		get defaultValue() {
			return typeof defaultValue === "function" ? defaultValue() : shallowClone(defaultValue);
		}
	});
}
const ZodNonOptional = /*@__PURE__*/ $constructor("ZodNonOptional", (inst, def) => {
	$ZodNonOptional.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => nonoptionalProcessor(inst, ctx, json, params);
	inst.unwrap = () => inst._zod.def.innerType;
});
function nonoptional(innerType, params) {
	return new ZodNonOptional({
		type: "nonoptional",
		innerType,
		...normalizeParams(params)
	});
}
const ZodCatch = /*@__PURE__*/ $constructor("ZodCatch", (inst, def) => {
	$ZodCatch.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => catchProcessor(inst, ctx, json, params);
	inst.unwrap = () => inst._zod.def.innerType;
	inst.removeCatch = inst.unwrap;
});
function _catch(innerType, catchValue) {
	return new ZodCatch({
		type: "catch",
		innerType,
		catchValue: typeof catchValue === "function" ? catchValue : constantCatch(catchValue)
	});
}
const ZodPipe = /*@__PURE__*/ $constructor("ZodPipe", (inst, def) => {
	$ZodPipe.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => pipeProcessor(inst, ctx, json, params);
	inst.in = def.in;
	inst.out = def.out;
});
function pipe(in_, out) {
	return new ZodPipe({
		type: "pipe",
		in: in_,
		out
	});
}
const ZodReadonly = /*@__PURE__*/ $constructor("ZodReadonly", (inst, def) => {
	$ZodReadonly.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => readonlyProcessor(inst, ctx, json, params);
	inst.unwrap = () => inst._zod.def.innerType;
});
function readonly(innerType) {
	return new ZodReadonly({
		type: "readonly",
		innerType
	});
}
const ZodLazy = /*@__PURE__*/ $constructor("ZodLazy", (inst, def) => {
	$ZodLazy.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => lazyProcessor(inst, ctx, json, params);
	inst.unwrap = () => inst._zod.def.getter();
});
function lazy(getter) {
	return new ZodLazy({
		type: "lazy",
		getter
	});
}
const ZodCustom = /*@__PURE__*/ $constructor("ZodCustom", (inst, def) => {
	$ZodCustom.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => customProcessor(inst, ctx, json, params);
});
function refine(fn, _params = {}) {
	return /* @__PURE__ */ _refine(ZodCustom, fn, _params);
}
function superRefine(fn, params) {
	return /* @__PURE__ */ _superRefine(fn, params);
}
function json(params) {
	const jsonSchema = lazy(() => {
		return union([
			string(params),
			number(),
			boolean(),
			_null(),
			array(jsonSchema),
			record(string(), jsonSchema)
		]);
	});
	return jsonSchema;
}
// simulation/scenario/distribution-schema.ts
const LIST_MAX = 1e6;
const VALUE_MAX = 0xe8d4a51000;
const COMMON = [
	"shiftMs",
	"scale",
	"maxMs"
];
const numbers = array(number()).min(1).max(LIST_MAX);
const FIELD_SCHEMAS = {
	quantiles: array(tuple([number(), number()])).min(2).max(LIST_MAX),
	parts: array(looseObject({
		type: _enum(DISTRIBUTION_TYPES),
		weight: number()
	})).min(1),
	valuesMs: numbers,
	timesMs: numbers,
	meansMs: numbers,
	weights: numbers
};
/** Names of the fields of a literal of one type, for a parameter in ms. */
function fieldsOfType(type) {
	const fields = distributionFields(type).flat();
	return [.../* @__PURE__ */ new Set([...fields.map((field) => field.replace("?", "")), ...COMMON])];
}
/** Names of the fields of any literal. */
const DISTRIBUTION_FIELDS = [.../* @__PURE__ */ new Set(["type", ...DISTRIBUTION_TYPES.flatMap(fieldsOfType)])];
/** A parameter that is not in ms takes the names without the unit too. */
function namesFor(field, unit) {
	return unit === "ms" || !field.endsWith("Ms") ? [field] : [field.slice(0, -2), field];
}
function literalSchema(type, unit) {
	const fields = {};
	for (const field of fieldsOfType(type)) {
		const schema = (FIELD_SCHEMAS[field] ?? number()).optional();
		for (const name of namesFor(field, unit)) fields[name] = schema;
	}
	return strictObject({
		type: literal(type),
		...fields
	});
}
function makeObjectSchema(unit) {
	const [first, ...others] = DISTRIBUTION_TYPES.map((type) => literalSchema(type, unit));
	return discriminatedUnion("type", [first, ...others]).check((context) => report(context, unit)).meta({ id: unit === "" ? "distribution" : `distribution-${unit}` });
}
function report(context, unit) {
	const read = parseDistribution(context.value, unit);
	if (read.ok) return;
	const path = read.field === "" ? [] : read.field.split(".");
	context.issues.push({
		code: "custom",
		message: read.message,
		path,
		input: context.value
	});
}
const objectSchemas = /* @__PURE__ */ new Map();
/** Schema of a literal with a type, without the bare number. */
function distributionObjectSchema(unit) {
	const schema = objectSchemas.get(unit) ?? makeObjectSchema(unit);
	objectSchemas.set(unit, schema);
	return schema;
}
/** Schema of a literal whose bare number is in `unit` ("ms", or "" for a plain number). */
function distributionSchema(unit) {
	return union([number().min(0).max(VALUE_MAX), distributionObjectSchema(unit)]);
}
// simulation/scenario/load-schema.ts
config({ jitless: true });
const CSV_LENGTH_MAX = 5e6;
const FILE_NAME_MAX = 500;
const RATE_MAX = 1e7;
const GAP_MAX = 0xe8d4a51000;
const secondsSchema = number().min(.001).max(LIMITS.simulatedS);
const pointsSchema = array(tuple([number().min(0), number().min(0)])).min(1).max(RATE_LINES_MAX);
const csvSchema = string().max(CSV_LENGTH_MAX).check(({ value, issues }) => {
	const read = parseRateCsv(value);
	if (read.ok) return;
	for (const { line, message } of read.problems) {
		const place = line === 0 ? "" : `line ${line}: `;
		issues.push({
			code: "custom",
			message: place + message,
			input: value
		});
	}
});
const fileSchema = string().min(1).max(FILE_NAME_MAX).check(({ value, issues }) => {
	issues.push({
		code: "custom",
		message: "is read by the command only, where the scenario file names it; else give the text as csv",
		input: value
	});
});
const profileFields = {
	shape: _enum([
		"linear",
		"steps",
		"sine"
	]).optional(),
	points: pointsSchema.optional().describe("Each [second, multiplier]."),
	repeatEveryS: secondsSchema.nullable().optional().describe("The points are a pattern that begins anew every so many seconds."),
	amplitude: number().min(0).max(1).optional().describe("Sine: the rate swings by this share of itself."),
	periodS: secondsSchema.optional().describe("Sine: from one peak to the next. Unit: s."),
	phaseS: number().min(-LIMITS.simulatedS).max(LIMITS.simulatedS).optional().describe("Sine: when the rate first rises through its mean. Unit: s. Default: 0."),
	csv: csvSchema.optional().describe("A recorded series of rates instead of points: lines of t_s,rate_per_s."),
	file: fileSchema.optional().describe("A CSV file beside the scenario instead of points, read by the command.")
};
const SINE_FIELDS = [
	"amplitude",
	"periodS",
	"phaseS"
];
const POINTS_FIELDS = [
	"points",
	"csv",
	"file"
];
function checkSine(values, report) {
	for (const name of [...POINTS_FIELDS, "repeatEveryS"].filter((name) => values[name] != null)) report(name, "does not go with a sine");
	for (const name of ["amplitude", "periodS"].filter((name) => values[name] === void 0)) report(name, "a number");
}
function checkPoints(values, report) {
	for (const name of SINE_FIELDS.filter((name) => values[name] !== void 0)) report(name, "goes with the shape \"sine\" only");
	const [first, second] = POINTS_FIELDS.filter((name) => values[name] !== void 0);
	if (first === void 0) report("points", "a list of [second, multiplier]");
	if (second !== void 0) report(second, `stands beside ${first}: give one of them`);
}
/** The points alone (joined by lines), their shape and repetition, a sine, or a recorded series. */
const profileSchema = union([pointsSchema, strictObject(profileFields).check(({ value, issues }) => {
	const report = (field, message) => issues.push({
		code: "custom",
		message,
		path: [field],
		input: value
	});
	if (value.shape === "sine") checkSine(value, report);
	else checkPoints(value, report);
})]);
const PROFILE_FIELDS = Object.keys(profileFields);
const rateSchema = number().min(0).max(RATE_MAX);
const mmppSchema = strictObject({
	type: literal("mmpp"),
	ratesPerS: array(rateSchema).min(1).max(16).describe("Arrivals per second in each phase."),
	switchPerS: array(array(rateSchema).min(1).max(16)).min(1).max(16).describe("Row i, column j: rate of changing from phase i to phase j."),
	start: union([literal("stationary"), number().int().min(0)]).optional().describe("Number of the first phase; stationary (default): drawn from the long-run shares.")
}).check(({ value, issues }) => {
	const problem = mmppProblem(value);
	if (problem === null) return;
	const path = problem.field.split(".");
	issues.push({
		code: "custom",
		message: problem.message,
		path,
		input: value
	});
});
/** A named process, gaps as a number or a distribution of ms, or an MMPP. */
function arrivalsSchema(options) {
	const drawn = distributionObjectSchema("ms");
	return union([
		_enum(options),
		number().min(0).max(GAP_MAX),
		discriminatedUnion("type", [drawn, mmppSchema])
	]);
}
const MMPP_FIELDS = [
	"ratesPerS",
	"switchPerS",
	"start"
];
// simulation/scenario/field-schema.ts
config({ jitless: true });
const TEXT_LENGTH_MAX = 200;
const LIST_LENGTH_MAX = 1e4;
const nameSchema = string().regex(/^(?!all$)[A-Za-z0-9_][A-Za-z0-9_-]{0,62}$/, `a name: ${NAME_RULE}`).refine(isName, `a name: ${NAME_RULE}`);
const requiresSchema = record(string().regex(/^[1-9]\d{0,3}$/, "a stage number"), union([_enum(["all", "any"]), number().int().min(1)]));
/** Schema of a set of parameters, each of which may be left out. */
function fieldsOf(params) {
	const fields = {};
	for (const [name, param] of Object.entries(params)) fields[name] = fieldSchema(param).optional().describe(helpOf(param));
	return fields;
}
function fieldSchema(param) {
	const schema = plainSchema(param);
	return param.nullMeans === void 0 ? schema : schema.nullable();
}
/** Help, unit, default and its source, as editors show them. */
function helpOf(param) {
	const unit = "unit" in param && param.unit !== "" ? ` Unit: ${param.unit}.` : "";
	const meaning = param.nullMeans === void 0 ? "" : ` null: ${param.nullMeans}.`;
	const source = param.source === void 0 ? "" : ` (${param.source})`;
	return `${param.help}${unit}${meaning} Default: ${JSON.stringify(param.default)}${source}.`;
}
function plainSchema(param) {
	switch (param.type) {
		case "number": {
			const number$3 = number().min(param.min).max(param.max);
			return param.integer ? number$3.int() : number$3;
		}
		case "ratio": return number().min(0).max(1);
		case "choice": return _enum(param.options);
		case "boolean": return boolean();
		case "text": return string().min(1).max(TEXT_LENGTH_MAX);
		case "distribution": return distributionSchema(param.unit);
		case "object": return objectSchema(param.fields, param.presets);
		case "map": return record(nameSchema, strictObject(fieldsOf(param.entry)));
		case "numbers": return array(number().positive().max(1e6)).min(1).max(LIST_LENGTH_MAX);
		case "names": return param.options === void 0 ? array(nameSchema).min(1).max(LIST_LENGTH_MAX) : array(_enum(param.options)).max(100);
		case "points": return profileSchema;
		case "arrivals": return arrivalsSchema(param.options);
		case "count": {
			const number$2 = number().int().min(param.min).max(param.max);
			const drawn = distributionObjectSchema("");
			return param.numberOnly ? union([number$2, drawn]) : union([
				number$2,
				literal("all"),
				drawn
			]);
		}
		case "requires": return requiresSchema;
	}
}
function objectSchema(fields, presets) {
	const known = fieldsOf(fields);
	if (presets === void 0 || presets.length === 0) return strictObject(known);
	return strictObject({
		preset: _enum(presets).optional().describe("Values of a real library."),
		...known
	});
}
// simulation/scenario/schema.ts
/** Kinds of groups; a mesh is read but not simulated in this version, the others are drawing only. */
const GROUP_KINDS = [
	"mesh",
	"zone",
	"host",
	"team"
];
/** Keys of the file, in the order in which it is written. */
const TOP_KEYS = [
	"$schema",
	"format",
	"catalog",
	"name",
	"description",
	"run",
	"nodes",
	"edges",
	"groups",
	"faults",
	"changes",
	"slos",
	"variants",
	"lesson",
	"layout",
	"notes"
];
const idSchema = string().regex(/^(?!all$)[a-z0-9][a-z0-9_-]{0,62}$/, `an id: ${ID_RULE}`).refine(isId, `an id: ${ID_RULE}`);
const titleSchema = string().max(200);
const membershipSchema = union([idSchema, array(idSchema).max(100)]);
const pathValuesSchema = record(string(), json());
const targetSchema = string().min(1).max(200);
const callSchema = strictObject({
	id: nameSchema.optional().describe("Names the call in paths."),
	...fieldsOf(CALL_PARAMS)
});
function pick(params, names) {
	return Object.fromEntries(names.map((name) => [name, params[name]]));
}
const callFields = {
	calls: array(callSchema).min(1).max(LIMITS.callsPerEdge).optional(),
	...fieldsOf(pick(CALL_PARAMS, CALL_SHORTHAND))
};
function nodeSchema(kind) {
	const operations = kind.operation === void 0 ? {} : { operations: record(nameSchema, strictObject(fieldsOf(kind.operation))).optional() };
	return strictObject({
		kind: literal(kind.id),
		name: titleSchema.optional(),
		in: membershipSchema.optional(),
		...operations,
		...fieldsOf(kind.params)
	});
}
function edgeSchema(sort, params, allowed) {
	return strictObject({
		protocol: _enum(allowed).optional(),
		...fieldsOf(params),
		...sort === "deliver" ? {} : callFields
	});
}
function faultSchema(fault) {
	const { rampS, ...always } = FAULT_PARAMS;
	return strictObject({
		kind: literal(fault.id),
		name: titleSchema.optional(),
		target: union([targetSchema, array(targetSchema).min(1).max(1e3)]),
		...fieldsOf(fault.ramp ? {
			...always,
			rampS
		} : always),
		...fieldsOf(fault.params)
	});
}
const groupSchema = strictObject({
	kind: _enum(GROUP_KINDS),
	name: titleSchema.optional(),
	enabled: boolean().optional(),
	preset: string().max(100).optional()
});
/** Everything but nodes, edges, groups and faults, whose entries are checked one by one. */
const sectionSchemas = {
	$schema: string().max(2e3).optional(),
	format: literal(1),
	catalog: _enum([CATALOG]),
	name: titleSchema,
	description: string().max(2e4).optional(),
	run: strictObject(fieldsOf(RUN_PARAMS)),
	changes: record(idSchema, strictObject({
		atMs: number().min(0),
		set: pathValuesSchema
	})).optional(),
	slos: record(idSchema, strictObject({
		name: titleSchema.optional(),
		expr: string().min(1).max(200)
	})).optional(),
	variants: record(idSchema, strictObject({
		name: titleSchema.optional(),
		set: pathValuesSchema
	})).optional(),
	lesson: json().optional(),
	layout: record(string(), tuple([number(), number()])).optional(),
	notes: json().optional()
};
// simulation/scenario/schema-issues.ts
/** Checks a value and reports every issue under `path`; true if there is none. */
function checkWith(schema, value, path, problems) {
	const result = schema.safeParse(value);
	if (result.success) return true;
	for (const issue of result.error.issues) new Reporter(schema, value, path, problems).say(issue, []);
	return false;
}
var Reporter = class {
	schema;
	value;
	prefix;
	problems;
	constructor(schema, value, prefix, problems) {
		this.schema = schema;
		this.value = value;
		this.prefix = prefix;
		this.problems = problems;
	}
	say(issue, base) {
		const inner = [...base, ...issue.path];
		if (issue.code === "invalid_union") {
			this.sayUnion(issue, inner);
			return;
		}
		const path = [...this.prefix, ...inner.map((part) => part)];
		const found = valueAt(this.value, inner);
		if (issue.code === "unrecognized_keys") {
			const known = keysAt(this.schema, inner);
			for (const key of issue.keys) this.problems.unknown("unknown-field", [...path, key], "unknown field", key, known);
		} else if (issue.code === "invalid_key") {
			const message = issue.issues[0]?.message ?? "is not a valid name";
			this.problems.error("bad-name", path, `must be ${message}`, { found: shown(inner[inner.length - 1]) });
		} else if (found === void 0) this.problems.error("missing-field", path, "is missing", { allowed: allowedBy(issue) });
		else if (issue.code === "custom") {
			const code = CODES[issue.code] ?? "bad-value";
			this.problems.error(code, path, issue.message, { found: shown(found) });
		} else {
			const allowed = allowedBy(issue);
			this.problems.error(CODES[issue.code] ?? "bad-value", path, `must be ${allowed}`, {
				found: shown(found),
				allowed
			});
		}
	}
	/** Reports the alternative that the value comes nearest to, or all of them if it is like none. */
	sayUnion(issue, path) {
		const near = issue.errors.find((branch) => !branch.some(isWrongFromTheStart));
		if (near !== void 0 && near.length > 0) {
			for (const inner of near) this.say(inner, path);
			return;
		}
		const alternatives = [...new Set(issue.errors.flatMap(startsOf))];
		const full = [...this.prefix, ...path.map((part) => part)];
		const allowed = listOf(alternatives);
		const found = valueAt(this.value, path);
		if (found === void 0) this.problems.error("missing-field", full, "is missing", { allowed });
		else this.problems.error("wrong-type", full, `must be ${allowed}`, {
			found: shown(found),
			allowed
		});
	}
};
const CODES = {
	invalid_type: "wrong-type",
	too_big: "out-of-range",
	too_small: "out-of-range",
	invalid_value: "not-an-option",
	invalid_format: "bad-name"
};
/** The value is of a wholly different sort than the alternative wants. */
function isWrongFromTheStart(issue) {
	if (issue.path.length > 0) return false;
	return issue.code === "invalid_type" || issue.code === "invalid_value";
}
function startsOf(branch) {
	return branch.filter((issue) => issue.path.length === 0).map(allowedBy);
}
const TYPE_WORDS = {
	number: "a number",
	int: "a whole number",
	string: "a text",
	boolean: "true or false",
	object: "an object",
	record: "an object",
	array: "a list",
	tuple: "a list",
	null: "null"
};
function allowedBy(issue) {
	switch (issue.code) {
		case "invalid_type": return TYPE_WORDS[issue.expected] ?? issue.expected;
		case "too_big": return `${issue.inclusive === false ? "less than" : "at most"} ${issue.maximum}${units(issue.origin)}`;
		case "too_small": return `${issue.inclusive === false ? "more than" : "at least"} ${issue.minimum}${units(issue.origin)}`;
		case "invalid_value": return listOf(issue.values.map((value) => JSON.stringify(value)));
		case "invalid_union": return listOf([...new Set(issue.errors.flatMap(startsOf))]);
		case "invalid_key":
		case "invalid_element":
		case "invalid_format":
		case "not_multiple_of":
		case "unrecognized_keys":
		case "custom": return issue.message;
	}
}
function units(origin) {
	if (origin === "array") return " entries";
	return origin === "string" ? " characters" : "";
}
function valueAt(value, path) {
	let at = value;
	for (const part of path) if (Array.isArray(at)) at = at[Number(part)];
	else if (isObject$1(at) && Object.hasOwn(at, part)) at = at[String(part)];
	else return void 0;
	return at;
}
/** Names of the fields that the schema knows at a path. */
function keysAt(schema, path) {
	const definition = schema.def;
	if (definition.innerType !== void 0) return keysAt(definition.innerType, path);
	if (definition.options !== void 0) return [...new Set(definition.options.flatMap((option) => keysAt(option, path)))];
	if (definition.shape !== void 0) {
		if (path.length === 0) return Object.keys(definition.shape);
		const field = definition.shape[String(path[0])];
		return field === void 0 ? [] : keysAt(field, path.slice(1));
	}
	const child = definition.valueType ?? definition.element;
	return child === void 0 || path.length === 0 ? [] : keysAt(child, path.slice(1));
}
// simulation/scenario/fields.ts
const NOTHING = () => false;
const FREE = {
	names: [],
	mayAdd: () => true,
	child: () => FREE,
	holdsEntities: false,
	isLive: NOTHING
};
function fieldsPlace(params, others = {}, isLiveAbove = false) {
	return {
		names: [...Object.keys(params), ...Object.keys(others)],
		mayAdd: NOTHING,
		child: (name) => {
			if (Object.hasOwn(others, name)) return others[name];
			return Object.hasOwn(params, name) ? paramPlace(params[name], isLiveAbove) : null;
		},
		holdsEntities: false,
		isLive: (name) => isLiveAbove || Object.hasOwn(params, name) && params[name].live === true
	};
}
function paramPlace(param, isLiveAbove) {
	const live = isLiveAbove || param.live === true;
	switch (param.type) {
		case "object": return fieldsPlace(param.fields, param.presets === void 0 ? {} : { preset: null }, live);
		case "map": return mapPlace(param.entry, Object.keys(param.default), live);
		case "arrivals": return {
			names: [...DISTRIBUTION_FIELDS, ...MMPP_FIELDS],
			mayAdd: NOTHING,
			child: (name) => name === "parts" || name === "switchPerS" ? FREE : null,
			holdsEntities: false,
			isLive: () => live
		};
		case "distribution":
		case "count": return {
			names: DISTRIBUTION_FIELDS,
			mayAdd: NOTHING,
			child: (name) => name === "parts" ? FREE : null,
			holdsEntities: false,
			isLive: () => live
		};
		case "requires": return {
			...FREE,
			mayAdd: (name) => /^[1-9]\d{0,3}$/.test(name),
			child: () => null
		};
		case "points": return {
			...FREE,
			names: PROFILE_FIELDS,
			mayAdd: NOTHING,
			child: () => null,
			isLive: (name) => live || name === "amplitude"
		};
		case "number":
		case "ratio":
		case "choice":
		case "boolean":
		case "text":
		case "numbers":
		case "names": return null;
	}
}
function mapPlace(entry, names, isLiveAbove) {
	return {
		names,
		mayAdd: isName,
		child: () => fieldsPlace(entry, {}, isLiveAbove),
		holdsEntities: false,
		isLive: () => isLiveAbove
	};
}
function callsPlace(edge) {
	const calls = Array.isArray(edge.calls) ? edge.calls : [];
	return {
		names: calls.map((call, index) => call.id ?? String(index)),
		mayAdd: (name) => /^\d{1,3}$/.test(name) && Number(name) <= calls.length,
		child: () => fieldsPlace(CALL_PARAMS, { id: null }),
		holdsEntities: false,
		isLive: NOTHING
	};
}
function nodePlace(node) {
	const kind = kindOf(node.kind);
	const others = {
		kind: null,
		name: null,
		in: null
	};
	if (kind?.operation !== void 0) {
		const given = Object.keys(node.operations ?? {});
		others.operations = mapPlace(kind.operation, given, false);
	}
	return fieldsPlace(kind?.params ?? {}, others);
}
function edgePlace(document, id, edge) {
	const ends = parseEdgeId(id);
	const from = ends === null ? void 0 : kindOfNode(document.nodes, ends.from);
	const to = ends === null ? void 0 : kindOfNode(document.nodes, ends.to);
	if (from === void 0 || to === void 0) return fieldsPlace({}, { protocol: null });
	const params = edgeParamsOf(from, to);
	if (isBroker(from)) return fieldsPlace(params, { protocol: null });
	const shorthand = Object.fromEntries(CALL_SHORTHAND.map((name) => [name, CALL_PARAMS[name]]));
	return fieldsPlace({
		...params,
		...shorthand
	}, {
		protocol: null,
		calls: callsPlace(edge)
	});
}
function entities(entries, mayAdd, child) {
	const known = entries ?? {};
	return {
		names: Object.keys(known),
		mayAdd,
		child: (id) => Object.hasOwn(known, id) ? child(id, known[id]) : null,
		holdsEntities: true,
		isLive: NOTHING
	};
}
const NAMED = { name: null };
/** The document itself, the place where every path starts. */
function documentPlace(document) {
	const sections = {
		run: () => fieldsPlace(RUN_PARAMS),
		nodes: () => entities(document.nodes, isId, (_, node) => nodePlace(node)),
		edges: () => entities(document.edges, (id) => parseEdgeId(id) !== null, (id, edge) => edgePlace(document, id, edge)),
		groups: () => entities(document.groups, isId, () => fieldsPlace({}, {
			...NAMED,
			kind: null,
			enabled: null,
			preset: null
		})),
		faults: () => entities(document.faults, isId, (_, fault) => fieldsPlace({
			...FAULT_PARAMS,
			...faultOf(fault.kind)?.params
		}, {
			...NAMED,
			kind: null,
			target: null
		})),
		slos: () => entities(document.slos, isId, () => fieldsPlace({}, {
			...NAMED,
			expr: null
		})),
		changes: () => FREE,
		variants: () => FREE,
		layout: () => FREE,
		lesson: () => FREE,
		notes: () => FREE
	};
	return {
		names: TOP_KEYS,
		mayAdd: NOTHING,
		child: (name) => Object.hasOwn(sections, name) ? sections[name]() : null,
		holdsEntities: false,
		isLive: NOTHING
	};
}
// simulation/scenario/paths.ts
function refuse(path, message, extras = {}) {
	return {
		ok: false,
		problem: {
			code: "path",
			path,
			message,
			severity: "error",
			...extras
		}
	};
}
/** Splits a path into its steps; edges get their canonical id. */
function parsePath(text) {
	const steps = text.trim().split(".");
	const [head, id] = steps;
	if (head === "edges" && text.trim().endsWith("-") && !text.includes("->")) return refuse(text, "the shell took '>': quote the path or write a:b");
	if (steps.some((step) => step === "")) return refuse(text, "is not a path", { allowed: "names joined by dots: nodes.orders.replicas" });
	if (head !== "edges" || id === void 0) return {
		ok: true,
		steps
	};
	const ends = parseEdgeId(id);
	if (ends === null) return refuse(text, `"${id}" is not an edge`, { allowed: "from->to, from:to or from:to#2" });
	return {
		ok: true,
		steps: [
			head,
			edgeId(ends.from, ends.to, ends.number),
			...steps.slice(2)
		]
	};
}
/** The canonical text of a path. */
function formatPath(steps) {
	return steps.join(".");
}
/** The place of the last step, and whether the path names something that exists or may exist. */
function lookUp(document, steps) {
	let place = documentPlace(document);
	for (const [depth, step] of steps.entries()) {
		const isLast = depth === steps.length - 1;
		const path = formatPath(steps);
		if (place === null) return refuse(path, `nothing is below ${formatPath(steps.slice(0, depth))}`);
		const isKnown = place.names.includes(step);
		const mayAdd = place.mayAdd(step) && (isLast || !place.holdsEntities);
		if (!isKnown && !mayAdd) return refuse(path, ...unknownStep(step, place));
		if (isLast) return {
			ok: true,
			place
		};
		place = place.child(step);
	}
	return refuse("", "is not a path");
}
function unknownStep(step, place) {
	const near = nearestNames(step, place.names);
	const allowed = place.names.length === 0 ? "none" : listOf(place.names.slice(0, 40));
	const fix = near.length === 0 ? {} : { fix: `Did you mean ${listOf(near)}?` };
	return [`unknown name "${step}"`, {
		found: step,
		allowed,
		...fix
	}];
}
/** Why a path names nothing that could be set in this document; null if it does. */
function pathProblem(document, path) {
	const parsed = parsePath(path);
	if (!parsed.ok) return parsed.problem;
	const found = lookUp(document, parsed.steps);
	return found.ok ? null : found.problem;
}
/** Whether the field may change while a run goes on. False for paths that name nothing. */
function isLivePath(document, path) {
	const parsed = parsePath(path);
	if (!parsed.ok) return false;
	const found = lookUp(document, parsed.steps);
	return found.ok && found.place.isLive(parsed.steps[parsed.steps.length - 1]);
}
/** The value at a path as the file has it; undefined if it is left out or the path names nothing. */
function getPath(document, path) {
	const parsed = parsePath(path);
	if (!parsed.ok) return void 0;
	let at = document;
	for (const step of parsed.steps) at = childOf(at, step);
	return at;
}
function childOf(value, step) {
	if (Array.isArray(value)) return value[indexIn(value, step)];
	if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return void 0;
	return value[step];
}
/** Items of a list are named by their id, else by their number; -1 if it is neither. */
function indexIn(list, step) {
	const byId = list.findIndex((item) => item?.id === step);
	if (byId >= 0) return byId;
	return /^\d+$/.test(step) ? Number(step) : -1;
}
/**
* The document with a value set; objects on the way are made. The path must name a known field (or a
* new entity); whether the value is allowed is for checkDocument to say.
*/
function setPath(document, path, value) {
	return edit(document, path, value);
}
/** The document without the field or entity: the default holds again. */
function removePath(document, path) {
	return edit(document, path, void 0);
}
function edit(document, path, value) {
	const parsed = parsePath(path);
	if (!parsed.ok) return parsed;
	const found = lookUp(document, parsed.steps);
	if (!found.ok) return found;
	if (value === void 0 && getPath(document, path) === void 0) return {
		ok: true,
		document
	};
	return {
		ok: true,
		document: replaced(document, parsed.steps, value)
	};
}
function replaced(value, steps, replacement) {
	if (steps.length === 0) return replacement;
	const [step, ...rest] = steps;
	const next = replaced(childOf(value, step) ?? (step === "calls" && rest.length > 0 ? [] : void 0), rest, replacement);
	if (Array.isArray(value)) return replacedItem(value, step, next);
	const known = typeof value === "object" && value !== null ? value : {};
	if (next === void 0) return Object.fromEntries(Object.entries(known).filter(([key]) => key !== step));
	return {
		...known,
		[step]: next
	};
}
function replacedItem(list, step, item) {
	const index = indexIn(list, step);
	if (item === void 0) return list.filter((_, at) => at !== index);
	return index < list.length ? list.with(index, item) : [...list, item];
}
// simulation/scenario/variants.ts
/** Sections whose entries are removed by null; elsewhere null is a value. */
const ENTITIES = /* @__PURE__ */ new Set([
	"nodes",
	"edges",
	"groups",
	"faults",
	"slos"
]);
function applyOne(document, path, value) {
	const parsed = parsePath(path);
	if (!parsed.ok) return parsed;
	if (parsed.steps.length === 2 && ENTITIES.has(parsed.steps[0]) && value === null) return removePath(document, path);
	return setPath(document, path, value);
}
/**
* The document with every path of `set` applied; null removes an entity, an object adds one. Shorter
* paths go first, so that an added entity can be refined; the order in the file means nothing.
*/
function applySet(document, set) {
	const problems = [];
	let result = document;
	for (const path of Object.keys(set).sort(byDepth)) {
		const edited = applyOne(result, path, set[path]);
		if (edited.ok) result = edited.document;
		else problems.push(edited.problem);
	}
	return problems.length > 0 ? {
		ok: false,
		problems
	} : {
		ok: true,
		document: result
	};
}
function byDepth(left, right) {
	const difference = left.split(".").length - right.split(".").length;
	return difference !== 0 ? difference : left < right ? -1 : 1;
}
// simulation/scenario/variant-checks.ts
function checkVariants(document, checkDocument, problems) {
	const { variants = {}, changes = {}, ...base } = document;
	for (const [id, variant] of Object.entries(variants)) checkResult([
		"variants",
		id,
		"set"
	], base, variant.set, checkDocument, problems);
	for (const [id, change] of Object.entries(changes)) {
		const path = [
			"changes",
			id,
			"set"
		];
		const fixed = Object.keys(change.set).filter((name) => pathProblem(document, name) === null && !isLivePath(document, name));
		for (const name of fixed) problems.error("not-live", [...path, name], "cannot change while a run goes on");
		checkResult(path, base, change.set, checkDocument, problems);
	}
}
function checkResult(path, base, set, checkDocument, problems) {
	const applied = applySet(base, set);
	const found = applied.ok ? checkDocument(applied.document).problems : applied.problems;
	for (const problem of found.filter((item) => item.severity === "error")) problems.add({
		...problem,
		path: path.join("."),
		message: `${problem.path}: ${problem.message}`
	});
}
// simulation/scenario/check.ts
/**
* Checks any value as a scenario of this or an older format. Never throws. `problems` of a good
* document are warnings only.
*/
function checkDocument(value) {
	const problems = new ProblemList();
	const file = checkJsonShape(value, problems) ? migrateFile(value, problems) : null;
	if (file !== null) checkFile(file, problems);
	if (file === null || problems.hasErrors) return {
		ok: false,
		problems: problems.list()
	};
	return {
		ok: true,
		document: file,
		problems: problems.list()
	};
}
function checkFile(file, problems) {
	for (const key of Object.keys(file)) if (!TOP_KEYS.includes(key)) problems.unknown("unknown-field", [key], "unknown field", key, TOP_KEYS);
	for (const [key, schema] of Object.entries(sectionSchemas)) checkWith(schema, file[key], [key], problems);
	const nodes = entriesOf(file, "nodes", LIMITS.nodes, true, problems);
	const edges = entriesOf(file, "edges", LIMITS.edges, true, problems);
	const groups = entriesOf(file, "groups", LIMITS.groups, false, problems);
	const faultEntries = entriesOf(file, "faults", LIMITS.faults, false, problems);
	for (const key of [
		"changes",
		"slos",
		"variants"
	]) entriesOf(file, key, LIMITS[key], false, problems);
	checkEdges(edges, checkNodes(nodes, problems), problems);
	for (const [id, group] of groups) checkGroup(id, group, problems);
	for (const [id, fault] of faultEntries) checkFault(id, fault, problems);
	if (problems.hasErrors) return;
	const document = file;
	checkReferences(document, problems);
	if (!problems.hasErrors) checkVariants(document, checkDocument, problems);
}
function entriesOf(file, key, max, required, problems) {
	const value = file[key];
	if (value === void 0) {
		if (required) problems.error("missing-field", [key], "is missing", { allowed: "an object" });
		return [];
	}
	if (!isObject$1(value)) {
		problems.error("wrong-type", [key], "must be an object, keyed by id", {
			found: shown(value),
			allowed: "an object"
		});
		return [];
	}
	const entries = Object.entries(value).filter(([, entry]) => entry !== void 0);
	if (entries.length <= max) return entries;
	const count = {
		found: String(entries.length),
		allowed: `at most ${max}`
	};
	problems.error("cap", [key], `more than ${max} ${key}`, count);
	return [];
}
function checkId(section, id, problems) {
	if (isId(id)) return true;
	const allowed = {
		found: shown(id),
		allowed: ID_RULE
	};
	problems.error("bad-id", [section, id], "is not an id", allowed);
	return false;
}
const nodeSchemas = /* @__PURE__ */ new Map();
const edgeSchemas = /* @__PURE__ */ new Map();
const faultSchemas = /* @__PURE__ */ new Map();
function cached(schemas, key, make) {
	const known = schemas.get(key);
	if (known !== void 0) return known;
	const schema = make();
	schemas.set(key, schema);
	return schema;
}
/** The kind named by an entity, or null with a problem. */
function definitionOf(path, entity, find, ids, problems) {
	if (!isObject$1(entity)) {
		problems.error("wrong-type", path, "must be an object", { found: shown(entity) });
		return null;
	}
	const { kind } = entity;
	if (kind === void 0) {
		problems.error("missing-field", [...path, "kind"], "is missing", { allowed: ids.join(", ") });
		return null;
	}
	const definition = typeof kind === "string" ? find(kind) : void 0;
	if (definition === void 0) {
		problems.unknown("unknown-kind", [...path, "kind"], "unknown kind", String(kind), ids);
		return null;
	}
	return definition;
}
function checkNodes(nodes, problems) {
	const kinds = /* @__PURE__ */ new Map();
	for (const [id, node] of nodes) {
		checkId("nodes", id, problems);
		const kind = definitionOf(["nodes", id], node, kindOf, Object.keys(catalog), problems);
		kinds.set(id, kind);
		if (kind === null) continue;
		checkWith(cached(nodeSchemas, kind.id, () => nodeSchema(kind)), node, ["nodes", id], problems);
	}
	return kinds;
}
function checkEdges(edges, kinds, problems) {
	for (const [id, edge] of edges) {
		const path = ["edges", id];
		const ends = parseEdgeId(id);
		if (ends === null || !id.includes("->") || id.endsWith("#1")) {
			const allowed = {
				found: shown(id),
				allowed: "from->to, then from->to#2, from->to#3, ..."
			};
			problems.error("bad-id", path, "is not the id of an edge", allowed);
			continue;
		}
		const missing = [ends.from, ends.to].filter((node) => !kinds.has(node));
		for (const node of new Set(missing)) problems.unknown("unknown-node", path, "unknown node", node, [...kinds.keys()]);
		const from = kinds.get(ends.from);
		const to = kinds.get(ends.to);
		if (!from || !to) continue;
		const why = ends.from === ends.to && from.ports.self !== true ? `${from.label} nodes do not call themselves` : whyKindsDoNotConnect(from, to);
		if (why !== null) problems.error("no-connection", path, why);
		else checkEdge(path, edge, from, to, problems);
	}
}
function checkEdge(path, edge, from, to, problems) {
	checkWith(cached(edgeSchemas, `${from.id} ${to.id}`, () => edgeSchema(edgeSortOf(from, to), edgeParamsOf(from, to), protocolsBetween(from, to))), edge, path, problems);
}
function checkGroup(id, group, problems) {
	checkId("groups", id, problems);
	if (!checkWith(groupSchema, group, ["groups", id], problems)) return;
	const { kind, enabled } = group;
	if (kind === "mesh" && enabled !== false) problems.error("not-simulated", [
		"groups",
		id,
		"enabled"
	], "meshes are not simulated yet", {
		found: shown(enabled),
		allowed: "false",
		fix: "Set \"enabled\": false; the mesh is then drawn only."
	});
}
function checkFault(id, fault, problems) {
	checkId("faults", id, problems);
	const ids = Object.keys(faults);
	const definition = definitionOf(["faults", id], fault, faultOf, ids, problems);
	if (definition === null) return;
	checkWith(cached(faultSchemas, definition.id, () => faultSchema(definition)), fault, ["faults", id], problems);
}
// simulation/scenario/scenario-hash.ts
/** JSON with sorted keys; -0 becomes 0, and an endless duration gets a name. */
function canonicalText(value) {
	if (Array.isArray(value)) return `[${value.map(canonicalText).join(",")}]`;
	if (typeof value === "object" && value !== null) {
		const entries = Object.entries(value).filter(([, item]) => item !== void 0);
		entries.sort(([left], [right]) => left < right ? -1 : 1);
		return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalText(item)}`).join(",")}}`;
	}
	if (typeof value === "number") return value === Infinity ? "\"forever\"" : String(value + 0);
	return JSON.stringify(value);
}
/** 32 hex digits. Faults that are off are not simulated and do not count; nor do recorded changes. */
function scenarioHash(scenario) {
	const { durationMs, warmupMs, windowMs, drain } = scenario;
	return murmur128(utf8Of(canonicalText({
		durationMs,
		warmupMs,
		windowMs,
		drain,
		nodes: scenario.nodes.map(({ name: _, ...node }) => node),
		edges: scenario.edges,
		faults: scenario.faults.filter((fault) => fault.enabled).map(({ name: _, ...fault }) => fault)
	})));
}
// simulation/scenario/resolve.ts
/** Checks and resolves a document. Never throws; problems as those of checkDocument. */
function resolveScenario(document) {
	const checked = checkDocument(document);
	if (!checked.ok) return checked;
	const origins = /* @__PURE__ */ new Map();
	const inChanges = [];
	const scenario = resolveChecked(checked.document, origins, inChanges);
	if (inChanges.some(({ severity }) => severity === "error")) return {
		ok: false,
		problems: [...checked.problems, ...inChanges]
	};
	return {
		ok: true,
		scenario,
		origins,
		problems: checked.problems
	};
}
function resolveChecked(document, origins, problems) {
	const run = resolveValues(RUN_PARAMS, document.run, "run", origins);
	const durationMs = Number(run.durationS) * 1e3;
	const scenario = {
		name: document.name,
		catalog: document.catalog,
		durationMs,
		warmupMs: Number(run.warmupS) * 1e3,
		windowMs: run.windowS === null ? Math.max(100, durationMs / 600) : Number(run.windowS) * 1e3,
		seed: Number(run.seed),
		drain: run.drain === true,
		sampleAtMs: instantsOf(run.sampleAtS),
		detail: run.detail === true,
		maxEvents: Number(run.maxEvents),
		maxMemoryMb: run.maxMemoryMb === null ? null : Number(run.maxMemoryMb),
		nodes: sorted(document.nodes).map(([id, node]) => resolveNode(id, node, origins)),
		edges: sorted(document.edges).map(([id, edge]) => resolveEdge(document, id, edge, origins)),
		faults: sorted(document.faults).map(([id, fault]) => resolveFault(document, id, fault, origins)),
		slos: sorted(document.slos).map(([id, slo]) => ({
			id,
			name: slo.name ?? id,
			expr: slo.expr
		})),
		changes: changesOf(document, problems)
	};
	return {
		...scenario,
		hash: scenarioHash(scenario)
	};
}
function instantsOf(seconds) {
	return [...new Set(Array.isArray(seconds) ? seconds : [])].sort((a, b) => a - b).map((at) => at * 1e3);
}
function sorted(entries) {
	return Object.entries(entries ?? {}).filter(([, entry]) => entry !== void 0).sort(([left], [right]) => compareIds(left, right));
}
function resolveNode(id, node, origins) {
	const kind = kindOf(node.kind);
	const path = `nodes.${id}`;
	const given = isObject$1(node.operations) ? node.operations : {};
	const operations = {};
	for (const [name, operation] of sorted(given)) operations[name] = resolveValues(kind?.operation === void 0 ? {} : pickGiven(kind.operation, operation), operation, `${path}.operations.${name}`, origins);
	return {
		id,
		name: node.name ?? id,
		kind: node.kind,
		values: resolveValues(kind?.params ?? {}, node, path, origins),
		operations
	};
}
/** Only what an operation says itself; for the rest the node's own values hold. */
function pickGiven(params, given) {
	return Object.fromEntries(Object.entries(params).filter(([name]) => given[name] !== void 0));
}
function resolveEdge(document, id, edge, origins) {
	const { from, to } = parseEdgeId(id) ?? {
		from: "",
		to: ""
	};
	const fromKind = kindOf(document.nodes[from].kind);
	const toKind = kindOf(document.nodes[to].kind);
	if (fromKind === void 0 || toKind === void 0) throw new Error(`unchecked edge ${id}`);
	const path = `edges.${id}`;
	const protocol = edge.protocol ?? protocolsBetween(fromKind, toKind)[0];
	origins.set(`${path}.protocol`, edge.protocol === void 0 ? "default" : "explicit");
	const sort = edgeSortOf(fromKind, toKind);
	const supplied = {
		values: protocolDefaults(protocol),
		origin: "default"
	};
	const values = resolveValues(edgeParamsOf(fromKind, toKind), edge, path, origins, supplied);
	const calls = sort === "deliver" ? [] : resolveCalls(edge, path, origins);
	return {
		id,
		from,
		to,
		protocol,
		sort,
		values: withOwnNames(values, to),
		calls
	};
}
function protocolDefaults(protocol) {
	const defaults = Object.entries(protocolOf(protocol)?.defaults ?? {});
	return Object.fromEntries(defaults.map(([name, { value }]) => [name, value]));
}
/** A consumer without a queue or group of its own name gets the consumer's id. */
function withOwnNames(values, consumer) {
	const named = { ...values };
	if ("queue" in values) named.queue = values.queue ?? consumer;
	if ("routingKey" in values) named.routingKey = values.routingKey ?? named.queue;
	if ("group" in values) named.group = values.group ?? consumer;
	return named;
}
function resolveCalls(edge, path, origins) {
	const hasList = edge.calls !== void 0;
	return callsOf(edge).map((call, index) => {
		const id = call.id ?? String(index);
		const place = hasList ? `${path}.calls.${id}` : path;
		return {
			id,
			...resolveValues(CALL_PARAMS, call, place, origins)
		};
	});
}
function resolveFault(document, id, fault, origins) {
	const path = `faults.${id}`;
	const given = fault;
	const schedule = resolveValues(FAULT_PARAMS, given, path, origins);
	return {
		id,
		name: fault.name ?? id,
		kind: fault.kind,
		targets: targetsOf(document, fault),
		atMs: Number(schedule.atS) * 1e3,
		forMs: schedule.forS === null ? Infinity : Number(schedule.forS) * 1e3,
		rampMs: Number(schedule.rampS) * 1e3,
		enabled: schedule.enabled === true,
		values: resolveValues(faultOf(fault.kind)?.params ?? {}, given, path, origins)
	};
}
/** Each target once, in an order that neither the file's keys nor a list of targets decides. */
function targetsOf(document, fault) {
	const targets = [fault.target].flat().flatMap((text) => {
		const result = resolveTarget(document, fault.kind, text);
		return result.ok ? result.targets : [];
	});
	return sorted(Object.fromEntries(targets.map((target) => [JSON.stringify(target), target]))).map(([, target]) => target);
}
/** The scenario after each recorded change, in order of time; later ones build on earlier ones. */
function changesOf(document, problems) {
	const ordered = [...sorted(document.changes)].sort(([left, a], [right, b]) => a.atMs - b.atMs || compareIds(left, right));
	const { changes: _, ...base } = document;
	let present = base;
	const resolved = [];
	for (const [id, { atMs, set }] of ordered) {
		const changed = applySet(present, set);
		const checked = changed.ok ? checkDocument(changed.document) : changed;
		if (!checked.ok) {
			problems.push(...checked.problems.map((found) => inChange(id, found)));
			continue;
		}
		present = checked.document;
		const paths = sorted(set).map(([path, value]) => [canonicalPath(path), value]);
		const after = resolveChecked(present, /* @__PURE__ */ new Map(), []);
		resolved.push({
			id,
			atMs,
			set: Object.fromEntries(paths),
			after
		});
	}
	return resolved;
}
function canonicalPath(path) {
	const parsed = parsePath(path);
	return parsed.ok ? parsed.steps.join(".") : path;
}
function inChange(id, problem) {
	return {
		...problem,
		path: `changes.${id}.set.${problem.path}`
	};
}
// ../../tmp/lab/mm1h.ts
const file = process.argv[2];
const r = resolveScenario(JSON.parse(readFileSync(file, "utf8")));
if (!r.ok) {
	console.log(JSON.stringify(r.problems, null, 1));
	process.exit(1);
}
const n = Number(process.argv[3] ?? 1);
for (let i = 0; i < n; i++) {
	engine.load(r.scenario, 1 + i);
	const t = process.cpuUsage();
	const stop = engine.run(Infinity, Infinity);
	const u = process.cpuUsage(t);
	const ms = (u.user + u.system) / 1e3;
	console.log(stop, engine.events(), (engine.events() / ms / 1e3).toFixed(2), "Mev/s", ms.toFixed(0), "ms", engine.digest());
}
console.log("high", attempts.highWater, calls.highWater, requests.highWater, events.highWater);
const t = engine.totals();
const want = process.argv[4];
console.log(JSON.stringify(want ? t[want] : t.endToEnd.all, null, 1).slice(0, 6e3));
console.log("worst check", t.checks.sort((a, b) => b.difference - a.difference).slice(0, 3));
export {};
