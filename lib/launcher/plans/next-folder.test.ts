import { describe, expect, it } from "vitest";
import { folderOfNext } from "./next-folder.ts";
import { parsePlan } from "./plan.ts";

const read = parsePlan("projects: { toy: { logdir: /logs, command: train } }", {
  file: "tuneboard.yaml",
  directory: "/plans",
  home: "/home/me",
});
const project = read.kind === "plan" ? read.plan.projects.get("toy") : undefined;
if (project === undefined) throw new Error("the plan cannot be read");

describe("further runs of a sweep", () => {
  it.each([
    { runs: ["/logs/rates/lr=1", "/logs/rates/lr=0.1"], folder: "rates", because: "the sweep's own folder" },
    { runs: ["/logs/a/b/x"], folder: "a/b", because: "however deep it is" },
    { runs: ["/logs/x", "/logs/y"], folder: "", because: "also when that is the log directory" },
    { runs: ["/logs/a/x", "/logs/b/x"], folder: "my-sweep-next", because: "the sweep has no folder of its own" },
    { runs: ["/other/rates/x"], folder: "my-sweep-next", because: "it is elsewhere" },
    { runs: ["/logs-2/rates/x"], folder: "my-sweep-next", because: "names that begin alike are not below" },
    { runs: [], folder: "my-sweep-next", because: "nobody knows where it is" },
  ])("of $runs go to `$folder`: $because", ({ runs, folder }) => {
    expect(folderOfNext(project, "my/sweep", runs, () => false)).toBe(folder);
  });

  it("never go to a new folder that is there already", () => {
    const taken = ["/logs/s-next", "/logs/s-next-2"];
    expect(folderOfNext(project, "s", [], (directory) => taken.includes(directory))).toBe("s-next-3");
  });
});
