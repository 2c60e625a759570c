import type { RecordedType } from './recorded-type.ts';

/** What functions print is in their own files, and counts are in `counts()`: nothing watches here and nothing rings. */
export const monitoringTypes: readonly RecordedType[] = [
  {
    type: 'AWS::Logs::LogGroup',
    properties:
      'RetentionInDays KmsKeyId LogGroupName Tags DataProtectionPolicy FieldIndexPolicies LogGroupClass ResourcePolicyDocument ' +
      'DeletionProtectionEnabled BearerTokenAuthenticationEnabled',
    createOnly: 'LogGroupName',
    namedBy: 'LogGroupName',
    nameMaxLength: 512,
    ref: ({ name }) => name,
    attributes: ({ name, region, account }) => ({ Arn: `arn:aws:logs:${region}:${account}:log-group:${name}:*` }),
  },
  {
    type: 'AWS::Logs::LogStream',
    properties: 'LogStreamName LogGroupName',
    required: 'LogGroupName',
    createOnly: 'LogStreamName LogGroupName',
    namedBy: 'LogStreamName',
    nameMaxLength: 512,
    ref: ({ name }) => name,
    key: (name, properties) => `${properties.text('LogGroupName')}|${name}`,
  },
  {
    type: 'AWS::Logs::MetricFilter',
    properties:
      'MetricTransformations FilterPattern LogGroupName FilterName FieldSelectionCriteria EmitSystemFieldDimensions ' +
      'ApplyOnTransformedLogs',
    required: 'FilterPattern LogGroupName MetricTransformations',
    createOnly: 'LogGroupName FilterName',
    namedBy: 'FilterName',
    nameMaxLength: 512,
    ref: ({ name }) => name,
    key: (name, properties) => `${properties.text('LogGroupName')}|${name}`,
  },
  {
    type: 'AWS::CloudWatch::Alarm',
    properties:
      'ThresholdMetricId EvaluateLowSampleCountPercentile ExtendedStatistic ComparisonOperator TreatMissingData Dimensions Period ' +
      'EvaluationPeriods Unit Namespace OKActions AlarmActions MetricName ActionsEnabled Metrics AlarmDescription AlarmName Statistic ' +
      'InsufficientDataActions DatapointsToAlarm Threshold WarmUpConfiguration EvaluationWindow EvaluationInterval Tags ' +
      'EvaluationCriteria ActionConfiguration',
    createOnly: 'AlarmName',
    namedBy: 'AlarmName',
    ref: ({ name }) => name,
    attributes: ({ name, region, account }) => ({ Arn: `arn:aws:cloudwatch:${region}:${account}:alarm:${name}` }),
  },
  {
    type: 'AWS::CloudWatch::CompositeAlarm',
    properties:
      'AlarmActions ActionsSuppressorWaitPeriod ActionsEnabled AlarmName AlarmDescription ActionsSuppressor AlarmRule ' +
      'InsufficientDataActions OKActions ActionsSuppressorExtensionPeriod ActionConfiguration Tags',
    required: 'AlarmRule',
    createOnly: 'AlarmName',
    namedBy: 'AlarmName',
    ref: ({ name }) => name,
    attributes: ({ name, region, account }) => ({ Arn: `arn:aws:cloudwatch:${region}:${account}:alarm:${name}` }),
  },
  {
    type: 'AWS::CloudWatch::Dashboard',
    properties: 'DashboardName DashboardBody Tags',
    required: 'DashboardBody',
    createOnly: 'DashboardName',
    namedBy: 'DashboardName',
    ref: ({ name }) => name,
  },
];
