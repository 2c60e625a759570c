/** A word that bash and zsh take as it is. */
export const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** A name that a shell function may have. */
export const functionName = (program: string): string => `_${program.replaceAll(/\W/g, '_')}`;
