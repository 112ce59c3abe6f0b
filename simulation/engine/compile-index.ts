// What tables that are filled after the stations (brokers) need to know of the compiled scenario.

import type { Publishing } from "./publishing.ts";

/** Numbers of what the columns are filled from, by id. */
export interface CompileIndex {
  nodeOf(id: string): number;
  edgeOf(id: string): number;
  /** Row of an operation of a node; its default operation for a name nobody calls. */
  operationOf(node: number, name: string): number;
  /** All operation rows in order. */
  readonly operationNames: readonly {
    readonly node: number;
    readonly name: string;
    readonly publishing: Publishing;
  }[];
  /** Number of the distribution of a literal in `unit`. */
  distribution(literal: unknown, unit: string): number;
  /** First of the histograms that brokers may use. */
  readonly firstBrokerHistogram: number;
}
