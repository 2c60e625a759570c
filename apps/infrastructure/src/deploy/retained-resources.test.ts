import { expect, it } from 'vitest';
import { fateOf, retainedLines } from './retained-resources.ts';

const template = {
  Resources: {
    Bucket: { Type: 'AWS::S3::Bucket', DeletionPolicy: 'Retain' },
    BucketPolicy: { Type: 'AWS::S3::BucketPolicy', DeletionPolicy: 'Retain' },
    Stream: { Type: 'AWS::Kinesis::Stream', DeletionPolicy: 'RetainExceptOnCreate' },
    Odd: { Type: 'AWS::Odd::Thing', DeletionPolicy: 'Retain' },
    Queue: { Type: 'AWS::SQS::Queue', DeletionPolicy: 'Delete' },
    Role: { Type: 'AWS::IAM::Role' },
    Trial: { Type: 'AWS::S3::Bucket', DeletionPolicy: 'Delete' },
    NeverMade: { Type: 'AWS::S3::Bucket', DeletionPolicy: 'Retain' },
  },
};
const ids = new Map(Object.keys(template.Resources).map((id) => [id, `physical-${id}`]));
ids.delete('NeverMade');

it('knows what outlives its stack: what the template keeps and the account has', () => {
  expect(fateOf(template, ids).stays.map(({ logicalId }) => logicalId)).toEqual([
    'Bucket',
    'BucketPolicy',
    'Stream',
    'Odd',
  ]);
  expect(fateOf({}, ids)).toEqual({ stays: [], bucketsThatGo: [] });
});

it('knows the buckets that go, and keep their stack from going while they hold something', () => {
  expect(fateOf(template, ids).bucketsThatGo).toEqual(['physical-Trial']);
});

it('says of each how it is deleted, and leaves out what goes with another', () => {
  expect(retainedLines(fateOf(template, ids).stays)).toEqual([
    '  Bucket (AWS::S3::Bucket): aws s3api delete-bucket --bucket physical-Bucket (empty it first, with all versions; S3 console: Empty)',
    '  Stream (AWS::Kinesis::Stream): aws kinesis delete-stream --enforce-consumer-deletion --stream-name physical-Stream',
    '  Odd (AWS::Odd::Thing): delete physical-Odd in the console',
  ]);
});
