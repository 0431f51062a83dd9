// A real OpenID Connect provider for tests: `node tests/provider.mjs` with its configuration as JSON in PROVIDER.
// Its people are whoever signs in: "nora" is nora@example.invalid. Prints its address once it listens.
import { createServer } from "node:http";
import Provider from "oidc-provider";

const { port, client, verified, userinfo } = JSON.parse(process.env.PROVIDER);
const issuer = `http://127.0.0.1:${port}`;

const provider = new Provider(issuer, {
  clients: [{ ...client, ...(userinfo === "jwt" ? { userinfo_signed_response_alg: "RS256" } : {}) }],
  claims: {
    openid: ["sub"], email: ["email", ...(verified === null ? [] : ["email_verified"])], given_name: ["given_name"],
    usual_name: ["usual_name"], siret: ["siret"], profile: ["name"],
  },
  scopes: ["openid"],
  features: { devInteractions: { enabled: true }, jwtUserinfo: { enabled: true } },
  pkce: { required: () => true },
  acrValues: ["eidas1"],
  cookies: { keys: ["for tests only"] },
  ttl: { AccessToken: 300, AuthorizationCode: 60, IdToken: 300, Interaction: 300, Session: 300, Grant: 300 },
  async findAccount(_context, id) {
    const email = id.includes("@") ? id : `${id}@example.invalid`;
    const given = id[0].toUpperCase() + id.slice(1);
    return {
      accountId: id,
      claims: async () => ({
        sub: `sub-${id}`, email, email_verified: verified, given_name: given, usual_name: "Aster", siret: "13002526500013",
        name: `${given} Aster`,
      }),
    };
  },
});

createServer(provider.callback()).listen(port, "127.0.0.1", () => console.log(`listening ${issuer}`));
