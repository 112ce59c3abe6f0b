// Where scenarios are kept: values by compound keys, written all or nothing. The browser's own
// database in the page, a plain map in tests.
import { createStore, promisifyRequest, type UseStore } from "idb-keyval";

export type Key = readonly (string | number)[];

export interface KeyValues {
  get(key: Key): Promise<unknown>;
  /** Values of all keys that begin with these parts, in the keys' order. */
  below(prefix: Key): Promise<readonly unknown[]>;
  /** Removes come first; rejects, with nothing changed, where storage is full or refused. */
  write(puts: readonly (readonly [Key, unknown])[], removes?: readonly Key[]): Promise<void>;
}

function valid(key: Key): IDBValidKey {
  return key as unknown as IDBValidKey;
}

/** The browser's database; opened at the first use, so that a refusal is that call's. */
export function browserKeyValues(): KeyValues {
  let store: UseStore | null = null;
  const opened = (): UseStore => {
    store ??= createStore("brownout", "scenarios");
    return store;
  };
  return {
    get: async (key) => opened()("readonly", (rows) => promisifyRequest(rows.get(valid(key)))),
    below: async (prefix) => {
      // Arrays come after numbers and strings: this is every longer key with the same beginning.
      const range = IDBKeyRange.bound(valid(prefix), [...prefix, []]);
      return opened()("readonly", (rows) => promisifyRequest(rows.getAll(range)));
    },
    write: async (puts, removes = []) => {
      await opened()("readwrite", (rows) => {
        for (const key of removes) rows.delete(valid(key));
        for (const [key, value] of puts) rows.put(value, valid(key));
        return promisifyRequest(rows.transaction);
      });
    },
  };
}
