import path from "node:path";

export const repository = path.join(__dirname, "..", "..", "..");
export const engine =
  process.env.MASSA_ENGINE ?? path.join(repository, "engine", "build", "release", "massa");
export const server =
  process.env.MASSA_SERVER ?? path.join(repository, "server", ".venv", "bin", "massa-server");
/** The Python of the server's environment, for the services that its tests have. */
export const serverPython = path.join(repository, "server", ".venv", "bin", "python");
export const web = path.join(repository, "web", ".next", "standalone", "server.js");
export const exampleProteins = path.join(repository, "engine", "data", "example_proteins.fasta");
