/**
 * `npm test`: format and lint, types, unit tests, browser journeys, in this order, and stops at the first part that fails.
 *
 * Its last line is always `N passed, N failed`, summed over unit tests and journeys, for machines that read it.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "./freshness.mjs";

const reports = mkdtempSync(join(tmpdir(), "tuneboard-test-"));
const modules = join(root, "node_modules");

/** `count` reads the part's JSON report; parts without one count nothing. */
const steps = [
  { name: "lint", program: join(modules, "@biomejs/biome/bin/biome"), args: ["check", "--error-on-warnings", "."] },
  { name: "types", program: join(modules, "typescript/bin/tsc"), args: ["--noEmit"] },
  {
    name: "unit tests",
    program: join(modules, "vitest/vitest.mjs"),
    args: ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${join(reports, "unit.json")}`],
    count: () => {
      const { numPassedTests, numFailedTests, success } = readReport("unit.json");
      // A file that cannot be loaded fails without any of its tests having run.
      return { passed: numPassedTests, failed: success ? numFailedTests : Math.max(1, numFailedTests) };
    },
  },
  {
    name: "browser journeys",
    program: join(root, "scripts/e2e.mjs"),
    args: ["--reporter=list,json"],
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: join(reports, "journeys.json") },
    count: () => {
      const { stats, errors } = readReport("journeys.json");
      return { passed: stats.expected + stats.flaky, failed: stats.unexpected + errors.length };
    },
  },
];

function readReport(name) {
  return JSON.parse(readFileSync(join(reports, name), "utf8"));
}

/** What a part's report says; a part that fails without leaving one counts as one failure. */
function countOf(step, status) {
  if (step.count === undefined) return { passed: 0, failed: status === 0 ? 0 : 1 };
  try {
    const { passed, failed } = step.count();
    return { passed, failed: status === 0 ? failed : Math.max(1, failed) };
  } catch {
    return { passed: 0, failed: status === 0 ? 0 : 1 };
  }
}

let passed = 0;
let failed = 0;
for (const step of steps) {
  console.log(`\n— ${step.name}`);
  const { status } = spawnSync(process.execPath, [step.program, ...step.args], {
    cwd: root,
    env: { ...process.env, ...step.env },
    stdio: ["ignore", "inherit", "inherit"],
  });
  const count = countOf(step, status);
  passed += count.passed;
  failed += count.failed;
  if (status !== 0) {
    console.error(`\nStopped: ${step.name} failed (see above).`);
    break;
  }
}
rmSync(reports, { recursive: true, force: true });
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
