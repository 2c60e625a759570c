import type { Identity, RecordedType } from './recorded-type.ts';

/** Ids as API Gateway's: ten characters of an API, seven of what is in it. */
const API_ID = 10;
const PART_ID = 7;
/** Of a function's URL. */
const URL_ID = 32;

const functionArn = ({ properties, region, account }: Identity): string => {
  const target = properties.text('TargetFunctionArn') ?? '';
  return target.startsWith('arn:') ? target : `arn:aws:lambda:${region}:${account}:function:${target}`;
};

/** Ways in from outside: no schedule fires here, and no gateway or function URL answers. Functions are invoked through Lambda. */
export const triggerTypes: readonly RecordedType[] = [
  {
    type: 'AWS::Scheduler::Schedule',
    properties:
      'GroupName StartDate ScheduleExpression Target Description KmsKeyArn State FlexibleTimeWindow ScheduleExpressionTimezone ' +
      'EndDate Name',
    required: 'FlexibleTimeWindow ScheduleExpression Target',
    createOnly: 'Name',
    namedBy: 'Name',
    nameMaxLength: 64,
    ref: ({ name }) => name,
    attributes: ({ name, region, account, properties }) => ({
      Arn: `arn:aws:scheduler:${region}:${account}:schedule/${properties.text('GroupName') ?? 'default'}/${name}`,
    }),
    key: (name, properties) => `${properties.text('GroupName') ?? 'default'}|${name}`,
  },
  {
    type: 'AWS::Scheduler::ScheduleGroup',
    properties: 'Tags Name',
    createOnly: 'Name',
    namedBy: 'Name',
    nameMaxLength: 64,
    ref: ({ name }) => name,
    attributes: ({ name, region, account }) => ({
      Arn: `arn:aws:scheduler:${region}:${account}:schedule-group/${name}`,
      State: 'ACTIVE',
    }),
  },
  {
    type: 'AWS::ApiGatewayV2::Api',
    properties:
      'RouteSelectionExpression BodyS3Location Description BasePath FailOnWarnings DisableExecuteApiEndpoint DisableSchemaValidation ' +
      'Name Target CredentialsArn CorsConfiguration Version ProtocolType RouteKey Body Tags ApiKeySelectionExpression IpAddressType',
    createOnly: 'ProtocolType',
    ref: ({ id }) => id(API_ID),
    attributes: ({ id, region, account }) => ({
      ApiId: id(API_ID),
      ApiEndpoint: `https://${id(API_ID)}.execute-api.${region}.amazonaws.com`,
      ExecuteApiArn: `arn:aws:execute-api:${region}:${account}:${id(API_ID)}`,
    }),
  },
  {
    type: 'AWS::ApiGatewayV2::Stage',
    properties:
      'ClientCertificateId DeploymentId Description AccessLogSettings AutoDeploy RouteSettings StageName StageVariables ' +
      'AccessPolicyId ApiId DefaultRouteSettings Tags',
    required: 'ApiId StageName',
    createOnly: 'StageName ApiId',
    namedBy: 'StageName',
    ref: ({ name }) => name,
    key: (name, properties) => `${properties.text('ApiId')}|${name}`,
  },
  {
    type: 'AWS::ApiGatewayV2::Route',
    properties:
      'Target RouteResponseSelectionExpression RequestModels OperationName AuthorizerId AuthorizationScopes ApiKeyRequired RouteKey ' +
      'AuthorizationType ModelSelectionExpression ApiId RequestParameters',
    required: 'ApiId RouteKey',
    createOnly: 'ApiId',
    ref: ({ id }) => id(PART_ID),
    attributes: ({ id }) => ({ RouteId: id(PART_ID) }),
  },
  {
    type: 'AWS::ApiGatewayV2::Integration',
    properties:
      'Description TemplateSelectionExpression ConnectionType ResponseParameters IntegrationMethod PassthroughBehavior ' +
      'RequestParameters ConnectionId IntegrationUri PayloadFormatVersion CredentialsArn RequestTemplates TimeoutInMillis TlsConfig ' +
      'ContentHandlingStrategy IntegrationSubtype ApiId IntegrationType',
    required: 'ApiId IntegrationType',
    createOnly: 'ApiId',
    ref: ({ id }) => id(PART_ID),
    attributes: ({ id }) => ({ IntegrationId: id(PART_ID) }),
  },
  {
    type: 'AWS::ApiGatewayV2::Authorizer',
    properties:
      'IdentityValidationExpression AuthorizerUri AuthorizerCredentialsArn AuthorizerType JwtConfiguration ' +
      'AuthorizerResultTtlInSeconds IdentitySource AuthorizerPayloadFormatVersion EnableSimpleResponses ApiId Name',
    required: 'ApiId AuthorizerType Name',
    createOnly: 'ApiId',
    ref: ({ id }) => id(PART_ID),
    attributes: ({ id }) => ({ AuthorizerId: id(PART_ID) }),
  },
  {
    type: 'AWS::ApiGatewayV2::Deployment',
    properties: 'Description StageName ApiId',
    required: 'ApiId',
    createOnly: 'ApiId',
    ref: ({ id }) => id(PART_ID),
    attributes: ({ id }) => ({ DeploymentId: id(PART_ID) }),
  },
  {
    type: 'AWS::Lambda::Url',
    properties: 'Qualifier InvokeMode AuthType TargetFunctionArn Cors',
    required: 'AuthType TargetFunctionArn',
    createOnly: 'Qualifier TargetFunctionArn',
    ref: functionArn,
    attributes: (identity) => ({
      FunctionArn: functionArn(identity),
      FunctionUrl: `https://${identity.id(URL_ID)}.lambda-url.${identity.region}.on.aws/`,
    }),
  },
];
