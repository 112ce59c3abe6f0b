// Recorded series of rates as text.
import { describe, expect, it } from "vitest";
import { parseNumberList } from "../../simulation/scenario/number-list.ts";
import { parseRateCsv } from "../../simulation/scenario/rate-csv.ts";

function pointsOf(text: string): unknown {
  const read = parseRateCsv(text);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.points;
}

function problemsOf(text: string): unknown {
  const read = parseRateCsv(text);
  if (read.ok) throw new Error("no problem found");
  return read.problems.map(({ line, message }) => `${line}: ${message}`);
}

const EXPECTED = [
  [0, 120],
  [60, 300.5],
  [120, 0],
];

describe("a CSV of rates", () => {
  it.each([
    ["with the header", "t_s,rate_per_s\n0,120\n60,300.5\n120,0\n"],
    ["without a header", "0,120\n60,300.5\n120,0"],
    ["with semicolons and decimal commas", "t_s;rate_per_s\n0;120\n60;300,5\n120;0"],
    ["with tabs and Windows lines", "t_s\trate_per_s\r\n0\t120\r\n60\t300.5\r\n120\t0\r\n"],
    [
      "with comments, blank lines, quotes",
      '# x\n\n"t_s","rate_per_s"\n"0","120"\n60, 300.5\n120 ,0',
    ],
    ["with a mark of its encoding", "\uFEFFt_s,rate_per_s\n0,120\n60,300.5\n120,0"],
    ["with the columns elsewhere", "host,rate_per_s,t_s\na,120,0\na,300.5,60\na,0,120"],
    ["in ms", "time_ms,rps\n0,120\n60000,300.5\n120000,0"],
    ["in minutes", "Time (min),Requests per s\n0,120\n1,300.5\n2,0"],
    ["per minute", "t_s,rate_per_min\n0,7200\n60,18030\n120,0"],
    ["with other names", "when,how many\n0,120\n60,300.5\n120,0"],
  ])("is read %s", (_, text) => {
    expect(pointsOf(text)).toEqual(
      EXPECTED.map(([at, rate]) => [at, expect.closeTo(rate ?? 0, 9)]),
    );
  });

  it.each([
    ["timestamps", "2024-02-28T23:59:00Z", "2024-02-29T00:00:00Z", "2024-02-29T00:01:00Z"],
    ["timestamps over a year's end", "2023-12-31 23:59", "2024-01-01 00:00", "2024-01-01 00:01"],
    ["time zones", "2026-03-01T12:00:00+02:00", "2026-03-01T10:01:00Z", "2026-03-01T05:02:00-0500"],
    ["seconds since 1970", "1767225600", "1767225660", "1767225720"],
    ["milliseconds since 1970", "1767225600000", "1767225660000", "1767225720000"],
  ])("takes %s from the first line on", (_, ...times) => {
    const text = `timestamp,rate\n${times.map((time, at) => `${time},${at}`).join("\n")}`;
    expect(pointsOf(text)).toEqual([
      [0, 0],
      [60, 1],
      [120, 2],
    ]);
  });

  it("lets the first line decide whether times are those of the calendar", () => {
    // 30 h in ms is more than 1e8, the least number that may count from 1970.
    expect(pointsOf("time_ms,rps\n0,1\n108000000,2\n")).toEqual([
      [0, 1],
      [108_000, 2],
    ]);
    expect(problemsOf("0,1\n2026-01-01,2")).toEqual(['2: "2026-01-01" is no time']);
    expect(problemsOf("2026-01-01,1\n60,2")).toEqual(['2: "60" is no time']);
    expect(problemsOf("2026-01-01T00:00:61Z,1")).toEqual(['1: "2026-01-01T00:00:61Z" is no time']);
  });

  it("knows every day of four years, leap days too", () => {
    const day = (at: number): string => new Date(at * 86_400_000).toISOString().slice(0, 10);
    const lines = Array.from({ length: 1500 }, (_, at) => `${day(at + 18_000)},1`);
    const expected = lines.map((_, at) => [at * 86_400, 1]);
    expect(pointsOf(lines.join("\n"))).toEqual(expected);
  });

  it("names every problem by its line", () => {
    expect(problemsOf("t_s,rate_per_s\n0,10\nx,5\n30,-1\n20\n40,many\n50,7\n45,7\n")).toEqual([
      '3: "x" is no time',
      "4: a rate cannot be negative",
      "5: has 1 columns, needs a time and a rate",
      '6: "many" is no rate',
      "8: the times must ascend",
    ]);
    expect(problemsOf("2024-13-01,5")).toEqual(['1: "2024-13-01" is no time']);
    expect(problemsOf("-5,5")).toEqual(["1: the time -5 s is before the start"]);
    expect(problemsOf("a,b,c\n1,2,3")).toEqual([
      "1: names no columns of time and rate: call them t_s and rate_per_s",
    ]);
    expect(problemsOf("")).toEqual(["0: there is no line with a time and a rate"]);
    expect(problemsOf("t_s,rate_per_s\n")).toEqual(["0: there is no line with a time and a rate"]);
    expect(problemsOf("0,1\n".repeat(100_002))).toEqual(["0: more than 100000 lines"]);
  });

  it("stops after the twentieth problem", () => {
    expect(problemsOf("t_s,rate_per_s\n".concat("x,y\n".repeat(50)))).toHaveLength(20);
  });
});

describe("a list of times", () => {
  it("has one a line or several", () => {
    const expected = { ok: true, numbers: [0, 1.5, 20, 3e3] };
    expect(parseNumberList("0\n1.5\n20\n3e3\n")).toEqual(expected);
    expect(parseNumberList("time_ms\r\n0, 1.5\r\n# note\r\n20;3e3")).toEqual(expected);
  });

  it("tells what is none, by line", () => {
    expect(parseNumberList("1\n\n-2")).toEqual({
      ok: false,
      message: 'line 3: "-2" is no number of at least 0',
    });
    expect(parseNumberList("times\n")).toEqual({
      ok: false,
      message: "there is no number in it",
    });
  });
});
