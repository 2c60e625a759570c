import { notImplemented, type Service, ServiceError, type ServiceRequest, type ServiceResponse } from '../service.ts';
import { invokeInBackground } from './async-invocation.ts';
import { configurationOf } from './function-configuration.ts';
import { LOG_TAIL_MAX_BYTES } from './function-log.ts';
import type { Invocation, LambdaFunction } from './lambda-function.ts';

/** Of a synchronous request. @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const REQUEST_MAX_BYTES = 6 << 20;

const SUPPORTED = 'Invoke (RequestResponse, Event, DryRun), GetFunction, GetFunctionConfiguration, ListFunctions';
const PATH = /^\/2015-03-31\/functions(?:\/([^/]+)(?:\/(invocations|configuration))?)?\/?$/;
/** A name, part of an ARN or a whole one, with a qualifier or without. */
const NAME = /^(?:(?:arn:[^:]*:lambda:[^:]*:)?\d{12}:function:|function:)?([\w-]+)(?::([^:]+))?$/;

/** Lambda: invoking the functions, and telling how they are set up. */
export class LambdaService implements Service {
  readonly name = 'Lambda';
  readonly faulty = false;
  readonly #functions: ReadonlyMap<string, LambdaFunction>;
  readonly #now: () => number;
  readonly #background = new Set<Promise<void>>();

  constructor(functions: ReadonlyMap<string, LambdaFunction>, now: () => number) {
    this.#functions = functions;
    this.#now = now;
  }

  matches({ path, headers }: ServiceRequest): boolean {
    return path.startsWith('/2015-03-31/') || /\/lambda\/aws4_request\b/.test(headers['authorization'] ?? '');
  }

  async route(request: ServiceRequest): Promise<ServiceResponse> {
    const { method, path, query } = request;
    const [isKnown, asked, what] = PATH.exec(path) ?? [];
    if (method === 'POST' && asked !== undefined && what === 'invocations')
      return this.#invoke(this.#find(decodeURIComponent(asked), query), request);
    if (method !== 'GET' || isKnown === undefined || what === 'invocations')
      throw notImplemented('Lambda', `${method} ${path}`, SUPPORTED);
    if (asked === undefined) return json({ Functions: [...this.#functions.values()].map(configurationOf) });
    const configuration = configurationOf(this.#find(decodeURIComponent(asked), query));
    return json(what ? configuration : { Configuration: configuration, Code: { RepositoryType: 'S3' } });
  }

  #find(asked: string, query: URLSearchParams): LambdaFunction {
    const [, name = '', qualifier = query.get('Qualifier') ?? '$LATEST'] = NAME.exec(asked) ?? [];
    const found = this.#functions.get(name);
    if (found && qualifier === '$LATEST') return found;
    throw new ServiceError('ResourceNotFoundException', `Function not found: ${asked}`, 404);
  }

  async #invoke(target: LambdaFunction, { headers, body }: ServiceRequest): Promise<ServiceResponse> {
    if (body.length > REQUEST_MAX_BYTES) throw tooLarge(body.length);
    const payload = checkedPayload(body);
    const type = headers['x-amz-invocation-type'] ?? 'RequestResponse';
    if (type === 'DryRun') return { status: 204 };
    if (type === 'RequestResponse') return answerOf(await target.invoke(payload), headers['x-amz-log-type'] === 'Tail');
    if (type !== 'Event')
      throw new ServiceError('InvalidParameterValueException', `Invocation type ${type} is not known`);
    this.#queue(target, payload);
    return { status: 202 };
  }

  #queue(target: LambdaFunction, payload: Buffer): void {
    const work = invokeInBackground(target, payload, this.#now);
    this.#background.add(work);
    void work.finally(() => this.#background.delete(work));
  }

  /** Whether asynchronous invocations are under way. */
  get busy(): boolean {
    return this.#background.size > 0;
  }

  /** Resolves when the asynchronous invocations accepted so far have run. */
  async settled(): Promise<void> {
    await Promise.all(this.#background);
  }

  failure({ code, message, status }: ServiceError): ServiceResponse {
    const headers = { 'content-type': 'application/json', 'x-amzn-errortype': code };
    return { status, headers, body: JSON.stringify({ Type: status < 500 ? 'User' : 'Service', Message: message }) };
  }
}

const json = (value: object): ServiceResponse => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
});

function answerOf({ payload, functionError, ...told }: Invocation, wantsLog: boolean): ServiceResponse {
  const headers = {
    'content-type': 'application/json',
    'x-amz-executed-version': '$LATEST',
    ...(functionError && { 'x-amz-function-error': functionError }),
    ...(wantsLog && { 'x-amz-log-result': logResult(told) }),
  };
  return { status: 200, headers, body: payload };
}

/** What the function printed, between the lines that Lambda itself writes. */
function logResult({ requestId, ranMs, logTail }: Pick<Invocation, 'requestId' | 'ranMs' | 'logTail'>): string {
  const duration = `Duration: ${ranMs.toFixed(2)} ms\tBilled Duration: ${Math.ceil(ranMs)} ms`;
  const start = `START RequestId: ${requestId} Version: $LATEST\n`;
  const end = `END RequestId: ${requestId}\nREPORT RequestId: ${requestId}\t${duration}\t\n`;
  const log = Buffer.concat([Buffer.from(start), logTail(), Buffer.from(end)]);
  return log.subarray(-LOG_TAIL_MAX_BYTES).toString('base64');
}

function tooLarge(bytes: number): ServiceError {
  const message = `${bytes} byte payload is too large for the RequestResponse invocation type (limit ${REQUEST_MAX_BYTES} bytes)`;
  return new ServiceError('RequestTooLargeException', message, 413);
}

/** An empty payload counts as `{}`; what is not JSON is refused before the function sees it. */
function checkedPayload(body: Buffer): Buffer {
  if (body.length === 0) return Buffer.from('{}');
  try {
    JSON.parse(body.toString());
    return body;
  } catch (cause) {
    const message = 'Could not parse request body into json: the payload is not JSON';
    throw new ServiceError('InvalidRequestContentException', message, 400, { cause });
  }
}
