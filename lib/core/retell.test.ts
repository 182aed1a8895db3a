import { describe, expect, it } from "vitest";
import { retelling } from "./retell.ts";

const retell = retelling({
  "{0} left out, at byte {1}.": "在第 {1} 字节处略去 {0}。",
  "{0} left out.": "略去 {0}。",
  "{0} records": "{0} 条记录",
  "It is still empty.": "仍为空。",
});

describe("a sentence that was said in English", () => {
  it("is known by its template, what stands in it too, in another order", () => {
    expect(retell("3 records left out, at byte 17.")).toBe("在第 17 字节处略去 3 条记录。");
    expect(retell("It is still empty.")).toBe("仍为空。");
  });
  it("is told by the template with the most letters of its own", () => {
    expect(retell("3 records left out.")).toBe("略去 3 条记录。");
  });
  it("stays as it is where no template fits, names within a sentence too", () => {
    expect(retell("EMFILE: too many open files")).toBe("EMFILE: too many open files");
    expect(retell("$1 {0} left out.")).toBe("略去 $1 {0}。");
  });
});
