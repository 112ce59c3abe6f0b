// What the fields of a fault say about each other and about the rest of the file.
import { momentsOf, parseDistribution } from "../core/distributions.ts";
import type { FaultDocument, FaultTarget, Json, ScenarioDocument } from "./document.ts";
import { checkConnectionFault } from "./fault-link-checks.ts";
import { resolveTarget } from "./fault-targets.ts";
import { type ProblemList, shown } from "./problem-list.ts";
import { RUN_PARAMS } from "./run-params.ts";
import { checkContractBreak } from "./wire-checks.ts";

/** Most times that a fault may be expected to come and go at random in one run. */
const COMINGS_MAX = 10_000;

/** Checks all faults of a document whose entities are each sound. */
export function checkFaults(document: ScenarioDocument, problems: ProblemList): void {
  for (const [id, fault] of Object.entries(document.faults ?? {})) {
    const hit: FaultTarget[] = [];
    let refused = false;
    for (const target of [fault.target].flat()) {
      const result = resolveTarget(document, fault, target);
      if (result.ok) {
        hit.push(...result.targets);
        continue;
      }
      refused = true;
      problems.error("unknown-target", ["faults", id, "target"], result.message, {
        found: shown(target),
        allowed: result.allowed,
      });
    }
    if (hit.length === 0 && !refused) {
      const message = "has no effect: it hits no link";
      problems.warn("unused", ["faults", id, "target"], message, { found: shown(fault.target) });
    }
    checkConnectionFault(document, id, fault, hit, problems);
    checkContractBreak(document, id, fault, hit, problems);
    checkPeers(document, id, fault, problems);
    checkComings(document, id, fault, problems);
  }
}

function checkPeers(
  document: ScenarioDocument,
  id: string,
  { peers }: FaultDocument,
  problems: ProblemList,
): void {
  if (!Array.isArray(peers)) return;
  const names = [...Object.keys(document.nodes), ...Object.keys(document.groups ?? {})];
  const unknown = peers.map(String).find((name) => !names.includes(name));
  if (unknown === undefined) return;
  problems.unknown(
    "unknown-target",
    ["faults", id, "peers"],
    "unknown node or group",
    unknown,
    names,
  );
}

function meanMs(literal: Json | undefined): number | null {
  const parsed = parseDistribution(literal, "ms");
  return parsed.ok ? momentsOf(parsed.spec).meanMs : null;
}

function isTrace(literal: Json | undefined): boolean {
  return JSON.stringify(literal ?? null).includes('"trace"');
}

function checkComings(
  document: ScenarioDocument,
  id: string,
  fault: FaultDocument,
  problems: ProblemList,
): void {
  const isSet = (name: "every" | "for"): boolean =>
    fault[name] !== undefined && fault[name] !== null;
  if (!isSet("every") && !isSet("for")) return;
  for (const [name, other] of [
    ["every", "for"],
    ["for", "every"],
  ] as const) {
    if (!isSet(name)) {
      const message = `a fault that comes at random needs "${name}" beside "${other}"`;
      problems.error("conflict", ["faults", id, other], message);
      return;
    }
    if (isTrace(fault[name])) {
      problems.error("conflict", ["faults", id, name], "a trace cannot be drawn from here");
      return;
    }
  }
  const cycleMs = (meanMs(fault.every) ?? 0) + (meanMs(fault.for) ?? 0);
  const durationMs = 1000 * Number(document.run.durationS ?? RUN_PARAMS.durationS.default);
  const lastsMs = fault.forS == null ? durationMs : 1000 * fault.forS;
  if (Math.min(durationMs, lastsMs) <= COMINGS_MAX * cycleMs) return;
  problems.error("cap", ["faults", id, "every"], `it would come more than ${COMINGS_MAX} times`, {
    found: shown(cycleMs),
    allowed: "longer times between and during its comings",
  });
}
