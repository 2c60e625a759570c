import type { MiddlewareHandler } from 'hono';

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i;

/** Whether a host name or address is this machine's own, reachable from nowhere else. */
export const isLoopback = (host: string): boolean => LOOPBACK.test(host) || host === '::1';

const hostName = (header: string): string => header.replace(/:\d*$/, '');

/**
 * Refuses requests under foreign names. A web site can let its own name point to 127.0.0.1 (DNS rebinding), and its
 * script would then read this server as its own; the name in the Host header gives it away. The port may differ: a
 * forwarded one does.
 */
export const hostCheck: MiddlewareHandler = async (context, next) => {
  const host = context.req.header('host') ?? '';
  if (isLoopback(hostName(host))) return next();
  return context.text(
    `This server answers to localhost and 127.0.0.1 only, not to "${host.slice(0, 100)}". Open it under one of these names.\n`,
    403,
  );
};
