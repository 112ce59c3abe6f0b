// Which scenarios of the gallery are meant: by a topic, and by words in what is known of them.
import type { GalleryEntry } from "./gallery.ts";

export interface Topic {
  readonly tag: string;
  readonly count: number;
}

/** Products and protocols among the tags; the others name what a scenario is about. */
const BUILT_WITH: ReadonlySet<string> = new Set([
  ...["RabbitMQ", "Kafka", "SQS", "SNS", "EventBridge", "Pub/Sub", "ActiveMQ", "NATS"],
  ...["Redis Streams", "REST", "gRPC", "in-process", "real system"],
]);

export function isBuiltWith({ tag }: Topic): boolean {
  return BUILT_WITH.has(tag);
}

/** A topic of one scenario is no help in choosing. */
const LEAST_COUNT = 2;

/** Tags of several scenarios, the most frequent first. */
export function topicsOf(entries: readonly GalleryEntry[]): readonly Topic[] {
  const counts = new Map<string, number>();
  for (const tag of entries.flatMap(({ tags }) => tags))
    counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return [...counts]
    .map(([tag, count]) => ({ tag, count }))
    .filter(({ count }) => count >= LEAST_COUNT)
    .sort((a, b) => b.count - a.count || a.tag.localeCompare(b.tag));
}

/** `contents`: names and kinds of the nodes of a file, as far as it was read. */
export function entriesMeant(
  entries: readonly GalleryEntry[],
  query: string,
  topic: string | null,
  contents: ReadonlyMap<string, string>,
): readonly GalleryEntry[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return entries.filter((entry) => {
    if (topic !== null && !entry.tags.includes(topic)) return false;
    const { name, summary, tags, file } = entry;
    const text = [name, summary, ...tags, contents.get(file) ?? ""].join(" ").toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
