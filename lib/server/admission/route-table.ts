/**
 * Every route that there is, and the least role that it takes. Each handler states its role itself (`admission.ts`); this
 * table says it a second time, in one place that can be read, and a test asks every route as everybody: a route that is
 * missing here, or that answers somebody whom this table does not name, fails it.
 */
import type { Role } from "../../core/actor.ts";

/** `public`: answered to whoever may reach the port. */
export interface RouteRule {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  readonly least: Role | "public";
}

const rules = (least: RouteRule["least"], method: RouteRule["method"], ...paths: readonly string[]): RouteRule[] =>
  paths.map((path) => ({ method, path, least }));

export const ROUTE_TABLE: readonly RouteRule[] = [
  ...rules("public", "POST", "/login", "/share"),
  ...rules("public", "GET", "/login", "/share", "/api/health", "/api/session"),
  ...rules("guest", "GET", "*", "/api/runs", "/api/events", "/api/choices", "/api/problems", "/api/annotations"),
  ...rules("guest", "GET", "/api/advice", "/api/advice/figures", "/api/advice/what-if", "/api/advice/ranges"),
  ...rules("guest", "GET", "/api/advice/report"),
  ...rules("guest", "POST", "/api/series", "/api/summary", "/api/export"),
  ...rules("guest", "GET", "/data/environment", "/data/runs"),
  ...rules("guest", "GET", "/data/plugin/scalars/tags", "/data/plugin/scalars/scalars"),
  ...rules("guest", "POST", "/data/plugin/scalars/scalars_multirun"),
  ...rules("guest", "GET", "/api/review"),
  ...rules("guest", "GET", "/api/reports", "/api/reports/:id", "/api/reports/:id/export", "/api/reports/frozen/:id"),
  ...rules("guest", "POST", "/api/reports/data"),
  ...rules("reader", "GET", "/api/views"),
  ...rules("viewer", "POST", "/api/reports", "/api/reports/frozen", "/api/reports/:id/restore"),
  ...rules("viewer", "PUT", "/api/reports/:id"),
  ...rules("viewer", "DELETE", "/api/reports/:id"),
  ...rules("viewer", "POST", "/api/review/threads", "/api/review/threads/:id/comments"),
  ...rules("viewer", "POST", "/api/review/threads/:id/resolve"),
  ...rules("viewer", "PATCH", "/api/review/comments/:id"),
  ...rules("viewer", "DELETE", "/api/review/comments/:id"),
  ...rules("viewer", "GET", "/api/review/comments/:id/history", "/api/review/news"),
  ...rules("viewer", "PUT", "/api/review/news/read"),
  ...rules("viewer", "PATCH", "/api/annotations"),
  ...rules("viewer", "PUT", "/api/views"),
  ...rules("viewer", "POST", "/api/session/codes", "/api/session/logout", "/api/tokens"),
  ...rules("viewer", "GET", "/api/tokens"),
  ...rules("viewer", "DELETE", "/api/tokens/:id"),
  ...rules("launcher", "GET", "/api/share-links"),
  ...rules("launcher", "POST", "/api/share-links"),
  ...rules("launcher", "DELETE", "/api/share-links/:id"),
  ...rules("admin", "GET", "/api/users", "/api/audit", "/api/notifications"),
  ...rules("admin", "POST", "/api/users", "/api/users/:name/link", "/api/notifications/test"),
  ...rules("admin", "PATCH", "/api/users/:name"),
  ...rules("admin", "DELETE", "/api/users/:name"),
  ...rules("viewer", "GET", "/api/launches", "/api/launches/:id", "/api/machine", "/api/autopause"),
  ...rules("viewer", "GET", "/api/launches/:id/use"),
  ...rules("viewer", "GET", "/api/launches/:id/output", "/api/launches/:id/output/search"),
  ...rules("viewer", "GET", "/api/launches/:id/output/file"),
  ...rules("launcher", "PUT", "/api/choices", "/api/review/verdict"),
  ...rules("launcher", "GET", "/api/plans"),
  ...rules("launcher", "POST", "/api/plans/preview", "/api/plans/launch"),
  ...rules("launcher", "POST", "/api/launches", "/api/launches/preview", "/api/launches/pause", "/api/launches/resume"),
  ...rules("admin", "POST", "/api/launches/cancel", "/api/launches/slots"),
  ...rules("launcher", "POST", "/api/launches/:id/stop", "/api/launches/:id/resume", "/api/autopause"),
  ...rules("launcher", "POST", "/api/launches/:id/retry", "/api/launches/:id/priority"),
];
