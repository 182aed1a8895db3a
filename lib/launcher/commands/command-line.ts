/** A command as it could be typed into a shell: for people, never to be run. */

/** Arguments with quotes where a shell would need them. */
export const commandLine = (argv: readonly string[]): string => argv.map(quoted).join(" ");

const quoted = (argument: string): string =>
  /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
