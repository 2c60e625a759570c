import { afterAll, beforeAll, vi } from 'vitest';

/** Lets the SDK's own clients sign requests to a fake service, as the environment of a Lambda function would. */
export function dummyCredentials(): void {
  beforeAll(() => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  });
  afterAll(() => {
    vi.unstubAllEnvs();
  });
}
