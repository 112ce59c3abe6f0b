import { useContext } from "react";
import { formatDuration, formatRatio } from "../../ui/format.ts";
import { StateGlyphShapes } from "../../ui/StateGlyph.tsx";
import type { StateName } from "../../ui/state-names.ts";
import { isRecord } from "../fields/field-model.ts";
import { EdgeContext } from "./edge-surroundings.ts";

function short(text: string): string {
  return text.replace(/\.0+(?= )/, "");
}

/** The three states of a breaker and what leads from one to the next, with this breaker's numbers. */
export function BreakerPicture({ values }: { readonly values: Readonly<Record<string, unknown>> }) {
  const { openRatio, halfOpenRatio } = useContext(EdgeContext);
  const size = isRecord(values.window) ? Number(values.window.size) : Number.NaN;
  const rate = short(formatRatio(Number(values.failureRateThreshold)));
  const wait = short(formatDuration(Number(values.openMs)));
  const probes = Number(values.probes);
  const text =
    `Opens when ${rate} of the last ${size} calls fail (after at least ${values.minimumCalls}), ` +
    `lets ${probes} probes through after ${wait}, and closes when less than ${rate} of them fail.`;
  return (
    <figure className="insp-picture">
      <svg viewBox="0 0 272 104" role="img" aria-label={text}>
        <defs>
          <marker
            id="insp-arrow"
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="7"
            markerHeight="7"
            orient="auto"
          >
            <path d="M0 .5 7.5 4 0 7.5z" fill="var(--edge)" />
          </marker>
        </defs>
        <g className="insp-picture-text" textAnchor="middle">
          <text x="87" y="10">
            {rate} of
          </text>
          <text x="87" y="23">
            {size} fail
          </text>
          <text x="184" y="16">
            {wait}
          </text>
          <text x="184" y="73">
            {rate} fail
          </text>
          <text x="136" y="101">
            fewer of {probes} probes fail
          </text>
        </g>
        <g className="insp-picture-arrow" markerEnd="url(#insp-arrow)">
          <path d="M73 43H100" />
          <path d="M165 38H196" />
          <path d="M198 54H168" />
          <path d="M234 65C230 96 40 96 36 66" />
        </g>
        <Pill
          x={1}
          width={71}
          label="Closed"
          state="healthy"
          active={openRatio === 0 && !(halfOpenRatio > 0)}
        />
        <Pill x={101} width={64} label="Open" state="failing" active={openRatio > 0} />
        <Pill x={197} width={74} label="Half" state="recovering" active={halfOpenRatio > 0} />
      </svg>
    </figure>
  );
}

interface PillProps {
  readonly x: number;
  readonly width: number;
  readonly label: string;
  readonly state: StateName;
  /** Some caller's breaker is in this state now. */
  readonly active: boolean;
}

function Pill({ x, width, label, state, active }: PillProps) {
  return (
    <g>
      <rect
        x={x}
        y="29"
        width={width}
        height="34"
        rx="17"
        fill={active ? `var(--state-${state}-soft)` : "var(--surface-sunken)"}
        stroke={`var(--state-${state})`}
        strokeWidth={active ? 2.5 : 1.5}
      />
      <g transform={`translate(${x + 9} 39) scale(.9)`}>
        <StateGlyphShapes state={state} surface="var(--surface-card)" />
      </g>
      <text className="insp-picture-name" x={x + 27} y="50">
        {label}
      </text>
    </g>
  );
}
