// The commands about the results: which tab, which span of time, how large, and saving what they show.
import {
  RESULT_TABS,
  setTableBasis,
  showExports,
  showResultTab,
  toggleResultsFull,
} from "../store/results-view.ts";
import { type Entry, group } from "./command.ts";

export const RESULTS = group("Results", [
  ...RESULT_TABS.map(
    (tab): Entry => [
      `results-${tab.toLowerCase()}`,
      `Results: ${tab}`,
      () => showResultTab(tab),
      { words: "show tab" },
    ],
  ),
  ["results-size", "Results: large or small", toggleResultsFull, { words: "maximize full height" }],
  [
    "results-instant",
    "Results: tables at the playhead",
    () => setTableBasis("instant"),
    { words: "values" },
  ],
  [
    "results-run",
    "Results: tables of the whole run",
    () => setTableBasis("run"),
    { words: "values confidence totals" },
  ],
  [
    "results-export",
    "Export charts and tables…",
    () => showExports(true),
    { words: "png svg csv download save picture" },
  ],
]);
