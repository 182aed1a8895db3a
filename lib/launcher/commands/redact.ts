/** Secrets in command lines and environments, blotted out wherever they are shown. What runs get is not touched. */

const BLOT = "•••";

/** Names whose values are nobody's business. `TOKENIZERS_PARALLELISM` and `--max-tokens` are no secrets. */
const SECRET_NAME =
  /(^|[_.-])(api[_-]?key|access[_-]?key|key[_-]?id|private[_-]?key|secret|token|passw(or)?d|pwd|credentials?|auth|bearer|cookie)s?($|[_.-](?!izer|s\b)|$)/i;
const HARMLESS_NAME = /tokenizer|max[_-]?tokens|num[_-]?tokens|n[_-]?tokens|keyboard/i;

/** Values that give themselves away: keys of OpenAI, Hugging Face, GitHub, GitLab, AWS, Slack, Google, JSON web tokens. */
const SECRET_VALUE =
  /\b(sk-[\w-]{16,}|hf_\w{16,}|gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|AKIA[0-9A-Z]{16}|xox[abprs]-[\w-]{10,}|AIza[\w-]{30,}|eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*)/g;
/** `https://user:password@host`. */
const URL_PASSWORD = /(\w+:\/\/[^\s/:@]+:)[^\s/@]+(?=@)/g;

const isSecretName = (name: string): boolean => SECRET_NAME.test(name) && !HARMLESS_NAME.test(name);

const redactText = (text: string): string => text.replace(SECRET_VALUE, BLOT).replace(URL_PASSWORD, `$1${BLOT}`);

/** `env` with what is secret by its name or its form blotted out. */
export const redactEnvironment = (env: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(env).map(([name, value]) => [name, isSecretName(name) ? BLOT : redactText(value)]));

/** The same for arguments: `--token X`, `--token=X`, `API_KEY=X`, and values of a known form anywhere. */
export function redactArguments(argv: readonly string[]): string[] {
  return argv.map((argument, i) => {
    const before = argv[i - 1] ?? "";
    if (/^--?[\w.-]+$/.test(before) && isSecretName(before.replace(/^-+/, "")) && !argument.startsWith("-"))
      return BLOT;
    const [, name, value] = /^(?:--?)?([\w.-]+)=(.*)$/s.exec(argument) ?? [];
    if (name !== undefined && value !== undefined && isSecretName(name))
      return argument.slice(0, argument.length - value.length) + BLOT;
    return redactText(argument);
  });
}
