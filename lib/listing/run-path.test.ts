import { expect, it } from "vitest";
import { runPath } from "./run-path.ts";

const one = [{ name: "", path: "/data/logs/" }];
const two = [
  { name: "mine", path: "/data/mine" },
  { name: "mine/old", path: "/data/old" },
];

it.each([
  [one, "sweep/a", "/data/logs/sweep/a", "below the only directory"],
  [one, ".", "/data/logs/", "the directory itself"],
  [
    [{ name: "logs", path: "/data/logs" }],
    "logs/a",
    "/data/logs/logs/a",
    "the name of an only directory stands in no run's",
  ],
  [two, "mine/a", "/data/mine/a", "of several, by its name"],
  [two, "mine", "/data/mine", "one of several itself"],
  [two, "elsewhere/a", null, "of none that is watched"],
])("of %j the run %s lies at %s: %s", (logdirs, name, path, _because) => {
  expect(runPath(name, logdirs)).toBe(path);
});
