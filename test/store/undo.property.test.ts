// Whatever is edited, undoing everything gives the very document back that one began with, and
// redoing everything the one that one ended with.
import fc from "fast-check";
import { beforeEach, expect, it } from "vitest";
import { catalog } from "../../simulation/kinds/catalog.ts";
import { serializeScenario } from "../../simulation/scenario/serialize.ts";
import { alignSelected, distributeSelected } from "../../src/canvas/arrange/arrange-actions.ts";
import {
  copySelected,
  cutSelected,
  duplicateSelected,
  pasteText,
} from "../../src/store/clipboard-actions.ts";
import { addConnected, reconnect } from "../../src/store/connect-actions.ts";
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
import {
  addEmptyGroup,
  collapseAll,
  dropAt,
  groupSelected,
  renameGroup,
  setGroupKind,
  setNodeGroups,
  toggleCollapsed,
} from "../../src/store/group-actions.ts";
import { GROUP_KINDS } from "../../src/store/group-kinds.ts";
import { HISTORY_LIMIT } from "../../src/store/history.ts";
import { addNote, writeNote } from "../../src/store/note-actions.ts";
import { selectOnly } from "../../src/store/selection-actions.ts";
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

const kindsOfGroups = GROUP_KINDS.map(({ kind }) => kind);

function applyToGroups({ what, a, b }: Edit): void {
  const groups = Object.keys(document().groups ?? {});
  const nodes = Object.keys(document().nodes);
  const [one, two] = [pick(groups, a), pick(groups, b)];
  const kind = kindsOfGroups[b % kindsOfGroups.length] ?? "team";
  switch (what) {
    case 10:
      selectOnly(nodes.filter((_, at) => at % 3 === a % 3));
      groupSelected(kind);
      break;
    case 11:
      if (one) selectOnly([`group:${one}`, ...nodes.slice(0, 2)]);
      groupSelected(kind);
      break;
    case 12:
      if (b % 3 === 0) addEmptyGroup(kind, { x: 20 * a, y: 20 * b });
      else if (one && b % 3 === 1) toggleCollapsed(one);
      else collapseAll(a % 2 === 0);
      break;
    case 13:
      if (one && b % 3 === 0) renameGroup(one, `group ${a}`);
      else if (one) setGroupKind(one, kind);
      break;
    case 14: {
      const node = pick(nodes, b);
      if (node && a % 2) setNodeGroups(node, groups.slice(0, a % 3));
      else if (node && one) {
        const change = { item: node, leave: two ? [two] : [], join: [one] };
        dropAt({ [node]: { x: a, y: b } }, [change], `drag ${b % 2}`);
      } else if (one && two) {
        dropAt({}, [{ item: `group:${one}`, leave: [], join: [two] }], "group");
      }
      break;
    }
    default:
      if (one) remove([`group:${one}`]);
  }
}

/** Larger drawings show nothing new and take long to check. */
const MOST_NODES = 16;

let clipboard: string | null = null;

function applyToParts({ what, a, b }: Edit): void {
  const nodes = Object.keys(document().nodes);
  const edges = Object.keys(document().edges);
  const groups = Object.keys(document().groups ?? {}).map((id) => `group:${id}`);
  const [node, edge] = [pick(nodes, a), pick(edges, b)];
  const chosen = [...nodes, ...groups].filter((_, at) => at % 4 === a % 4);
  switch (what) {
    case 16:
      selectOnly(chosen);
      clipboard = (b % 3 === 0 ? cutSelected() : copySelected()) ?? clipboard;
      break;
    case 17:
      if (clipboard !== null && nodes.length < MOST_NODES) {
        pasteText(clipboard, b % 2 ? { x: 20 * a, y: 20 * b } : null);
      }
      break;
    case 18:
      selectOnly(chosen.slice(0, 4));
      if (nodes.length < MOST_NODES) duplicateSelected();
      break;
    case 19:
      if (b % 3 === 0) addNote({ x: a, y: b });
      else if (node) writeNote(pick([node, edge ?? node, ...groups, "note:1"], b) ?? node, `${a}`);
      break;
    case 20:
      selectOnly([...nodes.slice(a % 5), ...groups]);
      if (b % 2) alignSelected(a % 2 ? "center" : "bottom");
      else distributeSelected(a % 2 ? "x" : "y");
      break;
    case 21:
      if (edge && node) reconnect(edge, a % 2 ? edgeEnds(edge).from : node, node);
      break;
    case 22:
      if (node) addConnected(pick(kinds, b) as string, { x: a, y: b }, node, a % 2 === 0);
      break;
    default:
      // What cells of a table write.
      if (edge) setBase(`edges.${edge}.timeoutMs`, 10 * (1 + b));
      if (node) setBase(`nodes.${node}.concurrency`, 1 + a);
  }
}

/** One of the edits, aimed at whatever exists. */
function apply(step: Edit): void {
  if (step.what >= 16) applyToParts(step);
  else if (step.what >= 10) applyToGroups(step);
  else applyToNodes(step);
}

function applyToNodes({ what, a, b }: Edit): void {
  const nodes = Object.keys(document().nodes);
  const [one, two] = [pick(nodes, a), pick(nodes, b)];
  switch (what) {
    case 0:
    case 1:
      if (nodes.length < MOST_NODES) addNode(pick(kinds, a) as string, { x: 20 * a, y: 20 * b });
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
  fc.record({ what: fc.nat({ max: 23 }), a: fc.nat({ max: 30 }), b: fc.nat({ max: 30 }) }),
  { maxLength: 60 },
);

/** A whole afternoon of work: as many steps as are kept. */
const manyEdits = fc.array(
  fc.record({ what: fc.nat({ max: 23 }), a: fc.nat({ max: 30 }), b: fc.nat({ max: 30 }) }),
  { minLength: 500, maxLength: 500 },
);

function repeat(action: () => void, side: "past" | "future"): void {
  while (studio.getState().document[side].length > 0) action();
}

beforeEach(() => {
  resetStudio();
  clipboard = null;
});

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

it("gives the identical file back after five hundred edits and as many undos", () => {
  fc.assert(
    fc.property(manyEdits, (script) => {
      resetStudio();
      clipboard = null;
      const first = serializeScenario(document());
      for (const step of script) {
        apply(step);
        selectOnly([]);
      }
      expect(studio.getState().document.past.length).toBeGreaterThan(100);
      const last = serializeScenario(document());
      const isWhole = studio.getState().document.past.length < HISTORY_LIMIT;
      repeat(undo, "past");
      if (isWhole) expect(serializeScenario(document())).toBe(first);
      repeat(redo, "future");
      expect(serializeScenario(document())).toBe(last);
    }),
    { numRuns: process.env.BROWNOUT_FULL === "1" ? 10 : 1 },
  );
}, 120_000);

function notesAndGroups(groups: object, layout: object): Record<string, true> {
  const keys = [...Object.keys(groups).map((id) => `group:${id}`), ...Object.keys(layout)];
  return Object.fromEntries(keys.map((key) => [key, true]));
}

it("never leaves an edge or a fault that points at nothing, or anything in a group that is not there", () => {
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
      const { groups = {}, notes = {}, layout = {} } = document();
      const named = [...Object.values(nodes), ...Object.values(groups)].flatMap(
        ({ in: around = [] }) => around,
      );
      for (const id of named) expect(groups).toHaveProperty([String(id)]);
      const known = { ...nodes, ...edges, ...notesAndGroups(groups, layout) };
      for (const id of Object.keys(notes as object)) expect(known).toHaveProperty([id]);
      const circles = studio.getState().document.problems.filter(({ code }) => /group/.test(code));
      expect(circles).toEqual([]);
    }),
    { numRuns: 100 },
  );
});
