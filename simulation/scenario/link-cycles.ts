// Cycles of a weighted graph: which vertices lie on common ones (Kosaraju's algorithm, with a stack
// of its own, since files may nest deep) and whether what goes round grows.

export interface Link {
  readonly from: number;
  readonly to: number;
  /** How many arrive for one that sets out. */
  readonly weight: number;
  readonly edge: string;
}

function neighbors(count: number, links: readonly Link[], backward: boolean): number[][] {
  const lists: number[][] = Array.from({ length: count }, () => []);
  for (const { from, to } of links) lists[backward ? to : from]?.push(backward ? from : to);
  return lists;
}

/** Vertices in the order in which a depth-first search leaves them. */
function finishOrder(next: readonly (readonly number[])[]): number[] {
  const seen = new Uint8Array(next.length);
  const finished: number[] = [];
  for (let root = 0; root < next.length; root++) {
    if (seen[root] === 1) continue;
    seen[root] = 1;
    const stack = [{ vertex: root, at: 0 }];
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const to = next[top.vertex]?.[top.at++];
      if (to === undefined) {
        finished.push(top.vertex);
        stack.pop();
      } else if (seen[to] === 0) {
        seen[to] = 1;
        stack.push({ vertex: to, at: 0 });
      }
    }
  }
  return finished;
}

/** The sets of vertices that reach each other, those on no cycle left out. */
export function cyclesOf(count: number, links: readonly Link[]): number[][] {
  const back = neighbors(count, links, true);
  const seen = new Uint8Array(count);
  const loops = new Set(links.filter(({ from, to }) => from === to).map(({ from }) => from));
  const cycles: number[][] = [];
  for (const root of finishOrder(neighbors(count, links, false)).reverse()) {
    if (seen[root] === 1) continue;
    seen[root] = 1;
    const members = [root];
    for (let at = 0; at < members.length; at++) {
      for (const vertex of back[members[at] ?? 0] ?? []) {
        if (seen[vertex] === 1) continue;
        seen[vertex] = 1;
        members.push(vertex);
      }
    }
    if (members.length > 1 || loops.has(root)) cycles.push(members);
  }
  return cycles;
}

const ROUNDS = 400;

/**
 * By how much what goes round grows with each step: the spectral radius of vertices that reach each
 * other. Power iteration on the matrix plus the identity, which has no periods.
 */
export function growthOf(members: readonly number[], links: readonly Link[]): number {
  const row = new Map(members.map((vertex, at) => [vertex, at]));
  let present = new Float64Array(members.length).fill(1);
  let growth = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const next = Float64Array.from(present);
    for (const { from, to, weight } of links) {
      const [i = 0, j = 0] = [row.get(from), row.get(to)];
      next[j] = (next[j] ?? 0) + weight * (present[i] ?? 0);
    }
    const before = present.reduce((sum, value) => sum + value, 0);
    const after = next.reduce((sum, value) => sum + value, 0);
    growth = after / before - 1;
    present = next.map((value) => value / after);
  }
  return growth;
}
