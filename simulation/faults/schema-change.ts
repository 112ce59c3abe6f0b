import { defineFault } from "../kinds/define.ts";

export const schemaChange = defineFault({
  id: "schema-change",
  label: "Schema change",
  help:
    "Those who publish to a broker, or append to an event store, release a new version of what they write. " +
    "A registry that they call may refuse it; else readers that cannot read it fail at each such event. " +
    "At the end all are rolled back; what was written stays.",
  icon: "contract",
  targets: ["node"],
  ramp: false,
  params: {
    change: {
      type: "choice",
      label: "Change",
      help:
        "An optional field: all can read all. A needed field added: new readers cannot read old events. " +
        "Removed: old readers cannot read new ones. Another type: neither.",
      options: ["optional-field", "needed-added", "needed-removed", "type-changed"],
      optionLabels: [
        "Optional field added or removed",
        "Needed field added",
        "Needed field removed",
        "Type of a field changed",
      ],
      default: "needed-removed",
      live: true,
    },
    readers: {
      type: "choice",
      label: "Readers are",
      help: "Still the old version, or upgraded with the writers: then what is older is what they may not read.",
      options: ["old", "new"],
      optionLabels: ["The old version", "Upgraded as well"],
      default: "old",
      live: true,
    },
  },
});
