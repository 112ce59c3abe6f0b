// Checks of what can't happen. They stay on in production: a wrong number that looks right is worse
// than a run that stops and says where.

/** A defect of this program, never of a scenario. `context` names time, event, seed and the like. */
export class AssertionError extends Error {
  readonly context: Readonly<Record<string, unknown>>;

  constructor(message: string, context: Readonly<Record<string, unknown>> = {}) {
    const details = Object.entries(context).map(([name, value]) => `${name} = ${String(value)}`);
    super(details.length === 0 ? message : `${message} (${details.join(", ")})`);
    this.name = "AssertionError";
    this.context = context;
  }
}

/**
 * Throws an AssertionError unless the condition holds. In the hot loop test the condition first and
 * call this in the failing branch, so that no context object is built for nothing.
 */
export function assert(
  condition: boolean,
  message: string,
  context?: Readonly<Record<string, unknown>>,
): asserts condition {
  if (!condition) throw new AssertionError(message, context);
}
