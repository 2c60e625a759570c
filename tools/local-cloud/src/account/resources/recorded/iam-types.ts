import type { Identity, RecordedType } from './recorded-type.ts';

const pathOf = ({ properties }: Identity): string => properties.text('Path') ?? '/';
const managedPolicyArn = (identity: Identity): string =>
  `arn:aws:iam::${identity.account}:policy${pathOf(identity)}${identity.name}`;

/** Nobody is refused anything here: roles and policies give what their names are needed for. */
export const iamTypes: readonly RecordedType[] = [
  {
    type: 'AWS::IAM::Role',
    properties:
      'AssumeRolePolicyDocument Description ManagedPolicyArns MaxSessionDuration Path PermissionsBoundary Policies RoleName Tags',
    required: 'AssumeRolePolicyDocument',
    createOnly: 'Path RoleName',
    namedBy: 'RoleName',
    nameMaxLength: 64,
    ref: ({ name }) => name,
    attributes: (identity) => ({
      Arn: `arn:aws:iam::${identity.account}:role${pathOf(identity)}${identity.name}`,
      RoleId: `AROA${identity.id(17).toUpperCase()}`,
    }),
  },
  {
    type: 'AWS::IAM::Policy',
    properties: 'Groups PolicyName PolicyDocument Roles Users',
    required: 'PolicyDocument PolicyName',
    createOnly: '',
    nameMaxLength: 128,
    ref: ({ name }) => name,
    attributes: ({ name }) => ({ Id: name }),
  },
  {
    type: 'AWS::IAM::ManagedPolicy',
    properties: 'ManagedPolicyName Path Description Groups PolicyDocument Roles Users',
    required: 'PolicyDocument',
    createOnly: 'ManagedPolicyName Path Description',
    namedBy: 'ManagedPolicyName',
    nameMaxLength: 128,
    ref: managedPolicyArn,
    attributes: (identity) => ({
      PolicyArn: managedPolicyArn(identity),
      PolicyId: `ANPA${identity.id(17).toUpperCase()}`,
      DefaultVersionId: 'v1',
      IsAttachable: true,
    }),
  },
];
