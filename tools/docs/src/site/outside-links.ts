/** Labels of the hosts where package managers fetch: what a mirror may stand in for is no address for readers. */
const REGISTRY_LABELS = new Set(['jsdelivr', 'npmjs', 'pypi', 'registry', 'unpkg', 'yarnpkg']);

/** What a program of ours serves is behind no certificate. */
const THIS_MACHINE = new Set(['127.0.0.1', 'localhost']);

/** Whether a link names its host, as opposed to one within the repository or site. */
export const leadsOutside = (link: string): boolean => /^(?:[a-z][a-z\d+.-]*:|\/\/)/iu.test(link);

/** What is wrong with a link to the outside, which nobody follows here; `undefined` when nothing is. */
export function outsideLinkFault(link: string): string | undefined {
  const url = URL.parse(link);
  if (!url) return `${link} is no address: write https://, host and path.`;
  if (url.protocol === 'http:' && THIS_MACHINE.has(url.hostname)) return undefined;
  if (url.protocol !== 'https:') return `${link} is not https: link to the page over https.`;
  if (url.username || url.password) return `${link} carries a user or a password: leave them out.`;
  if (url.hostname.split('.').some((label) => REGISTRY_LABELS.has(label)))
    return `${link} is at a package registry: name the package, and link to its own pages.`;
  return undefined;
}
