import { fireEvent, render, screen } from "@testing-library/react";
import { useState } from "react";
import { expect, it } from "vitest";
import { Splitter } from "../../src/app/Splitter.tsx";

function Panel() {
  const [size, setSize] = useState(300);
  return (
    <Splitter
      label="Panel width"
      orientation="vertical"
      size={size}
      min={240}
      max={420}
      onResize={setSize}
    />
  );
}

it("is moved with the arrow keys, within its limits", () => {
  render(<Panel />);
  const bar = screen.getByRole("separator", { name: "Panel width" });
  const size = () => Number(bar.getAttribute("aria-valuenow"));
  fireEvent.keyDown(bar, { key: "ArrowLeft" });
  expect(size()).toBe(316);
  fireEvent.keyDown(bar, { key: "ArrowRight" });
  expect(size()).toBe(300);
  fireEvent.keyDown(bar, { key: "End" });
  expect(size()).toBe(420);
  fireEvent.keyDown(bar, { key: "ArrowLeft" });
  expect(size()).toBe(420);
  fireEvent.keyDown(bar, { key: "Home" });
  expect(size()).toBe(240);
});
