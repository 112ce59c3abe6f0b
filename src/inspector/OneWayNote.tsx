import type { ParamSet } from "../../simulation/kinds/define.ts";
import type { EdgeDocument } from "../../simulation/scenario/document.ts";
import { edit } from "../store/document-actions.ts";

interface OneWayNoteProps {
  readonly edgeId: string;
  readonly edge: EdgeDocument;
  /** What acts on answers, by name. */
  readonly params: ParamSet;
}

/** Why a one-way edge has no policies; those that the file sets all the same are named. */
export function OneWayNote({ edgeId, edge, params }: OneWayNoteProps) {
  const idle = Object.entries(params).filter(([name]) => edge[name] !== undefined);
  const remove = () =>
    edit(`remove what has no effect on ${edgeId}`, (document) => {
      const kept = Object.entries(edge).filter(([name]) => !Object.hasOwn(params, name));
      const next = Object.fromEntries(kept) as EdgeDocument;
      return { ...document, edges: { ...document.edges, [edgeId]: next } };
    });
  return (
    <>
      <p className="insp-hint">
        A one-way message is never answered. Its sender does not wait and learns of no failure, so
        timeout, cancellation, retry, breaker and fallback have nothing to act on.
      </p>
      {idle.length > 0 ? (
        <p className="insp-hint">
          Set in the file, without effect: {idle.map(([, { label }]) => label).join(", ")}.{" "}
          <button type="button" className="insp-link" onClick={remove}>
            Remove
          </button>
        </p>
      ) : null}
    </>
  );
}
