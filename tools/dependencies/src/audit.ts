import * as z from 'zod';

/** What is read of `npm audit --json`. https://docs.npmjs.com/cli/v11/commands/npm-audit */
const reportSchema = z.object({
  auditReportVersion: z.literal(2),
  vulnerabilities: z.record(
    z.string(),
    z.object({
      nodes: z.array(z.string()),
      via: z.array(
        z.union([
          z.string(),
          z.object({ name: z.string(), title: z.string(), url: z.string(), severity: z.string(), range: z.string() }),
        ]),
      ),
    }),
  ),
});

/** What npm prints where the service gave no answer. */
const refusalSchema = z.object({ message: z.string() });

const explainedSchema = z.array(
  z.strictObject({ id: z.string().regex(/^GHSA(?:-[\da-z]{4}){3}$/), reason: z.string().min(1), until: z.iso.date() }),
);

/** A flaw that somebody reported of a package that is installed here. */
export interface Advisory {
  /** `GHSA-…`; see github.com/advisories. */
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly severity: string;
  readonly url: string;
  /** Versions that have it. */
  readonly range: string;
  /** Where such versions lie: `node_modules/a/node_modules/b`. */
  readonly places: readonly string[];
}

/** An advisory that does no harm here, as somebody found. */
export interface Explanation {
  readonly id: string;
  readonly reason: string;
  /** The last day on which this is taken as an answer, `YYYY-MM-DD`. */
  readonly until: string;
}

/** The service did not answer, so nothing is known. */
export class AuditUnavailableError extends Error {
  override readonly name = 'AuditUnavailableError';
}

/** Reads the list of explanations. @throws where an entry is incomplete, misspelt or has a day that does not exist. */
export const readExplanations = (json: unknown): Explanation[] => explainedSchema.parse(json);

/**
 * The advisories in what `npm audit --json` printed, each once, however many ranges of versions it names.
 *
 * @throws AuditUnavailableError where it printed why it could not ask.
 */
export function readAdvisories(json: unknown): Advisory[] {
  const refusal = refusalSchema.safeParse(json);
  if (refusal.success)
    throw new AuditUnavailableError(
      `The advisory service gave no answer, so nothing is known: ${refusal.data.message}. Run this again where npm's registry can be reached.`,
    );
  const found = new Map<string, Advisory>();
  for (const { via, nodes } of Object.values(reportSchema.parse(json).vulnerabilities))
    for (const cause of via) {
      if (typeof cause === 'string') continue;
      const id = cause.url.slice(cause.url.lastIndexOf('/') + 1);
      const key = `${id} ${cause.name}`;
      const ranges = [found.get(key)?.range, cause.range].filter((range) => range !== undefined);
      found.set(key, { ...cause, id, places: nodes, range: ranges.join(' || ') });
    }
  return [...found.values()];
}

/** What an audit found, and what of it is still open. */
export interface AuditQuestion {
  readonly advisories: readonly Advisory[];
  /** Places of the packages that reach users. */
  readonly shipped: ReadonlySet<string>;
  readonly explanations: readonly Explanation[];
  /** `YYYY-MM-DD`. */
  readonly today: string;
}

/** An audit's outcome, in sentences. */
export interface AuditVerdict {
  /** What somebody has to do. */
  readonly open: readonly string[];
  /** What was found and is explained. */
  readonly explained: readonly string[];
}

/** Compares what was found with what is explained. */
export function judgeAudit({ advisories, shipped, explanations, today }: AuditQuestion): AuditVerdict {
  const worded = ({ id, name, range, severity, title, url, places }: Advisory): string =>
    `${id}: ${title} (${severity}, ${name} ${range}, ${places.some((place) => shipped.has(place)) ? 'reaches users' : 'builds and tests only'}). ${url}`;
  const holding = new Map(explanations.filter(({ until }) => until >= today).map((one) => [one.id, one]));
  const over = explanations.filter(({ until }) => until < today);
  const gone = explanations.filter(({ id }) => !advisories.some((advisory) => advisory.id === id));
  return {
    open: [
      ...advisories.filter(({ id }) => !holding.has(id)).map(worded),
      ...over.map(
        ({ id, until }) =>
          `The explanation of ${id} held until ${until}: look again, then give it another day or mend it.`,
      ),
      ...gone.map(
        ({ id }) => `Nothing installed has ${id} any more: take its explanation out of audit-explained.json.`,
      ),
    ],
    explained: advisories
      .filter(({ id }) => holding.has(id))
      .map(
        (advisory) =>
          `${worded(advisory)} Explained until ${holding.get(advisory.id)?.until}: ${holding.get(advisory.id)?.reason}`,
      ),
  };
}
