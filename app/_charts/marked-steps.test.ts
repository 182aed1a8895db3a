import { expect, it } from "vitest";
import { withoutNear } from "./marked-steps.ts";

it.each([
  [[100, 500], 505, 10, [100], "a click near a mark takes it away"],
  [[100, 500], 300, 10, [100, 500], "elsewhere there is nothing to take"],
  [[100], 100, 0, [], "the step itself is near however sparse the points are"],
])("of %j, near %s within %s, %j stay: %s", (steps, step, near, left) => {
  expect(withoutNear(steps, step, near)).toEqual(left);
});
