/** Which addresses may stand behind a link or a picture that somebody wrote. */

/** Where a link leads. */
export type LinkPlace = "board" | "elsewhere";

/**
 * Where `address` leads, or null when it must not be followed: `javascript:` and its like, and what only looks like a place on the
 * board (`//host`, `/\host`). The board's own are those that begin with `?`, `#`, `/` or `./`.
 */
export function linkPlace(address: string): LinkPlace | null {
  // Browsers take tabs and line breaks out of an address and a backslash for a slash before they read it.
  if (/[\p{Cc}\\]/u.test(address)) return null;
  if (/^[?#]/.test(address) || /^\.?\/(?!\/)/.test(address)) return "board";
  return /^(https?:\/\/|mailto:)[^\s]/i.test(address) ? "elsewhere" : null;
}

/** Whether a picture may be shown from `address`: it would otherwise tell its host who reads the comment, and when. */
export const isOwnPicture = (address: string): boolean =>
  /^data:image\/(png|jpeg|gif|webp);base64,[a-z0-9+/=]*$/i.test(address) ||
  (linkPlace(address) === "board" && /^\.?\//.test(address));
