// Groups and notes as plain SVG, for pictures that leave the page.
import type { ScenarioDocument } from "../../../simulation/scenario/document.ts";
import { groupLiveOf } from "../../store/group-live.ts";
import type { RunState } from "../../store/studio-store.ts";
import { StateGlyphShapes } from "../../ui/StateGlyph.tsx";
import { STATE_RING, stateColor } from "../../ui/state-names.ts";
import type { Rect } from "../geometry.ts";
import type { NoteNode } from "../notes/note-elements.ts";
import type { GroupCardNode, RegionNode } from "./group-elements.ts";
import { countOf, groupRate, kindWords } from "./group-words.ts";

interface RegionShapeProps {
  readonly node: RegionNode;
  /** Where its name stands. */
  readonly label: Rect | undefined;
}

export function RegionShape({ node, label }: RegionShapeProps) {
  const { position, width = 0, height = 0, data } = node;
  const { x, y } = label ?? position;
  return (
    <g transform={`translate(${position.x} ${position.y})`} data-group={data.group}>
      <rect
        {...{ width, height }}
        rx={12}
        fill="var(--surface-card)"
        fillOpacity={0.4}
        stroke="var(--border-control)"
        strokeDasharray={data.kind === "host" ? "" : "4 3"}
      />
      <text
        className="node-name"
        x={x - position.x + 14}
        y={y - position.y + 21}
        fill="var(--text-1)"
        fontSize={12}
        fontWeight={620}
      >
        {data.name}
        <tspan fill="var(--text-3)" fontSize={11} fontWeight={420} dx={6}>
          {kindWords(data)}
        </tspan>
      </text>
    </g>
  );
}

interface GroupCardShapeProps {
  readonly node: GroupCardNode;
  readonly document: ScenarioDocument;
  readonly run: RunState | null;
}

export function GroupCardShape({ node, document, run }: GroupCardShapeProps) {
  const { position, width = 0, height = 0, data } = node;
  const live = run ? groupLiveOf(run, document, data.members) : null;
  const state = live?.state ?? null;
  const ring = state === null ? "var(--border-control)" : stateColor(state);
  return (
    <g transform={`translate(${position.x} ${position.y})`} data-group={data.group}>
      {[8, 4, 0].map((shift) => (
        <rect
          key={shift}
          x={shift}
          y={shift}
          {...{ width, height }}
          rx={8}
          fill="var(--surface-card)"
          stroke={shift === 0 ? ring : "var(--border-default)"}
          strokeWidth={shift === 0 && state !== null ? STATE_RING[state].width : 1.25}
        />
      ))}
      <text x={12} y={31} fill="var(--text-1)" fontSize={13} fontWeight={620}>
        {data.name}
      </text>
      <text x={12} y={53} fill="var(--text-2)" fontSize={11}>
        {[countOf(data.members.length), groupRate(live)].filter(Boolean).join(", ")}
      </text>
      {state !== null && (
        <g transform={`translate(${width - 26} 20) scale(0.875)`}>
          <StateGlyphShapes state={state} surface="var(--surface-card)" />
        </g>
      )}
    </g>
  );
}

/** Letters of a line of a note, as its size was worked out. */
const LINE_LETTERS = 28;

function linesOf(text: string): readonly string[] {
  return text.split("\n").flatMap((paragraph) => {
    const lines = [""];
    for (const word of paragraph.split(" ")) {
      const last = lines.at(-1) ?? "";
      const longer = last === "" ? word : `${last} ${word}`;
      if (longer.length <= LINE_LETTERS || last === "") lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    return lines;
  });
}

export function NoteShape({ node }: { readonly node: NoteNode }) {
  const { position, width = 0, height = 0, data } = node;
  return (
    <g transform={`translate(${position.x} ${position.y})`}>
      <rect
        {...{ width, height }}
        rx={6}
        fill="var(--surface-panel)"
        stroke="var(--border-default)"
      />
      <text fill="var(--text-2)" fontSize={12}>
        {linesOf(data.text).map((line, at) => (
          // Lines have no other name than their place.
          // biome-ignore lint/suspicious/noArrayIndexKey: a text that does not change
          <tspan key={at} x={10} y={22 + at * 16}>
            {line}
          </tspan>
        ))}
      </text>
    </g>
  );
}
