import { NumberInput } from "@mantine/core";
import { Fragment, useEffect, useState } from "react";
import type { Coupling, Fan, JourneyCoupling } from "../../../simulation/results/coupling.ts";
import { couplingOf } from "../../store/blast-radius.ts";
import { useDocument } from "../../store/hooks.ts";
import { formatRatio } from "../../ui/format.ts";

/** Three nines, in percent: an assumption that makes designs comparable. */
const AVAILABILITY = 99.9;

/** What the drawing says: how many calls wait for each other, and how available that leaves a journey. */
export function CouplingTable() {
  const document = useDocument();
  const [percent, setPercent] = useState(AVAILABILITY);
  const [coupling, setCoupling] = useState<Coupling | null>(null);
  useEffect(() => {
    let isWanted = true;
    void couplingOf(document, percent / 100).then((found) => {
      if (isWanted) setCoupling(found);
    });
    return () => {
      isWanted = false;
    };
  }, [document, percent]);
  return (
    <section className="cascade-part" aria-label="Coupling as drawn">
      <header className="cascade-head">
        <h3>Coupling as drawn</h3>
        <span className="cascade-told" />
        <span className="blast-each">
          Each node is up
          <NumberInput
            size="xs"
            min={0}
            max={100}
            decimalScale={4}
            suffix=" %"
            hideControls
            aria-label="Availability of each node, percent"
            value={percent}
            onChange={(value) => {
              if (typeof value === "number") setPercent(value);
            }}
          />
        </span>
      </header>
      {coupling === null || coupling.journeys.length === 0 ? (
        <p className="cascade-note">
          A client with a request type is needed, and no errors in the file.
        </p>
      ) : (
        <Journeys journeys={coupling.journeys} />
      )}
    </section>
  );
}

function Journeys({ journeys }: { readonly journeys: readonly JourneyCoupling[] }) {
  return (
    <>
      <table className="ui-table blast-table ui-num">
        <thead>
          <tr>
            <th scope="col">Journey</th>
            <th scope="col" title="Calls in a row that wait for each other">
              Depth
            </th>
            <th scope="col" title="Most nodes that wait for one node">
              Fan-in
            </th>
            <th scope="col" title="Most nodes that one node waits for">
              Fan-out
            </th>
            <th scope="col" title="Product over the nodes that it needs">
              Available
            </th>
          </tr>
        </thead>
        <tbody>
          {journeys.map((journey) => (
            <Journey key={journey.journey} journey={journey} />
          ))}
        </tbody>
      </table>
      <p className="cascade-note stability-means">
        Available: the product over all nodes that a journey needs, one down at a time; nodes that
        break down by their own parameters count with those. Retries are left out.
      </p>
    </>
  );
}

function Journey({ journey: own }: { readonly journey: JourneyCoupling }) {
  const { nodes } = useDocument();
  const nameOf = (id: string): string => nodes[id]?.name ?? id;
  const { journey, depth, longest, fanIn, fanOut, availability, needs, later } = own;
  const parts = Object.entries(needs).filter(([, share]) => share < 1);
  const needed = Object.keys(needs).length;
  return (
    <Fragment>
      <tr className="blast-journey">
        <th scope="row">{journey}</th>
        <td>{depth}</td>
        <td title={atNode(fanIn, nameOf)}>{fanIn?.count ?? 0}</td>
        <td title={atNode(fanOut, nameOf)}>{fanOut?.count ?? 0}</td>
        <td>{formatRatio(availability)}</td>
      </tr>
      <tr>
        <td colSpan={5} className="blast-chain">
          {longest.map(nameOf).join(" → ")}; needs {needed} {needed === 1 ? "node" : "nodes"}
          {parts.length === 0
            ? ""
            : `, ${parts.map(([id, share]) => `${nameOf(id)} for ${formatRatio(share)}`).join(", ")}`}
          {later.length === 0 ? "" : `; later: ${later.map(nameOf).join(", ")}`}
        </td>
      </tr>
    </Fragment>
  );
}

function atNode(fan: Fan | null, nameOf: (id: string) => string): string | undefined {
  return fan === null ? undefined : `At ${nameOf(fan.node)}`;
}
