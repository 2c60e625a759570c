import { randomUUID } from 'node:crypto';
import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { accepts } from './media-type.ts';
import { Problem, PROBLEM_TYPE, shown } from './problem.ts';
import type { Route } from './route.ts';

interface Bindings {
  Bindings: HttpBindings;
}
type FeedContext = Context<Bindings>;

export const ALLOWED_METHODS = 'GET, HEAD, OPTIONS';

/** Anyone's page may read what is public and made up; what is sent with credentials is not. */
const CROSS_ORIGIN = { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' };
const PREFLIGHT = {
  allow: ALLOWED_METHODS,
  'access-control-allow-methods': 'GET, HEAD',
  'access-control-allow-headers': 'Last-Event-ID',
  'access-control-max-age': '86400',
};

/**
 * Tells Hono's adapter that a route has written its answer itself.
 * @see https://github.com/honojs/node-server#direct-response-from-nodejs-api
 */
const alreadySent = (): Response => new Response(null, { headers: { 'x-hono-already-sent': 'true' } });

/** `/api/stocks/{symbol}/bars` as Hono writes it. */
const pattern = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1');

const problemResponse = (problem: Problem, id?: string): Response =>
  new Response(problem.toText(id), {
    status: problem.status,
    headers: { 'content-type': PROBLEM_TYPE, ...problem.headers },
  });

async function answer(route: Route, context: FeedContext): Promise<Response> {
  const types = Object.keys(route.answer.content);
  const accept = context.req.header('accept');
  if (!types.some((type) => accepts(accept, type))) {
    throw new Problem(406, `Accept is ${shown(accept ?? '')}, but here is only ${types.join(' or ')}.`);
  }
  const url = new URL(context.req.url);
  const { incoming, outgoing } = context.env;
  const header = (name: string) => context.req.header(name);
  const raw = { path: context.req.param(), query: url.searchParams, header };
  return (await route.respond(raw, { incoming, outgoing, url })) ?? alreadySent();
}

/**
 * The routes behind one handler: everything that is no good answer is a problem document.
 * @param onUnexpected told of an error that nobody foresaw, with the id that the client was given
 */
export function createApp(
  routes: readonly Route[],
  onUnexpected: (error: unknown, id: string) => void,
): Hono<Bindings> {
  const app = new Hono<Bindings>();
  for (const route of routes) {
    const path = pattern(route.path);
    const shared = Object.entries(route.crossOrigin ? CROSS_ORIGIN : {});
    app.use(path, async (context, next) => {
      // Before the answer: an event stream writes its own head.
      for (const [name, value] of shared) context.env.outgoing.setHeader(name, value);
      await next();
    });
    app.get(path, (context) => answer(route, context));
    app.options(
      path,
      () => new Response(null, { status: 204, headers: route.crossOrigin ? PREFLIGHT : { allow: ALLOWED_METHODS } }),
    );
    app.all(path, (context) => {
      const detail = `${shown(context.req.method)} is not allowed here: the feed is read-only.`;
      return problemResponse(new Problem(405, detail, { headers: { allow: ALLOWED_METHODS } }));
    });
  }
  app.notFound((context) => {
    const path = shown(new URL(context.req.url).pathname);
    const known = routes.map((route) => route.path).join(', ');
    return problemResponse(new Problem(404, `There is nothing at ${path}. There is ${known}.`));
  });
  app.onError((error) => {
    if (error instanceof Problem) return problemResponse(error);
    const id = randomUUID();
    onUnexpected(error, id);
    return problemResponse(
      new Problem(500, 'Something unexpected went wrong. The server’s log has it under the id.'),
      id,
    );
  });
  return app;
}
