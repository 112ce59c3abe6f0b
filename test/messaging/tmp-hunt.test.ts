import fc from "fast-check";
import { it } from "vitest";
import { writeFileSync } from "node:fs";
import { nodeOf, simulate } from "../support/simulate.ts";
import { recordDisorderIn } from "./disorder.ts";
import { randomLog } from "./random-logs.ts";
it("hunt", { timeout: 900_000 }, () => {
  const until = Date.now() + 330_000;
  let runs = 0;
  let found = 0;
  for (let seed = Number(process.env.HUNT); Date.now() < until && found < 3; seed++) {
    for (const document of fc.sample(randomLog, { numRuns: 50, seed })) {
      const p: any = document.edges["users->log"];
      if (p.acks === "none" || p.batch !== undefined || p.retry?.maxAttempts !== 5) continue;
      runs++;
      let why = "";
      try {
        const totals = simulate(document);
        const bad = totals.checks.filter(({ difference }) => !(difference <= 1e-9));
        if (totals.endedEarly !== null) why = `early ${totals.endedEarly}`;
        if (bad.length) why = JSON.stringify(bad);
        const { messages = [], queues = {}, log } = nodeOf(totals, "log");
        if (messages.length < 2000 && log?.truncated === 0) {
          for (const name of Object.keys(queues)) {
            const astray = recordDisorderIn(messages, name);
            if (astray.some((a) => !a.wasGivenUp)) why = `astray ${name}`;
            for (const { to, broken } of Object.values(totals.flows ?? {}))
              if (to === name && (broken.outOfOrder ?? 0) > astray.length) why = `order ${name} ${JSON.stringify(broken)}`;
          }
        }
        for (const f of Object.values(totals.flows ?? {})) {
          const { lost = 0, appliedTwice = 0 } = f.broken;
          if (lost > (f.lostBy.deadLetter ?? 0) || appliedTwice > 0) why = `broken ${JSON.stringify(f.broken)}`;
        }
      } catch (error) { why = String(error); }
      if (why !== "") { found++; writeFileSync(`/tmp/p10/hunt/${process.env.HUNT}-${found}.json`, JSON.stringify({ why, document })); }
    }
  }
  writeFileSync(`/tmp/p10/hunt/${process.env.HUNT}-runs`, String(runs));
});
