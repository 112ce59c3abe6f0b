// Kinds of groups, in the words of the interface. A zone means something to balancing and to faults
// that hit a zone; any group can be the target of a fault; a mesh puts proxies on the way of calls.

export type GroupKind = "team" | "zone" | "host" | "mesh";

export interface GroupKindWords {
  readonly kind: GroupKind;
  readonly label: string;
  readonly help: string;
}

export const GROUP_KINDS: readonly GroupKindWords[] = [
  { kind: "team", label: "Team", help: "Who owns these nodes. Changes nothing of the run." },
  {
    kind: "zone",
    label: "Zone",
    help: "Where these nodes run: balancing may prefer its own zone, and a zone can fail as a whole.",
  },
  {
    kind: "host",
    label: "Host",
    help: "Nodes on one machine. A fault can hit all of them at once.",
  },
  {
    kind: "mesh",
    label: "Mesh",
    help: "A service mesh: proxies before its members encrypt, balance, retry and guard the calls between them.",
  },
];

export function groupKindWords(kind: string): GroupKindWords | undefined {
  return GROUP_KINDS.find((words) => words.kind === kind);
}
