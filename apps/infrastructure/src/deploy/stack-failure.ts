import { type RetainedResource, retainedLines } from './retained-resources.ts';

/** One thing that happened to a stack or to a resource of it. */
export interface StackEvent {
  readonly id: string;
  readonly stackName: string;
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
  readonly status: string;
  readonly reason: string;
}

/** A resource that could not be made, changed or removed. */
type FailedResource = Pick<StackEvent, 'logicalId' | 'type' | 'status' | 'reason'>;

/** Why a stack did not become what it should, and what it is now. */
export interface StackFailure {
  readonly stackName: string;
  /** What failed by itself, first the first. */
  readonly causes: readonly FailedResource[];
  /** What the roll-back left in the account, as its removal policy says. */
  readonly left: readonly RetainedResource[];
  /** The stack's status after the newest event. */
  readonly status: string;
}

const STACK = 'AWS::CloudFormation::Stack';
/** Resources that were under way when another failed: they say nothing of the cause. */
const CANCELLED = /^Resource (creation|update|deletion) cancelled/i;

const isOwn = ({ type, logicalId, stackName }: StackEvent): boolean => type === STACK && logicalId === stackName;

/** What failed, told by the events of one operation, newest first; `undefined` where nothing did. */
export function failureOf(events: readonly StackEvent[]): StackFailure | undefined {
  const failed = events.filter((event) => event.status.endsWith('_FAILED') && !isOwn(event));
  const own = events.find(isOwn);
  if (!own || (failed.length === 0 && !/ROLLBACK|FAILED/.test(own.status))) return undefined;
  const causes = failed.filter(({ reason }) => !CANCELLED.test(reason)).toReversed();
  return {
    stackName: own.stackName,
    causes: causes.length > 0 ? causes : [reasonOfStack(events, own)],
    left: events
      .filter(({ status }) => status === 'DELETE_SKIPPED')
      .toReversed()
      .map(({ logicalId, type }) => ({ logicalId, type, physicalId: physicalIdOf(events, logicalId) })),
    status: own.status,
  };
}

/** Not every event of a resource says what it is called. */
const physicalIdOf = (events: readonly StackEvent[], logicalId: string): string =>
  events.find((event) => event.logicalId === logicalId && event.physicalId !== '')?.physicalId ?? '';

/** The stack's own first word of failure, where no resource has one: a hook, or a person, stopped it. */
const reasonOfStack = (events: readonly StackEvent[], own: StackEvent): StackEvent =>
  events.findLast((event) => isOwn(event) && /ROLLBACK_IN_PROGRESS|FAILED/.test(event.status)) ?? own;

/** What is to be known of how a stack ended, by its status. */
const ENDINGS: readonly (readonly [pattern: RegExp, text: string])[] = [
  [/^UPDATE_ROLLBACK_COMPLETE$/, 'It was rolled back: the stack is as it was before.'],
  [/^ROLLBACK_COMPLETE$/, 'It was rolled back: the next deployment starts anew.'],
  [
    /ROLLBACK_FAILED$/,
    'The roll-back failed too: mend the cause, then run: aws cloudformation continue-update-rollback --stack-name ',
  ],
  [
    /DELETE_FAILED$/,
    'The stack is still there, without what was deleted already: mend the cause and destroy it again.',
  ],
  [/IN_PROGRESS$/, 'CloudFormation is still at it: look again in a minute.'],
];

/** How many causes are told: the others follow from the first as a rule. */
const MAX_CAUSES = 3;

/** The failure as the last lines of a command. */
export function failureText({ stackName, causes, left, status }: StackFailure): string {
  const more = causes.length - MAX_CAUSES;
  const [, ending = ''] = ENDINGS.find(([pattern]) => pattern.test(status)) ?? [];
  const lines = [
    `${stackName} failed:`,
    ...causes.slice(0, MAX_CAUSES).map(causeText),
    ...(more > 0 ? [`  and ${more} more`] : []),
    `${ending}${ending.endsWith(' ') ? stackName : ''} (${status})`,
    ...(left.length > 0 ? ['Left in the account; to delete it:', ...retainedLines(left)] : []),
  ];
  return lines.join('\n');
}

const causeText = ({ logicalId, type, status, reason }: FailedResource): string =>
  `  ${logicalId} (${type}) ${status}: ${reason === '' ? 'no reason was given' : plain(reason)}`;

/** Without what only AWS's support can use. */
const plain = (reason: string): string =>
  reason.replace(/^Resource handler returned message: "(.*)" \(RequestToken: [^)]*\)$/s, '$1');
