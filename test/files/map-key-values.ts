// Kept values without a browser's database; may be told to refuse.
import type { Key, KeyValues } from "../../src/files/library/key-values.ts";

export interface MapKeyValues extends KeyValues {
  /** What every write is refused with from now on; null accepts again. */
  refuseWith: Error | null;
  readonly size: () => number;
}

const nameOf = (key: Key): string => JSON.stringify(key);

function compareKeys(a: Key, b: Key): number {
  for (const [index, part] of a.entries()) {
    const other = b[index];
    if (part === other) continue;
    return other === undefined || part > other ? 1 : -1;
  }
  return a.length - b.length;
}

export function mapKeyValues(): MapKeyValues {
  const values = new Map<string, unknown>();
  const self: MapKeyValues = {
    refuseWith: null,
    size: () => values.size,
    get: async (key) => values.get(nameOf(key)),
    below: async (prefix) => {
      const keys = [...values.keys()].map((name) => JSON.parse(name) as Key);
      const found = keys.filter(
        (key) => key.length > prefix.length && prefix.every((part, index) => key[index] === part),
      );
      return found.sort(compareKeys).map((key) => values.get(nameOf(key)));
    },
    write: async (puts, removes = []) => {
      if (self.refuseWith) throw self.refuseWith;
      for (const key of removes) values.delete(nameOf(key));
      for (const [key, value] of puts) values.set(nameOf(key), structuredClone(value));
    },
  };
  return self;
}
