import { describe, expect, it } from 'vitest';
import { type AthenaLakeOptions, openAthenaLake } from './athena-lake.ts';

/** The input of the StartQueryExecution that a lake with these options sends. */
async function startedWith(options: Omit<AthenaLakeOptions, 'client'>): Promise<object | undefined> {
  let input: object | undefined;
  const send = (command: { input: object }) => {
    input ??= command.input;
    return Promise.reject(new Error('no Athena here'));
  };
  const lake = await openAthenaLake({ ...options, client: { send } });
  await expect(lake.sql("SELECT 1 WHERE 'a' = ?", ["it's"])).rejects.toThrow('no Athena here');
  return input;
}

describe('a query is started', () => {
  it('in the work group and catalog that are meant when none is named, with literals for parameters', async () => {
    expect(await startedWith({ database: 'lake' })).toEqual({
      QueryString: "SELECT 1 WHERE 'a' = ?",
      ExecutionParameters: ["'it''s'"],
      ClientRequestToken: expect.stringMatching(/^.{32,128}$/),
      QueryExecutionContext: { Database: 'lake', Catalog: 'AwsDataCatalog' },
      WorkGroup: 'primary',
    });
  });

  it('as the options say', async () => {
    const options = { workGroup: 'w', catalog: 'c', outputLocation: 's3://results/', resultReuseMinutes: 60 };
    expect(await startedWith({ database: 'lake', ...options })).toMatchObject({
      QueryExecutionContext: { Database: 'lake', Catalog: 'c' },
      WorkGroup: 'w',
      ResultConfiguration: { OutputLocation: 's3://results/' },
      ResultReuseConfiguration: { ResultReuseByAgeConfiguration: { Enabled: true, MaxAgeInMinutes: 60 } },
    });
  });
});

it.each([
  [{ databse: 'lake' }, 'openAthenaLake has no option "databse"'],
  [{ database: '' }, 'database is ""'],
  [{}, 'database is undefined'],
  [
    { database: 'lake', resultReuseMinutes: 10_081 },
    'resultReuseMinutes is 10081: give a whole number from 0 to 10080',
  ],
  [{ database: 'lake', maxScannedBytes: 0 }, 'maxScannedBytes is 0: give a whole number from 1'],
  [{ database: 'lake', usdPerTerabyte: -1 }, 'usdPerTerabyte is -1'],
])('refuses the options %o', async (options, message) => {
  await expect(openAthenaLake(options as never)).rejects.toThrow(message);
});

it('refuses what is not one reading statement before Athena hears of it', async () => {
  const send = () => Promise.reject(new Error('asked'));
  const lake = await openAthenaLake({ database: 'lake', client: { send } });
  await expect(lake.sql('DROP TABLE bars')).rejects.toMatchObject({ name: 'ReadOnlyError' });
  await expect(lake.sql('SELECT 1', ['x'.repeat(2000)])).rejects.toMatchObject({ name: 'QueryTextError' });
  await expect(lake.sql(`SELECT '${'x'.repeat(262_144)}'`)).rejects.toMatchObject({ name: 'QueryTextError' });
});
