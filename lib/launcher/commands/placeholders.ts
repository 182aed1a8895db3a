/** `{lr}` in a command: where a value goes. */

/** What stands between the braces of a placeholder. */
export const PARAMETER_NAME = /^[A-Za-z_][\w.-]*$/;

/** `{name}`; doubled braces, `{{name}}`, are the text `{name}`. After a `$` it is a shell's own, and other braces are braces. */
const PLACEHOLDER = /(?<!\$)(?:\{\{([A-Za-z_][\w.-]*)\}\}|\{([A-Za-z_][\w.-]*)\})/g;

/** The names between braces in `text`, in order, each as often as it stands there. */
export const placeholdersIn = (text: string): string[] =>
  [...text.matchAll(PLACEHOLDER)].flatMap(([, , name]) => name ?? []);

/** `text` with `textOf(name, at)` in place of each placeholder, which stands at `at`. Values are not looked through for placeholders again. */
export const replacePlaceholders = (text: string, textOf: (name: string, at: number) => string): string =>
  text.replace(PLACEHOLDER, (_, doubled: string | undefined, name: string, at: number) =>
    doubled === undefined ? textOf(name, at) : `{${doubled}}`,
  );

/** `text` with the placeholders that `texts` knows filled in. */
export const fill = (text: string, texts: ReadonlyMap<string, string>): string =>
  replacePlaceholders(text, (name) => texts.get(name) ?? `{${name}}`);
