/** The one rule for cells of CSV that hold text of logs or people: every export writes them with it. */

/**
 * A cell of text: quoted where commas, quotes or line breaks stand inside. What a spreadsheet would run as a formula gets an
 * apostrophe in front, so that a file can be opened without harm; JSON lines hold the text as it is.
 *
 * @see OWASP, "CSV injection": the signs with which a formula begins.
 */
export function csvCell(text: string): string {
  const inert = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}
