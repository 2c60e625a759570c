/** What the functions count under where nobody tells them otherwise. */
const OWN = 'Tickerlake';

/**
 * The namespace of what a deployment's functions count. Each deployment has its own: a trial's bars must not hide that another
 * one has none.
 */
export const metricsNamespace = (deployment: string): string =>
  deployment === 'tickerlake' ? OWN : `${OWN}/${deployment}`;

/** What a function has to be told of it: nothing, where it is what the function takes by itself. */
export function namespaceVariables(deployment: string): Readonly<Record<string, string>> {
  const namespace = metricsNamespace(deployment);
  return namespace === OWN ? {} : { POWERTOOLS_METRICS_NAMESPACE: namespace };
}
