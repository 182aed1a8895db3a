/** Everything that has to do with who one is: the same whether a dashboard stands around it or nothing. */
import { Hono } from "hono";
import { loginRoute, shareRoute } from "./routes/login.ts";
import { auditRoute, type PeopleOptions, tokensRoute, usersRoute } from "./routes/people.ts";
import { sessionRoute } from "./routes/session.ts";
import { type ShareSources, shareLinksRoute } from "./routes/share-links.ts";

/** `sources`: what there is to share; absent where nothing is looked at. */
export const peopleRoutes = (options: PeopleOptions, sources?: ShareSources): Hono =>
  new Hono()
    .route("/api/session", sessionRoute(options))
    .route("/api/users", usersRoute(options))
    .route("/api/tokens", tokensRoute(options))
    .route("/api/share-links", shareLinksRoute(options, sources))
    .route("/api/audit", auditRoute(options))
    .route("/login", loginRoute(options.access))
    .route("/share", shareRoute(options.access));
