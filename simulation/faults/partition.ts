import { defineFault } from "../kinds/define.ts";

export const partition = defineFault({
  id: "partition",
  label: "Partition",
  help:
    "Nothing gets through between the target and its peers. A black hole swallows messages; TCP " +
    "sends them again while somebody waits (first after 200 ms, then each time after twice as long), " +
    "so what its caller has not given up arrives some time after the link is back. A consumer that " +
    "is cut off from its queue loses its connection after 60 s of missed heartbeats, at once where " +
    "it is refused, and what it had not settled goes back; one of a Kafka group works on what it " +
    "has and leaves the group when its session is over.",
  icon: "scissors",
  targets: ["edge", "node"],
  links: "all",
  ramp: false,
  params: {
    peers: {
      type: "names",
      label: "From",
      help: "Nodes or groups that the target is cut off from.",
      default: null,
      nullMeans: "all others",
    },
    direction: {
      type: "choice",
      label: "Direction",
      help:
        "Which messages are stopped: all, those that the target sends, or those sent to it. With one " +
        "way open, requests may arrive and be worked on while their answers are lost, or the reverse.",
      options: ["both", "out", "in"],
      optionLabels: ["Both ways", "What it sends", "What it gets"],
      default: "both",
    },
    mode: {
      type: "choice",
      label: "How it stops them",
      help:
        "Black hole: messages vanish. Refusal: new requests are refused at once, and answers under " +
        "way are lost with their connection.",
      options: ["blackhole", "refuse"],
      optionLabels: ["Black hole", "Refusal"],
      default: "blackhole",
      live: true,
    },
  },
});
