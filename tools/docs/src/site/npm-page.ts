/** Where a manifest says that its code lives. */
export interface RepositoryField {
  readonly type?: string;
  readonly url?: string;
  readonly directory?: string;
}

/**
 * What keeps a README's relative links from working on the package's page at npm; `undefined` when nothing does. That page
 * leads them into the repository, by `repository.directory` where the package is not the whole of it
 * (https://docs.npmjs.com/cli/v11/configuring-npm/package-json#repository).
 */
export function relativeLinkFault(folder: string, repository: RepositoryField | undefined): string | undefined {
  if (!/^git\+https:\/\/github\.com\/[\w.-]+\/[\w.-]+\.git$/u.test(repository?.url ?? ''))
    return `has no GitHub repository in package.json, it has ${repository?.url ?? 'none'}`;
  if (repository?.directory !== folder)
    return `has repository.directory ${repository?.directory ?? 'missing'} in package.json, not ${folder}`;
  return undefined;
}
