/** Prepared statements of one database, each prepared once, with failures in words. */
import type { RunResult, Statement } from "libsql";
import { type Database, toStateFailure, transact } from "./database.ts";

/** A row by its columns' names. */
export type Row = Readonly<Record<string, unknown>>;

export class Statements {
  private readonly prepared = new Map<string, Statement<unknown[]>>();

  /** `path`: that of the database, for sentences about it. */
  constructor(
    private readonly database: Database,
    private readonly path: string,
  ) {}

  /** All rows of a query. */
  rows(sql: string, ...values: readonly unknown[]): Row[] {
    return this.inWords(() =>
      this.statement(sql)
        .all(...values)
        .filter(isRow),
    );
  }

  /** Its first row; null when there is none. */
  row(sql: string, ...values: readonly unknown[]): Row | null {
    return this.rows(sql, ...values).at(0) ?? null;
  }

  /** Runs what answers no rows; tells how many it changed, and the number of the last one inserted. */
  run(sql: string, ...values: readonly unknown[]): RunResult {
    return this.inWords(() => this.statement(sql).run(...values));
  }

  /** Several statements as one: all of them happen or none. */
  transact<T>(act: () => T): T {
    return transact(this.database, this.path, act);
  }

  close(): void {
    this.prepared.clear();
    this.database.close();
  }

  private statement(sql: string): Statement<unknown[]> {
    let statement = this.prepared.get(sql);
    if (statement === undefined) {
      statement = this.database.prepare(sql);
      this.prepared.set(sql, statement);
    }
    return statement;
  }

  private inWords<T>(act: () => T): T {
    try {
      return act();
    } catch (error) {
      throw toStateFailure(error, this.path);
    }
  }
}

const isRow = (value: unknown): value is Row => typeof value === "object" && value !== null;
