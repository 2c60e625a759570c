// Run by time-zones.test.ts in processes of different time zones: prints the zone, its offset, and a digest of the calendar.
import { createHash } from 'node:crypto';
import {
  closureOn,
  formatNewYork,
  fromNewYork,
  minuteOfSession,
  newYorkHour,
  sessionAt,
  sessionOn,
} from '@tickerlake/market-calendar';

const hash = createHash('sha256');
const HOUR = 3_600_000;
for (let noon = Date.UTC(1990, 0, 1, 12); noon < Date.UTC(2031, 0, 1); noon += 24 * HOUR) {
  const date = new Date(noon).toISOString().slice(0, 10);
  hash.update(JSON.stringify([date, sessionOn(date), closureOn(date), fromNewYork(date, 2, 30)]));
  for (const instant of [noon, noon + 3 * HOUR, noon + 9 * HOUR]) {
    hash.update(
      `${formatNewYork(instant)} ${newYorkHour(instant)} ${minuteOfSession(instant)} ${sessionAt(instant)?.date}`,
    );
  }
}
const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
process.stdout.write(`${timeZone} ${new Date(2024, 6, 1).getTimezoneOffset()} ${hash.digest('hex')}`);
