// Markov-modulated Poisson process: arrivals at a rate that depends on the phase of a Markov chain in
// continuous time. Describes bursts that last (Fischer and Meier-Hellstern 1993, "The MMPP cookbook").

/** As it stands in the file. */
export interface MmppLiteral {
  readonly type: "mmpp";
  /** Arrivals per second in each phase. */
  readonly ratesPerS: readonly number[];
  /** Row i, column j: rate of changing from phase i to phase j; the diagonal is 0. */
  readonly switchPerS: readonly (readonly number[])[];
  /** The first phase's number; "stationary" (default): drawn from the chain's long-run shares. */
  readonly start?: "stationary" | number;
}

export const PHASES_MOST = 16;

export function isMmpp(value: unknown): value is MmppLiteral {
  return typeof value === "object" && value !== null && "type" in value && value.type === "mmpp";
}

/** Why a literal of the right structure is no process, with the field it is about; null if it is one. */
export function mmppProblem(literal: MmppLiteral): { field: string; message: string } | null {
  const { ratesPerS, switchPerS, start = "stationary" } = literal;
  const count = ratesPerS.length;
  const refuse = (field: string, message: string) => ({ field, message });
  if (switchPerS.length !== count || switchPerS.some((row) => row.length !== count)) {
    return refuse("switchPerS", `must have ${count} rows of ${count} rates, one a phase.`);
  }
  const own = switchPerS.findIndex((row, i) => row[i] !== 0);
  if (own >= 0)
    return refuse(`switchPerS.${own}.${own}`, "must be 0: a phase does not change to itself.");
  if (typeof start === "number") {
    return start < count ? null : refuse("start", `must be a phase from 0 to ${count - 1}.`);
  }
  for (let from = 0; from < count; from++) {
    const reached = reachedFrom(switchPerS, from);
    const missed = ratesPerS.findIndex((_, to) => !reached.has(to));
    if (missed >= 0) {
      const why = `phase ${missed} is never reached from phase ${from}`;
      return refuse(
        "switchPerS",
        `has no stationary start, ${why}: give the first phase as start.`,
      );
    }
  }
  return null;
}

function reachedFrom(switchPerS: MmppLiteral["switchPerS"], from: number): ReadonlySet<number> {
  const reached = new Set([from]);
  // A set hands out what is added to it while it is walked.
  for (const phase of reached) {
    switchPerS[phase]?.forEach((rate, to) => {
      if (rate > 0) reached.add(to);
    });
  }
  return reached;
}

/**
 * Long-run shares of the phases of an irreducible chain: elimination without subtractions
 * (Grassmann, Taksar, Heyman 1985), so that no digits are lost.
 */
export function stationaryShares(switchPerS: MmppLiteral["switchPerS"]): readonly number[] {
  const rates = switchPerS.map((row) => [...row]);
  const at = (i: number, j: number): number => rates[i]?.[j] ?? 0;
  const count = rates.length;
  for (let k = count - 1; k > 0; k--) {
    let out = 0;
    for (let j = 0; j < k; j++) out += at(k, j);
    for (let i = 0; i < k; i++) {
      const row = rates[i];
      if (!row) continue;
      row[k] = at(i, k) / out;
      for (let j = 0; j < k; j++) if (j !== i) row[j] = at(i, j) + at(i, k) * at(k, j);
    }
  }
  const weights = [1];
  for (let k = 1; k < count; k++) {
    weights.push(weights.reduce((sum, weight, i) => sum + weight * at(i, k), 0));
  }
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/** Shares of the first phase: the stationary ones, or all of it in the one that is named. */
export function startShares({ ratesPerS, switchPerS, start }: MmppLiteral): readonly number[] {
  if (typeof start !== "number") return stationaryShares(switchPerS);
  return ratesPerS.map((_, phase) => (phase === start ? 1 : 0));
}

/** Long-run mean rate, 1/s; the first phase's where the chain has no stationary shares. */
export function meanRatePerS(literal: MmppLiteral): number {
  const { ratesPerS, switchPerS, start } = literal;
  if (mmppProblem({ ...literal, start: "stationary" }) !== null) {
    return ratesPerS[typeof start === "number" ? start : 0] ?? 0;
  }
  const shares = stationaryShares(switchPerS);
  return shares.reduce((sum, share, phase) => sum + share * (ratesPerS[phase] ?? 0), 0);
}
