// Who may import whom. This table is the architecture: change it here first, in review, and only
// then in the code. tidy.test.ts holds every source file against it.
import { posix } from "node:path";

interface Room {
  /** The first room whose pattern fits has the file. */
  readonly files: RegExp;
  /** Arrows are transitive in simulation/ and in worker scripts; elsewhere the list is complete. */
  readonly mayImport: readonly string[];
}

// What the app may know of the simulation: what a file says and what a run answered, never how.
const DATA = ["results", "scenario", "catalog", "define"];

// biome-ignore format: one line a room keeps the table readable as a table.
const MAY_IMPORT: Readonly<Record<string, Room>> = {
  // The simulation. Everything in it may import results, because core may.
  results:       { files: /^simulation\/results\//,                       mayImport: [] },
  distributions: { files: /^simulation\/core\/distributions\.ts$/,        mayImport: ["core"] },
  core:          { files: /^simulation\/core\//,                          mayImport: ["distributions", "results"] },
  metrics:       { files: /^simulation\/metrics\//,                       mayImport: ["core"] },
  primitives:    { files: /^simulation\/primitives\//,                    mayImport: ["metrics"] },

  // Kinds have a folder each; protocols, policies and faults a folder or a file each.
  // A mesh is made of other policies, so it stands beside the catalog.
  catalog:       { files: /^simulation\/((kinds|protocols|policies|faults)\/catalog|policies\/mesh)\.ts$/, mayImport: ["definition"] },
  models:        { files: /^simulation\/(kinds|protocols|policies|faults)\/models\.ts$/,            mayImport: ["model", "catalog"] },
  define:        { files: /^simulation\/(kinds|(protocols|policies|faults)(?=\/define))\/[^/]+$/,   mayImport: ["core"] },
  model:         { files: /^simulation\/(kinds|protocols|policies|faults)\/(.*[/-])?model\b.*\.ts$/, mayImport: ["definition"] },
  definition:    { files: /^simulation\/(kinds|protocols|policies|faults)\//,                       mayImport: ["define", "catalogs"] },
  catalogs:      { files: /^simulation\/catalogs\//,                      mayImport: ["define"] },

  scenario:      { files: /^simulation\/scenario\//,                      mayImport: ["catalog"] },
  interop:       { files: /^simulation\/interop\//,                       mayImport: ["scenario"] },
  engine:        { files: /^simulation\/engine\//,                        mayImport: ["primitives", "scenario", "models"] },
  thresholds:    { files: /^simulation\/analysis\/constants\.ts$/,        mayImport: [] },
  analysis:      { files: /^simulation\/analysis\//,                      mayImport: ["engine", "thresholds"] },
  index:         { files: /^simulation\/index\.ts$/,                      mayImport: ["analysis", "interop"] },
  cli:           { files: /^simulation\/cli\//,                           mayImport: ["index"] },

  // The app. Features (canvas, inspector, timeline ...) meet in the store, never in each other.
  protocol:      { files: /^src\/worker\/protocol\.ts$/,                  mayImport: ["results", "scenario"] },
  workerScript:  { files: /^src\/worker\/.*\.worker\.ts$/,                mayImport: ["index", "worker"] },
  worker:        { files: /^src\/worker\//,                               mayImport: ["protocol", "interop", "results", "scenario"] },
  ui:            { files: /^src\/ui\//,                                   mayImport: [] },
  store:         { files: /^src\/store\//,                                mayImport: [...DATA, "distributions", "protocol"] },
  app:           { files: /^src\/(app\/|main\.tsx$)/,                     mayImport: [...DATA, "feature", "store", "worker", "protocol", "ui"] },
  feature:       { files: /^src\/[^/]+\//,                                mayImport: [...DATA, "thresholds", "store", "ui"] },

  // Around it. Nothing imports test or e2e.
  scripts:       { files: /^scripts\//,                                   mayImport: [] },
  config:        { files: /^[^/]+\.config\.ts$/,                          mayImport: ["scripts"] },
  e2e:           { files: /^e2e\//,                                       mayImport: [...DATA, "scripts"] },
  test:          { files: /^test\//,                                      mayImport: ["cli", "workerScript", "app", "feature", "store", "scripts", "config"] },
};

const TRANSITIVE = /^(simulation|test)\/|\.worker\.ts$/;

// In these rooms each entity or feature stands alone: its name is the second folder of the path.
const STANDS_ALONE = new Set(["definition", "model", "feature"]);

const RUNS_IN_NODE = /^(simulation\/cli|scripts|test|e2e)\/|^[^/]+\.config\.ts$/;
const DRAWS = /^(src|test)\/|^vite(st)?\.config\.ts$/;
const REACT =
  /^(react|react-dom|@mantine\/.*|@tabler\/.*|@xyflow\/.*|@vitejs\/plugin-react|@testing-library\/.*|recharts|zustand)(\/|$)/;
const PURE = /^simulation\/(?!cli\/)/;
const READS_FILES = /^simulation\/(scenario|interop)\//;

export function roomOf(path: string): string | undefined {
  return Object.keys(MAY_IMPORT).find((room) => MAY_IMPORT[room]?.files.test(path));
}

function reachableFrom(room: string, transitive: boolean): ReadonlySet<string> {
  const reached = new Set(MAY_IMPORT[room]?.mayImport);
  if (transitive) {
    // A set hands out what is added to it while it is walked.
    for (const next of reached)
      for (const far of MAY_IMPORT[next]?.mayImport ?? []) reached.add(far);
  }
  return reached;
}

/** kinds/queue/model.ts and kinds/queue/definition.ts belong to one entity, as do policies/retry.ts and policies/retry-model.ts. */
function entityOf(path: string): string {
  const [, family = "", name = ""] = path.split("/");
  return path.startsWith("src/") ? family : `${family}/${name.replace(/(-model)?\.\w+$/, "")}`;
}

function whyNotFile(from: string, to: string): string | undefined {
  const fromRoom = roomOf(from);
  const toRoom = roomOf(to);
  if (fromRoom === undefined) return `${from} belongs to no room`;
  if (toRoom === undefined) return `${from} imports ${to}, which belongs to no room`;
  const apart = STANDS_ALONE.has(fromRoom) && STANDS_ALONE.has(toRoom);
  if (apart && entityOf(from) !== entityOf(to)) return `${from} must stand apart from ${to}`;
  if (fromRoom === toRoom) return undefined;
  if (reachableFrom(fromRoom, TRANSITIVE.test(from)).has(toRoom)) return undefined;
  return `${from} (${fromRoom}) must not import ${to} (${toRoom})`;
}

function whyNotPackage(from: string, name: string): string | undefined {
  if (name.startsWith("node:")) {
    return RUNS_IN_NODE.test(from)
      ? undefined
      : `${from} must not import ${name}: it runs in browsers`;
  }
  if (REACT.test(name) && !DRAWS.test(from)) {
    return `${from} must not import ${name}: React stays in src`;
  }
  if (PURE.test(from) && !(name === "zod/mini" && READS_FILES.test(from))) {
    return `${from} must not import ${name}: the simulation is our own code`;
  }
  return undefined;
}

/** Why the file at `from` may not import `specifier`; undefined when it may. */
export function whyNot(from: string, specifier: string): string | undefined {
  if (!specifier.startsWith(".")) return whyNotPackage(from, specifier);
  const target = specifier.replace(/\?.*$/, "");
  return whyNotFile(from, posix.normalize(posix.join(posix.dirname(from), target)));
}

/** Rooms that the table names as a target without having a row. */
export function roomsWithoutRow(): string[] {
  const named = Object.values(MAY_IMPORT).flatMap((room) => room.mayImport);
  return named.filter((room) => !(room in MAY_IMPORT));
}
