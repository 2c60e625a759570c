import {
  ContinueUpdateRollbackCommand,
  CreateChangeSetCommand,
  CreateStackCommand,
  DeleteChangeSetCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeStackEventsCommand,
  DescribeStackResourceCommand,
  DescribeStackResourcesCommand,
  ExecuteChangeSetCommand,
  GetTemplateCommand,
  GetTemplateSummaryCommand,
  ListChangeSetsCommand,
  ListExportsCommand,
  ListImportsCommand,
  ListStackResourcesCommand,
  ListStacksCommand,
  paginateDescribeStackEvents,
  RollbackStackCommand,
  UpdateStackCommand,
  UpdateTerminationProtectionCommand,
  ValidateTemplateCommand,
} from '@aws-sdk/client-cloudformation';
import { GetParameterCommand, GetParametersCommand } from '@aws-sdk/client-ssm';
import { describe, expect, it } from 'vitest';
import { accountOf, Deployer, parameters, ssmOf } from './account-support.ts';

/** A parameter of a type that there is not: it cannot be created. */
const impossible = { Type: 'AWS::SSM::Parameter', Properties: { Type: 'Binary', Value: 'x' } };

const withResource = (template: string, id: string, resource: object): string => {
  const parsed = JSON.parse(template) as { Resources: object };
  return JSON.stringify({ ...parsed, Resources: { ...parsed.Resources, [id]: resource } });
};

describe('a change set', () => {
  it('creates a stack in the order of its references, and leaves it reviewed until it is executed', async () => {
    const account = await accountOf();
    const deployer = new Deployer(account);
    const template = parameters(
      { Second: { 'Fn::Sub': '${First}=${First.Value}' }, First: 'one' },
      {
        Description: 'Two parameters',
        Outputs: { Name: { Value: { Ref: 'Second' }, Description: 'd', Export: { Name: 'second' } } },
      },
    );
    const changeSet = await deployer.propose('trial', template, {
      Tags: [{ Key: 'project', Value: 'x<y' }],
      Description: 'first',
    });
    expect(changeSet).toMatchObject({
      Status: 'CREATE_COMPLETE',
      ExecutionStatus: 'AVAILABLE',
      StackName: 'trial',
      Description: 'first',
    });
    expect(
      changeSet.Changes?.map(({ ResourceChange: one }) => [one?.Action, one?.LogicalResourceId, one?.ResourceType]),
    ).toEqual([
      ['Add', 'First', 'AWS::SSM::Parameter'],
      ['Add', 'Second', 'AWS::SSM::Parameter'],
    ]);
    expect(changeSet.Changes?.[1]?.ResourceChange?.AfterContext).toContain('{{changeSet:KNOWN_AFTER_APPLY}}');
    expect(await deployer.stack('trial')).toMatchObject({ StackStatus: 'REVIEW_IN_PROGRESS' });

    await deployer.client.send(new ExecuteChangeSetCommand({ ChangeSetName: changeSet.ChangeSetId }));
    const stack = await deployer.settled('trial');
    const name = stack.Outputs?.[0]?.OutputValue ?? '';
    expect(stack).toMatchObject({
      StackStatus: 'CREATE_COMPLETE',
      Description: 'Two parameters',
      Tags: [{ Key: 'project', Value: 'x<y' }],
      Outputs: [{ OutputKey: 'Name', Description: 'd', ExportName: 'second' }],
      EnableTerminationProtection: false,
    });
    expect(name).toMatch(/^CFN-trial-Second-[0-9A-F]{12}$/);
    const { Parameter } = await ssmOf(account).send(new GetParameterCommand({ Name: name }));
    expect(Parameter?.Value).toMatch(/^CFN-trial-First-[0-9A-F]{12}=one$/);
    expect(await deployer.story('trial')).toEqual([
      'trial REVIEW_IN_PROGRESS',
      'trial CREATE_IN_PROGRESS',
      'First CREATE_IN_PROGRESS',
      'First CREATE_COMPLETE',
      'Second CREATE_IN_PROGRESS',
      'Second CREATE_COMPLETE',
      'trial CREATE_COMPLETE',
    ]);
  });

  it('tells what an update adds, changes, replaces and removes before it does', async () => {
    const deployer = new Deployer(await accountOf());
    await deployer.deploy(
      'trial',
      withResource(
        parameters({ Stays: 's', Changes: 'old', Goes: 'g', Follows: { Ref: 'Named' } }),
        'Named',
        named('/a'),
      ),
    );
    const next = withResource(
      parameters({ Stays: 's', Changes: 'new', Comes: 'c', Follows: { Ref: 'Named' } }),
      'Named',
      named('/b'),
    );
    const { Changes } = await deployer.propose('trial', next);
    const told = Changes?.map(({ ResourceChange: one }) => [
      one?.Action,
      one?.LogicalResourceId,
      one?.Replacement,
      one?.PolicyAction,
    ]);
    expect(told?.toSorted()).toEqual([
      ['Add', 'Comes', undefined, undefined],
      ['Modify', 'Changes', 'False', undefined],
      ['Modify', 'Follows', 'False', undefined],
      ['Modify', 'Named', 'True', 'ReplaceAndDelete'],
      ['Remove', 'Goes', undefined, 'Delete'],
    ]);
    const details = Object.fromEntries(
      Changes?.map(({ ResourceChange: one }) => [one?.LogicalResourceId, one?.Details]) ?? [],
    );
    expect(details['Named']).toEqual([
      {
        Target: { Attribute: 'Properties', Name: 'Name', RequiresRecreation: 'Always' },
        Evaluation: 'Static',
        ChangeSource: 'DirectModification',
      },
    ]);
    expect(details['Follows']).toMatchObject([
      { Target: { Name: 'Value', RequiresRecreation: 'Never' }, Evaluation: 'Dynamic' },
    ]);
  });

  it('tells that a replacement depends on what only the deployment will tell', async () => {
    const deployer = new Deployer(await accountOf());
    const template = (value: string) =>
      withResource(parameters({ Source: value }), 'Named', named({ 'Fn::Sub': '/copy/${Source.Value}' }));
    await deployer.deploy('trial', template('a'));
    const { Changes } = await deployer.propose('trial', template('b'));
    expect(Changes?.[1]?.ResourceChange).toMatchObject({ LogicalResourceId: 'Named', Replacement: 'Conditional' });
  });

  it('without changes fails as AWS words it, and cannot be executed', async () => {
    const deployer = new Deployer(await accountOf());
    const template = parameters({ A: 'a' }, { Outputs: { O: { Value: { Ref: 'A' } } } });
    await deployer.deploy('trial', template);
    const changeSet = await deployer.propose('trial', template);
    expect(changeSet).toMatchObject({
      Status: 'FAILED',
      ExecutionStatus: 'UNAVAILABLE',
      StatusReason:
        "The submitted information didn't contain changes. Submit different information to create a change set.",
      Changes: [],
    });
    const execution = deployer.client.send(new ExecuteChangeSetCommand({ ChangeSetName: changeSet.ChangeSetId }));
    await expect(execution).rejects.toMatchObject({ name: 'InvalidChangeSetStatusException' });
    // Another output is a change though no resource is.
    const output = parameters({ A: 'a' }, { Outputs: { O: { Value: 'other' } } });
    expect(await deployer.propose('trial', output)).toMatchObject({ Status: 'CREATE_COMPLETE', Changes: [] });
    expect(await deployer.deploy('trial', output)).toMatchObject({ Outputs: [{ OutputValue: 'other' }] });
  });

  it('that is deleted is not found any more', async () => {
    const { client } = await clientOf();
    const input = {
      StackName: 'trial',
      ChangeSetName: 'one',
      TemplateBody: parameters({ A: 'a' }),
      ChangeSetType: 'CREATE',
      ClientToken: 't',
    } as const;
    const made = await client.send(new CreateChangeSetCommand(input));
    expect(await client.send(new CreateChangeSetCommand(input))).toMatchObject({ Id: made.Id });
    await expect(client.send(new CreateChangeSetCommand({ ...input, ClientToken: 'u' }))).rejects.toMatchObject({
      name: 'AlreadyExistsException',
    });
    const { Summaries } = await client.send(new ListChangeSetsCommand({ StackName: 'trial' }));
    expect(Summaries).toMatchObject([{ ChangeSetName: 'one' }]);
    await client.send(new DeleteChangeSetCommand({ StackName: 'trial', ChangeSetName: 'one' }));
    await client.send(new DeleteChangeSetCommand({ StackName: 'trial', ChangeSetName: 'one' }));
    const description = client.send(new DescribeChangeSetCommand({ StackName: 'trial', ChangeSetName: 'one' }));
    await expect(description).rejects.toMatchObject({
      name: 'ChangeSetNotFoundException',
      message: 'ChangeSet [one] does not exist',
    });
    await client.send(new DeleteStackCommand({ StackName: 'trial' }));
  });
});

const named = (Name: unknown) => ({ Type: 'AWS::SSM::Parameter', Properties: { Name, Type: 'String', Value: 'x' } });
const valueOf = async (account: { endpoint: string }, Name: string) =>
  (await ssmOf(account).send(new GetParametersCommand({ Names: [Name] }))).Parameters?.[0]?.Value;

describe('a deployment that fails', () => {
  it('leaves nothing of a new stack, and says which resource and why', async () => {
    const account = await accountOf();
    const deployer = new Deployer(account);
    const template = withResource(withResource(parameters({}), 'Good', named('/good')), 'Bad', {
      ...impossible,
      DependsOn: 'Good',
    });
    expect(await deployer.deploy('trial', template)).toMatchObject({ StackStatus: 'ROLLBACK_COMPLETE' });
    expect(await deployer.reasons('trial')).toEqual([
      expect.stringMatching(
        /^Bad: Resource handler returned message: ".*Binary.*" \(RequestToken: [-0-9a-f]{36}, HandlerErrorCode: InvalidRequest\)$/,
      ),
      'trial: The following resource(s) failed to create: [Bad]. Rollback requested by user.',
    ]);
    expect(await valueOf(account, '/good')).toBeUndefined();
    await expect(deployer.propose('trial', template, { ChangeSetType: 'UPDATE' })).rejects.toThrow(
      /^Stack:arn:.* is in ROLLBACK_COMPLETE state and can not be updated\.$/,
    );
    expect(await deployer.delete('trial')).toMatchObject({ StackStatus: 'DELETE_COMPLETE' });
  });

  it('brings an updated stack back to what it was', async () => {
    const account = await accountOf();
    const deployer = new Deployer(account);
    const old = withResource(withResource(parameters({}), 'Kept', named('/kept')), 'Moved', named('/old'));
    const before = await deployer.deploy('trial', old);
    const changed = { ...named('/kept'), Properties: { Name: '/kept', Type: 'String', Value: 'changed' } };
    const next = withResource(
      withResource(withResource(parameters({ New: 'n' }), 'Kept', changed), 'Moved', named('/new')),
      'Bad',
      { ...impossible, DependsOn: ['Kept', 'Moved', 'New'] },
    );
    const after = await deployer.deploy('trial', next);
    expect(after).toMatchObject({
      ...before,
      StackStatus: 'UPDATE_ROLLBACK_COMPLETE',
      LastUpdatedTime: expect.any(Date) as Date,
    });
    expect([await valueOf(account, '/kept'), await valueOf(account, '/old'), await valueOf(account, '/new')]).toEqual([
      'x',
      'x',
      undefined,
    ]);
    const { TemplateBody } = await deployer.client.send(new GetTemplateCommand({ StackName: 'trial' }));
    expect(TemplateBody).toBe(old);
  });

  it('waits to be taken back where that is asked for, and can be gone on with', async () => {
    const account = await accountOf();
    const deployer = new Deployer(account);
    const bad = withResource(parameters({ A: 'a' }), 'Bad', { ...impossible, DependsOn: 'A' });
    expect(await deployer.deploy('new', bad, { DisableRollback: true })).toMatchObject({
      StackStatus: 'CREATE_FAILED',
    });
    await deployer.client.send(new RollbackStackCommand({ StackName: 'new' }));
    expect(await deployer.settled('new')).toMatchObject({ StackStatus: 'ROLLBACK_COMPLETE' });

    await deployer.deploy('known', parameters({ A: 'a' }));
    expect(await deployer.deploy('known', bad, { DisableRollback: true })).toMatchObject({
      StackStatus: 'UPDATE_FAILED',
    });
    expect(await deployer.deploy('known', withResource(parameters({ A: 'a' }), 'Bad', named('/good')))).toMatchObject({
      StackStatus: 'UPDATE_COMPLETE',
    });
    expect(await valueOf(account, '/good')).toBe('x');
  });

  it('cannot give a name twice', async () => {
    const deployer = new Deployer(await accountOf());
    await deployer.deploy('one', withResource(parameters({}), 'A', named('/taken')));
    await deployer.deploy('two', withResource(parameters({}), 'A', named('/taken')));
    const [reason] = await deployer.reasons('two');
    expect(reason).toMatch(/The parameter already exists: \/taken.*HandlerErrorCode: AlreadyExists/);
  });
});

describe('exports', () => {
  const exporting = (value: string, name = 'shared') =>
    parameters({ A: value }, { Outputs: { O: { Value: { 'Fn::GetAtt': 'A.Value' }, Export: { Name: name } } } });
  const importing = parameters({ B: { 'Fn::ImportValue': 'shared' } });

  it('are there for other stacks, and stay as long as one uses them', async () => {
    const deployer = new Deployer(await accountOf());
    await expect(deployer.propose('user', importing)).rejects.toThrow('No export named shared found.');
    await deployer.deploy('owner', exporting('v1'));
    await deployer.deploy('user', importing);
    const { Exports } = await deployer.client.send(new ListExportsCommand());
    expect(Exports).toMatchObject([
      { Name: 'shared', Value: 'v1', ExportingStackId: expect.stringContaining(':stack/owner/') as string },
    ]);
    expect(await deployer.client.send(new ListImportsCommand({ ExportName: 'shared' }))).toMatchObject({
      Imports: ['user'],
    });

    expect(await deployer.deploy('owner', exporting('v2'))).toMatchObject({ StackStatus: 'UPDATE_ROLLBACK_COMPLETE' });
    expect(await deployer.deploy('owner', exporting('v1', 'other'))).toMatchObject({
      StackStatus: 'UPDATE_ROLLBACK_COMPLETE',
    });
    expect(await deployer.reasons('owner')).toEqual([
      'owner: Export shared cannot be updated as it is in use by user',
      'owner: Export shared cannot be deleted as it is in use by user',
    ]);
    expect(await deployer.delete('owner')).toMatchObject({
      StackStatus: 'UPDATE_ROLLBACK_COMPLETE',
      StackStatusReason: 'Delete canceled. Cannot delete export shared as it is in use by user.',
    });
    await deployer.delete('user');
    expect(await deployer.delete('owner')).toMatchObject({ StackStatus: 'DELETE_COMPLETE' });
  });

  it('have a name that no other stack has', async () => {
    const deployer = new Deployer(await accountOf());
    await deployer.deploy('one', exporting('v'));
    expect(await deployer.deploy('two', exporting('w'))).toMatchObject({ StackStatus: 'ROLLBACK_COMPLETE' });
    expect(await deployer.reasons('two')).toEqual([
      'two: Export with name shared is already exported by stack one. Rollback requested by user.',
    ]);
  });
});

describe('deleting a stack', () => {
  it('is refused while it is protected', async () => {
    const deployer = new Deployer(await accountOf());
    await deployer.deploy('trial', parameters({ A: 'a' }));
    const protect = (EnableTerminationProtection: boolean) =>
      deployer.client.send(new UpdateTerminationProtectionCommand({ StackName: 'trial', EnableTerminationProtection }));
    await protect(true);
    await expect(deployer.delete('trial')).rejects.toThrow(
      'Stack [trial] cannot be deleted while TerminationProtection is enabled',
    );
    await protect(false);
    expect(await deployer.delete('trial')).toMatchObject({ StackStatus: 'DELETE_COMPLETE' });
    expect(await deployer.stack('trial')).toBeUndefined();
    await deployer.client.send(new DeleteStackCommand({ StackName: 'trial' }));
  });

  it('keeps what its policy retains, which another stack can take in', async () => {
    const account = await accountOf();
    const deployer = new Deployer(account);
    const template = withResource(parameters({ A: 'a' }), 'Kept', { ...named('/kept'), DeletionPolicy: 'Retain' });
    await deployer.deploy('trial', template);
    const { StackId = '' } = await deployer.delete('trial');
    expect(await deployer.story(StackId)).toContain('Kept DELETE_SKIPPED');
    expect(await valueOf(account, '/kept')).toBe('x');
    expect(await deployer.deploy('again', template)).toMatchObject({ StackStatus: 'ROLLBACK_COMPLETE' });
    await deployer.delete('again');

    await account.stop();
    const restarted = await accountOf({ dir: account.dir });
    const later = new Deployer(restarted);
    expect(await valueOf(restarted, '/kept')).toBe('x');
    const { Changes } = await later.propose('again', template, { ImportExistingResources: true });
    expect(Changes?.map(({ ResourceChange: one }) => one?.Action).toSorted()).toEqual(['Add', 'Import']);
    expect(await later.deploy('again', template, { ImportExistingResources: true })).toMatchObject({
      StackStatus: 'CREATE_COMPLETE',
    });
    expect(await later.story('again')).toContain('Kept IMPORT_COMPLETE');
  });
});

describe('stacks without change sets', () => {
  it('are created, updated and described', async () => {
    const deployer = await clientOf();
    const { client } = deployer;
    const template = parameters({ A: { Ref: 'P' } }, { Parameters: { P: { Type: 'String', NoEcho: true } } });
    const Parameters = [{ ParameterKey: 'P', ParameterValue: 'secret' }];
    const input = { StackName: 'trial', TemplateBody: template, Parameters, ClientRequestToken: 'once' };
    const { StackId } = await client.send(new CreateStackCommand(input));
    expect(await client.send(new CreateStackCommand(input))).toMatchObject({ StackId });
    const stack = await deployer.settled('trial');
    expect(stack).toMatchObject({
      StackStatus: 'CREATE_COMPLETE',
      Parameters: [{ ParameterKey: 'P', ParameterValue: '****' }],
    });
    const again = new CreateStackCommand({ ...input, ClientRequestToken: 'twice' });
    await expect(client.send(again)).rejects.toMatchObject({
      name: 'AlreadyExistsException',
      message: 'Stack [trial] already exists',
    });

    const same = { StackName: 'trial', UsePreviousTemplate: true };
    const kept = [{ ParameterKey: 'P', UsePreviousValue: true }];
    await expect(client.send(new UpdateStackCommand({ ...same, Parameters: kept }))).rejects.toThrow(
      'No updates are to be performed.',
    );
    await client.send(
      new UpdateStackCommand({ ...same, Parameters: [{ ParameterKey: 'P', ParameterValue: 'other' }] }),
    );
    expect(await deployer.settled('trial')).toMatchObject({ StackStatus: 'UPDATE_COMPLETE' });
    expect(await deployer.story('trial')).toContain('A UPDATE_COMPLETE');
  });

  it('tell of their resources, templates and events, page by page', async () => {
    const deployer = await clientOf();
    const { client } = deployer;
    const template = parameters(Object.fromEntries(Array.from({ length: 120 }, (_, i) => [`P${i}`, 'v'])));
    await deployer.deploy('trial', template);
    const ids: unknown[] = [];
    const pages = paginateDescribeStackEvents({ client }, { StackName: 'trial' });
    for await (const { StackEvents = [] } of pages) ids.push(...StackEvents.map(({ EventId }) => EventId));
    // Two of each resource, and of the stack that it is reviewed, begun and done.
    expect(ids).toHaveLength(243);
    expect(new Set(ids).size).toBe(243);
    const first = await client.send(new ListStackResourcesCommand({ StackName: 'trial' }));
    const rest = await client.send(new ListStackResourcesCommand({ StackName: 'trial', NextToken: first.NextToken }));
    expect([first.StackResourceSummaries?.length, rest.StackResourceSummaries?.length, rest.NextToken]).toEqual([
      100,
      20,
      undefined,
    ]);
    const one = { StackName: 'trial', LogicalResourceId: 'P7' };
    const { StackResources = [] } = await client.send(new DescribeStackResourcesCommand(one));
    expect(StackResources).toMatchObject([
      { ...one, ResourceType: 'AWS::SSM::Parameter', ResourceStatus: 'CREATE_COMPLETE' },
    ]);
    const { StackResourceDetail } = await client.send(new DescribeStackResourceCommand(one));
    expect(StackResourceDetail).toMatchObject({ PhysicalResourceId: StackResources[0]?.PhysicalResourceId ?? '' });
    expect(await client.send(new GetTemplateCommand({ StackName: 'trial' }))).toMatchObject({
      TemplateBody: template,
      StagesAvailable: ['Original', 'Processed'],
    });
    const { StackSummaries } = await client.send(new ListStacksCommand({ StackStatusFilter: ['CREATE_COMPLETE'] }));
    expect(StackSummaries).toMatchObject([{ StackName: 'trial' }]);
  });

  it('are told from the template alone', async () => {
    const { client } = await clientOf();
    const TemplateBody = JSON.stringify({
      Description: 'd',
      Parameters: { P: { Type: 'String', Default: 1, AllowedValues: [1, 2], Description: 'p' } },
      Resources: { Role: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'r' } } },
    });
    expect(await client.send(new ValidateTemplateCommand({ TemplateBody }))).toMatchObject({
      Description: 'd',
      Capabilities: ['CAPABILITY_NAMED_IAM'],
      CapabilitiesReason: 'The following resource(s) require capabilities: [AWS::IAM::Role]',
      Parameters: [{ ParameterKey: 'P', DefaultValue: '1', NoEcho: false, Description: 'p' }],
    });
    expect(await client.send(new GetTemplateSummaryCommand({ TemplateBody }))).toMatchObject({
      ResourceTypes: ['AWS::IAM::Role'],
      Parameters: [{ ParameterType: 'String', ParameterConstraints: { AllowedValues: ['1', '2'] } }],
    });
    const create = new CreateStackCommand({ StackName: 'trial', TemplateBody });
    await expect(client.send(create)).rejects.toMatchObject({
      name: 'InsufficientCapabilitiesException',
      message: 'Requires capabilities : [CAPABILITY_NAMED_IAM]',
    });
  });
});

const clientOf = async (): Promise<Deployer> => new Deployer(await accountOf());

describe('CloudFormation refuses', () => {
  const create = (input: object) =>
    new CreateStackCommand({ StackName: 'trial', TemplateBody: parameters({ A: 'a' }), ...input });

  it.each([
    [
      'an unknown type',
      { TemplateBody: '{"Resources":{"A":{"Type":"AWS::SQS::Queu"}}}' },
      'Template format error: Unrecognized resource types: [AWS::SQS::Queu]',
    ],
    [
      'a template that is too long',
      { TemplateBody: `${parameters({ A: 'a' })}${' '.repeat(51_200)}` },
      'Member must have length less than or equal to 51200',
    ],
    ['no template', { TemplateBody: undefined }, 'Either Template URL or Template Body must be specified.'],
    [
      'a template that is nowhere',
      { TemplateBody: undefined, TemplateURL: 'https://s3.us-east-1.amazonaws.com/none/x' },
      'TemplateURL must reference a valid S3 object',
    ],
    ['a name that is none', { StackName: '1st' }, "Stack name '1st' must be 1 to 128 letters, digits and hyphens"],
    [
      'what it does not do',
      { NotificationARNs: ['arn:x'] },
      'CloudFormation CreateStack with NotificationARNs is not part of the local cloud',
    ],
  ])('%s', async (_, input, message) => {
    const deployer = await clientOf();
    const { client } = deployer;
    await expect(client.send(create(input))).rejects.toThrow(message);
    expect(await deployer.stack('trial')).toBeUndefined();
  });

  it('stacks that are not there, each call in its own words', async () => {
    const deployer = await clientOf();
    const { client } = deployer;
    await expect(client.send(new DescribeStackEventsCommand({ StackName: 'x' }))).rejects.toThrow(
      'Stack [x] does not exist',
    );
    await expect(client.send(new GetTemplateCommand({ StackName: 'x' }))).rejects.toThrow(
      'Stack with id x does not exist',
    );
    await expect(deployer.propose('x', parameters({ A: 'a' }), { ChangeSetType: 'UPDATE' })).rejects.toThrow(
      'Stack [x] does not exist',
    );
    await expect(client.send(new RollbackStackCommand({ StackName: 'x' }))).rejects.toThrow('Stack [x] does not exist');
  });

  it('to roll back what is whole, and to change the type of a resource', async () => {
    const deployer = await clientOf();
    await deployer.deploy('trial', parameters({ A: 'a' }));
    const { client } = deployer;
    await expect(client.send(new RollbackStackCommand({ StackName: 'trial' }))).rejects.toThrow(
      'is in CREATE_COMPLETE state and can not be rolled back',
    );
    await expect(client.send(new ContinueUpdateRollbackCommand({ StackName: 'trial' }))).rejects.toThrow(
      'Allowed is UPDATE_ROLLBACK_FAILED',
    );
    const other = JSON.stringify({ Resources: { A: { Type: 'AWS::SQS::Queue' } } });
    await expect(deployer.propose('trial', other)).rejects.toThrow(
      'The new template modifies resource type of the following resources: [A]',
    );
  });
});
