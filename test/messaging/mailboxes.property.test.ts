// Brokers with queues, of every product, under random faults: what their queues count is what the
// steps of single messages say, every end has its cause, and what a product promises holds.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { brokerChecksOf } from "../../simulation/engine/brokers.ts";
import { livesOf, recountOf } from "./message-lives.ts";
import { DEAD_LETTERS, type Played, play } from "./play-mailbox.ts";
import { PRODUCTS, randomMailbox } from "./random-mailboxes.ts";

const RUNS = process.env.BROWNOUT_FULL ? 300 : 5;
const TIMEOUT_MS = process.env.BROWNOUT_FULL ? 900_000 : 60_000;
function expectSound({ totals }: Played): void {
  expect(totals.endedEarly).toBeNull();
  const node = Object.keys(totals.nodes).sort().indexOf("mq");
  const checks = [...totals.checks, ...brokerChecksOf(node, "mq")];
  expect(checks.filter(({ difference }) => !(difference <= 1e-9))).toEqual([]);
}

function expectRecounted({ lives, queues }: Played): void {
  expect(lives.broken).toEqual([]);
  for (const [name, queue] of Object.entries(queues)) {
    if (name === DEAD_LETTERS) continue;
    const recount = recountOf(lives.queues[name] ?? livesOf([]).queues[name] ?? NOTHING(name));
    expect({ name, ...queue }).toMatchObject({ name, ...recount });
  }
}

const NOTHING = (name: string) => ({ name, copies: [], refused: 0, deaths: {} });

describe.each(Object.keys(PRODUCTS))("%s", (product) => {
  it("counts what the steps of its messages say", { timeout: TIMEOUT_MS }, () => {
    let whole = 0;
    fc.assert(
      fc.property(randomMailbox(product), (design) => {
        const played = play(design);
        expectSound(played);
        if (!played.isWhole) return;
        whole++;
        expectRecounted(played);
      }),
      { numRuns: RUNS },
    );
    expect(whole).toBeGreaterThan(RUNS / 2);
  });
});
