import { formatBytes } from '@tickerlake/presentation';
import { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { addExamples } from '../help.ts';
import { formatOption, lakeOption } from '../command-options.ts';
import { openLake } from '../open-lake.ts';
import type { TextFormat } from '../row-format.ts';
import { type LakeStatus, lakeStatus } from '../status/lake-status.ts';
import { STATUS_COLUMNS, STATUS_LOOKS, type StatusRow, statusRows, statusSentences } from '../status/status-text.ts';
import { emphasised, paintOf } from '../terminal/paint.ts';
import { PIPE } from '../terminal/screen.ts';
import { writeRows } from '../write-rows.ts';

/** `tickerlake status`: what the lake holds, what it lacks, and what to do next. */
export function statusCommand(context: CommandContext): Command {
  const command = new Command('status')
    .description('say what is in the lake, what is missing, and what to do next')
    .addOption(lakeOption())
    .addOption(formatOption())
    .action(async ({ lake: dir, format }: { readonly lake: string; readonly format: TextFormat }) => {
      const lake = await openLake(dir);
      try {
        await tell(context, format, await lakeStatus(lake, dir, context.nowMs()));
      } finally {
        await lake.close();
      }
    });
  return addExamples(command, 'tickerlake status --lake ./lake');
}

/** In a table bytes are for people; in CSV and JSON they are numbers, and sentences go beside them. */
async function tell(context: CommandContext, format: TextFormat, status: LakeStatus): Promise<void> {
  const table = format === 'table';
  const rows = statusRows(status).map((row) => (table ? forPeople(row) : row));
  await writeRows(context, { format }, { columns: STATUS_COLUMNS, rows, looks: STATUS_LOOKS });
  const sentences = statusSentences(status);
  const paint = paintOf(context.screen ?? PIPE);
  if (table) context.print(`\n${sentences.map((sentence) => `${emphasised(paint, sentence)}\n`).join('')}`);
  else for (const sentence of sentences) context.progress.note(sentence);
}

const forPeople = (row: StatusRow): object => ({ ...row, bytes: formatBytes(row.bytes) });
