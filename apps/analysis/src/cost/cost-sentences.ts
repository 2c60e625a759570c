import * as assumed from './assumptions.ts';
import { periodMinutes } from './bar-schedule.ts';
import { CRAWL_MINUTES, ON_DEMAND_SHARDS, SHARD_BYTES_PER_SECOND } from './billing-rules.ts';
import { MARKS } from './cost-rows.ts';
import type { Estimate } from './estimate.ts';
import { centsFor, dollars } from './money.ts';
import { TARGET_ENTRY_BYTES } from './packing.ts';
import { PRICES_AS_OF, PRICES_REGION } from './price-table.ts';
import { AGGREGATE_RECORD_BYTES, RECORD_BYTES } from './sample-records.ts';

const count = (number: number, noun: string): string =>
  `${number.toLocaleString('en-US')} ${noun}${number === 1 ? '' : 's'}`;

/** What the table is about. */
export function titleOf({ workload: { question, month } }: Estimate): string {
  const { symbols, interval, feed } = question;
  const sessions = count(month.sessionMinutes.length, 'session');
  const logs = feed ? ', and the market feed' : '';
  return `${count(symbols, 'symbol')}, ${interval} bars${logs}, ${month.month} (${sessions}), ${PRICES_REGION}, US dollars`;
}

/** Which mode of the stream is cheaper, and why. */
function verdictOf({ provisioned, onDemand, cheaper, workload: { month } }: Estimate): string {
  const [less, more] = cheaper === 'provisioned' ? [provisioned, onDemand] : [onDemand, provisioned];
  const streamHours = centsFor('onDemandStreamHour', month.hours);
  const shards = count(provisioned.shards, 'shard');
  const shardCents = centsFor('shardHour', provisioned.shards * month.hours);
  const same = less.totalCents === more.totalCents;
  return [
    same
      ? `Both modes cost ${dollars(less.totalCents)} a month.`
      : `The ${less.mode} stream is the cheaper one: ${dollars(less.totalCents)} a month against ${dollars(more.totalCents)} ${more.mode}.`,
    `Provisioned, ${shards} cost${provisioned.shards === 1 ? 's' : ''} ${dollars(shardCents)}, idle or not, and what is put ${dollars(provisioned.streamCents - shardCents)};`,
    `on demand the stream costs ${dollars(streamHours)} before its first byte, and what goes in and out ${dollars(onDemand.streamCents - streamHours)}.`,
  ].join(' ');
}

/** What to know of the prices. */
const aboutPrices = (): string[] => [
  `Prices as they were known on ${PRICES_AS_OF}: list prices of the first tier. Free tiers, discounts and taxes are not counted. Check them before money depends on them.`,
  `${MARKS['second-hand']} quoted by others from AWS's price list, not read there. ${MARKS.unconfirmed} no source was found: may be wrong.`,
];

/** What is impossible or unlikely as asked. */
function warnings({ workload: { question, collectors }, peak }: Estimate): string[] {
  const { symbols, interval, feed } = question;
  const perMinute = symbols / periodMinutes(interval);
  return [
    ...(perMinute > assumed.YAHOO_REQUESTS_A_MINUTE
      ? [
          `Yahoo does not serve this: it takes about ${assumed.YAHOO_REQUESTS_A_MINUTE} requests a minute, and this asks ${Math.ceil(perMinute).toLocaleString('en-US')}. The figures are for a source that does; what it costs is not in them.`,
        ]
      : []),
    ...(collectors.count > 1
      ? [`One collector cannot fetch so many symbols between two runs: ${collectors.count} share them.`]
      : []),
    ...(feed && symbols > assumed.SYMBOLS_PER_FEED
      ? [
          `One market feed has ${assumed.SYMBOLS_PER_FEED} companies: ${Math.ceil(symbols / assumed.SYMBOLS_PER_FEED)} of them run.`,
        ]
      : []),
    ...(peak.bytesPerSecond > ON_DEMAND_SHARDS * SHARD_BYTES_PER_SECOND
      ? ['A new on-demand stream takes 4 MB/s: it has to be warmed up for this.']
      : []),
  ];
}

function barAssumptions({ workload: { question, month, barsPut }, peak, provisioned }: Estimate): string[] {
  const { symbols, interval } = question;
  const minutes = periodMinutes(interval);
  const period = minutes === 1 ? 'minute' : `${minutes} minutes`;
  return [
    `The schedule fires every ${period}, ${assumed.SCHEDULED_HOURS} hours on each of ${month.weekdays} weekdays. A run fetches what came since the last, ${assumed.OVERLAP_MINUTES} minutes before it, and after the close everything once more: ${count(barsPut / symbols, 'bar')} a symbol go onto the stream.`,
    `A bar has ${RECORD_BYTES.bar} bytes as encoded (+${AGGREGATE_RECORD_BYTES} in an aggregate). The producer fills aggregates up to ${TARGET_ENTRY_BYTES / 1_000} KB, but waits ${count(assumed.LINGER_SECONDS, 'second')} at most.`,
    `The busiest second has ${Math.ceil(peak.bytesPerSecond / 1_000).toLocaleString('en-US')} KB and ${count(Math.ceil(peak.recordsPerSecond), 'Kinesis record')}: ${count(provisioned.shards, 'shard')} of 1 MB/s and 1,000 records/s. After the close the session is sent within ${assumed.CLOSING_SECONDS / 60} minutes.`,
    'Firehose takes aggregates apart, bills every record in them as 5 KB or more (the dearer reading of its page), and converts all that comes in.',
    `Firehose and the log pipe gather for ${assumed.GATHER_SECONDS} seconds. A Parquet object has ${assumed.OBJECT_BYTES.toLocaleString('en-US')} bytes and ${assumed.STORED_ROW_BYTES} a row. "A month kept" is what the month adds: each later month it costs the same again.`,
    `Functions have ${assumed.FUNCTION_MB} MB on arm64. An answer of the source takes ${assumed.FETCH_MS} ms, ${assumed.FETCHES_IN_FLIGHT} at a time; other invocations ${assumed.INVOCATION_BASE_MS} ms and ${assumed.RECORDS_PER_SECOND.toLocaleString('en-US')} records/s. INIT is billed, ${assumed.INIT_MS.collector} ms for the collector, every ${assumed.ENVIRONMENT_HOURS} hours of work.`,
    `${count(question.queriesPerDay, 'query').replace('querys', 'queries')} a day, each over a day of bars, scanning ${count(question.scannedMb, 'MB').replace('MBs', 'MB')}; Athena bills 10 MB at least. An invocation logs ${assumed.LOGGED_BYTES.toLocaleString('en-US')} bytes.`,
  ];
}

const feedAssumptions = (): string[] => [
  `Each company has a quote every ${assumed.TICK_SECONDS} seconds of a session, ${assumed.PAIRS} pairs a rate every ${assumed.TICK_SECONDS} seconds of each weekday, and each company ${assumed.STORIES_A_DAY} stories a day.`,
  `A message holds what a shard had in the time gathered, an object what it has of a table, a story is alone. Firehose takes the logs in too, and is paid for it, though the transformer drops them. ${assumed.QUEUE_POLLERS} pollers ask the queue every ${assumed.QUEUE_POLL_SECONDS} seconds, empty or not.`,
  `An object and its notice take ${assumed.OBJECT_MS} ms.`,
];

const aboutOperation = (): string =>
  `Alarms look at ${assumed.ALARM_METRICS} metrics. Functions count in metrics of their own, each paid for the hours in which it is sent. The crawler looks through the raw zone every ${assumed.CRAWL_EVERY_DAYS} days, ${CRAWL_MINUTES} minutes on ${assumed.CRAWL_DPUS} DPUs.`;

const LEFT_OUT =
  'Not counted: the copy of the raw records, the market feed’s own function and requests to it, requests over HTTP, data transfer out, retries, requests to KMS, reading logs. Without --feed, neither is what an idle log leg costs: its queue is asked and its function counts, some 60 cents.';

/** What stands under the table, paragraph by paragraph. */
export function costSentences(estimate: Estimate): string[] {
  const assumptions = [
    ...barAssumptions(estimate),
    ...(estimate.workload.question.feed ? feedAssumptions() : []),
    aboutOperation(),
    LEFT_OUT,
  ];
  return [
    verdictOf(estimate),
    ...warnings(estimate).map((text) => `Note: ${text}`),
    ...aboutPrices(),
    'Assumed:',
    ...assumptions.map((text) => `- ${text}`),
  ];
}
