import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listPages } from '../src/blocks/list-pages.ts';
import { placeOf } from '../src/blocks/page.ts';
import { parseShell } from '../src/blocks/shell.ts';
import { sectionsOf, TYPED } from '../src/blocks/steps.ts';
import { asSdkTypes, awsCommandsOf } from './aws-commands.ts';
import { NOT_RUN, OTHERS_OPTIONS } from './blocks-not-run.ts';
import { notRun, writtenAs } from './how-run.ts';
import { complaintOf } from './known-commands.ts';
import { ROOT } from './root.ts';
import { complaintOfOption } from './tickerlake-commands.ts';
import { compile } from './compile.ts';

const pages = listPages(ROOT);
const steps = pages.flatMap(sectionsOf).flatMap((section) => section.steps);
const spans = pages.flatMap((page) => page.spans).filter(({ text }) => TYPED.test(text));

const nameOf = (option: string): string => option.replace(/[ =].*$/, '');

describe('the commands of all pages', () => {
  it('are what a shell can read', () => {
    const blocks = pages.flatMap((page) => page.blocks).filter(({ language }) => language === 'sh');
    const complaints = blocks.flatMap((block) => {
      const { status, stderr } = spawnSync('bash', ['-n'], { input: block.text, encoding: 'utf8' });
      return status === 0 ? [] : [`${placeOf(block)} is no text for a shell: ${stderr.trim()}`];
    });
    expect(complaints).toEqual([]);
  });

  it('are taken by the programs that they name', async () => {
    const commands = [
      ...steps.map(({ place, command }) => ({ place, command })),
      ...spans.flatMap((span) => parseShell(span.text).map((command) => ({ place: placeOf(span), command }))),
    ];
    expect(commands.length).toBeGreaterThan(100);
    const complaints: string[] = [];
    for (const { place, command } of commands) {
      for (const stage of command.stages) {
        const complaint = await complaintOf(stage);
        if (complaint !== undefined) complaints.push(`${place} \`${command.text}\`: ${complaint}`);
      }
    }
    expect(complaints).toEqual([]);
  });

  it('have the options that pages name alone', async () => {
    const named = pages.flatMap((page) => page.spans).filter(({ text }) => /^--[a-z]/.test(text));
    expect(named.length).toBeGreaterThan(10);
    const complaints: string[] = [];
    for (const span of named) {
      const words = parseShell(span.text.replaceAll('|', '/')).flatMap(({ stages }) => stages.flat());
      const complaint = OTHERS_OPTIONS[nameOf(span.text)] === undefined ? await complaintOfOption(words) : undefined;
      if (complaint !== undefined)
        complaints.push(
          `${placeOf(span)} \`${span.text}\`: ${complaint} If it is another program's, say in tools/docs/test/blocks-not-run.ts whose.`,
        );
    }
    expect(complaints).toEqual([]);
    const names = new Set(named.map(({ text }) => nameOf(text)));
    const stale = Object.keys(OTHERS_OPTIONS).filter((option) => !names.has(option));
    expect(stale, 'No page names these any more: take them out of tools/docs/test/blocks-not-run.ts.').toEqual([]);
  });

  it('are run, or stand in the list of those that are not', () => {
    const complaints = steps
      .filter(({ command }) => notRun(command) === 'unknown')
      .map(
        ({ place, command }) =>
          `${place} \`${command.text}\` is run by no test: use what blocks-sessions.test.ts runs, or say in tools/docs/test/blocks-not-run.ts why it is not.`,
      );
    expect(complaints).toEqual([]);
  });

  it('of the AWS CLI are calls of the services, with options that these have', () => {
    const commands = pages.flatMap(awsCommandsOf);
    expect(commands.length).toBeGreaterThan(10);
    const errors = compile({ 'aws.ts': asSdkTypes(commands) });
    const complaints = errors.map((error) => {
      const [, line = ''] = /^aws\.ts\((\d+),/.exec(error) ?? [];
      const command = commands[Number(line) - 1];
      return command ? `${command.place} \`${command.text}\`: ${error}` : error;
    });
    expect(complaints).toEqual([]);
  });
});

describe('the list of commands that are not run', () => {
  it.each(NOT_RUN)('$command is still needed, and what proves it is still there', ({ command, provedBy }) => {
    const found = steps.flatMap((step) => command.exec(writtenAs(step.command)) ?? []);
    expect(found, 'No page has such a command any more: take the entry out.').not.toEqual([]);
    if (!provedBy) return;
    const file = join(ROOT, provedBy.file);
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    for (const step of steps) {
      const match = command.exec(writtenAs(step.command));
      if (!match) continue;
      const words = provedBy.words.replace('$1', match[1] ?? '');
      expect(text.includes(words), `${step.place} \`${step.command.text}\`: ${provedBy.file} has no ${words}`).toBe(
        true,
      );
    }
  });
});
