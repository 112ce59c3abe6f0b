// What a broker that is drawn open shows of its inside at one instant.

/** A queue or subscription. */
export interface QueueInside {
  /** Messages not yet settled, and those of them that wait for delivery. */
  readonly backlog: number;
  readonly ready: number;
  /** Age of the oldest message not yet settled, ms. */
  readonly oldestMs: number;
}

/** A group of a log. */
export interface GroupInside {
  /** Records not yet committed, and the age of the oldest, ms. */
  readonly backlog: number;
  readonly oldestMs: number;
  /** By partition: number of the member that owns it, -1 = none; records not yet committed. */
  readonly partitions: readonly { readonly owner: number; readonly backlog: number }[];
}

export interface PartitionInside {
  /** Offset that the next record gets. */
  readonly end: number;
  /** Number of the broker that leads it, -1 = none; replicas in sync. */
  readonly leader: number;
  readonly inSync: number;
}

export interface BrokerInside {
  readonly queues: Readonly<Record<string, QueueInside>>;
  /** Only of a log. */
  readonly groups: Readonly<Record<string, GroupInside>>;
  readonly partitions: readonly PartitionInside[];
}

/** Partitions that are told one by one. */
export const PARTITIONS_TOLD = 24;
