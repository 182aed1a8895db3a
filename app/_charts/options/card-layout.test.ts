import { describe, expect, it } from "vitest";
import { cardWidth, columnsFor, countRows, layoutCards } from "./card-layout.ts";

describe("the layout of the cards", () => {
  it.each([
    [{ width: 344, height: 600 }, [2, 1], 1, "a phone has room for one"],
    [{ width: 796, height: 700 }, [2, 2, 2], 2, "two beside the advice"],
    [{ width: 1900, height: 1200 }, [1], 1, "a single chart takes the whole width"],
    [{ width: 1900, height: 1200 }, [2, 1, 2, 1], 3, "six are in sight in two rows of three"],
    [{ width: 1900, height: 1200 }, Array.from({ length: 40 }, () => 3), 5, "many are as small as they may be"],
  ])("in %j with groups of %j has %s columns: %s", (room, groups, columns) => {
    expect(layoutCards(room, groups).columns).toBe(columns);
  });

  it("fills the width", () => {
    expect(cardWidth(796, 2) * 2 + 8).toBe(796);
  });
});

describe("groups side by side", () => {
  it.each([
    [[1, 1, 1], 2, 2],
    [[2, 1, 2], 5, 1],
    [[2, 2], 3, 2],
    [[7], 3, 3],
    [[], 3, 0],
  ])("%j in %s columns take %s rows", (groups, columns, rows) => {
    expect(countRows(groups, columns)).toBe(rows);
  });
});

describe("the resolution asked for", () => {
  it("does not change with every pixel of a window being resized", () => {
    expect(columnsFor(386, 10)).toBe(columnsFor(399, 10));
  });

  it("is halved for many curves", () => {
    expect(columnsFor(386, 51)).toBe(columnsFor(386, 50) / 2);
  });
});
