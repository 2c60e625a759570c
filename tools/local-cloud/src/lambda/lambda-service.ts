import { notImplemented, type Service, ServiceError, type ServiceRequest, type ServiceResponse } from '../service.ts';
import type { LambdaFunction } from './lambda-function.ts';

/** Of a synchronous request. @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const REQUEST_MAX_BYTES = 6 << 20;
/** An asynchronous invocation that fails is tried twice more. @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html */
const ASYNC_RETRIES = 2;

const SUPPORTED = 'Invoke (RequestResponse, Event, DryRun)';
const PATH = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;
const NAME = /^(?:arn:[^:]*:lambda:[^:]*:[^:]*:function:)?([^:]+)(?::[^:]+)?$/;

/** Lambda: invoking the functions. */
export class LambdaService implements Service {
  readonly name = 'Lambda';
  readonly faulty = false;
  readonly #functions: ReadonlyMap<string, LambdaFunction>;
  readonly #background = new Set<Promise<void>>();

  constructor(functions: ReadonlyMap<string, LambdaFunction>) {
    this.#functions = functions;
  }

  matches({ path, headers }: ServiceRequest): boolean {
    return path.startsWith('/2015-03-31/') || /\/lambda\/aws4_request\b/.test(headers['authorization'] ?? '');
  }

  async route({ method, path, headers, body }: ServiceRequest): Promise<ServiceResponse> {
    const name = PATH.exec(path)?.[1];
    if (method !== 'POST' || name === undefined) throw notImplemented('Lambda', `${method} ${path}`, SUPPORTED);
    const target = this.#find(decodeURIComponent(name));
    if (body.length > REQUEST_MAX_BYTES) throw tooLarge(body.length);
    const payload = checkedPayload(body);
    const type = headers['x-amz-invocation-type'] ?? 'RequestResponse';
    if (type === 'DryRun') return { status: 204 };
    if (type === 'RequestResponse') return this.#run(target, payload);
    if (type !== 'Event')
      throw new ServiceError('InvalidParameterValueException', `Invocation type ${type} is not known`);
    this.#queue(target, payload);
    return { status: 202 };
  }

  #find(asked: string): LambdaFunction {
    const found = this.#functions.get(NAME.exec(asked)?.[1] ?? '');
    if (found) return found;
    throw new ServiceError('ResourceNotFoundException', `Function not found: ${asked}`, 404);
  }

  async #run(target: LambdaFunction, payload: Buffer): Promise<ServiceResponse> {
    const result = await target.invoke(payload);
    const headers = {
      'content-type': 'application/json',
      'x-amz-executed-version': '$LATEST',
      ...(result.functionError && { 'x-amz-function-error': result.functionError }),
    };
    return { status: 200, headers, body: result.payload };
  }

  /** Runs a function in the background. The retries follow at once: AWS waits one minute, then two. */
  #queue(target: LambdaFunction, payload: Buffer): void {
    const work = (async () => {
      for (let attempt = 0; attempt <= ASYNC_RETRIES; attempt += 1) {
        const result = await target.invoke(payload).catch(() => undefined);
        if (result && !result.functionError) return;
      }
    })();
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
