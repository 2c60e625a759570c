import { z } from 'zod';
import { DriverError, EXIT } from './failures.ts';

const countsSchema = z.record(z.string(), z.number());

/** The collector's report, as far as it is told here; what more it says is kept. */
const reportSchema = z.looseObject({
  source: z.string(),
  interval: z.string(),
  from: z.string(),
  to: z.string(),
  bars: z.number(),
  invalid: z.number(),
  invalidReason: z.string().optional(),
  failures: z.array(z.looseObject({ symbol: z.string(), message: z.string() })),
  dropped: countsSchema,
  account: z.looseObject({
    accepted: z.number(),
    delivered: z.number(),
    rejected: z.number(),
    rejections: countsSchema,
  }),
  skipped: z.string().optional(),
});

export type CollectReport = Readonly<z.output<typeof reportSchema>>;

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** @throws {DriverError} for what is no report: another function was called, or another version of it */
export function readReport(text: string): CollectReport {
  const report = reportSchema.safeParse(parsed(text));
  if (report.success) return report.data;
  throw new DriverError(`The function answered with something else than a collector's report: ${text.slice(0, 200)}`);
}

/** Why a function failed, as Lambda tells it: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html */
export function readFailure(text: string): { readonly type: string; readonly message: string } {
  const failure = z
    .object({ errorType: z.string().default('Error'), errorMessage: z.string() })
    .safeParse(parsed(text));
  if (!failure.success) return { type: 'Error', message: text === '' ? 'it did not say why.' : text };
  return { type: failure.data.errorType, message: failure.data.errorMessage };
}

/** The report for people: what came, what became of it, and what did not come. */
export function reportLines(report: CollectReport): string[] {
  const { source, interval, from, to, bars, account, failures, skipped } = report;
  if (skipped !== undefined) return [`Nothing was collected: ${skipped}`];
  return [
    `${count(bars)} ${interval} bars from ${source}, ${from} to ${to}`,
    `stream: ${count(account.delivered)} of ${count(account.accepted)} taken${causes(account.rejections)}`,
    ...droppedLines(report),
    ...failures.map(({ symbol, message }) => `failed: ${symbol}: ${message}`),
  ];
}

const count = (records: number): string => records.toLocaleString('en-US');
const causes = (rejections: Readonly<Record<string, number>>): string =>
  Object.entries(rejections)
    .map(([cause, records]) => `, ${count(records)} refused (${cause})`)
    .join('');

function droppedLines({ dropped, invalid, invalidReason }: CollectReport): string[] {
  const reasons = Object.entries(dropped).filter(([, rows]) => rows > 0);
  const left = reasons.map(([reason, rows]) => `left out: ${count(rows)} rows, ${reason}`);
  return invalid > 0
    ? [...left, `broken: ${count(invalid)} bars, the first: ${invalidReason ?? 'no reason given'}`]
    : left;
}

/** How a run ended: all that was asked for, a part of it, or nothing though something was asked. */
export function outcomeOf({ bars, invalid, failures, account, skipped }: CollectReport): number {
  const lost = failures.length + invalid + account.rejected;
  if (lost === 0) return bars > 0 || skipped !== undefined ? EXIT.done : EXIT.failed;
  return account.delivered > 0 ? EXIT.partial : EXIT.failed;
}
