// The commands of the results' tabs and tables.
import {
  RESULT_TABS,
  setTableBasis,
  showExports,
  showResultTab,
  toggleResultsFull,
} from "../store/results-view.ts";
import { type Entry, group } from "./command.ts";

function tabEntry(tab: (typeof RESULT_TABS)[number]): Entry {
  return [`results-${tab}`, `Results: ${tab}`, () => showResultTab(tab), { words: "show tab" }];
}

export const RESULTS = group("Results", [
  ...RESULT_TABS.map(tabEntry),
  ["results-full", "Results: large or small", toggleResultsFull, { words: "maximize full height" }],
  [
    "tables-instant",
    "Results: tables at the playhead",
    () => setTableBasis("instant"),
    { words: "values instant" },
  ],
  [
    "tables-run",
    "Results: tables of the whole run",
    () => setTableBasis("run"),
    { words: "values confidence totals" },
  ],
  [
    "exports",
    "Export charts and tables…",
    () => showExports(true),
    { words: "png svg csv download save picture" },
  ],
]);
