// Editing bursts: phases with a rate each, and the rates of changing between them.
import { type MmppLiteral, PHASES_MOST } from "../../../simulation/kinds/mmpp.ts";

/** Two phases around a mean rate: long calm, short bursts of the same share of requests. */
export function firstMmpp(ratePerS: number): MmppLiteral {
  return {
    type: "mmpp",
    ratesPerS: [ratePerS * 1.8, ratePerS * 0.2],
    switchPerS: [
      [0, 0.1],
      [0.1, 0],
    ],
  };
}

export function withRate(mmpp: MmppLiteral, phase: number, ratePerS: number): MmppLiteral {
  return { ...mmpp, ratesPerS: mmpp.ratesPerS.with(phase, ratePerS) };
}

export function withSwitch(mmpp: MmppLiteral, from: number, to: number, perS: number): MmppLiteral {
  const row = mmpp.switchPerS[from] ?? [];
  return { ...mmpp, switchPerS: mmpp.switchPerS.with(from, row.with(to, perS)) };
}

export function mayAddPhase({ ratesPerS }: MmppLiteral): boolean {
  return ratesPerS.length < PHASES_MOST;
}

/** A further phase, to and from the last one. */
export function withPhase(mmpp: MmppLiteral): MmppLiteral {
  const { ratesPerS, switchPerS } = mmpp;
  const last = ratesPerS.length - 1;
  const rows = switchPerS.map((row, from) => [...row, from === last ? 1 : 0]);
  const row = [...ratesPerS.map((_, to) => (to === last ? 1 : 0)), 0];
  return { ...mmpp, ratesPerS: [...ratesPerS, ratesPerS[last] ?? 0], switchPerS: [...rows, row] };
}

export function withoutPhase(mmpp: MmppLiteral, phase: number): MmppLiteral {
  const { start, ...rest } = mmpp;
  const kept = typeof start === "number" && start !== phase;
  return {
    ...rest,
    ratesPerS: mmpp.ratesPerS.toSpliced(phase, 1),
    switchPerS: mmpp.switchPerS.toSpliced(phase, 1).map((row) => row.toSpliced(phase, 1)),
    ...(kept ? { start: start > phase ? start - 1 : start } : {}),
  };
}

/** The first phase by number, or drawn, which is not written out. */
export function withStart({ start: _, ...mmpp }: MmppLiteral, start: string): MmppLiteral {
  return start === "stationary" ? mmpp : { ...mmpp, start: Number(start) };
}
