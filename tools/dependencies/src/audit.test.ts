import { expect, it } from 'vitest';
import { type Explanation, judgeAudit, readAdvisories, readExplanations } from './audit.ts';

/** As npm 11 prints it. */
const REPORT = {
  auditReportVersion: 2,
  vulnerabilities: {
    qs: {
      name: 'qs',
      severity: 'high',
      isDirect: false,
      via: [
        {
          source: 1_111_755,
          name: 'qs',
          dependency: 'qs',
          title: 'qs allows denial of service via memory exhaustion',
          url: 'https://github.com/advisories/GHSA-6rw7-vpxm-498p',
          severity: 'high',
          cwe: ['CWE-20'],
          cvss: { score: 7.5, vectorString: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H' },
          range: '<6.14.1',
        },
      ],
      effects: ['express'],
      range: '<6.14.1',
      nodes: ['node_modules/qs'],
      fixAvailable: true,
    },
    express: {
      name: 'express',
      severity: 'high',
      isDirect: false,
      via: ['qs'],
      effects: [],
      range: '4.0.0 - 5.1.0',
      nodes: ['node_modules/express'],
      fixAvailable: true,
    },
  },
  metadata: { vulnerabilities: { info: 0, low: 0, moderate: 0, high: 2, critical: 0, total: 2 } },
};
const CLEAN = { auditReportVersion: 2, vulnerabilities: {}, metadata: {} };
/** As npm prints it where its registry has no such service. */
const REFUSAL = {
  message: '405 Method Not Allowed - POST http://127.0.0.1/-/npm/v1/security/advisories/bulk',
  method: 'POST',
  statusCode: 405,
  body: '',
  error: { summary: '', detail: '' },
};
const ID = 'GHSA-6rw7-vpxm-498p';
const explanation = (until: string, id = ID): Explanation => ({ id, reason: 'We send no such query.', until });

const judge = (explanations: readonly Explanation[], report: object = REPORT, shipped = new Set<string>()) =>
  judgeAudit({ advisories: readAdvisories(report), shipped, explanations, today: '2026-11-22' });

it('reads each advisory once, and not again at every package that depends on it', () => {
  expect(readAdvisories(REPORT).map(({ id, name, places }) => ({ id, name, places }))).toEqual([
    { id: ID, name: 'qs', places: ['node_modules/qs'] },
  ]);
  expect(readAdvisories(CLEAN)).toEqual([]);
});

it('joins the ranges that one advisory has', () => {
  const { qs } = REPORT.vulnerabilities;
  const [first] = qs.via;
  const report = { ...CLEAN, vulnerabilities: { qs: { ...qs, via: [first, { ...first, range: '>=7.0.0 <7.0.2' }] } } };
  expect(readAdvisories(report).map(({ range }) => range)).toEqual(['<6.14.1 || >=7.0.0 <7.0.2']);
});

it('says that nothing is known where the service did not answer', () => {
  expect(() => readAdvisories(REFUSAL)).toThrow('gave no answer, so nothing is known: 405 Method Not Allowed');
});

it('does not take what it cannot read for a clean answer', () => {
  expect(() => readAdvisories({})).toThrow('auditReportVersion');
  expect(() => readAdvisories({ ...CLEAN, auditReportVersion: 3 })).toThrow('auditReportVersion');
});

it('leaves open what nobody explained, and says whom it reaches', () => {
  const sentence = `${ID}: qs allows denial of service via memory exhaustion (high, qs <6.14.1, builds and tests only). https://github.com/advisories/${ID}`;
  expect(judge([])).toEqual({ open: [sentence], explained: [] });
  const [reaching] = judge([], REPORT, new Set(['node_modules/qs'])).open;
  expect(reaching).toContain('reaches users');
  expect(judge([], CLEAN)).toEqual({ open: [], explained: [] });
});

it('takes an explanation until its last day, that day included', () => {
  expect(judge([explanation('2026-11-22')])).toEqual({
    open: [],
    explained: [expect.stringMatching(/Explained until 2026-11-22: We send no such query\.$/u)],
  });
  expect(judge([explanation('2026-11-21')]).open).toEqual([
    expect.stringContaining(ID),
    `The explanation of ${ID} held until 2026-11-21: look again, then give it another day or mend it.`,
  ]);
});

it('drops an explanation that nothing needs any more', () => {
  expect(judge([explanation('2027-01-31')], CLEAN).open).toEqual([
    `Nothing installed has ${ID} any more: take its explanation out of audit-explained.json.`,
  ]);
});

it.each([
  { id: 'CVE-2026-1', reason: 'x', until: '2027-01-31' },
  { id: ID, reason: '', until: '2027-01-31' },
  { id: ID, reason: 'x', until: '2027-02-30' },
  { id: ID, reason: 'x' },
  { id: ID, reason: 'x', untill: '2027-01-31', until: '2027-01-31' },
])('refuses the explanation %o', (entry) => {
  expect(() => readExplanations([entry])).toThrow();
});
