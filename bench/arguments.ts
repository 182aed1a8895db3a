/** The flags of a benchmark. A mistake in them is one sentence, as everywhere else. */
import { type ParseArgsConfig, parseArgs } from "node:util";

/** What `parseArgs` makes of the command line; ends with 2 where it cannot, after naming the flag and those that there are. */
export function readArguments<Config extends ParseArgsConfig>(config: Config): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config);
  } catch (error) {
    const [because] = (error instanceof Error ? error.message : String(error)).split(". ");
    const flags = Object.keys(config.options ?? {}).map((name) => `--${name}`);
    console.error(`${because}. It takes ${flags.join(", ")}; --help says more.`);
    process.exit(2);
  }
}
