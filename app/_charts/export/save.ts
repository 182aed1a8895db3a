/** Files that the browser keeps: made here, or fetched from the engine with their progress told. */

export function saveBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name.replaceAll(/[/\\:*?"<>|]/g, "_");
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000); // browsers read it after the click
}

/** Twice the size on the screen: sharp in print, and on any display. */
const PNG_SCALE = 2;

/** An SVG document as a picture. */
export async function svgToPng(svg: string, width: number): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const picture = new Image();
    picture.src = url;
    await picture.decode();
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(width * PNG_SCALE);
    canvas.height = Math.round(canvas.width * (picture.naturalHeight / picture.naturalWidth));
    canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
    if (blob === null) throw new Error("the browser made no picture of it");
    return blob;
  } finally {
    URL.revokeObjectURL(url);
  }
}

export interface ExportQuestion {
  readonly format: "csv" | "zip";
  /** Ids; null: all. */
  readonly runs: readonly string[] | null;
  readonly tags: readonly string[] | null;
}

/** Every point, from the engine. `onBytes` hears how many have come so far. */
export async function fetchExport(question: ExportQuestion, onBytes: (bytes: number) => void): Promise<Blob> {
  const response = await fetch("/api/export", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(question),
  });
  if (!response.ok || response.body === null) throw new Error(`the engine answered ${response.status}`);
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const reader = response.body.getReader();
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    bytes += value.length;
    onBytes(bytes);
  }
  return new Blob(parts, { type: response.headers.get("content-type") ?? "" });
}
