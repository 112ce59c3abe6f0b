import type { Problem } from "../../simulation/scenario/document.ts";

/** A problem as one text: what is wrong, what was found, what is allowed, and how to mend it. */
export function problemText({ message, found, allowed, fix }: Problem): string {
  const parts = [message.replace(/\.$/, "")];
  if (found !== undefined && !message.includes(found)) parts.push(`found ${found}`);
  if (allowed !== undefined && !message.includes(allowed)) parts.push(`allowed: ${allowed}`);
  const text = parts.join("; ");
  return fix ? `${text}. ${fix}` : text;
}
