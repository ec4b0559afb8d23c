// node federation.mjs <issuer>: openid-client signs in, refreshes, introspects, revokes and signs out. Any surprise ends with exit code 1.
import assert from 'node:assert/strict';
import * as oidc from 'openid-client';
import { Browser } from './browser.mjs';

const issuer = new URL(process.argv[2]);
const scope = 'openid profile email offline_access node.read';

const clients = [
  { id: 'node-basic', authentication: oidc.ClientSecretBasic('basic secret+%/ü') },
  { id: 'node-post', authentication: oidc.ClientSecretPost('post-secret') },
  { id: 'node-es256', authentication: oidc.ClientSecretPost('es-secret'), metadata: { id_token_signed_response_alg: 'ES256' } },
  { id: 'node-public', authentication: oidc.None() },
];

for (const client of clients) await story(client);
console.log(`${clients.length} clients: all well`);

async function story({ id, authentication, metadata }) {
  const config = await oidc.discovery(issuer, id, metadata, authentication, { execute: [oidc.allowInsecureRequests] });
  oidc.enableNonRepudiationChecks(config);      // verifies the ID token's signature although it came over the back channel
  const browser = new Browser();
  const callback = `http://127.0.0.1:9/${id}/cb`;
  const bye = `http://127.0.0.1:9/${id}/bye`;
  const introspector = await oidc.discovery(issuer, 'node-api', undefined, oidc.ClientSecretBasic('api-secret'), { execute: [oidc.allowInsecureRequests] });

  // Sign in.
  const verifier = oidc.randomPKCECodeVerifier();
  const [state, nonce] = [oidc.randomState(), oidc.randomNonce()];
  const ask = async (extra) => oidc.buildAuthorizationUrl(config, {
    redirect_uri: callback, scope, state, nonce, code_challenge: await oidc.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256', ...extra,
  });
  const signIn = await browser.go(await ask({ max_age: '600' }), callback);
  assert.ok(signIn.page, 'the sign-in page is shown');
  const { arrived } = await browser.submit(signIn.page, { Username: 'node-user', Password: 'node-password-1' }, callback);
  assert.ok(arrived, 'the browser is sent back to the client');
  const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true };
  const tokens = await oidc.authorizationCodeGrant(config, arrived, { ...checks, maxAge: 600 });
  const claims = tokens.claims();
  assert.ok(claims.sid);

  const person = await oidc.fetchUserInfo(config, tokens.access_token, claims.sub);
  assert.equal(person.preferred_username, 'node-user');

  // A code is good once.
  await refused(oidc.authorizationCodeGrant(config, arrived, checks), 'invalid_grant');
  await refused(oidc.refreshTokenGrant(config, tokens.refresh_token), 'invalid_grant');

  // Again, without a page this time.
  const silent = await browser.go(await ask({ prompt: 'none' }), callback);
  const second = await oidc.authorizationCodeGrant(config, silent.arrived, checks);
  assert.equal(second.claims().sid, claims.sid);

  // Refresh, introspect, revoke.
  const refreshed = await oidc.refreshTokenGrant(config, second.refresh_token);
  assert.equal(refreshed.claims().sid, claims.sid);
  assert.notEqual(refreshed.refresh_token, second.refresh_token);
  const live = await oidc.tokenIntrospection(introspector, refreshed.access_token);
  assert.equal(live.active, true);
  assert.equal(live.client_id, id);
  await oidc.tokenRevocation(config, refreshed.refresh_token, { token_type_hint: 'refresh_token' });
  assert.deepEqual(await oidc.tokenIntrospection(introspector, refreshed.access_token), { active: false });
  await refused(oidc.refreshTokenGrant(config, refreshed.refresh_token), 'invalid_grant');

  // Sign out: everything of the session is over.
  const last = await oidc.authorizationCodeGrant(config, (await browser.go(await ask({ prompt: 'none' }), callback)).arrived, checks);
  assert.equal((await oidc.tokenIntrospection(introspector, last.access_token)).active, true);
  const out = await browser.go(oidc.buildEndSessionUrl(config, { id_token_hint: last.id_token, post_logout_redirect_uri: bye, state }), bye);
  assert.equal(out.arrived?.searchParams.get('state'), state);
  assert.equal((await oidc.tokenIntrospection(introspector, last.access_token)).active, false);
  await refused(oidc.refreshTokenGrant(config, last.refresh_token), 'invalid_grant');
  await refused(oidc.authorizationCodeGrant(config, (await browser.go(await ask({ prompt: 'none' }), callback)).arrived, checks), 'login_required');
  console.log(`${id}: well`);
}

async function refused(promise, error) {
  await assert.rejects(promise, (thrown) => {
    assert.equal(thrown.error, error);
    return true;
  });
}
