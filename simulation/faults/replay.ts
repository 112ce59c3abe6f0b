import { defineFault } from "../kinds/define.ts";

export const replay = defineFault({
  id: "replay",
  label: "Replay",
  help:
    "A consumer group of a log is put back to an offset or a time and reads from there again; a bus sends " +
    "what it has archived since then to a rule again. Not a fault, but it acts like one.",
  icon: "rewind",
  targets: ["node", "edge"],
  links: "deliveries",
  ramp: false,
  params: {
    toOffset: {
      type: "number",
      label: "To offset",
      help: "Offset of each partition at which its group begins again.",
      unit: "",
      min: 0,
      max: 1_000_000_000,
      soft: [0, 10_000],
      integer: true,
      default: 0,
      live: true,
    },
    toTimeS: {
      type: "number",
      label: "To time",
      help: "Begins with what was appended from this simulated time on, instead of at an offset.",
      unit: "s",
      min: 0,
      max: 2_592_000,
      default: null,
      nullMeans: "by offset",
      live: true,
    },
  },
});
