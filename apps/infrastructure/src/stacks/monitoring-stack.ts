import { CfnOutput } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Construct } from 'constructs';
import { PartStack } from '../constructs/part-stack.ts';
import { type AlarmRule, alarmRules } from '../monitoring/alarm-rules.ts';
import { descriptionOf } from '../monitoring/alarm-kinds.ts';
import { AlarmTopic } from '../monitoring/alarm-topic.ts';
import { PipelineDashboard } from '../monitoring/pipeline-dashboard.ts';
import type { Watched } from '../monitoring/watched.ts';

export type MonitoringStackProps = Watched;

/** What people look at, and what wakes them. */
export class MonitoringStack extends PartStack {
  readonly topic: AlarmTopic;

  constructor(scope: Construct, watched: MonitoringStackProps) {
    super(scope, 'monitoring', 'Tickerlake: dashboard and alarms', watched);
    const { config, lake } = watched;
    this.topic = new AlarmTopic(this, 'AlarmTopic', { name: config.name, key: lake.key, email: config.alarmEmail });
    const alarms = alarmRules(watched).map((rule) => {
      const { kind, threshold } = rule;
      return { kind, threshold, alarm: this.#createAlarm(rule) };
    });
    const dashboard = new PipelineDashboard(this, 'Dashboard', { watched, alarms });
    new CfnOutput(this, 'DashboardName', { value: dashboard.dashboardName });
    new CfnOutput(this, 'AlarmTopicArn', { value: this.topic.topicArn });
  }

  #createAlarm({ kind, subject, metric, threshold, periods }: AlarmRule): Alarm {
    const name = subject === undefined ? kind : `${kind}-${subject}`;
    const alarm = new Alarm(this, name, {
      alarmName: `${this.config.name}-${name}`,
      alarmDescription: descriptionOf(kind),
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      // At night and over the weekend nothing happens, and what does not happen is not measured.
      treatMissingData: TreatMissingData.NOT_BREACHING,
      metric,
      threshold,
      ...periods,
    });
    const action = new SnsAction(this.topic);
    alarm.addAlarmAction(action);
    // Whoever was woken wants to know that it is over.
    alarm.addOkAction(action);
    return alarm;
  }
}
