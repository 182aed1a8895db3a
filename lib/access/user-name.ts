/** What users may be called. */

/** Letters and digits of any script, and what stands in names and addresses: nothing that begins a line or moves a cursor. */
export const isUserName = (name: string): boolean => /^[\p{L}\p{N}][\p{L}\p{M}\p{N}._@+-]{0,63}$/u.test(name);

/** What `isUserName` asks of a name, for the sentence that refuses one. */
export const USER_NAME_RULE = "a name has up to 64 letters, digits and . _ @ + -, and begins with a letter or digit";
