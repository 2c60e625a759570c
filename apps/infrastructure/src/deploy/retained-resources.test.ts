import { expect, it } from 'vitest';
import { retainedLines, retainedResources } from './retained-resources.ts';

const template = {
  Resources: {
    Bucket: { Type: 'AWS::S3::Bucket', DeletionPolicy: 'Retain' },
    BucketPolicy: { Type: 'AWS::S3::BucketPolicy', DeletionPolicy: 'Retain' },
    Stream: { Type: 'AWS::Kinesis::Stream', DeletionPolicy: 'RetainExceptOnCreate' },
    Odd: { Type: 'AWS::Odd::Thing', DeletionPolicy: 'Retain' },
    Queue: { Type: 'AWS::SQS::Queue', DeletionPolicy: 'Delete' },
    Role: { Type: 'AWS::IAM::Role' },
    NeverMade: { Type: 'AWS::S3::Bucket', DeletionPolicy: 'Retain' },
  },
};
const ids = new Map(Object.keys(template.Resources).map((id) => [id, `physical-${id}`]));
ids.delete('NeverMade');

it('knows what outlives its stack: what the template keeps and the account has', () => {
  expect(retainedResources(template, ids).map(({ logicalId }) => logicalId)).toEqual([
    'Bucket',
    'BucketPolicy',
    'Stream',
    'Odd',
  ]);
  expect(retainedResources({}, ids)).toEqual([]);
});

it('says of each how it is deleted, and leaves out what goes with another', () => {
  expect(retainedLines(retainedResources(template, ids))).toEqual([
    expect.stringContaining(
      'empty it with all versions (S3 console: Empty), then: aws s3api delete-bucket --bucket physical-Bucket',
    ),
    expect.stringMatching(
      /^  Stream .*\n    to delete it too: aws kinesis delete-stream --enforce-consumer-deletion --stream-name physical-Stream$/,
    ),
    expect.stringContaining('Odd (AWS::Odd::Thing) physical-Odd\n    to delete it too: delete it in the console'),
  ]);
});
