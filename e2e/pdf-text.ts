/** The words of a PDF as Chromium writes it: enough of the format to see that a page holds what it should. */
import { inflateSync } from "node:zlib";

interface PdfObject {
  readonly head: string;
  /** Inflated; empty where there is no stream of text. */
  readonly stream: string;
}

/** The text of each page, glyph by glyph, without spaces. */
export function pdfPages(bytes: Buffer): readonly string[] {
  const objects = readObjects(bytes.toString("latin1"));
  return [...objects.values()]
    .filter(({ head }) => /\/Type\s*\/Page\b/.test(head))
    .map((page) => pageText(page, objects));
}

function readObjects(pdf: string): ReadonlyMap<string, PdfObject> {
  const objects = new Map<string, PdfObject>();
  for (const [, id, body] of pdf.matchAll(/(?:^|\n)(\d+) 0 obj\s([\s\S]*?)\nendobj/g)) {
    const [, head = body, packed] = /^([\s\S]*?)stream\r?\n([\s\S]*?)\r?\nendstream/.exec(body) ?? [];
    objects.set(id, { head, stream: packed === undefined ? "" : inflated(packed) });
  }
  return objects;
}

function inflated(packed: string): string {
  try {
    return inflateSync(Buffer.from(packed, "latin1")).toString("latin1");
  } catch {
    return ""; // a picture or a font
  }
}

function pageText({ head }: PdfObject, objects: ReadonlyMap<string, PdfObject>): string {
  const object = (id: string | undefined): PdfObject | undefined => (id === undefined ? undefined : objects.get(id));
  const resources = object(/\/Resources\s+(\d+) 0 R/.exec(head)?.[1])?.head ?? head;
  const fonts = new Map<string, ReadonlyMap<string, string>>();
  for (const [, name, id] of resources.matchAll(/\/(F\d+)\s+(\d+) 0 R/g)) {
    const cmap = object(/\/ToUnicode\s+(\d+) 0 R/.exec(object(id)?.head ?? "")?.[1])?.stream;
    fonts.set(name, glyphsIn(cmap ?? ""));
  }
  const content = object(/\/Contents\s+(\d+) 0 R/.exec(head)?.[1])?.stream ?? "";
  let glyphs: ReadonlyMap<string, string> = new Map();
  let text = "";
  for (const [, font, shown] of content.matchAll(/\/(F\d+) [\d.]+ Tf|<([0-9A-F]+)>/g)) {
    if (font !== undefined) glyphs = fonts.get(font) ?? new Map();
    else {
      const width = Math.max(2, [...glyphs.keys()][0]?.length ?? 2);
      for (let at = 0; at < shown.length; at += width) text += glyphs.get(shown.slice(at, at + width)) ?? "";
    }
  }
  return text.replace(/\s+/g, "");
}

const letters = (hex: string): string =>
  (hex.match(/.{4}/g) ?? []).map((unit) => String.fromCharCode(Number.parseInt(unit, 16))).join("");

function glyphsIn(cmap: string): ReadonlyMap<string, string> {
  const glyphs = new Map<string, string>();
  for (const [, chars] of cmap.matchAll(/beginbfchar([\s\S]*?)endbfchar/g)) {
    for (const [, glyph, hex] of chars.matchAll(/<([0-9A-F]+)> <([0-9A-F]+)>/g)) glyphs.set(glyph, letters(hex));
  }
  for (const [, ranges] of cmap.matchAll(/beginbfrange([\s\S]*?)endbfrange/g)) {
    for (const [, from, to, hex] of ranges.matchAll(/<([0-9A-F]+)> <([0-9A-F]+)> <([0-9A-F]+)>/g)) {
      for (let glyph = Number.parseInt(from, 16); glyph <= Number.parseInt(to, 16); glyph++) {
        const name = glyph.toString(16).toUpperCase().padStart(from.length, "0");
        glyphs.set(name, String.fromCharCode(Number.parseInt(hex, 16) + glyph - Number.parseInt(from, 16)));
      }
    }
  }
  return glyphs;
}
