import { Button } from "@mantine/core";
import { CALL_PARAMS, CALL_SHORTHAND } from "../../simulation/policies/catalog.ts";
import { isAsked } from "../../simulation/scenario/access/asked.ts";
import { callsOf } from "../../simulation/scenario/calls.ts";
import type { EdgeDocument, Json, ScenarioDocument } from "../../simulation/scenario/document.ts";
import { edit } from "../store/document-actions.ts";
import { useDesign } from "../store/hooks.ts";
import { callPlan, callsOnEdge, isStandby } from "./call-plan.ts";
import { Block } from "./Facts.tsx";
import { callParamsOf } from "./fields/acting-params.ts";
import { CloseIcon, PlusIcon } from "./LineIcons.tsx";
import { CallTable } from "./NodeCalls.tsx";
import { ParamForm } from "./ParamForm.tsx";

interface EdgeCallsProps {
  readonly edgeId: string;
  readonly edge: EdgeDocument;
  readonly caller: string;
}

/** The calls an edge carries, with a form for each. */
export function EdgeCalls(props: EdgeCallsProps) {
  return isAsked(useDesign(), props.edgeId) ? <AskedCalls {...props} /> : <OwnCalls {...props} />;
}

/** Of an edge to an identity provider. */
function AskedCalls({ caller }: EdgeCallsProps) {
  const { nodes } = useDesign();
  const access = nodes[caller]?.authentication as { readonly check?: string } | null | undefined;
  return (
    <Block heading="Calls">
      <p className="insp-hint">
        What is asked for follows from who shows and checks what, before the first stage of the
        plan:
        {access == null
          ? ""
          : access.check === "introspection"
            ? " whether a token is good (introspect), as part of the check of a request."
            : " the keys to check tokens with (keys), when those at hand are too old."}
        {access == null ? " a" : " A"} token of its own (token) where an edge shows one, when there
        is none at hand.
      </p>
    </Block>
  );
}

function OwnCalls({ edgeId, edge, caller }: EdgeCallsProps) {
  const document = useDesign();
  const plan = callPlan(document, caller);
  const stages = new Set(plan.map(({ stage }) => stage)).size;
  const listed = Array.isArray(edge.calls);
  const calls = callsOf(edge);
  return (
    <>
      <Block
        heading="Calls"
        aside={
          <Button
            variant="default"
            size="compact-xs"
            leftSection={<PlusIcon />}
            onClick={() => addCall(edgeId)}
          >
            Call
          </Button>
        }
      >
        <p className="insp-hint">
          {isStandby(document, edgeId) && "Called only where another edge falls back on it. "}
          {stages === 1
            ? `The plan of ${caller} has one stage.`
            : `The plan of ${caller} has ${stages} stages; those with the same number run at once.`}
        </p>
        <CallTable calls={callsOnEdge(document, edgeId)} />
      </Block>
      {calls.map((call, index) => {
        const name = call.id ?? String(index);
        // Without a list the one call stands on the edge itself, with fewer fields.
        const path = listed ? `edges.${edgeId}.calls.${name}` : `edges.${edgeId}`;
        const all = listed ? CALL_PARAMS : SHORTHAND_PARAMS;
        const params = callParamsOf(all, document.nodes[caller]?.kind);
        return (
          <Block
            key={name}
            heading={call.id ? `Call ${call.id}` : `Call ${index + 1}`}
            aside={
              calls.length > 1 ? (
                <button
                  type="button"
                  className="insp-icon-button"
                  aria-label={`Remove call ${name}`}
                  onClick={() => removeCall(edgeId, index)}
                >
                  <CloseIcon />
                </button>
              ) : null
            }
          >
            <ParamForm params={params} path={path} values={call} />
          </Block>
        );
      })}
    </>
  );
}

const SHORTHAND_PARAMS = Object.fromEntries(
  CALL_SHORTHAND.map((name) => [name, CALL_PARAMS[name]]),
);

function withCalls(
  document: ScenarioDocument,
  edgeId: string,
  calls: readonly Json[],
): ScenarioDocument {
  const edge = document.edges[edgeId];
  if (!edge) return document;
  const shorthand = new Set<string>(CALL_SHORTHAND);
  const rest = Object.fromEntries(Object.entries(edge).filter(([name]) => !shorthand.has(name)));
  return { ...document, edges: { ...document.edges, [edgeId]: { ...rest, calls } } };
}

function addCall(edgeId: string): void {
  edit(`add a call to ${edgeId}`, (document) => {
    const edge = document.edges[edgeId];
    if (!edge) return document;
    const known = callsOf(edge).map((call, index) => ({ id: `call-${index + 1}`, ...call }));
    const last = Math.max(0, ...callsOnEdge(document, edgeId).map(({ stage }) => stage));
    const taken = new Set(known.map(({ id }) => id));
    let number = known.length + 1;
    while (taken.has(`call-${number}`)) number += 1;
    const added = { id: `call-${number}`, stage: last + 1 };
    return withCalls(document, edgeId, [...known, added] as unknown as readonly Json[]);
  });
}

function removeCall(edgeId: string, index: number): void {
  edit(`remove a call of ${edgeId}`, (document) => {
    const edge = document.edges[edgeId];
    if (!edge) return document;
    const rest = callsOf(edge).toSpliced(index, 1);
    return withCalls(document, edgeId, rest as unknown as readonly Json[]);
  });
}
