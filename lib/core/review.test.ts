import { expect, it } from "vitest";
import { mentionsIn, saysSomething } from "./review.ts";

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

it.each([
  { text: "\u200b\u200d\ufeff", says: false, because: "characters without width" },
  { text: "\u3164\u2800 \u00ad\n", says: false, because: "letters that are blank" },
  { text: "\u202e\u2066", says: false, because: "directions alone" },
  { text: "👍🏽", says: true, because: "a picture" },
  { text: ".", says: true, because: "a sign" },
  { text: "\u200b好", says: true, because: "a word among them" },
])("$text: $because", ({ text, says }) => {
  expect(saysSomething(text)).toBe(says);
});
