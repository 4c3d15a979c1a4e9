// An OpenID Connect provider for the tests: `node provider.mjs CONFIGURATION.json`, which says
// { port, keys: [private JWK…], client: {…}, accounts: { login: claims } }.
// People sign in on the development pages of oidc-provider, with any password.
import { readFileSync } from "node:fs";
import Provider from "oidc-provider";

const { port, keys, client, accounts } = JSON.parse(readFileSync(process.argv[2], "utf8"));

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [client],
  jwks: { keys },
  cookies: { keys: ["only for tests"] },
  claims: {
    openid: ["sub"],
    email: ["email", "email_verified"],
    profile: ["name", "locale", "groups"],
  },
  pkce: { required: () => true },
  features: { devInteractions: { enabled: true } },
  findAccount: (_context, login) =>
    accounts[login] && { accountId: login, claims: () => ({ sub: login, ...accounts[login] }) },
});

provider.listen(port, "127.0.0.1", () => console.log("ready"));
