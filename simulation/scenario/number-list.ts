// A list of times as a text: one a line, or several with commas, semicolons, spaces or tabs between.

export type NumberList =
  | { readonly ok: true; readonly numbers: readonly number[] }
  | { readonly ok: false; readonly message: string };

const LINE_END = /\r\n|\n|\r/;
const BETWEEN = /[,;\s]+/;

/** Numbers of at least 0. Lines that begin with # and a first line of names are passed over. */
export function parseNumberList(text: string): NumberList {
  const content = text.startsWith("\uFEFF") ? text.slice(1) : text;
  const numbers: number[] = [];
  for (const [index, line] of content.split(LINE_END).entries()) {
    const cells = line.split(BETWEEN).filter((cell) => cell !== "");
    const values = cells.map(Number);
    if (cells[0]?.startsWith("#") || (index === 0 && values.every(Number.isNaN))) continue;
    for (const [at, value] of values.entries()) {
      if (value >= 0 && value < Infinity) numbers.push(value);
      else {
        const found = String(cells[at]).slice(0, 30);
        return { ok: false, message: `line ${index + 1}: "${found}" is no number of at least 0` };
      }
    }
  }
  return numbers.length > 0
    ? { ok: true, numbers }
    : { ok: false, message: "there is no number in it" };
}
