import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  type LifecycleRule,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

/** What lies where in the bucket besides the tables, whose folders have their names. */
export const PREFIXES = {
  /** What nobody could read, byte for byte, until it is replayed. */
  quarantine: 'quarantine/',
  /** The stream's records as they came. */
  raw: 'raw/',
  /** Answers of Athena. */
  results: 'athena-results/',
  /** The bucket's own access logs, in the bucket beside. */
  accessLogs: 'lake/',
} as const;

export interface LakeBucketProps {
  readonly removalPolicy: RemovalPolicy;
  /** Days that raw records stay, 0 when none are kept. */
  readonly keepRawDays: number;
}

/** Who read and wrote what: long enough to look into an incident. */
const ACCESS_LOG_DAYS = 90;
/** What was overwritten or deleted by mistake can be brought back for so long. */
const NONCURRENT_DAYS = 30;
/** Athena reuses a result for seven days at most. https://docs.aws.amazon.com/athena/latest/ug/reusing-query-results.html */
const RESULT_DAYS = 7;
/** A writer that died leaves parts that nobody sees and everybody pays. No writer of ours takes longer than minutes. */
const ABANDONED_UPLOAD_DAYS = 2;

const PRIVATE: BucketProps = {
  encryption: BucketEncryption.S3_MANAGED,
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
  enforceSSL: true,
  minimumTLSVersion: 1.2,
};

/** A bucket that stays when its stack goes stays as closed as it was. */
class PrivateBucket extends Bucket {
  constructor(scope: Construct, id: string, props: BucketProps & { readonly removalPolicy: RemovalPolicy }) {
    super(scope, id, { ...PRIVATE, ...props });
    this.policy?.applyRemovalPolicy(props.removalPolicy);
  }
}

/** A prefix whose objects can be made again, or are not worth more: no old versions of them are kept. */
const passing = (id: string, prefix: string, days: number): LifecycleRule => ({
  id,
  prefix,
  expiration: Duration.days(days),
  noncurrentVersionExpiration: Duration.days(1),
});

/**
 * The lake's bucket. Tables and quarantine stay for ever. They are not moved to colder storage: their objects are small,
 * and the classes below Standard bill each one as 128 KB at least.
 */
export class LakeBucket extends PrivateBucket {
  constructor(scope: Construct, id: string, { removalPolicy, keepRawDays }: LakeBucketProps) {
    super(scope, id, {
      removalPolicy,
      versioned: true,
      serverAccessLogsBucket: new PrivateBucket(scope, `${id}AccessLogs`, {
        removalPolicy,
        lifecycleRules: [{ id: 'access-logs', expiration: Duration.days(ACCESS_LOG_DAYS) }],
      }),
      serverAccessLogsPrefix: PREFIXES.accessLogs,
      lifecycleRules: [
        {
          id: 'remains',
          abortIncompleteMultipartUploadAfter: Duration.days(ABANDONED_UPLOAD_DAYS),
          noncurrentVersionExpiration: Duration.days(NONCURRENT_DAYS),
          expiredObjectDeleteMarker: true,
        },
        passing('athena-results', PREFIXES.results, RESULT_DAYS),
        // A deployment that stops keeping raw records still lets go of those that it has.
        passing('raw', PREFIXES.raw, Math.max(keepRawDays, 1)),
      ],
    });
  }
}
