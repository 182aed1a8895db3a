/** Slow clients: how long a normal request takes while 2,000 sockets send a byte in ten seconds and 200 streams are open. */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { request } from "node:http";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startEngine } from "../e2e/engine.ts";
import { quantile } from "./corpus.ts";
import { residentOf } from "./processes.ts";
