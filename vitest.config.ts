import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: [
      "lib/**/*.test.ts",
      "app/**/*.test.ts",
      "scripts/**/*.test.{ts,mjs}",
      "fixtures/**/*.test.ts",
      "bench/**/*.test.ts",
    ],
    testTimeout: 30_000,
    hookTimeout: 60_000, // closing an engine over thousands of files takes what the machine leaves it
    retry: process.env.CI ? 1 : 0, // a machine that others use can starve a test once; the report names who needed it
    pool: "threads",
  },
});
