export type { LocalCloud } from '../local-cloud.ts';
export { type LocalAccount, type LocalAccountOptions, startLocalAccount } from './local-account.ts';
