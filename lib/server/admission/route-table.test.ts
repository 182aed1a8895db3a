import { describe, expect, it } from "vitest";
import { accessOf, OWNER_TOKEN, pressed } from "../../../fixtures/builders/access.ts";
import { served } from "../../../fixtures/builders/served.ts";
import { mayAct, type Role } from "../../core/actor.ts";
import { type Access, CSRF_HEADER } from "./access.ts";
import { ROUTE_TABLE } from "./route-table.ts";

/** Functions that stand before routes and answer nothing themselves, by their paths; and the one answer for what is not there. */
const IN_FRONT = ["/*", "/api/*", "/data/*", "/api/runs", "/api/advice", "/api/summary", "/api/review"];
const BODY_LIMITS = [
  "/api/users/*",
  "/api/tokens/*",
  "/api/share-links/*",
  "/api/review/*",
  "/api/reports/*",
  "/api/plans/*",
  "/api/launches/*",
];
/** In front of the routes that launch: says their answers in the asker's language. */
const SPOKEN = ["/api/machine/*", "/api/autopause/*", "/api/notifications/*"];

const launching = {
  launcher: () => "nothing is launched here",
  stateDir: "/nowhere",
  autopausing: {
    pauser: { reachOf: () => "none" as const, launchesOf: () => ({ underWay: [], paused: [] }) },
    advise: async () => ({ version: 1 as const, sweeps: [] }),
    latest: () => ({ version: 1 as const, sweeps: [] }),
    place: "",
    now: () => 0,
  },
};
const open = accessOf();
const closed = accessOf({ isOpen: () => false });

interface Asker {
  readonly name: string;
  readonly access: Access;
  /** Null: nobody. */
  readonly role: Role | null;
  readonly headers: () => Promise<Record<string, string>>;
}

async function sessionOf(access: Access, person: string | null = null): Promise<Record<string, string>> {
  const { ask } = served({ access });
  const answer = await ask("/login", pressed({ code: access.newCode(person) }));
  const Cookie = (answer.headers.get("Set-Cookie") ?? "").split(";")[0];
  const { csrf } = await (await ask("/api/session", { headers: { Cookie } })).json();
  return { Cookie, [CSRF_HEADER]: csrf };
}

async function guestOf(access: Access): Promise<Record<string, string>> {
  const scope = { title: "for you", shared: { kind: "runs", runs: ["one"] } as const, view: "" };
  const { secret } = access.people.make({ kind: "share-link", person: null, scope, lastsSecs: 60 });
  const answer = await served({ access }).ask("/share", pressed({ key: secret }));
  return { Cookie: (answer.headers.get("Set-Cookie") ?? "").split(";")[0] };
}

for (const role of ["viewer", "launcher", "admin"] as const) closed.people.addUser(`a-${role}`, role);

const users = (["viewer", "launcher", "admin"] as const).flatMap((role): Asker[] => [
  { name: `a ${role}'s browser`, access: closed, role, headers: () => sessionOf(closed, `a-${role}`) },
  {
    name: `a ${role}'s script`,
    access: closed,
    role,
    headers: async () => {
      const { secret } = closed.people.make({ kind: "token", person: `a-${role}`, lastsSecs: null });
      return { Authorization: `Bearer ${secret}` };
    },
  },
]);

const ASKERS: readonly Asker[] = [
  { name: "nobody, where login is needed", access: closed, role: null, headers: async () => ({}) },
  { name: "a wrong token", access: open, role: null, headers: async () => ({ Authorization: "Bearer guessed" }) },
  { name: "a made-up cookie", access: closed, role: null, headers: async () => ({ Cookie: "tuneboard-6006=a.b" }) },
  { name: "whoever was sent a share link", access: closed, role: "guest", headers: () => guestOf(closed) },
  ...users,
  { name: "whoever reaches an open port", access: open, role: "reader", headers: async () => ({}) },
  { name: "the owner's browser", access: closed, role: "admin", headers: () => sessionOf(closed) },
  {
    name: "the owner's programs",
    access: closed,
    role: "admin",
    headers: async () => ({ Authorization: `Bearer ${OWNER_TOKEN}` }),
  },
];

const withoutNames = (path: string): string => path.replace(/:id|:name/, "abcdefgh").replace("*", "/index.html");

const patternOf = (path: string): RegExp => new RegExp(`^${path.replace("*", "[*]").replace(/:\w+/g, "[^/]+")}$`);

describe("the table of routes", () => {
  it("holds every route of the router once, and no other", () => {
    const routes = served({ launching }).app.routes.filter(
      ({ method, path }) => method !== "ALL" || ![...IN_FRONT, ...BODY_LIMITS, ...SPOKEN].includes(path),
    );
    const found = new Set(routes.map(({ method, path }) => `${method} ${path}`));
    const listed = ROUTE_TABLE.map(({ method, path }) => `${method} ${path === "*" ? "/*" : path}`);
    expect([...found].sort()).toEqual([...new Set(listed)].sort());
    expect(new Set(listed).size).toBe(listed.length);
  });

  describe.each(ASKERS)("for $name", ({ access, role, headers }) => {
    it.each(ROUTE_TABLE)("$method $path answers as it says", async ({ method, path, least }) => {
      const { ask } = served({ access, launching });
      const body = method === "GET" ? {} : { body: "{}" };
      const given = { "Content-Type": "application/json", ...(await headers()) };
      const { status } = await ask(withoutNames(path), { method, headers: given, ...body });
      if (least === "public")
        expect([200, 403, 429]).toContain(status); // 403: a link that is none, 429: too many of them
      else if (role !== null && mayAct(role, least)) expect([401, 403]).not.toContain(status);
      else expect(role === null || access === open ? [401, 429] : [403]).toContain(status); // 429: guesses, after a while
    });

    it("every other method of every route does nothing", async () => {
      const { ask } = served({ access, launching });
      const given = { "Content-Type": "application/json", ...(await headers()) };
      for (const path of new Set(ROUTE_TABLE.map((route) => route.path))) {
        for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const) {
          if (ROUTE_TABLE.some((route) => route.method === method && patternOf(route.path).test(path))) continue;
          const { status } = await ask(withoutNames(path), { method, headers: given });
          expect([401, 404, 429], `${method} ${path}`).toContain(status);
        }
      }
    });
  });

  it("is told to a page: who it is, and what it may ask for", async () => {
    const session = async (access: Access, headers: Record<string, string>) =>
      (await served({ access }).ask("/api/session", { headers })).json();
    expect(await session(closed, {})).toEqual({
      actor: null,
      mayRead: false,
      maySay: false,
      mayLaunch: false,
      mayAdminister: false,
      csrf: null,
    });
    expect(await session(open, {})).toMatchObject({
      actor: { role: "reader", via: "open" },
      mayRead: true,
      maySay: false,
    });
    expect(await session(open, await sessionOf(open))).toMatchObject({
      actor: { name: "ada", role: "admin", via: "session" },
      mayAdminister: true,
    });
  });
});

describe("a check that takes its time", () => {
  it("is waited for, and what it throws lets nobody in", async () => {
    const slow = Object.assign(accessOf(), {
      decide: () => new Promise((_, reject) => setTimeout(reject, 20, new Error("no"))),
    });
    const { ask, failures } = served({ access: slow });
    expect((await ask("/api/runs")).status).toBe(500);
    expect(failures.map(({ message }) => message)).toEqual(["no"]);
  });
});
