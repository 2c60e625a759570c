import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { failureOf, failureText, type StackEvent } from './stack-failure.ts';

let count = 0;
const event = (logicalId: string, status: string, reason = '', type = 'AWS::SQS::Queue'): StackEvent => ({
  id: `e${(count += 1)}`,
  stackName: 'tickerlake-lake',
  logicalId,
  physicalId: `physical-${logicalId}`,
  type: logicalId === 'tickerlake-lake' ? 'AWS::CloudFormation::Stack' : type,
  status,
  reason,
});
const stack = (status: string, reason = '') => event('tickerlake-lake', status, reason);
/** As AWS lists them: newest first. */
const happened = (...events: StackEvent[]) => events.toReversed();

const ALREADY_THERE =
  'Resource handler returned message: "WorkGroup tickerlake already exists" (RequestToken: 94ee5ad8, HandlerErrorCode: AlreadyExists)';
const FAILED_CREATION = happened(
  stack('CREATE_IN_PROGRESS'),
  event('Bucket', 'CREATE_COMPLETE', '', 'AWS::S3::Bucket'),
  event('WorkGroup', 'CREATE_FAILED', ALREADY_THERE, 'AWS::Athena::WorkGroup'),
  event('Stream', 'CREATE_FAILED', 'Resource creation cancelled', 'AWS::Kinesis::Stream'),
  stack('ROLLBACK_IN_PROGRESS', 'The following resource(s) failed to create: [WorkGroup, Stream].'),
  event('Stream', 'DELETE_COMPLETE', '', 'AWS::Kinesis::Stream'),
  { ...event('Bucket', 'DELETE_SKIPPED', '', 'AWS::S3::Bucket'), physicalId: '' },
  stack('ROLLBACK_COMPLETE'),
);

it('tells the resource that failed and why, not those that were cancelled for it, what stays, and how it ended', () => {
  const failure = failureOf(FAILED_CREATION);
  expect(failure && failureText(failure)).toBe(
    [
      'tickerlake-lake failed:',
      '  WorkGroup (AWS::Athena::WorkGroup) CREATE_FAILED: WorkGroup tickerlake already exists',
      'It was rolled back: the next deployment starts anew. (ROLLBACK_COMPLETE)',
      'Left in the account; to delete it:',
      '  Bucket (AWS::S3::Bucket): aws s3api delete-bucket --bucket physical-Bucket (empty it first, with all versions; S3 console: Empty)',
    ].join('\n'),
  );
});

it.each([
  ['UPDATE_ROLLBACK_COMPLETE', 'It was rolled back: the stack is as it was before. (UPDATE_ROLLBACK_COMPLETE)'],
  [
    'UPDATE_ROLLBACK_FAILED',
    'aws cloudformation continue-update-rollback --stack-name tickerlake-lake (UPDATE_ROLLBACK_FAILED)',
  ],
  ['DELETE_FAILED', 'The stack is still there, without what was deleted already'],
  ['UPDATE_ROLLBACK_IN_PROGRESS', 'CloudFormation is still at it'],
])('says what %s leaves', (status, says) => {
  const failure = failureOf(happened(event('Queue', 'UPDATE_FAILED', 'no'), stack(status)));
  expect(failure && failureText(failure)).toContain(says);
});

it('tells three causes, and how many more there are', () => {
  const causes = ['A', 'B', 'C', 'D', 'E'].map((name) => event(name, 'CREATE_FAILED', `because of ${name}`));
  const failure = failureOf(happened(...causes, stack('ROLLBACK_COMPLETE')));
  const text = failure ? failureText(failure) : '';
  expect(text).toMatch(/because of A\n.*because of B\n.*because of C\n  and 2 more\n/);
});

it('takes the reason of the stack where no resource has one', () => {
  const failure = failureOf(
    happened(
      stack('UPDATE_IN_PROGRESS'),
      stack('UPDATE_ROLLBACK_IN_PROGRESS', 'User asked'),
      stack('UPDATE_ROLLBACK_COMPLETE'),
    ),
  );
  expect(failure?.causes).toMatchObject([{ logicalId: 'tickerlake-lake', reason: 'User asked' }]);
});

it('says nothing of what went well, or did not happen', () => {
  expect(failureOf([])).toBeUndefined();
  expect(
    failureOf(happened(stack('CREATE_IN_PROGRESS'), event('Q', 'CREATE_COMPLETE'), stack('CREATE_COMPLETE'))),
  ).toBeUndefined();
});

it('finds the causes among whatever else happens, in the order in which they came', () => {
  const noise = fc.constantFrom('CREATE_IN_PROGRESS', 'CREATE_COMPLETE', 'DELETE_COMPLETE', 'cancelled', 'cause');
  fc.assert(
    fc.property(fc.array(noise, { maxLength: 30 }), (kinds) => {
      const events = kinds.map((kind, index) => {
        if (kind === 'cause') return event(`R${index}`, 'CREATE_FAILED', `reason ${index}`);
        if (kind === 'cancelled') return event(`R${index}`, 'CREATE_FAILED', 'Resource creation cancelled');
        return event(`R${index}`, kind);
      });
      const causes = events.filter(({ reason }) => reason.startsWith('reason'));
      fc.pre(causes.length > 0);
      expect(failureOf(happened(...events, stack('ROLLBACK_COMPLETE')))?.causes).toEqual(causes);
    }),
  );
});
