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

  it.each([
    [{ width: 3190, height: 1950 }, [2, 1, 3], "six charts on a 4K monitor"],
    [{ width: 1270, height: 930 }, [2, 1, 3], "six on a full HD one"],
    [{ width: 3190, height: 1950 }, [1], "a single one on 4K"],
  ])("in %j leaves less than a fifth of the height empty: %s", (room, groups) => {
    const { columns, height } = layoutCards(room, groups);
    const rows = countRows(groups, columns);
    expect(rows * height).toBeGreaterThan(0.8 * (room.height - rows * 80)); // 80: headings and titles
    expect(rows * (height + 80)).toBeLessThanOrEqual(room.height);
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
