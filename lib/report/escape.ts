/** What comes from logs and settings, made harmless in the two languages that reports are written in. */

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** `text` for HTML, between tags or in a quoted attribute. Characters that steer terminals or no document may hold are shown as `�`. */
export const escapeHtml = (text: string): string =>
  visible(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);

/** `text` for one line of Markdown, a table's cell included: no mark-up, no HTML, no line break. */
export const escapeMarkdown = (text: string): string =>
  visible(text)
    .replace(/\s*\n\s*/g, " ")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/[\\`*_[\]|~#]/g, (character) => `\\${character}`);

/** Control characters, and those that turn the direction of what follows. */
const UNSEEN = /(?![\t\n])[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/gu;

const visible = (text: string): string => text.replace(UNSEEN, "\ufffd");
