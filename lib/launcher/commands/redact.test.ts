import { expect, it } from "vitest";
import { redactArguments, redactEnvironment } from "./redact.ts";

it.each([
  { argv: ["--token", "abc"], shown: ["--token", "•••"] },
  { argv: ["--api-key=abc"], shown: ["--api-key=•••"] },
  { argv: ["WANDB_API_KEY=abc", "python"], shown: ["WANDB_API_KEY=•••", "python"] },
  { argv: ["--password", "--lr", "0.1"], shown: ["--password", "--lr", "0.1"] },
  { argv: ["x hf_abcdefghijklmnopqrst y"], shown: ["x ••• y"] },
  { argv: ["https://me:pass@host/x"], shown: ["https://me:•••@host/x"] },
  { argv: ["--max-tokens", "4096", "--tokenizer=bpe"], shown: ["--max-tokens", "4096", "--tokenizer=bpe"] },
  { argv: ["--lr=0.1", "--seed", "3", "a=b"], shown: ["--lr=0.1", "--seed", "3", "a=b"] },
])("shows $argv as $shown", ({ argv, shown }) => {
  expect(redactArguments(argv)).toEqual(shown);
});

it("blots out environment variables by name and by form", () => {
  const env = {
    WANDB_API_KEY: "1",
    AWS_SECRET_ACCESS_KEY: "2",
    HF_TOKEN: "3",
    TOKENIZERS_PARALLELISM: "4",
    X: "AKIA0123456789ABCDEF",
  };
  expect(redactEnvironment(env)).toEqual({
    WANDB_API_KEY: "•••",
    AWS_SECRET_ACCESS_KEY: "•••",
    HF_TOKEN: "•••",
    TOKENIZERS_PARALLELISM: "4",
    X: "•••",
  });
});
