// Draws what the demo tells by Server-Sent Events. Every message of the time line comes from a log line of a running process.
import { byTime, makeTour } from './tour.js';

const known = {
  IdentityHost: { name: 'Provider', look: 'provider', what: 'Knows people and passwords, and tells everyone when a session ends.', path: '/' },
  ClientA: { name: 'Client A', look: 'client-a', what: 'An ordinary web application. Sign in and out here.', path: '/session' },
  ClientB: { name: 'Client B', look: 'client-b', what: 'Another one, made differently on purpose.', path: '/session' },
  BrowserApp: { name: 'Browser app', look: 'browser-app', what: 'Runs in the page; reads data from the API with a token.', path: '/app/' },
  ResourceApi: { name: 'Resource API', look: 'browser-app' },
  Redis: { name: 'Redis', look: '' }
};
const looks = name => known[name] ?? (name.startsWith('ClientA') ? { ...known.ClientA, name: name.replace('ClientA-', 'Client A, instance ') } : { name, look: '' });
const stateWords = { starting: 'starting', running: 'running', stopped: 'stopped', hung: 'hangs' };
const find = id => document.getElementById(id);

let apps = [], entries = [], settings = {}, live = false, browserAppIsIn = null, asking = false, askAgain = false;
const rows = new Map(), tiles = new Map();
const tour = makeTour(name => apps.find(app => app.name === name)?.address);

const source = new EventSource('/events');
source.onopen = () => connection(true);
source.onerror = () => connection(false);
source.addEventListener('hello', event => {
  settings = JSON.parse(event.data);
  apps = settings.apps;
  [live, entries] = [false, []];
  rows.clear();
  find('entries').replaceChildren();
  makeTiles();
});
source.addEventListener('state', event => {
  const { app, state } = JSON.parse(event.data);
  apps.find(one => one.name === app).state = state;
  if (state === 'stopped' && app === 'ResourceApi') browserAppIsIn = null;
  drawTiles();
  ask();
});
source.addEventListener('entry', event => {
  entries.push(JSON.parse(event.data));
  if (entries.length > 200) rows.get(entries.shift().id)?.remove();
  if (live) news(entries.at(-1));
});
source.addEventListener('ready', () => {
  entries.forEach(noteBrowserApp);
  drawAll();
  live = true;
  ask();
});

function connection(isOn) {
  find('connection').textContent = isOn ? 'Live: everything here is read from the running processes.' : 'The demo does not answer. Waiting for it…';
  find('connection').classList.toggle('on', isOn);
}

function news(entry) {
  noteBrowserApp(entry);
  drawAll();
  ask();
  // An application logs a sign-in before its answer, and with it the cookie, has reached the browser.
  if (entry.kind === 'signed-in') for (const wait of [400, 1500, 5000, 15000]) setTimeout(ask, wait);
  find('news').textContent = `${looks(entry.app).name}: ${entry.text}`;
}

// Its tokens live in its own tab, where no cookie tells; its last news does.
function noteBrowserApp(entry) {
  if (entry.app === 'BrowserApp' && entry.kind === 'signed-in') browserAppIsIn = true;
  if (entry.app === 'ResourceApi' && (entry.kind === 'told' || entry.kind === 'recorded')) browserAppIsIn = browserAppIsIn === null ? null : false;
}

function makeTiles() {
  tiles.clear();
  find('apps').replaceChildren(...apps.map(app => {
    const shown = looks(app.name === 'ResourceApi' ? 'BrowserApp' : app.name);
    const tile = document.createElement('li');
    tile.className = 'tile';
    tile.id = `tile-${app.name}`;
    tile.dataset.app = shown.look;
    tile.append(
      element('h3', '', shown.name), element('p', 'state', ''), element('p', 'what', shown.what),
      element('p', 'who', ''), Object.assign(element('a', 'open', `Open ${shown.name}`), { href: app.address + shown.path, target: '_blank', rel: 'noopener' }));
    tile.querySelector('.open').append(element('span', 'only-read', ' in a new tab'));
    tiles.set(app.name, tile);
    return tile;
  }));
  find('flush').hidden = !settings.redis;
  find('no-redis').hidden = settings.redis;
  find('no-hang').hidden = settings.canHang;
  drawTiles();
}

function drawTiles() {
  for (const app of apps) {
    const tile = tiles.get(app.name);
    const state = tile.querySelector('.state');
    write(state, stateWords[app.state]);
    state.dataset.state = app.state;
    const isIn = app.name === 'ResourceApi' ? browserAppIsIn : app.isIn;
    const who = tile.querySelector('.who');
    write(who, app.state !== 'running' ? 'does not answer' : isIn === true ? 'signed in' : isIn === false ? 'signed out' : 'not opened yet');
    who.dataset.in = app.state === 'running' && isIn === true;
  }
  const victim = apps.find(app => app.name === 'ClientB')?.state;
  const possible = {
    stop: victim === 'running' || victim === 'hung', hang: victim === 'running' && settings.canHang, resume: victim === 'hung',
    restart: victim !== 'starting', 'flush-redis': settings.redis
  };
  // Not "disabled": a button that loses the focus while it is pressed throws a keyboard user back to the top of the page.
  for (const button of document.querySelectorAll('[data-action]')) button.setAttribute('aria-disabled', !possible[button.dataset.action]);
}

function drawAll() {
  drawTiles();
  tour.update(entries);
  find('empty').hidden = entries.length > 0;
  const list = find('entries');
  const ends = entries.filter(entry => entry.kind === 'session-ended').map(entry => Date.parse(entry.at));
  const inOrder = [...entries].sort(byTime);
  inOrder.forEach((entry, i) => {
    let row = rows.get(entry.id);
    if (!row) rows.set(entry.id, row = makeRow(entry));
    // Newest first; processes write at their own pace, so that a row may belong below one that came before it.
    const next = inOrder[i - 1] && rows.get(inOrder[i - 1].id);
    if (next ? row.nextElementSibling !== next : row !== list.lastElementChild) list.insertBefore(row, next ?? null);
    if (entry.kind === 'told') {
      const end = ends.findLast(time => time <= Date.parse(entry.at));
      if (end !== undefined) write(row.querySelector('.ms'), `+${span(Date.parse(entry.at) - end)}`);
    }
  });
  drawStopwatch(inOrder);
}

// From each click on "sign out" to the last tab that changed because of it, both measured in the browser.
function drawStopwatch(inOrder) {
  const runs = [];
  for (const entry of inOrder) {
    const run = runs.at(-1);
    if (entry.kind === 'clicked') runs.push({ tabs: 0, last: 0, hadTrouble: false });
    else if (run && entry.kind === 'retry') run.hadTrouble = true;
    else if (run && entry.kind === 'changed' && entry.milliseconds !== null) [run.tabs, run.last] = [run.tabs + 1, Math.max(run.last, entry.milliseconds)];
  }
  const measured = runs.filter(run => run.tabs > 0);
  find('stopwatch').hidden = measured.length === 0;
  if (measured.length === 0) return;
  const { tabs, last, hadTrouble } = measured.at(-1);
  const smooth = measured.filter(run => !run.hadTrouble).map(run => run.last).sort((a, b) => a - b);
  write(find('stopwatch-last'), span(last));
  write(find('stopwatch-text'), `from the click on sign out until ${tabs === 1 ? 'the open tab' : `the last of ${tabs} open tabs`} had changed${hadTrouble ? '; an application was away' : ''}`
    + (smooth.length > 1 ? `. Median of ${smooth.length} sign-outs without trouble: ${span(smooth[Math.floor(smooth.length / 2)])}` : '') + '.');
}

function makeRow(entry) {
  const shown = looks(entry.app);
  const row = element('li', live ? 'fresh' : '', '');
  row.dataset.kind = entry.kind;
  row.dataset.app = shown.look;
  const time = element('time', '', new Date(entry.at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3, hourCycle: 'h23' }));
  time.dateTime = entry.at;
  row.append(time, element('span', 'app', shown.name), element('span', 'text', entry.text), element('span', 'ms', entry.milliseconds === null ? '' : span(entry.milliseconds)));
  return row;
}

const span = milliseconds => milliseconds < 10000 ? `${Math.max(1, Math.round(milliseconds))} ms` : `${(milliseconds / 1000).toFixed(1)} s`;

// Where this browser is signed in. One question at a time; what happened meanwhile is asked once more.
async function ask() {
  if (!live) return;
  if (asking) { askAgain = true; return; }
  asking = true;
  do {
    askAgain = false;
    try {
      const answers = await (await fetch('/signed-in', { cache: 'no-store' })).json();
      for (const app of apps) app.isIn = answers[app.name];
      drawTiles();
    } catch {
      // The demo has just stopped; the connection line says so.
    }
  } while (askAgain);
  asking = false;
}

find('trouble').addEventListener('click', async event => {
  const button = event.target.closest('[data-action]');
  if (!button || button.getAttribute('aria-disabled') === 'true') return;
  if (button.dataset.action === 'flush-redis' && !confirm('Delete everything in the Redis database that the demo was given?')) return;
  write(find('answer'), 'Working…');
  try {
    const answer = await fetch(`/trouble/${button.dataset.action}`, { method: 'POST' });
    write(find('answer'), answer.ok ? 'Done.' : await answer.text());
  } catch {
    write(find('answer'), 'The demo does not answer.');
  }
});
find('tour-again').addEventListener('click', () => { tour.again(entries.at(-1)?.id ?? 0); tour.update(entries); });
// Back from another tab: what happened there without an entry, such as a cookie that ran out.
document.addEventListener('visibilitychange', () => { if (!document.hidden) ask(); });

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}

function write(where, text) { if (where.textContent !== text) where.textContent = text; }
