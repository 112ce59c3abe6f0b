import { Button } from "@mantine/core";
import { useState } from "react";
import type { KindDefinition } from "../../simulation/kinds/define.ts";
import type { Json, NodeDocument } from "../../simulation/scenario/document.ts";
import { useOfferedNode } from "../store/assessment.ts";
import { setTogether } from "../store/bulk-edits.ts";
import { endGesture } from "../store/document-actions.ts";
import { formatCount, formatDuration, formatRate } from "../ui/format.ts";
import { ProblemLine } from "./fields/FieldRow.tsx";
import { NumberText } from "./fields/NumberText.tsx";
import { holdMsFor, meanMsOf, throughputPerS, withMean } from "./service-capacity.ts";

interface ServiceCapacityProps {
  readonly nodeId: string;
  readonly node: NodeDocument;
  readonly kind: KindDefinition;
}

/** What the service time and the slots come to, and the way back from a measured throughput. */
export function ServiceCapacity({ nodeId, node, kind }: ServiceCapacityProps) {
  const offered = useOfferedNode(nodeId);
  const { params } = kind;
  const standing = (name: string) =>
    node[name] === undefined ? params[name]?.default : node[name];
  const meanMs = meanMsOf(standing("serviceTime"));
  if (!params.serviceTime || !params.concurrency || meanMs === null) return null;
  const slots = standing("concurrency");
  const concurrency = typeof slots === "number" ? slots : null;
  const replicas = Number(standing("replicas") ?? 1);
  // Where a slot is held while calls are waited for, that time counts; the mix of operations too.
  const holdMs = offered?.holdMs ?? meanMs;
  const waitMs = offered?.atLeast ? Math.max(0, holdMs - meanMs) : 0;
  const perS = throughputPerS(concurrency, holdMs);
  return (
    <section className="insp-capacity" aria-label="Capacity from service time and slots">
      {perS === null || concurrency === null ? (
        <p>
          Nothing limits it: {concurrency === null ? "its slots are unlimited" : "it takes no time"}
          .
        </p>
      ) : (
        <>
          <p className="ui-num">
            <b>{formatRate(perS)}</b> an instance
            {replicas > 1 ? (
              <>
                , <b>{formatRate(perS * replicas)}</b> all {formatCount(replicas)}
              </>
            ) : null}
          </p>
          <p className="ui-num insp-hint">
            {formatCount(concurrency)} {concurrency === 1 ? "slot" : "slots"} /{" "}
            {formatDuration(holdMs)}
            {waitMs > 0 ? `, ${formatDuration(waitMs)} of it for calls` : ""}
          </p>
        </>
      )}
      <FromThroughput
        key={`${nodeId} ${concurrency} ${perS}`}
        {...{ nodeId, waitMs, concurrency, perS }}
        literal={standing("serviceTime")}
      />
    </section>
  );
}

interface FromThroughputProps {
  readonly nodeId: string;
  readonly literal: unknown;
  readonly waitMs: number;
  readonly concurrency: number | null;
  readonly perS: number | null;
}

const FIRST_SLOTS = 8;
const FIRST_PER_S = 100;
const MOST = 1_000_000;

/** "I know that an instance does 200/s with 8 threads": the service time that follows. */
function FromThroughput({ nodeId, literal, waitMs, concurrency, perS }: FromThroughputProps) {
  const [rate, setRate] = useState(Number((perS ?? FIRST_PER_S).toPrecision(4)));
  const [slots, setSlots] = useState(concurrency ?? FIRST_SLOTS);
  const [refusal, setRefusal] = useState<string | null>(null);
  const heldMs = holdMsFor(slots, rate);
  const meanMs = heldMs - waitMs;
  const possible = meanMs > 0;
  const take = () => {
    const path = `nodes.${nodeId}`;
    void setTogether({
      [`${path}.serviceTime`]: withMean(literal, meanMs) as Json,
      ...(slots === concurrency ? {} : { [`${path}.concurrency`]: slots }),
    }).then(endGesture);
  };
  const number = { min: 0.000001, max: MOST, onRefuse: setRefusal };
  return (
    <details className="insp-throughput">
      <summary>From a measured throughput</summary>
      <div className="insp-throughput-entry">
        <span>Measured</span>
        <NumberText
          label="Throughput of an instance"
          value={rate}
          unit="1/s"
          field="ratePerS"
          {...number}
          onCommit={setRate}
        />
        <span>at</span>
        <NumberText
          label="Requests at once"
          value={slots}
          unit=""
          field="concurrency"
          {...number}
          min={1}
          integer
          onCommit={setSlots}
        />
        <span>at once</span>
      </div>
      {refusal === null ? null : <ProblemLine message={refusal} />}
      <div className="insp-throughput-entry">
        <output className="ui-num" aria-label="Service time that follows">
          {possible
            ? `${formatCount(slots)} / ${formatRate(rate)}${
                waitMs > 0 ? ` − ${formatDuration(waitMs)} for calls` : ""
              } = ${formatDuration(meanMs)} mean`
            : `Its calls alone take ${formatDuration(waitMs)}: at most ${formatRate(
                (slots * 1000) / waitMs,
              )}.`}
        </output>
        <Button size="compact-xs" variant="light" disabled={!possible} onClick={take}>
          Set service time
        </Button>
      </div>
    </details>
  );
}
