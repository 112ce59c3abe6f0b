// Where edges run: a cubic from the side of one node that faces the other. Pure geometry in canvas
// units, shared by the lines, their labels and the particles.

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** Start, two control points, end. */
export type Cubic = readonly [Spot, Spot, Spot, Spot];

export function centerOf(rect: Rect): Spot {
  return { x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 };
}

export function overlaps(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** Room for an arrowhead between the end of a line and the node. */
const ARROW_GAP = 1;
/** From this many px between the sides on, an edge leaves to the right. */
const LEAST_GAP = 12;
/** Several edges between the same two nodes run this far apart. */
const PARALLEL_PX = 14;

/** Heights from the top of the cards at which an edge leaves and arrives; undefined: in the middle. */
export interface Anchors {
  readonly leaves: number | undefined;
  readonly arrives: number | undefined;
}

const IN_THE_MIDDLE: Anchors = { leaves: undefined, arrives: undefined };

/** The curve of an edge; `lane` is 0 for the only edge, 1, 2... for further ones of the pair. */
export function edgeCurve(from: Rect, to: Rect, lane: number, anchors = IN_THE_MIDDLE): Cubic {
  const shift = lane * PARALLEL_PX;
  const a = centerOf(from);
  const b = centerOf(to);
  const { leaves, arrives } = anchors;
  if (to.x >= from.x + from.width + LEAST_GAP) {
    return sideways(
      { x: from.x + from.width, y: leaves === undefined ? a.y + shift : from.y + leaves },
      { x: to.x - ARROW_GAP, y: arrives === undefined ? b.y + shift : to.y + arrives },
    );
  }
  if (to.y >= from.y + from.height + LEAST_GAP) {
    return upright(
      { x: a.x + shift, y: from.y + from.height },
      { x: b.x + shift, y: to.y - ARROW_GAP },
    );
  }
  if (from.y >= to.y + to.height + LEAST_GAP) {
    return upright(
      { x: a.x + shift, y: from.y },
      { x: b.x + shift, y: to.y + to.height + ARROW_GAP },
    );
  }
  return sideways(
    { x: from.x, y: a.y + shift },
    { x: to.x + to.width + ARROW_GAP, y: b.y + shift },
  );
}

function sideways(start: Spot, end: Spot): Cubic {
  const middle = (start.x + end.x) / 2;
  return [start, { x: middle, y: start.y }, { x: middle, y: end.y }, end];
}

function upright(start: Spot, end: Spot): Cubic {
  const middle = (start.y + end.y) / 2;
  return [start, { x: start.x, y: middle }, { x: end.x, y: middle }, end];
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

export function pathOf([start, one, two, end]: Cubic): string {
  const [sx, sy, x1, y1, x2, y2, ex, ey] = [start, one, two, end].flatMap(({ x, y }) => [
    round(x),
    round(y),
  ]);
  return `M${sx} ${sy}C${x1} ${y1} ${x2} ${y2} ${ex} ${ey}`;
}

/** The point of the curve at `t` in 0..1. */
export function spotAt([start, one, two, end]: Cubic, t: number): Spot {
  const u = 1 - t;
  const w0 = u * u * u;
  const w1 = 3 * u * u * t;
  const w2 = 3 * u * t * t;
  const w3 = t * t * t;
  return {
    x: start.x * w0 + one.x * w1 + two.x * w2 + end.x * w3,
    y: start.y * w0 + one.y * w1 + two.y * w2 + end.y * w3,
  };
}

/** A grip keeps clear of the port, from which the next edge is drawn: half of both, px. */
const FROM_END_PX = 26;
/** On a short line it stands no further along than this. */
const MOST_ALONG = 0.36;
const GRIP_STEP = 0.02;

/** Where the grip of an end stands; `from`: of the start. */
export function gripAt(curve: Cubic, end: "from" | "to"): Spot {
  const [start, , , last] = curve;
  const tip = end === "from" ? start : last;
  for (let along = GRIP_STEP; along < MOST_ALONG; along += GRIP_STEP) {
    const spot = spotAt(curve, end === "from" ? along : 1 - along);
    if (Math.hypot(spot.x - tip.x, spot.y - tip.y) >= FROM_END_PX) return spot;
  }
  return spotAt(curve, end === "from" ? MOST_ALONG : 1 - MOST_ALONG);
}
