import { Duration } from 'aws-cdk-lib';
import { type Alarm, AlarmStatusWidget, Dashboard, TextWidget } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { AlarmKind } from './alarm-kinds.ts';
import { rowWidgets } from './dashboard-row.ts';
import { dashboardRows, type Thresholds } from './dashboard-rows.ts';
import type { Watched } from './watched.ts';

/** An alarm, and where on its metric's axis it begins. */
interface PipelineAlarm {
  readonly kind: AlarmKind;
  readonly threshold: number;
  readonly alarm: Alarm;
}

export interface PipelineDashboardProps {
  readonly watched: Watched;
  readonly alarms: readonly PipelineAlarm[];
}

/** One line for each threshold of a kind, however many alarms have it. */
const thresholdsOf =
  (alarms: readonly PipelineAlarm[]): Thresholds =>
  (kind) => {
    const found = alarms.filter((alarm) => alarm.kind === kind).map(({ threshold }) => threshold);
    return [...new Set(found)].map((value) => ({ value, label: `alarm: ${kind}` }));
  };

/** The pipeline on one page: alarms, then a row for each part, as records flow. */
export class PipelineDashboard extends Dashboard {
  constructor(scope: Construct, id: string, { watched, alarms }: PipelineDashboardProps) {
    super(scope, id, { dashboardName: watched.config.name, defaultInterval: Duration.hours(8) });
    this.addWidgets(
      new TextWidget({
        markdown: `# ${watched.config.name}\nSums and ages of each minute. Red lines are where alarms begin; docs/operations.md says of each what to do.`,
        width: 8,
        height: 4,
      }),
      new AlarmStatusWidget({ title: 'Alarms', alarms: alarms.map(({ alarm }) => alarm), width: 16, height: 4 }),
    );
    for (const row of dashboardRows(watched, thresholdsOf(alarms))) {
      for (const widgets of rowWidgets(row)) this.addWidgets(...widgets);
    }
  }
}
