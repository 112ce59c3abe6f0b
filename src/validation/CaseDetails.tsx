import { Button } from "@mantine/core";
import { useState } from "react";
import type { ValidationCase } from "../../simulation/results/validation-report.ts";
import { open } from "../store/document-actions.ts";
import { formatCount } from "../ui/format.ts";
import { scenarioOf } from "./case-scenario.ts";
import { MetricCells } from "./MetricCells.tsx";
import { parameterTexts } from "./metric-words.ts";

interface CaseDetailsProps {
  readonly theory: ValidationCase;
  readonly onOpened: () => void;
}

/** Parameters, where the reference comes from, the rule, and every measure of one case. */
export function CaseDetails({ theory, onOpened }: CaseDetailsProps) {
  const { id, formula, method, source, verification, rule, why, metrics } = theory;
  const facts: readonly (readonly [string, string])[] = [
    ["Formula", formula],
    ["Computed by", method],
    ["Source", source],
    ["Reference checked", verification],
    ["Passes if", rule],
    ["Simulated", effortOf(theory)],
    [theory.status === "pass" ? "Remark" : "Why", why],
  ];
  return (
    <div className="val-details">
      <div>
        <dl className="val-parameters">
          {parameterTexts(theory.parameters).map(({ name, label, value }) => (
            <div key={name}>
              <dt>{label}</dt>
              <dd className="ui-num">{value}</dd>
            </div>
          ))}
        </dl>
        <dl className="val-facts">
          {facts.map(([label, text]) =>
            text === "" ? null : (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{text}</dd>
              </div>
            ),
          )}
          <div>
            <dt>Name</dt>
            <dd>
              <code>{id}</code>
            </dd>
          </div>
        </dl>
        <OpenCase theory={theory} onOpened={onOpened} />
      </div>
      {metrics.length > 0 ? (
        <table className="val-metrics">
          <caption className="ui-visually-hidden">Measures of {theory.title}</caption>
          <thead>
            <tr>
              <th scope="col">Measure</th>
              <th scope="col">Theory</th>
              <th scope="col">Simulated</th>
              <th scope="col">Deviation</th>
            </tr>
          </thead>
          <tbody>
            {metrics.map((metric) => (
              <tr key={metric.name} data-pass={metric.pass} title={metric.why}>
                <MetricCells metric={metric} />
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
    </div>
  );
}

function effortOf({ replications, requests }: ValidationCase): string {
  if (replications === 0) return "";
  const runs = replications === 1 ? "1 run" : `${formatCount(replications)} independent runs`;
  return requests > 0 ? `${runs}, ${formatCount(requests)} requests` : runs;
}

/** Offered where the case maps to a drawing without loss. */
function OpenCase({ theory, onOpened }: CaseDetailsProps) {
  const [refusal, setRefusal] = useState<string | null>(null);
  const scenario = scenarioOf(theory);
  if (scenario === null) return null;
  return (
    <p>
      <Button
        size="compact-sm"
        variant="default"
        onClick={() => {
          const problems = open(JSON.stringify(scenario), theory.title);
          if (problems === null) onOpened();
          else setRefusal(problems[0]?.message ?? "It cannot be opened.");
        }}
      >
        Open as scenario
      </Button>
      {refusal === null ? null : <span role="alert"> {refusal}</span>}
    </p>
  );
}
