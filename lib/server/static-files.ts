/** The exported screens: each file read and given its policy when it is first asked for, sent as the build compressed it, or as gzip of our own. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";
import { gzipSync } from "node:zlib";
import type { Context } from "hono";

interface StaticFile {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly gzipped: Uint8Array<ArrayBuffer> | null;
  /** A seventh less than gzip. Null where the build made none; browsers ask for it over TLS and on their own machine. */
  readonly brotli: Uint8Array<ArrayBuffer> | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** Looks up a file by its URL path; null when there is none. */
export type StaticFiles = (url: string) => StaticFile | null;

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".txt": "text/plain; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".map": "application/json",
};
const COMPRESSED = new Set([".html", ".js", ".css", ".json", ".txt", ".svg"]);

/** What the build adds to the names of files that it has compressed beside the files themselves. */
const PACKED = { gzip: ".gz", br: ".br" } as const;

/**
 * The files below `directory` by their URL path. Which files there are is settled now, so that no request can name
 * another one; what is in them is read later. Throws what the file system throws: without its screens there is no dashboard.
 */
export function openStaticFiles(directory: string): StaticFiles {
  const paths = new Map<string, string>();
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    paths.set(`/${relative(directory, path).split(sep).join("/")}`, path);
  }
  const read = new Map<string, StaticFile>();
  return (url) => {
    const path = paths.get(url);
    if (path === undefined) return null;
    const packedAs = (end: string) => {
      const packed = extname(url) === ".html" ? undefined : paths.get(`${url}${end}`); // pages are changed on their way
      return packed === undefined ? null : Uint8Array.from(readFileSync(packed));
    };
    const file =
      read.get(url) ??
      toStaticFile(url, Uint8Array.from(readFileSync(path)), packedAs(PACKED.gzip), packedAs(PACKED.br));
    read.set(url, file);
    return file;
  };
}

/**
 * The first script of every page: from then on no text becomes a script or HTML but the addresses of our own scripts and
 * the empty text, with which the chart library clears its places. Where a browser knows no Trusted Types, nothing happens.
 */
const TRUST_NOTHING_ELSE = `window.trustedTypes?.createPolicy("default",{createHTML:t=>t===""?t:null,createScriptURL:t=>{const u=new URL(t,location.href);return u.origin===location.origin&&/^\\/(_next\\/static\\/|events-worker\\.js$)/.test(u.pathname)?t:null}})`;

const withTrust = (html: string): string =>
  html.replace(/<head[^>]*>/, (head) => `${head}<script>${TRUST_NOTHING_ELSE}</script>`);

function toStaticFile(
  url: string,
  read: Uint8Array<ArrayBuffer>,
  packed: StaticFile["gzipped"],
  brotli: StaticFile["brotli"],
): StaticFile {
  const extension = extname(url);
  const body = extension === ".html" ? new TextEncoder().encode(withTrust(new TextDecoder().decode(read))) : read;
  const headers: Record<string, string> = {
    "Content-Type": CONTENT_TYPES[extension] ?? "application/octet-stream",
    // Next.js names what it builds by content; everything else must be asked for again.
    "Cache-Control": url.startsWith("/_next/static/") ? "public, max-age=31536000, immutable" : "no-cache",
  };
  if (extension === ".html") headers["Content-Security-Policy"] = policyFor(new TextDecoder().decode(body));
  if (COMPRESSED.has(extension)) headers.Vary = "Accept-Encoding";
  const gzipped = COMPRESSED.has(extension) ? (packed ?? Uint8Array.from(gzipSync(body, { level: 6 }))) : null;
  return { body, gzipped, brotli, headers };
}

/**
 * The content security policy of one page: its own inline scripts by their hashes, and nothing else inline.
 *
 * Inline style attributes are allowed: the chart library and the list position their elements with them.
 */
export function policyFor(html: string): string {
  const hashes = [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(
    ([, script]) => `'sha256-${createHash("sha256").update(script).digest("base64")}'`,
  );
  return [
    "default-src 'none'",
    `script-src 'self' ${[...new Set(hashes)].join(" ")}`.trim(),
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types default nextjs nextjs#bundler",
  ].join("; ");
}

/** Serves `files`: `/` and `/name` find `index.html` and `name.html`. */
export const serveStaticFiles =
  (files: StaticFiles) =>
  (c: Context): Response => {
    const { path } = c.req;
    const file = files(path) ?? files(path === "/" ? "/index.html" : `${path.replace(/\/$/, "")}.html`);
    if (file === null) return c.text("There is nothing here.\n", 404);
    const accepted = encodingsIn(c.req.header("Accept-Encoding") ?? "");
    if (file.brotli !== null && accepted.has("br"))
      return c.body(file.brotli, 200, { ...file.headers, "Content-Encoding": "br" });
    if (file.gzipped !== null && accepted.has("gzip"))
      return c.body(file.gzipped, 200, { ...file.headers, "Content-Encoding": "gzip" });
    return c.body(file.body, 200, file.headers);
  };

/** The encodings that `header` names and does not refuse by a weight of 0. */
function encodingsIn(header: string): ReadonlySet<string> {
  const named = header.split(",").map((part) =>
    part
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/),
  );
  return new Set(named.filter(([, weight = ""]) => !/^q=0(\.0*)?$/.test(weight)).map(([name]) => name));
}
