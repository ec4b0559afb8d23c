// What a person is asked to do, ticked off by what was seen to happen. Each step looks for one entry that came after the former step's.

const at = (app, kind) => entry => entry.app === app && entry.kind === kind;

const tour = [
  { id: 'sign-in', title: 'Sign in at Client A', app: 'ClientA', more: 'Name alice, password alice. The password goes to the provider only.', seen: at('ClientA', 'signed-in') },
  { id: 'open-b', title: 'Open Client B', app: 'ClientB', more: 'Nobody asks for a password again. Keep the tab open.', seen: at('ClientB', 'signed-in') },
  { id: 'sign-out', title: 'Sign out at Client A', app: 'ClientA', more: 'Only there. Do not touch Client B.', seen: entry => entry.kind === 'session-ended' },
  { id: 'watch', title: 'Watch', more: 'The open tab of Client B says at once that you were signed out, without a reload.', seen: at('ClientB', 'told') }
];

const recovery = [
  { id: 'away', title: 'Sign in at both, then stop or hang Client B', more: 'It cannot hear anything now.', seen: entry => entry.app === 'ClientB' && (entry.kind === 'stopped' || entry.kind === 'hung') },
  { id: 'sign-out-away', title: 'Sign out at Client A', app: 'ClientA', more: 'Signing out waits for Client B for a moment only.', seen: entry => entry.kind === 'session-ended' },
  { id: 'retry', title: 'See the provider try again', more: 'It goes on until Client B has heard it, after a restart of its own as well.', seen: at('ClientB', 'retry') },
  { id: 'back', title: 'Bring Client B back', more: 'The sign-out that it missed arrives.', seen: at('ClientB', 'acknowledged') }
];

/** By their own time: two processes' lines may arrive in the other order. */
export const byTime = (a, b) => Date.parse(a.at) - Date.parse(b.at) || a.id - b.id;

export function makeTour(addressOf) {
  let after = 0;
  const lists = [[document.getElementById('tour'), tour], [document.getElementById('recovery'), recovery]];

  function draw(list, steps, done) {
    list.replaceChildren(...steps.map((step, i) => {
      const item = document.createElement('li');
      item.id = `step-${step.id}`;
      item.className = i < done ? 'done' : i === done ? 'now' : '';
      if (i === done) item.setAttribute('aria-current', 'step');
      const mark = document.createElement('span');
      mark.className = 'mark';
      mark.textContent = i < done ? '✓' : i + 1;
      mark.setAttribute('aria-hidden', 'true');
      const body = document.createElement('span');
      const title = document.createElement('strong');
      const address = step.app && addressOf(step.app);
      const name = address ? document.createElement('a') : document.createElement('span');
      name.textContent = step.title;
      if (address) Object.assign(name, { href: step.id === 'sign-in' ? `${address}/session` : step.id === 'open-b' ? `${address}/session` : address, target: '_blank', rel: 'noopener' });
      const spoken = document.createElement('span');
      spoken.className = 'only-read';
      spoken.textContent = i < done ? ' (done)' : '';
      title.append(name, spoken);
      const more = document.createElement('span');
      more.className = 'more';
      more.textContent = step.more;
      body.append(title, more);
      item.append(mark, body);
      return item;
    }));
  }

  const drawn = new Map();
  return {
    again(last) { after = last; drawn.clear(); },
    update(all) {
      const entries = all.filter(entry => entry.id > after).sort(byTime);
      for (const [list, steps] of lists) {
        let done = 0;
        for (const entry of entries) if (done < steps.length && steps[done].seen(entry)) done++;
        const shape = `${done} ${addressOf('ClientA')}`;
        if (drawn.get(list) === shape) continue;
        drawn.set(list, shape);
        draw(list, steps, done);
      }
    }
  };
}
