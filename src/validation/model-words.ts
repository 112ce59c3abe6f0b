// Kendall's notation in plain words: "M/E2/1" is random arrivals, Erlang-2 service, one server.

const ARRIVALS: Readonly<Record<string, string>> = {
  M: "Random (Poisson) arrivals",
  D: "Evenly spaced arrivals",
  G: "Arrivals with general gaps",
  GI: "Arrivals with general gaps",
  M_t: "Random arrivals at a varying rate",
};

const SERVICES: Readonly<Record<string, string>> = {
  M: "exponential service",
  D: "constant service",
  G: "service of any law",
  LogNormal: "lognormal service",
  Pareto: "Pareto service",
};

function arrivalsOf(symbol: string): string | null {
  if (ARRIVALS[symbol] !== undefined) return ARRIVALS[symbol];
  if (/^MMPP/.test(symbol)) return "Bursty arrivals (a rate that switches)";
  if (/^M\^/.test(symbol)) return "Random arrivals in batches";
  const stages = /^E_?(\d+|k)$/.exec(symbol)?.[1];
  if (stages !== undefined) return `Erlang-${stages} gaps between arrivals`;
  return /^H_?\d$/.test(symbol) ? "Arrivals with hyperexponential gaps" : null;
}

function serviceOf(symbol: string): string | null {
  if (SERVICES[symbol] !== undefined) return SERVICES[symbol];
  const stages = /^E_?(\d+|k)$/.exec(symbol)?.[1];
  if (stages !== undefined) return `Erlang-${stages} service`;
  if (/^H_?\d$/.test(symbol)) return "hyperexponential service";
  return /^M\^/.test(symbol) ? "exponential service of whole batches" : null;
}

function serversOf(symbol: string): string | null {
  if (symbol === "inf" || symbol === "∞") return "a server for everyone";
  if (symbol === "1") return "one server";
  return /^(\d+|c)$/.test(symbol) ? `${symbol} servers` : null;
}

const NOTATION =
  /^(M_t|MMPP\([\dk]\)|MMPP|[A-Z][A-Za-z]*(?:_?\d+)?(?:\^\[[^\]]+\])?)\/([A-Z][A-Za-z]*(?:_?\d+)?(?:\^\[[^\]]+\])?)\/(\d+|c|inf|∞)(?:\/(\d*|K)(?:\/(\d+))?)?(\+\w+)?(?![\w/])/;

/** The model of a title in words; null where the title has no notation or an unknown one. */
export function modelWords(title: string): string | null {
  const found = NOTATION.exec(title);
  if (!found) return null;
  const [, arrival = "", service = "", server = "", room, population, patience] = found;
  const closed = population !== undefined;
  const arrives = closed ? `${population} users in a closed loop` : arrivalsOf(arrival);
  const words = [arrives, serviceOf(service), serversOf(server)];
  if (words.includes(null)) return null;
  if (room && Number(room) === Number(server)) words.push("no queue");
  else if (room) words.push(`room for ${room}`);
  if (patience === "+M") words.push("random patience");
  if (patience === "+D") words.push("fixed patience");
  return words.join(", ");
}
