import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { startLoopbackServer } from '@tickerlake/testing';
import { type CellValue, openDuckDbLake, type ResultPage } from '../src/index.ts';

interface Execution {
  readonly result: Promise<ResultPage>;
  looks: number;
}

const PAGE_ROWS = 1000;

/** A value as Athena's API writes it: text for everything, nothing for null. */
function asAthenaText(value: CellValue, type: string): string | undefined {
  if (value === null) return undefined;
  if (value instanceof Date) return value.toISOString().slice(0, 23).replace('T', ' ');
  return type === 'double' && Number.isInteger(value) ? `${String(value)}.0` : String(value);
}

/** A result as the CSV file that Athena leaves in S3: every value in quotes, nothing for NULL. */
function asFile({ columns, rows }: ResultPage): Buffer {
  const cell = (value: string | undefined) => (value === undefined ? '' : `"${value.replaceAll('"', '""')}"`);
  const header = columns.map(({ name }) => cell(name));
  const lines = rows.map((row) => row.map((value, at) => cell(asAthenaText(value, columns[at]?.type ?? ''))));
  return Buffer.from([header, ...lines].map((cells) => `${cells.join(',')}\n`).join(''));
}

/** What EXECUTE IMMEDIATE does with parameters: literals in the place of question marks. */
const withParameters = (sql: string, parameters: readonly string[]): string => {
  const rest = [...parameters];
  return sql.replaceAll(/'(?:[^']|'')*'|\?/g, (found) => (found === '?' ? (rest.shift() ?? '?') : found));
};

type Body = Readonly<Record<string, unknown>>;

const bodyOf = async (request: IncomingMessage): Promise<Body> => {
  const body: Body = JSON.parse(await text(request));
  return body;
};

const strings = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

/** An Athena on this machine that speaks its HTTP API and has DuckDB run the queries, and the S3 that holds their result files. */
export interface AthenaHttpFake {
  readonly endpoint: string;
  /** What was asked, in order. */
  readonly requests: readonly { readonly operation: string; readonly body: Body }[];
  close(): Promise<void>;
}

type Handler = (body: Body) => unknown;

interface Service {
  readonly handlers: Readonly<Record<string, Handler>>;
  /** The result file of a query. */
  readonly file: (id: string) => Promise<Buffer>;
  readonly close: () => Promise<void>;
}

async function serviceOver(dir: string, states: readonly string[]): Promise<Service> {
  const lake = await openDuckDbLake({ dir });
  const executions = new Map<string, Execution>();
  const executionOf = (body: Body): Execution => {
    const execution = executions.get(String(body['QueryExecutionId']));
    if (execution) return execution;
    throw new Error('There is no such query');
  };
  const handlers: Record<string, Handler> = {
    StartQueryExecution(body) {
      const id = `00000000-0000-0000-0000-${String(executions.size).padStart(12, '0')}`;
      const parameters = strings(body['ExecutionParameters']);
      const result = lake.sql(withParameters(String(body['QueryString']), parameters));
      result.catch(() => {});
      executions.set(id, { result, looks: 0 });
      return { QueryExecutionId: id };
    },
    async GetQueryExecution(body) {
      const execution = executionOf(body);
      execution.looks += 1;
      const state = states[execution.looks - 1];
      if (state)
        return { QueryExecution: { Status: { State: state }, Statistics: { DataScannedInBytes: 13_000_000 } } };
      const failure = await execution.result.then(
        () => undefined,
        (error: unknown) => error,
      );
      return failure instanceof Error
        ? { QueryExecution: { Status: { State: 'FAILED', StateChangeReason: failure.message } } }
        : {
            QueryExecution: {
              Status: { State: 'SUCCEEDED' },
              StatementType: 'DML',
              ResultConfiguration: { OutputLocation: `s3://results/${String(body['QueryExecutionId'])}.csv` },
              Statistics: { DataScannedInBytes: 26_500_000, QueryQueueTimeInMillis: 7 },
            },
          };
    },
    async GetQueryResults(body) {
      const { columns, rows } = await executionOf(body).result;
      const header = { Data: columns.map(({ name }) => ({ VarCharValue: name })) };
      const data = rows.map((row) => ({
        Data: row.map((value, at) => ({ VarCharValue: asAthenaText(value, columns[at]?.type ?? '') })),
      }));
      const from = Number(body['NextToken'] ?? 0);
      const all = [header, ...data];
      const to = from + Math.min(Number(body['MaxResults']), PAGE_ROWS);
      return {
        ResultSet: {
          Rows: all.slice(from, to),
          ResultSetMetadata: { ColumnInfo: columns.map(({ name, type }) => ({ Name: name, Type: type })) },
        },
        ...(to < all.length && { NextToken: String(to) }),
      };
    },
    StopQueryExecution: () => ({}),
  };
  const file = async (id: string) => asFile(await executionOf({ QueryExecutionId: id }).result);
  return { handlers, file, close: () => lake.close() };
}

/** GetObject, with a range that begins somewhere, by the bucket in the path. */
async function answerObject(request: IncomingMessage, response: ServerResponse, file: Service['file']): Promise<void> {
  const [, id = ''] = /^\/results\/(.+)\.csv/.exec(request.url ?? '') ?? [];
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  const bytes = await file(id);
  response.statusCode = from > 0 ? 206 : 200;
  response.end(bytes.subarray(from));
}

/** @param states in which a query is seen before its end. */
export async function startAthenaHttpFake(
  dir: string,
  states: readonly string[] = ['QUEUED', 'RUNNING'],
): Promise<AthenaHttpFake> {
  const { handlers, file, close } = await serviceOver(dir, states);
  const requests: { operation: string; body: Body }[] = [];
  const server = await startLoopbackServer(async (request, response) => {
    if (request.method === 'GET') {
      requests.push({ operation: 'GetObject', body: { url: request.url, range: request.headers.range } });
      await answerObject(request, response, file);
      return;
    }
    const operation = String(request.headers['x-amz-target']).replace('AmazonAthena.', '');
    const body = await bodyOf(request);
    requests.push({ operation, body });
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    response.end(JSON.stringify(await handlers[operation]?.(body)));
  });
  return {
    endpoint: server.url,
    requests,
    async close() {
      await server.close();
      await close();
    },
  };
}
