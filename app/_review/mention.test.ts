import { expect, it } from "vitest";
import { completeMention, mentionBegun } from "./mention.ts";

const PEOPLE = ["ada", "Adam", "bo"];

it.each([
  { text: "hello @a", names: ["ada", "Adam"], because: "names that begin like it, in whatever case" },
  { text: "@", names: PEOPLE, because: "everybody, while nothing is said" },
  { text: "(@bo", names: null, because: "the name is complete" },
  { text: "mail@a", names: null, because: "an address is no name" },
  { text: "@ada x", names: null, because: "the name is behind us" },
  { text: "@zoe", names: null, because: "nobody is called so" },
])("$text offers $names: $because", ({ text, names }) => {
  expect(mentionBegun(text, text.length, PEOPLE)?.names ?? null).toEqual(names);
});

it("a name that was chosen takes the place of its beginning, and one writes on behind it", () => {
  const text = "ask @a about it";
  const begun = mentionBegun(text, 6, PEOPLE);
  if (begun === null) return expect.unreachable("it offers names");
  expect(completeMention(text, 6, begun, "ada")).toEqual({ text: "ask @ada about it", caret: 9 });
});
