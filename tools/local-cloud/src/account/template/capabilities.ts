import type { Template } from './template.ts';

/** Types whose explicit name needs more than CAPABILITY_IAM, and the property that names them. */
const NAMED: Readonly<Record<string, string>> = {
  'AWS::IAM::Group': 'GroupName',
  'AWS::IAM::InstanceProfile': 'InstanceProfileName',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::IAM::User': 'UserName',
};
/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html */
const IAM_TYPES: ReadonlySet<string> = new Set([
  ...Object.keys(NAMED),
  'AWS::IAM::AccessKey',
  'AWS::IAM::Policy',
  'AWS::IAM::UserToGroupAddition',
]);

/** What a caller must acknowledge to deploy a template, and the types that call for it. */
export function neededCapability({ resources }: Template): { name: string; types: string[] } | undefined {
  const iam = [...resources.values()].filter(({ type }) => IAM_TYPES.has(type));
  const named = iam.filter(({ type, properties }) => (NAMED[type] ?? '') in properties);
  const types = [...new Set(iam.map(({ type }) => type))];
  if (iam.length === 0) return undefined;
  return { name: named.length > 0 ? 'CAPABILITY_NAMED_IAM' : 'CAPABILITY_IAM', types };
}
