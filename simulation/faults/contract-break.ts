import { defineFault } from "../kinds/define.ts";

export const contractBreak = defineFault({
  id: "contract-break",
  label: "Contract break",
  help:
    "The callee is released with a changed contract, its callers are not. What that breaks depends on " +
    "the protocol: SOAP validates messages against the contract, so any change fails; readers of JSON " +
    "skip a field that they do not know and miss one that is gone; Protobuf skips the first and takes a " +
    "default for the second, which nobody notices. What fails is read and answered as an error, and " +
    "again at each retry.",
  icon: "contract",
  targets: ["edge", "node"],
  links: "incoming",
  ramp: false,
  params: {
    change: {
      type: "choice",
      label: "Change",
      help: "A field that callers do not know, or one that they need and that is gone.",
      options: ["added", "removed"],
      optionLabels: ["Field added", "Field removed"],
      default: "removed",
      live: true,
    },
    ratio: {
      type: "ratio",
      label: "Share of requests",
      help: "Share of requests that touch what has changed; drawn for each attempt.",
      default: 1,
      live: true,
    },
  },
});
