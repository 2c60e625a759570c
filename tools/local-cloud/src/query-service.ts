import { randomUUID } from 'node:crypto';
import { element } from './s3/xml.ts';
import { notImplemented, type Service, ServiceError, type ServiceRequest, type ServiceResponse } from './service.ts';

/** The members of a request by their whole names: `Attributes.entry.1.key`. */
export type Form = ReadonlyMap<string, string>;
/** One call: members in, the elements of its result out. */
export type QueryCall = (form: Form, request: ServiceRequest) => string | Promise<string>;

/** An element around others. */
export const wrap = (name: string, children: string): string => `<${name}>${children}</${name}>`;

/** A list, each item as the elements of a member. */
export const members = (name: string, list: readonly string[]): string =>
  wrap(name, list.map((item) => wrap('member', item)).join(''));

/** A map from names to text. */
export const entries = (name: string, map: Readonly<Record<string, string>>): string =>
  wrap(
    name,
    Object.entries(map)
      .map(([key, value]) => wrap('entry', element('key', key) + element('value', value)))
      .join(''),
  );

/** The items of a list or map, in the order of their numbers: the members behind `prefix.N.` of each. */
export function items(form: Form, prefix: string): Form[] {
  const found = new Map<number, Map<string, string>>();
  for (const [name, value] of form) {
    const [, digits, rest = ''] = name.startsWith(`${prefix}.`)
      ? (/^(\d+)\.(.+)$/.exec(name.slice(prefix.length + 1)) ?? [])
      : [];
    if (digits === undefined) continue;
    const item = found.get(Number(digits)) ?? new Map<string, string>();
    found.set(Number(digits), item.set(rest, value));
  }
  return [...found].toSorted(([a], [b]) => a - b).map(([, item]) => item);
}

export function required(form: Form, name: string): string {
  const value = form.get(name);
  if (value) return value;
  throw new ServiceError('InvalidParameter', `Invalid parameter: ${name} is missing`);
}

export interface QuerySetup {
  readonly name: string;
  /** In the scope of signatures. */
  readonly scope: string;
  readonly namespace: string;
  readonly calls: Readonly<Record<string, QueryCall>>;
  /** Calls made by following a link too, which nobody signs: what it carries only its receiver knows. */
  readonly links?: readonly string[];
}

/**
 * A service that speaks the AWS query protocol, as SNS, STS and CloudFormation do: forms in, XML out.
 * @see https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */
export function queryService({ name, scope, namespace, calls, links = [] }: QuerySetup): Service {
  const isLink = ({ method, query }: ServiceRequest): boolean =>
    method === 'GET' && links.includes(query.get('Action') ?? '');
  const reply = (status: number, root: string, children: string): ServiceResponse => {
    const id = randomUUID();
    const metadata = element('RequestId', id);
    const body = `<${root} xmlns="${namespace}">${children}${status < 300 ? wrap('ResponseMetadata', metadata) : metadata}</${root}>`;
    return { status, headers: { 'content-type': 'text/xml', 'x-amzn-requestid': id }, body };
  };
  return {
    name,
    faulty: true,
    matches: (request) => request.headers['authorization']?.includes(`/${scope}/aws4_request`) || isLink(request),
    needsNoSignature: isLink,
    route: async (request) => {
      const form: Form = new Map(isLink(request) ? request.query : new URLSearchParams(request.body.toString()));
      const action = form.get('Action') ?? '';
      const call = Object.hasOwn(calls, action) ? calls[action] : undefined;
      if (!call) throw notImplemented(name, action || 'a request without an Action', Object.keys(calls).join(', '));
      return reply(200, `${action}Response`, wrap(`${action}Result`, await call(form, request)));
    },
    failure: ({ code, message, status }) => {
      const type = element('Type', status < 500 ? 'Sender' : 'Receiver');
      return reply(status, 'ErrorResponse', wrap('Error', type + element('Code', code) + element('Message', message)));
    },
  };
}
