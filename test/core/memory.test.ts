import { describe, expect, it } from "vitest";
import {
  allocateRow,
  clearMemory,
  exhausted,
  exhaustedTable,
  freeRow,
  restoreMemory,
  saveMemory,
  Table,
} from "../../simulation/core/memory.ts";

class Birds extends Table {
  readonly age = this.int32();
  readonly weight = this.float64(2);
}

const birds = new Birds("birds", 4);
const take = (): number => allocateRow(birds.marks, birds.next, birds.cap);

describe("a table", () => {
  it("hands the row out again that was freed last", () => {
    clearMemory();
    expect([take(), take(), take()]).toEqual([0, 1, 2]);
    freeRow(birds.marks, birds.next, 0);
    freeRow(birds.marks, birds.next, 2);
    expect([take(), take(), take()]).toEqual([2, 0, 3]);
    expect(birds.highWater).toBe(4);
  });

  it("names itself when it is full and gives a spare row that harms nobody", () => {
    clearMemory();
    for (let i = 0; i < birds.cap; i++) take();
    expect(exhaustedTable()).toBeNull();
    birds.age[take()] = 99;
    expect(exhausted[0]).toBeGreaterThan(0);
    expect(exhaustedTable()).toBe("birds");
    expect([...birds.age.subarray(0, birds.cap)]).not.toContain(99);
  });

  it("is empty and zero after clearing", () => {
    clearMemory();
    birds.age[take()] = 7;
    clearMemory();
    expect(birds.highWater).toBe(0);
    expect(birds.age[0]).toBe(0);
    expect(exhaustedTable()).toBeNull();
  });
});

describe("a checkpoint of the memory", () => {
  it("puts every column, the free list and the marks back as they were", () => {
    clearMemory();
    take();
    take();
    birds.age[1] = 5;
    birds.weight[3] = 2.5;
    freeRow(birds.marks, birds.next, 0);
    const saved = saveMemory();
    expect(saved.bytes).toBeGreaterThan(0);
    birds.age[1] = -1;
    birds.weight[3] = -1;
    take();
    take();
    birds.age[2] = 8;
    restoreMemory(saved);
    expect([birds.age[1], birds.weight[3], birds.age[2]]).toEqual([5, 2.5, 0]);
    expect(birds.highWater).toBe(2);
    expect(take()).toBe(0);
  });
});
