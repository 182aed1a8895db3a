/** The advice while runs train: it follows them, says that it can still change, and leaves the reader where he is. */
import { type EventSpec, scalar } from "../fixtures/builders/event-file.ts";
import { Board } from "./board.ts";
import { expect, test } from "./journey.ts";

const RATES = [0.001, 0.01, 0.1];
/** Of run `i` at `step`: the middle one is best. */
const accuracy = (i: number, step: number): number => 0.9 - 0.1 * Math.abs(i - 1) - 0.7 * Math.exp(-step / 300);
const loss = (i: number, step: number): number => 0.3 + 0.2 * Math.abs(i - 1) + 2 * Math.exp(-step / 300);

test("grows with the runs, and keeps what is open, moved and focused", async ({ page, start, logdir }) => {
  const begun = Date.now() / 1000 - 600;
  const at = (i: number, step: number, wallTime: number): readonly EventSpec[] => [
    scalar("train/loss", step, loss(i, step), { wallTime }),
    scalar("dev/acc", step, accuracy(i, step), { wallTime }),
  ];
  const steps = Array.from({ length: 61 }, (_, k) => 20 * k); // up to 1,200 of 4,000
  for (const [i, lr] of RATES.entries())
    logdir.begin(
      `sweep/lr${lr}`,
      steps.flatMap((step) => at(i, step, begun + step / 10)),
      { lr, batch_size: 64, momentum: 0.9, num_steps: 4000 },
    );
  let last = 1200;
  const grow = (): void => {
    last += 20;
    for (const [i, lr] of RATES.entries()) logdir.append(`sweep/lr${lr}`, at(i, last, Date.now() / 1000));
  };
  const { url } = await start({ logdir: logdir.path });
  const board = new Board(page);
  await board.open(url, "dev/acc");
  grow(); // a run that writes is one that trains
  await expect(page.getByTestId("can-change")).toBeVisible();
  await page.getByText("What if the thresholds were others?").click();
  const margin = page.getByTestId("what-if").getByRole("slider").last();
  await margin.focus();
  await margin.press("End");
  await expect(page.getByTestId("what-if-answer")).toBeVisible();
  const rates = page.getByRole("article", { name: "Learning rate", exact: true });
  await rates
    .locator("details")
    .first()
    .evaluate((details: HTMLDetailsElement) => {
      details.open = true;
    });
  const answers = 3;
  for (let i = 0; i < answers; i++) {
    const asked = page.waitForResponse((response) => new URL(response.url()).pathname === "/api/advice");
    grow();
    await asked;
  }
  await expect(margin).toBeFocused();
  await expect(margin).toHaveAttribute("aria-valuetext", "4×");
  await expect(margin).toBeInViewport();
  await expect(rates.locator("details").first()).toHaveAttribute("open");
});
