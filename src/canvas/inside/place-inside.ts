// Places for what is inside a broker: what takes messages on the left, what gives them on the right,
// bindings between them. Pixels from the card's corner; nothing lies over anything else.
import { nameWidth, type Size } from "../node-size.ts";
import type { InsideParts, Intake, Outlet, Wire } from "./inside-parts.ts";

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PlacedIntake extends Intake {
  readonly box: Box;
}

export interface PlacedOutlet extends Outlet {
  readonly box: Box;
}

export interface PlacedWire extends Pick<Wire, "label" | "isDead"> {
  readonly path: string;
  /** Tip of its arrowhead, and whether it points left. */
  readonly tip: { readonly x: number; readonly y: number; readonly left: boolean };
  /** End of its words. */
  readonly words: { readonly x: number; readonly y: number } | null;
}

export interface PlacedInside {
  readonly size: Size;
  /** Where the card's usual face ends. */
  readonly top: number;
  /** What stands in the columns, over them. */
  readonly captions: readonly { readonly x: number; readonly y: number; readonly text: string }[];
  readonly intakes: readonly PlacedIntake[];
  readonly outlets: readonly PlacedOutlet[];
  readonly wires: readonly PlacedWire[];
  /** From the rims to the parts that edges lead to. */
  readonly stubs: readonly string[];
  /** Height at which an edge ends, by its id. */
  readonly anchors: ReadonlyMap<string, number>;
  /** Partitions that are drawn; in a group a cell for each. */
  readonly cells: number;
  readonly partitions: number;
  readonly copies: number;
  readonly noun: string;
}

export const HEAD_PX = 72;
export const CELL_PX = 24;
const PAD = 20;
const CAPTION_PX = 22;
const ROW_PX = 26;
/** A group's name, and the cells of its partitions below. */
const GROUP_PX = 46;
const BOX_PX = 36;
const PARTITION_PX = 20;
const GAP = 7;
const FOOT = 16;
/** Lines bend here, before any words begin. */
const BEND = 40;
const WORDS_GAP = 10;
const LEAST_WIRE_PX = 56;
/** A lane beside a column for lines between its members. */
const LANE = 20;
/** Letters of 11 px. */
const LETTER_PX = 6.3;
const MOST_ROWS = 12;
export const MOST_PARTITIONS = 8;
const LEAST_ROW_PX = 128;
const LEAST_GROUP_PX = 168;
const LEAST_BOX_PX = 76;
/** Rims, and the number. */
const BESIDE_NAME_PX = 62;
/** Several lines into one row end so far apart. */
const FAN_PX = 13;

function wordsWidth(text: string): number {
  return [...text].length * LETTER_PX;
}

/** More than can be drawn become one row, at which their edges end. */
function shownOutlets({ outlets, noun }: InsideParts): readonly Outlet[] {
  if (outlets.length <= MOST_ROWS) return outlets;
  const rest = outlets.slice(MOST_ROWS - 1);
  const more: Outlet = {
    ...{ key: "more", detail: "", isDead: false, bound: null },
    title: `${rest.length} more ${noun}`,
    edgeIds: rest.flatMap(({ edgeIds }) => edgeIds),
  };
  return [...outlets.slice(0, MOST_ROWS - 1), more];
}

function partitionIntakes({ partitions, copies }: InsideParts): readonly Intake[] {
  const shown = Math.min(partitions, MOST_PARTITIONS);
  const rows = Array.from({ length: shown }, (_, at) => ({
    key: `partition:${at}`,
    title: `P${at}`,
    detail: "",
  }));
  const rest = partitions - shown;
  const more = { key: "more-partitions", title: `${rest} more`, detail: "" };
  return copies > 0 && rest > 0 ? [...rows, more] : rows;
}

class Placing {
  private readonly parts: InsideParts;
  private readonly isLog: boolean;
  private readonly least: number;
  readonly outlets: readonly Outlet[];
  readonly intakes: readonly Intake[];
  readonly wires: readonly Wire[];

  constructor(parts: InsideParts, least: number) {
    this.parts = parts;
    this.least = least;
    this.isLog = parts.partitions > 0;
    this.outlets = shownOutlets(parts);
    this.intakes = this.isLog ? partitionIntakes(parts) : parts.intakes;
    const keys = new Set([...this.intakes, ...this.outlets].map(({ key }) => key));
    this.wires = parts.wires.filter(({ from, to }) => keys.has(from) && keys.has(to));
  }

  private isOutlet(key: string): boolean {
    return this.outlets.some((outlet) => outlet.key === key);
  }

  /** Lines that end at an outlet from the left, in order. */
  private into(key: string): readonly Wire[] {
    return this.wires.filter(({ from, to }) => to === key && !this.isOutlet(from));
  }

  private rowHeight({ key }: Outlet): number {
    if (this.isLog) return GROUP_PX;
    return Math.max(ROW_PX, this.into(key).length * FAN_PX + 6);
  }

  private get cells(): number {
    return this.isLog ? Math.min(this.parts.partitions, MOST_PARTITIONS) : 0;
  }

  private widths() {
    const { intakes, outlets, wires } = this;
    const between = (isIn: (key: string) => boolean) =>
      wires.some(({ from, to }) => isIn(from) && isIn(to)) ? LANE : 0;
    const boxWords = intakes.map(({ title, detail }) =>
      Math.max(wordsWidth(title), wordsWidth(detail)),
    );
    const left = intakes.length === 0 ? 0 : Math.max(LEAST_BOX_PX, ...boxWords.map((w) => w + 22));
    const logLeft = this.parts.copies > 1 ? 150 : 104;
    const rows = outlets.map(
      ({ title, detail }) => wordsWidth(`${title}  ${detail}`) + BESIDE_NAME_PX,
    );
    const least = this.isLog ? LEAST_GROUP_PX : LEAST_ROW_PX;
    const right = Math.max(least, this.cells * CELL_PX + 18, ...rows);
    const labels = wires.map(({ label }) => (label === null ? 0 : wordsWidth(label)));
    const longest = Math.max(0, ...labels);
    const wire = longest === 0 ? LEAST_WIRE_PX : BEND + longest + 2 * WORDS_GAP;
    return {
      laneLeft: between((key) => !this.isOutlet(key)),
      left: this.isLog ? logLeft : left,
      wire: left === 0 ? 0 : this.isLog ? LEAST_WIRE_PX - 16 : wire,
      right,
      laneRight: between((key) => this.isOutlet(key)),
    };
  }

  place(): PlacedInside {
    const { laneLeft, left, wire, right, laneRight } = this.widths();
    const natural = 2 * PAD + laneLeft + left + wire + right + laneRight;
    const width = Math.max(this.least, Math.ceil(natural));
    const rightX = width - PAD - laneRight - right;
    const outletHeights = this.outlets.map((outlet) => this.rowHeight(outlet));
    const boxPx = this.isLog ? PARTITION_PX : BOX_PX;
    const gap = this.isLog ? 3 : GAP + 4;
    const tall = (heights: readonly number[], space: number): number =>
      heights.reduce((sum, height) => sum + height + space, -space);
    const rightTall = Math.max(ROW_PX, tall(outletHeights, GAP));
    const leftTall =
      this.intakes.length === 0
        ? 0
        : tall(
            this.intakes.map(() => boxPx),
            gap,
          );
    const inner = Math.max(rightTall, leftTall);
    const top = HEAD_PX + CAPTION_PX;
    let y = top + (inner - rightTall) / 2;
    const outlets = this.outlets.map((outlet, at): PlacedOutlet => {
      const box = { x: rightX, y, width: right, height: outletHeights[at] ?? ROW_PX };
      y += box.height + GAP;
      return { ...outlet, box };
    });
    y = top + (inner - leftTall) / 2;
    const intakes = this.intakes.map((intake): PlacedIntake => {
      const box = { x: PAD + laneLeft, y, width: left, height: boxPx };
      y += boxPx + gap;
      return { ...intake, box };
    });
    const size = { width, height: Math.ceil(top + inner + FOOT) };
    return {
      ...{ size, intakes, outlets },
      top: HEAD_PX,
      captions: this.captions(PAD + laneLeft, rightX),
      ...this.lines(intakes, outlets, size),
      cells: this.cells,
      partitions: this.parts.partitions,
      copies: this.parts.copies,
      noun: this.parts.noun,
    };
  }

  private captions(left: number, right: number): PlacedInside["captions"] {
    const y = HEAD_PX + CAPTION_PX - 6;
    const { intakes, noun } = this.parts;
    const over = this.isLog ? "partitions" : intakes.length > 0 ? this.parts.intakeNoun : "";
    const own = this.isLog ? "groups: member by partition" : noun;
    return [
      { x: left, y, text: over },
      { x: right, y, text: own },
    ].filter(({ text }) => text !== "");
  }

  private lines(
    intakes: readonly PlacedIntake[],
    outlets: readonly PlacedOutlet[],
    size: Size,
  ): Pick<PlacedInside, "wires" | "stubs" | "anchors"> {
    const boxes = new Map<string, Box>(
      [...intakes, ...outlets].map(({ key, box }) => [key, box] as const),
    );
    const wires = this.isLog
      ? logWires(intakes, outlets)
      : this.wires.flatMap((wire) => this.wire(wire, boxes));
    const anchors = new Map<string, number>();
    const stubs: string[] = [];
    for (const { edgeIds, box } of outlets) {
      const y = box.y + box.height / 2;
      for (const id of edgeIds) anchors.set(id, y);
      if (edgeIds.length > 0) stubs.push(`M${box.x + box.width} ${y}H${size.width}`);
    }
    const first = intakes[0]?.box ?? outlets[0]?.box;
    const whole = this.isLog ? spanOf(intakes.map(({ box }) => box)) : first;
    if (whole) {
      anchors.set("", whole.y + whole.height / 2);
      stubs.push(`M0 ${whole.y + whole.height / 2}H${whole.x}`);
    }
    for (const [edgeId, key] of this.parts.entries) {
      const box = boxes.get(key) ?? first;
      if (!box) continue;
      anchors.set(edgeId, box.y + box.height / 2);
      if (box !== first) stubs.push(`M0 ${box.y + box.height / 2}H${box.x}`);
    }
    return { wires, stubs: [...new Set(stubs)], anchors };
  }

  private wire(wire: Wire, boxes: ReadonlyMap<string, Box>): readonly PlacedWire[] {
    const { from, to, label, isDead } = wire;
    const start = boxes.get(from);
    const end = boxes.get(to);
    if (!start || !end) return [];
    const middle = (box: Box): number => box.y + box.height / 2;
    if (this.isOutlet(from) && this.isOutlet(to)) {
      const side = start.x + start.width;
      return [bracket(side, middle(start) + 5, middle(end) - 5, LANE - 4, isDead)];
    }
    if (!this.isOutlet(from) && !this.isOutlet(to)) {
      return [bracket(start.x, middle(start) + 6, middle(end) - 6, 4 - LANE, isDead)];
    }
    if (this.isOutlet(from)) {
      const y = middle(start) + 7;
      const x = end.x + end.width;
      const tip = { x: x + 1, y: middle(end) + 8, left: true };
      return [{ label, isDead, path: bent(tip.x, tip.y, start.x, y), tip, words: null }];
    }
    const all = this.into(to);
    const y = middle(end) + (all.indexOf(wire) - (all.length - 1) / 2) * FAN_PX;
    const tip = { x: end.x - 1, y, left: false };
    const path = bent(start.x + start.width, middle(start), tip.x, y);
    return [{ label, isDead, path, tip, words: { x: end.x - WORDS_GAP, y: y - 3 } }];
  }
}

/** Bends at its left end, so that words at its right end lie over no other line. */
function bent(x: number, y: number, endX: number, endY: number): string {
  if (Math.abs(y - endY) < 0.5) return `M${x} ${y}H${endX}`;
  const half = x + BEND / 2;
  return `M${x} ${y}C${half} ${y} ${half} ${endY} ${x + BEND} ${endY}H${endX}`;
}

function bracket(x: number, from: number, to: number, out: number, isDead: boolean): PlacedWire {
  const path = `M${x} ${from}H${x + out / 2}Q${x + out} ${from} ${x + out} ${(from + to) / 2}Q${x + out} ${to} ${x + out / 2} ${to}H${x}`;
  return { label: null, isDead, path, tip: { x, y: to, left: out > 0 }, words: null };
}

function spanOf(boxes: readonly Box[]): Box | undefined {
  const [first] = boxes;
  const last = boxes.at(-1);
  return first && last && { ...first, height: last.y + last.height - first.y };
}

/** One brace around the partitions, from which every group reads. */
function logWires(
  intakes: readonly PlacedIntake[],
  outlets: readonly PlacedOutlet[],
): readonly PlacedWire[] {
  const span = spanOf(intakes.map(({ box }) => box));
  if (!span) return [];
  const x = span.x + span.width;
  return outlets.map(({ box }) => {
    const y = box.y + box.height / 2;
    const tip = { x: box.x - 1, y, left: false };
    const path = bent(x, span.y + span.height / 2, tip.x, y);
    return { label: null, isDead: false, path, tip, words: null };
  });
}

/** `least`: width of the closed card, which an open one is never narrower than. */
export function placeInside(parts: InsideParts, name: string): PlacedInside {
  return new Placing(parts, Math.max(180, nameWidth(name) + 80)).place();
}
