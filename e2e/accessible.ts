/** What axe finds that would keep somebody from using the page. */
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";

/** Each finding as rule, place and why; `moderate` ones count too. `rules`: only these, instead of all. */
export async function findingsOf(page: Page, rules?: string[]): Promise<string[]> {
  const axe = new AxeBuilder({ page });
  const { violations } = await (rules === undefined ? axe : axe.withRules(rules)).analyze();
  return violations
    .filter(({ impact }) => impact !== "minor")
    .flatMap(({ id, nodes }) => nodes.map(({ target, any }) => `${id}: ${target.join(" ")} ${any[0]?.message ?? ""}`));
}
