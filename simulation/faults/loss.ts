import { defineFault } from "../kinds/define.ts";

export const loss = defineFault({
  id: "loss",
  label: "Packet loss",
  help:
    "A share of the messages is lost on the way and sent again by TCP after a time-out that doubles " +
    "each time, up to 120 s; after 15 of them in a row the connection is lost. What nobody waits for " +
    "any more is not sent again. Fast retransmission and lost acknowledgments are not modeled.",
  icon: "loss",
  targets: ["edge", "node"],
  links: "all",
  ramp: true,
  params: {
    ratio: {
      type: "ratio",
      label: "Share lost",
      help: "Share of messages lost, each time they are sent, one way.",
      default: 0.05,
      live: true,
    },
    rtoMs: {
      type: "number",
      label: "First time-out",
      help:
        "Until the first retransmission. 200 ms is the least that Linux waits on an established " +
        "connection.",
      unit: "ms",
      min: 1,
      max: 60_000,
      soft: [10, 3000],
      scale: "log",
      default: 200,
      live: true,
    },
  },
});
