/** The screens are exported as static files; the engine serves them beside its API, so no second server stands next to it. */
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import type { NextConfig } from "next";

const config: NextConfig = {
  output: "export",
  reactStrictMode: true,
  poweredByHeader: false,
  // `npm run types` checks everything at once; a first start should not wait for the same work again.
  typescript: { ignoreBuildErrors: true },
  images: { unoptimized: true },
  // A lockfile in a parent folder would otherwise be taken for the root of a workspace.
  turbopack: {
    root: dirname(fileURLToPath(import.meta.url)),
    // zrender looks for Node's buffers where there is no `btoa`, and the bundler would send 7 kB of a stand-in for them with every chart.
    resolveAlias: { "next/dist/compiled/buffer": "./app/_charts/no-buffer.ts" },
  },
};

export default config;
