// Flows: what one operation publishes through one queue or group. A row for every operation of a
// broker and every backlog of it, whether anything takes that way or not, so that a message finds its
// row by an addition. Nothing in the simulation reads them. Cost: a few additions per message.
import { Table } from "../core/memory.ts";
import { DEATH_REASONS } from "../results/outcomes.ts";

const FLOWS = 20_000;
const BACKLOGS = 20_000;
const GROUPS = 100_000;
const PUBLISHES = 3_000_000;

/** What becomes of a message; each has one fate. The order is that of `fates`. */
export const COMPLETED = 0;
/** First of the dead-lettered and of the dropped, by DEATH_REASONS. */
export const DEAD = 1;
export const GONE = DEAD + DEATH_REASONS.length;
/** First of the losses, in the order of LOSS_CAUSES. */
export const LOST_BROKER = GONE + DEATH_REASONS.length;
export const LOST_CONSUMER = LOST_BROKER + 1;
export const LOST_NO_LISTENER = LOST_BROKER + 2;
export const LOST_RETENTION = LOST_BROKER + 3;
export const LOST_ELECTION = LOST_BROKER + 4;
export const LOST_OFFSET_RESET = LOST_BROKER + 5;
export const LOST_DEAD_LETTER = LOST_BROKER + 6;
export const PURGED_FATE = LOST_BROKER + 7;
export const REDRIVEN_FATE = LOST_BROKER + 8;
export const FATES = LOST_BROKER + 9;

class Flows extends Table {
  /** 1: published to it directly, 2: reached by dead letters only, 0: by nothing. */
  readonly reached = this.uint8();
  /** Histogram of the time until messages are applied, + 1; 0 = there was none left. */
  readonly histogram = this.int32();
  readonly published = this.float64();
  readonly refused = this.float64();
  readonly deduplicated = this.float64();
  readonly acknowledged = this.float64();
  readonly delivered = this.float64();
  readonly redelivered = this.float64();
  readonly applied = this.float64();
  readonly appliedTwice = this.float64();
  readonly duplicatesSkipped = this.float64();
  readonly outOfOrder = this.float64();
  readonly replayed = this.float64();
  readonly acknowledgedLost = this.float64();
  readonly waitingAtStart = this.float64();
  readonly fates = this.float64(FATES);
  /** Number of the newest publish that was applied, where messages have no groups. */
  readonly newest = this.float64();
}

class FlowPlaces extends Table {
  /** Flow of the first operation of its broker. */
  readonly first = this.int32();
}

class GroupOrder extends Table {
  /** Number of the newest publish of a message group that was applied. */
  readonly newest = this.float64();
}

/** Copies that a publish has put into queues, until its publisher is told that they are safe. */
class PublishCopies extends Table {
  /** The last of them, message + 1; in the link of the free list, which nobody needs here. */
  readonly last = this.next;
}

export const flows = new Flows("flows", FLOWS);
/** By backlog. */
export const flowPlaces = new FlowPlaces("places of flows", BACKLOGS);
/** By message group. */
export const groupOrder = new GroupOrder("order in message groups", GROUPS);
/** By attempt. */
export const publishCopies = new PublishCopies("copies of publishes", PUBLISHES);
