// Headers of a message as one types them: a=1, b=x, c="1". Numbers and true or false are what they
// look like; in quotes they are text.
import type { HeaderValue } from "../../../simulation/kinds/define.ts";

type Headers = Readonly<Record<string, HeaderValue>>;

function wordOf(value: HeaderValue): string {
  return typeof value === "string" && parsedWord(value) === value && !/[,"]/.test(value)
    ? value
    : JSON.stringify(value);
}

function parsedWord(word: string): HeaderValue {
  try {
    const value: unknown = JSON.parse(word);
    const plain = typeof value === "string" || typeof value === "number";
    return plain || typeof value === "boolean" ? value : word;
  } catch {
    return word;
  }
}

export function headersText(headers: Headers): string {
  return Object.entries(headers)
    .map(([name, value]) => `${name}=${wordOf(value)}`)
    .join(", ");
}

/** null: some part of the text is no `name=value`. */
export function parseHeaders(text: string): Headers | null {
  const headers: Record<string, HeaderValue> = {};
  const parts = text.match(/(?:"(?:[^"\\]|\\.)*"|[^,])+/g) ?? [];
  for (const part of parts) {
    const at = part.indexOf("=");
    const name = part.slice(0, at).trim();
    if (part.trim() === "") continue;
    if (at < 0 || name === "") return null;
    headers[name] = parsedWord(part.slice(at + 1).trim());
  }
  return headers;
}
