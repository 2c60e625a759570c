import { jsonFailure } from '../json-service.ts';
import { type Service, ServiceError } from '../service.ts';
import type { LambdaFunction } from './lambda-function.ts';

const PATH =
  /^\/_runtime\/([\w-]+)\/2018-06-01\/runtime\/(?:invocation\/(next|[\w-]+)(?:\/(response|error))?|(init)\/error)$/;
const accepted = { status: 202, body: '{"status":"OK"}' };

/**
 * The Runtime API, through which the processes of functions get their invocations. A process is known by a token in its
 * path that only it was given: nothing else on the machine can take its work.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export function runtimeService(functions: ReadonlyMap<string, LambdaFunction>): Service {
  return {
    name: 'Lambda Runtime API',
    faulty: false,
    matches: ({ path }) => path.startsWith('/_runtime/'),
    route: async ({ path, body }) => {
      const [, token = '', id = '', outcome, init] = PATH.exec(path) ?? [];
      const instance = [...functions.values()].map((one) => one.instance(token)).find(Boolean);
      if (!instance) throw new ServiceError('Runtime.InvalidToken', 'No such process', 403);
      if (init) instance.initFailed(body);
      else if (!outcome) return instance.next();
      else if (!instance.finish(id, body, outcome === 'error'))
        throw new ServiceError('InvalidRequestID', 'The invocation is over', 400);
      return accepted;
    },
    failure: jsonFailure,
  };
}
