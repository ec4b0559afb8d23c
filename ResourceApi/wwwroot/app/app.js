// The browser app: sign in with code + PKCE, show and edit records, and stop at once when the session ends anywhere.
import { followSession } from '/app/session.js';
import { showRecords, clearRecords } from '/app/records.js';

const $ = id => document.getElementById(id);
const show = (id, visible) => { $(id).hidden = !visible; };

const settings = await (await fetch('/app/settings.json', { cache: 'no-store' })).json();
if (!settings.restored || !window.oidc) {
  banner('The sign-in library is not here, because Node was missing when this app was built. Install Node 20 or later, build again, and reload this page.');
} else {
  if (settings.stopwatch) (await import('/app/stopwatch.js')).start(settings.stopwatch);
  await start();
}

async function start() {
  const home = `${location.origin}/app/`;
  const users = new oidc.UserManager({
    authority: settings.authority,
    client_id: settings.clientId,
    redirect_uri: `${home}callback`,
    post_logout_redirect_uri: home,
    response_type: 'code',
    scope: 'openid profile dataEventRecords offline_access',
    automaticSilentRenew: true,
    monitorSession: false,           // needs third-party cookies, which browsers block; the event stream does this job
    loadUserInfo: true,              // the ID token names nobody; the name comes from UserInfo
    userStore: new oidc.WebStorageStateStore({ store: sessionStorage }),
  });

  $('sign-in').addEventListener('click', () => users.signinRedirect().catch(unreachable));
  $('sign-out').addEventListener('click', async () => {
    stop();
    await users.signoutRedirect().catch(unreachable);
  });

  let following = { stop() { } };
  const stop = () => following.stop();

  // Called from the event stream, from a refused request and from a refused refresh; whichever is first.
  let ended = false;
  async function sessionEnded(details) {
    if (ended) return;
    ended = true;
    stop();
    await users.removeUser();
    clearRecords();
    show('sign-out', false);
    show('who', false);
    const where = details?.initiatedBy ? ` at ${details.initiatedBy}` : '';
    const when = new Date(details?.time ?? Date.now()).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
    banner(`You were signed out${where}, ${when}.`, { label: 'Sign in again', action: () => users.signinRedirect().catch(unreachable) });
    window.dispatchEvent(new CustomEvent('sessionended', { detail: details }));
  }

  users.events.addSilentRenewError(error => {
    if (error?.error === 'invalid_grant' || error?.error === 'login_required') sessionEnded();
  });

  if (location.pathname === '/app/callback') {
    try {
      await users.signinCallback();
    } catch (error) {
      banner(`Signing in did not work: ${error.message}`);
    }
    history.replaceState(null, '', home);
  }

  // An access token that ran out while the machine slept says nothing about the session: the refresh token does.
  async function renewed() {
    try {
      return await users.signinSilent() !== null;
    } catch (error) {
      if (error?.error === 'invalid_grant' || error?.error === 'login_required') return false;
      throw error;
    }
  }

  let user = await users.getUser();
  if (user?.expired && user.refresh_token) {
    try {
      user = await renewed() ? await users.getUser() : null;
    } catch (error) {
      unreachable(error);
    }
  }
  if (!user || user.expired) {
    show('welcome', true);
    return;
  }

  $('who').textContent = user.profile.name ?? user.profile.sub;
  show('who', true);
  show('sign-out', true);
  show('records', true);

  const call = async (path, init = {}) => {
    const send = async () => {
      const current = await users.getUser();
      const headers = { ...(init.body ? { 'Content-Type': 'application/json' } : {}), Authorization: `Bearer ${current?.access_token ?? ''}` };
      return { current, response: await fetch(path, { ...init, headers, cache: 'no-store' }) };
    };
    let { current, response } = await send();
    if (response.status === 401 && current?.expired && current.refresh_token && await renewed()) ({ response } = await send());
    if (response.status === 401) {
      await sessionEnded();
      throw new Error('You were signed out.');
    }
    return response;
  };
  following = followSession(call, sessionEnded);
  await showRecords(call);
}

function unreachable(error) {
  banner(`The sign-in service cannot be reached (${error.message}). Try again in a moment.`);
}

function banner(text, button) {
  const element = $('banner');
  element.textContent = text;
  if (button) {
    const control = document.createElement('button');
    control.type = 'button';
    control.id = 'sign-in-again';
    control.className = 'primary';
    control.textContent = button.label;
    control.addEventListener('click', button.action);
    element.append(control);
  }
  element.hidden = false;
}
