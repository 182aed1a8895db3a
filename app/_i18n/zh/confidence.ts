/** 结论的把握。In a file of its own: the shell needs these words to read a headline, and no others of this language. */
export const confidence = {
  clear: "明确",
  likely: "很可能",
  tentative: "初步",
  "not enough evidence": "证据不足",
} as const;
