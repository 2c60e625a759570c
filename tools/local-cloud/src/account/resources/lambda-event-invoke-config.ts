import { ASYNC_DEFAULTS, type AsyncSettings } from '../../lambda/async-settings.ts';
import type { LambdaFunction } from '../../lambda/lambda-function.ts';
import { ResourceError, type ResourceState } from '../resource-handler.ts';
import type { AccountParts } from './account-parts.ts';
import { functionNameOf } from './arn.ts';
import { readDestination, reportKey } from './destination.ts';
import { Properties } from './properties.ts';
import { alreadyExists } from './recorded/recorded-type.ts';
import type { TypeHandler } from './type-handler.ts';

const TYPE = 'AWS::Lambda::EventInvokeConfig';
/** @see https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html */
const AGE_SECONDS = { min: 60, max: 21_600 };
const RETRIES = { min: 0, max: 2 };
const DESTINATIONS = { used: 'OnFailure', unused: '', refused: { OnSuccess: 'only failures are told here.' } };

/**
 * What becomes of asynchronous invocations that fail.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-eventinvokeconfig.html
 */
export function lambdaEventInvokeConfig({ parts }: AccountParts): TypeHandler {
  const read = (properties: Properties, name: string): AsyncSettings => {
    const onFailure = properties.object('DestinationConfig')?.only(DESTINATIONS).object('OnFailure');
    const destination = onFailure && readDestination(onFailure, parts);
    return {
      retries: properties.number('MaximumRetryAttempts', RETRIES) ?? ASYNC_DEFAULTS.retries,
      maxAgeMs: properties.seconds('MaximumEventAgeInSeconds', AGE_SECONDS) ?? ASYNC_DEFAULTS.maxAgeMs,
      onFailure:
        destination &&
        (({ facts, nowMs, requestId }) => {
          const key = reportKey(`async/${name}`, nowMs, requestId);
          return destination({ facts, object: { key, body: Buffer.from(JSON.stringify(facts)) } });
        }),
    };
  };
  const put = (properties: Properties): LambdaFunction => {
    const text = properties.need('FunctionName', properties.text('FunctionName'));
    const target = parts.functions.get(functionNameOf(text));
    if (!target) throw new ResourceError(`Function not found: ${text}`, 'NotFound');
    const qualifier = properties.text('Qualifier');
    if (qualifier !== '$LATEST')
      throw properties.fault('Qualifier', `'${qualifier}' is not here: functions are $LATEST`);
    target.asyncSettings = read(properties, target.name);
    return target;
  };
  const stateOf = ({ name }: LambdaFunction, properties: ResourceState['properties']): ResourceState => ({
    type: TYPE,
    physicalId: `${name}|$LATEST`,
    attributes: {},
    properties,
  });
  return {
    type: TYPE,
    properties: {
      used: 'FunctionName Qualifier MaximumRetryAttempts MaximumEventAgeInSeconds DestinationConfig',
      unused: '',
      refused: {},
    },
    createOnly: 'FunctionName Qualifier',
    create: async ({ properties }) => {
      const name = functionNameOf(new Properties(properties).text('FunctionName') ?? '');
      if (parts.functions.get(name)?.asyncSettings !== ASYNC_DEFAULTS && parts.functions.has(name))
        throw alreadyExists(TYPE, `${name}|$LATEST`);
      return stateOf(put(new Properties(properties)), properties);
    },
    update: async ({ properties }) => stateOf(put(new Properties(properties)), properties),
    delete: async ({ physicalId }) => {
      const target = parts.functions.get(physicalId.replace('|$LATEST', ''));
      if (target) target.asyncSettings = ASYNC_DEFAULTS;
    },
    restore: async ({ properties }) => void put(new Properties(properties)),
  };
}
