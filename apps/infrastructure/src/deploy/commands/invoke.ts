import { type InvokeCommandOutput, InvokeCommand, TooManyRequestsException } from '@aws-sdk/client-lambda';
import { explainAwsFailure, nameOf } from '../aws-failures.ts';
import { collectEvent } from '../collect-event.ts';
import { outcomeOf, readFailure, readReport, reportLines } from '../collect-report.ts';
import { findStack } from '../deployed-stack.ts';
import { DriverError, UsageError } from '../failures.ts';
import { type AwsSession, type Session, withAws } from '../session.ts';

/** `nx run collector:invoke`: one run of the deployed collector, or of a local one; the answer is by what became of the bars. */
export const invoke = (session: Session): Promise<number> => {
  const event = collectEvent(session.asked);
  return withAws(session, async (aws) => {
    const name = await functionName(aws);
    const answer = await call(aws, name, event);
    const text = answer.Payload?.transformToString() ?? '';
    if (answer.FunctionError !== undefined) throw failed(text, answer.LogResult);
    const report = readReport(text);
    if (aws.asked.switches.has('json')) aws.context.print(`${JSON.stringify(report, undefined, 2)}\n`);
    else aws.context.print(`${reportLines(report).join('\n')}\n`);
    return outcomeOf(report);
  });
};

/** What the local cloud calls the collector: it builds the pipeline without CloudFormation. */
const LOCAL_FUNCTION = 'collector';

async function functionName({ clients, config, place, context }: AwsSession): Promise<string> {
  const stackName = `${config.name}-collector`;
  try {
    const stack = await findStack(clients.cloudFormation, stackName);
    const name = stack?.outputs['FunctionName'];
    if (name !== undefined) return name;
  } catch (error) {
    if (place.endpoint === undefined || nameOf(error) !== 'NotImplemented') {
      throw explainAwsFailure(error, `what the stack ${stackName} is (CloudFormation DescribeStacks)`, place);
    }
    context.note(`${place.endpoint} knows no CloudFormation: calling its function ${LOCAL_FUNCTION}.`);
    return LOCAL_FUNCTION;
  }
  throw new DriverError(
    `There is no stack ${stackName} with a collector in ${place.region}: run npx nx run collector:deploy first.`,
  );
}

async function call({ clients, place }: AwsSession, name: string, event: object): Promise<InvokeCommandOutput> {
  const command = new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(event), LogType: 'Tail' });
  return clients.lambda.send(command).catch((error: unknown) => {
    if (error instanceof TooManyRequestsException) throw new DriverError(BUSY, { cause: error });
    throw explainAwsFailure(error, `the call of ${name} (Lambda Invoke)`, place);
  });
}

/** Two runs at once would fetch the same minutes twice. */
const BUSY = 'The collector is at work already, and runs once at a time: try again when that run has ended.';

/** A wrong question is told as one; of another failure the function's last log lines are the better part. */
function failed(payload: string, logTail = ''): DriverError {
  const { type, message } = readFailure(payload);
  if (type === 'RequestError' || type === 'RequestTooLargeError') return new UsageError(message);
  const log = Buffer.from(logTail, 'base64').toString().trimEnd();
  return new DriverError(`The collector failed: ${message}${log === '' ? '' : `\nIts last log lines:\n${log}`}`);
}
