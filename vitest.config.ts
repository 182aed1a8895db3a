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
    pool: "threads",
  },
});
