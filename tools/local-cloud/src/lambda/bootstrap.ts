/**
 * What runs in a function's process: it imports the bundle, then asks the Runtime API for one invocation after the other,
 * as AWS's own runtime does. Kept as text, so that it survives the bundling of whatever contains this package.
 * It ends itself when the local cloud is gone, however that ended: its standard input closes.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export const BOOTSTRAP = `
import http from 'node:http';
import { flushCompileCache } from 'node:module';
import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';

const { env } = process;
const [, entry, name] = process.argv;
process.stdin.on('end', () => process.exit()).resume();
const agent = new http.Agent({ keepAlive: true });
const call = (method, path, body) =>
  new Promise((resolve, reject) => {
    const request = http.request('http://' + env.AWS_LAMBDA_RUNTIME_API + '/2018-06-01/runtime/' + path, { method, agent }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => resolve({ headers: response.headers, body: Buffer.concat(chunks).toString() }));
    });
    request.on('error', reject).end(body);
  });
const describe = (error) =>
  JSON.stringify({
    errorType: error instanceof Error ? error.name : typeof error,
    errorMessage: error instanceof Error ? error.message : String(error),
    trace: error instanceof Error && error.stack ? error.stack.split('\\n') : [],
  });
const contextOf = (headers) => ({
  awsRequestId: headers['lambda-runtime-aws-request-id'],
  invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
  functionName: env.AWS_LAMBDA_FUNCTION_NAME,
  functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
  memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
  logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
  logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
  callbackWaitsForEmptyEventLoop: true,
  getRemainingTimeInMillis: () => Math.max(0, Number(headers['lambda-runtime-deadline-ms']) - Date.now()),
});

// A handler that streams, as far as an invocation that waits for the whole answer sees it.
globalThis.awslambda = {
  streamifyResponse: (stream) => async (event, context) => {
    const answer = Object.assign(new PassThrough(), { setContentType: () => {} });
    const [body] = await Promise.all([buffer(answer), stream(event, answer, context)]);
    return body;
  },
  HttpResponseStream: {
    from: (answer, metadata) => {
      answer.write(JSON.stringify(metadata) + '\\0'.repeat(8));
      return answer;
    },
  },
};

let handler;
let flushed = false;
try {
  const module = await import(pathToFileURL(entry));
  const exported = (from) => name.split('.').reduce((value, part) => value?.[part], from);
  handler = exported(module) ?? exported(module.default);
  if (typeof handler !== 'function') throw new TypeError(entry + ' exports no function named ' + name);
} catch (error) {
  console.error(error);
  await call('POST', 'init/error', describe(error)).catch(() => {});
  process.exit(1);
}
try {
  for (;;) {
    const { headers, body } = await call('GET', 'invocation/next');
    const path = 'invocation/' + headers['lambda-runtime-aws-request-id'];
    let answer;
    try {
      const result = await handler(JSON.parse(body), contextOf(headers));
      answer = [path + '/response', Buffer.isBuffer(result) ? result : (JSON.stringify(result) ?? 'null')];
    } catch (error) {
      console.error(error);
      answer = [path + '/error', describe(error)];
    }
    await call('POST', ...answer);
    if (!flushed) flushCompileCache();
    flushed = true;
  }
} catch {
  process.exit(); // The local cloud is gone.
}
`;
