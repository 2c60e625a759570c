import { join } from 'node:path';
import type { FunctionSettings } from '../../lambda/function-setup.ts';
import type { LambdaFunction } from '../../lambda/lambda-function.ts';
import type { Bucket } from '../../s3/bucket.ts';
import { physicalName } from '../physical-name.ts';
import { type JsonValues, ResourceError, type ResourceState } from '../resource-handler.ts';
import type { AccountParts } from './account-parts.ts';
import { CodeStore, entryOf, type UnpackedCode } from './lambda-code.ts';
import { readEnvironment } from './lambda-environment.ts';
import { Properties, type PropertyTable } from './properties.ts';
import { alreadyExists } from './recorded/recorded-type.ts';
import type { TypeHandler } from './type-handler.ts';

const TYPE = 'AWS::Lambda::Function';
/** @see https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
const NAME_MAX_LENGTH = 64;
const TIMEOUT_SECONDS = { min: 1, max: 900 };
const DEFAULT_TIMEOUT_MS = 3000;
const MEMORY_MB = { min: 128, max: 10_240 };
/** An account's concurrency, of which 100 are never reserved. @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html */
const CONCURRENCY = { min: 0, max: 900 };

const IMAGES = 'functions are zips here, not images.';
const PROPERTIES: PropertyTable = {
  used:
    'FunctionName Code Handler Runtime Role Timeout MemorySize Environment ReservedConcurrentExecutions Description LoggingConfig ' +
    'PackageType',
  unused:
    'Architectures CodeSigningConfigArn EphemeralStorage KmsKeyArn PublishToLatestPublished RecursiveLoop RuntimeManagementConfig ' +
    'SnapStart Tags TracingConfig',
  refused: {
    ImageConfig: IMAGES,
    DeadLetterConfig: 'an AWS::Lambda::EventInvokeConfig with DestinationConfig is here instead.',
    DurableConfig: 'an invocation is run in one go here.',
    FileSystemConfigs: 'functions have the disk of this machine.',
    FunctionScalingConfig: 'functions have ten processes at most here.',
    CapacityProviderConfig: 'functions run on this machine.',
    Layers: 'put what the function needs into its zip.',
    TenancyConfig: 'functions have one tenant here.',
    VpcConfig: 'functions have the network of this machine.',
  },
};
const CODE: PropertyTable = {
  used: 'S3Bucket S3Key ZipFile',
  unused: 'SourceKMSKeyArn',
  refused: {
    ImageUri: IMAGES,
    S3ObjectVersion: 'buckets keep no versions here.',
    S3ObjectStorageMode: 'functions have a copy of their code here.',
  },
};

/**
 * A function: a zip of a bucket, unpacked and run with this Node.js.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-function.html
 */
export function lambdaFunction({ parts, context }: AccountParts): TypeHandler {
  const { functions, buckets } = parts;
  const store = codeStore(context);

  const stateOf = ({ name, arn }: LambdaFunction, code: UnpackedCode, properties: JsonValues): ResourceState => {
    store.note(name, code);
    return { type: TYPE, physicalId: name, attributes: { Arn: arn }, properties };
  };

  return {
    type: TYPE,
    properties: PROPERTIES,
    createOnly: 'FunctionName PackageType TenancyConfig',
    create: async (request) => {
      const properties = new Properties(request.properties);
      const name = properties.text('FunctionName') ?? physicalName(request, NAME_MAX_LENGTH);
      if (functions.has(name)) throw alreadyExists(TYPE, name);
      const code = await fetchCode(properties, buckets, store);
      return stateOf(parts.addFunction(name, settingsOf(properties, code)), code, request.properties);
    },
    update: async (request, { physicalId: name }) => {
      const changed = functions.get(name);
      if (!changed) throw new ResourceError(`Function not found: ${name}`, 'NotFound');
      const properties = new Properties(request.properties);
      const code = await fetchCode(properties, buckets, store);
      changed.configure(settingsOf(properties, code));
      return stateOf(changed, code, request.properties);
    },
    delete: async ({ physicalId: name }) => {
      const user = userOf(functions.get(name), parts);
      if (user !== undefined) throw new ResourceError(`Function ${name} is needed by ${user}: delete that first`);
      parts.removeFunction(name);
      store.forget(name);
    },
    restore: async ({ physicalId: name, properties: values }) => {
      const properties = new Properties(values);
      const code = store.noted(name) ?? (await fetchCode(properties, buckets, store));
      parts.addFunction(name, settingsOf(properties, code));
    },
  };
}

/** Where functions' code lies in an account's folder. */
export const codeStore = ({ dir }: Pick<AccountParts['context'], 'dir'>): CodeStore =>
  new CodeStore(join(dir, 'lambda', 'code'));

function settingsOf(properties: Properties, code: UnpackedCode): FunctionSettings {
  properties.choice('PackageType', ['Zip']);
  const runtime = properties.need('Runtime', properties.text('Runtime'));
  if (!runtime.startsWith('nodejs'))
    throw properties.fault('Runtime', `'${runtime}' is not here: functions run with Node.js`);
  const handler = properties.need('Handler', properties.text('Handler'));
  const environment = readEnvironment(properties);
  return {
    ...entryOf(code.dir, handler),
    env: environment.all,
    timeoutMs: properties.seconds('Timeout', TIMEOUT_SECONDS) ?? DEFAULT_TIMEOUT_MS,
    memoryMb: properties.number('MemorySize', MEMORY_MB) ?? MEMORY_MB.min,
    reservedConcurrency: properties.number('ReservedConcurrentExecutions', CONCURRENCY),
    facts: {
      Runtime: runtime,
      Role: properties.need('Role', properties.text('Role')),
      Handler: handler,
      Description: properties.text('Description') ?? '',
      CodeSha256: code.sha256,
      CodeSize: code.bytes,
      Environment: { Variables: environment.told },
    },
  };
}

async function fetchCode(
  properties: Properties,
  buckets: ReadonlyMap<string, Bucket>,
  store: CodeStore,
): Promise<UnpackedCode> {
  const code = properties.need('Code', properties.object('Code')).only(CODE);
  const source = code.text('ZipFile');
  if (source !== undefined) return store.inline(source);
  const bucketName = code.need('S3Bucket', code.text('S3Bucket'));
  const key = code.need('S3Key', code.text('S3Key'));
  const bucket = buckets.get(bucketName);
  const found = await bucket?.read(key);
  if (found) return store.unpack(await found.handle.readFile().finally(() => found.handle.close()));
  const why = bucket ? 'NoSuchKey' : 'NoSuchBucket';
  const what = `${bucketName}/${key} does not exist`;
  throw new ResourceError(`Error occurred while GetObject. S3 Error Code: ${why}. S3 Error Message: ${what}`);
}

function userOf(
  wanted: LambdaFunction | undefined,
  { deliveries, mappings }: AccountParts['parts'],
): string | undefined {
  if (!wanted) return undefined;
  const delivery = [...deliveries.values()].find(({ stream }) => stream.setup.transform === wanted);
  return delivery?.stream.setup.name ?? [...mappings].find(({ lambda }) => lambda === wanted)?.name;
}
