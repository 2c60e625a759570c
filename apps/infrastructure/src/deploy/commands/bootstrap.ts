import { checkAccount } from '../preflight.ts';
import { runCdkWithoutApp } from '../programs.ts';
import { type Session, withAws } from '../session.ts';

/** `nx run infrastructure:bootstrap`: what CDK needs once in an account and region: a bucket for assets, and roles. */
export const bootstrap = (session: Session): Promise<number> =>
  withAws(session, async (aws) => {
    const account = await checkAccount(aws);
    const { exitCode } = await runCdkWithoutApp(
      aws.context,
      ['bootstrap', `aws://${account}/${aws.place.region}`],
      aws.place,
    );
    return exitCode;
  });
