import { readFileSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startProcess, urlOf } from './feed-process.ts';
import { getPage } from './running-feed.ts';

const read = (file: string): string => readFileSync(join(import.meta.dirname, '..', file), 'utf8');
const README = read('README.md');

/** The rows of a table of variables, however wide its columns are. */
const rowsOf = (text: string): string[] =>
  [...text.matchAll(/^(?: \* )?\| (`TICKERLAKE_.*) \|$/gm)].map(([, row = '']) => row.replaceAll(/ +/g, ' ').trim());

/** Text in which … stands for anything. */
const pattern = (text: string): RegExp =>
  new RegExp(
    `^${text
      .trim()
      .split('…')
      .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
      .join('[^]*')}$`,
  );

/** What a curl that gives up after its time has seen; of a page all of it. */
const fetchText = (url: string, isStream: boolean): Promise<string> =>
  new Promise((resolve, reject) => {
    get(url, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
        if (isStream && text.includes('data: ')) response.destroy();
      });
      response.on('close', () => resolve(text));
    }).on('error', reject);
  });

it('shows what the feed answers', async () => {
  const settings = [...(/`(TICKERLAKE_FEED_FROM=[^`]+)`/.exec(README)?.[1]?.split(' ') ?? [])].map((pair) =>
    pair.split('='),
  );
  const feed = startProcess(Object.fromEntries(settings) as Record<string, string>);
  const url = await urlOf(feed);
  await feed.hears('finished');
  const session = /```console\n([^]*?)```/.exec(README)?.[1] ?? '';
  const commands = session.split(/^\$ /m).slice(1);
  expect(commands.length).toBeGreaterThan(8);
  for (const command of commands) {
    const [line = '', ...shown] = command.split('\n');
    const address = /^curl -s.*'http:\/\/127\.0\.0\.1:4300([^']+)'$/.exec(line)?.[1] ?? '';
    const text = await fetchText(url + address, line.includes('-sN'));
    expect(text.trim(), line).toMatch(pattern(shown.join('\n')));
  }
  expect(await getPage(`${url}/openapi.json`)).toMatchObject({ status: 200 });
});

it('has the variables of the configuration, in the same words', () => {
  expect(rowsOf(README)).toEqual(rowsOf(read('src/config.ts')));
  expect(rowsOf(README)).toHaveLength(11);
});
