// Whatever is edited, undoing everything gives the very document back that one began with, and
// redoing everything the one that one ended with.
import fc from "fast-check";
import { beforeEach, expect, it } from "vitest";
import { catalog } from "../../simulation/kinds/catalog.ts";
import {
  addFault,
  addNode,
  connect,
  moveNodes,
  redo,
  remove,
  removeFault,
  rename,
  resetParam,
  setBase,
  undo,
  updateFault,
} from "../../src/store/document-actions.ts";
import { edgeEnds } from "../../src/store/graph-edits.ts";
import { resetStudio, studio } from "../../src/store/studio-store.ts";

const document = () => studio.getState().document.document;
const kinds = Object.keys(catalog);

function pick(ids: readonly string[], at: number): string | undefined {
  return ids.length > 0 ? ids[at % ids.length] : undefined;
}

interface Edit {
  readonly what: number;
  readonly a: number;
  readonly b: number;
}

/** One of ten edits, aimed at whatever exists. */
function apply({ what, a, b }: Edit): void {
  const nodes = Object.keys(document().nodes);
  const [one, two] = [pick(nodes, a), pick(nodes, b)];
  switch (what) {
    case 0:
    case 1:
      addNode(pick(kinds, a) as string, { x: 20 * a, y: 20 * b });
      break;
    case 2:
    case 3:
      if (one && two) connect(one, two);
      break;
    case 4:
      if (one) moveNodes({ [one]: { x: a, y: b } }, `drag ${b % 2}`);
      break;
    case 5:
      if (one) rename(one, `name ${b}`);
      break;
    case 6:
      if (one) setBase(`nodes.${one}.replicas`, 1 + b);
      break;
    case 7:
      if (one) resetParam(`nodes.${one}.replicas`);
      break;
    case 8: {
      const fault = pick(Object.keys(document().faults ?? {}), a);
      if (fault && b % 2) removeFault(fault);
      else if (fault) updateFault(fault, { atS: b }, `drag ${fault}`);
      else if (one) addFault({ kind: "slow", target: one, atS: a, factor: 2 });
      break;
    }
    default: {
      const gone = pick([...nodes, ...Object.keys(document().edges)], a);
      if (gone) remove([gone]);
    }
  }
}

const edits = fc.array(
  fc.record({ what: fc.nat({ max: 9 }), a: fc.nat({ max: 30 }), b: fc.nat({ max: 30 }) }),
  { maxLength: 60 },
);

function repeat(action: () => void, side: "past" | "future"): void {
  while (studio.getState().document[side].length > 0) action();
}

beforeEach(resetStudio);

it("gives the first document back after undoing everything, and the last after redoing it", () => {
  fc.assert(
    fc.property(edits, (script) => {
      resetStudio();
      const first = document();
      for (const step of script) apply(step);
      const last = document();
      repeat(undo, "past");
      expect(document()).toBe(first);
      repeat(redo, "future");
      expect(document()).toBe(last);
    }),
    { numRuns: 150 },
  );
});

it("never leaves an edge or a fault that points at nothing", () => {
  fc.assert(
    fc.property(edits, (script) => {
      resetStudio();
      for (const step of script) apply(step);
      const { nodes, edges, faults } = document();
      for (const id of Object.keys(edges)) {
        const { from, to } = edgeEnds(id);
        expect(nodes).toHaveProperty([from]);
        expect(nodes).toHaveProperty([to]);
      }
      for (const { target } of Object.values(faults ?? {})) {
        for (const id of [target].flat()) expect(nodes).toHaveProperty([id]);
      }
    }),
    { numRuns: 100 },
  );
});
