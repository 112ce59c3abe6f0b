// Policies in the inspector of an edge: what their pictures say, presets with their sources, and the
// fields of the machine that is chosen.
import { fireEvent, screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { CALL_EDGE_PARAMS, PRESETS } from "../../simulation/policies/catalog.ts";
import type { Json } from "../../simulation/scenario/document.ts";
import { policyLines, policyOrder } from "../../src/inspector/edge-policies.ts";
import { valuesInForce } from "../../src/inspector/fields/preset-values.ts";
import { Inspector } from "../../src/inspector/Inspector.tsx";
import { BreakerPicture } from "../../src/inspector/pictures/BreakerPicture.tsx";
import { BucketPicture } from "../../src/inspector/pictures/BucketPicture.tsx";
import { BudgetPicture } from "../../src/inspector/pictures/BudgetPicture.tsx";
import { EdgeContext } from "../../src/inspector/pictures/edge-surroundings.ts";
import { FallbackPicture } from "../../src/inspector/pictures/FallbackPicture.tsx";
import { HedgePicture } from "../../src/inspector/pictures/HedgePicture.tsx";
import { RetryPicture } from "../../src/inspector/pictures/RetryPicture.tsx";
import { BulkheadPicture, PoolPicture } from "../../src/inspector/pictures/SlotsPicture.tsx";
import { TimePicture } from "../../src/inspector/pictures/TimePicture.tsx";
import { currentDocument, openDocument, showPage } from "./page.tsx";

type Values = Readonly<Record<string, unknown>>;

/** What a picture says to those who do not see it. */
function said(picture: Parameters<typeof showPage>[0]): string {
  const { unmount } = showPage(picture);
  const text = screen.getByRole("img").getAttribute("aria-label") ?? "";
  unmount();
  return text;
}

const BACKOFF = { type: "exponential", baseMs: 100, factor: 2, capMs: 1000, jitter: "none" };

describe("the picture of a policy", () => {
  it("says how long retries take, and what bounds them", () => {
    const retry = (values: Values) => said(<RetryPicture values={values} />);
    expect(retry({ maxAttempts: 3, backoff: BACKOFF })).toBe(
      "Up to 2 more attempts; 300 ms of pauses in the longest case, besides the attempts.",
    );
    expect(retry({ maxAttempts: 1, backoff: BACKOFF })).toContain("One attempt only");
    expect(retry({ maxAttempts: null, backoff: BACKOFF, budget: null })).toContain(
      "nothing bounds",
    );
    expect(retry({ maxAttempts: null, backoff: BACKOFF, budget: {} })).toContain("its budget");
    const drawn = { ...BACKOFF, jitter: "exponentialRandom" };
    expect(retry({ maxAttempts: 2, backoff: drawn })).toContain("pauses of mean length");
  });

  it("says what a breaker opens at, in each kind of window", () => {
    const breaker = (values: Values) =>
      said(
        <BreakerPicture
          values={{
            failureRateThreshold: 0.5,
            minimumCalls: 10,
            openMs: 5000,
            probes: 1,
            ...values,
          }}
        />,
      );
    expect(breaker({ window: { type: "count", size: 20 } })).toBe(
      "Opens when 50 % of the last 20 calls fail (after at least 10), lets 1 probe through after " +
        "5 s, and closes when it succeeds.",
    );
    expect(breaker({ window: { type: "time", size: 20 }, probes: 4 })).toContain(
      "50 % of the calls of 20 s fail (after at least 10), lets 4 probes through",
    );
    const inARow = breaker({ window: { type: "consecutive", size: 5 }, halfOpen: "wait" });
    expect(inARow).toContain("Opens when 5 calls in a row fail, lets");
    expect(inARow).toContain("Other calls wait for the probe");
  });

  it("says what fills and empties each of the four budgets", () => {
    const budget = (values: Values) => said(<BudgetPicture values={values} />);
    expect(budget({ type: "ratio", ratio: 0.2, minPerS: 10, ttlMs: 10_000 })).toContain(
      "may add 20 % to the calls, and 10 a second besides; what was not used is forgotten after 10 s",
    );
    expect(budget({ type: "concurrent", ratio: 0, minConcurrent: 3 })).toBe(
      "At most 3 retries at once.",
    );
    expect(budget({ type: "concurrent", ratio: 0.2, minConcurrent: 3 })).toContain("or 20 % of");
    expect(budget({ type: "tokens", maxTokens: 10, tokenRatio: 0.1 })).toContain(
      "no retry while 5 or fewer are left",
    );
    expect(budget({ type: "quota", quota: 500, retryCost: 14 })).toContain("A retry takes 14");
  });

  it("says what a bucket, a bulkhead and a pool do with one call too many", () => {
    expect(said(<BucketPicture values={{ ratePerS: 50, burst: 5, wait: false }} />)).toBe(
      "50/s on average, bursts of up to 5 calls; with none left the call ends as rateLimited.",
    );
    expect(said(<BucketPicture values={{ ratePerS: 50, burst: 1, wait: true }} />)).toContain(
      "bursts of up to 1 call; with none left the call waits",
    );
    expect(said(<BulkheadPicture values={{ maxConcurrent: 25, maxWaitMs: 0 }} />)).toBe(
      "At most 25 calls at once; one more ends as bulkheadFull at once.",
    );
    expect(said(<BulkheadPicture values={{ maxConcurrent: 1, maxWaitMs: 100 }} />)).toContain(
      "waits up to 100 ms, then ends as bulkheadFull",
    );
    expect(said(<PoolPicture values={{ max: 10, timeoutMs: 30_000, idleMs: 600_000 }} />)).toBe(
      "At most 10 connections; a call that finds none free waits up to 30 s, then ends as " +
        "poolTimeout. An idle one is closed after 10 min.",
    );
    expect(said(<PoolPicture values={{ max: null, timeoutMs: null, idleMs: null }} />)).toBe(
      "As many connections as calls need; nothing waits.",
    );
  });

  it("shows what is in use of one caller, from all callers together", () => {
    const live = { bulkheadInUse: 12, tokens: 9, poolInUse: Number.NaN };
    const inside = (picture: Parameters<typeof showPage>[0]) =>
      said(<EdgeContext value={{ timeoutMs: null, callers: 3, live }}>{picture}</EdgeContext>);
    expect(inside(<BulkheadPicture values={{ maxConcurrent: 10, maxWaitMs: 0 }} />)).toContain(
      "Now 4.00 of a caller.",
    );
    const shared = { maxConcurrent: 20, maxWaitMs: 0, scope: "shared" };
    expect(inside(<BulkheadPicture values={shared} />)).toContain("Now 12.0 of");
    expect(inside(<BucketPicture values={{ ratePerS: 5, burst: 5 }} />)).toContain("Now 3 left");
    expect(inside(<PoolPicture values={{ max: 2, timeoutMs: null }} />)).not.toContain("Now");
  });

  it("says when a hedge is sent, and what a fallback makes of a failure", () => {
    expect(said(<HedgePicture values={{ delayMs: 2000, atPercentile: null, max: 1 }} />)).toContain(
      "Sends up to 1 more request after 2 s",
    );
    expect(said(<HedgePicture values={{ delayMs: 2000, atPercentile: 0.95, max: 2 }} />)).toContain(
      "2 more requests at p95",
    );
    expect(said(<FallbackPicture values={{ type: "static", latencyMs: 5 }} />)).toContain(
      "by the caller itself after 5 ms; the request ends as degraded",
    );
    expect(said(<FallbackPicture values={{ type: "call" }} />)).toContain("counts as ok");
  });

  it("says what of the attempts fits into the deadline", () => {
    const time = (deadlineMs: number, maxAttempts: number | null) =>
      said(
        <TimePicture
          timeoutMs={100}
          deadlineMs={deadlineMs}
          retry={{ maxAttempts, backoff: { ...BACKOFF, type: "constant" } }}
        />,
      );
    expect(time(1000, 3)).toBe("All 3 attempts fit in time.");
    expect(time(450, 3)).toBe("The deadline comes first: the last attempt is cut short.");
    expect(time(250, 3)).toContain("2 attempts begin before the deadline; the last is cut short");
    expect(time(350, null)).toContain("2 attempts begin before the deadline, if each");
    expect(said(<TimePicture timeoutMs={100} deadlineMs={200} retry={null} />)).toContain(
      "The attempt fits",
    );
  });
});

describe("a preset in the inspector", () => {
  const path = "edges.a->b";
  const open = (edge: Readonly<Record<string, Json>>) => {
    openDocument(
      { nodes: { a: { kind: "service" }, b: { kind: "service" } }, edges: { "a->b": edge } },
      "a->b",
    );
    showPage(<Inspector />);
  };
  const edge = () => currentDocument().edges["a->b"];
  const fieldAt = (name: string) => {
    const field = document.querySelector<HTMLElement>(`[data-path="${path}.${name}"]`);
    if (!field) throw new Error(`no field for ${name}`);
    return field;
  };
  const box = (name: string) =>
    within(fieldAt(name)).getAllByRole<HTMLInputElement>("textbox").at(-1)?.value;

  it("is chosen, shows source and date, and its values stand in the fields", () => {
    open({ retry: {} });
    const chooser = screen.getByRole("combobox", { name: "Retry: preset" });
    fireEvent.change(chooser, { target: { value: "polly@2026-11" } });
    expect(edge()?.retry).toEqual({ preset: "polly@2026-11" });
    expect(screen.getByText(/RetryStrategyOptions\.cs; as of 2026-11\./)).toBeTruthy();
    expect(box("retry.maxAttempts")).toBe("4");
    expect(box("retry.backoff.baseMs")).toBe("2");
    expect(screen.queryByRole("button", { name: "Reset Retry to its preset" })).toBeNull();
  });

  it("holds for what a nested object leaves out, and counts and resets what differs", () => {
    open({ retry: { preset: "polly@2026-11", backoff: { baseMs: 500 } } });
    expect(box("retry.backoff.baseMs")).toBe("500");
    const type = within(fieldAt("retry.backoff.type")).getByRole<HTMLSelectElement>("combobox");
    expect(type.value).toBe("constant");
    expect(fieldAt("retry.backoff.type").dataset.off).toBe("false");
    expect(fieldAt("retry.backoff.baseMs").dataset.off).toBe("true");
    const reset = screen.getByRole("button", { name: "Reset Retry to its preset" });
    expect(reset.textContent).toContain("1 off preset");
    fireEvent.click(reset);
    expect(edge()?.retry).toEqual({ preset: "polly@2026-11" });
  });

  it("agrees with what the scenario resolves to, for every preset that is offered", () => {
    const { retry } = CALL_EDGE_PARAMS;
    for (const name of retry.presets) {
      const values = valuesInForce(retry, "retry", { preset: name }, null);
      for (const [at, { value }] of Object.entries(PRESETS.retry[name]?.readings ?? {})) {
        const found = at
          .split(".")
          .reduce<unknown>((inner, step) => (inner as Values)[step], values);
        expect(found, `${name} ${at}`).toEqual(value);
      }
    }
  });

  it("keeps a policy off that nobody asked for inside another", () => {
    open({ retry: {} });
    expect(screen.getByRole("switch", { name: "Budget" }).ariaChecked ?? "false").toBe("false");
    expect(valuesInForce(CALL_EDGE_PARAMS.retry, "retry", {}, null).budget).toBeNull();
  });

  it("shows the fields that the chosen budget reads, and what the file says beside", () => {
    open({ retry: { budget: { type: "tokens", ratio: 0.3 } } });
    const shown = (name: string) =>
      document.querySelector(`[data-path="${path}.retry.budget.${name}"]`) !== null;
    expect(shown("maxTokens")).toBe(true);
    expect(shown("ratio")).toBe(true);
    expect(shown("minPerS")).toBe(false);
    expect(shown("quota")).toBe(false);
  });
});

describe("the stack of policies", () => {
  it("lists them as they wrap each other, with what they say", () => {
    const lines = policyLines(CALL_EDGE_PARAMS, {
      timeoutMs: 500,
      retry: { maxAttempts: 3, budget: { type: "ratio" } },
      breaker: {},
      fallback: { type: "static", latencyMs: 5 },
    });
    const summaries = Object.fromEntries(
      lines.filter(({ on }) => on).map(({ name, summary }) => [name, summary]),
    );
    expect(summaries).toMatchObject({
      fallback: "static, 5 ms",
      retry: "3 attempts, share",
      breaker: "50 % fail",
      timeoutMs: "500 ms",
    });
    const order = policyOrder(CALL_EDGE_PARAMS, {});
    expect(order.indexOf("fallback")).toBe(0);
    expect(order.indexOf("retry")).toBeLessThan(order.indexOf("breaker"));
    expect(order.at(-1)).toBe("timeoutMs");
  });
});
