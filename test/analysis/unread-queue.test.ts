// A queue behind a topic that nobody reads: it is a broker by what it is, not by who is connected.
import { expect, it } from "vitest";
import { createObserver } from "../../simulation/analysis/observer.ts";
import { engine } from "../../simulation/engine/engine.ts";
import { NODE_STATES } from "../../simulation/results/story.ts";
import { resolved, sketch } from "../support/simulate.ts";

it("is saturated while its backlog grows", () => {
  const scenario = resolved(
    sketch({
      run: { durationS: 20, windowS: 1 },
      nodes: {
        users: { kind: "client", arrivals: "constant", ratePerS: 100 },
        api: {},
        topic: { kind: "sns" },
        queue: { kind: "sqs" },
      },
      edges: { "users->api": {}, "api->topic": {}, "topic->queue": {} },
    }),
  );
  engine.load(scenario);
  engine.run(Infinity, Infinity);
  const observer = createObserver(scenario, engine.layout());
  observer.push(engine.rows(0));
  const { nodeIds } = engine.layout();
  const states = Array.from(observer.states())
    .filter((_, at) => nodeIds[at % nodeIds.length] === "queue")
    .map((code) => NODE_STATES[code]);
  expect(states.slice(5)).toEqual(new Array(15).fill("saturated"));
  const story = observer.story().map(({ text }) => text);
  expect(story.join(" ")).toMatch(/the backlog of queue is at (1,9|2,0)\d\d/i);
  expect(story.join(" ")).not.toContain("drained");
});
