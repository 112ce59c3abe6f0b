import { useContext } from "react";
import { StateGlyphShapes } from "../../ui/StateGlyph.tsx";
import type { StateName } from "../../ui/state-names.ts";
import { isRecord } from "../fields/field-model.ts";
import { EdgeContext, liveValue } from "./edge-surroundings.ts";
import {
  PictureFrame,
  type PictureProps,
  plural,
  shortDuration,
  shortRatio,
  type Values,
} from "./PictureFrame.tsx";

/** The three states of a breaker and what leads from one to the next, with this breaker's numbers. */
export function BreakerPicture({ values }: PictureProps) {
  const surroundings = useContext(EdgeContext);
  const openRatio = liveValue(surroundings, "openRatio");
  const halfOpenRatio = liveValue(surroundings, "halfOpenRatio");
  const { opens, text, closes } = wordsOf(values);
  const wait = shortDuration(Number(values.openMs));
  return (
    <PictureFrame height={104} text={text} caption={null}>
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
          {opens[0]}
        </text>
        <text x="87" y="23">
          {opens[1]}
        </text>
        <text x="184" y="16">
          {wait}
        </text>
        <text x="184" y="73">
          {closes.back}
        </text>
        <text x="136" y="101">
          {closes.on}
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
        active={openRatio === 0 && !((halfOpenRatio ?? 0) > 0)}
      />
      <Pill x={101} width={64} label="Open" state="failing" active={(openRatio ?? 0) > 0} />
      <Pill x={197} width={74} label="Half" state="recovering" active={(halfOpenRatio ?? 0) > 0} />
    </PictureFrame>
  );
}

/** What makes it open, in two short lines and in a sentence. */
function wordsOf(values: Values) {
  const window = isRecord(values.window) ? values.window : {};
  const size = Number(window.size);
  const rate = shortRatio(Number(values.failureRateThreshold));
  const probes = Number(values.probes);
  const wait = shortDuration(Number(values.openMs));
  const least = ` (after at least ${values.minimumCalls})`;
  const [opens, when] =
    window.type === "consecutive"
      ? [[`${size} fail`, "in a row"], `${plural(size, "call")} in a row fail`]
      : window.type === "time"
        ? [[`${rate} fail`, `in ${size} s`], `${rate} of the calls of ${size} s fail${least}`]
        : [[`${rate} of`, `${size} fail`], `${rate} of the last ${size} calls fail${least}`];
  const one = probes === 1;
  const closes = one
    ? { back: "it fails", on: "the probe succeeds" }
    : { back: `${rate} fail`, on: `fewer of ${probes} probes fail` };
  const others = values.halfOpen === "wait" ? " Other calls wait for the probe meanwhile." : "";
  const text =
    `Opens when ${when}, lets ${plural(probes, "probe")} through after ${wait}, and closes when ` +
    `${one ? "it succeeds" : `less than ${rate} of them fail`}.${others}`;
  return { opens, text, closes };
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
