import { type Duration, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  ContextAttribute,
  Schedule,
  type ScheduleExpression,
  ScheduleTargetInput,
  TimeWindow,
} from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { BundledFunction } from './bundled-function.ts';

export interface FunctionScheduleProps {
  /** Unique in the account and region. */
  readonly name: string;
  readonly description: string;
  readonly expression: ScheduleExpression;
  /** Off, it is there and does nothing: an operator can switch it on. */
  readonly enabled: boolean;
  readonly target: BundledFunction;
  /** For how long after it was due a run is still worth starting, 1 minute to 6 hours. */
  readonly maxAge: Duration;
  /** Tries of a run that failed, after the first, 0–2. */
  readonly retries: number;
  /** Takes events that Lambda could not be given. */
  readonly deadLetters: IQueue;
  /** Whether events of runs that failed for good go to `deadLetters` too. */
  readonly keepFailed: boolean;
}

/**
 * How often Scheduler offers Lambda an event. That is not the run: Lambda takes the event into a queue of its own, and
 * refuses it only while it has trouble itself.
 */
const DELIVERY_RETRIES = 10;

/**
 * Runs a function on time, with `{ source, time }`, where `time` is when the run was due: a run that is tried again does
 * the same work.
 *
 * Scheduler may invoke this function and no other; only schedules of this account's default group may have its role.
 */
export class FunctionSchedule extends Construct {
  constructor(scope: Construct, id: string, props: FunctionScheduleProps) {
    super(scope, id);
    const { target, maxAge, deadLetters } = props;
    const role = createRole(this);
    role.addToPolicy(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [target.function.functionArn] }),
    );
    role.addToPolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [deadLetters.queueArn] }));
    const schedule = new Schedule(this, 'Schedule', {
      scheduleName: props.name,
      description: props.description,
      schedule: props.expression,
      enabled: props.enabled,
      timeWindow: TimeWindow.off(),
      target: new LambdaInvoke(target.function, {
        // Else it is given every version of the function too.
        role: role.withoutPolicyUpdates(),
        input: ScheduleTargetInput.fromObject({ source: 'aws.scheduler', time: ContextAttribute.scheduledTime }),
        maxEventAge: maxAge,
        retryAttempts: DELIVERY_RETRIES,
        deadLetterQueue: deadLetters,
      }),
    });
    schedule.node.addDependency(role);
    Validations.of(deadLetters).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'It is a dead-letter queue itself, of a schedule, which the rule does not look for',
    });
    configureRuns(props);
  }
}

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html */
function createRole(scope: Construct): Role {
  const stack = Stack.of(scope);
  const group = stack.formatArn({ service: 'scheduler', resource: 'schedule-group', resourceName: 'default' });
  const conditions = { StringEquals: { 'aws:SourceAccount': stack.account, 'aws:SourceArn': group } };
  return new Role(scope, 'Role', { assumedBy: new ServicePrincipal('scheduler.amazonaws.com', { conditions }) });
}

/** What becomes of an event that Lambda has taken. */
function configureRuns({ target, maxAge, retries, deadLetters, keepFailed }: FunctionScheduleProps): void {
  target.function.configureAsyncInvoke({
    maxEventAge: maxAge,
    retryAttempts: retries,
    // Not the ready-made destination, which also lets the function ask for the queue's attributes.
    ...(keepFailed && { onFailure: { bind: () => ({ destination: deadLetters.queueArn }) } }),
  });
  if (!keepFailed) return;
  target.role.addToPolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [deadLetters.queueArn] }));
}
