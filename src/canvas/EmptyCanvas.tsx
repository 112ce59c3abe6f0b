/** What an empty drawing says; it lets the pointer through. */
export function EmptyCanvas() {
  return (
    <p className="canvas-empty">
      Press <kbd className="key">/</kbd> to add a node, or open the shop from the scenario menu.
    </p>
  );
}
