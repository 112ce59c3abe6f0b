import { kindOf } from "../../simulation/kinds/catalog.ts";
import type { ScenarioDocument } from "../../simulation/scenario/document.ts";
import { brokerWords } from "../canvas/node-words.ts";
import { useDesign, useRun } from "../store/hooks.ts";
import { nodeLiveOf } from "../store/live-values.ts";
import type { RunState } from "../store/studio-store.ts";
import { formatClock } from "../ui/format.ts";
import { useSpoken } from "../ui/use-spoken.ts";

/** "At 1:20, order-mail: 14 messages waiting, the oldest for 2.31 s." Empty without brokers or a run. */
export function brokersSentence({ nodes }: ScenarioDocument, run: RunState): string {
  const brokers = Object.entries(nodes).flatMap(([id, { kind, name }]) => {
    const live = kindOf(kind)?.deliver === undefined ? null : nodeLiveOf(run, id);
    return live ? [{ name: name ?? id, words: brokerWords(live) }] : [];
  });
  if (brokers.length === 0) return "";
  const at = `At ${formatClock(run.playheadMs ?? run.nowMs)}`;
  const busy = brokers.filter(({ words }) => words.length > 0);
  if (busy.length === 0) return `${at} no broker has a message waiting.`;
  return `${at}, ${busy.map(({ name, words }) => `${name}: ${words.join(", ")}`).join("; ")}.`;
}

/** Tells those who hear the page what waits in brokers; others see it on the cards. */
export function BrokerTeller() {
  const design = useDesign();
  const text = useRun((run) => brokersSentence(design, run));
  const isMoving = useRun((run) => run.status === "running" && run.playheadMs === null);
  const said = useSpoken(text, isMoving);
  return (
    <p className="ui-visually-hidden" role="status" aria-label="Messages in brokers">
      {said}
    </p>
  );
}
