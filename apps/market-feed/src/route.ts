import type { JsonSchema } from '@tickerlake/record-schema';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Parameters, type RawParameters, readParameters, type Values } from './parameters.ts';
import { Problem } from './problem.ts';

/** One request of a route. */
export interface Exchange {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  /** Path and query as they came. */
  readonly url: URL;
}

/** How a route describes a good answer. */
interface AnswerDescription {
  readonly description: string;
  readonly content: Readonly<Record<string, JsonSchema>>;
}

/** What a route is: the one place that says how it is called, checked, described and answered. */
export interface Route {
  /** As OpenAPI writes it: `/api/stocks/{symbol}/bars`. */
  readonly path: string;
  readonly id: string;
  /** One line for people. */
  readonly summary: string;
  readonly description?: string;
  /** A call that shows something, for people. */
  readonly example: string;
  readonly parameters: Parameters;
  /** Statuses besides 200, 400 and those that every route has. */
  readonly refusals?: Readonly<Record<number, string>>;
  readonly answer: AnswerDescription;
  /** Whether pages of other sites may read it. */
  readonly crossOrigin: boolean;
  /** Reads the parameters and answers; `undefined` where it writes to `exchange.outgoing` itself. */
  respond(raw: RawParameters, exchange: Exchange): Promise<Response | undefined>;
}

interface RouteDefinition<P extends Parameters> extends Omit<Route, 'parameters' | 'respond'> {
  readonly parameters: P;
  /** Whether parameters that the route does not have are passed over. @default false */
  readonly toleratesUnknown?: boolean;
  /** How the route words a problem of its own parameters, where not as a problem document. */
  readonly refuse?: (problem: Problem) => Response;
  readonly answerWith: (values: Values<P>, exchange: Exchange) => Response | undefined | Promise<Response | undefined>;
}

/** A route whose handler gets the values that its parameters' schemas let through. */
export function defineRoute<P extends Parameters>(definition: RouteDefinition<P>): Route {
  const { answerWith, refuse, toleratesUnknown = false, ...route } = definition;
  return {
    ...route,
    async respond(raw, exchange) {
      try {
        return await answerWith(readParameters(route.parameters, raw, toleratesUnknown), exchange);
      } catch (error) {
        if (refuse && error instanceof Problem) return refuse(error);
        throw error;
      }
    },
  };
}

/** An answer in JSON. */
export const json = (value: unknown, status = 200): Response =>
  new Response(JSON.stringify(value), { status, headers: { 'content-type': 'application/json' } });
