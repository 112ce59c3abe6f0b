import { defineKind } from "../define.ts";
import { REQUESTS_PARAM } from "../request-types-param.ts";

export const client = defineKind({
  id: "client",
  label: "Client",
  family: "edge",
  icon: "client",
  summary: "Users or systems that send requests: a rate, or a number of users with think time.",
  ports: { out: ["call", "publish"], in: [] },
  protocols: [],
  params: {
    ratePerS: {
      type: "number",
      label: "Requests per second",
      help:
        "Mean rate of new arrivals, before the load profile. Arrivals drawn from gaps, in bursts or " +
        "recorded have a rate of their own; at 0 they stop too.",
      unit: "1/s",
      min: 0,
      max: 10_000_000,
      soft: [1, 5000],
      scale: "log",
      default: 100,
      live: true,
    },
    arrivals: {
      type: "arrivals",
      label: "Arrivals",
      help:
        "Poisson: independent users. Constant: a metronome. Or a distribution of the gaps, recorded " +
        "times, or bursts (MMPP: a Poisson rate for each phase of a Markov chain); these decide the " +
        "rate themselves.",
      options: ["poisson", "constant"],
      optionLabels: ["Poisson", "Constant"],
      default: "poisson",
    },
    profile: {
      type: "points",
      label: "Load profile",
      help:
        "Multiplies the rate over time: points of [second, multiplier], a sine, or a recorded series " +
        "of rates. Poisson arrivals are thinned out, other gaps pass as fast as the profile says.",
      default: null,
      nullMeans: "the rate is constant",
    },
    closed: {
      type: "object",
      label: "Closed loop",
      help: "A fixed number of users; each thinks, sends one request and waits for its end.",
      fields: {
        users: {
          type: "number",
          label: "Users",
          help: "How many users there are.",
          unit: "",
          min: 1,
          max: 1_000_000,
          soft: [1, 1000],
          scale: "log",
          integer: true,
          default: 10,
        },
        thinkTime: {
          type: "distribution",
          label: "Think time",
          help: "Pause of a user between the end of a request and the next one.",
          unit: "ms",
          default: { type: "exponential", meanMs: 1000 },
          live: true,
        },
      },
      default: null,
      nullMeans: "open: the rate does not wait for answers",
    },
    requests: REQUESTS_PARAM,
    patienceMs: {
      type: "number",
      label: "Patience",
      help: "The user leaves after this time, retries included; the request ends as abandoned.",
      unit: "ms",
      min: 0.001,
      max: 86_400_000,
      soft: [500, 60_000],
      scale: "log",
      default: null,
      nullMeans: "waits for ever",
      live: true,
    },
    deadlineMs: {
      type: "number",
      label: "Deadline",
      help:
        "The request must be done by then, retries included: otherwise it ends as deadlineExceeded. " +
        "Passed on to the callees over edges that pass deadlines on.",
      unit: "ms",
      min: 0.001,
      max: 86_400_000,
      soft: [100, 60_000],
      scale: "log",
      default: null,
      nullMeans: "none",
    },
    clients: {
      type: "number",
      label: "Client instances",
      help: "Callers with breakers and balancers of their own. Does not change the rate.",
      unit: "",
      min: 1,
      max: 10_000,
      soft: [1, 100],
      integer: true,
      default: 1,
    },
    offsetMs: {
      type: "number",
      label: "First arrival at",
      help: "Time of the first request when arrivals are constant.",
      unit: "ms",
      min: 0,
      max: 86_400_000,
      soft: [0, 1000],
      default: null,
      nullMeans: "one interval after the start",
    },
    batch: {
      type: "count",
      label: "Requests per arrival",
      help:
        "Every arrival is this many requests at the same instant. A draw from a distribution is " +
        "rounded to the nearest whole number, 0 is none, at most 10,000.",
      min: 0,
      max: 10_000,
      numberOnly: true,
      default: 1,
      live: true,
    },
  },
});
