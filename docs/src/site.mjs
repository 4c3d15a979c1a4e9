/**
 * Where the site stands. `MASSA_DOCS_SITE` and `MASSA_DOCS_BASE` place it elsewhere, for example on the pages of a fork.
 */
export const site = process.env.MASSA_DOCS_SITE ?? "https://massa-proteomics.github.io";
export const base = (process.env.MASSA_DOCS_BASE ?? "/massa").replace(/\/$/, "");

/** Where files of the repository that are not pages are read. */
export const repository = process.env.MASSA_REPOSITORY_URL ?? "https://github.com/massa-proteomics/massa";
