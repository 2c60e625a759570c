import type { DeliveryOptions } from '../../firehose/open-delivery.ts';
import { ACCOUNT_ID } from '../../service.ts';
import { physicalName } from '../physical-name.ts';
import { ResourceError, type ResourceState } from '../resource-handler.ts';
import type { AccountParts } from './account-parts.ts';
import { arnOf, parseArn } from './arn.ts';
import { readDelivery } from './delivery-options.ts';
import { Properties } from './properties.ts';
import { alreadyExists } from './recorded/recorded-type.ts';
import type { TypeHandler } from './type-handler.ts';

const TYPE = 'AWS::KinesisFirehose::DeliveryStream';
/** @see https://docs.aws.amazon.com/firehose/latest/APIReference/API_CreateDeliveryStream.html */
const NAME_MAX_LENGTH = 64;

const OTHER_SOURCES = 'records come from a data stream, or are put here directly.';
const OTHER_DESTINATIONS = 'records go to a bucket, by ExtendedS3DestinationConfiguration.';

/**
 * A delivery stream into a bucket.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kinesisfirehose-deliverystream.html
 */
export function firehoseDeliveryStream(account: AccountParts): TypeHandler {
  const { parts, context } = account;
  const read = (properties: Properties, name: string): DeliveryOptions => {
    const source = sourceOf(properties, account);
    const destination = properties.object('ExtendedS3DestinationConfiguration');
    const needed = properties.need('ExtendedS3DestinationConfiguration', destination);
    return { ...readDelivery(needed, account), ...source, name };
  };
  const stateOf = (name: string, properties: ResourceState['properties']): ResourceState => ({
    type: TYPE,
    physicalId: name,
    attributes: { Arn: arnOf('firehose', context.region, `deliverystream/${name}`) },
    properties,
  });
  return {
    type: TYPE,
    properties: {
      used: 'DeliveryStreamName DeliveryStreamType KinesisStreamSourceConfiguration ExtendedS3DestinationConfiguration',
      unused: 'DeliveryStreamEncryptionConfigurationInput DirectPutSourceConfiguration Tags',
      refused: {
        AmazonOpenSearchServerlessDestinationConfiguration: OTHER_DESTINATIONS,
        AmazonopensearchserviceDestinationConfiguration: OTHER_DESTINATIONS,
        DatabaseSourceConfiguration: OTHER_SOURCES,
        ElasticsearchDestinationConfiguration: OTHER_DESTINATIONS,
        HttpEndpointDestinationConfiguration: OTHER_DESTINATIONS,
        IcebergDestinationConfiguration: OTHER_DESTINATIONS,
        MSKSourceConfiguration: OTHER_SOURCES,
        RedshiftDestinationConfiguration: OTHER_DESTINATIONS,
        S3DestinationConfiguration: OTHER_DESTINATIONS,
        SnowflakeDestinationConfiguration: OTHER_DESTINATIONS,
        SplunkDestinationConfiguration: OTHER_DESTINATIONS,
      },
    },
    createOnly:
      'DeliveryStreamName DeliveryStreamType KinesisStreamSourceConfiguration MSKSourceConfiguration DirectPutSourceConfiguration ' +
      'DatabaseSourceConfiguration',
    create: async (request) => {
      const properties = new Properties(request.properties);
      const name = properties.text('DeliveryStreamName') ?? physicalName(request, NAME_MAX_LENGTH);
      if (parts.deliveries.has(name)) throw alreadyExists(TYPE, name);
      const options = read(properties, name);
      await parts.removeDelivery(name);
      parts.addDelivery(options);
      return stateOf(name, request.properties);
    },
    update: async ({ properties }, { physicalId: name }) => {
      const options = read(new Properties(properties), name);
      if (!parts.deliveries.has(name))
        throw new ResourceError(`Firehose ${name} under account ${ACCOUNT_ID} not found.`, 'NotFound');
      await parts.changeDelivery(options);
      return stateOf(name, properties);
    },
    delete: ({ physicalId: name }) => parts.removeDelivery(name),
    restore: async ({ physicalId: name, properties }) => void parts.addDelivery(read(new Properties(properties), name)),
  };
}

/** The data stream that is read, from what comes after the delivery stream was made, as on AWS. @see https://docs.aws.amazon.com/firehose/latest/dev/writing-with-kinesis-streams.html */
function sourceOf(properties: Properties, { parts }: AccountParts): Pick<DeliveryOptions, 'sourceStream' | 'begin'> {
  const type = properties.choice('DeliveryStreamType', ['DirectPut', 'KinesisStreamAsSource']) ?? 'DirectPut';
  const config = properties.object('KinesisStreamSourceConfiguration');
  if (type === 'DirectPut' && config)
    throw properties.fault('KinesisStreamSourceConfiguration', `it is not for ${type}`);
  if (type === 'DirectPut') return {};
  const source = properties.need('KinesisStreamSourceConfiguration', config);
  const arn = source.need('KinesisStreamARN', source.text('KinesisStreamARN'));
  const name = parseArn(arn).resource.replace(/^stream\//, '');
  if (!parts.streams.has(name)) throw source.fault('KinesisStreamARN', `there is no stream ${arn}`);
  return { sourceStream: name, begin: 'latest' };
}
