import { createServer, type IncomingMessage } from 'node:http';
import type { Server } from 'node:net';
import { text } from 'node:stream/consumers';

/** What the fake answers. */
export interface FakeAnswer {
  readonly status?: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers by operation: `GetCallerIdentity`, `DescribeStacks`; `parameters` are those of the call. */
export type FakeOperations = Readonly<Record<string, (parameters: Readonly<Record<string, string>>) => FakeAnswer>>;

export interface FakeAws {
  readonly endpoint: string;
  /** Operations in the order in which they were asked. */
  readonly asked: string[];
  operations: FakeOperations;
  close(): Promise<void>;
}

/** Where a server listens. */
export function endpointOf(server: Server): string {
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The server does not listen.');
  return `http://127.0.0.1:${address.port}`;
}

/** An endpoint that answers what a test says, in the protocols of STS, CloudFormation (query), SSM (JSON) and Lambda (REST). */
export async function startFakeAws(operations: FakeOperations = {}): Promise<FakeAws> {
  const server = createServer((request, response) => {
    void (async () => {
      const { operation, parameters } = readCall(request, await text(request));
      fake.asked.push(operation);
      const { status = 200, body, headers } = fake.operations[operation]?.(parameters) ?? unknown(parameters);
      const type = body.startsWith('{') ? 'application/x-amz-json-1.1' : 'text/xml';
      response.writeHead(status, { 'content-type': type, ...headers });
      response.end(body);
    })();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const fake: FakeAws = {
    endpoint: endpointOf(server),
    asked: [],
    operations,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
  return fake;
}

/** As the local cloud refuses a service that it does not have. */
const unknown = ({ Action: query }: Readonly<Record<string, string>>): FakeAnswer =>
  query === undefined
    ? { status: 501, body: '{"__type":"NotImplemented","message":"not part of this fake"}' }
    : xmlError('NotImplemented', 'not part of this fake', 501);

function readCall({ url = '', headers }: IncomingMessage, body: string) {
  const [, service, operation] = /^(.*)\.(\w+)$/.exec(String(headers['x-amz-target'] ?? '')) ?? [];
  if (service !== undefined) return { operation: operation ?? '', parameters: { body } };
  const [, name] = /\/functions\/([^/]+)\/invocations/.exec(url) ?? [];
  if (name !== undefined) return { operation: 'Invoke', parameters: { name, body } };
  const fields = Object.fromEntries(new URLSearchParams(body));
  return { operation: fields['Action'] ?? '', parameters: fields };
}

export const identity = (account: string): FakeAnswer => ({
  body: `<GetCallerIdentityResponse><GetCallerIdentityResult><Account>${account}</Account><Arn>arn:aws:iam::${account}:user/u</Arn><UserId>U</UserId></GetCallerIdentityResult></GetCallerIdentityResponse>`,
});

export const xmlError = (code: string, message: string, status = 400): FakeAnswer => ({
  status,
  body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
});

export const jsonError = (code: string, message: string): FakeAnswer => ({
  status: 400,
  body: JSON.stringify({ __type: code, message }),
});

export const parameter = (value: string): FakeAnswer => ({
  body: JSON.stringify({ Parameter: { Name: '/cdk-bootstrap/hnb659fds/version', Value: value } }),
});

/** An account that can be deployed to. */
export const READY: FakeOperations = {
  GetCallerIdentity: () => identity('111122223333'),
  GetParameter: () => parameter('33'),
  DescribeStackEvents: ({ StackName: name = '' }) => noStack(name),
};

/** A list of a query service, as XML. */
export const listed = (operation: string, list: string, members: readonly object[]): FakeAnswer => ({
  body: `<${operation}Response><${operation}Result><${list}>${members.map((one) => `<member>${xml(one)}</member>`).join('')}</${list}></${operation}Result></${operation}Response>`,
});

const xml = (value: unknown): string => {
  if (Array.isArray(value)) return value.map((one) => `<member>${xml(one)}</member>`).join('');
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([name, of]) => `<${name}>${xml(of)}</${name}>`)
    .join('');
};

export const noStack = (name: string): FakeAnswer =>
  xmlError('ValidationError', `Stack with id ${name} does not exist`);
