import { type Fields, optionalText } from '../fields.ts';
import { notImplemented, ServiceError } from '../service.ts';
import { numberWithin, required } from './message-fields.ts';
import type { Queue } from './queue.ts';

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListMessageMoveTasks.html */
const LIST_MAX_TASKS = 10;

/** As ListMessageMoveTasks tells it. */
interface MoveTask {
  readonly SourceArn: string;
  readonly DestinationArn: string | undefined;
  readonly Status: string;
  readonly ApproximateNumberOfMessagesMoved: number;
  readonly ApproximateNumberOfMessagesToMove: number;
  readonly StartedTimestamp: number;
}

/**
 * Moves of dead letters back to where they came from, or to another queue. A task is done when its start is answered, so
 * there is none to cancel. A moved message is a new one, with a new id. Tasks are remembered until the process ends.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html
 */
export class MessageMoves {
  readonly #queues: ReadonlyMap<string, Queue>;
  /** Newest first. */
  readonly #tasks: MoveTask[] = [];

  constructor(queues: ReadonlyMap<string, Queue>) {
    this.#queues = queues;
  }

  start(fields: Fields): object {
    if (typeof fields['MaxNumberOfMessagesPerSecond'] === 'number')
      throw notImplemented('SQS', 'StartMessageMoveTask with MaxNumberOfMessagesPerSecond', 'moves at full speed');
    const source = this.#find(required(fields, 'SourceArn'));
    if (![...this.#queues.values()].some(({ setup }) => setup.redrive?.deadLetterQueue === source))
      throw new ServiceError(
        'InvalidParameterValue',
        `Source queue must be configured as a dead-letter queue, which ${source.name} is not.`,
      );
    const arn = optionalText(fields, 'DestinationArn');
    const destination = arn === undefined ? undefined : this.#find(arn);
    const StartedTimestamp = source.setup.clock.now();
    const moved = source.sendOn((from = '') => destination ?? this.#find(from));
    const counts = { ApproximateNumberOfMessagesMoved: moved, ApproximateNumberOfMessagesToMove: moved };
    const task = { SourceArn: source.arn, DestinationArn: destination?.arn, Status: 'COMPLETED' };
    this.#tasks.unshift({ ...task, ...counts, StartedTimestamp });
    return { TaskHandle: Buffer.from(`${source.arn} ${StartedTimestamp}`).toString('base64url') };
  }

  list(fields: Fields): object {
    const source = this.#find(required(fields, 'SourceArn'));
    const max = numberWithin(fields, 'MaxResults', 1, LIST_MAX_TASKS) ?? 1;
    return { Results: this.#tasks.filter(({ SourceArn }) => SourceArn === source.arn).slice(0, max) };
  }

  #find(wanted: string): Queue {
    const queue = [...this.#queues.values()].find(({ arn }) => arn === wanted);
    if (queue) return queue;
    throw new ServiceError(
      'ResourceNotFoundException',
      `There is no queue ${wanted || 'for a message that is no dead letter'}.`,
      404,
    );
  }
}
