/** The commands that have to do with who may do what. */
import type { Command } from "commander";
import { type StateOptions, stateCommand } from "./command.ts";
import { misused } from "./failure.ts";
import { openOutput } from "./output.ts";
import { printableLines } from "./printable.ts";
import { stateDirOf } from "./state-dir.ts";

const say = (text: string): Promise<void> => openOutput(null).write(`${printableLines(text)}\n`);

const MOST_DAYS = 90;

function toDays(text: string): number {
  const days = Number(text);
  if (!Number.isInteger(days) || days < 1 || days > MOST_DAYS)
    throw misused(`--days ${text} is none of 1 to ${MOST_DAYS}.`);
  return days;
}

const users = stateCommand("users", "Say who else may use this Tuneboard, and what they may do.", [
  "tuneboard users list",
  "tuneboard users add grace --role launcher    # prints a link that logs her in, once",
  "tuneboard users link grace                   # another link, for another browser",
  "tuneboard users role grace viewer",
  "tuneboard users remove grace                 # her sessions, tokens and links end at once",
])
  .argument("<ACT>", "list, add, link, role, remove")
  .argument("[NAME]", "of the user")
  .argument("[ROLE]", "role: viewer (reads and comments), launcher, admin")
  .option("--role <ROLE>", "add: viewer, launcher, admin", "viewer")
  .action(
    async (
      act: string,
      name: string | undefined,
      role: string | undefined,
      options: StateOptions & { readonly role: string },
    ) => {
      const { usersCommand } = await import("./people.ts");
      await say(await usersCommand(stateDirOf(options.stateDir), { act, name, role: role ?? options.role }));
    },
  );

const tokens = stateCommand("tokens", "Make and take back tokens with which scripts ask Tuneboard.", [
  "tuneboard tokens list",
  "tuneboard tokens add nightly-export                # shown once",
  "tuneboard tokens add nightly-export --user grace   # may do what she may",
  "tuneboard tokens revoke k3J9x0aBcDeF",
])
  .argument("<ACT>", "list, add, revoke")
  .argument("[WHAT]", "add: what it is for; revoke: its id, as listed")
  .option("--user <NAME>", "whose it is; without it, the owner's")
  .action(async (act: string, what: string | undefined, { user, ...options }: StateOptions & { user?: string }) => {
    const { tokensCommand } = await import("./people.ts");
    await say(await tokensCommand(stateDirOf(options.stateDir), { act, what, user: user ?? null }));
  });

const share = stateCommand(
  "share",
  "Make, list and take back links through which others see something without a login.",
  [
    "tuneboard share sweep lr-sweep --for 'the reviewers' --days 7   # runs that come later too",
    "tuneboard share runs 'sweep3/*'                                 # these runs, and no other",
    "tuneboard share report 3f9a01c2d4e5",
    "tuneboard share list",
    "tuneboard share revoke k3J9x0aBcDeF                             # whoever has it open is cut off within seconds",
  ],
)
  .argument("<ACT>", "runs, sweep, report (make a link to it; needs a Tuneboard that runs), list, revoke")
  .argument("[WHAT]", "runs: a glob over their names; sweep, report: title or id; revoke: id as listed")
  .option("--for <WORDS>", "who it is for, shown to them and in the list")
  .option("--days <N>", "how long the link lasts, 1 to 90", toDays, 7)
  .action(async (act: string, what: string | undefined, options: StateOptions & { for?: string; days: number }) => {
    const stateDir = stateDirOf(options.stateDir);
    if (act === "list" || act === "revoke") {
      const { shareCommand } = await import("./people.ts");
      await say(await shareCommand(stateDir, { act, id: what }));
      return;
    }
    const { makeShareLink } = await import("./share.ts");
    await say(await makeShareLink(stateDir, { kind: act, what, title: options.for ?? null, days: options.days }));
  });

const audit = stateCommand("audit", "Write out who did what, when and from where, one JSON object a line.", [
  "tuneboard audit | jq 'select(.who == \"grace\")'",
  "tuneboard audit --since 2026-11-01",
])
  .option("--since <DATE>", "only from then on: 2026-11-01, or 2026-11-01T08:00")
  .action(async ({ since, ...options }: StateOptions & { readonly since?: string }) => {
    const from = since === undefined ? 0 : Date.parse(since) / 1000;
    if (!Number.isFinite(from)) throw misused(`--since ${since} is no date; one is written 2026-11-01.`);
    const { auditLines } = await import("./people.ts");
    await openOutput(null).write(await auditLines(stateDirOf(options.stateDir), from));
  });

export const peopleCommands: readonly Command[] = [users, tokens, share, audit];
