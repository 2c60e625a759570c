/**
 * What is used of the SDK, loaded when an Athena lake is opened: who reads a folder does without. Named one by one, for the SDK
 * is CommonJS, and a bundler gives the dynamic import of such a module no names but `default`.
 */
export {
  AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  InvalidRequestException,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena';
