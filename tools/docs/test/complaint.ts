/** What is wrong with a command line; `undefined` where it would do something. */
export type Complaint = string | undefined;

/** `NAME`, `PATH…`, `TEXT`: the reader puts something in their place. */
export const isPlaceholder = (word: string): boolean => /^[A-Z]+…?$/.test(word);
