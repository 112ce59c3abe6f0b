// Caps of a scenario file. Each is a named problem, so that no file can hang or starve the page.

export const LIMITS = {
  fileBytes: 5_000_000,
  depth: 32,
  nodes: 1000,
  edges: 5000,
  groups: 1000,
  faults: 1000,
  changes: 10_000,
  slos: 1000,
  alerts: 1000,
  variants: 100,
  callsPerEdge: 100,
  instancesInAll: 100_000,
  windows: 10_000,
  simulatedS: 2_592_000,
  events: 10_000_000_000,
  memoryMb: 2048,
  problems: 200,
} as const;
