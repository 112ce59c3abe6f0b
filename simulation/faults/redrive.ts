import { defineFault } from "../kinds/define.ts";

export const redrive = defineFault({
  id: "redrive",
  label: "Redrive",
  help:
    "What is in the dead-letter queue goes back to the queue it died in, as new messages. Not a " +
    "fault, but it acts like one.",
  icon: "rewind",
  targets: ["node"],
  only: ["sqs"],
  ramp: false,
  instant: true,
  params: {
    ratePerS: {
      type: "number",
      label: "Messages a second",
      help: "How fast they are moved; SQS moves at most 500 a second.",
      unit: "1/s",
      min: 0.001,
      max: 500,
      soft: [1, 500],
      scale: "log",
      default: 500,
    },
  },
});
