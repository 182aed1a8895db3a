import { expect, it } from "vitest";
import { mentionsIn } from "./review.ts";

it.each([
  { text: "@ada look", people: ["ada"], named: ["ada"], because: "a name at the beginning" },
  { text: "see (@ada), @bo.", people: ["ada", "bo"], named: ["ada", "bo"], because: "names between signs" },
  { text: "@ada @ada", people: ["ada"], named: ["ada"], because: "each once" },
  {
    text: "@ada.lovelace",
    people: ["ada", "ada.lovelace"],
    named: ["ada.lovelace"],
    because: "the longest name counts",
  },
  { text: "@adam", people: ["ada"], named: [], because: "another word that begins alike" },
  { text: "mail ada@bo.example", people: ["bo"], named: [], because: "an address mentions nobody" },
  { text: "@小明看一下", people: ["小明"], named: [], because: "a name ends where a word ends" },
  { text: "@小明 看一下", people: ["小明"], named: ["小明"], because: "names are of any script" },
  { text: "@", people: [""], named: [], because: "no name is nobody's" },
])("$text mentions $named: $because", ({ text, people, named }) => {
  expect(mentionsIn(text, people)).toEqual(named);
});
