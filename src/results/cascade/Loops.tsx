import type { RecoveryResult, SustainingLoop } from "../../../simulation/results/story.ts";
import type { ScenarioDocument } from "../../../simulation/scenario/document.ts";
import { useDocument } from "../../store/hooks.ts";
import { nodeTitle } from "../../store/proxy-names.ts";
import { formatDuration, formatRatio } from "../../ui/format.ts";

/** One thing that keeps a system down, with its number. */
export function loopWords(loop: SustainingLoop, document: ScenarioDocument): string {
  const { name, share, node = "", now = 0, usual = 0 } = loop;
  const place = nodeTitle(document, node);
  switch (name) {
    case "retries":
      return `Retries: ${formatRatio(share)} of all attempts.`;
    case "wastedWork":
      return `Wasted work: ${formatRatio(share)} of it for callers who have given up.`;
    case "coldCache":
      return `Cold cache: ${place} finds ${formatRatio(now)}, usually ${formatRatio(usual)}.`;
    case "staleQueue":
      return (
        `Stale queue: work waits ${formatDuration(now)} in ${place}, its callers only ` +
        `${formatDuration(usual)}.`
      );
  }
}

/** The trigger is gone, and this is what keeps the system down. */
export function Loops({ recovery }: { readonly recovery: RecoveryResult | undefined }) {
  const document = useDocument();
  const metastable = recovery?.metastable ?? null;
  if (metastable === null) return null;
  const { goodputRatio, loops } = metastable;
  return (
    <section className="cascade-blame" aria-label="What keeps it down">
      <h3>What keeps it down</h3>
      <p className="cascade-note">
        The trigger is over and the load as before, yet goodput stays at {formatRatio(goodputRatio)}{" "}
        of the usual{loops.length === 0 ? "; no loop that is known here explains it." : ":"}
      </p>
      <ul className="cascade-loops">
        {loops.map((loop) => (
          <li key={`${loop.name} ${loop.node}`}>{loopWords(loop, document)}</li>
        ))}
      </ul>
    </section>
  );
}
